"""A service standard as one YAML file: written, read, and refused whole with the place of every fault. No database.

    to_yaml(terms, meta) -> str
    read_standard(content) -> (meta, terms)      raises StandardFileError; `faults` is a list of (place, reason)

The keys are the names of the terms; a file that was written, read and written again is the same byte for byte. A term that a
file leaves out has its usual value. `service` says which service it is; office, version and dates in it are only told.
A place is "baris 12, fields[3].choices" (counted from 0), or "baris 12" alone.
"""

from datetime import date

from applications.letters.placeholders import LETTERS
from applications.schema.catalogue import TYPE_CODE
from applications.schema.spec import LEVELS
from applications.schema.yaml_text import MAX_FAULTS, TextFault, decoded, line_of, read_tree, write_block
from applications.standards.shape import COMPONENT_KEYS, faults_of, loose_ends

FORMAT = 1
HEAD = "# Standar pelayanan perizinan. Baris yang diawali # hanya keterangan."
GROUPS = (
    ("Waktu, masa berlaku, dan jenis permohonan",
     "kinds time_limit_days validity_months lapse_after_days pauses_allowed deemed_approval"),
    ("Isian formulir", "fields"),
    ("Persyaratan dokumen", "requirements"),
    ("Rekomendasi dinas: daftar tahap, tiap tahap daftar kode instansi",
     "stages agency_from advisory agency_terms has_inspection deemed_recommendation extension_days agency_head_approves "
     "relies_on checklist"),
    ("Biaya dan tarif (rupiah utuh)", "has_fee levy"),
    ("Nomor izin, pemaraf, dan penanda tangan", "endorsing_roles signing_role classification number_pattern"),
    ("Dasar hukum, dan yang dicabut sejak suatu tanggal", "legal_basis retirements"),
    ("Komponen standar pelayanan", "components"),
    ("Naskah surat", "letters"),
)  # fmt: skip
# What a term is when a file does not name it; as the columns say it. None: it must be named.
USUAL = {
    "kinds": None, "time_limit_days": None, "validity_months": None, "lapse_after_days": 60, "pauses_allowed": 1,
    "deemed_approval": False, "fields": [], "requirements": [], "stages": [], "agency_from": {}, "advisory": [],
    "agency_terms": {}, "has_inspection": False, "deemed_recommendation": False, "extension_days": 2,
    "agency_head_approves": [], "relies_on": {}, "checklist": [], "has_fee": False, "levy": {}, "endorsing_roles": [],
    "signing_role": "head", "classification": "500.16.7",
    "number_pattern": "{klasifikasi}/{urut:04}/{kode_izin}/{kode_kantor}/{bulan_romawi}/{tahun}",
    "legal_basis": [], "retirements": {}, "components": {}, "letters": {},
}  # fmt: skip
NEEDED = ("kinds", "time_limit_days", "validity_months")
META = (
    "code",
    "name",
    "name_en",
    "level",
    "sector",
    "office",
    "version",
    "effective_from",
    "decree_number",
    "decree_on",
)
NEEDED_META = ("code", "name", "level", "sector")
KEY_ORDER = (
    "code", "name", "label_id", "label_en", "label", "type", "required", "mandatory", "filled_by", "help_id", "help_en", "help",
    "issued_by", "formats", "max_mb", "blank_form", "for", "when", "level", "choices_from", "choices", "min", "max",
    "max_length", "max_rows", "show_when", "columns", "agency", "field", "value", "days", "inspects", "deemed", "on", "why",
)  # fmt: skip
LEVY_ORDER = (
    "kind", "code", "label", "unit", "amount", "row_field", "quantity_field", "rows", "days", "legal_basis", "how_to_pay",
)  # fmt: skip
ORDERS = {"components": COMPONENT_KEYS, "letters": LETTERS, "levy": LEVY_ORDER}


class StandardFileError(ValueError):
    """The file is refused whole; `faults` is a list of (place, reason)."""

    def __init__(self, faults):
        super().__init__("\n".join(f"{place}: {reason}" for place, reason in faults))
        self.faults = faults


def to_yaml(terms: dict, meta: dict) -> str:
    """`meta`: the keys of META; what is empty there is left out. Dates are "YYYY-MM-DD"."""
    service = {key: meta[key] for key in META if meta.get(key) not in (None, "")}
    lines = [HEAD, f"format: {FORMAT}", *write_block({"service": service}, META)]
    for title, names in GROUPS:
        lines += ["", f"# {title}"]
        for name in names.split():
            lines += write_block({name: terms[name]}, ORDERS.get(name, KEY_ORDER))
    return "\n".join(lines) + "\n"


def read_standard(content: bytes | str) -> tuple[dict, dict]:
    """The service and all its terms. Raises StandardFileError with every fault that could be told, at most 60."""
    try:
        raw, lines, twice = read_tree(decoded(content))
    except TextFault as fault:
        raise StandardFileError([(_place(fault.line, fault.path), fault.reason)]) from fault
    faults = [(_place(line, path), reason) for line, path, reason in twice]
    if not isinstance(raw, dict):
        raise StandardFileError([("baris 1", "harus berupa objek dengan kunci format, service, dan isi standar")])
    meta, terms = raw.get("service"), {name: raw.get(name, usual) for name, usual in USUAL.items()}
    found = _faults_of_head(raw) + _faults_of_service(meta) + faults_of(terms)
    found = found or loose_ends(terms)
    faults += [(_place(line_of(path, lines), path), reason) for path, reason in found]
    if faults:
        raise StandardFileError(faults[:MAX_FAULTS])
    return {key: meta.get(key, "") for key in META}, terms


def _place(line: int, path: str) -> str:
    path = path if len(path) <= 100 else f"{path[:99]}…"
    return ", ".join(part for part in (f"baris {line}" if line else "", path) if part) or "berkas"


def _faults_of_head(raw) -> list:
    found = [(key, "kunci tidak dikenal") for key in raw if key not in USUAL and key not in ("format", "service")]
    found += [(name, "tidak ada") for name in NEEDED if name not in raw]
    if raw.get("format") != FORMAT or isinstance(raw.get("format"), bool):
        found.append(("format", f"harus {FORMAT}"))
    return found


def _faults_of_service(meta) -> list:
    if not isinstance(meta, dict):
        return [("service", f"harus memuat {', '.join(NEEDED_META)}")]
    found = [(f"service.{key}", "kunci tidak dikenal") for key in meta if key not in META]
    code = meta.get("code")
    if not isinstance(code, str) or len(code) > 40 or not TYPE_CODE.match(code):
        found.append(("service.code", "kode harus huruf besar, angka, dan tanda -, paling panjang 40 huruf"))
    for key, longest in (("name", 160), ("name_en", 160), ("sector", 80), ("office", 80), ("decree_number", 80)):
        text = meta.get(key, "" if key not in NEEDED_META else None)
        if not isinstance(text, str) or len(text) > longest or (key in NEEDED_META and not text.strip()):
            found.append((f"service.{key}", f"harus berupa teks, paling panjang {longest} huruf"))
    if meta.get("level") not in LEVELS:
        found.append(("service.level", f"harus salah satu dari {', '.join(LEVELS)}"))
    version = meta.get("version", 1)
    if not isinstance(version, int) or isinstance(version, bool) or not 1 <= version <= 9999:
        found.append(("service.version", "harus bilangan bulat di atas 0"))
    found += [
        (f"service.{key}", "harus berupa tanggal TTTT-BB-HH")
        for key in ("effective_from", "decree_on")
        if key in meta and not _is_day(meta[key])
    ]
    return found


def _is_day(value) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
