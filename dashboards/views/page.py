"""What every page of figures asks first (whose numbers) and says (as of when)."""

import re

from django.http import Http404
from django.utils.translation import get_language

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
    zones = list(dict.fromkeys([reach.home.zone, *(each.region.zone for each in reach.agencies)]))
    return {
        "reach": reach,
        "zone": zones[0],
        "folded_at": folded_at,
        "as_of": [moment_of(folded_at, zone) for zone in zones],
        "chosen_region": region_code(request),
    }


def moment_of(moment, zone: str) -> str:
    """Date and hour in the words of the page's language."""
    return moment_words(moment, zone, "en" if get_language() == "en" else "id")
