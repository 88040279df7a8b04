"""What the counter types for the holder of a permit: which permit, what is wanted with it, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.forms.assisting import AtCounterForm, ask_sometimes, short
from applications.forms.fields import TextField
from applications.models import Application

Kind = Application.Kind


class HolderForm(AtCounterForm):
    """The first of the three pages for the holder of a permit: which one, and what is wanted with it."""

    number = forms.CharField(
        label=_("Nomor izin"), max_length=80, widget=short(), help_text=_("Seperti tercetak pada izinnya.")
    )
    kind = forms.ChoiceField(
        label=_("Apa yang diajukan?"), widget=forms.RadioSelect,
        choices=[
            (Kind.RENEWAL, _("Perpanjangan")), (Kind.AMENDMENT, _("Perubahan")),
            (Kind.DUPLICATE, _("Salinan, karena hilang atau rusak")), (Kind.CLOSURE, _("Penutupan")),
        ],
    )  # fmt: skip
    cause = forms.ChoiceField(
        label=_("Hanya untuk salinan: mengapa?"), required=False, widget=forms.RadioSelect,
        choices=[("lost", _("Izinnya hilang")), ("damaged", _("Izinnya rusak"))],
        help_text=_("Bila hilang, pemohon membawa surat keterangan kehilangan dari kepolisian."),
    )  # fmt: skip
    words = TextField(
        label=_("Hanya untuk perubahan dan penutupan: alasan pemohon"), rows=3, max_length=1000, required=False,
        help_text=_("Tulis seperti yang dikatakan pemohon. Alasan penutupan tercetak pada suratnya."),
    )  # fmt: skip
    field_order = ["number", "kind", "cause", "words", "channel", "identity_shown", "nik", "phone", "consent"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_sometimes(self, "cause", "words")

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind == Kind.DUPLICATE and not cleaned.get("cause"):
            self.add_error("cause", _("Pilih: izinnya hilang atau rusak."))
        if kind in (Kind.AMENDMENT, Kind.CLOSURE) and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Tulis alasan pemohon."))
        return cleaned

    def filing(self) -> dict:
        """The keywords of actions.assisting_later.start_assisted_later."""
        return {**self.cleaned_data, "agency": self.agency}
