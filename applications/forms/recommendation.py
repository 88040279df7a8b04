"""What an agency fills in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.forms.fields import ATTACHMENT_FORMATS, MOST_ATTACHMENTS, LinesField, TextField, UploadField, lines_of
from applications.models import Recommendation


class AnswerForm(forms.Form):
    """An agency's answer. Which parts a verdict needs is the action's rule; here they are said beside the field."""

    use_required_attribute = False
    verdict = forms.ChoiceField(
        label=_("Rekomendasi Anda"), choices=Recommendation.Verdict.choices, widget=forms.RadioSelect
    )
    reasons = TextField(
        label=_("Alasan"), sometimes=True, max_length=4000, rows=4,
        help_text=_("Wajib, kecuali Anda setuju tanpa syarat. Pemohon dan kantor penerbit membacanya."),
    )  # fmt: skip
    conditions = LinesField(
        label=_("Syarat (satu per baris)"), sometimes=True, max_length=4000, rows=4,
        help_text=_("Hanya untuk “Setuju dengan syarat”. Setiap baris menjadi satu syarat."),
    )  # fmt: skip
    attachments = UploadField(label=_("Lampiran"), allowed=ATTACHMENT_FORMATS, most=MOST_ATTACHMENTS, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, files=None, *, version, start=None):
        is_stale = data is not None and data.get("version") != str(version)
        if is_stale:  # said once, with everything that was typed; the form drawn with it is of the new version
            data = data.copy()
            data["version"] = version
        self.is_stale = is_stale
        super().__init__(data, files, initial={**(start or {}), "version": version})

    def clean(self):
        cleaned = super().clean()
        if self.is_stale:
            self.add_error(
                None,
                _(
                    "Permintaan ini berubah sejak halaman Anda dibuka. Isian Anda masih ada; "
                    "baca keadaannya, lalu kirim lagi bila masih perlu."
                ),
            )
        verdict = cleaned.get("verdict")
        if verdict and verdict != Recommendation.Verdict.FAVOURABLE and not cleaned.get("reasons", "").strip():
            self.add_error("reasons", _("Tulis alasannya: pemohon dan kantor penerbit harus dapat memahaminya."))
        cleaned["condition_list"] = lines_of(cleaned.get("conditions", ""))
        if verdict == Recommendation.Verdict.CONDITIONAL and not cleaned["condition_list"]:
            self.add_error("conditions", _("Tulis sekurang-kurangnya satu syarat, atau pilih “Setuju” tanpa syarat."))
        return cleaned
