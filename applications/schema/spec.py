"""The shape of a form as data: frozen specs read from a standard's JSON, with the exact place of every fault.

    read_fields(raw, place) -> (tuple[FieldSpec], list[(place, reason)])     used by FormSpec.from_json and the catalogue

A field's JSON: code, label_id, type, required, and by type: choices | choices_from (a region level) | level | columns;
`filled_by: "office"` fields are never shown to the applicant. Optional: label_en, help_id, help_en, show_when (conditions.py),
and limits: max_length (text, textarea), min, max (numbers; of a date "YYYY-MM-DD"), max_rows (table).
"""

import re
from dataclasses import dataclass, field
from datetime import date

from applications.schema.conditions import Condition, read_conditions

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
# Names the pages use for themselves in the same POST.
RESERVED = {"once", "csrfmiddlewaretoken", "add_row", "answers", "next", "save", "data"}
LEVELS = ("province", "regency_city", "kecamatan", "kelurahan")
MAX_FIELDS, MAX_COLUMNS, MAX_CHOICES, MAX_LABEL = 80, 12, 120, 200
TYPES = (
    "text", "textarea", "integer", "decimal", "money", "date", "choice", "multichoice", "boolean", "nik", "npwp", "nib",
    "kbli", "phone", "email", "region", "geo_point", "geo_polygon", "table",
)  # fmt: skip
NOT_IN_TABLES = {"table", "region", "multichoice", "geo_point", "geo_polygon", "textarea"}
ORDERED = {"integer", "decimal", "money"}
TEXTS = ("text", "textarea")
MOST_LETTERS, MOST_ROWS = 4000, 50
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
KNOWN_KEYS = {
    "code", "label_id", "label_en", "help_id", "help_en", "type", "required", "choices", "choices_from", "level", "columns",
    "filled_by", "min", "max", "max_length", "max_rows", "show_when",
}  # fmt: skip


def wait_for_region(choices) -> bool:
    """A list of one entry in parentheses waits for the region to fill it: until then any text is taken."""
    return len(choices) == 1 and str(choices[0]).startswith("(") and str(choices[0]).endswith(")")


@dataclass(frozen=True)
class ColumnSpec:
    """One question. A column of a table is the same thing without sections."""

    code: str
    label: str
    type: str
    required: bool = False
    label_en: str = ""
    help: str = ""
    help_en: str = ""
    choices: tuple[str, ...] = ()
    low: int | date | None = None
    high: int | date | None = None
    max_length: int | None = None

    @property
    def free_choice(self) -> bool:
        return wait_for_region(self.choices)

    def title(self, language: str = "id") -> str:
        return (self.label_en if language == "en" else "") or self.label


@dataclass(frozen=True)
class FieldSpec(ColumnSpec):
    level: str = ""
    choices_from: str = ""
    filled_by: str = "applicant"
    columns: tuple[ColumnSpec, ...] = field(default=())
    max_rows: int | None = None
    show_when: Condition | None = None

    @property
    def by_applicant(self) -> bool:
        return self.filled_by == "applicant"


def read_fields(raw, place: str = "fields"):
    """All faults at once, each with its place (`fields[3].choices`); the tuple is complete only without faults."""
    if not isinstance(raw, list):
        return (), [(place, "harus berupa daftar isian")]
    faults = [] if len(raw) <= MAX_FIELDS else [(place, f"lebih dari {MAX_FIELDS} isian")]
    specs = []
    for number, entry in enumerate(raw[:MAX_FIELDS]):
        specs.append(_read_one(entry, f"{place}[{number}]", faults, column=False))
    _check_twins(specs, place, faults)
    specs = read_conditions(raw[:MAX_FIELDS], specs, place, faults)
    return tuple(spec for spec in specs if spec), faults


def _check_twins(specs, place, faults):
    seen = set()
    for number, spec in enumerate(specs):
        if spec and spec.code in seen:
            faults.append((f"{place}[{number}].code", f"kode “{spec.code}” dipakai dua kali"))
        seen.add(spec.code if spec else None)


def _read_one(entry, place, faults, *, column):
    if not isinstance(entry, dict):
        faults.append((place, "harus berupa objek"))
        return None
    before = len(faults)
    faults += [(f"{place}.{key}", "kunci tidak dikenal") for key in entry if key not in KNOWN_KEYS]
    _check_names(entry, place, faults)
    kind = entry.get("type")
    if kind not in TYPES or (column and kind in NOT_IN_TABLES):
        faults.append((f"{place}.type", f"jenis isian “{kind}” tidak dikenal" + (" di dalam tabel" if column else "")))
    else:
        _check_by_type(entry, kind, place, faults, column)
    columns = _read_columns(entry, place, faults) if kind == "table" and not column else ()
    if len(faults) > before:
        return None
    common = {
        "code": entry["code"], "label": entry["label_id"], "type": kind, "required": entry["required"],
        "label_en": entry.get("label_en", ""), "help": entry.get("help_id", ""), "help_en": entry.get("help_en", ""),
        "choices": tuple(entry.get("choices", ())), "low": _bound(entry, "min"), "high": _bound(entry, "max"),
        "max_length": entry.get("max_length"),
    }  # fmt: skip
    if column:
        return ColumnSpec(**common)
    return FieldSpec(
        **common, level=entry.get("level", ""), choices_from=entry.get("choices_from", ""),
        filled_by=entry.get("filled_by", "applicant"), columns=columns, max_rows=entry.get("max_rows"),
    )  # fmt: skip


