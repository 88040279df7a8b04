"""From a fact to the cells that it adds to. Pure: a fact gives the same cells whenever it is asked, so that what it added
before can be taken away again."""

from collections import Counter

from dashboards.cubes import (
    NO_DEADLINE,
    Cube,
    Key,
    Measure,
    Money,
    Phase,
    RequestMeasure,
    half_year_of,
    month_of,
    year_of,
)
from dashboards.models import FileFact, RequestFact

ENDS = {"issued": Measure.ISSUED, "rejected": Measure.REJECTED, "withdrawn": Measure.ENDED, "lapsed": Measure.ENDED}
DECIDED = ("issued", "rejected")


def cells_of_file(fact: FileFact) -> Counter:
    """{Key: n} of one file."""
    cells = Counter()
    for measure, day in _measures(fact):
        _count(cells, fact, measure, day)
    if fact.closed_on is None:
        at = fact.due_on or NO_DEADLINE
        cells[Key(Cube.OPEN, at, fact.office_id, bucket=fact.holder)] += 1
    elif fact.outcome in DECIDED:
        _count_days(cells, fact)
    for kind, day, amount in ((Money.BILLED, fact.billed_on, fact.billed), (Money.PAID, fact.paid_on, fact.paid)):
        if day and amount:
            cells[Key(Cube.MONEY_MONTH, month_of(day), fact.office_id, bucket=kind)] += amount
    if fact.expires_on:
        cells[Key(Cube.EXPIRY_MONTH, month_of(fact.expires_on), fact.office_id)] += 1
    return cells


def cells_of_request(fact: RequestFact) -> Counter:
    """{Key: n} of one request."""
    cells, agency = Counter(), fact.agency_id
    cells[Key(Cube.AGENCY_MONTH, month_of(fact.requested_on), agency=agency, bucket=RequestMeasure.ASKED)] += 1
    if fact.closed_on is None:
        at = fact.due_on or NO_DEADLINE
        cells[Key(Cube.ASKED, at, fact.office_id, agency, bucket=fact.limit_days)] += 1
        return cells
    month = month_of(fact.closed_on)
    for measure in _request_measures(fact):
        cells[Key(Cube.AGENCY_MONTH, month, agency=agency, bucket=measure)] += 1
    if fact.own_days is not None:
        cells[Key(Cube.AGENCY_DAYS, month, agency=agency, bucket=fact.own_days)] += 1
    return cells


def lineage(place: str) -> list[str]:
    """A place and every region above it."""
    parts = place.split(".")
    return [".".join(parts[:n]) for n in range(1, len(parts) + 1)]


def _measures(fact: FileFact):
    yield Measure.RECEIVED, fact.submitted_on
    if fact.registered_on:
        yield Measure.REGISTERED, fact.registered_on
    if fact.closed_on is None:
        return
    yield ENDS[fact.outcome], fact.closed_on
    if fact.outcome not in DECIDED:
        return
    yield (Measure.LATE if fact.is_late else Measure.ON_TIME), fact.closed_on
    flags = (
        (fact.pauses > 0, Measure.PAUSED),
        (fact.is_last_minute, Measure.LAST_MINUTE),
        (fact.is_deemed, Measure.DEEMED),
        (fact.is_reopened, Measure.REOPENED),
    )
    for is_so, measure in flags:
        if is_so:
            yield measure, fact.closed_on


def _count(cells: Counter, fact: FileFact, measure: Measure, day) -> None:
    month = month_of(day)
    cells[Key(Cube.OFFICE_DAY, day, fact.office_id, bucket=measure)] += 1
    cells[Key(Cube.OFFICE_MONTH, month, fact.office_id, bucket=measure)] += 1
    cells[Key(Cube.SERVICE_YEAR, year_of(day), fact.office_id, service=fact.service_id, bucket=measure)] += 1
    cells[Key(Cube.SERVICE_MONTH, month, service=fact.service_id, bucket=measure)] += 1
    for place in lineage(fact.place):
        cells[Key(Cube.PLACE_MONTH, month, place=place, bucket=measure)] += 1


def _count_days(cells: Counter, fact: FileFact) -> None:
    cells[Key(Cube.OFFICE_DAYS, month_of(fact.closed_on), fact.office_id, bucket=fact.used_days)] += 1
    cells[Key(Cube.OFFICE_LIMITS, month_of(fact.closed_on), fact.office_id, bucket=fact.limit_days)] += 1
    at = half_year_of(fact.closed_on)
    for phase, left in zip(Phase, fact.phases, strict=True):
        if left >= 0:
            for office, service in ((fact.office_id, fact.service_id), (0, fact.service_id), (0, 0)):
                cells[Key(Cube.REMAINING, at, office, phase, service, bucket=left)] += 1


def _request_measures(fact: RequestFact):
    yield {
        "given": RequestMeasure.GIVEN, "deemed": RequestMeasure.DEEMED, "withdrawn": RequestMeasure.WITHDRAWN
    }[fact.result]  # fmt: skip
    flags = (
        (fact.is_late, RequestMeasure.LATE),
        (fact.pauses > 0, RequestMeasure.PAUSED),
        (fact.is_last_minute, RequestMeasure.LAST_MINUTE),
        (fact.is_asked_again, RequestMeasure.ASKED_AGAIN),
        (fact.is_unfavourable, RequestMeasure.UNFAVOURABLE),
    )
    yield from (measure for is_so, measure in flags if is_so)
