"""The page of whoever heads an agency that is asked: that agency's own numbers and nobody else's."""

from collections import Counter
from datetime import date
from functools import cached_property

from dashboards.cubes import Cube, RequestMeasure, month_of
from dashboards.measured import share
from dashboards.models import Cell, RequestFact
from dashboards.queries import added_up, one_of
from dashboards.reach import Reach
from dashboards.spread import median
from dashboards.stuck import over_today
from dashboards.year_spans import year_to_date

ANSWERED = (RequestMeasure.GIVEN, RequestMeasure.DEEMED)


class OwnAgency:
    """Requests to the agencies of the reach: this month, this year, and what is open now. Two statements."""

    def __init__(self, reach: Reach):
        self.reach, self.today = reach, reach.today
        self.to_date = year_to_date(self.today)

    @cached_property
    def _cells(self) -> dict[tuple, int]:
        ids = self.reach.agency_ids
        months = Cell.objects.of_agencies(Cube.AGENCY_MONTH, ids).between(self.to_date.first, self.today)
        days = Cell.objects.of_agencies(Cube.AGENCY_DAYS, ids).between(self.to_date.first, self.today)
        waiting = Cell.objects.filter(one_of("agency", ids), cube=Cube.ASKED, service=0, place="")
        return added_up(("cube", "at", "bucket"), months, days, waiting)

    def _counts(self, cube: Cube, first: date) -> Counter:
        found = Counter()
        for (kind, at, bucket), n in self._cells.items():
            if kind == cube and at >= first:
                found[bucket] += n
        return found

    @cached_property
    def of_month(self) -> Counter:
        return self._counts(Cube.AGENCY_MONTH, month_of(self.today))

    @cached_property
    def of_year(self) -> Counter:
        return self._counts(Cube.AGENCY_MONTH, self.to_date.first)

    @staticmethod
    def answered(counts: Counter) -> int:
        return sum(counts[each] for each in ANSWERED)

    def on_time_share(self, counts: Counter):
        """Percent of what was answered (or went unanswered until its limit said so)."""
        return share(self.answered(counts) - counts[RequestMeasure.LATE], self.answered(counts))

    @property
    def median_days(self) -> int | None:
        return median(self._counts(Cube.AGENCY_DAYS, self.to_date.first))

    @property
    def open(self) -> int:
        return sum(n for (kind, _at, _bucket), n in self._cells.items() if kind == Cube.ASKED)

    @cached_property
    def overdue(self) -> int:
        """Due before today, and due today at an hour that is over; one statement for these."""
        before = sum(n for (kind, at, _bucket), n in self._cells.items() if kind == Cube.ASKED and at < self.today)
        return before + over_today(RequestFact.objects.within(self.reach), self.today, "agency_id").total()
