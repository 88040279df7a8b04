"""What an agency fills in, with an account or through a signed link, and what the office asks of an agency."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.forms.fields import ATTACHMENT_FORMATS, MOST_ATTACHMENTS, LinesField, TextField, UploadField, lines_of
from applications.models import Phrase, Recommendation

STALE = _(
    "Permintaan ini berubah sejak halaman Anda dibuka. Isian Anda masih ada; "
    "baca keadaannya, lalu kirim lagi bila masih perlu."
)


class VersionedForm(forms.Form):
    """A form drawn from one version of a request. Sent from an older one it comes back once, with everything that was typed;
    the form drawn with it is of the new version."""

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, files=None, *, version, initial=None):
        is_stale = data is not None and data.get("version") != str(version)
        if is_stale:
            data = data.copy()
            data["version"] = version
        self.is_stale = is_stale
        super().__init__(data, files, initial={"version": version, **(initial or {})})

    def clean(self):
        cleaned = super().clean()
        if self.is_stale:
            self.add_error(None, STALE)
        return cleaned


class AnswerForm(VersionedForm):
    """An agency's answer. Which parts a verdict needs is the action's rule; here they are said beside the field.

    Phrases that are ticked stand behind what was typed, each as a line of its own.
    """

    verdict = forms.ChoiceField(
        label=_("Rekomendasi Anda"), choices=Recommendation.Verdict.choices, widget=forms.RadioSelect
    )
    reasons = TextField(
        label=_("Alasan"), sometimes=True, max_length=4000, rows=4,
        help_text=_("Wajib, kecuali Anda setuju tanpa syarat. Pemohon dan kantor penerbit membacanya."),
    )  # fmt: skip
    reason_phrases = forms.MultipleChoiceField(
        label=_("Tambahkan kalimat alasan dari pustaka"), required=False, widget=forms.CheckboxSelectMultiple
    )
    conditions = LinesField(
        label=_("Syarat (satu per baris)"), sometimes=True, max_length=4000, rows=4,
        help_text=_("Hanya untuk “Setuju dengan syarat”. Setiap baris menjadi satu syarat."),
    )  # fmt: skip
    condition_phrases = forms.MultipleChoiceField(
        label=_("Tambahkan syarat dari pustaka"), required=False, widget=forms.CheckboxSelectMultiple
    )
    attachments = UploadField(label=_("Lampiran"), allowed=ATTACHMENT_FORMATS, most=MOST_ATTACHMENTS, required=False)

    def __init__(self, data=None, files=None, *, version, phrases=(), proposal=None, start=None):
        super().__init__(data, files, version=version, initial={**(start or {}), **_started_with(proposal)})
        self.phrases = {str(each.pk): each.text for each in phrases}
        for name, use in (("reason_phrases", Phrase.Use.REASON), ("condition_phrases", Phrase.Use.CONDITION)):
            choices = [(str(each.pk), each.text) for each in phrases if each.use == use]
            if choices:
                self.fields[name].choices = choices
            else:
                del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        verdict = cleaned.get("verdict")
        reasons = [cleaned.get("reasons", "").strip(), *self._ticked("reason_phrases")]
        cleaned["all_reasons"] = "\n".join(filter(None, reasons))
        if verdict and verdict != Recommendation.Verdict.FAVOURABLE and not cleaned["all_reasons"]:
            self.add_error("reasons", _("Tulis alasannya: pemohon dan kantor penerbit harus dapat memahaminya."))
        cleaned["condition_list"] = lines_of(cleaned.get("conditions", "")) + self._ticked("condition_phrases")
        if verdict == Recommendation.Verdict.CONDITIONAL and not cleaned["condition_list"]:
            self.add_error("conditions", _("Tulis sekurang-kurangnya satu syarat, atau pilih “Setuju” tanpa syarat."))
        return cleaned

    def _ticked(self, name) -> list[str]:
        return [" ".join(self.phrases[key].split()) for key in self.cleaned_data.get(name, [])]

    def answer(self) -> dict:
        """The keywords of the acts that take an answer."""
        cleaned = self.cleaned_data
        return {
            "verdict": cleaned.get("verdict", ""),
            "reasons": cleaned.get("all_reasons", ""),
            "conditions": cleaned.get("condition_list", []),
            "version": cleaned.get("version"),
            "attachments": cleaned.get("attachments", ()),
        }


class LinkAnswerForm(AnswerForm):
    """The same, by somebody without an account, who says who they are."""

    answered_as = forms.CharField(
        label=_("Nama dan jabatan Anda"),
        max_length=200,
        help_text=_("Misalnya: Siti Rahma, Kepala Seksi Tata Ruang. Tercatat bersama jawaban."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["answered_as"]


class CodeForm(forms.Form):
    """The six digits of the mail; blanks and dashes in between do not count."""

    use_required_attribute = False
    code = forms.CharField(
        label=_("Kode enam angka"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "w-short"}),
    )

    def clean_code(self):
        return "".join(character for character in self.cleaned_data["code"] if character.isdigit())


class AssignForm(VersionedForm):
    """Who of the agency (or of the unit that has it) works on the request."""

    to = forms.ModelChoiceField(
        label=_("Petugas yang menangani"), queryset=None, to_field_name="uuid", empty_label=_("Pilih petugas")
    )

    def __init__(self, data=None, *, version, colleagues, initial=None):
        super().__init__(data, version=version, initial=initial)
        self.fields["to"].queryset = colleagues
        self.fields["to"].label_from_instance = lambda user: user.full_name


class ExtendForm(VersionedForm):
    """More working days, once; the standard says how many at most."""

    days = forms.TypedChoiceField(label=_("Tambahan waktu"), coerce=int, widget=forms.RadioSelect)
    reason = TextField(
        label=_("Mengapa perlu waktu lebih?"), max_length=2000, rows=3,
        help_text=_("Pemohon dan kantor penerbit membacanya."),
    )  # fmt: skip

    def __init__(self, data=None, *, version, most):
        super().__init__(data, version=version)
        self.fields["days"].choices = [(n, _("%(days)d hari kerja") % {"days": n}) for n in range(1, most + 1)]


class DelegateForm(VersionedForm):
    """Which sub-unit answers on behalf of the agency; empty takes the request back."""

    unit = forms.ModelChoiceField(
        label=_("Unit yang menangani"), queryset=None, to_field_name="uuid", required=False,
        empty_label=_("Instansi sendiri (tarik kembali dari unit)"),
    )  # fmt: skip
    note = TextField(label=_("Pesan untuk unit"), required=False, max_length=2000, rows=3)

    def __init__(self, data=None, *, version, units, initial=None):
        super().__init__(data, version=version, initial=initial)
        self.fields["unit"].queryset = units


class NoteForm(VersionedForm):
    """Why the head gives an answer back to whoever wrote it."""

    note = TextField(label=_("Apa yang perlu diperbaiki?"), max_length=2000, rows=3)


class RequestReasonForm(VersionedForm):
    """Why the office withdraws a request, or asks again."""

    reason = TextField(label=_("Alasan"), max_length=2000, rows=3, help_text=_("Instansi yang diminta membacanya."))


class AddRequestForm(VersionedForm):
    """One more agency, asked late; the version is the file's (`change_count`)."""

    agency = forms.ModelChoiceField(
        label=_("Instansi"), queryset=None, to_field_name="uuid", empty_label=_("Pilih instansi")
    )
    reason = TextField(
        label=_("Mengapa instansi ini juga diminta?"), max_length=2000, rows=3,
        help_text=_("Instansi yang diminta membacanya."),
    )  # fmt: skip
    is_required = forms.TypedChoiceField(
        label=_("Apakah berkas menunggu jawabannya?"),
        choices=[("yes", _("Ya, jawaban wajib")), ("no", _("Tidak, hanya saran"))],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )

    def __init__(self, data=None, *, version, agencies):
        super().__init__(data, version=version)
        self.fields["agency"].queryset = agencies


def phrases_for(recommendation) -> list[Phrase]:
    """The library of the agency asked, of its unit, and everybody's: reasons and conditions, in one statement."""
    ours = Q(agency__isnull=True) | Q(agency__in=[recommendation.agency_id, recommendation.unit_id])
    uses = [Phrase.Use.REASON, Phrase.Use.CONDITION]
    return list(Phrase.objects.filter(ours, is_active=True, use__in=uses))


def _started_with(proposal) -> dict:
    """A returned proposal is what the next form starts with."""
    if not proposal:
        return {}
    return {
        "verdict": proposal["verdict"], "reasons": proposal["reasons"], "conditions": "\n".join(proposal["conditions"]),
    }  # fmt: skip
