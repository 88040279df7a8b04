"""The shape of a standard's terms: types, ranges, lengths, known words. No database, no other version, nothing of the region.

    faults_of(terms) -> [(place, reason)]     mis-shaped: never stored, by no page and no file
    loose_ends(terms) -> [(place, reason)]    one term names what another does not have: a draft may, a file may not

A draft may be incomplete: what is missing before publishing is said by check.py. A place is a path ("fields[3].choices").
"""

import re
from datetime import date

from agencies.models import Membership
from agencies.numbering import permit_number
from applications.letters.placeholders import LETTERS
from applications.levy import MOST, check_tariff
from applications.schema.catalogue import FILING_KINDS, TYPE_CODE
from applications.schema.spec import CODE
from applications.standards import readers

COMPONENT_KEYS = (
    "requirements", "procedure", "time", "cost", "product", "complaints", "legal_basis", "facilities", "competence",
    "supervision", "staff", "guarantee", "safety", "evaluation",
)  # fmt: skip
WHOLE = {
    "time_limit_days": (1, 365), "validity_months": (1, 1200), "lapse_after_days": (10, 3650), "pauses_allowed": (0, 99),
    "extension_days": (0, 365),
}  # fmt: skip
YES_NO = ("has_fee", "has_inspection", "deemed_recommendation", "deemed_approval")
LEVY_KEYS = {"kind", "amount", "label", "rows", "row_field", "quantity_field", "legal_basis", "days", "how_to_pay"}
LEVY_TEXTS = {"label": 200, "row_field": 40, "quantity_field": 40, "legal_basis": 500, "how_to_pay": 1000}
LONGEST_LAW, MOST_LAWS, LONGEST_COMPONENT, MOST_LINES, LONGEST_LETTER, LONGEST_NOTE = 500, 60, 8000, 200, 40_000, 300
MOST_CODES, MOST_OF_A_LIST = 40, 80
TOKENS = "{klasifikasi}, {urut} atau {urut:04}, {kode_izin}, {kode_kantor}, {bulan_romawi}, {tahun}"
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")

Faults = list[tuple[str, str]]


def faults_of(terms: dict) -> Faults:
    """All faults of the terms that are given; a term left out is not asked for."""
    found: Faults = []
    for name, value in terms.items():
        if name not in CHECKS:
            found.append((name, "kunci tidak dikenal"))
            continue
        try:
            found += CHECKS[name](name, value)
        except RecursionError:
            found.append((name, "terlalu dalam"))
    if "number_pattern" in terms and not found:
        found += _pattern(terms["number_pattern"], terms.get("classification", "500.16.7"))
    return found


def loose_ends(terms: dict) -> Faults:
    """Only for whole terms without faults: codes of agencies, fields and papers that nothing in the standard answers to, and
    letters that could not be printed."""
    codes, fields = readers.codes_of(terms["stages"]), readers.field_codes(terms["fields"])
    papers = [one["code"] for one in terms["requirements"]]
    found = readers.origin_faults(terms["agency_from"], terms["stages"], terms["fields"])
    for name in ("advisory", "agency_head_approves"):
        found += [(f"{name}[{n}]", _no_agency(code)) for n, code in enumerate(terms[name]) if code not in codes]
    for name in ("agency_terms", "relies_on"):
        found += [(f"{name}.{code}", _no_agency(code)) for code in terms[name] if code not in codes]
    for agency, facts in terms["relies_on"].items():
        found += [
            (f"relies_on.{agency}[{n}]", f"“{fact}” bukan kode isian atau persyaratan")
            for n, fact in enumerate(facts)
            if fact not in fields and fact not in papers
        ]
    for what, known in (("requirements", papers), ("legal_basis", terms["legal_basis"])):
        found += [
            (f"retirements.{what}.{key}", "tidak ada dalam standar ini")
            for key in terms["retirements"].get(what, {})
            if key not in known
        ]
    for key in ("row_field", "quantity_field"):
        code = terms["levy"].get(key)
        if code and code not in fields:
            found.append((f"levy.{key}", f"“{code}” bukan kode isian"))
    # A letter is never a template: one that names what is not there is only text, until it is checked before publishing.
    return found + readers.letter_faults(terms["letters"], terms["fields"])


def _no_agency(code) -> str:
    return f"dinas “{code}” tidak ada di tahap mana pun"


def _is_text(value, longest, *, may_be_empty=False) -> bool:
    good = isinstance(value, str) and len(value) <= longest and not CONTROL.search(value)
    return good and (may_be_empty or bool(value.strip()))


