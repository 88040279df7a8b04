"""Lists of a draft (fields, columns, requirements, stages): each function gives a new list, so that `save_terms` sees what changed.

Rows are JSON objects with a `code`; stages are lists of agency codes. No writing, no database.
"""

import re
import unicodedata

from applications.schema.spec import RESERVED

LONGEST_CODE = 40


def found(rows: list[dict], code: str) -> dict | None:
    return next((row for row in rows if row["code"] == code), None)


def insert(rows: list[dict], row: dict, after: str = "") -> list[dict]:
    """With the row at the end, or behind the row of code `after`."""
    at = next((n + 1 for n, each in enumerate(rows) if each["code"] == after), len(rows))
    return [*rows[:at], row, *rows[at:]]


def replace(rows: list[dict], code: str, row: dict) -> list[dict]:
    return [row if each["code"] == code else each for each in rows]


def remove(rows: list[dict], code: str) -> list[dict]:
    return [each for each in rows if each["code"] != code]


def move(rows: list, code, step: int) -> list:
    """One place up (-1) or down (1); at the end of the list nothing moves. For stages `code` is the stage's number from 0."""
    codes = range(len(rows)) if isinstance(code, int) else [each["code"] for each in rows]
    here = next((n for n, each in enumerate(codes) if each == code), None)
    if here is None or not 0 <= here + step < len(rows):
        return list(rows)
    moved = list(rows)
    moved[here], moved[here + step] = moved[here + step], moved[here]
    return moved


def duplicate(rows: list[dict], code: str, **changes) -> list[dict]:
    """With a copy behind the original, under a code of its own."""
    original = found(rows, code)
    if original is None:
        return list(rows)
    copy = {**original, **changes, "code": free_code(code, {row["code"] for row in rows})}
    return insert(rows, copy, after=code)


def slug_code(words: str) -> str:
    """A code from a label: "Nomor STR (bila ada)" -> "nomor_str_bila_ada"."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_").lstrip("0123456789_")[:LONGEST_CODE].rstrip("_")


def free_code(words: str, taken) -> str:
    """The code for a label that no row has yet."""
    base = slug_code(words) or "isian"
    code, number = base, 1
    while code in taken or code in RESERVED:
        number += 1
        code = f"{base[: LONGEST_CODE - len(str(number)) - 1]}_{number}"
    return code


def listed(lines: list[str], known: list[dict]) -> list[dict]:
    """[{"code", "label"}] for the lines of a text: a known label keeps its code, and so does one reworded in its place."""
    codes = {row["label"]: row["code"] for row in known}
    gone = {n: row["code"] for n, row in enumerate(known) if row["label"] not in lines}
    reworded = gone if len(lines) == len(known) else {}
    taken = {row["code"] for row in known if row["label"] in lines} | set(reworded.values())
    made = []
    for number, line in enumerate(lines):
        code = codes.get(line) or reworded.get(number) or free_code(line, taken)
        taken.add(code)
        made.append({"code": code, "label": line})
    return made


# --- stages -----------------------------------------------------------------------------------------------------------


def put_agency(stages: list[list[str]], code: str, stage: int) -> list[list[str]]:
    """The agency in stage `stage` (from 1); a number behind the last makes a new stage. A stage left empty goes."""
    if 0 < stage <= len(stages) and code in stages[stage - 1]:
        return [list(each) for each in stages]
    rows = [[each for each in row if each != code] for row in stages]
    if 0 < stage <= len(rows):
        rows[stage - 1].append(code)
    else:
        rows.append([code])
    return [row for row in rows if row]


def take_agency(stages: list[list[str]], code: str) -> list[list[str]]:
    rows = [[each for each in row if each != code] for row in stages]
    return [row for row in rows if row]


def stage_of(stages: list[list[str]], code: str) -> int:
    """From 1; 0 when no stage asks this agency."""
    return next((n for n, row in enumerate(stages, start=1) if code in row), 0)


def with_or_without(codes, code: str, wanted: bool) -> list[str]:
    """A list of codes with one put in or taken out."""
    kept = [each for each in codes if each != code]
    return [*kept, code] if wanted else kept


def kept_or_dropped(rules: dict, code: str, rule) -> dict:
    """A mapping with one entry set, or left out when there is nothing to say."""
    rest = {key: value for key, value in rules.items() if key != code}
    return {**rest, code: rule} if rule else rest
