"""What a later filing carries over from the permit's own file, what it could not, and what differs from it: old beside new."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from applications.corrections import as_it_reads
from applications.form_context import context_for
from applications.schema.answers import Table, counted, display, load, store
from applications.schema.form import RAW, FormSpec
from applications.schema.kinds import kind_of


@dataclass(frozen=True)
class Change:
    """One answer that differs: label, and each side as text or as a table {columns, rows}; "" stands for no answer."""

    label: str
    old: object
    new: object


def carried_over(permit, standard, office) -> dict:
    """The stored answers of the permit's file, corrected ones as they read today, as far as `standard` still takes them."""
    values, _left_behind = _carry(as_it_reads(permit), standard, office)
    return store(FormSpec.from_json(standard.fields), values)


def left_behind(application) -> list[str]:
    """Labels of the old answers that could not be carried over: their field is gone, or takes something else now."""
    source = as_it_reads(application.of_permit)
    if source.standard_id == application.standard_id:
        return []
    _values, labels = _carry(source, application.standard, application.office)
    return labels


def _carry(source, standard, office) -> tuple[dict, list[str]]:
    old_spec, new_spec = FormSpec.from_json(source.standard.fields), FormSpec.from_json(standard.fields)
    answers, context = load(old_spec, counted(old_spec, source.answers)), context_for(office)
    new_fields = {one.code: one for one in new_spec.asked}
    kept, lost = {}, []
    for one in old_spec.asked:
        value = answers.get(one.code)
        if kind_of(one).empty(value):
            continue
        field = new_fields.get(one.code)
        if field is None or field.type != one.type or not _still_fits(field, value, context):
            lost.append(one.title(get_language() or "id"))
        else:
            kept[one.code] = value
    return kept, lost


def _still_fits(field, value, context) -> bool:
    try:
        kind_of(field).check(value, field, context)
    except (ValidationError, ValueError, TypeError):
        return False
    return True


def changes_of(application) -> list[Change]:
    """Where the answers of a renewal or an amendment differ from those of its permit's file; secrets masked on both sides."""
    if not application.replaces_a_permit:
        return []
    source, language = as_it_reads(application.of_permit), get_language() or "id"
    old_spec, new_spec = FormSpec.from_json(source.standard.fields), FormSpec.from_json(application.standard.fields)
    old = load(old_spec, counted(old_spec, source.answers))
    new = load(new_spec, counted(new_spec, application.answers))
    shown_old = {each.code: each for each in display(old_spec, source.answers, language)}
    shown_new = {each.code: each for each in display(new_spec, application.answers, language)}
    asked = {one.code for one in (*old_spec.asked, *new_spec.asked)}
    codes = [code for code in dict.fromkeys([*shown_new, *shown_old]) if code in asked]
    return [
        Change((shown_new.get(code) or shown_old[code]).label, _side(shown_old.get(code)), _side(shown_new.get(code)))
        for code in codes
        if (old.get(code) or None) != (new.get(code) or None) or code in new.get(RAW, {})
    ]


def _side(shown):
    if shown is None:
        return ""
    if isinstance(shown.value, Table):
        return {"columns": shown.value.headers, "rows": shown.value.rows}
    return shown.value
