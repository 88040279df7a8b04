"""The span of days that a table counts: a month, a quarter, a year, or the last twelve months ("12", the usual one)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from complaints.survey_figures import Period, period_named, periods_to_choose

LAST_YEAR = "12"


@dataclass(frozen=True)
class LastTwelveMonths(Period):
    @property
    def label(self) -> str:
        return _("12 bulan terakhir")


def last_twelve_months(today: date) -> Period:
    """This month and the eleven before it."""
    first = today.replace(day=1)
    for _month in range(11):
        first = (first - timedelta(days=1)).replace(day=1)
    return LastTwelveMonths(LAST_YEAR, first, today)


def span_named(key: str, today: date) -> Period:
    return period_named(key, today) if key and key != LAST_YEAR else last_twelve_months(today)


def spans_to_choose(chosen: Period, today: date) -> dict[str, list[Period]]:
    """As `periods_to_choose`, with the last twelve months in front."""
    return {"usual": [last_twelve_months(today)]} | periods_to_choose(chosen, today)
