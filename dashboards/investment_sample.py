"""The sample file: the right columns, lines to write over, and on a second sheet what each column takes."""

from django.utils.translation import gettext as _

from dashboards.investment_reading import COLUMNS
from dashboards.models import InvestmentSector

EXAMPLES = {
    "realisasi": [
        [2021, "I", "21.71", "2171", "Kota Batam", "PMA", "14", "Singapura", 1435000000000, 100000000, 14350, 820, 14, 12,
         "NSWI (contoh, timpa baris ini)"],
        [2021, "I", "21.01", "2102", "Kabupaten Bintan", "PMDN", "20", None, 250000000000, None, None, 310, None, 9,
         "NSWI (contoh, timpa baris ini)"],
    ],
    "target": [[2021, "21", "21", "Provinsi Kepulauan Riau", "total", 21000000000000, "RPJMD (contoh, timpa baris ini)"]],
}  # fmt: skip


def sample_rows(kind: str) -> tuple[list[str], list[list], list[list]]:
    """(columns, example lines, explanations)."""
    notes = [[_("Kolom"), _("Isi")], *([name, words] for name, words in _explained() if name in COLUMNS[kind])]
    if kind == "realisasi":
        notes += [[], [_("Kode sektor"), _("Sektor")]]
        notes += [[each.code, each.words] for each in InvestmentSector.objects.all()]
    return COLUMNS[kind], EXAMPLES[kind], notes


def _explained():
    return [
        ("tahun", "2021"),
        (
            "triwulan",
            _("1 sampai 4 atau I sampai IV; I-III untuk jumlah Januari–September yang diterbitkan tanpa rincian"),
        ),
        ("kode_wilayah", _("kode Kemendagri dengan titik, misalnya 21.01 (Bintan)")),
        ("kode_bps", _("kode BPS, misalnya 2102 (Bintan); salah satu kode cukup")),
        ("wilayah", _("nama; bila ada kode, nama harus cocok dengannya")),
        ("jenis", _("PMA atau PMDN; untuk target juga: total")),
        ("sektor", _("kode 01–23, namanya, atau “tidak dirinci”")),
        ("negara", _("wajib untuk PMA: nama, kode ISO, atau “tidak dirinci”; kosong untuk PMDN")),
        ("nilai_rp", _("rupiah penuh, bukan juta: 13.960.000.000.000 atau 13960000000000")),
        ("nilai_usd", _("boleh kosong; rupiah yang kosong dihitung dari US$ dan kurs")),
        ("kurs", _("rupiah untuk satu US$")),
        ("tki", _("tenaga kerja Indonesia, orang")),
        ("tka", _("tenaga kerja asing, orang")),
        ("proyek", _("jumlah proyek (LKPM), bukan nama perusahaan")),
        ("target_rp", _("rupiah penuh, bukan juta")),
        ("sumber", _("dari mana angka ini, misalnya: NSWI, diunduh 15 Oktober 2021")),
    ]
