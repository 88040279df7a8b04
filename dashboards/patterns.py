"""Patterns that an inspector would look at, from one day's stays, decisions and acts of one office. Pure.

Each gives lines (desk, n, of, examples): at a desk (a role, never a person) `n` of `of` acts show the pattern; `examples` are at
most EXAMPLES files. A pattern is a question and no finding: what else may explain it stands on the page and in docs/figures.md.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from agencies.working_days import WorkCalendar
from dashboards.spread import quantile

EXAMPLES = 20
# Decided in fewer minutes than the service's first percentile, and never asked of what took MOST_SUSPECT_MINUTES or longer.
PERCENTILE, ENOUGH_CASES = 0.01, 100
MOST_SUSPECT_MINUTES, LEAST_SUSPECT_MINUTES = 15, 2
SAME_APPLICANT_FILES = 3  # within twelve months


class Stay(NamedTuple):
    """A file at a desk; `left` is None while it lies there."""

    file: UUID
    service: int
    desk: str
    entered: datetime
    left: datetime | None


class Decided(NamedTuple):
    """A decision of the day. `minutes`: {desk: minutes of the file's last stay there}; -1 where it never lay."""

    file: UUID
    service: int
    minutes: Mapping[str, int]


class Seen(NamedTuple):
    desk: str
    n: int
    of: int
    examples: list[UUID]


def overtaken(stays: Iterable[Stay], since: datetime, until: datetime) -> list[Seen]:
    """Files that left a desk within [since, until) while another of the same service, there before them, still lay there.

    `stays` holds every stay that touches the day. Who came in the same moment overtakes nobody.
    """
    queues = defaultdict(list)
    for stay in stays:
        queues[stay.desk, stay.service].append(stay)
    tally = _Tally()
    for (desk, _service), queue in queues.items():
        for one in sorted(queue, key=lambda stay: (stay.entered, stay.file)):
            if one.left is None or not since <= one.left < until:
                continue
            passed = any(
                other.entered < one.entered and (other.left is None or other.left > one.left) for other in queue
            )
            tally.count(desk, one.file, passed)
    return tally.seen()


def fast(decisions: Iterable[Decided], usual: Mapping[tuple[str, int], Mapping[int, int]]) -> list[Seen]:
    """Decisions whose file lay at a desk for fewer minutes than is plausible; `usual`: {(desk, service): {minutes: cases}}."""
    tally = _Tally()
    for decision in decisions:
        for desk, minutes in decision.minutes.items():
            if minutes >= 0:
                tally.count(desk, decision.file, minutes < plausible_minutes(usual.get((desk, decision.service), {})))
    return tally.seen()


def plausible_minutes(counts: Mapping[int, int]) -> int:
    """The first percentile of the service, kept between LEAST_ and MOST_SUSPECT_MINUTES; the least with too few cases."""
    if sum(counts.values()) < ENOUGH_CASES:
        return LEAST_SUSPECT_MINUTES
    return max(LEAST_SUSPECT_MINUTES, min(MOST_SUSPECT_MINUTES, quantile(counts, PERCENTILE)))


def same(decisions: Iterable[tuple[UUID, str, object, object]], before: Mapping[tuple, int]) -> list[Seen]:
    """Decisions of (file, desk, officer, applicant) by an officer who decided that applicant's files at least
    SAME_APPLICANT_FILES times within twelve months, this one counted in; `before`: {(desk, officer, applicant): times}."""
    tally = _Tally()
    for file, desk, officer, applicant in decisions:
        tally.count(desk, file, before.get((desk, officer, applicant), 0) >= SAME_APPLICANT_FILES)
    return tally.seen()


def outside(acts: Iterable[tuple[UUID, str, datetime]], calendar: WorkCalendar) -> list[Seen]:
    """Acts of (file, role, moment) on a day off, before opening or after closing."""
    tally = _Tally()
    for file, role, at in acts:
        tally.count(role, file, not is_office_time(calendar, at))
    return tally.seen()


def is_office_time(calendar: WorkCalendar, at: datetime) -> bool:
    day = calendar.local_date(at)
    return calendar.is_working_day(day) and calendar.opening(day) <= at <= calendar.closing(day)


def stays_of(file: UUID, service: int, events: Iterable) -> list[Stay]:
    """Stays at desks from one ledger in order; entries that leave the holder as it was belong to the same stay."""
    found, desk, entered = [], "", None
    for event in events:
        held_by = event.role if event.holder == "agency" and event.kind != "stop" else ""
        if held_by == desk:
            continue
        if desk:
            found.append(Stay(file, service, desk, entered, event.at))
        desk, entered = held_by, event.at
    if desk:
        found.append(Stay(file, service, desk, entered, None))
    return found


class _Tally:
    def __init__(self):
        self.of, self.n, self.examples = Counter(), Counter(), defaultdict(dict)

    def count(self, desk: str, file: UUID, is_so: bool) -> None:
        self.of[desk] += 1
        if is_so:
            self.n[desk] += 1
            self.examples[desk][file] = None

    def seen(self) -> list[Seen]:
        return [
            Seen(desk, self.n[desk], self.of[desk], list(self.examples[desk])[:EXAMPLES]) for desk in sorted(self.of)
        ]
