"""Regions and services side by side: the same measures for each, from cells, in a fixed number of statements."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from agencies.models import Region
from applications.models import PermitType
from dashboards.cubes import Cube, Measure
from dashboards.measured import Counts
from dashboards.models import Cell
from dashboards.queries import added_up
from dashboards.reach import Reach
from dashboards.year_spans import Span

OF_MEASURES = (Measure.RECEIVED, Measure.ISSUED, Measure.REJECTED, Measure.ON_TIME, Measure.LATE)


@dataclass
class Compared:
    """One region or service: its counts in the span; of regions `lately` and `before` are what was received in the complete months
    of it and in the same of the earlier year, of services in the two whole years."""

    thing: Region | PermitType | None
    counts: Counts
    lately: int = 0
    before: int = 0


class Regions:
    """Those below the one region that is governed (or those that are governed, where they are several)."""

    def __init__(self, reach: Reach, span: Span, year: int, today: date):
        self.reach, self.span, self.year = reach, span, year
        self.complete = span.complete_months(today)
        self.above = reach.region
        wanted = Region.objects.filter(parent=self.above) if self.above else Region.objects.filter(pk__in=reach.regions)
        self.regions = list(wanted.order_by("code"))

    def read(self) -> tuple[list[Compared], Compared | None, Compared | None]:
        """Each region; what lies in the one above and names none of them; all of it. Two statements.

        Files count at the place that they are about; days used (for the median) count at the offices that stand in a region.
        """
        codes = [each.pk for each in self.regions]
        found = self._by_place([*codes, *([self.above.pk] if self.above else [])])
        days = self._days(codes)
        rows = [self._compared(each, found, days[each.pk]) for each in self.regions]
        if self.above is None:
            return rows, None, None
        whole = self._compared(self.above, found, sum(days.values(), Counter()))
        rest = Counter(whole.counts.by_measure)
        for row in rows:
            rest.subtract(row.counts.by_measure)
        lately, before = (
            getattr(whole, name) - sum(getattr(row, name) for row in rows) for name in ("lately", "before")
        )
        return rows, Compared(None, Counts(+rest, days[self.above.pk]), lately, before), whole

    def _by_place(self, codes: list[str]) -> dict[str, list[tuple]]:
        cells = Cell.objects.of_places(Cube.PLACE_MONTH, codes).filter(bucket__in=OF_MEASURES)
        parts = [cells.between(self.span.first, self.span.last)]
        if self.complete:
            before = self.complete.in_year(self.year)
            parts.append(cells.filter(bucket=Measure.RECEIVED).between(before.first, before.last))
        found = defaultdict(list)
        for (place, at, bucket), n in added_up(("place", "at", "bucket"), *parts).items():
            found[place].append((at, bucket, n))
        return found

    def _compared(self, region: Region, found: dict, days: Counter) -> Compared:
        counts, lately, before = Counter(), 0, 0
        for at, bucket, n in found[region.pk]:
            counts[bucket] += n if at in self.span else 0
            if bucket == Measure.RECEIVED and self.complete:
                lately += n if at in self.complete else 0
                before += n if at in self.complete.in_year(self.year) else 0
        return Compared(region, Counts(counts, days), lately, before)

    def _days(self, codes: list[str]) -> defaultdict[str, Counter]:
        """{region: {working days: decided files}} of the offices in it; those of no region below stand with the one above."""
        homes = {
            each.pk: _home(each.region_id, codes) or (self.above.pk if self.above else "")
            for each in self.reach.offices
        }
        cells = Cell.objects.of_offices(Cube.OFFICE_DAYS, homes).between(self.span.first, self.span.last)
        found = defaultdict(Counter)
        for (office, bucket), n in cells.sums("office", "bucket").items():
            found[homes[office]][bucket] += n
        return found


def _home(code: str, codes: list[str]) -> str:
    return next((each for each in codes if code == each or code.startswith(f"{each}.")), "")


def services_of(reach: Reach, year: int, earlier: int) -> list[Compared]:
    """Each service that had a file in one of the two years; `before` is what came in the whole earlier year. Two statements."""
    parts = [
        Cell.objects.of_offices(Cube.SERVICE_YEAR, reach.office_ids, service=True)
        .filter(bucket__in=OF_MEASURES)
        .between(date(each, 1, 1), date(each, 1, 1))
        for each in (year, earlier)
    ]
    counts, before = defaultdict(Counter), Counter()
    for (service, at, bucket), n in added_up(("service", "at", "bucket"), *parts).items():
        if at.year == year:
            counts[service][bucket] += n
        elif bucket == Measure.RECEIVED:
            before[service] += n
    types = PermitType.objects.in_bulk({*counts, *before})
    return [
        Compared(types[key], Counts(counts[key]), counts[key][Measure.RECEIVED], before[key])
        for key in sorted({*counts, *before})
        if key in types
    ]
