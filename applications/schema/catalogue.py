"""The catalogue file: read whole, checked whole, taken whole or not at all.

    read_catalogue(path) -> list[TypeEntry]      raises CatalogueError; `faults` is a list of (place, reason)
    parse_catalogue(text) -> list[TypeEntry]     the same from text
    TypeEntry.requirements_for(kind, cause)      the requirements of one kind of filing (`for` and `when` limit them)

A place is "baris 12, kolom 5" for broken JSON, else a path such as "[12].fields[3].choices" (entries count from 0, and the
reason names the entry's code). Reasons are Indonesian: whoever edits the file reads them.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path

from applications.schema.form import FormSpec
from applications.schema.parts import (
    FILING_KINDS,
    TYPE_CODE,
    AgencyFrom,
    RequirementSpec,
    find_twins,
    is_texts,
    is_whole,
    read_agency_from,
    read_requirements,
    read_stages,
)
from applications.schema.spec import LEVELS, MAX_LABEL, read_fields

MAX_BYTES = 5 * 1024 * 1024
KEYS = {
    "code", "name_id", "name_en", "level", "sector", "kinds", "agencies", "agency_from", "parallel_stages", "requirements",
    "fields", "sla_working_days", "validity_months", "fee", "legal_basis", "inspection",
}  # fmt: skip


class CatalogueError(ValueError):
    """The file is refused whole; `faults` is a list of (place, reason)."""

    def __init__(self, faults):
        super().__init__("\n".join(f"{place}: {reason}" for place, reason in faults))
        self.faults = faults


@dataclass(frozen=True)
class TypeEntry:
    code: str
    name_id: str
    name_en: str
    level: str
    sector: str
    kinds: tuple[str, ...]
    agencies: tuple[str, ...]
    agency_from: dict[str, AgencyFrom]
    stages: tuple[tuple[str, ...], ...]
    requirements: tuple[RequirementSpec, ...]
    form: FormSpec
    sla_working_days: int
    validity_months: int | None
    fee: bool
    inspection: bool
    legal_basis: tuple[str, ...]
    raw: dict = field(repr=False, compare=False)

    def requirements_for(self, kind: str, cause: str = "") -> tuple[RequirementSpec, ...]:
        return tuple(one for one in self.requirements if one.asked_for(kind, cause))


def read_catalogue(path) -> list[TypeEntry]:
    try:
        data = Path(path).read_bytes()
        text = data[: MAX_BYTES + 1].decode("utf-8-sig")
    except OSError as error:
        raise CatalogueError([(str(path), f"berkas tidak terbaca ({error.strerror})")]) from error
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CatalogueError([(f"baris {line}", "bukan teks UTF-8")]) from error
    if len(data) > MAX_BYTES:
        raise CatalogueError([(str(path), "berkas lebih besar dari 5 MB")])
    return parse_catalogue(text)


def parse_catalogue(text: str) -> list[TypeEntry]:
    twins: list[str] = []

    def without_twins(pairs):
        seen = dict(pairs)
        if len(seen) < len(pairs):
            keys = [key for key, _value in pairs]
            twins.extend(sorted({key for key in keys if keys.count(key) > 1}))
        return seen

    try:
        raw = json.loads(text, object_pairs_hook=without_twins)
    except json.JSONDecodeError as error:
        raise CatalogueError(
            [(f"baris {error.lineno}, kolom {error.colno}", f"JSON tidak benar: {error.msg}")]
        ) from error
    except (RecursionError, ValueError) as error:
        raise CatalogueError([("berkas", "JSON terlalu dalam atau memuat angka yang terlalu panjang")]) from error
    if not isinstance(raw, list) or not raw:
        raise CatalogueError([("berkas", "harus berupa daftar jenis izin yang tidak kosong")])
    faults = [("berkas", f"kunci “{key}” ditulis dua kali dalam satu objek") for key in twins]
    entries = [_read_entry(one, f"[{number}]", faults) for number, one in enumerate(raw)]
    find_twins(raw, "", faults)
    if faults:
        raise CatalogueError(faults)
    return entries


def _read_entry(raw, place, faults):
    """None when anything is wrong with it; the faults say what."""
    if not isinstance(raw, dict):
        faults.append((place, "harus berupa objek"))
        return None
    before = len(faults)
    faults += [(f"{place}.{key}", "kunci tidak dikenal") for key in sorted(set(raw) - KEYS)]
    absent = sorted(KEYS - set(raw))
    if absent:
        faults += [(f"{place}.{key}", "tidak ada") for key in absent]
        return None
    _check_plain(raw, place, faults)
    stages = _check_agencies(raw, place, faults)
    fields, field_faults = read_fields(raw["fields"], f"{place}.fields")
    agencies = raw["agencies"] if isinstance(raw["agencies"], list) else ()
    origins, origin_faults = read_agency_from(raw["agency_from"], f"{place}.agency_from", codes=agencies, fields=fields)
    requirements, paper_faults = read_requirements(raw["requirements"], f"{place}.requirements")
    faults += [*field_faults, *origin_faults, *paper_faults]
    if len(faults) > before:
        return None
    return TypeEntry(
        code=raw["code"], name_id=raw["name_id"], name_en=raw["name_en"], level=raw["level"], sector=raw["sector"],
        kinds=tuple(raw["kinds"]), agencies=tuple(raw["agencies"]), agency_from=origins,
        stages=stages, requirements=requirements, form=FormSpec(fields),
        sla_working_days=raw["sla_working_days"], validity_months=raw["validity_months"], fee=raw["fee"],
        inspection=raw["inspection"], legal_basis=tuple(raw["legal_basis"]), raw=raw,
    )  # fmt: skip


def _check_plain(raw, place, faults):
    def need(good, key, reason):
        if not good:
            faults.append((f"{place}.{key}", reason))

    code = raw["code"]
    need(
        isinstance(code, str) and len(code) <= 40 and TYPE_CODE.match(code),
        "code",
        "kode harus huruf besar, angka, dan tanda -",
    )
    for key in ("name_id", "name_en", "sector"):
        good = isinstance(raw[key], str) and raw[key].strip() and len(raw[key]) <= MAX_LABEL
        need(good, key, f"harus berupa teks, paling panjang {MAX_LABEL}")
    need(raw["level"] in LEVELS, "level", f"harus salah satu dari {', '.join(LEVELS)}")
    kinds = raw["kinds"]
    need(
        is_texts(kinds, least=1) and set(kinds) <= set(FILING_KINDS),
        "kinds",
        f"hanya boleh memuat {', '.join(FILING_KINDS)}",
    )
    need(
        is_whole(raw["sla_working_days"], 1, 365), "sla_working_days", "harus bilangan bulat 1 sampai 365 (hari kerja)"
    )
    months = raw["validity_months"]
    need(
        months is None or is_whole(months, 1, 600),
        "validity_months",
        "harus 1 sampai 600 (bulan), atau null bila tanpa batas",
    )
    for key in ("fee", "inspection"):
        need(isinstance(raw[key], bool), key, "harus true atau false")
    need(is_texts(raw["legal_basis"]), "legal_basis", "harus berupa daftar teks yang berbeda-beda")


def _check_agencies(raw, place, faults):
    """The agencies that the type names, all of them used; the codes that were asked in `agency_from` must be among them."""
    agencies = raw["agencies"]
    if not is_texts(agencies) or not all(TYPE_CODE.match(one) for one in agencies):
        faults.append((f"{place}.agencies", "harus berupa daftar kode instansi (huruf besar) yang berbeda-beda"))
        return ()
    stages, found = read_stages(raw["parallel_stages"], f"{place}.parallel_stages", agencies)
    faults += found
    if isinstance(raw["parallel_stages"], list):
        used = {code for stage in stages for code in stage}
        faults += [
            (f"{place}.agencies", f"instansi “{code}” tidak dipakai di tahap mana pun")
            for code in agencies
            if code not in used
        ]
    return stages