def _is_whole(value, low, high) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _whole(name, value) -> Faults:
    low, high = WHOLE[name]
    if name == "validity_months" and value is None:
        return []
    more = ", atau null bila tanpa batas" if name == "validity_months" else ""
    return [] if _is_whole(value, low, high) else [(name, f"harus bilangan bulat {low} sampai {high}{more}")]


def _yes_no(name, value) -> Faults:
    return [] if isinstance(value, bool) else [(name, "harus true atau false")]


def _short_text(longest):
    return lambda name, value: (
        [] if _is_text(value, longest) else [(name, f"harus berupa teks, paling panjang {longest} huruf")]
    )


def _pattern(pattern, classification) -> Faults:
    try:
        permit_number(
            pattern,
            classification=classification,
            ordinal=1,
            type_code="A",
            office_code="A",
            local_date=date(2026, 8, 1),
        )
    except (ValueError, IndexError, KeyError):
        return [
            ("number_pattern", f"hanya boleh memuat {TOKENS}, dengan {{urut}}, dan nomornya paling panjang 50 huruf")
        ]
    return []


def _role(name, value) -> Faults:
    known = Membership.Role.values
    return [] if isinstance(value, str) and value in known else [(name, f"harus salah satu dari {', '.join(known)}")]


def _list_of(check, reason, most=MOST_OF_A_LIST):
    """A list of different texts, each of which `check` takes."""

    def checked(name, value) -> Faults:
        if not isinstance(value, list):
            return [(name, "harus berupa daftar")]
        if len(value) > most:
            return [(name, f"lebih dari {most} baris")]
        found = [(f"{name}[{n}]", reason) for n, one in enumerate(value) if not check(one)]
        if not found:
            found = [(f"{name}[{n}]", "ditulis dua kali") for n, one in enumerate(value) if one in value[:n]]
        return found

    return checked


def _is_agency(code) -> bool:
    return isinstance(code, str) and len(code) <= 20 and bool(TYPE_CODE.match(code))


def _map_of(is_key, check):
    """{key: value}: the keys that `is_key` takes, each value by `check(place, value)`."""

    def checked(name, value) -> Faults:
        if not isinstance(value, dict):
            return [(name, "harus berupa objek")]
        if len(value) > MOST_OF_A_LIST:
            return [(name, f"lebih dari {MOST_OF_A_LIST} kunci")]
        found = [(f"{name}.{key}", "kunci tidak dikenal") for key in value if not is_key(key)]
        return found + [fault for key, one in value.items() if is_key(key) for fault in check(f"{name}.{key}", one)]

    return checked


def _stages(name, value) -> Faults:
    found = readers.stage_faults(value)
    codes = readers.codes_of(value)
    if not found and (len(codes) > MOST_CODES or not all(_is_agency(code) for code in codes)):
        found.append((name, f"paling banyak {MOST_CODES} kode dinas, masing-masing paling panjang 20 huruf"))
    return found


def _origin(place, value) -> Faults:
    good = isinstance(value, dict) and set(value) == {"agency", "field"} and _is_agency(value["agency"])
    good = good and isinstance(value["field"], str) and CODE.match(value["field"])
    return [] if good else [(place, "harus memuat tepat agency (kode dinas) dan field (kode isian)")]


def _agency_terms(place, value) -> Faults:
    if not isinstance(value, dict):
        return [(place, "harus berupa objek")]
    found = [(f"{place}.{key}", "kunci tidak dikenal") for key in value if key not in ("days", "inspects", "deemed")]
    if "days" in value and not _is_whole(value["days"], 1, 365):
        found.append((f"{place}.days", "harus bilangan bulat 1 sampai 365"))
    return found + [
        fault for key in ("inspects", "deemed") if key in value for fault in _yes_no(f"{place}.{key}", value[key])
    ]


def _requirements(name, value) -> Faults:
    found = readers.requirement_faults(value)
    if not isinstance(value, list):
        return found
    if len(value) > MOST_OF_A_LIST:
        found.append((name, f"lebih dari {MOST_OF_A_LIST} persyaratan"))
    return found


def _retired(place, value) -> Faults:
    if not isinstance(value, dict) or set(value) != {"on", "why"}:
        return [(place, "harus memuat tepat on (tanggal) dan why (alasan)")]
    found = [] if _is_day(value["on"]) else [(f"{place}.on", "harus berupa tanggal TTTT-BB-HH")]
    if not _is_text(value["why"], LONGEST_NOTE):
        found.append((f"{place}.why", f"harus berupa teks, paling panjang {LONGEST_NOTE} huruf"))
    return found


def _is_day(value) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _component(place, value) -> Faults:
    lines = value if isinstance(value, list) else [value]
    if len(lines) <= MOST_LINES and all(_is_text(line, LONGEST_COMPONENT, may_be_empty=True) for line in lines):
        return []
    return [(place, f"harus berupa teks atau daftar teks, paling panjang {LONGEST_COMPONENT} huruf")]


