"""From a standard's fields to pages: sections of a task list, one Django form each, and the checks before submission.

    spec = FormSpec.from_json(standard.fields)             raises SchemaError(list of (place, reason))
    sections(spec) -> [Section(key, title, fields)]        ≤ 8 fields each; tables and polygons alone; office fields left out
    section_of(spec, code) -> Section                      where to send somebody who must fix a field
    form = section_form(section, context)(request.POST or None, answers)      answers: `answers.load(...)`
        form.is_valid() · form.add_row (code of the table whose "Tambah baris" was pressed, or ""; then save the draft and
        show a fresh form from the saved answers: it has three empty rows again and no complaints)
        form.understood {code: sentence}                   numbers that could be read in two ways
    save_draft(form, answers) -> (answers, problems)       keeps all that was typed; problems [Problem(field, why, blank)]
    save_drafts(forms, answers)                            the same for several sections that came in one POST
    missing(spec, answers) -> [(field, why)]               what still stands between the draft and submission
    problems(spec, answers, context) -> [(field, why)]     full check of answers, however they arrived; includes missing

`answers` are Python values by field code; text that did not parse waits under "_raw", so nothing typed is ever lost.
A field whose condition does not hold (`conditions.visible`) is kept in the draft, and neither demanded nor checked.
`Context` (from kinds) brings the regions; this folder knows no model.
"""

from dataclasses import dataclass
from typing import NamedTuple

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from applications.schema.conditions import visible
from applications.schema.kinds import kind_of
from applications.schema.kinds.base import missing_text
from applications.schema.kinds.tables import TableField
from applications.schema.spec import FieldSpec, read_fields

SECTION_FIELDS = 8
RAW = "_raw"
ALONE = {"table", "geo_polygon"}
WHERE = {"region", "geo_point"}


class SchemaError(ValueError):
    """The JSON is no form; `faults` is a list of (place, reason)."""

    def __init__(self, faults):
        super().__init__("; ".join(f"{place}: {reason}" for place, reason in faults))
        self.faults = faults


@dataclass(frozen=True)
class FormSpec:
    fields: tuple[FieldSpec, ...]

    @classmethod
    def from_json(cls, raw) -> "FormSpec":
        fields, faults = read_fields(raw)
        if faults:
            raise SchemaError(faults)
        return cls(fields)

    def field(self, code: str) -> FieldSpec:
        """Raises KeyError for a code that this form does not ask."""
        for spec in self.fields:
            if spec.code == code:
                return spec
        raise KeyError(code)

    @property
    def asked(self) -> tuple[FieldSpec, ...]:
        """The applicant's part; the officers' fields are filled while the file is worked on."""
        return tuple(spec for spec in self.fields if spec.by_applicant)

    @property
    def office(self) -> tuple[FieldSpec, ...]:
        return tuple(spec for spec in self.fields if not spec.by_applicant)

    @property
    def has_conditions(self) -> bool:
        return any(spec.show_when for spec in self.fields)


@dataclass(frozen=True)
class Section:
    """`spec`: the whole form, whose answers decide which of the fields count; without it every field counts (one that an
    officer asks about by itself)."""

    key: str
    title: str
    fields: tuple[FieldSpec, ...]
    spec: FormSpec | None = None

    @property
    def has_conditions(self) -> bool:
        return self.spec is not None and any(one.show_when for one in self.fields)

    def counts(self, answers: dict) -> bool:
        """Whether there is anything to answer here."""
        return not self.has_conditions or any(one.code in visible(self.spec, answers) for one in self.fields)


class Gap(NamedTuple):
    field: FieldSpec
    why: str


class Problem(NamedTuple):
    field: FieldSpec
    why: str
    blank: bool


# --- sections ---------------------------------------------------------------------------------------------------------


def sections(spec: FormSpec) -> list[Section]:
    """Keys and titles come from the fields alone, so the same standard always gives the same addresses."""
    data = [one for one in spec.asked if one.type not in ALONE and not _is_place(one)]
    places = [one for one in spec.asked if one.type not in ALONE and _is_place(one)]
    found = _cut(spec, "data", _("Data izin"), data) + _cut(spec, "lokasi", _("Lokasi"), places)
    for one in spec.asked:
        if one.type in ALONE:
            found.append(Section(f"rincian-{one.code}", _("Rincian: %(label)s") % {"label": one.label}, (one,), spec))
    return found


def _is_place(spec: FieldSpec) -> bool:
    return spec.type in WHERE or (spec.type in ("text", "textarea") and spec.code.startswith(("alamat", "lokasi")))


