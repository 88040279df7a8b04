"""The parts of a standard besides its fields, read from JSON with the exact place of every fault: papers, stages, agencies.

    read_requirements(raw, place) -> (tuple[RequirementSpec], faults)
    read_stages(raw, place, agencies=None) -> (tuple[tuple[code]], faults)
    read_agency_from(raw, place, codes=…, fields=…) -> ({code: AgencyFrom}, faults)

Each takes what a standard's column holds and gives all faults at once, [(place, reason)]; what it read is complete only without
faults. Used by the catalogue file, the file of one standard and the check before publishing. Pure: no models, no database.
"""

import re
from dataclasses import dataclass
from uuid import UUID

from applications.schema.spec import CODE, LEVELS

FILING_KINDS = ("new", "renewal", "amendment", "duplicate", "closure")
# What a duplicate is asked for: a requirement with `when` is for that cause alone.
CAUSES = ("lost", "damaged")
# Only what names them in `for`: the permit and its papers are known.
ONLY_WHAT_NAMES_THEM = ("duplicate", "closure")
FORMATS = ("pdf", "jpg", "png", "geojson", "kml", "dwg", "zip")
TYPE_CODE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*\Z")
# An answer that names the regency can't tell which village office is meant.
FINEST = {"KELURAHAN": "kelurahan", "KECAMATAN": "kecamatan"}
REQUIREMENT_KEYS = {
    "code", "name", "mandatory", "formats", "for", "when", "help", "issued_by", "max_mb", "blank_form",
}  # fmt: skip
LONGEST_NAME, LONGEST_HELP, LONGEST_ISSUER, MOST_MB = 300, 300, 120, 10


@dataclass(frozen=True)
class RequirementSpec:
    """One paper. `max_mb`: of one file, None for what the portal takes at all; `blank_form`: the uuid of a StandardFile, or ""."""

    code: str
    name: str
    mandatory: bool
    formats: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    cause: str = ""
    help: str = ""
    issued_by: str = ""
    max_mb: int | None = None
    blank_form: str = ""

    def asked_for(self, kind: str, cause: str = "") -> bool:
        """No `for` means every kind of filing that ends in a permit."""
        is_asked = kind in self.kinds if self.kinds else kind not in ONLY_WHAT_NAMES_THEM
        return is_asked and self.cause in ("", cause)


@dataclass(frozen=True)
class AgencyFrom:
    """The agency `agency` of the region named by the answer to `field`."""

    agency: str
    field: str


def is_texts(value, *, least=0) -> bool:
    """A list of different, non-empty texts."""
    return (
        isinstance(value, list)
        and len(value) >= least
        and all(isinstance(one, str) and one.strip() for one in value)
        and len(set(value)) == len(value)
    )


def is_whole(value, low, high) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def find_twins(raw, place, faults) -> None:
    """Entries of a list that have one code."""
    seen = set()
    for number, one in enumerate(raw):
        code = one.get("code") if isinstance(one, dict) else None
        if isinstance(code, str):
            if code in seen:
                faults.append((f"{place}[{number}].code", f"kode “{code}” dipakai dua kali"))
            seen.add(code)


# --- stages -----------------------------------------------------------------------------------------------------------


def read_stages(raw, place: str = "stages", agencies: list[str] | None = None):
    """Agencies side by side in each stage, none twice. `agencies`: the only codes allowed (the catalogue names them)."""
    if not isinstance(raw, list):
        return (), [(place, "harus berupa daftar tahap")]
    faults, used = [], []
    for number, stage in enumerate(raw):
        spot = f"{place}[{number}]"
        if not is_texts(stage, least=1):
            faults.append((spot, "harus berupa daftar kode instansi, paling sedikit satu"))
            continue
        for code in stage:
            if agencies is not None and code not in agencies:
                faults.append((spot, f"instansi “{code}” tidak ada dalam agencies"))
            elif agencies is None and not (len(code) <= 20 and TYPE_CODE.match(code)):
                faults.append((spot, f"kode instansi “{code[:40]}” harus huruf besar, angka, dan tanda -"))
            if code in used:
                faults.append((spot, f"instansi “{code}” sudah ada di tahap sebelumnya"))
        used += stage
    return tuple(tuple(stage) for stage in raw if is_texts(stage, least=1)), faults


