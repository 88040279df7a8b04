"""/pimpinan/wilayah/ and /pimpinan/layanan/: side by side, sorted by what one wants to see."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from complaints.survey_figures import period_named, periods_to_choose
from dashboards.behind_links import files_link
from dashboards.comparison import Regions, services_of
from dashboards.measured import growth
from dashboards.tables import Column, Row, Table, exported, sort_links
from dashboards.views.page import moment_of, page_context, path_of, reach_or_404
from dashboards.year_spans import EARLIER_YEARS_OFFERED, FIRST_YEAR, Span, earlier_year
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.charts import bars

DRAWN = 12  # bars; the table has all
MOST_RECEIVED = "masuk"


@office
@require_GET
def regions(request):
    """?wilayah= opens a region, ?periode= a year, quarter or month, ?banding= the earlier year, ?urut= the column."""
    reach = reach_or_404(request)
    today = reach.today
    period = period_named(request.GET.get("periode", ""), today)
    span = Span(period.first, min(period.last, today))
    year = earlier_year(request.GET.get("banding", ""), period.first.year)
    compared = Regions(reach, span, year, today)
    context = page_context(request, reach)
    table = _regions_table(compared, year, span)
    table.sort(request.GET.get("urut") or MOST_RECEIVED)
    if file := exported(request, [table], context["folded_at"]):
        return file
    context |= {
        "table": table,
        "chart": _chart(_("Berkas masuk menurut wilayah"), table),
        "period": period,
        "periods": periods_to_choose(period, today),
        "years": _earlier_years(period.first.year),
        "year": year,
        "sorts": sort_links(table, request.GET.get("urut") or MOST_RECEIVED),
        "path": path_of(request, compared.above),
        "clocks": _clocks(compared, context["folded_at"]),
        "growth_span": compared.complete,
    }
    return render(request, "dashboards/comparing/regions.html", context)


@office
@require_GET
def services(request):
    """?tahun=, ?banding=, ?urut=; for ?wilayah= the offices in that region."""
    reach = reach_or_404(request)
    this_year = reach.today.year
    year = _year(request.GET.get("tahun", ""), this_year)
    earlier = earlier_year(request.GET.get("banding", ""), year)
    context = page_context(request, reach)
    table = _services_table(reach, services_of(reach, year, earlier), year, earlier, is_over=year < this_year)
    table.sort(request.GET.get("urut") or MOST_RECEIVED)
    if file := exported(request, [table], context["folded_at"]):
        return file
    context |= {
        "table": table,
        "chart": _chart(_("Layanan yang paling banyak diminta"), table),
        "year": year,
        "shown_years": range(this_year, this_year - EARLIER_YEARS_OFFERED, -1),
        "years": _earlier_years(year),
        "earlier": earlier,
        "is_over": year < this_year,
        "sorts": sort_links(table, request.GET.get("urut") or MOST_RECEIVED),
        "path": path_of(request, reach.region),
    }
    return render(request, "dashboards/comparing/services.html", context)


def _regions_table(compared: Regions, year: int, span: Span) -> Table:
    heads = [
        Column(_("Masuk"), key="masuk"),
        Column(_("Terbit"), key="terbit"),
        Column(_("Ditolak"), key="ditolak"),
        Column(_("Tepat waktu"), "percent", key="tepat"),
        Column(_("Median"), "days", key="median"),
        Column(_("Tumbuh dari %(year)s") % {"year": year}, "growth", key="tumbuh"),
    ]
    rows, rest, whole = compared.read()
    table = Table("wilayah", _("Perbandingan wilayah"), _("Wilayah"), heads, [])
    for each in rows:
        table.rows.append(_row(each, each.thing.full_name, span, {"place": each.thing.pk}))
        table.rows[-1].url, table.rows[-1].key = f"?wilayah={each.thing.pk}", each.thing.pk
    if rest and (rest.counts.received or rest.counts.decided):
        line = _row(rest, _("Tanpa rincian di bawahnya"), span, {})
        line.links, line.is_total = {}, True
        table.rows.append(line)
    if whole:
        line = _row(whole, whole.thing.full_name, span, {"place": whole.thing.pk})
        line.is_total = True
        table.rows.append(line)
    return table


def _row(each, label: str, span: Span, of: dict) -> Row:
    counts, days = each.counts, {"first": span.first, "last": span.last}
    values = [counts.received, counts.issued, counts.rejected, counts.on_time_share, counts.median_days]
    links = {place: files_link(key, **of, **days) for place, key in enumerate(("masuk", "terbit", "ditolak", "tepat"))}
    return Row(label, [*values, growth(each.lately, each.before)], links=links)


def _services_table(reach, compared, year: int, earlier: int, *, is_over: bool) -> Table:
    heads = [
        Column(_("Masuk"), key="masuk"),
        Column(_("Terbit"), key="terbit"),
        Column(_("Ditolak"), key="ditolak"),
        Column(_("Tepat waktu"), "percent", key="tepat"),
        Column(_("Masuk %(year)s, setahun penuh") % {"year": earlier}, key="dulu"),
    ]
    if is_over:
        heads.append(Column(_("Tumbuh"), "growth", key="tumbuh"))
    region = reach.regions[0] if len(reach.regions) == 1 else ""
    rows = []
    for each in compared:
        counts, of = (
            each.counts,
            {"region": region, "service": each.thing.code, "first": f"{year}-01-01", "last": f"{year}-12-31"},
        )
        values = [counts.received, counts.issued, counts.rejected, counts.on_time_share, each.before]
        if is_over:
            values.append(growth(counts.received, each.before))
        keys = enumerate(("masuk", "terbit", "ditolak", "tepat"))
        rows.append(Row(each.thing.title, values, links={place: files_link(key, **of) for place, key in keys}))
    return Table("layanan", _("Menurut layanan"), _("Layanan"), heads, rows)


def _chart(title: str, table: Table):
    rows = [row for row in table.rows if not row.is_total and row.values[0]][:DRAWN]
    return bars(title, [(row.label, row.values[0]) for row in rows], head=table.head)


def _clocks(compared: Regions, folded_at) -> list[tuple[str, str]]:
    """(region, as of when) where several are side by side, each in its own zone."""
    if compared.above is not None:
        return []
    return [(each.full_name, moment_of(folded_at, each.zone)) for each in compared.regions]


def _earlier_years(year: int) -> range:
    return range(year - 1, max(FIRST_YEAR, year - 1 - EARLIER_YEARS_OFFERED), -1)


def _year(text: str, this_year: int) -> int:
    is_year = text.isascii() and text.isdigit() and len(text) == 4 and FIRST_YEAR <= int(text) <= this_year
    return int(text) if is_year else this_year
