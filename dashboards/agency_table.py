"""How agencies and offices work: inflow, what is open and over, what will be over, how long it takes, and what went wrong.

Every number from cells. Agencies: all requests to them, whichever office asks. Days are an agency's own, without the applicant's.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from agencies.models import Agency
from agencies.working_days import WorkCalendar
from dashboards.behind import SOON_DAYS
from dashboards.breaches import Expected, expected_breaches
from dashboards.choosing import Choice
from dashboards.cubes import Cube, Measure, RequestMeasure
from dashboards.models import Cell, RequestFact
from dashboards.spans import last_twelve_months
from dashboards.spread import median, ninetieth
from dashboards.stuck import Tally, counted, desk_tallies, over_today, tallies

AHEAD_DAYS = 7  # working days


@dataclass
class Line:
    """Of one agency or office in the span; `days`: answers (decisions) by working days taken."""

    agency: Agency
    tally: Tally = Tally()
    counts: dict[int, int] = field(default_factory=Counter)
    days: dict[int, int] = field(default_factory=dict)
    expected: Expected = Expected()
    inflow: int = 0
    ended: int = 0  # answered (decided)
    closed: int = 0  # of which the paused ones are a share: withdrawn requests too
    late: int = 0
    paused: int = 0
    last_minute: int = 0
    again: int = 0

    @property
    def median(self) -> int | None:
        return median(self.days)

    @property
    def ninetieth(self) -> int | None:
        return ninetieth(self.days)

    @property
    def paused_share(self) -> float | None:
        return self.paused / self.closed if self.closed else None

    @property
    def says_something(self) -> bool:
        return bool(self.tally.n or self.inflow or self.ended)


# ?urut= and the figure that it sorts by, the largest first.
ORDERS = {
    "lewat": lambda line: (line.tally.overdue, line.tally.n),
    "masuk": lambda line: line.inflow,
    "terbuka": lambda line: line.tally.n,
    "segera": lambda line: line.expected.n,
    "median": lambda line: line.median or -1,
    "p90": lambda line: line.ninetieth or -1,
    "terlambat": lambda line: line.late,
    "jeda": lambda line: line.paused_share or -1,
    "menit-terakhir": lambda line: line.last_minute,
    "diulang": lambda line: line.again,
}


def agency_lines(choice: Choice, first: date, last: date, calendar: WorkCalendar, today: date) -> list[Line]:
    """Agencies of the chosen reach that were asked anything; at most six statements however many there are."""
    agencies = {each.pk: each for each in choice.reach.agencies}
    lines = {pk: Line(each) for pk, each in agencies.items()}
    for (pk, measure), n in _agency_cells(Cube.AGENCY_MONTH, agencies, first, last).items():
        lines[pk].counts[measure] += n
    for pk, days in _by_owner(_agency_cells(Cube.AGENCY_DAYS, agencies, first, last)).items():
        lines[pk].days = days
    soon = calendar.add_working_days(today, SOON_DAYS)
    for pk, tally in _open_requests(agencies, today, soon).items():
        lines[pk].tally = tally
    for pk, expected in _expected(agencies, calendar, today).items():
        lines[pk].expected = expected
    for line in lines.values():
        counts = line.counts
        line.inflow, line.late = counts[RequestMeasure.ASKED], counts[RequestMeasure.LATE]
        line.ended = counts[RequestMeasure.GIVEN] + counts[RequestMeasure.DEEMED]
        line.closed = line.ended + counts[RequestMeasure.WITHDRAWN]
        line.paused, line.last_minute = counts[RequestMeasure.PAUSED], counts[RequestMeasure.LAST_MINUTE]
        line.again = counts[RequestMeasure.ASKED_AGAIN]
    return [line for line in lines.values() if line.says_something]


def office_lines(choice: Choice, first: date, last: date, calendar: WorkCalendar, today: date) -> list[Line]:
    """Offices of the chosen reach that got anything; four statements."""
    offices = {each.pk: each for each in choice.reach.offices if choice.office in (None, each)}
    lines = {pk: Line(each) for pk, each in offices.items()}
    months = Cell.objects.of_offices(Cube.OFFICE_MONTH, offices).between(first, last)
    for (pk, measure), n in months.sums("office", "bucket").items():
        lines[pk].counts[measure] += n
    days = Cell.objects.of_offices(Cube.OFFICE_DAYS, offices).between(first, last)
    for pk, taken in _by_owner(days.sums("office", "bucket")).items():
        lines[pk].days = taken
    for (pk, _holder), tally in desk_tallies(choice, today, calendar.add_working_days(today, SOON_DAYS)).items():
        lines[pk].tally += tally
    for line in lines.values():
        counts = line.counts
        line.inflow, line.late = counts[Measure.RECEIVED], counts[Measure.LATE]
        line.ended = line.closed = counts[Measure.ISSUED] + counts[Measure.REJECTED]
        line.paused, line.last_minute = counts[Measure.PAUSED], counts[Measure.LAST_MINUTE]
        line.again = counts[Measure.REOPENED]
    return [line for line in lines.values() if line.says_something]


def in_order(lines: Iterable[Line], order: str) -> list[Line]:
    """The largest figure first; nonsense sorts by what is over the limit."""
    figure = ORDERS.get(order, ORDERS["lewat"])
    by_name = sorted(lines, key=lambda line: line.agency.name)
    return sorted(by_name, key=figure, reverse=True)


def _agency_cells(cube: Cube, agencies: Iterable[int], first: date, last: date) -> dict[tuple[int, int], int]:
    return Cell.objects.of_agencies(cube, agencies).between(first, last).sums("agency", "bucket")


def _by_owner(counts: dict[tuple[int, int], int]) -> dict[int, dict[int, int]]:
    found = defaultdict(dict)
    for (owner, days), n in counts.items():
        found[owner][days] = n
    return found


def _open_requests(agencies: Iterable[int], today: date, soon: date) -> dict[int, Tally]:
    cells = Cell.objects.filter(cube=Cube.ASKED, agency__in=list(agencies), n__gt=0)
    over = over_today(RequestFact.objects.filter(agency__in=list(agencies)), today, "agency_id")
    return {key: tally for (key,), tally in tallies(counted(cells, today, soon, "agency"), over).items()}


def _expected(agencies: Iterable[int], calendar: WorkCalendar, today: date) -> dict[int, Expected]:
    """Of what is due from today to the seventh working day after it; measured by the last twelve months, whatever the span is."""
    span = last_twelve_months(today)
    taken = _by_owner(_agency_cells(Cube.AGENCY_DAYS, agencies, span.first, span.last))
    like = Counter()
    for each in taken.values():
        like.update(each)
    until = calendar.add_working_days(today, AHEAD_DAYS)
    cells = Cell.objects.filter(cube=Cube.ASKED, agency__in=list(agencies), n__gt=0).between(today, until)
    due = defaultdict(list)
    for (agency, at, limit), n in cells.sums("agency", "at", "bucket").items():
        due[agency].append((calendar.working_days_between(today, at) + calendar.is_working_day(today), limit, n))
    return {agency: expected_breaches(rows, taken.get(agency, {}), like) for agency, rows in due.items()}
