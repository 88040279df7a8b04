"""What the ledgers say about open files, and where the stored caches say something else. Reads only, in batches by id.

The actions rewrite the caches (actions/ledger.py); here they are checked: by `manage.py recompute_deadlines`, by the hourly look
at the invariants, and by the sweep that moves deadlines after a calendar changed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q

from agencies.clock import reckon
from agencies.working_days import WorkCalendar, calendars_of
from applications.models import Application, Recommendation
from ptsp_portal.lib.moment import now

BATCH = 500
CACHES = ("holder", "holder_agency_id", "holder_role", "held_since", "due_at")


@dataclass(frozen=True)
class Difference:
    """One cache that its ledger contradicts. `of` is "file" or "request"."""

    of: str
    uuid: object
    column: str
    stored: object
    reckoned: object

    def __str__(self):
        return f"{self.of} {self.uuid}: {self.column} is {self.stored}, the ledger says {self.reckoned}"


class Calendars:
    """The calendar of each region, read once."""

    def __init__(self):
        self._of = {}

    def load(self, regions) -> None:
        """Those of many regions at once."""
        missing = {region.pk: region for region in regions if region.pk not in self._of}
        if missing:
            self._of |= calendars_of(missing.values())

    def of(self, region) -> WorkCalendar:
        self.load([region])
        return self._of[region.pk]


def open_files(after: int = 0, region: str = ""):
    """Files that are not ended, by id, later than `after`; of `region` and everything below it, else of all."""
    files = Application.objects.open().filter(pk__gt=after).order_by("pk")
    if region:
        files = files.filter(Q(office__region=region) | Q(office__region__code__startswith=f"{region}."))
    return files


def with_ledgers(files):
    """Each file with its ledger, its open requests and theirs: four statements for a batch, however many files."""
    requests = Recommendation.objects.open().prefetch_related("clock_events")
    return files.select_related("standard", "office__region").prefetch_related(
        "clock_events", Prefetch("recommendations", queryset=requests, to_attr="open_requests")
    )


def batches(region: str = "", after: int = 0, size: int = BATCH) -> Iterator[list[Application]]:
    """Every open file in batches; no batch holds a transaction or a cursor open while it is worked on."""
    while batch := list(with_ledgers(open_files(after, region))[:size]):
        yield batch
        after = batch[-1].pk


def differences(files: Iterable[Application], calendars: Calendars) -> Iterator[Difference]:
    """What does not follow from the ledgers of these files (read through `with_ledgers`)."""
    files = list(files)
    calendars.load(file.office.region for file in files)
    for file in files:
        calendar = calendars.of(file.office.region)
        reckoned = reckoned_caches(file, calendar)
        for column in CACHES:
            if getattr(file, column) != reckoned[column]:
                yield Difference("file", file.uuid, column, getattr(file, column), reckoned[column])
        for request in file.open_requests:
            due_at = due_of(request, reckoned["due_at"], calendar)
            if request.due_at != due_at:
                yield Difference("request", request.uuid, "due_at", request.due_at, due_at)


def reckoned_caches(file: Application, calendar: WorkCalendar) -> dict:
    """{column: value} as the ledger has it; the same rules as actions/ledger.py read_caches."""
    reckoning = reckon(_in_order(file.clock_events), calendar, file.standard.time_limit_days, now())
    return {
        "holder": reckoning.holder or "applicant",
        "holder_agency_id": reckoning.agency_id,
        "holder_role": reckoning.role,
        "held_since": reckoning.held_since or file.held_since,
        "due_at": reckoning.due_at,
    }


def due_of(request: Recommendation, file_due_at: datetime | None, calendar: WorkCalendar) -> datetime | None:
    """When an open request is due: its own days used up, and never later than its file. None while its agency waits."""
    own = reckon(_in_order(request.clock_events), calendar, request.days, now()).due_at
    return min(own, file_due_at) if own and file_due_at else own


def _in_order(events) -> list:
    return sorted(events.all(), key=lambda event: (event.at, event.id))
