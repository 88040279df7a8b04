"""What points at a field, a requirement or an agency of a draft, and what a removal or another code changes with it."""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from applications.standards import parts


class Use(NamedTuple):
    """`section`: where it stands. `heals`: the removal puts it right; else somebody has to before the draft is published."""

    text: str
    section: str
    heals: bool


def uses_of_field(standard, code: str) -> list[Use]:
    found = [
        Use(_("Syarat tampil isian “%(label)s”") % {"label": row["label_id"]}, "fields", True)
        for row in standard.fields
        if row.get("show_when", {}).get("field") == code
    ]
    found += [
        Use(_("Tahap rekomendasi: dinas %(agency)s dicari dari isian ini") % {"agency": agency}, "stages", False)
        for agency, rule in standard.agency_from.items()
        if rule.get("field") == code
    ]
    found += _uses_by_agencies(standard, code)
    if standard.levy.get("row_field") == code:
        found.append(Use(_("Biaya: isian ini memilih baris tarif"), "levy", False))
    if standard.levy.get("quantity_field") == code:
        found.append(Use(_("Biaya: isian ini menjadi banyaknya"), "levy", False))
    placeholder = _placeholder(code)
    found += [
        Use(_("Naskah surat memuat {{ isian.%(code)s }}") % {"code": code}, "letters", False)
        for text in standard.letters.values()
        if placeholder.search(text)
    ]
    return found


def uses_of_requirement(standard, code: str) -> list[Use]:
    found = _uses_by_agencies(standard, code)
    if code in standard.retirements.get("requirements", {}):
        found.append(Use(_("Catatan pencabutan persyaratan ini"), "requirements", True))
    return found


def _uses_by_agencies(standard, code) -> list[Use]:
    return [
        Use(_("Dasar pendapat dinas %(agency)s") % {"agency": agency}, "stages", True)
        for agency, facts in standard.relies_on.items()
        if code in facts
    ]


def _placeholder(code) -> re.Pattern:
    return re.compile(rf"(\{{\{{\s*isian\.){re.escape(code)}(?![a-z0-9_])")


# --- removing: the changes for save_terms ------------------------------------------------------------------------------


def without_field(standard, code: str) -> dict:
    rows = []
    for row in parts.remove(standard.fields, code):
        if row.get("show_when", {}).get("field") == code:
            row = {key: value for key, value in row.items() if key != "show_when"}
        rows.append(row)
    return {"fields": rows, "relies_on": _forget_fact(standard.relies_on, code)}


def without_requirement(standard, code: str) -> dict:
    retired = parts.kept_or_dropped(standard.retirements.get("requirements", {}), code, None)
    return {
        "requirements": parts.remove(standard.requirements, code),
        "relies_on": _forget_fact(standard.relies_on, code),
        "retirements": {**standard.retirements, "requirements": retired} if standard.retirements else {},
    }


def without_agency(standard, code: str) -> dict:
    return {
        "stages": parts.take_agency(standard.stages, code),
        "agency_from": parts.kept_or_dropped(standard.agency_from, code, None),
        "agency_terms": parts.kept_or_dropped(standard.agency_terms, code, None),
        "relies_on": parts.kept_or_dropped(standard.relies_on, code, None),
        "advisory": parts.with_or_without(standard.advisory, code, False),
        "agency_head_approves": parts.with_or_without(standard.agency_head_approves, code, False),
    }


def _forget_fact(relies_on: dict, code: str) -> dict:
    """An agency whose last fact goes relies on everything again: rather asked once too often than never."""
    kept = {agency: [each for each in facts if each != code] for agency, facts in relies_on.items()}
    return {agency: facts for agency, facts in kept.items() if facts}


# --- another code: what points at the old one follows ------------------------------------------------------------------


def follow_code(fields: list[dict], old: str, new: str) -> list[dict]:
    """Conditions on the field `old` name it by its new code."""
    rows = []
    for row in fields:
        if row.get("show_when", {}).get("field") == old:
            row = {**row, "show_when": {**row["show_when"], "field": new}}
        rows.append(row)
    return rows


def renamed_field(standard, fields: list[dict], old: str, new: str, levy: dict | None = None) -> dict:
    """`fields`: the list in which the row itself has its new code already. `levy`: as it stands otherwise, the draft's own."""
    levy = standard.levy if levy is None else levy
    levy = {
        key: new if key in ("row_field", "quantity_field") and value == old else value for key, value in levy.items()
    }
    origins = {
        agency: {**rule, "field": new} if rule.get("field") == old else rule
        for agency, rule in standard.agency_from.items()
    }
    letters = {name: _placeholder(old).sub(rf"\g<1>{new}", text) for name, text in standard.letters.items()}
    return {
        "fields": follow_code(fields, old, new), "agency_from": origins, "levy": levy, "letters": letters,
        "relies_on": _rename_fact(standard.relies_on, old, new),
    }  # fmt: skip


def rewordings(before: list[str], after: list[str]) -> dict[str, str]:
    """{old: new} of choices that were written anew in their place, as somebody does who puts a slip right."""
    if len(before) != len(after):
        return {}
    return {old: new for old, new in zip(before, after, strict=True) if old not in after and new not in before}


def follow_rewordings(fields: list[dict], code: str, reworded: dict[str, str]) -> list[dict]:
    """Conditions on the choices of the field `code` name them as they are called now."""
    rows = []
    for row in fields:
        condition = row.get("show_when", {})
        if condition.get("field") == code and condition.get("value") in reworded:
            row = {**row, "show_when": {**condition, "value": reworded[condition["value"]]}}
        rows.append(row)
    return rows


def reworded_tariff(levy: dict, code: str, reworded: dict[str, str]) -> dict:
    """The rows of a tariff that the field `code` chooses, as well."""
    if levy.get("row_field") != code or not reworded:
        return levy
    rows = [{**row, "code": reworded.get(row["code"], row["code"])} for row in levy.get("rows", [])]
    return {**levy, "rows": rows}


def renamed_requirement(standard, requirements: list[dict], old: str, new: str) -> dict:
    retired = {new if code == old else code: how for code, how in standard.retirements.get("requirements", {}).items()}
    return {
        "requirements": requirements,
        "relies_on": _rename_fact(standard.relies_on, old, new),
        "retirements": {**standard.retirements, "requirements": retired} if standard.retirements else {},
    }


def _rename_fact(relies_on, old, new) -> dict:
    return {agency: [new if each == old else each for each in facts] for agency, facts in relies_on.items()}
