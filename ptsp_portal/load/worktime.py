"""The working time of one office as an axis of numbers: 12.25 is a quarter into the 13th working day since the beginning.

Built from the office's real calendar (holidays, hours, zone), so that a million files need no date arithmetic. Moments are whole
seconds since 1970 (UTC).
"""

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta

from agencies.working_days import WorkCalendar

DAY_SECONDS = 86400
EPOCH = date(1970, 1, 1).toordinal()
_TIMES = [f"{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}" for n in range(DAY_SECONDS)]


class _Days(dict):
    def __missing__(self, number):
        text = self[number] = (date(1970, 1, 1) + timedelta(days=number)).isoformat()
        return text


DAYS = _Days()


def stamp(second: int) -> str:
    """As COPY reads a moment."""
    day, rest = divmod(second, DAY_SECONDS)
    return f"{DAYS[day]} {_TIMES[rest]}+00"


def iso(second: int) -> str:
    """As the journal writes it under its hash."""
    day, rest = divmod(second, DAY_SECONDS)
    return f"{DAYS[day]}T{_TIMES[rest]}.000000+00:00"


def moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


class WorkTime:
    """`calendar` between two dates."""

    def __init__(self, calendar: WorkCalendar, first: date, last: date):
        self.calendar = calendar
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        self.days = [day for day in days if calendar.is_working_day(day)]
        self.opens = [int(calendar.opening(day).timestamp()) for day in self.days]
        self.closes = [int(calendar.closing(day).timestamp()) for day in self.days]
        # No summer time in Indonesia.
        self.offset = int(calendar.opening(first).utcoffset().total_seconds())

    def local_date(self, second: int) -> date:
        return date.fromordinal(EPOCH + (second + self.offset) // DAY_SECONDS)

    def at(self, position: float) -> int:
        """The second at a position."""
        day = int(position)
        opens = self.opens[day]
        return opens + int((position - day) * (self.closes[day] - opens))

    def position(self, second: int) -> float:
        """The position of a second; outside office hours that of the closing before."""
        day = bisect_right(self.opens, second) - 1
        opens, closes = self.opens[day], self.closes[day]
        return day + min(0.999999, (second - opens) / (closes - opens))

    def after_hours(self, position: float, share: float) -> int:
        """A second between the closing of that day and the next opening: evenings and days off, when applicants write."""
        day = int(position)
        closes = self.closes[day]
        return closes + 1 + int(share * (self.opens[day + 1] - closes - 2))

    def day_zero(self, second: int) -> int:
        """Index of the day of receipt: today until closing time, else the next working day (WorkCalendar.day_zero)."""
        return bisect_right(self.closes, second - 1)

    def promised(self, second: int, days: int) -> date:
        """WorkCalendar.promise."""
        return self.days[self.day_zero(second) + days]

    def deadline(self, second: int, days: int) -> int:
        """WorkCalendar.deadline."""
        return self.closes[self.day_zero(second) + days]
