"""From ledgers to facts: what one file and one request say for the figures. Reads only; nothing here is kept or cached.

Days of a file and of its requests are counted in the calendar of the office that issues, as its deadlines are.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction
from math import ceil
from typing import NamedTuple
from zoneinfo import ZoneInfo

from agencies.clock import reckon
from agencies.models import Agency
from agencies.working_days import WorkCalendar, calendars_of
from applications.models import (
    Application,
    ApplicationClockEvent,
    Bill,
    Decision,
    Objection,
    Permit,
    Recommendation,
    RecommendationClockEvent,
    ServiceStandard,
)
from complaints.models import Finding
from dashboards.cubes import MOST_MINUTES, TIMED_DESKS, Holder, Phase, stage_code
from dashboards.models import Estimate, FileFact, RequestFact

LAST_MINUTE_DAYS = 1  # working days
DECIDED = ("issued", "rejected")
NEVER = -1
MOST_DAYS = 32_000  # what a small integer holds
HOLDERS = {
    "front_desk": Holder.FRONT_DESK,
    "verifier": Holder.VERIFIER,
    "endorser": Holder.ENDORSER,
    "head": Holder.HEAD,
}  # fmt: skip
FILE_COLUMNS = (
    "id", "office_id", "permit_type_id", "standard_id", "state", "place_code", "submitted_at", "registered_at", "verified_at",
    "closed_at", "holder", "holder_role", "due_at",
)  # fmt: skip
REQUEST_COLUMNS = (
    "id", "application_id", "application__office_id", "agency_id", "state", "verdict", "days", "requested_at", "closed_at",
    "due_at", "is_current",
)  # fmt: skip


class Entry(NamedTuple):
    """A ledger entry as `agencies.clock.reckon` reads it."""

    id: int
    kind: str
    at: datetime
    holder: str
    agency_id: int | None
    role: str
    reason: str


class Places:
    """Regions and calendars of offices, read once for as many batches as one object lives; not longer than one run."""

    def __init__(self):
        self._regions: dict[int, str] = {}
        self._calendars: dict[str, WorkCalendar] = {}
        self._standards: dict[int, tuple[int, bool]] = {}

    def meet(self, offices: Iterable[int], standards: Iterable[int] = ()) -> None:
        """Read what is not known yet: at most four statements."""
        missing = set(offices) - self._regions.keys()
        if missing:
            agencies = list(Agency.objects.filter(pk__in=missing).select_related("region"))
            self._regions |= {each.pk: each.region_id for each in agencies}
            regions = {each.region_id: each.region for each in agencies if each.region_id not in self._calendars}
            self._calendars |= calendars_of(regions.values())
        missing = set(standards) - self._standards.keys()
        if missing:
            rows = ServiceStandard.objects.filter(pk__in=missing).values_list(
                "pk", "time_limit_days", "deemed_approval"
            )
            self._standards |= {pk: (days, allows_deemed) for pk, days, allows_deemed in rows}

    def calendar(self, office: int) -> WorkCalendar:
        return self._calendars[self._regions[office]]

    def region(self, office: int) -> str:
        return self._regions[office]

    def limit(self, standard: int) -> int:
        return self._standards[standard][0]

    def allows_deemed(self, standard: int) -> bool:
        return self._standards[standard][1]

    def day(self, office: int, moment: datetime | None) -> date | None:
        """The date on the office's wall."""
        return moment and moment.astimezone(ZoneInfo(self.calendar(office).zone)).date()


def file_facts(ids: Iterable[int], places: Places) -> list[FileFact]:
    """Facts of those of the files that were sent; ten statements however many they are."""
    ids = list(ids)
    rows = list(Application.objects.filter(pk__in=ids, submitted_at__isnull=False).values(*FILE_COLUMNS))
    places.meet({row["office_id"] for row in rows}, {row["standard_id"] for row in rows})
    ledgers = _ledgers(ApplicationClockEvent.objects.filter(application__in=ids), "application_id")
    beside = _Beside(ids)
    return [_file_fact(row, ledgers[row["id"]], places, beside) for row in rows]


