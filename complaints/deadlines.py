"""Where the caches of open complaints say something else than their ledgers. Reads only, in batches by id."""

from collections.abc import Iterator

from django.db.models import Q

from agencies.clock import reckon
from agencies.working_days import calendars_of
from complaints.models import Complaint
from ptsp_portal.lib.moment import now

BATCH = 500
CACHES = ("holder_agency_id", "holder_role", "held_since", "due_at")


def differences(region: str = "") -> Iterator[tuple[Complaint, str, object, object]]:
    """(complaint, column, stored, reckoned) of every open complaint of the region and below it, else of all."""
    after = 0
    while batch := list(_open(region, after)[:BATCH]):
        after = batch[-1].pk
        calendars = calendars_of([each.office.region for each in batch])
        for complaint in batch:
            reckoned = _reckoned(complaint, calendars[complaint.office.region_id])
            for column in CACHES:
                if getattr(complaint, column) != reckoned[column]:
                    yield complaint, column, getattr(complaint, column), reckoned[column]


def _open(region, after):
    found = Complaint.objects.open().filter(pk__gt=after).order_by("pk").select_related("office__region")
    if region:
        found = found.filter(Q(office__region=region) | Q(office__region__code__startswith=f"{region}."))
    return found.prefetch_related("clock_events")


def _reckoned(complaint, calendar) -> dict:
    """The same rules as actions/ledger.py read_caches."""
    reckoning = reckon(complaint.clock_events.all(), calendar, complaint.binding_days, now())
    return {
        "holder_agency_id": reckoning.agency_id,
        "holder_role": reckoning.role,
        "held_since": reckoning.held_since or complaint.held_since,
        "due_at": reckoning.due_at,
    }
