"""Changing a guide's questions one step at a time. Each function takes the stored list and returns another; none checks it.

Codes are made here (`t1`, `t2` for questions, `p1`, `p2` for choices): people read texts, never codes.
    said(place, raw) turns "questions[2].choices[0].text" into "Pertanyaan “Di mana?”, pilihan “Di rumah”"
"""

import copy
import re

from django.utils.text import Truncator
from django.utils.translation import gettext as _


def base_of(raw) -> dict:
    """The entry that stands before the questions; empty when there is none."""
    first = raw[0] if raw else {}
    return copy.deepcopy(first) if "code" not in first else {}


def questions_of(raw) -> list[dict]:
    return copy.deepcopy([entry for entry in raw if "code" in entry])


def with_base(raw, *, services, intro_en="") -> list:
    base = {"services": list(services)} | ({"intro_en": intro_en} if intro_en else {})
    return ([base] if services or intro_en else []) + questions_of(raw)


def find(rows, code) -> dict | None:
    return next((row for row in rows if row["code"] == code), None)


def put_question(raw, code, texts: dict, show_when: tuple[str, str] | None) -> tuple[list, str]:
    """(the new list, the question's code); without a code a new one at the end."""
    questions = questions_of(raw)
    row = find(questions, code) if code else None
    if row is None:
        row = {"code": _next_code(questions, "t"), "choices": []}
        questions.append(row)
    _put_texts(row, texts)
    row.pop("show_when", None)
    if show_when:
        row["show_when"] = {"question": show_when[0], "choice": show_when[1]}
    return _joined(raw, questions), row["code"]


def put_choice(raw, question, code, texts: dict, services) -> list:
    questions = questions_of(raw)
    choices = find(questions, question)["choices"]
    row = find(choices, code) if code else None
    if row is None:
        row = {"code": _next_code(choices, "p")}
        choices.append(row)
    _put_texts(row, texts)
    row.pop("services", None)
    if services:
        row["services"] = list(services)
    return _joined(raw, questions)


def moved(raw, question, choice="", *, by: int) -> list:
    """One place up (-1) or down (1); the ends stay where they are."""
    questions = questions_of(raw)
    rows = find(questions, question)["choices"] if choice else questions
    here = next(n for n, row in enumerate(rows) if row["code"] == (choice or question))
    there = min(max(here + by, 0), len(rows) - 1)
    rows.insert(there, rows.pop(here))
    return _joined(raw, questions)


def removed(raw, question, choice="") -> list:
    questions = questions_of(raw)
    if choice:
        row = find(questions, question)
        row["choices"] = [each for each in row["choices"] if each["code"] != choice]
    else:
        questions = [each for each in questions if each["code"] != question]
    return _joined(raw, questions)


PLACE = re.compile(r"questions\[(\d+)\](?:\.choices\[(\d+)\])?(?:\.(\w+))?")


def said(place: str, raw) -> str:
    """The place by its words: numbers would be those of the list that was refused, not those on the page."""
    found = PLACE.match(place)
    entry = raw[int(found[1])] if found else {}
    if not found or not isinstance(entry, dict):
        return _("Panduan ini")
    if "code" not in entry:
        return _("Layanan untuk semua")
    if found[2] is None:
        return _("Pertanyaan “%(text)s”") % {"text": _short(entry)}
    return _("Pertanyaan “%(text)s”, pilihan “%(choice)s”") % {
        "text": _short(entry),
        "choice": _short(entry["choices"][int(found[2])]),
    }


def _short(entry) -> str:
    return Truncator(str(entry.get("text", ""))).chars(60)


def _joined(raw, questions) -> list:
    base = base_of(raw)
    return ([base] if base else []) + questions


def _next_code(rows, letter) -> str:
    taken = {row["code"] for row in rows}
    return next(code for n in range(1, 100) if (code := f"{letter}{n}") not in taken)


def _put_texts(row, texts) -> None:
    for key, text in texts.items():
        if text or key == "text":
            row[key] = text
        else:
            row.pop(key, None)
