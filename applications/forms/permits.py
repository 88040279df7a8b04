"""What is filled in about an issued permit (a measure, a correction, the head's no) and about a rejection."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.actions.corrections import LONGEST
from applications.corrections import FIELD, NAME
from applications.forms.fields import ATTACHMENT_FORMATS, MOST_AT_ONCE, TextField, UploadField
from applications.forms.levy import LaterChoice
from applications.models import Objection, PermitMeasure

Kind = PermitMeasure.Kind


class DayField(forms.DateField):
    """A day: the browser's own picker, or typed the Indonesian way."""

    def __init__(self, **kwargs):
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w-short"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"], **kwargs)


class MeasureForm(forms.Form):
    """`kinds` are [(kind, words)] that the permit can bear now."""

    use_required_attribute = False
    kind = forms.ChoiceField(label=_("Tindakan"), widget=forms.RadioSelect)
    ground = LaterChoice(
        label=_("Dasar pencabutan"), widget=forms.RadioSelect, choices=PermitMeasure.Ground.choices,
        help_text=_("Hanya bila izin dicabut."),
    )  # fmt: skip
    until_on = DayField(
        label=_("Dibekukan sampai"), required=False,
        help_text=_("Hanya bila izin dibekukan. Kosongkan bila sampai diaktifkan kembali."),
    )  # fmt: skip
    reason = TextField(label=_("Alasan"), max_length=4000, rows=4, help_text=_("Dicetak dalam suratnya."))
    to_repair = TextField(
        label=_("Yang harus diperbaiki"), sometimes=True, max_length=4000, rows=3,
        help_text=_("Untuk teguran dan pembekuan."),
    )  # fmt: skip
    legal_basis = TextField(
        label=_("Dasar hukum"), max_length=2000, rows=2,
        help_text=_("Sebut pasalnya, misalnya: Pasal 12 Perda Nomor 5 Tahun 2023."),
    )  # fmt: skip

    def __init__(self, data=None, *, kinds):
        super().__init__(data)
        self.fields["kind"].choices = kinds

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind == Kind.REVOCATION and not cleaned.get("ground"):
            self.add_error("ground", _("Pilih dasar pencabutannya."))
        if kind in (Kind.WARNING, Kind.SUSPENSION) and not (cleaned.get("to_repair") or "").strip():
            self.add_error("to_repair", _("Tulis apa yang harus diperbaiki pemegang izin."))
        # What was typed for another measure and is out of sight now says nothing.
        cleaned["ground"] = cleaned.get("ground", "") if kind == Kind.REVOCATION else ""
        cleaned["until_on"] = cleaned.get("until_on") if kind == Kind.SUSPENSION else None
        cleaned["to_repair"] = cleaned.get("to_repair", "") if kind in (Kind.WARNING, Kind.SUSPENSION) else ""
        return cleaned


class ProposalRefusalForm(forms.Form):
    """Why the head gives a proposal back."""

    use_required_attribute = False
    reason = TextField(label=_("Alasan mengembalikan"), max_length=2000, rows=3, help_text=_("Pengusulnya membacanya."))


class CorrectionForm(forms.Form):
    """The texts of a permit that are put right (`items` of applications/corrections.py without its fields), and why."""

    use_required_attribute = False

    def __init__(self, data=None, *, items):
        super().__init__(data, prefix="teks")
        self.items = [item for item in items if item.on != FIELD]
        for item in self.items:
            widget = forms.TextInput() if item.on == NAME else forms.Textarea(attrs={"rows": 2})
            self.fields[item.key.replace(":", "-")] = forms.CharField(
                label=item.label, initial=item.text, max_length=LONGEST[item.on], widget=widget
            )
        self.fields["reason"] = TextField(
            label=_("Apa yang salah ketik, dan dari mana diketahui?"), max_length=2000, rows=3,
            help_text=_("Misalnya: nama jalan tertukar; menurut KTP pemegang. Dibaca penanda tangan dan dicatat."),
        )  # fmt: skip

    @property
    def values(self) -> dict:
        return {item.key: self.cleaned_data[item.key.replace(":", "-")] for item in self.items}


class ObjectionForm(forms.Form):
    """The applicant's own words, with papers."""

    use_required_attribute = False
    text = TextField(
        label=_("Mengapa Anda berkeberatan?"), max_length=6000, rows=6,
        help_text=_("Sebut alasan penolakan yang menurut Anda keliru, dan mengapa."),
    )  # fmt: skip
    files = UploadField(
        label=_("Bukti pendukung"), required=False, allowed=ATTACHMENT_FORMATS, most=MOST_AT_ONCE,
        help_text=_("PDF, JPG, atau PNG; paling banyak lima berkas. Boleh dikosongkan."),
    )  # fmt: skip

    def __init__(self, *args, by_counter=False, **kwargs):
        super().__init__(*args, **kwargs)
        if by_counter:
            self.fields["text"].label = _("Keberatan pemohon, seperti tertulis dalam suratnya")
            self.fields["files"].label = _("Surat keberatan yang ditandatangani pemohon, dengan bukti pendukungnya")
            self.fields["files"].help_text = _("PDF, JPG, atau PNG; paling banyak lima berkas.")
            self.fields["files"].required = True


class ObjectionAnswerForm(forms.Form):
    """The head's answer."""

    use_required_attribute = False
    outcome = forms.ChoiceField(
        label=_("Keputusan"), widget=forms.RadioSelect,
        choices=[
            (Objection.Outcome.GRANTED, _("Kabulkan: penolakan dibatalkan dan berkas dibuka lagi")),
            (Objection.Outcome.REFUSED, _("Tolak: penolakan tetap")),
        ],
    )  # fmt: skip
    reasons = TextField(
        label=_("Alasan"), max_length=6000, rows=5, help_text=_("Pemohon membacanya dalam surat keputusan keberatan.")
    )


class BookForm(forms.Form):
    """The filters of the office's register; what can not be read is no filter."""

    use_required_attribute = False
    cari = forms.CharField(label=_("Nomor izin atau nama pemegang"), required=False, max_length=100)
    jenis = forms.CharField(required=False, max_length=40)
    dari = DayField(label=_("Terbit dari"), required=False)
    sampai = DayField(label=_("Terbit sampai"), required=False)
