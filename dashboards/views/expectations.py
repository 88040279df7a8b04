"""How often expected dates held: /pimpinan/perkiraan/."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dashboards.cubes import Cube, Measure, month_of
from dashboards.models import Cell
from dashboards.reach import reach_of
from dashboards.tables import month_words
from dashboards.views.page import as_of, path_of, zones_of
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.charts import line
from ptsp_portal.lib.csv_export import csv_response
from ptsp_portal.lib.xlsx_export import xlsx_response

MONTHS = 12
AIMS = {"half": 50, "most": 90}
BUCKETS = (Measure.ESTIMATED, Measure.HALF_HELD, Measure.MOST_HELD)
FEWEST = 20  # a share of fewer says nothing


@dataclass(frozen=True)
class Held:
    """Of `told` files that were decided and had an expected date at their receipt: how many kept each."""

    told: int = 0
    half: int = 0
    most: int = 0

    @property
    def half_percent(self) -> int | None:
        return round(100 * self.half / self.told) if self.told else None

    @property
    def most_percent(self) -> int | None:
        return round(100 * self.most / self.told) if self.told else None


@office
@require_GET
def expectations(request):
    """The last twelve months by office and by month; as CSV or XLSX with ?unduh=."""
    reach = reach_of(request.user).narrowed(request.GET.get("wilayah", "")[:13])
    if not reach.offices:
        raise Http404
    months = _months(reach.today)
    cells = Cell.objects.of_offices(Cube.OFFICE_MONTH, reach.office_ids).filter(bucket__in=BUCKETS)
    sums = cells.between(months[0], months[-1]).sums("office", "at", "bucket")
    if request.GET.get("unduh") in ("csv", "xlsx"):
        return _download(request.GET["unduh"], reach, months, sums)
    by_month = [(month, _held(sums, at=month)) for month in months]
    by_office = [(each, _held(sums, office=each.pk)) for each in reach.offices]
    total = _held(sums)
    context = {
        "as_of": as_of(zones_of(reach)),
        "narrowed": [reach.region.full_name] if reach.region else [],
        "path": path_of(request, reach.region),
        "sentence": _sentence(total),
        "total": total,
        "chart": _chart(by_month) if total.told else None,
        "by_month": [row for row in by_month if row[1].told],
        "by_office": sorted((row for row in by_office if row[1].told), key=lambda row: -row[1].told),
        "fewest": FEWEST,
    }
    return render(request, "dashboards/expect/expectations.html", context)


def _held(sums: dict, *, office: int | None = None, at: date | None = None) -> Held:
    counts = dict.fromkeys(BUCKETS, 0)
    for (where, month, bucket), n in sums.items():
        if office in (None, where) and at in (None, month):
            counts[bucket] += n
    return Held(*counts.values())


def _sentence(total: Held) -> str:
    if not total.told:
        return _("Belum ada berkas yang diputus dan yang tanggalnya diperkirakan saat terdaftar.")
    words = {"told": total.told, "half": total.half_percent, "most": total.most_percent}
    found = _(
        "Dari %(told)d berkas yang diputus, %(half)d%% selesai sampai tanggal separuh (seharusnya sekitar 50%%) dan "
        "%(most)d%% sampai tanggal sembilan dari sepuluh (seharusnya sekitar 90%%)."
    )
    return f"{found % words} {_judged(total)}"


def _judged(total: Held) -> str:
    if total.told < FEWEST:
        return _("Jumlahnya masih terlalu sedikit untuk menilai perkiraan.")
    if total.most_percent < AIMS["most"] - 5:
        return _("Perkiraan terlalu cepat: pemohon menunggu lebih lama daripada yang diberitahukan.")
    if total.half_percent > AIMS["half"] + 15:
        return _("Perkiraan terlalu hati-hati: berkas selesai lebih cepat daripada yang diberitahukan.")
    return _("Perkiraan dapat dipegang.")


def _chart(by_month: list):
    rows = [(f"{month_words(month)} {month:%y}", [held.half_percent, held.most_percent]) for month, held in by_month]
    return line(
        _("Perkiraan yang terbukti, per bulan keputusan"),
        rows,
        series=[_("Sampai tanggal separuh"), _("Sampai tanggal sembilan dari sepuluh")],
        words=lambda percent: f"{percent:.0f}%",
        aim=(_("Sasaran tanggal sembilan dari sepuluh"), AIMS["most"]),
        head=_("Bulan"),
    )


def _months(today: date) -> list[date]:
    last = month_of(today)
    numbers = range(last.year * 12 + last.month - MONTHS, last.year * 12 + last.month)
    return [date(n // 12, n % 12 + 1, 1) for n in numbers]


def _download(kind: str, reach, months: list, sums: dict):
    head = [
        _("Kantor"), _("Bulan"), _("Berkas diputus yang punya perkiraan"), _("Sampai tanggal separuh"), _("Persen"),
        _("Sampai tanggal sembilan dari sepuluh"), _("Persen"),
    ]  # fmt: skip
    rows = []
    for each in reach.offices:
        for month in months:
            held = _held(sums, office=each.pk, at=month)
            if held.told:
                shares = (held.half, held.half_percent, held.most, held.most_percent)
                rows.append([each.name, f"{month:%Y-%m}", held.told, *shares])
    answer = csv_response if kind == "csv" else xlsx_response
    return answer(f"perkiraan-{months[-1]:%Y-%m}.{kind}", head, rows)
