"""Checks of one page's input. Rules that hold however input arrives stand in the actions and in the database."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agencies.models import Business
from applications.models import Decision, Document, Recommendation
from applications.schema.answers import display
from applications.schema.form import FormSpec
from ptsp_portal.lib.uploads import UploadRefused, inspect

LONGEST_NOTE = 500
COMPLETING = ("register", "verify")  # acts for which every paper must fit
LONGEST_LINE, MOST_LINES = 2000, 30
ATTACHMENT_FORMATS = {"pdf", "jpg", "png"}
MOST_ATTACHMENTS = 5
MOST_AT_ONCE = 5


def lines_of(text: str) -> list[str]:
    """One entry a line, blank ones dropped."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def no_more_lines_than_fit(text: str) -> None:
    """Validator of a "satu per baris" field: nothing is cut off silently. Raises ValidationError."""
    lines = lines_of(text)
    if len(lines) > MOST_LINES:
        raise forms.ValidationError(_("Paling banyak %(most)d baris."), params={"most": MOST_LINES})
    if any(len(line) > LONGEST_LINE for line in lines):
        raise forms.ValidationError(
            _("Satu baris paling panjang %(most)d huruf; pecah menjadi beberapa baris."), params={"most": LONGEST_LINE}
        )


class TextField(forms.CharField):
    """A larger text. `sometimes`: another answer may make it necessary; the form's `clean` says so, and its help says when."""

    def __init__(self, *, rows, sometimes=False, **kwargs):
        self.sometimes = sometimes
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def validate(self, value):
        if not self.sometimes:
            super().validate(value)


class LinesField(TextField):
    """Text whose lines are separate entries; cleans to the text, so that a redrawn form shows it as typed."""

    default_validators = [no_more_lines_than_fit]


class CheckForm(forms.Form):
    """A result and a note for each paper, a note for any answer, and anything else that must be repaired.

    `act` is the pressed button. "all_fit" fills in every paper without a result; "register" and "verify" ask that every
    paper fits and that no repair is noted; "return" asks for at least one thing to repair.
    """

    other = LinesField(
        label=_("Hal lain yang perlu diperbaiki (satu per baris)"), required=False, max_length=2000, rows=3
    )

    def __init__(self, data=None, *, application, act="save"):
        self.application, self.act = application, act
        self.documents = list(application.documents.answering_requirements())
        super().__init__(self._all_fit(data) if data is not None and act == "all_fit" else data)
        names = {
            requirement["code"]: (place, requirement["name"])
            for place, requirement in enumerate(application.standard.requirements)
        }
        self.documents.sort(
            key=lambda document: (names.get(document.requirement_code, (len(names), ""))[0], document.pk)
        )
        for document in self.documents:
            document.requirement_name = names.get(document.requirement_code, (0, document.requirement_code))[1]
            self._add_document(document)
        spec = FormSpec.from_json(application.standard.fields)
        self.answers = display(spec, application.answers, get_language() or "id")
        for shown in self.answers:
            self.fields[f"field-{shown.code}"] = forms.CharField(
                label=shown.label,
                required=False,
                max_length=LONGEST_NOTE,
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )

    def _all_fit(self, data):
        filled = data.copy()
        for document in self.documents:
            if not filled.get(f"result-{document.uuid}"):
                filled[f"result-{document.uuid}"] = Document.Check.FIT
        return filled

    def _add_document(self, document):
        checked = document.check_result if document.check_result != Document.Check.UNCHECKED else ""
        choices = [(Document.Check.FIT, _("Sesuai")), (Document.Check.UNFIT, _("Perlu diperbaiki"))]
        self.fields[f"result-{document.uuid}"] = forms.ChoiceField(
            label=document.requirement_name, choices=choices, required=False, initial=checked, widget=forms.RadioSelect
        )
        # Labelled with the paper's name, so that an error in the summary says which paper it means.
        self.fields[f"note-{document.uuid}"] = forms.CharField(
            label=document.requirement_name, required=False, max_length=LONGEST_NOTE, initial=document.check_note,
            widget=forms.TextInput(attrs={"class": "form-control"}),
        )  # fmt: skip

    def clean(self):
        for document in self.documents:
            result, note = self._answer(document)
            if result == Document.Check.UNFIT and not note and self.act not in COMPLETING:
                self.add_error(f"note-{document.uuid}", _("Tulis apa yang perlu diperbaiki, supaya pemohon tahu."))
        if self.act in COMPLETING:
            self._ask_that_all_fits()
        elif self.act == "return" and not self.errors and not self.items:
            self.add_error(None, _("Tulis sekurang-kurangnya satu hal yang perlu diperbaiki pemohon."))
        return self.cleaned_data

    def _ask_that_all_fits(self):
        for document in self.documents:
            result, _note = self._answer(document)
            if result == Document.Check.UNFIT:
                self.add_error(
                    f"result-{document.uuid}", _("Belum sesuai. Kembalikan berkas kepada pemohon, atau ubah hasilnya.")
                )
            elif not result:
                self.add_error(f"result-{document.uuid}", _("Belum diperiksa."))
        if self.unsent_notes:
            self.add_error(
                None,
                _("Anda menulis catatan perbaikan. Kembalikan berkas kepada pemohon, atau hapus catatannya dahulu."),
            )

    def _answer(self, document):
        cleaned = self.cleaned_data
        return cleaned.get(f"result-{document.uuid}", ""), cleaned.get(f"note-{document.uuid}", "").strip()

    @property
    def results(self) -> dict:
        """{document uuid: (result, note)} of the papers that were looked at."""
        found = {document.uuid: self._answer(document) for document in self.documents}
        return {
            uuid: (result, note if result == Document.Check.UNFIT else "")
            for uuid, (result, note) in found.items()
            if result
        }

    @property
    def unsent_notes(self) -> list[dict]:
        """Notes on answers and other things: nothing keeps them until the file is returned."""
        noted = [
            {"on": "field", "code": shown.code, "note": self.cleaned_data[f"field-{shown.code}"].strip()}
            for shown in self.answers
            if self.cleaned_data.get(f"field-{shown.code}", "").strip()
        ]
        return noted + [
            {"on": "other", "code": "", "note": line} for line in lines_of(self.cleaned_data.get("other", ""))
        ]

    @property
    def items(self) -> list[dict]:
        """The itemised list of a return: unfit papers, noted answers, and the rest."""
        papers = [
            {"on": "document", "code": document.requirement_code, "note": self._answer(document)[1]}
            for document in self.documents
            if self._answer(document)[0] == Document.Check.UNFIT
        ]
        return papers + self.unsent_notes

    @property
    def fit_count(self) -> int:
        """Papers that are marked fit in the database; what is typed but not sent doesn't count."""
        return sum(document.check_result == Document.Check.FIT for document in self.documents)

    @property
    def has_unmarked(self) -> bool:
        return any(document.check_result == Document.Check.UNCHECKED for document in self.documents)

    def document_rows(self):
        """(document, result field, note field) for the template, in the order of the requirements."""
        return [(each, self[f"result-{each.uuid}"], self[f"note-{each.uuid}"]) for each in self.documents]

    def answer_rows(self):
        """(shown answer, note field)."""
        return [(shown, self[f"field-{shown.code}"]) for shown in self.answers]


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class UploadField(forms.FileField):
    """One or several uploads, each checked by content; cleans to a list of (inspected, content, safe name)."""

    def __init__(self, *, allowed, most=1, **kwargs):
        self.allowed, self.most = set(allowed), most
        super().__init__(widget=SeveralFiles(), **kwargs)

    def clean(self, data, initial=None):
        uploads = [upload for upload in (data if isinstance(data, (list, tuple)) else [data]) if upload]
        if not uploads:
            super().clean(None, initial)
            return []
        if len(uploads) > self.most:
            raise forms.ValidationError(_("Paling banyak %(most)d berkas sekaligus."), params={"most": self.most})
        return [self._checked(upload) for upload in uploads]

    def _checked(self, upload):
        try:
            found = inspect(upload, allowed=self.allowed, max_bytes=settings.UPLOAD_MAX_BYTES, name=upload.name)
        except UploadRefused as refused:
            raise forms.ValidationError(refused.message) from refused
        return found, found.content(upload), found.name