def _check_names(entry, place, faults):
    code = entry.get("code")
    if not isinstance(code, str) or not CODE.match(code) or code in RESERVED:
        faults.append(
            (f"{place}.code", "kode harus huruf kecil, angka, dan garis bawah, dan bukan kata yang dipakai sistem")
        )
    for key in ("label_id", "label_en", "help_id", "help_en"):
        text = entry.get(key, "" if key != "label_id" else None)
        if not isinstance(text, str) or len(text) > MAX_LABEL or (key == "label_id" and not text.strip()):
            faults.append((f"{place}.{key}", f"harus berupa teks, paling panjang {MAX_LABEL} huruf"))
    if not isinstance(entry.get("required"), bool):
        faults.append((f"{place}.required", "harus true atau false"))


def _check_by_type(entry, kind, place, faults, column):
    choices = entry.get("choices")
    if choices is not None and kind not in ("choice", "multichoice"):
        faults.append((f"{place}.choices", f"isian {kind} tidak memakai pilihan"))
    elif choices is not None and not _good_choices(choices):
        faults.append((f"{place}.choices", "harus berupa daftar teks yang berbeda-beda, paling sedikit satu"))
    if kind == "choice" and choices is None:
        faults.append((f"{place}.choices", "tidak ada"))
    if kind == "multichoice" and (choices is None) == (entry.get("choices_from") is None):
        faults.append((f"{place}.choices", "perlu tepat satu dari choices atau choices_from"))
    for key, owner in (("level", "region"), ("choices_from", "multichoice")):
        if key in entry and (kind != owner or entry[key] not in LEVELS or column):
            faults.append((f"{place}.{key}", f"harus salah satu dari {', '.join(LEVELS)}, hanya untuk {owner}"))
    if kind == "region" and "level" not in entry:
        faults.append((f"{place}.level", "tidak ada"))
    if entry.get("filled_by", "applicant") not in ("applicant", "office") or (column and "filled_by" in entry):
        faults.append((f"{place}.filled_by", "harus applicant atau office"))
    if "columns" in entry and kind != "table":
        faults.append((f"{place}.columns", "hanya untuk isian table"))
    _check_bounds(entry, kind, place, faults)


def _good_choices(choices) -> bool:
    return (
        isinstance(choices, list)
        and 0 < len(choices) <= MAX_CHOICES
        and all(isinstance(one, str) and one.strip() and len(one) <= MAX_LABEL for one in choices)
        and len(set(choices)) == len(choices)
    )


def _check_bounds(entry, kind, place, faults):
    """An entry without a limit has no key for it."""
    for key, owners, most in (("max_length", TEXTS, MOST_LETTERS), ("max_rows", ("table",), MOST_ROWS)):
        if key in entry and (kind not in owners or not _is_whole(entry[key], 1, most)):
            faults.append(
                (f"{place}.{key}", f"harus bilangan bulat 1 sampai {most}, hanya untuk {' dan '.join(owners)}")
            )
    for key in ("min", "max"):
        value = entry.get(key)
        if value is None:
            continue
        if kind == "date" and _day(value) is None:
            faults.append((f"{place}.{key}", f"harus tanggal TTTT-BB-HH dari {FIRST_DAY} sampai {LAST_DAY}"))
            return
        if kind != "date" and (kind not in ORDERED or isinstance(value, bool) or not isinstance(value, int)):
            faults.append(
                (f"{place}.{key}", "harus bilangan bulat, hanya untuk isian angka (atau tanggal untuk isian date)")
            )
            return
    low, high = _bound(entry, "min"), _bound(entry, "max")
    if low is not None and high is not None and low > high:
        faults.append((f"{place}.max", "lebih kecil dari min"))


def _is_whole(value, low, high) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _bound(entry, key):
    value = entry.get(key)
    return _day(value) if entry["type"] == "date" and value is not None else value


def _day(text) -> date | None:
    """ "2026-08-24", exactly so."""
    try:
        day = date.fromisoformat(text) if isinstance(text, str) and len(text) == 10 else None
    except ValueError:
        return None
    return day if day and FIRST_DAY <= day <= LAST_DAY else None


def _read_columns(entry, place, faults):
    raw = entry.get("columns")
    if not isinstance(raw, list) or not 0 < len(raw) <= MAX_COLUMNS:
        faults.append((f"{place}.columns", f"harus berupa daftar kolom, 1 sampai {MAX_COLUMNS}"))
        return ()
    columns = [_read_one(one, f"{place}.columns[{number}]", faults, column=True) for number, one in enumerate(raw)]
    faults += [
        (f"{place}.columns[{number}].show_when", "kolom tabel tidak memakai syarat tampil")
        for number, one in enumerate(raw)
        if isinstance(one, dict) and "show_when" in one
    ]
    _check_twins(columns, f"{place}.columns", faults)
    return tuple(column for column in columns if column)
