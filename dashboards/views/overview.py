"""/pimpinan/: what a governor, a mayor, a head wants to know within a minute."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from agencies.models import Agency
from dashboards.behind_links import files_link
from dashboards.cubes import Measure, RequestMeasure, month_of
from dashboards.investment_pages import line_of
from dashboards.measured import growth
from dashboards.overview import DEEMED_COUNTED, DEEMED_LISTED, Overview
from dashboards.own_agency import OwnAgency
from dashboards.tables import Column, Row, Table, exported, full_month_words, growth_words, month_words, number_words
from dashboards.views.page import page_context, path_of, reach_or_404
from dashboards.voices import complaints_of, satisfaction_of
from dashboards.year_spans import EARLIER_YEARS_OFFERED, earlier_year
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.charts import columns

# Of files: the key of the list behind the number, its words, its measure.
LINES = (
    ("masuk", gettext_lazy("Masuk"), Measure.RECEIVED),
    ("terbit", gettext_lazy("Terbit"), Measure.ISSUED),
    ("ditolak", gettext_lazy("Ditolak"), Measure.REJECTED),
    ("gugur", gettext_lazy("Ditarik atau gugur"), Measure.ENDED),
    ("tepat", gettext_lazy("Tepat waktu"), Measure.ON_TIME),
    ("terlambat", gettext_lazy("Terlambat"), Measure.LATE),
)


@office
@require_GET
def overview(request):
    """?wilayah= opens one region of the reach, ?banding= the earlier year; ?tabel= and ?bentuk= give a table as a file."""
    reach = reach_or_404(request, offices_only=False)
    if not reach.regions:
        return _own_agency(request, reach)
    page = Overview(reach, earlier_year(request.GET.get("banding", ""), reach.today.year))
    context = page_context(request, reach)
    tables = {each.key: each for each in _tables(page, _region(reach))}
    if file := exported(request, list(tables.values()), context["folded_at"]):
        return file
    months = page.received_by_month()
    years = [str(page.today.year), str(page.year)]
    chart = columns(
        _("Berkas masuk per bulan"),
        [(month_words(month), [now, before]) for month, now, before in months],
        series=years, head=_("Bulan"),
    )  # fmt: skip
    this_year, grown = page.today.year, growth(page.of_year.received, page.of_earlier.received)
    context |= {
        "page": page,
        "tables": tables,
        "chart": chart,
        "growth": grown and _("%(growth)s dari %(year)s") % {"growth": growth_words(grown), "year": page.year},
        "years": range(this_year - 1, this_year - 1 - EARLIER_YEARS_OFFERED, -1),
        "worst": [(each, _held_link(each)) for each in page.worst],
        "deemed": page.deemed[:DEEMED_LISTED],
        "deemed_count": min(len(page.deemed), DEEMED_COUNTED),
        "deemed_is_more": len(page.deemed) > DEEMED_COUNTED,
        "complaints": complaints_of(reach, page.to_date, context["zone"]),
        "satisfaction": satisfaction_of(reach, page.to_date),
        "links": _links(page, _region(reach)),
        "path": path_of(request, reach.region),
        "investment": line_of(reach.region),
    }
    return render(request, "dashboards/overview/page.html", context)


def _region(reach) -> str:
    return reach.regions[0] if len(reach.regions) == 1 else ""


def _links(page: Overview, region: str) -> dict[str, str]:
    month = {"first": page.month.first, "last": page.month.last}
    return {
        "open": files_link("terbuka", region=region),
        "overdue": files_link("lewat", region=region),
        "received": files_link("masuk", region=region, **month),
        "on_time": files_link("tepat", region=region, first=page.to_date.first, last=page.to_date.last),
    }


def _tables(page: Overview, region: str) -> list[Table]:
    return [_numbers(page, region), _against(page, region), _months(page), _held(page), _expiring(page)]


def _numbers(page: Overview, region: str) -> Table:
    """Received, issued, … today, this month, this year."""
    spans = ((page.of_today, page.today, page.today), (page.of_month, page.month.first, page.month.last),
             (page.of_year, page.to_date.first, page.to_date.last))  # fmt: skip
    rows = []
    for key, words, measure in LINES:
        links = {
            place: files_link(key, region=region, first=first, last=last)
            for place, (counts, first, last) in enumerate(spans)
            if counts.of(measure)
        }
        rows.append(Row(str(words), [counts.of(measure) for counts, _first, _last in spans], links=links))
    heads = [Column(_("Hari ini")), Column(_("Bulan ini")), Column(_("Tahun ini"))]
    return Table("angka", _("Hari ini, bulan ini, tahun ini"), _("Berkas"), heads, rows)


def _against(page: Overview, region: str) -> Table:
    """This year so far and the same part of the earlier year."""
    now, before, span = page.of_year, page.of_earlier, page.earlier
    rows = [
        Row(
            str(words),
            [now.of(measure), before.of(measure), growth(now.of(measure), before.of(measure))],
            links={1: files_link(key, region=region, first=span.first, last=span.last)} if before.of(measure) else {},
        )
        for key, words, measure in LINES
    ]
    heads = [Column(str(page.today.year)), Column(str(page.year)), Column(_("Tumbuh"), "growth")]
    return Table("banding", _("Dibanding tahun %(year)s") % {"year": page.year}, _("Berkas"), heads, rows)


def _months(page: Overview) -> Table:
    rows = [Row(full_month_words(month), [now, before]) for month, now, before in page.received_by_month()]
    heads = [Column(str(page.today.year)), Column(str(page.year))]
    return Table("bulan", _("Berkas masuk per bulan"), _("Bulan"), heads, rows)


def _held(page: Overview) -> Table:
    heads = [Column(_("Lewat batas")), Column(_("Terlama lewat"), "days"), Column(_("Telepon"), "text")]
    rows = [
        Row(
            each.agency.name,
            [each.overdue, each.days_over, each.agency.phone or None],
            links={0: _held_link(each)},
        )
        for each in page.worst
    ]
    return Table("tertahan", _("Tertahan di mana"), _("Instansi"), heads, rows)


def _held_link(held) -> str:
    agency = held.agency
    if agency.kind in Agency.ISSUING:
        return files_link("lewat", office=agency.slug)
    return files_link("permintaan-lewat", agency=agency.slug)


def _expiring(page: Overview) -> Table:
    rows = [Row(full_month_words(month), [n]) for month, n in page.expiring]
    return Table("berakhir", _("Izin yang berakhir"), _("Bulan"), [Column(_("Izin"))], rows)


def _own_agency(request, reach):
    """Of whoever heads an agency that is asked."""
    page, context = OwnAgency(reach), page_context(request, reach)
    month, year = page.of_month, page.of_year
    days = [{"first": first, "last": page.today} for first in (month_of(page.today), page.to_date.first)]
    slug = reach.agencies[0].slug if len(reach.agencies) == 1 else ""
    lines = (
        ("permintaan-masuk", _("Diminta"), lambda counts: counts[RequestMeasure.ASKED]),
        ("permintaan-dijawab", _("Dijawab"), page.answered),
        ("permintaan-terlambat", _("Terlambat"), lambda counts: counts[RequestMeasure.LATE]),
        ("", _("Dianggap tidak keberatan"), lambda counts: counts[RequestMeasure.DEEMED]),
        ("permintaan-jeda", _("Menunggu pemohon"), lambda counts: counts[RequestMeasure.PAUSED]),
    )
    rows = [
        Row(
            words,
            [of(month), of(year)],
            links={n: files_link(key, agency=slug, **each) for n, each in enumerate(days) if key},
        )
        for key, words, of in lines
    ]
    heads = [Column(_("Bulan ini")), Column(_("Tahun ini"))]
    table = Table("rekomendasi", _("Rekomendasi yang diminta"), _("Permintaan"), heads, rows)
    if file := exported(request, [table], context["folded_at"]):
        return file
    context |= {
        "page": page,
        "table": table,
        "share": page.on_time_share(page.of_year),
        "title": ", ".join(each.name for each in reach.agencies),
        "sentence": _sentence(page),
        "links": {key: files_link(key, agency=slug) for key in ("permintaan", "permintaan-lewat")},
    }
    return render(request, "dashboards/overview/agency.html", context)


def _sentence(page: OwnAgency) -> str:
    if not page.open:
        return _("Tidak ada permintaan rekomendasi yang menunggu jawaban.")
    if not page.overdue:
        return _("%(n)s permintaan menunggu jawaban; tidak ada yang lewat batas.") % {"n": number_words(page.open)}
    words = {"late": number_words(page.overdue), "n": number_words(page.open)}
    return _("%(late)s dari %(n)s permintaan yang menunggu jawaban lewat batas.") % words
