"""The leadership's page: every number of one reach, in a fixed number of statements however many offices it has.

Files are counted by the offices that issue; days are those of the reach's zone. What is compared with an earlier year is the same
part of that year, to the day.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import F, Min, Sum

from agencies.models import Agency
from agencies.working_days import WorkCalendar, calendars_of
from dashboards.cubes import Cube, Holder, Measure, Money, month_of
from dashboards.measured import Counts
from dashboards.models import Cell, FileFact, RequestFact
from dashboards.queries import added_up, one_of
from dashboards.reach import Reach
from dashboards.spread import median
from dashboards.stuck import over_today
from dashboards.year_spans import Span, month_after, year_to_date

WORST = 5
DEEMED_WITHIN = 2  # working days
DEEMED_LISTED, DEEMED_COUNTED = 8, 200
EXPIRY_MONTHS = 3  # after this one
OWN_HANDS = (Holder.FRONT_DESK, Holder.VERIFIER, Holder.ENDORSER, Holder.HEAD, Holder.OTHER)


@dataclass
class Held:
    """An agency that holds files beyond their limit: how many, and by how many working days the oldest."""

    agency: Agency
    overdue: int
    oldest: date
    days_over: int = 0


def _add(found: dict[int, tuple[int, date]], owner: int, n: int, oldest: date) -> None:
    before = found.get(owner, (0, date.max))
    found[owner] = (before[0] + n, min(before[1], oldest))


class Overview:
    """`year`: the earlier year that this one is compared with."""

    def __init__(self, reach: Reach, year: int):
        self.reach, self.year = reach, year
        self.today = reach.today
        self.to_date = year_to_date(self.today)
        self.month = Span(month_of(self.today), self.today)
        self.earlier = self.to_date.in_year(year)

    @cached_property
    def _cells(self) -> dict[tuple, int]:
        """{(cube, at, bucket): n}: all that is added up over the offices, in one statement."""
        earlier_month = self.month.in_year(self.year)
        parts = [
            (Cube.OFFICE_MONTH, self.to_date.first, self.month.first),
            (Cube.OFFICE_MONTH, self.earlier.first, earlier_month.first.replace(month=12)),
            (Cube.OFFICE_DAY, self.month.first, self.today),
            (Cube.OFFICE_DAY, earlier_month.first, earlier_month.last),
            (Cube.OFFICE_DAYS, self.to_date.first, self.today),
            (Cube.OFFICE_LIMITS, self.to_date.first, self.today),
            (Cube.OPEN, date.min, date.max),
            (Cube.MONEY_MONTH, self.to_date.first, self.today),
            (Cube.EXPIRY_MONTH, self.month.first, month_after(self.month.first, EXPIRY_MONTHS)),
        ]
        offices = self.reach.office_ids
        rows = [Cell.objects.of_offices(cube, offices).between(first, last) for cube, first, last in parts]
        return added_up(("cube", "at", "bucket"), *rows)

    def _of(self, cube: Cube) -> list[tuple[date, int, int]]:
        return [(at, bucket, n) for (kind, at, bucket), n in self._cells.items() if kind == cube]

    def _counts(self, cube: Cube, wanted) -> Counter:
        found = Counter()
        for at, bucket, n in self._of(cube):
            if wanted(at):
                found[bucket] += n
        return found

    # Files

    @cached_property
    def of_today(self) -> Counts:
        return Counts(self._counts(Cube.OFFICE_DAY, lambda at: at == self.today))

    @cached_property
    def of_month(self) -> Counts:
        return Counts(self._counts(Cube.OFFICE_DAY, lambda at: at in self.month))

    @cached_property
    def of_year(self) -> Counts:
        days = self._counts(Cube.OFFICE_DAYS, lambda at: True)
        return Counts(self._counts(Cube.OFFICE_MONTH, lambda at: at in self.to_date), days)

    @cached_property
    def of_earlier(self) -> Counts:
        """Whole months before this one of the earlier year, and the days of its month up to today's."""
        part = self.month.in_year(self.year)
        months = self._counts(Cube.OFFICE_MONTH, lambda at: self.earlier.first <= at < part.first)
        return Counts(months + self._counts(Cube.OFFICE_DAY, lambda at: at in part))

    def received_by_month(self) -> list[tuple[date, int | None, int]]:
        """(month, received this year, received in the earlier one), the whole months of that year; None for months ahead."""
        found = Counter()
        for at, bucket, n in self._of(Cube.OFFICE_MONTH):
            if bucket == Measure.RECEIVED:
                found[at] += n
        months = [self.to_date.first.replace(month=n) for n in range(1, 13)]
        return [
            (each, found[each] if each <= self.today else None, found[each.replace(year=self.year)]) for each in months
        ]

    @property
    def limit_days(self) -> int | None:
        """The median of the limits of what was decided this year."""
        return median(self._counts(Cube.OFFICE_LIMITS, lambda at: True))

    @cached_property
    def open(self) -> int:
        return sum(n for _at, _bucket, n in self._of(Cube.OPEN))

    @cached_property
    def overdue(self) -> int:
        """Due before today, and due today at an hour that is over: the number of the board of stuck files."""
        return sum(n for at, _bucket, n in self._of(Cube.OPEN) if at < self.today) + self._over_today.total()

    @cached_property
    def _over_today(self) -> Counter:
        """{(office, holder): n} of files due today at an hour that is over; one statement."""
        return over_today(FileFact.objects.within(self.reach), self.today, "office_id", "holder")

    # Where files are held

    @cached_property
    def held(self) -> list[Held]:
        """The agencies with most beyond their limit: requests to agencies asked, and files in an office's own hands."""
        late = Cell.objects.filter(one_of("office", self.reach.office_ids), at__lt=self.today, service=0, place="")
        asked = late.filter(cube=Cube.ASKED, agency__gt=0).annotate(owner=F("agency"))
        own = late.filter(cube=Cube.OPEN, agency=0, bucket__in=OWN_HANDS).annotate(owner=F("office"))
        parts = [
            rows.filter(n__gt=0).order_by().values_list("owner").annotate(total=Sum("n"), oldest=Min("at"))
            for rows in (asked, own)
        ]
        found: dict[int, tuple[int, date]] = {}
        for owner, total, oldest in parts[0].union(parts[1], all=True):
            _add(found, owner, int(total), oldest)
        for owner, total in self._held_since_today():
            _add(found, owner, total, self.today)
        worst = sorted(found.items(), key=lambda item: (-item[1][0], item[1][1], item[0]))[:WORST]
        agencies = self._agencies({owner for owner, _held in worst})
        return [Held(agencies[owner], total, oldest) for owner, (total, oldest) in worst if owner in agencies]

    def _held_since_today(self) -> list[tuple[int, int]]:
        """(owner, n) of what is over since an hour of today; one statement beside that of `overdue`."""
        own = [(office, n) for (office, holder), n in self._over_today.items() if holder in OWN_HANDS]
        requests = RequestFact.objects.filter(one_of("office", self.reach.office_ids))
        return own + [(agency, n) for (agency,), n in over_today(requests, self.today, "agency_id").items()]

    def _agencies(self, wanted: set[int]) -> dict[int, Agency]:
        known = {each.pk: each for each in self.reach.agencies if each.pk in wanted}
        if missing := wanted - known.keys():  # of another region, as a vertical agency
            known |= {each.pk: each for each in Agency.objects.filter(pk__in=missing).select_related("region")}
        return known

    @cached_property
    def worst(self) -> list[Held]:
        """`held` with its days, counted in each agency's own calendar."""
        for each in self.held:
            each.days_over = self._calendars[each.agency.region_id].working_days_between(each.oldest, self.today)
        return self.held

    @cached_property
    def _calendars(self) -> dict[str, WorkCalendar]:
        regions = [each.agency.region for each in self.held]
        return calendars_of([*regions, self.reach.home])

    # What silence would grant

    @cached_property
    def deemed_until(self) -> date:
        calendar = self._calendars[self.reach.home.pk]
        return calendar.add_working_days(self.today, DEEMED_WITHIN)

    @cached_property
    def deemed(self) -> list[tuple[str, date]]:
        """(registration number, deadline) of open files whose silence counts as consent and whose limit is near; bounded."""
        rows = FileFact.objects.within(self.reach).open()
        rows = rows.filter(due_on__gte=self.today, due_on__lte=self.deemed_until)
        rows = rows.filter(allows_deemed=True).order_by("due_on", "application_id")
        return list(rows.values_list("application__registration_number", "due_on")[: DEEMED_COUNTED + 1])

    # Money and what runs out

    @property
    def money(self) -> dict[str, int]:
        found = self._counts(Cube.MONEY_MONTH, lambda at: True)
        return {"billed": found[Money.BILLED], "paid": found[Money.PAID]}

    @property
    def expiring(self) -> list[tuple[date, int]]:
        """(month, permits in force whose last day lies in it): this month and the three after it."""
        found = {at: n for at, _bucket, n in self._of(Cube.EXPIRY_MONTH)}
        return [
            (month, found.get(month, 0))
            for month in (month_after(self.month.first, n) for n in range(EXPIRY_MONTHS + 1))
        ]
