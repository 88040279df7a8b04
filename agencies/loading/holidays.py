"""National holidays and cuti bersama from the package `holidays`, copied into rows that people edit afterwards."""

from collections.abc import Iterable

from holidays import country_holidays

from agencies.actions import add_holidays
from agencies.models import Holiday
from ptsp_portal.lib.moment import now

# Kind of row: the package's category. Cuti bersama is no working day for the civil service (handbook 2.4).
CATEGORIES = {Holiday.Kind.NATIONAL: "public", Holiday.Kind.JOINT_LEAVE: "government"}


def usual_years() -> range:
    """Last year to next year."""
    this_year = now().year
    return range(this_year - 1, this_year + 2)


def load_holidays(years: Iterable[int]) -> int:
    """Add the days off of these years that have no national row yet; a row that exists is never touched. Returns how many."""
    years = list(years)
    known = set(Holiday.objects.filter(region__isnull=True, on__year__in=years).values_list("on", flat=True))
    missing = {}
    for kind, category in CATEGORIES.items():
        days = country_holidays("ID", years=years, categories=(category,), language="id")
        for day, name in days.items():
            if day not in known:
                missing.setdefault(day, Holiday(on=day, name=name[:160], kind=kind))
    add_holidays(list(missing.values()))
    return len(missing)
