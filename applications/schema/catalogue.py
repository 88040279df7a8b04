"""The catalogue file: read whole, checked whole, taken whole or not at all.

    read_catalogue(path) -> list[TypeEntry]      raises CatalogueError; `faults` is a list of (place, reason)
    parse_catalogue(text) -> list[TypeEntry]     the same from text
    TypeEntry.requirements_for(kind, cause)      the requirements of one kind of filing (`for` and `when` limit them)

A place is "baris 12, kolom 5" for broken JSON, else a path such as "[12].fields[3].choices" (entries count from 0, and the
reason names the entry's code). Reasons are Indonesian: whoever edits the file reads them.
"""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from applications.schema.form import FormSpec
from applications.schema.spec import CODE, LEVELS, MAX_LABEL, read_fields

FILING_KINDS = ("new", "renewal", "amendment", "duplicate", "closure")
# What a duplicate is asked for: a requirement with `when` is for that cause alone.
CAUSES = ("lost", "damaged")
# Only what names them in `for`: the permit and its papers are known.
ONLY_WHAT_NAMES_THEM = ("duplicate", "closure")
FORMATS = ("pdf", "jpg", "png", "geojson", "kml", "dwg", "zip")
TYPE_CODE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*\Z")
MAX_BYTES = 5 * 1024 * 1024
KEYS = {
    "code", "name_id", "name_en", "level", "sector", "kinds", "agencies", "agency_from", "parallel_stages", "requirements",
    "fields", "sla_working_days", "validity_months", "fee", "legal_basis", "inspection",
}  # fmt: skip
# An answer that names the regency can't tell which village office is meant.
FINEST = {"KELURAHAN": "kelurahan", "KECAMATAN": "kecamatan"}
REQUIREMENT_KEYS = {"code", "name", "mandatory", "formats", "for", "when"}


class CatalogueError(ValueError):
    """The file is refused whole; `faults` is a list of (place, reason)."""

    def __init__(self, faults):
        super().__init__("\n".join(f"{place}: {reason}" for place, reason in faults))
        self.faults = faults


@dataclass(frozen=True)
class RequirementSpec:
    code: str
    name: str
    mandatory: bool
    formats: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    cause: str = ""

    def asked_for(self, kind: str, cause: str = "") -> bool:
        """No `for` means every kind of filing that ends in a permit."""
        is_asked = kind in self.kinds if self.kinds else kind not in ONLY_WHAT_NAMES_THEM
        return is_asked and self.cause in ("", cause)


@dataclass(frozen=True)
class AgencyFrom:
    """The agency `agency` of the region named by the answer to `field`."""

    agency: str
    field: str


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
    _check_twins(raw, "", faults)
    if faults:
        raise CatalogueError(faults)
    return entries


def _check_twins(raw, place, faults):
    seen = set()
    for number, one in enumerate(raw):
        code = one.get("code") if isinstance(one, dict) else None
        if isinstance(code, str):
            if code in seen:
                faults.append((f"{place}[{number}].code", f"kode “{code}” dipakai dua kali"))
            seen.add(code)


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
    _check_stages(raw, place, faults)
    fields, field_faults = read_fields(raw["fields"], f"{place}.fields")
    faults += field_faults
    origins = _read_agency_from(raw, place, fields, faults)
    requirements = _read_requirements(raw, place, faults)
    if len(faults) > before:
        return None
    return TypeEntry(
        code=raw["code"], name_id=raw["name_id"], name_en=raw["name_en"], level=raw["level"], sector=raw["sector"],
        kinds=tuple(raw["kinds"]), agencies=tuple(raw["agencies"]), agency_from=origins,
        stages=tuple(tuple(stage) for stage in raw["parallel_stages"]), requirements=requirements, form=FormSpec(fields),
        sla_working_days=raw["sla_working_days"], validity_months=raw["validity_months"], fee=raw["fee"],
        inspection=raw["inspection"], legal_basis=tuple(raw["legal_basis"]), raw=raw,
    )  # fmt: skip


def _texts(value, *, least=0) -> bool:
    """A list of different, non-empty texts."""
    return (
        isinstance(value, list)
        and len(value) >= least
        and all(isinstance(one, str) and one.strip() for one in value)
        and len(set(value)) == len(value)
    )


def _whole(value, low, high) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


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
        _texts(kinds, least=1) and set(kinds) <= set(FILING_KINDS),
        "kinds",
        f"hanya boleh memuat {', '.join(FILING_KINDS)}",
    )
    need(_whole(raw["sla_working_days"], 1, 365), "sla_working_days", "harus bilangan bulat 1 sampai 365 (hari kerja)")
    months = raw["validity_months"]
    need(
        months is None or _whole(months, 1, 600),
        "validity_months",
        "harus 1 sampai 600 (bulan), atau null bila tanpa batas",
    )
    for key in ("fee", "inspection"):
        need(isinstance(raw[key], bool), key, "harus true atau false")
    need(_texts(raw["legal_basis"]), "legal_basis", "harus berupa daftar teks yang berbeda-beda")


