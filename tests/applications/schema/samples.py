"""A small form with a field of every kind, an office's regions, and good answers; shared by the tests of this folder."""

from pathlib import Path

from applications.schema.form import FormSpec, section_form, section_of
from applications.schema.kinds import Context

REGIONS = {
    "kelurahan": [
        ("Sekupang", [("21.71.03.1001", "Tanjung Riau"), ("21.71.03.1002", "Tiban Indah")]),
        ("Nongsa", [("21.71.04.1001", "Sambau")]),
    ],
    "kecamatan": [("", [("21.71.03", "Sekupang"), ("21.71.04", "Nongsa")])],
    "regency_city": [("Kepulauan Riau", [("21.71", "Kota Batam"), ("21.01", "Kabupaten Bintan")])],
}
NAMES = {"21.01.04.2001": "Gunung Kijang, Kabupaten Bintan", "21.71": "Kota Batam"}
CONTEXT = Context(lambda level: REGIONS.get(level, []), lambda code: NAMES.get(code, ""), "Kota Batam")


def one(code, type, required=True, **more):
    return {"code": code, "label_id": code.replace("_", " ").title(), "type": type, "required": required} | more


FIELDS = [
    one("nama", "text"),
    one("uraian", "textarea", False),
    one("jumlah", "integer"),
    one("luas", "decimal"),
    one("modal", "money", False),
    one("mulai", "date"),
    one("status", "choice", choices=["Milik", "Sewa"]),
    one("hiburan", "multichoice", False, choices=["Musik", "Tari"]),
    one("kota", "multichoice", False, choices_from="regency_city"),
    one("keramaian", "boolean"),
    one("nik", "nik"),
    one("npwp", "npwp", False),
    one("nib", "nib", False),
    one("kbli", "kbli", False),
    one("telepon", "phone", False),
    one("surel", "email", False),
    one("alamat_lokasi", "textarea"),
    one("wilayah", "region", level="kelurahan"),
    one("titik", "geo_point", False),
    one("batas", "geo_polygon", False),
    one("saksi", "table", columns=[one("nama", "text"), one("nik", "nik"), one("umur", "integer", False)]),
    one("daerah", "choice", False, choices=["(diisi oleh daerah)"]),
    one("nib_terbit", "nib", False, filled_by="office"),
]
SPEC = FormSpec.from_json(FIELDS)
NIK, NIK2 = "2171034607900001", "2171030607900002"
GOOD = {
    "nama": "Siti Aminah", "uraian": "Baris satu\nBaris dua", "jumlah": "12", "luas": "1.234,5", "modal": "Rp 1.500.000",
    "mulai": "2026-12-01", "status": "Sewa", "hiburan": ["Musik"], "kota": ["21.01"], "keramaian": "tidak", "nik": NIK,
    "npwp": "01.234.567.8-901.000", "nib": "9120001122334", "kbli": "86103", "telepon": "0812-3456-7890",
    "surel": "siti@contoh.id", "alamat_lokasi": "Jl. Bunga 1", "wilayah": "21.71.03.1001", "titik": "1.1283, 104.0531",
    "batas": "1.1, 104\n1.1, 104.1\n1.2, 104.1", "saksi-0-nama": "Ali", "saksi-0-nik": NIK2, "saksi-0-umur": "40",
}  # fmt: skip
CATALOGUE = Path(__file__).parents[3] / "applications" / "catalogue" / "permit_types.json"


class Post(dict):
    """A form's POST: like a QueryDict, a list where several boxes share a name."""

    def getlist(self, key):
        value = self.get(key, [])
        return value if isinstance(value, list) else [value]


def form_for(code, data=None, answers=None, spec=SPEC, context=CONTEXT):
    section = section_of(spec, code)
    return section_form(section, context)(None if data is None else Post(data), answers)


def cleaned(code, value, spec=SPEC, context=CONTEXT):
    """The value of one field, or its error messages as a list of strings."""
    form = form_for(code, {code: value} if not isinstance(value, dict) else value, spec=spec, context=context)
    form.is_valid()
    return list(form.errors[code]) if code in form.errors else form.cleaned_data[code]