class DocumentForm(forms.Form):
    """Papers for one requirement of the standard."""

    requirement = forms.ChoiceField(widget=forms.HiddenInput)

    def __init__(self, data=None, files=None, *, application):
        super().__init__(data, files)
        self.requirements = {each["code"]: each for each in application.standard.requirements_for(application.kind)}
        self.fields["requirement"].choices = [(code, each["name"]) for code, each in self.requirements.items()]
        wanted = self.requirements.get((data or {}).get("requirement", ""), {"formats": []})
        self.fields["file"] = UploadField(label=_("Berkas"), allowed=wanted["formats"], most=MOST_AT_ONCE)


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

    def __init__(self, data=None, files=None, *, version):
        is_stale = data is not None and data.get("version") != str(version)
        if is_stale:  # said once, with everything that was typed; the form drawn with it is of the new version
            data = data.copy()
            data["version"] = version
        self.is_stale = is_stale
        super().__init__(data, files, initial={"version": version})

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


class DraftForm(forms.Form):
    """The draft decision."""

    use_required_attribute = False
    verdict = forms.ChoiceField(label=_("Usulan keputusan"), choices=Decision.Verdict.choices, widget=forms.RadioSelect)
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


class ApplicantForm(forms.Form):
    """For oneself, or for a business that one may represent today."""

    OWN = "sendiri"
    business = forms.ChoiceField(label=_("Atas nama siapa permohonan ini?"), widget=forms.RadioSelect)

    def __init__(self, data=None, *, user, initial=None):
        super().__init__(data, initial=initial)
        self.businesses = {str(each.uuid): each for each in Business.objects.visible_to(user)}
        own = [(self.OWN, _("Saya sendiri"))]
        self.fields["business"].choices = own + [(uuid, each.name) for uuid, each in self.businesses.items()]

    @property
    def chosen(self):
        return self.businesses.get(self.cleaned_data["business"])
