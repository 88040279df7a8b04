"""The page where papers and answers are looked at."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from applications.forms.fields import LinesField, lines_of
from applications.models import Document
from applications.schema.answers import display
from applications.schema.form import FormSpec

LONGEST_NOTE = 500
COMPLETING = ("register", "verify")  # acts for which every paper must fit


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
