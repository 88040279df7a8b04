"""The page where papers and answers are looked at."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from applications.forms.fields import LinesField, lines_of
from applications.models import Document, FieldCheck
from applications.schema.answers import display
from applications.schema.form import FormSpec

LONGEST_NOTE = 500
OTHER = "_"  # codes of other things to repair: no field begins with it
COMPLETING = ("register", "verify")  # acts for which every paper must fit


class CheckForm(forms.Form):
    """A result and a note for each paper and, where wanted, each answer, and anything else that must be repaired.

    `act` is the pressed button. "all_fit" fills in every paper without a result; "register" and "verify" ask that every
    paper fits and that no repair is noted; "return" and "ask" (the applicant) need at least one thing to repair.
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
        found = {check.field_code: check for check in application.field_checks.all()}
        self.answers = display(spec, application.answers, get_language() or "id")
        for shown in self.answers:
            self._add_answer(shown, found.get(shown.code))
        noted = [check.note for code, check in sorted(found.items()) if code.startswith(OTHER)]
        self.fields["other"].initial = "\n".join(noted)
        self.notes_kept = len(noted)

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

    def _add_answer(self, shown, check):
        """Optional, so that forty files fit into a morning; a note alone means that the answer must be repaired."""
        self.fields[f"answer-{shown.code}"] = forms.ChoiceField(
            label=shown.label,
            choices=[(FieldCheck.Result.FIT, _("Sesuai")), (FieldCheck.Result.UNFIT, _("Perlu diperbaiki"))],
            required=False,
            initial=check.result if check else "",
            widget=forms.RadioSelect,
        )
        self.fields[f"field-{shown.code}"] = forms.CharField(
            label=shown.label, required=False, max_length=LONGEST_NOTE, initial=check.note if check else "",
            widget=forms.TextInput(attrs={"class": "form-control"}),
        )  # fmt: skip

    def clean(self):
        for shown in self.answers:
            result, note = self._found(shown)
            if result == FieldCheck.Result.UNFIT and not note:
                self.add_error(f"field-{shown.code}", _("Tulis apa yang perlu diperbaiki, supaya pemohon tahu."))
        if any(len(line) > LONGEST_NOTE for line in lines_of(self.cleaned_data.get("other", ""))):
            self.add_error("other", _("Satu baris paling panjang %(most)d huruf.") % {"most": LONGEST_NOTE})
        for document in self.documents:
            result, note = self._answer(document)
            if result == Document.Check.UNFIT and not note and self.act not in COMPLETING:
                self.add_error(f"note-{document.uuid}", _("Tulis apa yang perlu diperbaiki, supaya pemohon tahu."))
        if self.act in COMPLETING:
            self._ask_that_all_fits()
        elif self.act in ("return", "ask") and not self.errors and not self.items:
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
        if self.repairs:
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

    def _found(self, shown):
        """(result, note) of one answer."""
        note = self.cleaned_data.get(f"field-{shown.code}", "").strip()
        result = self.cleaned_data.get(f"answer-{shown.code}", "") or (FieldCheck.Result.UNFIT if note else "")
        return result, note if result == FieldCheck.Result.UNFIT else ""

    @property
    def field_results(self) -> dict:
        """{code: (result, note)} of the answers, and under codes of their own the other things to repair."""
        found = {shown.code: self._found(shown) for shown in self.answers}
        lines = lines_of(self.cleaned_data.get("other", ""))
        gone = {f"{OTHER}{place:02}": ("", "") for place in range(1, self.notes_kept + 1)}
        kept = {f"{OTHER}{place:02}": (FieldCheck.Result.UNFIT, line) for place, line in enumerate(lines, start=1)}
        return found | gone | kept

    @property
    def repairs(self) -> list[dict]:
        """What must be repaired besides papers: answers found unfit, and the rest."""
        found = [(shown.code, *self._found(shown)) for shown in self.answers]
        noted = [
            {"on": "field", "code": code, "note": note}
            for code, result, note in found
            if result == FieldCheck.Result.UNFIT
        ]
        return noted + [
            {"on": "other", "code": "", "note": line} for line in lines_of(self.cleaned_data.get("other", ""))
        ]

    @property
    def items(self) -> list[dict]:
        """The itemised list of a return, or the questions to the applicant: unfit papers, unfit answers, and the rest."""
        papers = [
            {"on": "document", "code": document.requirement_code, "note": self._answer(document)[1]}
            for document in self.documents
            if self._answer(document)[0] == Document.Check.UNFIT
        ]
        return papers + self.repairs

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
        """(shown answer, result field, note field)."""
        return [(shown, self[f"answer-{shown.code}"], self[f"field-{shown.code}"]) for shown in self.answers]
