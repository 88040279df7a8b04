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
ATTACHMENT_FORMATS = {"pdf", "jpg", "png"}
MOST_ATTACHMENTS = 5


def lines_of(text: str) -> list[str]:
    """One entry a line, blank ones dropped, at most 30 of at most 500 characters."""
    return [line.strip()[:LONGEST_NOTE] for line in text.splitlines() if line.strip()][:30]


class CheckForm(forms.Form):
    """A result and a note for each paper, a note for any answer, and anything else that must be repaired."""

    other = forms.CharField(label=_("Hal lain yang perlu diperbaiki (satu per baris)"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data=None, *, application):
        super().__init__(data)
        self.application = application
        names = {requirement["code"]: requirement["name"] for requirement in application.standard.requirements}
        self.documents = list(application.documents.answering_requirements())
        for document in self.documents:
            document.requirement_name = names.get(document.requirement_code, document.requirement_code)
            self._add_document(document)
        spec = FormSpec.from_json(application.standard.fields)
        self.answers = display(spec, application.answers, get_language() or "id")
        for shown in self.answers:
            self.fields[f"field-{shown.code}"] = forms.CharField(label=shown.label, required=False, max_length=LONGEST_NOTE)

    def _add_document(self, document):
        checked = document.check_result if document.check_result != Document.Check.UNCHECKED else ""
        choices = [(Document.Check.FIT, _("Sesuai")), (Document.Check.UNFIT, _("Perlu diperbaiki"))]
        self.fields[f"result-{document.uuid}"] = forms.ChoiceField(
            label=document.requirement_name, choices=choices, required=False, initial=checked, widget=forms.RadioSelect
        )
        self.fields[f"note-{document.uuid}"] = forms.CharField(
            label=_("Apa yang perlu diperbaiki"), required=False, max_length=LONGEST_NOTE, initial=document.check_note
        )

    def clean(self):
        for document in self.documents:
            result, note = self._answer(document)
            if result == Document.Check.UNFIT and not note:
                self.add_error(f"note-{document.uuid}", _("Tulis apa yang perlu diperbaiki, supaya pemohon tahu."))
        return self.cleaned_data

    def _answer(self, document):
        cleaned = self.cleaned_data
        return cleaned.get(f"result-{document.uuid}", ""), cleaned.get(f"note-{document.uuid}", "").strip()

    @property
    def results(self) -> dict:
        """{document uuid: (result, note)} of the papers that were looked at."""
        found = {document.uuid: self._answer(document) for document in self.documents}
        return {uuid: (result, note if result == Document.Check.UNFIT else "") for uuid, (result, note) in found.items() if result}

    @property
    def items(self) -> list[dict]:
        """The itemised list of a return: unfit papers, noted answers, and the rest."""
        papers = [
            {"on": "document", "code": document.requirement_code, "note": self._answer(document)[1]}
            for document in self.documents
            if self._answer(document)[0] == Document.Check.UNFIT
        ]
        noted = [
            {"on": "field", "code": shown.code, "note": self.cleaned_data[f"field-{shown.code}"].strip()}
            for shown in self.answers
            if self.cleaned_data.get(f"field-{shown.code}", "").strip()
        ]
        return papers + noted + [{"on": "other", "code": "", "note": line} for line in lines_of(self.cleaned_data.get("other", ""))]

    def document_rows(self):
        """(document, result field, note field) for the template."""
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
        self.fields["file"] = UploadField(label=_("Berkas"), allowed=wanted["formats"], most=5)


class AnswerForm(forms.Form):
    """An agency's answer. Which parts a verdict needs is the action's rule; here they are said beside the field."""

    verdict = forms.ChoiceField(label=_("Rekomendasi Anda"), choices=Recommendation.Verdict.choices, widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=_("Alasan"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Wajib, kecuali Anda setuju tanpa syarat. Pemohon dan kantor penerbit membacanya."),
    )  # fmt: skip
    conditions = forms.CharField(
        label=_("Syarat (satu per baris)"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Hanya untuk “Setuju dengan syarat”. Setiap baris menjadi satu syarat."),
    )  # fmt: skip
    attachments = UploadField(label=_("Lampiran"), allowed=ATTACHMENT_FORMATS, most=MOST_ATTACHMENTS, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        verdict = cleaned.get("verdict")
        if verdict and verdict != Recommendation.Verdict.FAVOURABLE and not cleaned.get("reasons", "").strip():
            self.add_error("reasons", _("Tulis alasannya: pemohon dan kantor penerbit harus dapat memahaminya."))
        cleaned["condition_list"] = lines_of(cleaned.get("conditions", ""))
        if verdict == Recommendation.Verdict.CONDITIONAL and not cleaned["condition_list"]:
            self.add_error("conditions", _("Tulis sekurang-kurangnya satu syarat, atau pilih “Setuju” tanpa syarat."))
        return cleaned


class DraftForm(forms.Form):
    """The draft decision."""

    verdict = forms.ChoiceField(label=_("Usulan keputusan"), choices=Decision.Verdict.choices, widget=forms.RadioSelect)
    conditions = forms.CharField(
        label=_("Ketentuan dalam izin (satu per baris)"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Syarat dari dinas sudah tercantum; ubah seperlunya."),
    )  # fmt: skip
    reasons = forms.CharField(
        label=_("Alasan penolakan (satu per baris)"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 4})
    )
    legal_basis = forms.CharField(
        label=_("Dasar hukum penolakan"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Sebut pasalnya, misalnya: Pasal 7 Perda Nomor 5 Tahun 2023."),
    )  # fmt: skip
    against_opinion_reason = forms.CharField(
        label=_("Alasan memutus berbeda dari pendapat dinas"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self):
        cleaned = super().clean()
        cleaned["condition_list"] = lines_of(cleaned.get("conditions", ""))
        cleaned["reason_list"] = lines_of(cleaned.get("reasons", ""))
        if cleaned.get("verdict") == Decision.Verdict.REJECT:
            if not cleaned["reason_list"]:
                self.add_error("reasons", _("Tulis sekurang-kurangnya satu alasan."))
            if not cleaned.get("legal_basis", "").strip():
                self.add_error("legal_basis", _("Sebut dasar hukumnya."))
        return cleaned


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Alasan"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class RefusalForm(forms.Form):
    """The head refuses what was drafted as a permit."""

    reasons = forms.CharField(label=_("Alasan penolakan (satu per baris)"), max_length=8000, widget=forms.Textarea(attrs={"rows": 4}))
    legal_basis = forms.CharField(label=_("Dasar hukum penolakan"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class ApplicantForm(forms.Form):
    """For oneself, or for a business that one may represent today."""

    business = forms.ChoiceField(label=_("Atas nama siapa permohonan ini?"), required=False, widget=forms.RadioSelect)

    def __init__(self, data=None, *, user, initial=None):
        super().__init__(data, initial=initial)
        self.businesses = {str(each.uuid): each for each in Business.objects.visible_to(user)}
        own = [("", _("Saya sendiri"))]
        self.fields["business"].choices = own + [(uuid, each.name) for uuid, each in self.businesses.items()]

    @property
    def chosen(self):
        return self.businesses.get(self.cleaned_data["business"])
