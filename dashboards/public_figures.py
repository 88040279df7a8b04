"""What everybody may see: counts of complete quarters in three cuts (month, office, service), the small ones hidden.

Each cut parts the same total by one thing alone, so no cut can be subtracted from another; within a cut `lib/small_counts.py` hides
what a total would tell. A quarter is published when it is over and not before, so that no copy of yesterday can be subtracted from
today's, and months only with their whole quarter. No cut names a person, a file or a place below the office. docs/open-data.md.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.cache import cache

from agencies.models import Agency
from applications.models import PermitType
from complaints.survey_figures import Period, period_named
from dashboards.cubes import Cube, Measure
from dashboards.measured import Counts
from dashboards.models import Cell
from dashboards.queries import added_up
from dashboards.year_spans import month_after
from ptsp_portal.lib.small_counts import FLOOR, hidden_among

CUTS = ("bulan", "kantor", "layanan")
QUARTERS = 12  # three years back
KEPT_FOR = timedelta(minutes=30)
WHOLE = "whole"
MANY = 100  # decided files, from which on a whole percent hides single ones
COUNTED = (("received", Measure.RECEIVED), ("issued", Measure.ISSUED), ("rejected", Measure.REJECTED))


@dataclass(frozen=True)
class Line:
    """One line of a cut; None where hidden. `on_time` is in whole percent; the median needs five decided files."""

    code: str
    name: str
    region: str
    received: int | None
    issued: int | None
    rejected: int | None
    on_time: int | None
    median_days: int | None


@dataclass(frozen=True)
class Published:
    """One quarter. `whole`: all of it in one line."""

    period: Period
    whole: Line
    months: list[Line]
    offices: list[Line]
    services: list[Line]

    def lines(self, cut: str) -> list[Line]:
        return {"bulan": self.months, "kantor": self.offices, "layanan": self.services}[cut]


def quarters(today: date) -> list[Period]:
    """Those that are over, the youngest first."""
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    starts = [month_after(first, -3 * n) for n in range(1, QUARTERS + 1)]
    return [period_named(f"{each.year}-T{(each.month + 2) // 3}", today) for each in starts]


def published(period: Period) -> Published:
    """The quarter's figures, read at most every half hour: four statements."""
    key = f"public-figures:{period.key}"
    found = cache.get(key)
    if found is None:
        found = _read(period)
        cache.set(key, found, timeout=int(KEPT_FOR.total_seconds()))
    return found


def _read(period: Period) -> Published:
    offices = {each.pk: each for each in Agency.objects.filter(kind__in=Agency.ISSUING)}
    parts = [
        Cell.objects.of_offices(cube, offices).between(period.first, period.last)
        for cube in (Cube.OFFICE_MONTH, Cube.OFFICE_DAYS)
    ]
    measures, days, with_files = defaultdict(Counter), defaultdict(Counter), set()
    for (cube, office, at, bucket), n in added_up(("cube", "office", "at", "bucket"), *parts).items():
        with_files.add(office)
        for group in (WHOLE, office, at):
            (days if cube == Cube.OFFICE_DAYS else measures)[group][bucket] += n

    def lines(names: dict) -> list[Line]:
        return _lines({group: Counts(measures[group], days[group]) for group in names}, names)

    months = [month_after(period.first, n) for n in range(3)]
    by_name = {key: (each.slug, each.name, each.region_id) for key, each in offices.items() if key in with_files}
    return Published(
        period,
        lines({WHOLE: ("", "", "")})[0],
        lines({at: (f"{at:%Y-%m}", "", "") for at in months}),
        _by_name(lines(by_name)),
        _services(period),
    )


def _services(period: Period) -> list[Line]:
    found = defaultdict(Counter)
    cells = Cell.objects.of_services(Cube.SERVICE_MONTH).between(period.first, period.last)
    for (service, bucket), n in cells.sums("service", "bucket").items():
        found[service][bucket] += n
    types = PermitType.objects.in_bulk(found)
    names = {key: (each.code, each.name, "") for key, each in types.items()}
    return _by_name(_lines({key: Counts(found[key]) for key in names}, names))


def _by_name(lines: list[Line]) -> list[Line]:
    """In the order of the names, which tells nothing of what is hidden."""
    return sorted(lines, key=lambda line: (line.region, line.name))


def _lines(groups: dict, names: dict) -> list[Line]:
    hidden = {name: hidden_among({key: each.of(measure) for key, each in groups.items()}) for name, measure in COUNTED}
    return [_line(key, each, names[key], hidden) for key, each in groups.items()]


def _line(key, counts: Counts, name: tuple, hidden: dict) -> Line:
    told = {field: None if key in hidden[field] else counts.of(measure) for field, measure in COUNTED}
    share = counts.on_time_share if _tells_no_small_count(counts, told) else None
    return Line(
        *name,
        **told,
        on_time=None if share is None else int(share.quantize(Decimal(1))),
        median_days=counts.median_days if counts.decided >= FLOOR else None,
    )


def _tells_no_small_count(counts: Counts, told: dict) -> bool:
    """A share of few files gives away how many there were, and so how many were rejected or late. Of a hundred it does not."""
    are_told = told["issued"] is not None and told["rejected"] is not None
    return counts.decided >= MANY or (are_told and min(counts.on_time, counts.decided - counts.on_time) >= FLOOR)