def request_facts(ids: Iterable[int], places: Places) -> list[RequestFact]:
    """Facts of the requests; three statements however many they are."""
    ids = list(ids)
    rows = list(Recommendation.objects.filter(pk__in=ids).order_by().values(*REQUEST_COLUMNS))
    places.meet({row["application__office_id"] for row in rows})
    ledgers = _ledgers(RecommendationClockEvent.objects.filter(recommendation__in=ids), "recommendation_id")
    again = set(
        Recommendation.objects.filter(asked_again_of__in=ids).order_by().values_list("asked_again_of", flat=True)
    )
    return [_request_fact(row, ledgers[row["id"]], places, row["id"] in again) for row in rows]


def _ledgers(events, owner: str) -> dict[int, list[Entry]]:
    found = defaultdict(list)
    columns = (owner, *Entry._fields)
    for row in events.order_by("at", "id").values_list(*columns):
        found[row[0]].append(Entry(*row[1:]))
    return found


class _Beside:
    """What else is asked about the same files, each in one statement."""

    def __init__(self, ids: list[int]):
        of = {"application__in": ids}
        self.deemed = set(Decision.objects.filter(**of, verdict="deemed").values_list("application_id", flat=True))
        self.granted = set(Objection.objects.filter(**of, outcome="granted").values_list("application_id", flat=True))
        permits = Permit.objects.filter(**of).values_list("application_id", "status", "valid_until", "version")
        self.permits = {row[0]: row[1:] for row in permits}
        self.bills = {
            row[0]: row[1:]
            for row in Bill.objects.filter(**of, cancelled_at__isnull=True)
            .order_by()
            .values_list("application_id", "amount", "issued_at", "payment__amount", "payment__paid_on")
        }
        self.estimates = {
            row[0]: row[1:] for row in Estimate.objects.filter(**of).values_list("application_id", "half_on", "most_on")
        }
        self.stages = _stages(ids)
        delays = Finding.objects.filter(complaint__application__in=ids, is_justified=True, kind="delay")
        self.delayed = set(delays.values_list("complaint__application_id", flat=True))


def _file_fact(row: dict, events: list[Entry], places: Places, beside: _Beside) -> FileFact:
    pk, office = row["id"], row["office_id"]
    calendar, limit = places.calendar(office), places.limit(row["standard_id"])
    entries, phase = _phases(events, row["verified_at"])
    status, valid_until, version = beside.permits.get(pk, ("", None, 1))
    billed, billed_at, paid, paid_on = beside.bills.get(pk, (0, None, None, None))
    fact = FileFact(
        application_id=pk,
        office_id=office,
        service_id=row["permit_type_id"],
        place=row["place_code"] or places.region(office),
        submitted_on=places.day(office, row["submitted_at"]),
        registered_on=places.day(office, row["registered_at"]),
        closed_on=places.day(office, row["closed_at"]),
        limit_days=limit,
        billed_on=places.day(office, billed_at),
        billed=billed,
        paid_on=paid_on,
        paid=paid or 0,
        expires_on=valid_until if status == "active" else None,
        is_reopened=pk in beside.granted or version > 1,
        allows_deemed=places.allows_deemed(row["standard_id"]),
    )
    if row["closed_at"] is None:
        fact.holder = _holder(row["holder"], row["holder_role"])
        fact.due_on = places.day(office, row["due_at"])
        fact.phase, fact.phase_since = phase, entries.get(phase)
        if phase == Phase.RECOMMENDATION and beside.stages.get(pk):
            fact.stage, fact.stage_since = beside.stages[pk][-1]
        return fact
    fact.outcome = row["state"]
    if row["state"] in DECIDED:
        _judge(fact, reckon(events, calendar, limit, row["closed_at"]), pk, beside)
        fact.phases = [_left(calendar, entries.get(each), row["closed_at"]) for each in Phase]
        stages = [(code, _left(calendar, since, row["closed_at"])) for code, since in beside.stages.get(pk, ())]
        fact.stages = [number for pair in stages for number in pair]
        until = {Holder.VERIFIER: row["verified_at"], Holder.HEAD: row["closed_at"]}
        fact.desk_minutes = [_minutes_at(desk, events, until[desk]) for desk in TIMED_DESKS]
        if pk in beside.estimates:
            half_on, most_on = beside.estimates[pk]
            fact.half_held, fact.most_held = fact.closed_on <= half_on, fact.closed_on <= most_on
    return fact