def _check_stages(raw, place, faults):
    agencies, stages = raw["agencies"], raw["parallel_stages"]
    if not _texts(agencies) or not all(TYPE_CODE.match(one) for one in agencies):
        faults.append((f"{place}.agencies", "harus berupa daftar kode instansi (huruf besar) yang berbeda-beda"))
        return
    if not isinstance(stages, list):
        faults.append((f"{place}.parallel_stages", "harus berupa daftar tahap"))
        return
    used = []
    for number, stage in enumerate(stages):
        spot = f"{place}.parallel_stages[{number}]"
        if not _texts(stage, least=1):
            faults.append((spot, "harus berupa daftar kode instansi, paling sedikit satu"))
            continue
        for code in stage:
            if code not in agencies:
                faults.append((spot, f"instansi “{code}” tidak ada dalam agencies"))
            if code in used:
                faults.append((spot, f"instansi “{code}” sudah ada di tahap sebelumnya"))
        used += stage
    for code in agencies:
        if code not in used:
            faults.append((f"{place}.agencies", f"instansi “{code}” tidak dipakai di tahap mana pun"))


def _read_agency_from(raw, place, fields, faults) -> dict[str, AgencyFrom]:
    """Each must point to a required region field of the applicant that is fine enough for the agency's level."""
    origins = raw["agency_from"]
    if not isinstance(origins, dict):
        faults.append((f"{place}.agency_from", "harus berupa objek"))
        return {}
    known, found = {one.code: one for one in fields}, {}
    for code, origin in origins.items():
        spot = f"{place}.agency_from.{code}"
        if not isinstance(raw["agencies"], list) or code not in raw["agencies"]:
            faults.append((spot, f"instansi “{code}” tidak ada dalam agencies"))
        if not (isinstance(origin, dict) and set(origin) == {"agency", "field"} and _texts(list(origin.values()))):
            faults.append((spot, "harus memuat tepat agency dan field"))
            continue
        one = known.get(origin["field"])
        if one is None or one.type != "region" or not one.required or not one.by_applicant:
            faults.append((f"{spot}.field", f"“{origin['field']}” bukan isian wilayah yang wajib diisi pemohon"))
        elif LEVELS.index(one.level) < LEVELS.index(FINEST.get(origin["agency"], "province")):
            faults.append((f"{spot}.field", f"wilayah “{origin['field']}” tidak cukup rinci untuk {origin['agency']}"))
        found[code] = AgencyFrom(origin["agency"], origin["field"])
    return found


def read_requirements(raw, place: str = "requirements"):
    """(tuple[RequirementSpec], list[(place, reason)]) of a standard's own requirements; complete only without faults."""
    faults = []
    return _read_requirements({"requirements": raw}, "", faults), [
        (where.replace(".requirements", place, 1), why) for where, why in faults
    ]


def _read_requirements(raw, place, faults) -> tuple[RequirementSpec, ...]:
    if not isinstance(raw["requirements"], list):
        faults.append((f"{place}.requirements", "harus berupa daftar"))
        return ()
    found = [_read_requirement(one, f"{place}.requirements[{n}]", faults) for n, one in enumerate(raw["requirements"])]
    _check_twins(raw["requirements"], f"{place}.requirements", faults)
    return tuple(one for one in found if one)


def _read_requirement(one, spot, faults):
    if not isinstance(one, dict):
        faults.append((spot, "harus berupa objek"))
        return None
    before = len(faults)
    faults += [(f"{spot}.{key}", "kunci tidak dikenal") for key in sorted(set(one) - REQUIREMENT_KEYS)]
    if not isinstance(one.get("code"), str) or not CODE.match(one["code"]):
        faults.append((f"{spot}.code", "kode harus huruf kecil, angka, dan garis bawah"))
    if not isinstance(one.get("name"), str) or not one["name"].strip() or len(one["name"]) > 300:
        faults.append((f"{spot}.name", "harus berupa teks, paling panjang 300 huruf"))
    if not isinstance(one.get("mandatory"), bool):
        faults.append((f"{spot}.mandatory", "harus true atau false"))
    if not _texts(one.get("formats"), least=1):
        faults.append((f"{spot}.formats", "harus berupa daftar format, paling sedikit satu"))
    else:
        faults += [
            (f"{spot}.formats", f"format “{name}” tidak dikenal") for name in one["formats"] if name not in FORMATS
        ]
    # A kind of filing that this type does not know is harmless here: the requirement is then never asked.
    limited = one.get("for", [])
    if not _texts(limited, least=1 if "for" in one else 0) or not set(limited) <= set(FILING_KINDS):
        faults.append((f"{spot}.for", f"hanya boleh memuat {', '.join(FILING_KINDS)}"))
    cause = one.get("when", "")
    if "when" in one and (cause not in CAUSES or limited != ["duplicate"]):
        faults.append((f"{spot}.when", f"hanya {' atau '.join(CAUSES)}, dan hanya pada persyaratan salinan"))
    if len(faults) > before:
        return None
    return RequirementSpec(one["code"], one["name"], one["mandatory"], tuple(one["formats"]), tuple(limited), cause)
