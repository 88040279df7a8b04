"""What every page of figures asks first (whose numbers) and says (as of when)."""

import re

from django.http import Http404
from django.utils.translation import get_language

from agencies.models import Region
from dashboards.models import Folding
from dashboards.reach import Reach, reach_of
from ptsp_portal.lib.wording import moment_words


def reach_or_404(request, *, offices_only=True) -> Reach:
    """The reach of whoever asks, narrowed to `?wilayah=`. `offices_only`: 404 also for who heads an agency that is only asked."""
    whole = reach_of(request.user)
    if whole.is_empty or (offices_only and not whole.regions):
        raise Http404
    reach = whole.narrowed(region_code(request))
    if reach.home is None:  # no such region
        raise Http404
    return reach


def region_code(request) -> str:
    """`?wilayah=` where it is a code at all, else ""."""
    code = request.GET.get("wilayah", "")
    return code if re.fullmatch(r"[0-9.]{2,13}", code, re.ASCII) else ""


def page_context(request, reach: Reach) -> dict:
    """`as_of`: the moment of the figures, in words, once for each time zone of the reach."""
    folded_at = Folding.objects.values_list("folded_at", flat=True).get()
    zones = zones_of(reach)
    return {
        "reach": reach,
        "zone": zones[0],
        "folded_at": folded_at,
        "as_of": [moment_of(folded_at, zone) for zone in zones],
    }


def zones_of(reach: Reach) -> list[str]:
    """Time zones of the reach, that of its home first."""
    return list(dict.fromkeys([reach.home.zone, *(each.region.zone for each in reach.agencies)]))


def as_of(zones: list[str]) -> list[str]:
    """The moment of the figures in each zone's words; nothing before the first sweep. One statement."""
    folded_at = Folding.objects.values_list("folded_at", flat=True).first()
    return [moment_of(folded_at, zone) for zone in zones] if folded_at else []


def moment_of(moment, zone: str) -> str:
    """Date and hour in the words of the page's language."""
    return moment_words(moment, zone, "en" if get_language() == "en" else "id")


def path_of(request, region: Region | None) -> list[tuple[str, str]]:
    """(name, code) of the regions above the opened one, as far as the reader reaches; the opened one last. Empty for one's own."""
    if region is None:
        return []
    whole = reach_of(request.user)
    codes = [code for code in reversed(region.lineage) if whole.covers(code)]
    if len(codes) < 2:
        return []
    names = {each.pk: each.full_name for each in Region.objects.filter(pk__in=codes)}
    return [(names[code], code) for code in codes if code in names]