def _judge(fact: FileFact, reckoning, pk: int, beside: _Beside) -> None:
    """Whether a decision was in time. A justified complaint about delay corrects what the clock alone says (handbook 5)."""
    fact.used_days = _days(reckoning.counted)
    fact.pauses = reckoning.pauses
    fact.is_late = reckoning.left < 0 or pk in beside.delayed
    fact.is_last_minute = fact.outcome == "rejected" and reckoning.left <= LAST_MINUTE_DAYS
    fact.is_deemed = pk in beside.deemed


def _request_fact(row: dict, events: list[Entry], places: Places, is_asked_again: bool) -> RequestFact:
    office = row["application__office_id"]
    fact = RequestFact(
        recommendation_id=row["id"],
        application_id=row["application_id"],
        office_id=office,
        agency_id=row["agency_id"],
        requested_on=places.day(office, row["requested_at"]),
        closed_on=places.day(office, row["closed_at"]),
        limit_days=row["days"],
        is_asked_again=is_asked_again,
    )
    if row["closed_at"] is None:
        fact.due_on = places.day(office, row["due_at"])
        return fact
    reckoning = reckon(events, places.calendar(office), max(1, row["days"]), row["closed_at"])
    fact.result = row["state"]
    fact.pauses = reckoning.pauses
    if row["state"] != "withdrawn":
        fact.own_days = _days(reckoning.counted)
        fact.is_late = reckoning.left < 0
        fact.is_unfavourable = row["verdict"] == "unfavourable"
        fact.is_last_minute = fact.is_unfavourable and reckoning.left <= LAST_MINUTE_DAYS
    return fact


def _phases(events: list[Entry], verified_at: datetime | None) -> tuple[dict[Phase, datetime], Phase | None]:
    """When each part of the way began, and the one in which the file is."""
    entries, phase = {}, None
    for event in events:
        phase = _phase(event, verified_at) or phase
        if phase:
            entries.setdefault(phase, event.at)
    return entries, phase


def _phase(event: Entry, verified_at: datetime | None) -> Phase | None:
    if event.holder == "agencies":
        return Phase.RECOMMENDATION
    if event.holder != "agency":
        return None
    if event.role == "verifier":
        return Phase.DRAFTING if verified_at and event.at >= verified_at else Phase.VERIFICATION
    return {"front_desk": Phase.INTAKE, "endorser": Phase.SIGNING, "head": Phase.SIGNING}.get(event.role)


def _stages(ids: list[int]) -> dict[int, list[tuple[int, datetime]]]:
    """{file: (code, since) of each stage in which agencies were asked, in order}; one statement. Agencies that were asked
    late count in, for the file waits for them too."""
    asked, began = defaultdict(set), {}
    rows = Recommendation.objects.filter(application__in=ids).order_by()
    for file, stage, agency, at in rows.values_list("application_id", "stage", "agency_id", "requested_at"):
        asked[file, stage].add(agency)
        began[file, stage] = min(at, began.get((file, stage), at))
    found = defaultdict(list)
    for file, stage in sorted(asked):
        found[file].append((stage_code(stage, len(asked[file, stage])), began[file, stage]))
    return found


def _minutes_at(desk: Holder, events: list[Entry], until: datetime | None) -> int:
    """How long the file lay at the desk before the act of `until`, by the clock on the wall."""
    if until is None:
        return NEVER
    since = None
    for event in events:
        is_here = event.holder == "agency" and HOLDERS.get(event.role) == desk
        has_left = since and not is_here and event.at == until
        if event.at > until or event.kind == "stop" or has_left:
            break
        since = (since or event.at) if is_here else None
    return NEVER if since is None else min(MOST_MINUTES, int((until - since).total_seconds() // 60))


def _holder(holder: str, role: str) -> Holder:
    if holder == "applicant":
        return Holder.APPLICANT
    return Holder.AGENCIES if holder == "agencies" else HOLDERS.get(role, Holder.OTHER)


def _left(calendar: WorkCalendar, entered: datetime | None, closed: datetime) -> int:
    return NEVER if entered is None else _days(calendar.worked(entered, closed))


def _days(amount: Fraction) -> int:
    return min(MOST_DAYS, ceil(amount))
