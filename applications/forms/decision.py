"""What those who draft, endorse and sign fill in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.forms.fields import LinesField, TextField, lines_of
from applications.models import Decision


class DraftForm(forms.Form):
    """The draft decision."""

    use_required_attribute = False
    verdict = forms.ChoiceField(label=_("Usulan keputusan"), choices=Decision.DRAFTABLE, widget=forms.RadioSelect)
    conditions = LinesField(
        label=_("Ketentuan dalam izin (satu per baris)"), required=False, max_length=8000, rows=5,
        help_text=_("Syarat dari dinas sudah tercantum; ubah seperlunya."),
    )  # fmt: skip
    reasons = LinesField(
        label=_("Alasan penolakan (satu per baris)"), sometimes=True, max_length=8000, rows=4,
        help_text=_("Hanya bila permohonan ditolak. Pemohon membacanya dalam surat penolakan."),
    )  # fmt: skip
    legal_basis = TextField(
        label=_("Dasar hukum penolakan"), sometimes=True, max_length=2000, rows=2,
        help_text=_("Hanya bila permohonan ditolak. Sebut pasalnya, misalnya: Pasal 7 Perda Nomor 5 Tahun 2023."),
    )  # fmt: skip
    against_opinion_reason = TextField(
        label=_("Alasan memutus berbeda dari pendapat dinas"), sometimes=True, max_length=4000, rows=3,
        help_text=_("Wajib bila izin tetap diusulkan terbit walaupun ada dinas yang tidak setuju."),
    )  # fmt: skip

    def __init__(self, data=None, *, initial=None, opposed=False):
        super().__init__(data, initial=initial)
        self.opposed = opposed
        if not opposed:
            del self.fields["against_opinion_reason"]

    def clean(self):
        cleaned = super().clean()
        cleaned["condition_list"] = lines_of(cleaned.get("conditions", ""))
        cleaned["reason_list"] = lines_of(cleaned.get("reasons", ""))
        if cleaned.get("verdict") == Decision.Verdict.REJECT:
            if not cleaned["reason_list"]:
                self.add_error("reasons", _("Tulis sekurang-kurangnya satu alasan."))
            if not cleaned.get("legal_basis", "").strip():
                self.add_error("legal_basis", _("Sebut dasar hukumnya."))
        elif cleaned.get("verdict") and self.opposed and not cleaned.get("against_opinion_reason", "").strip():
            self.add_error(
                "against_opinion_reason", _("Ada dinas yang tidak setuju. Tulis mengapa izin tetap diusulkan terbit.")
            )
        return cleaned


class ReasonForm(forms.Form):
    """Why a draft goes back to whoever wrote it."""

    reason = TextField(
        label=_("Apa yang perlu diperbaiki penyusun?"), max_length=2000, rows=4,
        help_text=_("Penyusun membacanya di atas konsepnya."),
    )  # fmt: skip


class RefusalForm(forms.Form):
    """The head refuses what was drafted as a permit."""

    reasons = LinesField(
        label=_("Alasan penolakan (satu per baris)"),
        max_length=8000,
        rows=4,
        help_text=_("Pemohon membacanya dalam surat penolakan."),
    )
    legal_basis = TextField(
        label=_("Dasar hukum penolakan"), max_length=2000, rows=2,
        help_text=_("Sebut pasalnya, misalnya: Pasal 7 Perda Nomor 5 Tahun 2023."),
    )  # fmt: skip
