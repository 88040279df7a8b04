"""The pages of those who govern, as one row of links: which of them this person may open, with the chosen region kept."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agencies.models import Region
from dashboards.reach import Reach, reach_of, reach_of_inspectors


def _anyone(whole: Reach, inspects: bool) -> bool:
    return not whole.is_empty


def _governs(whole: Reach, inspects: bool) -> bool:
    return bool(whole.regions)


def _has_investment(whole: Reach, inspects: bool) -> bool:
    """Figures of investment stop at the regency."""
    return any(code.count(".") < 2 for code in whole.regions)


def _inspects(whole: Reach, inspects: bool) -> bool:
    return inspects


# Url name, words, who may open it. A page that does not exist in this installation is left out.
PAGES: tuple[tuple[str, Promise, Callable[[Reach, bool], bool]], ...] = (
    ("dashboards:overview", _("Ringkasan"), _anyone),
    ("dashboards:regions", _("Wilayah"), _governs),
    ("dashboards:services", _("Layanan"), _governs),
    ("dashboards:standards", _("Standar"), _governs),
    ("dashboards:stuck", _("Tertahan di mana"), _anyone),
    ("dashboards:agencies", _("Kinerja instansi"), _anyone),
    ("dashboards:cases", _("Daftar satgas"), _anyone),
    ("dashboards:expectations", _("Perkiraan"), _governs),
    ("dashboards:patterns", _("Pola"), _inspects),
    ("investment:desk", _("Investasi"), _has_investment),
    ("dashboards:exports", _("Unduhan"), _governs),
    ("dashboards:evidence", _("Berkas bukti"), _governs),
)
FIRST = "dashboards:overview"  # every other address begins like its


@dataclass(frozen=True)
class Tab:
    """`current`: "page" where the reader is, "true" where the page lies below it, else ""."""

    url: str
    label: Promise
    current: str = ""


@dataclass(frozen=True)
class Tabs:
    """`chosen`: the code of the region that was opened inside one's own, "" for none."""

    tabs: list[Tab]
    chosen: str = ""

    @property
    def current(self) -> Tab | None:
        return next((each for each in self.tabs if each.current), None)

    @property
    def region(self) -> Region | None:
        return Region.objects.filter(pk=self.chosen).first() if self.chosen else None


def tabs_of(request) -> Tabs:
    """For the page that is shown. No statement beyond the posts of today, which the request knows already."""
    whole, inspects = reach_of(request.user), bool(reach_of_inspectors(request.user).regions)
    chosen = _chosen(request, whole)
    urls = {}
    for name, words, may in PAGES:
        if may(whole, inspects) and (url := _url(name)):
            urls[name] = url, words
    here = _here({name: url for name, (url, _words) in urls.items()}, request.path)
    tabs = []
    for name, (url, words) in urls.items():
        current = "" if name != here else "page" if url == request.path else "true"
        tabs.append(Tab(_with_region(name, url, chosen, whole), words, current))
    return Tabs(tabs, chosen)


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _here(urls: dict[str, str], path: str) -> str:
    """The page itself, else the one whose address goes furthest the same way."""
    below = [name for name, url in urls.items() if path == url or (name != FIRST and path.startswith(url))]
    return max(below, key=lambda name: len(urls[name]), default="")


def _chosen(request, whole: Reach) -> str:
    """From `?wilayah=`, or the investment page of one region; only what lies within and is not all of it."""
    match = request.resolver_match
    inside = match.kwargs.get("code", "") if match and match.namespace == "investment" else ""
    code = inside or request.GET.get("wilayah", "")[:13]
    return code if code and whole.covers(code) and whole.regions != (code,) else ""


def _with_region(name: str, url: str, chosen: str, whole: Reach) -> str:
    if name == "investment:desk":  # leads to pages of provinces, regencies and cities
        places = [chosen] if chosen else whole.regions
        return reverse("investment:inside", args=places) if len(places) == 1 and places[0].count(".") < 2 else url
    return f"{url}?{urlencode({'wilayah': chosen})}" if chosen else url
