"""The clock as such: beginning anew by the head's act, and bringing the cached deadlines back to what the ledgers say."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies.models import CalendarChange
from applications import deadlines, notices, policies
from applications.actions import ledger
from applications.models import Application
from audit.log import record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

SECOND_LOOK_AFTER = timedelta(minutes=5)  # no act runs as long
NOT_NOW = _("Hari layanan berkas ini tidak sedang dihitung. Tidak ada yang berubah.")
REASON_NEEDED = _("Tulis alasannya: pemohon membacanya di halaman berkasnya.")


@transaction.atomic
def restart_clock(uuid, *, by, reason) -> Application:
    """Count from the beginning (OSS 43/44: the change is substantial). Whoever holds the file keeps it; the promised date stays.

    The requests to the agencies keep their own days.
    """
    application = Application.objects.locked(uuid)
    require(policies.can_restart, by, application)
    if not policies.ACTS["restart"].possible(application):
        raise WrongState(NOT_NOW)
    reason = reason.replace("\0", "").strip()
    if not reason:
        raise Refused(REASON_NEEDED)
    before = application.due_at
    ledger.note(
        application,
        ledger.Kind.RESTART,
        application.holder,
        agency=application.holder_agency,
        role=application.holder_role,
        words=reason,
    )
    ledger.save(application)
    role = application.standard.signing_role
    record(
        "clock.restarted",
        application,
        by=by,
        office=application.office,
        role=role,
        reason=reason,
        **_dates(application, before),
    )
    notices.tell_applicant_clock_restarted(application)
    notices.tell_desk_clock_restarted(application, but_not=by)
    return application


@transaction.atomic
def recompute_deadlines(uuid) -> list[str]:
    """Rewrite the caches of an open file and its open requests from the ledgers; the names of the columns that changed."""
    application = Application.objects.locked(uuid)
    before = application.due_at
    changed, _requests = _rewrite(application)
    if changed:
        record(
            "deadline.recomputed", application, by=None, office=application.office, role="system", columns=changed,
            **_dates(application, before),
        )  # fmt: skip
    return changed


@transaction.atomic
def move_deadline(uuid, *, words: str) -> bool:
    """After a calendar changed: the deadlines of an open file and of its open requests follow, and people are told.

    Safe twice: the second time nothing differs. Returns whether anything moved.
    """
    application = Application.objects.locked(uuid)
    before = application.due_at
    changed, requests = _rewrite(application)
    if not changed:
        return False
    record(
        "deadline.moved", application, by=None, office=application.office, role="system", calendar=words,
        requests=len(requests), **_dates(application, before),
    )  # fmt: skip
    if "due_at" in changed:
        notices.tell_deadline_moved(application, before, words)
    notices.tell_agencies_deadline_moved(application, requests, words)
    return True


@transaction.atomic
def note_calendar_applied(pk, *, last_id: int, moved: int, finished: bool) -> None:
    """How far the sweep came with one changed calendar; never backwards, should two workers share it.

    At the end of the first look the second one is arranged, from the beginning.
    """
    change = CalendarChange.objects.select_for_update(no_key=True).get(pk=pk)
    change.last_id, change.moved = max(change.last_id, last_id), change.moved + moved
    if finished and change.finished_at is None:
        change.finished_at, change.next_try_at, change.last_id = now(), now() + SECOND_LOOK_AFTER, 0
    elif finished:
        change.settled_at = now()
    change.save(update_fields=["last_id", "moved", "finished_at", "settled_at", "next_try_at"])


@transaction.atomic
def release_calendar_change(pk) -> None:
    """A worker whose time is up gives the rest to the next one at once."""
    CalendarChange.objects.filter(pk=pk, settled_at__isnull=True).update(next_try_at=now())


def _rewrite(application) -> tuple[list[str], list]:
    """(changed columns, changed requests) of a locked file; saved when there are any."""
    if application.closed_at is not None:
        return [], []
    stored = {column: getattr(application, column) for column in deadlines.CACHES}
    calendar = deadlines.Calendars().of(application.office.region)
    ledger.read_caches(application, calendar)
    requests = application.moved_requests
    changed = [column for column in deadlines.CACHES if getattr(application, column) != stored[column]]
    if changed or requests:
        ledger.save(application)
    return changed + (["request.due_at"] if requests else []), requests


def _dates(application, before: datetime | None) -> dict:
    """The old and the new date for the journal, as the office's calendar shows them; "" while the clock stands still."""
    region = application.office.region
    return {
        name: region.local_date(moment).isoformat() if moment else ""
        for name, moment in (("due_from", before), ("due_to", application.due_at))
    }