def _cut(spec: FormSpec, key: str, title: str, fields: list[FieldSpec]) -> list[Section]:
    """Parts of nearly the same length: nine fields become five and four, not eight and one."""
    parts = -(-len(fields) // SECTION_FIELDS)
    size = -(-len(fields) // parts) if parts else 0
    found = []
    for number in range(parts):
        named = title if parts == 1 else _("%(title)s (%(part)s dari %(parts)s)") % {
            "title": title, "part": number + 1, "parts": parts}  # fmt: skip
        code = key if number == 0 else f"{key}-{number + 1}"
        found.append(Section(code, named, tuple(fields[number * size : (number + 1) * size]), spec))
    return found


def section_of(spec: FormSpec, code: str) -> Section:
    """Raises KeyError for a field that no page asks."""
    for section in sections(spec):
        if any(one.code == code for one in section.fields):
            return section
    raise KeyError(code)


# --- the form of one section ------------------------------------------------------------------------------------------


class SectionForm(forms.Form):
    """Lenient by design: `save_draft` keeps an unfinished section; only submission insists."""

    use_required_attribute = False
    section: Section

    def __init__(self, data=None, answers=None):
        self.answers = answers = answers or {}
        raw = answers.get(RAW, {})
        codes = [one.code for one in self.section.fields]
        initial = {code: raw.get(code, answers.get(code)) for code in codes}
        super().__init__(data, initial={code: value for code, value in initial.items() if value is not None})
        self.understood: dict[str, str] = {}
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.form_show_errors = True
        self.helper.layout = Layout(*(
            Field(one.code, template="applications/fields/table_field.html") if one.type == "table" else one.code
            for one in self.section.fields
        ))  # fmt: skip

    def ask_only(self, counting: set[str]) -> None:
        """A fault of a field that does not count is no fault. After `is_valid`."""
        for code in [code for code in self.errors if code in self.fields and code not in counting]:
            del self.errors[code]

    def conditions(self) -> list[dict]:
        """For static/js/show-when.js: what each conditional field here hangs on, and whether that holds as the answers stand
        (for an answer of another page)."""
        if not self.section.has_conditions:
            return []
        counting = visible(self.section.spec, self.answers)
        own = [one for one in self.section.fields if one.show_when]
        return [{"code": one.code, "holds": one.code in counting, **_condition(one.show_when)} for one in own]

    @property
    def add_row(self) -> str:
        wanted = self.data.get("add_row", "") if self.is_bound else ""
        return wanted if wanted in self.fields and isinstance(self.fields[wanted], TableField) else ""

    def raw(self, code: str):
        """What was typed, as it came."""
        return self[code].data

    def _clean_fields(self):
        super()._clean_fields()
        for code, value in self.cleaned_data.items():
            if isinstance(self.raw(code), str) and (
                said := kind_of(self.fields[code].spec).understood(self.raw(code), value)
            ):
                self.understood[code] = said


def section_form(section: Section, context) -> type[SectionForm]:
    """The class of one section's form; field names in the POST are the field codes."""
    fields = {one.code: kind_of(one).form_field(one, context) for one in section.fields}
    return type("AnswersForm", (SectionForm,), {"section": section, **fields})


def _condition(condition) -> dict:
    """Values as the inputs send them."""
    value = condition.value
    return {
        "field": condition.field,
        "value": {True: "ya", False: "tidak"}[value] if isinstance(value, bool) else value,
    }


def save_draft(form: SectionForm, answers: dict | None = None) -> tuple[dict, list[Problem]]:
    """All answers with this section's put in. What did not parse is kept as typed; a problem is `blank` when the only fault
    is that a required answer is missing, which must not keep anybody from the next page."""
    return save_drafts([form], answers)


def save_drafts(forms: list[SectionForm], answers: dict | None = None) -> tuple[dict, list[Problem]]:
    """As `save_draft`; a condition looks at what came in with the other sections too."""
    merged = dict(answers or {})
    raw = dict(merged.pop(RAW, {}))
    for form in forms:
        form.is_valid()
        _put_in(form, merged, raw)
    found = []
    for form in forms:
        if form.section.has_conditions:
            form.ask_only(visible(form.section.spec, merged))
        for one in form.section.fields:
            for error in form.errors.as_data().get(one.code, []):
                found += [Problem(one, message, error.code == "required") for message in error.messages]
    return (merged | {RAW: raw} if raw else merged), found


def _put_in(form, merged, raw) -> None:
    for one in form.section.fields:
        raw.pop(one.code, None)
        merged.pop(one.code, None)
        if one.code in form.cleaned_data:
            if form.cleaned_data[one.code] is not None:
                merged[one.code] = form.cleaned_data[one.code]
        elif not all(error.code == "required" for error in form.errors.as_data()[one.code]):
            raw[one.code] = kept(form.raw(one.code))


RAW_LENGTH = 60_000


def kept(value):
    """Typed text as the database can hold it: no NUL, no half characters, bounded."""
    if isinstance(value, list):
        return [kept(one) for one in value[:201]]
    if isinstance(value, dict):
        return {kept(str(key)[:60]): kept(one) for key, one in list(value.items())[:201]}
    text = "" if value is None else str(value).replace("\x00", "")[:RAW_LENGTH]
    return text.encode("utf-8", "replace").decode()


# --- before submission ------------------------------------------------------------------------------------------------


def missing(spec: FormSpec, answers: dict) -> list[Gap]:
    """Required and empty, or typed in a way that did not parse. Office fields never count, nor do fields whose condition does
    not hold."""
    raw, counting = answers.get(RAW, {}), visible(spec, answers)
    gaps = []
    for one in spec.asked:
        if one.code not in counting:
            continue
        if one.code in raw:
            gaps.append(Gap(one, _("“%(label)s” belum terbaca. Perbaiki isinya.") % {"label": one.label}))
        elif one.required and kind_of(one).empty(answers.get(one.code)):
            gaps.append(Gap(one, missing_text(one)))
    return gaps


def problems(spec: FormSpec, answers: dict, context) -> list[Gap]:
    """Every answer that counts checked again as if it came in now: a region may have left the office's area, a list may have
    changed, and answers of another system never went through a form."""
    gaps, counting = missing(spec, answers), visible(spec, answers)
    known = {one.code: one for one in spec.fields}
    for code, value in answers.items():
        one = known.get(code)
        if code == RAW or one is None or code not in counting or kind_of(one).empty(value):
            continue
        try:
            kind_of(one).check(value, one, context)
        except ValidationError as error:
            gaps += [Gap(one, message) for message in error.messages]
        except (ValueError, TypeError):
            gaps.append(Gap(one, _("“%(label)s” belum terbaca. Perbaiki isinya.") % {"label": one.label}))
    return gaps
