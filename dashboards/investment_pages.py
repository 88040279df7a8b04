"""What the public and the inner page of a region's investment share: the chosen year, charts, tables to take along."""

from django.http import Http404
from django.utils.translation import gettext as _

from agencies.models import Region
from dashboards.investment_figures import InvestmentYear
from dashboards.investment_tables import CUTS, table
from dashboards.investment_words import short_sum, sum_words
from ptsp_portal.lib.charts import bars, columns
from ptsp_portal.lib.csv_export import csv_response
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.xlsx_export import xlsx_response

BARS_SHOWN = 8


def page_of(request, place, *, outside) -> dict:
    """The context of templates/dashboards/investment/region.html."""
    of = chosen_year(place, request.GET.get("tahun", ""), outside=outside)
    return {
        "base": "base_public.html" if outside else "base_office.html",
        "place": place,
        "of": of,
        "outside": outside,
        "kinds": not outside,
        "charts": {} if of.is_empty or of.whole.is_hidden else _charts(of),
        "table_url": "investment:table" if outside else "investment:inside_table",
        "aims": _aims(of),
    }


def chosen_year(place, wanted: str, *, outside) -> InvestmentYear:
    """The year of the address; without one the youngest that has figures, else this year. Others are 404."""
    of = InvestmentYear(place, 0, outside=outside)
    if wanted:
        if not (wanted.isdigit() and len(wanted) == 4):
            raise Http404
        of.year = int(wanted)
    else:
        with_figures = [year for year in of.years if year in of.reported]
        of.year = next(iter(with_figures or of.years), place.local_date(now()).year)
    return of


def line_of(place: Region | None) -> InvestmentYear | None:
    """For the overview: the youngest year with figures, else with a target; two statements. None without either, for several
    regions at once, and below regencies and cities, of which nothing is kept."""
    if place is None or place.level not in (Region.Level.PROVINCE, Region.Level.REGENCY_CITY):
        return None
    of = chosen_year(place, "", outside=False)
    return of if of.years else None


def table_response(of: InvestmentYear, cut: str, ending: str):
    """CSV or XLSX of one cut; what is not there is 404."""
    if cut not in CUTS or ending not in ("csv", "xlsx") or (of.is_empty and cut != "tahun") or of.whole.is_hidden:
        raise Http404
    head, rows = table(of, cut)
    name = f"investasi-{of.region.code}-{of.year}-{cut}.{ending}"
    return (
        csv_response(name, head, rows) if ending == "csv" else xlsx_response(name, head, rows, sheet=cut.capitalize())
    )


def _aims(of) -> list[dict]:
    """Target, what came in and how much of it that is, for the sum and the two kinds."""
    kinds = [("total", _("PMA dan PMDN"), of.whole.value)]
    if not of.hides_kinds:
        kinds += [("pma", _("PMA (asing)"), of.whole.pma), ("pmdn", _("PMDN (dalam negeri)"), of.whole.pmdn)]
    return [
        {
            "label": label,
            "target": of.target(kind),
            "value": None if of.is_empty else value,
            "reached": of.reached if kind == "total" else of.reached_of(kind),
        }
        for kind, label, value in kinds
    ]


def _charts(of) -> dict:
    kinds = ["PMA", "PMDN"]
    split = not of.hides_quarter_kinds
    quarters = [(part.label.removeprefix(_("Triwulan") + " "), _cells(part, split)) for part in of.quarters]
    history = [(part.label, None if part.is_hidden else part.value) for part in of.history]
    found = {
        "aim": _against_target(of, kinds),
        "quarters": columns(
            _("Realisasi menurut triwulan"), quarters, series=kinds if split else [""], words=short_sum, stacked=True,
            head=_("Triwulan"),
        ),
        "history": columns(_("Realisasi menurut tahun"), history, words=short_sum, head=_("Tahun")) if len(history) > 1 else None,
        "places": _bars(_("Terbesar menurut kabupaten/kota"), of.places),
        "sectors": _bars(_("Terbesar menurut sektor"), of.sectors),
        "countries": _bars(_("Terbesar menurut negara asal"), of.countries),
    }  # fmt: skip
    return {name: chart for name, chart in found.items() if chart}


def _against_target(of, kinds):
    """One bar with the target across it."""
    target = of.target()
    if not target:
        return None
    values = [of.whole.value] if of.hides_kinds else [of.whole.pma, of.whole.pmdn]
    return bars(
        _("Realisasi terhadap target"), [(str(of.year), values)], series=[""] if of.hides_kinds else kinds, words=sum_words,
        aim=(_("Target"), target),
    )  # fmt: skip


def _cells(part, split):
    if part.is_hidden:
        return [None] * (2 if split else 1)
    return [part.pma, part.pmdn] if split else [part.value]


def _bars(title, parts):
    """Only where there is something to compare."""
    named = [(part.label, part.value) for part in parts if part.rank][:BARS_SHOWN]
    return bars(title, named, words=sum_words) if len(named) > 1 else None