def _checklist(name, value) -> Faults:
    if not isinstance(value, list) or len(value) > MOST_OF_A_LIST:
        return [(name, f"harus berupa daftar, paling banyak {MOST_OF_A_LIST} butir")]
    found, seen = [], set()
    for number, one in enumerate(value):
        place = f"{name}[{number}]"
        if not isinstance(one, dict) or set(one) != {"code", "label"}:
            found.append((place, "harus memuat tepat code dan label"))
            continue
        if not isinstance(one["code"], str) or not CODE.match(one["code"]):
            found.append((f"{place}.code", "kode harus huruf kecil, angka, dan garis bawah"))
        elif one["code"] in seen:
            found.append((f"{place}.code", f"kode “{one['code']}” dipakai dua kali"))
        else:
            seen.add(one["code"])
        if not _is_text(one["label"], 200):
            found.append((f"{place}.label", "harus berupa teks, paling panjang 200 huruf"))
    return found


def _levy(name, value) -> Faults:
    if not isinstance(value, dict):
        return [(name, "harus berupa objek")]
    found = [(f"{name}.{key}", "kunci tidak dikenal") for key in value if key not in LEVY_KEYS]
    for key, longest in LEVY_TEXTS.items():
        if key in value and not _is_text(value[key], longest, may_be_empty=True):
            found.append((f"{name}.{key}", f"harus berupa teks, paling panjang {longest} huruf"))
    if "days" in value and not _is_whole(value["days"], 1, 365):
        found.append((f"{name}.days", "harus bilangan bulat 1 sampai 365"))
    rows = value.get("rows", [])
    if not isinstance(rows, list) or len(rows) > MOST_OF_A_LIST:
        return [*found, (f"{name}.rows", f"harus berupa daftar, paling banyak {MOST_OF_A_LIST} baris")]
    for number, row in enumerate(rows):
        if not isinstance(row, dict) or set(row) - {"code", "label", "unit", "amount"}:
            found.append((f"{name}.rows[{number}]", "hanya boleh memuat code, label, unit, dan amount"))
        elif not all(_is_text(row.get(key, ""), 200, may_be_empty=True) for key in ("code", "label", "unit")):
            found.append((f"{name}.rows[{number}]", "code, label, dan unit harus berupa teks pendek"))
        elif not _is_whole(row.get("amount"), 1, MOST):
            found.append((f"{name}.rows[{number}].amount", "harus bilangan bulat rupiah di atas 0"))
    if found:
        return found
    # Its places are its own: "rows.A: amount".
    return [(f"{name}.{fault.split(': ', 1)[0]}", fault.split(": ", 1)[-1]) for fault in check_tariff(value)]


def _letter(place, value) -> Faults:
    if _is_text(value, LONGEST_LETTER, may_be_empty=True):
        return []
    return [(place, f"harus berupa teks, paling panjang {LONGEST_LETTER} huruf")]


_agencies = _list_of(_is_agency, "harus berupa kode dinas (huruf besar)", MOST_CODES)
_retirement = _map_of(lambda key: _is_text(key, LONGEST_LAW), _retired)
_facts = _list_of(lambda one: isinstance(one, str) and CODE.match(one), "harus berupa kode isian atau persyaratan", 200)

CHECKS = {
    "kinds": _list_of(FILING_KINDS.__contains__, f"hanya boleh {', '.join(FILING_KINDS)}"),
    "fields": lambda name, value: readers.field_faults(value),
    "requirements": _requirements,
    "stages": _stages,
    "agency_from": _map_of(_is_agency, _origin),
    "advisory": _agencies,
    "agency_head_approves": _agencies,
    "agency_terms": _map_of(_is_agency, _agency_terms),
    "relies_on": _map_of(_is_agency, _facts),
    "checklist": _checklist,
    "levy": _levy,
    "legal_basis": _list_of(
        lambda one: _is_text(one, LONGEST_LAW), f"harus berupa teks, paling panjang {LONGEST_LAW} huruf", MOST_LAWS
    ),
    "retirements": _map_of(("requirements", "legal_basis").__contains__, _retirement),
    "endorsing_roles": _list_of(Membership.Role.values.__contains__, "peran tidak dikenal", 6),
    "signing_role": _role,
    "number_pattern": _short_text(120),
    "classification": _short_text(20),
    "components": _map_of(COMPONENT_KEYS.__contains__, _component),
    "letters": _map_of(LETTERS.__contains__, _letter),
    **dict.fromkeys(WHOLE, _whole),
    **dict.fromkeys(YES_NO, _yes_no),
}
