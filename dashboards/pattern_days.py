"""Looking through one day of one office for patterns, and keeping what was seen. It is no act of anybody: no policy, no journal.

A day is read through indexes: the office's facts that were open on it, their ledgers, and the journal of that day (BRIN over `at`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from agencies.models import Agency
from agencies.working_days import WorkCalendar, calendar_of
from applications.models import Application, ApplicationClockEvent, Recommendation
from audit.models import JournalEntry
from dashboards import patterns
from dashboards.cubes import TIMED_DESKS, Cube, Holder, half_year_of
from dashboards.facts import DECIDED
from dashboards.models import Cell, FileFact, Pattern, PatternDay
from ptsp_portal.lib.moment import now

Kind = Pattern.Kind
AT_ONCE = 2000
LOOK_BACK_DAYS = 3  # a sweep that slept longer leaves the rest to `recount_patterns`
A_YEAR = timedelta(days=365)
ROLE_OF = {Holder.VERIFIER: "verifier", Holder.HEAD: "head"}
OFFICERS = ("front_desk", "verifier", "endorser", "head", "officer", "treasurer", "complaint_officer")
SIGNED = ("permit.issued", "permit.copied", "permit.closed", "application.rejected", "permit.deemed")


def look_at(office: Agency, day: date, *, again: bool = False) -> bool:
    """Keep the patterns of one local day of the office; False when that was done before (`again` does it anew, with the same
    result)."""
    with transaction.atomic():
        done, is_new = PatternDay.objects.select_for_update(no_key=True).get_or_create(office=office, on=day)
        if not is_new and not again:
            return False
        rows = [
            Pattern(office=office, on=day, kind=kind, **seen._asdict())
            for kind, found in patterns_of(office, day).items()
            for seen in found
        ]
        Pattern.objects.filter(office=office, on=day).delete()
        Pattern.objects.bulk_create(rows)
        done.looked_at = now()
        done.save(update_fields=["looked_at"])
    return True


def look_through(offices: Iterable[Agency] | None = None, *, back: int = LOOK_BACK_DAYS) -> Iterator[bool]:
    """Each of the last `back` whole days of each issuing office that was not looked through yet, one for each step."""
    if offices is None:
        offices = Agency.objects.filter(kind__in=Agency.ISSUING).select_related("region")
    done = set(PatternDay.objects.filter(on__gte=now().date() - timedelta(days=back + 2)).values_list("office", "on"))
    for office in offices:
        today = office.region.local_date(now())
        for day in (today - timedelta(days=n) for n in range(back, 0, -1)):
            if (office.pk, day) not in done:
                yield look_at(office, day)


def patterns_of(office: Agency, day: date) -> dict[Kind, list[patterns.Seen]]:
    """What the ledgers say about one day, by kind."""
    calendar = calendar_of(office.region)
    since, until = _bounds(day, calendar)
    files = FileFact.objects.filter(office=office)
    decided = {fact.pk: fact for fact in files.filter(closed_on=day, outcome__in=DECIDED)}
    uuids = dict(Application.objects.filter(pk__in=decided).values_list("pk", "uuid"))
    return {
        Kind.OVERTAKEN: patterns.overtaken(_stays(files, office, day), since, until),
        Kind.FAST: patterns.fast(_timed(decided, uuids), _usual_minutes(decided.values(), day)),
        Kind.SAME: patterns.same(*_by_the_same(decided, until)),
        Kind.OUTSIDE: patterns.outside(_acts(office, since, until), calendar),
    }


def _bounds(day: date, calendar: WorkCalendar) -> tuple[datetime, datetime]:
    zone = ZoneInfo(calendar.zone)
    return tuple(datetime.combine(each, time(), zone) for each in (day, day + timedelta(days=1)))


def _stays(facts, office: Agency, day: date) -> Iterable[patterns.Stay]:
    """Stays at the office's desks of every file that was open on the day."""
    there = facts.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=day), submitted_on__lte=day)
    keys = sorted(there.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        rows = Application.objects.filter(pk__in=some).values_list("pk", "uuid", "permit_type_id")
        files = {pk: rest for pk, *rest in rows}
        ledgers = defaultdict(list)
        rows = ApplicationClockEvent.objects.filter(application__in=some).order_by("application_id", "at", "id")
        for event in rows.only("application_id", "kind", "at", "holder", "role"):
            ledgers[event.application_id].append(event)
        for pk, events in ledgers.items():
            yield from patterns.stays_of(*files[pk], events)


def _timed(decided: dict[int, FileFact], uuids: dict) -> list[patterns.Decided]:
    roles = [ROLE_OF[desk] for desk in TIMED_DESKS]
    return [
        patterns.Decided(uuids[pk], fact.service_id, dict(zip(roles, fact.desk_minutes or (), strict=False)))
        for pk, fact in decided.items()
        if not fact.is_deemed
    ]


def _usual_minutes(facts: Iterable[FileFact], day: date) -> dict:
    """{(role, service): {minutes: cases}} anywhere, of the last 12 to 18 months."""
    services = {fact.service_id for fact in facts}
    cells = Cell.objects.filter(
        cube=Cube.DESK_MINUTES, office=0, agency__in=TIMED_DESKS, service__in=services, place=""
    )
    found = defaultdict(dict)
    sums = cells.between(half_year_of(day - A_YEAR), day).sums("agency", "service", "bucket")
    for (desk, service, minutes), n in sums.items():
        found[ROLE_OF[desk], service][minutes] = n
    return found


def _by_the_same(decided: dict[int, FileFact], until: datetime) -> tuple[list, dict]:
    """The day's decisions as (file, role, officer, applicant), and how often that officer decided that applicant's files in the
    year before the end of the day. A business counts as the applicant, else the person."""
    days_files = list(Application.objects.filter(pk__in=decided).values("uuid", "person_id", "business_id"))
    businesses = {row["business_id"] for row in days_files if row["business_id"]}
    persons = {row["person_id"] for row in days_files if not row["business_id"]}
    theirs = Application.objects.filter(closed_at__gte=until - A_YEAR, closed_at__lt=until, state__in=DECIDED)
    theirs = theirs.filter(Q(business__in=businesses) | Q(person__in=persons, business__isnull=True)).order_by()
    rows = list(theirs.values_list("uuid", "person_id", "business_id", "verified_by__uuid"))
    signers = dict(
        JournalEntry.objects.filter(subject__in=[row[0] for row in rows], verb__in=SIGNED)
        .order_by("id")
        .values_list("subject", "actor")
    )
    today, before, days_uuids = [], defaultdict(int), {row["uuid"] for row in days_files}
    for file, person, business, verifier in rows:
        applicant = ("business", business) if business else ("person", person)
        for role, officer in (("verifier", verifier), ("head", signers.get(file))):
            if officer is None:
                continue
            before[role, officer, applicant] += 1
            if file in days_uuids:
                today.append((file, role, officer, applicant))
    return today, before


def _acts(office: Agency, since: datetime, until: datetime) -> list[tuple]:
    """Acts of officers on files in the office's journal; what a machine or an applicant does has no office hours."""
    rows = JournalEntry.objects.filter(at__gte=since, at__lt=until, chain=office.journal_chain, actor__isnull=False)
    rows = list(
        rows.filter(role__in=OFFICERS).order_by("at", "id").values_list("subject", "role", "at", "subject_type")
    )
    asked = [row[0] for row in rows if row[3] == Recommendation._meta.label_lower]
    files = dict(Recommendation.objects.filter(uuid__in=asked).order_by().values_list("uuid", "application__uuid"))
    # Several lines of one act (a verification and the requests that it opens) count once.
    acts = dict.fromkeys(
        (files.get(subject, subject), role, at.replace(microsecond=0)) for subject, role, at, _ in rows
    )
    return list(acts)
