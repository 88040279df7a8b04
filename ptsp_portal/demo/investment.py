"""Investment in the demo: the published numbers of Kepri 2021 as they were quoted, and made-up ones that say so.

All told now, by the admin and the head of the province's DPMPTSP: the journal is in the order of time.
"""

import hashlib
from random import Random

from django.contrib.auth import get_user_model

from agencies.models import Agency
from dashboards.actions.investment import hand_in_file, keep_file, publish_file
from dashboards.investment_reading import COLUMNS
from dashboards.models import InvestmentFile
from ptsp_portal.lib.moment import now

OFFICE = "dpmptsp-provinsi-kepulauan-riau"
SEED = 28
QUOTED = "Presmedia.id, wawancara Gubernur Kepri tentang Si Jempol (2021): target dan realisasi sampai September"
MADE_UP = "Angka buatan untuk peragaan, bukan angka resmi"
TRILLION, BILLION = 10**12, 10**9
SEPTEMBER = {"tahun": 2021, "triwulan": "I-III", "kode_wilayah": "21", "sektor": "tidak dirinci", "sumber": QUOTED}
# Region, kind, sector, country, billions of rupiah in an ordinary quarter, projects.
TASTE = [
    ("21.71", "PMA", "14", "Singapura", 900, 60), ("21.71", "PMA", "14", "Jepang", 420, 22),
    ("21.71", "PMA", "13", "Tiongkok", 650, 18), ("21.71", "PMA", "22", "Malaysia", 150, 11),
    ("21.71", "PMDN", "22", None, 800, 90), ("21.71", "PMDN", "19", None, 310, 140),
    ("21.01", "PMA", "13", "Tiongkok", 700, 9), ("21.01", "PMDN", "20", None, 120, 34),
    ("21.02", "PMA", "15", "Singapura", 260, 7), ("21.02", "PMDN", "04", None, 140, 12),
    ("21.72", "PMDN", "19", None, 60, 28), ("21.03", "PMDN", "03", None, 18, 3), ("21.04", "PMDN", "04", None, 22, 2),
]  # fmt: skip


def tell_of_investment() -> None:
    """Once: what was published of 2021, two years of examples, and the youngest quarter waiting for the head."""
    if InvestmentFile.objects.exists():
        return
    office = Agency.objects.select_related("region").get(slug=OFFICE)
    find = get_user_model().objects.get
    admin, head = find(email="admin.kepri@demo.test"), find(email="kadis.kepri@demo.test")
    aim = {"tahun": 2021, "kode_wilayah": "21", "jenis": "total", "target_rp": 21 * TRILLION, "sumber": QUOTED}
    sums = [
        SEPTEMBER | {"jenis": "PMDN", "nilai_rp": 11 * TRILLION},
        SEPTEMBER | {"jenis": "PMA", "negara": "tidak dirinci", "nilai_rp": 13_960 * BILLION},
    ]
    today = office.region.local_date(now())
    ended = (today.month - 1) // 3  # quarters of this year that are over
    years = [(today.year - 1, 4), (today.year, ended)]
    aims = [aim] + [
        {"tahun": year, "kode_wilayah": "21", "jenis": "total", "target_rp": amount * TRILLION, "sumber": MADE_UP}
        for (year, _quarters), amount in zip(years, (20, 23), strict=True)
    ]
    random = Random(SEED)
    quarters = [(year, quarter) for year, last in years for quarter in range(1, last + 1)]
    examples = [[_example(random, *quarter, *taste) for taste in TASTE] for quarter in quarters]
    for kind, name, lines in [
        ("target", "target-kepri.csv", aims),
        ("realisasi", "kepri-2021-sampai-september.csv", sums),
        ("realisasi", "contoh-peragaan.csv", [line for quarter in examples[:-1] for line in quarter]),
    ]:
        publish_file(_kept(office, admin, kind, name, lines).uuid, by=head)
    _kept(office, admin, "realisasi", "contoh-triwulan-terakhir.csv", examples[-1])


def _kept(office, by, kind, name, lines) -> InvestmentFile:
    cells = [COLUMNS[kind], *([line.get(column) for column in COLUMNS[kind]] for line in lines)]
    sha256 = hashlib.sha256(repr(cells).encode()).hexdigest()
    return keep_file(hand_in_file(office.pk, by=by, kind=kind, name=name, sha256=sha256, cells=cells).uuid, by=by)


def _example(random, year, quarter, region, kind, sector, country, billions, projects) -> dict:
    value = round(billions * random.uniform(0.7, 1.4) * (1 + quarter / 20)) * BILLION
    return {
        "tahun": year, "triwulan": quarter, "kode_wilayah": region, "jenis": kind, "sektor": sector, "negara": country,
        "nilai_rp": value, "tki": round(value / BILLION * random.uniform(0.3, 0.8)), "tka": projects // 8 if country else 0,
        "proyek": projects, "sumber": MADE_UP,
    }  # fmt: skip
