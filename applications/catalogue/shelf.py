"""How the public catalogue is browsed: services by words, sector, level and place; offices of one service.

Places widen upwards and downwards: who lives in a city is served by its own offices, those inside it, and the province.
"""

from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from agencies.models import Agency, Region
from applications.models import CounterSetting, Offer, PermitType, ServiceStandard
from ptsp_portal.lib.moment import now

PAGE_SIZE = 20
LONGEST_QUERY = 80
MOST_WORDS = 6


WEST = "Asia/Jakarta"  # where no office is chosen


def local_day(zone: str = WEST) -> date:
    """Today's date in an office's time zone: law takes effect and ends by the local day."""
    return now().astimezone(ZoneInfo(zone)).date()


@dataclass(frozen=True)
class Search:
    """What the reader asked for; empty texts ask for nothing."""

    words: list[str] = field(default_factory=list)
    sector: str = ""
    level: str = ""
    region: str = ""
    office: str = ""

    @classmethod
    def from_query(cls, query) -> "Search":
        words = query.get("q", "").replace("\0", "")[:LONGEST_QUERY].split()[:MOST_WORDS]
        picks = {name: query.get(param, "").replace("\0", "")[:LONGEST_QUERY] for name, param in PARAMS.items()}
        return cls(words=words, **picks)


PARAMS = {"sector": "sektor", "level": "tingkat", "region": "wilayah", "office": "kantor"}


def offers_of(search: Search):
    """Open offers in the place that was asked for."""
    offers = Offer.objects.public()
    if search.region:
        offers = offers.filter(serves(search.region))
    if search.office:
        offers = offers.filter(office__slug=search.office)
    return offers


def serves(code: str, path: str = "office__region") -> Q:
    """Offices that serve the place `code`: those of the regions above it, its own and those inside it."""
    parts = code.split(".")
    above = [".".join(parts[:n]) for n in range(1, len(parts) + 1)]
    return Q(**{f"{path}__code__in": above}) | Q(**{f"{path}__code__startswith": f"{code}."})


def services(search: Search):
    """Types with at least one open offer that match place and words; sector and level are left to the caller."""
    found = PermitType.objects.filter(Exists(offers_of(search).filter(permit_type=OuterRef("pk"))))
    for word in search.words:
        found = found.filter(
            Q(name__icontains=word) | Q(name_en__icontains=word) | Q(code__icontains=word) | Q(sector__icontains=word)
        )
    return found


def shelf_counts(found, search: Search) -> tuple[dict, dict]:
    """({sector: n} under the chosen level, {level: n} under the chosen sector), in one query."""
    sectors: dict[str, int] = {}
    levels: dict[str, int] = {}
    for row in found.order_by().values("sector", "level").annotate(n=Count("pk")):
        if not search.level or row["level"] == search.level:
            sectors[row["sector"]] = sectors.get(row["sector"], 0) + row["n"]
        if not search.sector or row["sector"] == search.sector:
            levels[row["level"]] = levels.get(row["level"], 0) + row["n"]
    return dict(sorted(sectors.items())), levels


def page_of(rows, query, key: str, size: int = PAGE_SIZE):
    """(rows, previous, next): one page by name, ties by the unique column `key`, in one query.

    `previous` and `next` are the keys for ?before= and ?after=, None where there is no such page. A key that no longer
    exists gives an empty page.
    """
    after, before = (query.get(name, "").replace("\0", "") for name in ("after", "before"))
    backwards = bool(before) and not after
    mark, side = after or before, "lt" if backwards else "gt"
    if mark:
        marked = Subquery(rows.model.objects.filter(**{key: mark}).values("name")[:1])
        rows = rows.filter(Q(**{f"name__{side}": marked}) | Q(name=marked, **{f"{key}__{side}": mark}))
    page = list(rows.order_by("-name", f"-{key}")[: size + 1] if backwards else rows.order_by("name", key)[: size + 1])
    more, page = len(page) > size, page[:size]
    if backwards:
        page.reverse()
    first, last = (getattr(page[0], key), getattr(page[-1], key)) if page else (None, None)
    return page, first if (more if backwards else after) else None, last if (backwards or more) else None


def standards_of(types) -> dict[int, ServiceStandard]:
    """{type: its standard in force where no office is chosen}: the national template, or the owner's of an own service.

    One query.
    """
    rows = ServiceStandard.objects.shown_for(types, now()).select_related("permit_type", "office__region")
    return {row.permit_type_id: row for row in rows}


def offices_offering(permit_type):
    """Offices where this type is open, each with `is_online` (a counter officer is there today) and its place."""
    open_here = Offer.objects.public().filter(permit_type=permit_type, office=OuterRef("pk"))
    return Agency.objects.filter(Exists(open_here)).with_online_flag().select_related("region__parent__parent")


def count_offices(offices) -> tuple[int, int]:
    """(all of them, those that take filings today), in one query."""
    counts = offices.order_by().aggregate(all=Count("pk"), online=Count("pk", filter=Q(is_online=True)))
    return counts["all"], counts["online"]


def regions_with_offices() -> list[Region]:
    """Regencies and cities with an issuing office: what the place filter lists."""
    issuing = Agency.objects.filter(region=OuterRef("pk"), kind=Agency.Kind.PTSP, is_active=True)
    return list(Region.objects.filter(Exists(issuing), level=Region.Level.REGENCY_CITY).order_by("code"))


def offices_in(code: str) -> list[Agency]:
    """The issuing offices of a region and inside it, largest region first."""
    offices = Agency.objects.filter(is_active=True, kind__in=Agency.ISSUING)
    inside = Q(region=code) | Q(region__code__startswith=f"{code}.")
    return list(offices.filter(inside).select_related("region").order_by("kind", "name"))


def office_named(slug: str) -> Agency | None:
    """The issuing office of that slug; asks nothing when there is none."""
    return Agency.objects.filter(slug=slug, kind__in=Agency.ISSUING).first() if slug else None


def counter_of(office: Agency | None) -> CounterSetting | None:
    """How the office's counter receives people, when its queue or its appointments are open; asks nothing without an office."""
    if office is None:
        return None
    return CounterSetting.objects.filter(Q(queue_on=True) | Q(appointments_on=True), office=office).first()
