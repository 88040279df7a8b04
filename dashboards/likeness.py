"""From how long files like this one took to when this one will be done. Pure but for `remaining`, which is one statement.

Files like one are looked for from the nearest group to the widest (`cubes.Like`): the first group counts in which at least
FEWEST took longer than this file already waits, so that nobody is told a day that is over. What is still to come includes the
days that applicants took for their own answers, as it did for the others.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from math import floor
from typing import NamedTuple

from agencies.working_days import WorkCalendar
from dashboards.cubes import Cube, Like, half_year_of
from dashboards.models import Cell, FileFact
from dashboards.spread import lasting_longer, median, ninetieth

FEWEST = 20
LONGEST_DAYS = 2000  # working days; what lies beyond is no estimate any more
A_YEAR = timedelta(days=365)


class Forecast(NamedTuple):
    """Local dates of the office by which half, and nine in ten, of the cases like it were done."""

    half_on: date
    most_on: date
    group: Like
    cases: int


class Place(NamedTuple):
    """Where cases of one group are counted: key of the cells, and since when a file stands there."""

    group: Like
    key: tuple[int, int, int]  # office, Phase or stage code, service
    since: datetime


def places_of(fact: FileFact) -> list[Place]:
    """The groups of an open file, from the nearest to the widest; none before its clock ledger began."""
    if not fact.phase or not fact.phase_since:
        return []
    office, service, phase, since = fact.office_id, fact.service_id, fact.phase, fact.phase_since
    found = [
        Place(Like.OFFICE, (office, phase, service), since),
        Place(Like.SERVICE, (0, phase, service), since),
        Place(Like.ALL, (0, phase, 0), since),
    ]
    if fact.stage and fact.stage_since:
        found.insert(0, Place(Like.OFFICE_STAGE, (office, fact.stage, service), fact.stage_since))
        found.insert(2, Place(Like.SERVICE_STAGE, (0, fact.stage, service), fact.stage_since))
    return found


def remaining(facts: Iterable[FileFact], today: date) -> Mapping[tuple[int, int, int], Counter]:
    """{key: {working days that were left: cases}} of every group of these files, decided within the last 12 to 18 months."""
    keys = {place.key for fact in facts for place in places_of(fact)}
    found = defaultdict(Counter)
    if not keys:
        return found
    offices, codes, services = map(set, zip(*keys, strict=True))
    cells = Cell.objects.filter(
        cube=Cube.REMAINING, office__in=offices, agency__in=codes, service__in=services, place=""
    )
    sums = cells.between(half_year_of(today - A_YEAR), today).sums("office", "agency", "service", "bucket")
    for (*key, days), n in sums.items():
        if tuple(key) in keys:
            found[tuple(key)][days] = n
    return found


def forecast(
    places: list[Place], counts: Mapping[tuple[int, int, int], Counter], calendar: WorkCalendar, moment: datetime
) -> Forecast | None:
    """The estimate of one file at `moment`; None when even the widest group has fewer than FEWEST cases that took longer."""
    for group, key, since in places:
        waited = floor(calendar.worked(since, moment))
        cases = lasting_longer(counts.get(key, {}), waited)
        total = sum(cases.values())
        if total >= FEWEST:
            today = calendar.local_date(moment)
            half_on, most_on = (_day(calendar, since, days, today) for days in (median(cases), ninetieth(cases)))
            return Forecast(half_on, most_on, group, total)
    return None


def _day(calendar: WorkCalendar, since: datetime, days: int, today: date) -> date:
    return max(today, calendar.local_date(calendar.advance(since, min(days, LONGEST_DAYS))))
