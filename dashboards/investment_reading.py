"""From the cells of an uploaded table to values, one line at a time: which columns there are, and what is wrong in which.

`read_lines(rows, kind, places, today)` judges what a line says by itself; `investment_judging.py` compares it with the others
and with what is kept. The columns are described in docs/investment.md.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from dashboards.investment_places import Places
from dashboards.investment_words import ROMAN, country_codes, folded
from dashboards.models import InvestmentRealisation, InvestmentSector, InvestmentTarget
from ptsp_portal.lib.typed_numbers import Unclear, read_number
from ptsp_portal.lib.upload_kinds import UploadRefused

PLACE_COLUMNS = ["kode_wilayah", "kode_bps", "wilayah"]
REALISATION_COLUMNS = [
    "tahun", "triwulan", *PLACE_COLUMNS, "jenis", "sektor", "negara", "nilai_rp", "nilai_usd", "kurs", "tki", "tka",
    "proyek", "sumber",
]  # fmt: skip
TARGET_COLUMNS = ["tahun", *PLACE_COLUMNS, "jenis", "target_rp", "sumber"]
COLUMNS = {"realisasi": REALISATION_COLUMNS, "target": TARGET_COLUMNS}
NEEDED = {
    "realisasi": ["tahun", "triwulan", "jenis", "sektor", "sumber"],
    "target": ["tahun", "jenis", "target_rp", "sumber"],
}
OTHER_HEADS = {
    "kode_kemendagri": "kode_wilayah", "year": "tahun", "quarter": "triwulan", "region": "wilayah", "kind": "jenis",
    "sector": "sektor", "country": "negara", "nilai_rupiah": "nilai_rp", "nilai": "nilai_rp", "rate": "kurs", "target": "target_rp",
    "jumlah_proyek": "proyek", "projects": "proyek", "source": "sumber", "kabupaten_kota": "wilayah",
}  # fmt: skip
FIRST_YEAR, YEARS_AHEAD = 2000, 6
SEVERAL = re.compile(r"(?:s\.?/?d\.?\s*)(iv|i{1,3}|[1-4])|(iv|i{1,3}|[1-4])\s*(?:-|–|s\.?/?d\.?)\s*(iv|i{1,3}|[1-4])")
# Below this a sum in rupiah is more likely typed in millions.
SMALL_SUM = 1_000_000


@dataclass
class Line:
    """One line: its values, what is wrong (column, reason), and what else is to be known before it is kept."""

    row: int
    problems: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    values: dict = field(default_factory=dict)
    is_known: bool = False  # stands already with the same values; passed over
    replaces: object = None  # the row it takes the place of
    place: str = ""  # for people

    def wrong(self, column, reason):
        self.problems.append((column, str(reason)))

    @property
    def is_new(self) -> bool:
        return not self.problems and not self.is_known


def read_lines(rows: list[list], kind: str, places: Places, today) -> list[Line]:
    """Every line that is not empty. Raises UploadRefused when the columns are not there."""
    heads = [_head(cell) for cell in rows[0]]
    if twice := sorted({each for each in heads if each and heads.count(each) > 1}):
        raise UploadRefused(_("Kolom ini ada dua kali: %(names)s.") % {"names": ", ".join(twice)})
    missing = [each for each in NEEDED[kind] if each not in heads]
    if not set(PLACE_COLUMNS) & set(heads):
        missing.append(_("kode_wilayah (atau kode_bps, atau wilayah)"))
    if kind == "realisasi" and not {"nilai_rp", "nilai_usd"} & set(heads):
        missing.append("nilai_rp")
    if missing:
        raise UploadRefused(_("Kolom yang wajib tidak ada: %(names)s.") % {"names": ", ".join(missing)})
    if unknown := [each for each in heads if each and each not in COLUMNS[kind]]:
        raise UploadRefused(
            _("Kolom ini tidak dikenal: %(names)s. Hapus, atau pakai nama kolom berkas contoh.")
            % {"names": ", ".join(unknown)[:200]}
        )
    read = _realisation if kind == "realisasi" else _target
    sectors = {} if kind == "target" else sector_codes()
    lines = []
    for number, cells in enumerate(rows[1:], start=2):
        if any(cell not in (None, "") for cell in cells):
            line, cell_of = Line(number), dict(zip(heads, cells, strict=False))
            _common(line, cell_of, places, today)
            read(line, cell_of, sectors, today)
            lines.append(line)
    if not lines:
        raise UploadRefused(_("Berkas ini hanya berisi judul kolom."))
    return lines


def sector_codes() -> dict[str, str]:
    """{folded code or name, in either language: code}."""
    found = {"tidak dirinci": "00"}
    for each in InvestmentSector.objects.all():
        found |= {folded(each.code): each.code, folded(each.name): each.code, folded(each.name_en): each.code}
        found[folded(each.code.lstrip("0") or "0")] = each.code
    return found


def _head(cell) -> str:
    name = folded(str(cell or "")).replace(" ", "_")
    name = OTHER_HEADS.get(name, name)
    return name


def _text(cell) -> str:
    return "" if cell is None else str(cell).strip()


def _common(line, cell_of, places, today):
    year = _number(line, cell_of, "tahun", whole=True, needed=True)
    if year is not None and not FIRST_YEAR <= year <= today.year + YEARS_AHEAD:
        line.wrong("tahun", _("tahun %(year)s di luar jangkauan") % {"year": year})
    found, problem = places.find(*(cell_of.get(name) for name in PLACE_COLUMNS))
    if problem:
        line.wrong(*problem)
    line.place = found.full_name if found else _text(cell_of.get("wilayah") or cell_of.get("kode_wilayah"))
    source = _text(cell_of.get("sumber"))
    if not 3 <= len(source) <= 200:
        line.wrong("sumber", _("tulis dari mana angka ini (3 sampai 200 huruf)"))
    line.values |= {"year": int(year) if year else None, "region_id": found.code if found else None, "source": source}


def _target(line, cell_of, _sectors, _today):
    line.values["kind"] = _kind(line, cell_of, InvestmentTarget.Kind.values)
    amount = _number(line, cell_of, "target_rp", needed=True)
    _warn_of_small(line, amount)
    line.values["amount_idr"] = amount


def _realisation(line, cell_of, sectors, today):
    first, last = _quarters(line, cell_of.get("triwulan"))
    year = line.values["year"]
    if year and first and (year, first) > (today.year, (today.month + 2) // 3):
        line.wrong("triwulan", _("triwulan itu belum dimulai"))
    elif year and last and (year, last) >= (today.year, (today.month + 2) // 3):
        line.notes.append(_("Triwulan itu belum berakhir."))
    kind = _kind(line, cell_of, InvestmentRealisation.Kind.values)
    sector = sectors.get(folded(_text(cell_of.get("sektor"))))
    if sector is None:
        line.wrong("sektor", _("sektor tidak dikenal; tulis kode 01–23, namanya, atau “tidak dirinci”"))
    line.values |= {
        "first_quarter": first, "last_quarter": last, "kind": kind, "sector_id": sector, "country": _country(line, cell_of, kind),
        "workers_local": _number(line, cell_of, "tki", whole=True), "workers_foreign": _number(line, cell_of, "tka", whole=True),
        "projects": _number(line, cell_of, "proyek", whole=True),
    }  # fmt: skip
    _money(line, cell_of)


def _money(line, cell_of):
    rupiah, dollars, rate = (_number(line, cell_of, name) for name in ("nilai_rp", "nilai_usd", "kurs"))
    if rupiah is None and dollars is not None and rate:
        rupiah = round(dollars * rate, 2)
        line.notes.append(_("Rupiah dihitung dari US$ dan kurs."))
    elif rupiah is None and not any(column in ("nilai_rp", "nilai_usd", "kurs") for column, _why in line.problems):
        line.wrong("nilai_rp", _("isi rupiah, atau US$ beserta kurs"))
    elif rupiah and dollars and rate and abs(dollars * rate - rupiah) > rupiah / 100:
        line.wrong("kurs", _("US$ dikali kurs tidak sama dengan rupiahnya (selisih lebih dari 1%)"))
    _warn_of_small(line, rupiah)
    line.values |= {"value_idr": rupiah, "value_usd": dollars, "rate": rate}


def _warn_of_small(line, rupiah):
    if rupiah and rupiah < SMALL_SUM:
        line.notes.append(_("Kurang dari sejuta rupiah: apakah angkanya dalam juta?"))


def _number(line, cell_of, column, *, whole=False, needed=False):
    try:
        value = read_number(cell_of.get(column), whole=whole)
    except Unclear as problem:
        line.wrong(column, problem)
        return None
    if value is None:
        if needed:
            line.wrong(column, _("kosong"))
        return None
    if whole:
        if value > 2_000_000_000:
            line.wrong(column, _("terlalu besar"))
            return None
        return int(value)
    if value != round(value, 2):
        line.notes.append(_("%(column)s dibulatkan menjadi dua desimal.") % {"column": column})
    return round(value, 2)


def _kind(line, cell_of, allowed):
    kind = folded(_text(cell_of.get("jenis")))
    if kind not in allowed:
        line.wrong("jenis", _("pilih salah satu: %(names)s") % {"names": ", ".join(each.upper() for each in allowed)})
        return None
    return kind


def _country(line, cell_of, kind) -> str:
    name = _text(cell_of.get("negara"))
    if kind == "pmdn":
        if name and country_codes().get(folded(name)) != "ID":
            line.wrong("negara", _("PMDN tidak mempunyai negara asal; kosongkan"))
        return ""
    code = country_codes().get(folded(name), "") if name else ""
    if kind == "pma" and not name:
        line.wrong("negara", _("negara asal wajib untuk PMA; tulis “tidak dirinci” bila sumbernya tidak menyebut"))
    elif kind == "pma" and not code:
        line.wrong("negara", _("negara tidak dikenal: “%(name)s”") % {"name": name[:60]})
    elif code == "ID":
        line.wrong("negara", _("PMA berasal dari luar negeri"))
    return code


def _quarters(line, cell) -> tuple[int | None, int | None]:
    text = re.sub(r"^(triwulan|tw|kuartal|quarter|q)\.?\s*", "", _text(cell).casefold())
    if re.match(r"\d{4}-\d\d-\d\d", text):
        line.wrong("triwulan", _("terbaca sebagai tanggal oleh Excel; tulis misalnya I-III"))
    elif text in ("1", "2", "3", "4", "i", "ii", "iii", "iv"):
        return (_quarter(text),) * 2
    elif found := SEVERAL.fullmatch(text):
        first, last = _quarter(found[2] or "1"), _quarter(found[1] or found[3])
        if first <= last:
            return first, last
        line.wrong("triwulan", _("urutannya terbalik"))
    else:
        line.wrong("triwulan", _("tulis 1 sampai 4, I sampai IV, atau I-III untuk jumlah beberapa triwulan"))
    return None, None


def _quarter(text: str) -> int:
    return int(text) if text.isdigit() else ROMAN.index(text.upper()) + 1
