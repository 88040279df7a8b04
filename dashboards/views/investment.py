"""/investasi/: what came in of investment, for everybody. Sums of regions, sectors and countries; no firm."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from agencies.models import Region
from dashboards.investment_figures import InvestmentYear
from dashboards.investment_pages import page_of, table_response
from dashboards.models import InvestmentRealisation, InvestmentTarget
from ptsp_portal.lib.audience import public


@public
@require_GET
def index(request):
    """The regions that have figures; provinces first, then what lies in them."""
    codes = {*InvestmentRealisation.objects.public().values_list("region", flat=True).distinct()}
    codes |= {*InvestmentTarget.objects.public().values_list("region", flat=True).distinct()}
    codes |= {code.split(".")[0] for code in codes}
    places = list(Region.objects.filter(code__in=codes))
    return render(request, "dashboards/investment/index.html", {"places": places})


@public
@require_GET
def region(request, code):
    """One region; ?tahun= chooses the year, else the youngest with figures."""
    return render(request, "dashboards/investment/region.html", page_of(request, _place(code), outside=True))


@public
@require_GET
def table(request, code, year, cut, ending):
    """One table of that page as CSV or XLSX, with nothing more in it than the page shows."""
    return table_response(InvestmentYear(_place(code), year, outside=True), cut, ending)


def _place(code) -> Region:
    place = get_object_or_404(Region, code=code)
    if place.level not in (Region.Level.PROVINCE, Region.Level.REGENCY_CITY):
        raise Http404
    return place
