"""Which days and hours a region works, and what follows: day zero, promised dates, deadlines, shares of working days.

Units: a working day (hari kerja) is one whole office day, whatever its length; a part of it is the part of that day's
office hours. Parts are exact fractions, so that no rounding adds up. Moments are aware; dates are the region's local dates.
Source: handbook 2.4 (day 0 = day of receipt; weekends, national holidays, cuti bersama and regional days don't count).
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cached_property
from math import ceil
from zoneinfo import ZoneInfo

from django.db.models import Q

from agencies.models import Holiday, Region

# Nothing in an office lasts longer; a loop that gets here was asked nonsense (or a calendar without working days).
LONGEST_SPAN_DAYS = 4000
ONE_DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)
MONDAY_TO_FRIDAY = frozenset({1, 2, 3, 4, 5})
FRIDAY = 5
DEFAULT_OPENS, DEFAULT_CLOSES = time(8), time(16)


@dataclass(frozen=True)
class WorkCalendar:
    """The working days and office hours of one region. `weekdays` are ISO numbers (1 = Monday); times are local."""

    zone: str = "Asia/Jakarta"
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    opens: time = DEFAULT_OPENS
    closes: time = DEFAULT_CLOSES
    friday_closes: time = DEFAULT_CLOSES
    holidays: frozenset[date] = frozenset()

    def __post_init__(self):
        """Raises ValueError for a calendar in which no time ever passes."""
        if not self.weekdays or not self.weekdays <= set(range(1, 8)):
            raise ValueError("a calendar needs working days from 1 (Monday) to 7")
        if self.opens >= self.closes or self.opens >= self.friday_closes:
            raise ValueError("an office must open before it closes")

    def is_working_day(self, day: date) -> bool:
        return day.isoweekday() in self.weekdays and day not in self.holidays

    def local_date(self, moment: datetime) -> date:
        """The date on the office's wall at `moment`."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def opening(self, day: date) -> datetime:
        """When the office would open on `day` (aware, local), working day or not."""
        return datetime.combine(day, self.opens, ZoneInfo(self.zone))

    def closing(self, day: date) -> datetime:
        """When the office would close on `day` (aware, local), working day or not."""
        hour = self.friday_closes if day.isoweekday() == FRIDAY else self.closes
        return datetime.combine(day, hour, ZoneInfo(self.zone))

    def day_zero(self, moment: datetime) -> date:
        """The day of receipt: the day itself, or the next working day after closing time or on a day off."""
        day = self.local_date(moment)
        if self.is_working_day(day) and moment <= self.closing(day):
            return day
        return self.add_working_days(day, 1)

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after `day` (0 gives `day`). Raises ValueError when n < 0 or beyond LONGEST_SPAN_DAYS."""
        if n < 0:
            raise ValueError("working days are only added")
        if n == 0:
            return day
        for found, working_day in enumerate(self._working_days_from(day + ONE_DAY), start=1):
            if found == n:
                return working_day

    def promise(self, moment: datetime, n: int) -> date:
        """The date promised on the receipt: the n-th working day after day zero of `moment`."""
        return self.add_working_days(self.day_zero(moment), n)

    def deadline(self, moment: datetime, n: int) -> datetime:
        """Closing time of the promised date."""
        return self.closing(self.promise(moment, n))

    def counting_start(self, moment: datetime) -> datetime:
        """When the first day begins to count for something received at `moment`: opening on the working day after day zero."""
        return self.opening(self.promise(moment, 1))

    def working_days_between(self, first: date, last: date) -> int:
        """Working days after `first`, up to and with `last` (0 when `last` is not later): undoes `add_working_days`."""
        if _checked_span(first, last) <= 0:
            return 0
        return self._working_days_up_to(last) - self._working_days_up_to(first)

    def _working_days_up_to(self, day: date) -> int:
        """Since the beginning of the calendar (a Monday), without a walk through the days between."""
        weeks, rest = divmod(day.toordinal(), 7)
        weekdays = weeks * len(self.weekdays) + sum(1 for each in self.weekdays if each <= rest)
        return weekdays - bisect_right(self._days_off, day)

    @cached_property
    def _days_off(self) -> list[date]:
        """Holidays that fall on a weekday of the office, in order."""
        return sorted(day for day in self.holidays if day.isoweekday() in self.weekdays)

    def worked(self, start: datetime, end: datetime) -> Fraction:
        """Working days between two moments, as an exact fraction; 0 when `end` is not later than `start`."""
        if end <= start:
            return Fraction(0)
        first, last = self.local_date(start), self.local_date(end)
        if first == last:
            return self._share(first, end) - self._share(first, start)
        whole = self.working_days_between(first, last) - self.is_working_day(last)
        rest_of_first = self.is_working_day(first) - self._share(first, start)
        return rest_of_first + whole + self._share(last, end)

    def advance(self, moment: datetime, days: Fraction | int) -> datetime:
        """The earliest moment at which `days` working days have been worked since `moment`, rounded up to a microsecond.

        So a whole day ends at closing time and not at the next opening. Raises ValueError when `days` < 0.
        """
        if days < 0:
            raise ValueError("a clock only goes forward")
        if days == 0:
            return moment
        left = Fraction(days)
        for day in self._working_days_from(self.local_date(moment)):
            share = self._share(day, moment)
            if share + left <= 1:
                return self._moment_of_share(day, share + left)
            left -= 1 - share

    def _share(self, day: date, moment: datetime) -> Fraction:
        """How much of `day`'s office hours had passed at `moment`: 0 before opening and on a day off, 1 from closing on."""
        opening, closing = self.opening(day), self.closing(day)
        if moment <= opening or not self.is_working_day(day):
            return Fraction(0)
        if moment >= closing:
            return Fraction(1)
        return Fraction((moment - opening) // MICROSECOND, (closing - opening) // MICROSECOND)

    def _moment_of_share(self, day: date, share: Fraction) -> datetime:
        opening = self.opening(day)
        length = (self.closing(day) - opening) // MICROSECOND
        return opening + ceil(share * length) * MICROSECOND

    def _working_days_from(self, day: date) -> Iterator[date]:
        """Working days from `day` on. Raises ValueError after LONGEST_SPAN_DAYS."""
        for n in range(LONGEST_SPAN_DAYS + 1):
            candidate = day + timedelta(days=n)
            if self.is_working_day(candidate):
                yield candidate
        raise ValueError(f"no answer within {LONGEST_SPAN_DAYS} days")


def _checked_span(first: date, last: date) -> int:
    span = (last - first).days
    if span > LONGEST_SPAN_DAYS:
        raise ValueError(f"more than {LONGEST_SPAN_DAYS} days lie between {first} and {last}")
    return span


def calendar_of(region: Region) -> WorkCalendar:
    """The region's calendar, in two queries: hours from the nearest region that sets them, days off from all above.

    A field left empty is asked of the region above, up to the province, then Monday to Friday, 08.00 to 16.00.
    The time zone is the region's own.
    """
    return calendars_of([region])[region.pk]


def calendars_of(regions: Iterable[Region]) -> dict[str, WorkCalendar]:
    """{region's key: calendar} of several regions, in two queries however many they are."""
    regions = {region.pk: region for region in regions}
    if not regions:
        return {}
    codes = {code for region in regions.values() for code in region.lineage}
    above = Region.objects.in_bulk(codes)
    days_off = list(
        Holiday.objects.filter(Q(region__isnull=True) | Q(region_id__in=codes)).values_list("region_id", "on")
    )
    return {key: _calendar(region, above, days_off) for key, region in regions.items()}


def _calendar(region: Region, above: dict, days_off: list) -> WorkCalendar:
    nearest_first = [region, *(above[code] for code in region.lineage[1:] if code in above)]
    closes = _nearest(nearest_first, "closes_at", DEFAULT_CLOSES)
    return WorkCalendar(
        zone=region.zone,
        weekdays=frozenset(_nearest(nearest_first, "work_days", MONDAY_TO_FRIDAY)),
        opens=_nearest(nearest_first, "opens_at", DEFAULT_OPENS),
        closes=closes,
        friday_closes=_nearest(nearest_first, "friday_closes_at", closes),
        holidays=frozenset(on for code, on in days_off if code is None or code in region.lineage),
    )


def _nearest(regions: list[Region], field: str, default):
    return next((value for region in regions if (value := getattr(region, field))), default)