def read_agency_from(raw, place: str = "agency_from", *, codes, fields):
    """Each must point to a required, unconditional region field of the applicant, fine enough for the agency's level.

    `codes`: the agencies of the stages; `fields`: the FieldSpecs of the form.
    """
    if not isinstance(raw, dict):
        return {}, [(place, "harus berupa objek")]
    known, found, faults = {one.code: one for one in fields}, {}, []
    for code, origin in raw.items():
        spot = f"{place}.{code}"
        if code not in codes:
            faults.append((spot, f"instansi “{code}” tidak ada dalam agencies"))
        if not (isinstance(origin, dict) and set(origin) == {"agency", "field"} and _are_texts(origin.values())):
            faults.append((spot, "harus memuat tepat agency dan field"))
            continue
        one = known.get(origin["field"])
        if one is None or one.type != "region" or not one.required or not one.by_applicant:
            faults.append((f"{spot}.field", f"“{origin['field']}” bukan isian wilayah yang wajib diisi pemohon"))
        elif one.show_when:
            faults.append(
                (f"{spot}.field", f"“{origin['field']}” hanya tampil dengan syarat; instansinya bisa tidak terjawab")
            )
        elif LEVELS.index(one.level) < LEVELS.index(FINEST.get(origin["agency"], "province")):
            faults.append((f"{spot}.field", f"wilayah “{origin['field']}” tidak cukup rinci untuk {origin['agency']}"))
        found[code] = AgencyFrom(origin["agency"], origin["field"])
    return found, faults


def _are_texts(values) -> bool:
    return all(isinstance(one, str) and one.strip() for one in values)


# --- requirements -----------------------------------------------------------------------------------------------------


def read_requirements(raw, place: str = "requirements"):
    if not isinstance(raw, list):
        return (), [(place, "harus berupa daftar")]
    faults = []
    found = [_read_requirement(one, f"{place}[{number}]", faults) for number, one in enumerate(raw)]
    find_twins(raw, place, faults)
    return tuple(one for one in found if one), faults


def _read_requirement(one, spot, faults):
    if not isinstance(one, dict):
        faults.append((spot, "harus berupa objek"))
        return None
    before = len(faults)
    faults += [(f"{spot}.{key}", "kunci tidak dikenal") for key in sorted(set(one) - REQUIREMENT_KEYS)]
    if not isinstance(one.get("code"), str) or not CODE.match(one["code"]):
        faults.append((f"{spot}.code", "kode harus huruf kecil, angka, dan garis bawah"))
    if not isinstance(one.get("name"), str) or not one["name"].strip() or len(one["name"]) > LONGEST_NAME:
        faults.append((f"{spot}.name", f"harus berupa teks, paling panjang {LONGEST_NAME} huruf"))
    if not isinstance(one.get("mandatory"), bool):
        faults.append((f"{spot}.mandatory", "harus true atau false"))
    if not is_texts(one.get("formats"), least=1):
        faults.append((f"{spot}.formats", "harus berupa daftar format, paling sedikit satu"))
    else:
        faults += [
            (f"{spot}.formats", f"format “{name}” tidak dikenal") for name in one["formats"] if name not in FORMATS
        ]
    limited, cause = _check_occasions(one, spot, faults)
    _check_extras(one, spot, faults)
    if len(faults) > before:
        return None
    extras = {key: one[key] for key in ("help", "issued_by", "max_mb", "blank_form") if key in one}
    return RequirementSpec(
        one["code"], one["name"], one["mandatory"], tuple(one["formats"]), tuple(limited), cause, **extras
    )


def _check_occasions(one, spot, faults):
    """A kind of filing that this type does not know is harmless here: the requirement is then never asked."""
    limited = one.get("for", [])
    if not is_texts(limited, least=1 if "for" in one else 0) or not set(limited) <= set(FILING_KINDS):
        faults.append((f"{spot}.for", f"hanya boleh memuat {', '.join(FILING_KINDS)}"))
    cause = one.get("when", "")
    if "when" in one and (cause not in CAUSES or limited != ["duplicate"]):
        faults.append((f"{spot}.when", f"hanya {' atau '.join(CAUSES)}, dan hanya pada persyaratan salinan"))
    return limited, cause


def _check_extras(one, spot, faults):
    for key, longest in (("help", LONGEST_HELP), ("issued_by", LONGEST_ISSUER)):
        if key in one and not (isinstance(one[key], str) and len(one[key]) <= longest):
            faults.append((f"{spot}.{key}", f"harus berupa teks, paling panjang {longest} huruf"))
    if "max_mb" in one and not is_whole(one["max_mb"], 1, MOST_MB):
        faults.append((f"{spot}.max_mb", f"harus bilangan bulat 1 sampai {MOST_MB} (MB)"))
    if "blank_form" in one and not is_uuid(one["blank_form"]):
        faults.append((f"{spot}.blank_form", "harus kode berkas formulir kosong (UUID)"))


def is_uuid(text) -> bool:
    """As we write it: lower case, with its dashes."""
    try:
        return isinstance(text, str) and str(UUID(text)) == text
    except ValueError:
        return False
