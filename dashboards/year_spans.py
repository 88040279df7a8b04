"""Spans of days that pages of figures are about, and the same part of another year. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from dashboards.cubes import month_of

EARLIER_YEARS_OFFERED = 4
FIRST_YEAR = 2000


@dataclass(frozen=True)
class Span:
    """From the first to the last day, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def months(self) -> list[date]:
        """The first day of each month that it touches."""
        found, month = [], month_of(self.first)
        while month <= self.last:
            found.append(month)
            month = month_after(month)
        return found

    def complete_months(self, today: date) -> "Span | None":
        """What of it lies in months that are over; None when no month is."""
        last = min(self.last, month_of(today) - timedelta(days=1))
        return Span(self.first, last) if last >= self.first else None

    def in_year(self, year: int) -> "Span":
        """The same days of another year; the 29th of February becomes the 28th."""
        shift = year - self.first.year
        return Span(moved(self.first, shift), moved_end(self.last, shift))


def moved(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def moved_end(day: date, years: int) -> date:
    """The last day of a month stays one."""
    is_last = (day + timedelta(days=1)).day == 1
    return month_after(moved(month_of(day), years)) - timedelta(days=1) if is_last else moved(day, years)


def month_after(month: date, n: int = 1) -> date:
    months = month.year * 12 + month.month - 1 + n
    return date(months // 12, months % 12 + 1, 1)


def year_to_date(today: date) -> Span:
    return Span(date(today.year, 1, 1), today)


def earlier_year(text: str, year: int) -> int:
    """The year that somebody chose to compare with; nonsense gives the year before."""
    is_year = text.isascii() and text.isdigit() and len(text) == 4 and FIRST_YEAR <= int(text) < year
    return int(text) if is_year else year - 1
