"""/statistik/ and /data/: figures for everybody, without an account and without anybody's name. docs/open-data.md."""

from datetime import timedelta

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_GET

from agencies.models import Region
from complaints.survey_figures import Period
from dashboards.models import Folding
from dashboards.public_figures import CUTS, Line, Published, published, quarters
from dashboards.tables import Column, Row, Table, full_month_words, month_words
from dashboards.views.page import moment_of
from dashboards.year_spans import month_after
from ptsp_portal.lib.audience import public
from ptsp_portal.lib.charts import columns
from ptsp_portal.lib.csv_export import csv_response
from ptsp_portal.lib.limits import Limit, client_ip
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.small_counts import FLOOR

WEST = "Asia/Jakarta"  # the last of the three zones in which a quarter ends
LICENCE = "CC BY 4.0"
SECONDS_KEPT = 3600
PER_ADDRESS = Limit("open-data-address", tries=120, window=timedelta(minutes=10))
NUMBERS = {
    "masuk": "received", "terbit": "issued", "ditolak": "rejected", "tepat_waktu_persen": "on_time",
    "median_hari_kerja": "median_days",
}  # fmt: skip
NAMES = {
    "bulan": {"bulan": "code"},
    "kantor": {"kode_kantor": "code", "kantor": "name", "kode_wilayah": "region"},
    "layanan": {"kode_layanan": "code", "layanan": "name"},
}


@public
@require_GET
def statistics(request):
    """One complete quarter, chosen by ?triwulan=: the sentence, months, offices, services."""
    periods = quarters(_today())
    period = _chosen(request, periods) or periods[0]
    figures = published(period)
    tables = [_table(cut, figures) for cut in CUTS]
    rows = [
        (month_words(month_after(period.first, n)), [line.received, line.issued])
        for n, line in enumerate(figures.months)
    ]
    context = {
        "figures": figures,
        "period": period,
        "periods": periods,
        "tables": tables,
        "chart": columns(_("Masuk dan terbit per bulan"), rows, series=[_("Masuk"), _("Terbit")], head=_("Bulan")),
        "floor": FLOOR,
        "licence": LICENCE,
        "as_of": [moment_of(_folded_at(), WEST)],
    }
    return render(request, "dashboards/public/statistics.html", context)


@public
@require_GET
@conditional_page
def open_data(request, cut, form):
    """/data/<bulan|kantor|layanan>.<csv|json>?triwulan=2026-T2; the youngest complete quarter without it, 404 for another."""
    address = client_ip(request)
    if PER_ADDRESS.is_reached(address):
        return HttpResponse(
            "Terlalu banyak permintaan dari jaringan ini. Tunggu 10 menit lalu coba lagi.\n",
            status=429,
            content_type="text/plain; charset=utf-8",
            headers={"Retry-After": "600"},
        )
    PER_ADDRESS.count(address)
    periods = quarters(_today())
    period = _chosen(request, periods) if request.GET.get("triwulan") else periods[0]
    if cut not in CUTS or period is None:
        raise Http404
    lines = published(period).lines(cut)
    fields = NAMES[cut] | NUMBERS
    if form == "csv":
        rows = [[period.key, *(getattr(line, name) for name in fields.values())] for line in lines]
        response = csv_response(f"{cut}-{period.key}.csv", ["triwulan", *fields], rows)
    else:
        response = JsonResponse(_document(cut, period, lines, fields), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = f"public, max-age={SECONDS_KEPT}"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _document(cut: str, period: Period, lines: list[Line], fields: dict) -> dict:
    return {
        "kumpulan": cut,
        "triwulan": period.key,
        "dari": period.first.isoformat(),
        "sampai": period.last.isoformat(),
        "data_per": _folded_at().isoformat(timespec="seconds"),
        "lisensi": LICENCE,
        "disembunyikan_di_bawah": FLOOR,
        "baris": [{word: getattr(line, name) for word, name in fields.items()} for line in lines],
    }


def _today():
    return Region(zone=WEST).local_date(now())


def _folded_at():
    return Folding.objects.values_list("folded_at", flat=True).get()


def _chosen(request, periods: list[Period]) -> Period | None:
    return next((each for each in periods if each.key == request.GET.get("triwulan", "")), None)


def _table(cut: str, figures: Published) -> Table:
    heads = [
        Column(_("Masuk")),
        Column(_("Terbit")),
        Column(_("Ditolak")),
        Column(_("Tepat waktu"), "whole_percent"),
        Column(_("Median"), "days"),
    ]
    titles = {
        "bulan": (_("Per bulan"), _("Bulan")),
        "kantor": (_("Menurut kantor"), _("Kantor")),
        "layanan": (_("Menurut layanan"), _("Layanan")),
    }
    title, head = titles[cut]
    if cut == "layanan":
        heads.pop()  # days are not kept by service and quarter
    rows = []
    for place, line in enumerate(figures.lines(cut)):
        values = [line.received, line.issued, line.rejected, line.on_time, line.median_days][: len(heads)]
        label = full_month_words(month_after(figures.period.first, place)) if cut == "bulan" else line.name
        rows.append(Row(label, values))
    return Table(cut, title, head, heads, rows)
