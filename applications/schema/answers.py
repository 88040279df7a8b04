"""Answers at rest and on the page: JSON in the file's row, secrets sealed in it, and what people see.

store(spec, answers) -> dict        plain JSON; NIK, NPWP and NIB sealed, in table cells and in unparsed text too
load(spec, stored) -> dict          Python values; what can't be read waits under "_raw" instead of failing the page
display(spec, stored, language, full=False) -> [Shown(label, kind, value, code, lang)]
                                    value: text, or Table(headers, rows); secrets masked unless `full`
counted(spec, stored) -> dict       without the answers whose condition does not hold; what is sent and reckoned with
region_answer(spec, stored, code) -> the Kemendagri code, or ""
"""

import json
from typing import NamedTuple

from cryptography.fernet import InvalidToken
from django.core.exceptions import ValidationError

from applications.schema.conditions import visible
from applications.schema.form import RAW, FormSpec, kept
from applications.schema.kinds import has_secrets, kind_of
from ptsp_portal.lib.crypto import seal, unseal

SEALED = "sealed"
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, ValidationError, InvalidToken)


class Table(NamedTuple):
    headers: list[str]
    rows: list[list[str]]


class Shown(NamedTuple):
    label: str
    kind: str
    value: str | Table
    code: str
    lang: str = ""  # "id" when an Indonesian label stands on an English page


def store(spec: FormSpec, answers: dict) -> dict:
    """Unknown codes and empty answers are left out."""
    stored = {}
    for one in spec.fields:
        if not kind_of(one).empty(answers.get(one.code)):
            stored[one.code] = _put(one, answers[one.code])
    known = {one.code: one for one in spec.fields}
    raw = {code: value for code, value in answers.get(RAW, {}).items() if code in known}
    if raw:
        stored[RAW] = {code: _put_raw(known[code], value) for code, value in raw.items()}
    return stored


def _put(one, value):
    kind = kind_of(one)
    if one.type == "table":
        return [
            {c.code: _put(c, row[c.code]) for c in one.columns if not kind_of(c).empty(row.get(c.code))}
            for row in value
        ]
    return {SEALED: seal(value)} if kind.secret else kind.to_json(value)


def _put_raw(one, value):
    return {SEALED: seal(json.dumps(value))} if has_secrets(one) else value


def load(spec: FormSpec, stored: dict | None) -> dict:
    """Also takes plain (unsealed) secrets: answers of another system arrive that way and are sealed by `store`."""
    stored = stored or {}
    answers, raw = {}, {}
    for one in spec.fields:
        if stored.get(one.code) is None:
            continue
        try:
            answers[one.code] = _take(one, stored[one.code])
        except UNREADABLE:
            raw[one.code] = "" if has_secrets(one) else kept(_typed(stored[one.code]))
    typed = stored.get(RAW)
    for code, value in typed.items() if isinstance(typed, dict) else ():
        raw[code] = kept(_take_raw(value))
    return answers | {RAW: raw} if raw else answers


def _take(one, value):
    kind = kind_of(one)
    if one.type == "table":
        return [
            {c.code: None if row.get(c.code) is None else _take(c, row[c.code]) for c in one.columns} for row in value
        ]
    if kind.secret and isinstance(value, dict):
        value = unseal(value[SEALED])
    return kind.from_json(value, one)


def _take_raw(value):
    if isinstance(value, dict) and set(value) == {SEALED}:
        try:
            return json.loads(unseal(value[SEALED]))
        except UNREADABLE:
            return ""
    return value


def _typed(value) -> str:
    """Something of another shape, as text that its author can recognise and correct."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)[:2000]


def counted(spec: FormSpec, stored: dict | None) -> dict:
    """The stored answers that count: those of fields whose condition does not hold are left out."""
    stored = stored or {}
    if not spec.has_conditions:
        return stored
    hidden = {one.code for one in spec.fields} - visible(spec, load(spec, stored))
    found = {code: value for code, value in stored.items() if code not in hidden}
    if isinstance(found.get(RAW), dict):
        found[RAW] = {code: value for code, value in found[RAW].items() if code not in hidden}
    return found if found.get(RAW) else {code: value for code, value in found.items() if code != RAW}


def display(
    spec: FormSpec, stored: dict | None, language: str = "id", full: bool = False, everything: bool = False
) -> list[Shown]:
    """In the order of the standard; empty answers too, with an empty value, so a reader sees what was not answered.
    Office fields appear once they are filled, and a field whose condition does not hold not at all. `everything`: also those,
    for an answer that is shown by itself."""
    answers = load(spec, stored)
    counting = visible(spec, answers)
    shown = []
    for one in spec.fields:
        value, kind = answers.get(one.code), kind_of(one)
        if not one.by_applicant and kind.empty(value):
            continue
        if one.code not in counting and not everything:
            continue
        if one.type == "table":
            headers = [column.title(language) for column in one.columns]
            text = Table(headers, kind.rows(value, language, one, full=full)) if value else ""
        else:
            text = kind.show(value, language, one, full=full)
        lang = "id" if language != "id" and not one.label_en else ""
        shown.append(Shown(one.title(language), one.type, text, one.code, lang))
    return shown


def region_answer(spec: FormSpec, stored: dict | None, code: str) -> str:
    """The code of the region chosen in a region field; "" when it is not answered. Raises KeyError for no such field."""
    one = spec.field(code)
    if one.type != "region":
        raise KeyError(f"{code} is no region field")
    value = (stored or {}).get(code)
    if isinstance(value, dict):
        value = value.get("code")
    return value if isinstance(value, str) else getattr(value, "code", "")
