"""What stands on a line of a list of files: number, service, who has it since when, days used of days allowed.

No names of applicants and no documents: whoever governs sees numbers of files. A link stands only where the reader sees the file.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from django.urls import reverse

from agencies.clock import reckon
from agencies.models import Agency
from agencies.working_days import calendars_of
from applications.models import Application, ApplicationClockEvent, RecommendationClockEvent
from dashboards.behind import FILE, Asked
from dashboards.cubes import Holder
from dashboards.models import FileFact, RequestFact
from dashboards.words import HOLDER_WORDS, OUTCOME_WORDS
from ptsp_portal.lib.moment import now

NEEDED = ("uuid", "state", "reference", "registration_number", "due_at", "held_since")


@dataclass
class Row:
    """`used` and `allowed` are working days, the applicant's never counted; `url` "" where the reader does not see the file."""

    key: int
    application: int
    uuid: object
    number: str
    service: str
    office: Agency
    holder: object
    since: datetime | None
    due_at: datetime | None
    due_on: date | None
    used: int | None
    allowed: int
    closed_on: date | None = None
    outcome: object = ""
    marks: tuple = ()
    waits_for: tuple = ()  # names of the agencies asked
    url: str = ""

    @property
    def is_over(self) -> bool:
        return bool(self.due_at and self.due_at < now())


def rows_of(asked: Asked, keys: list[int], user) -> list[Row]:
    """The lines of one page in the order of `keys`; at most eight statements, however many lines."""
    rows = _file_rows(keys) if asked.source == FILE else _request_rows(keys)
    seen = Application.objects.visible_to(user).filter(pk__in=[row.application for row in rows])
    links = {pk: reverse("applications:file", args=[uuid]) for pk, uuid in seen.values_list("pk", "uuid")}
    for row in rows:
        row.url = links.get(row.application, "")
    place = {key: n for n, key in enumerate(keys)}
    return sorted(rows, key=lambda row: place[row.key])


def _file_rows(keys: list[int]) -> list[Row]:
    needed = [f"application__{name}" for name in NEEDED]
    facts = list(
        FileFact.objects.filter(pk__in=keys)
        .select_related("application", "service", "office__region")
        .only(*_plain(FileFact), *needed, "service__name", "office")
    )
    used = _used(facts, ApplicationClockEvent, "application_id")
    asked = _agencies_asked([fact.pk for fact in facts if fact.holder == Holder.AGENCIES])
    return [
        Row(
            key=fact.pk, application=fact.pk, service=fact.service.name, office=fact.office,
            holder=HOLDER_WORDS.get(fact.holder, ""),
            used=used.get(fact.pk, fact.used_days), outcome=OUTCOME_WORDS.get(fact.outcome, ""),
            marks=_marks(fact), waits_for=tuple(asked[fact.pk]), **_of_application(fact, fact.application),
        )
        for fact in facts
    ]  # fmt: skip


def _agencies_asked(files: list[int]) -> dict[int, list[str]]:
    """Names of the agencies whose answer each file waits for."""
    found = defaultdict(list)
    if files:
        requests = RequestFact.objects.open().filter(application__in=files).order_by("agency__name")
        for file, name in requests.values_list("application_id", "agency__name"):
            found[file].append(name)
    return found


def _request_rows(keys: list[int]) -> list[Row]:
    needed = [f"application__{name}" for name in (*NEEDED, "permit_type__name")]
    facts = list(
        RequestFact.objects.filter(pk__in=keys)
        .select_related("application__permit_type", "office__region", "agency", "recommendation")
        .only(
            *_plain(RequestFact), *needed, "office", "agency", "recommendation__due_at", "recommendation__requested_at"
        )
    )
    used = _used(facts, RecommendationClockEvent, "recommendation_id")
    rows = []
    for fact in facts:
        row = Row(
            key=fact.pk, application=fact.application_id, service=fact.application.permit_type.name, office=fact.office,
            holder=fact.agency.name, used=used.get(fact.pk, fact.own_days),
            outcome=OUTCOME_WORDS.get(fact.result, ""), marks=_marks(fact), **_of_application(fact, fact.application),
        )  # fmt: skip
        row.since, row.due_at = fact.recommendation.requested_at, fact.recommendation.due_at
        rows.append(row)
    return rows


def _plain(model) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if not field.is_relation]


def _of_application(fact, application) -> dict:
    return {
        "uuid": application.uuid,
        "number": application.registration_number or application.reference or "–",
        "since": None if fact.closed_on else application.held_since,
        "due_at": None if fact.closed_on else application.due_at,
        "due_on": fact.due_on,
        "allowed": fact.limit_days,
        "closed_on": fact.closed_on,
    }


def _marks(fact) -> tuple[str, ...]:
    """Keys of what a reader would ask about: dashboards/words.py has the words."""
    names = ("is_late", "is_last_minute", "is_deemed", "is_reopened", "is_asked_again")
    return tuple(name for name in names if getattr(fact, name, False))


def _used(facts: list, events, owner: str) -> dict[int, int]:
    """{key: working days used up to now} of those that are open, from their ledgers; at most four statements for a page."""
    still = {fact.pk: fact for fact in facts if fact.closed_on is None}
    if not still:
        return {}
    ledgers = defaultdict(list)
    for event in events.objects.filter(**{f"{owner}__in": list(still)}).order_by("at", "id"):
        ledgers[getattr(event, owner)].append(event)
    calendars = calendars_of({fact.office.region_id: fact.office.region for fact in still.values()}.values())
    moment = now()
    return {
        pk: ceil(reckon(ledgers[pk], calendars[fact.office.region_id], max(1, fact.limit_days), moment).counted)
        for pk, fact in still.items()
    }
