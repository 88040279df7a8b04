"""Nonsense in every shape, from a form or another system: always a sentence or an empty place, never an error page."""

import json
import random

from applications.schema.answers import display, load, store
from applications.schema.form import missing, problems, save_draft, section_form, sections
from tests.applications.schema.samples import CONTEXT, SPEC, Post

PIECES = [
    *"0123456789.,-+;: \n\t\0/{}[]\"'()eE°٣²½\u202e\ud800aZ<>",
    "NaN",
    '{"type":"Polygon",',
    "1.1, 104",
    "Rp",
    "2026-",
    "ya",
]
KEYS = ["sealed", "code", "name", "lat", "lon", "nama", "nik", "\ud800"]


def text(chance):
    return "".join(chance.choice(PIECES) for _ in range(chance.choice([0, 1, 3, 8, 20, 60])))


def thing(chance, depth=0):
    kind = chance.randint(0, 9)
    if kind < 3 or depth > 3:
        return chance.choice([None, True, False, 0, -1, 1.5, 10**30, "", text(chance), "21.71", 1e308])
    if kind < 6:
        return [thing(chance, depth + 1) for _ in range(chance.randint(0, 3))]
    return {chance.choice(KEYS): thing(chance, depth + 1) for _ in range(chance.randint(0, 3))}


def test_a_form_takes_any_text_and_keeps_only_what_the_database_can_hold():
    chance = random.Random(3)
    for _round in range(40):
        for section in sections(SPEC):
            data = Post({f.code: [text(chance)] if f.type == "multichoice" else text(chance) for f in section.fields})
            data |= {f"saksi-{chance.randint(0, 120)}-{column}": text(chance) for column in ("nama", "nik", "umur")}
            form = section_form(section, CONTEXT)(data)
            answers, _found = save_draft(form)
            stored = json.dumps(store(SPEC, answers), ensure_ascii=False)
            assert "\\u0000" not in stored.replace("\\\\", "") and stored.encode()
            assert str(form) and str(section_form(section, CONTEXT)(None, load(SPEC, json.loads(stored))))


def test_answers_of_any_shape_are_read_checked_shown_and_stored_without_an_error():
    chance = random.Random(5)
    for turn in range(600):
        hostile = {field.code: thing(chance) for field in SPEC.fields}
        if turn % 3 == 0:
            hostile["_raw"] = {field.code: thing(chance) for field in SPEC.fields} if turn % 2 else thing(chance)
        answers = load(SPEC, hostile)
        assert len(problems(SPEC, answers, CONTEXT)) >= len(missing(SPEC, answers))
        assert len(display(SPEC, hostile, "id")) >= len(SPEC.asked)
        stored = json.dumps(store(SPEC, answers), ensure_ascii=False)
        assert "\\u0000" not in stored.replace("\\\\", "") and stored.encode()
