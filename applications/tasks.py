"""What happens later: rows with an empty column, found by a sweep. No arguments, safe twice and in four workers."""

import logging
import time
from datetime import timedelta

from celery import shared_task

from agencies.models import CalendarChange, Region
from applications import deadlines, expiry, ladder, notices, waits
from applications.actions.appointments import forget_who_came, remind_of_appointment
from applications.actions.bulk import interrupt_bulk_act
from applications.actions.clock import move_deadline, note_calendar_applied, release_calendar_change
from applications.actions.drafting import forget_draft
from applications.actions.dry_runs import RUN, finish_dry_run, note_dry_run, note_dry_run_failure
from applications.actions.issuance import note_printing_failure, store_printed_document
from applications.actions.lapse import pursue_wait
from applications.actions.measures import end_suspension
from applications.actions.objections import warn_of_objection
from applications.actions.reminders import remind_of_expiry
from applications.actions.standards import supersede_standard
from applications.actions.warnings import warn_of_files, warn_of_requests
from applications.invariants import broken
from applications.models import (
    Application,
    Appointment,
    BulkAct,
    DryRun,
    Objection,
    Permit,
    PrintedDocument,
    ServiceStandard,
)
from applications.objections import due_before
from applications.printing import pdf_of
from applications.standards import dry_run
from ptsp_portal.lib.background import wake
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.sweep import claim_one

log = logging.getLogger(__name__)
LEFT_AFTER = timedelta(minutes=10)  # an act on a page of files takes seconds; by then its maker has read the result
LATELY = timedelta(days=2)
HOLD = timedelta(minutes=3)  # longer than the renderer's own limit, so a row is never worked on twice at once
LONGEST_WAIT = timedelta(minutes=30)
MOST_PER_RUN = 100
APPOINTMENTS_KEPT = timedelta(days=30)
MOST_REMINDERS = 1000  # of one rung; the next hour goes on
MOST_ATTEMPTS = 4  # of a dry run without any progress
GIVEN_UP = "Tidak berhasil setelah {n} kali. Minta lagi; bila tetap gagal, beri tahu pengelola portal."
EAST = Region(zone="Asia/Jayapura")  # where a day ends first
LONGEST_SECONDS = 30  # and then one document of at most 60: a run ends before its time limit ends it


@shared_task(name="applications.check_invariants")
def check_invariants() -> None:
    """Every hour, of the journal only what changed lately; what it finds is an error in the log, by file number alone, and an
    alarm to whoever keeps the portal."""
    _report(broken(since=now() - LATELY))


@shared_task(name="applications.check_whole_journal")
def check_whole_journal() -> None:
    """Every day the same about every file."""
    _report(broken())


def _report(findings: list[str]) -> None:
    for finding in findings:
        log.error("invariant broken: %s", finding)
    if findings:
        notices.tell_keepers_broken(findings)


@shared_task(name="applications.forget_abandoned_drafts")
def forget_abandoned_drafts() -> None:
    """Drafts that nobody touched for half a year: answers and papers are erased (retention, UU PDP)."""
    for uuid in Application.objects.abandoned().values_list("uuid", flat=True)[:MOST_PER_RUN]:
        forget_draft(uuid)


@shared_task(name="applications.move_deadlines")
def move_deadlines() -> int:
    """Deadlines follow a changed calendar, file by file; returns how many moved. A killed worker's rest is taken up again."""
    began, moved = time.monotonic(), 0
    while time.monotonic() - began < LONGEST_SECONDS:
        change = claim_one(CalendarChange.objects.filter(settled_at__isnull=True), hold=HOLD)
        if change is None:
            return moved
        moved += _apply(change, until=began + LONGEST_SECONDS)
    wake("applications.move_deadlines")
    return moved


def _apply(change, until: float) -> int:
    """One changed calendar: only files that differ are locked. Where it came to is written after each batch."""
    calendars, moved = deadlines.Calendars(), 0
    for files in deadlines.batches(change.region_id or "", after=change.last_id):
        moved_now = sum(move_deadline(uuid, words=change.words) for uuid in _that_differ(files, calendars))
        note_calendar_applied(change.pk, last_id=files[-1].pk, moved=moved_now, finished=False)
        moved += moved_now
        if time.monotonic() > until:
            release_calendar_change(change.pk)
            return moved
    note_calendar_applied(change.pk, last_id=0, moved=0, finished=True)
    return moved


def _that_differ(files, calendars) -> list:
    return [file.uuid for file in files if next(deadlines.differences([file], calendars), None)]


@shared_task(name="applications.warn_of_deadlines")
def warn_of_deadlines() -> int:
    """Climb every rung that is due; returns how many warnings were written."""
    began, warned = time.monotonic(), 0
    for office, rung, before, of_files in ladder.due_rungs():
        warn = warn_of_files if of_files else warn_of_requests
        while number := warn(office, rung, before):
            warned += number
            if time.monotonic() - began > LONGEST_SECONDS:
                wake("applications.warn_of_deadlines")
                return warned
    return warned


@shared_task(name="applications.remind_of_expiring_permits")
def remind_of_expiring_permits() -> int:
    """Tell holders 90, 60, 30 and 7 days before the last day, and when it has passed; returns how many were told."""
    began, told = time.monotonic(), 0
    for due, rung in expiry.due_reminders():
        for pk in list(due[:MOST_REMINDERS]):
            told += remind_of_expiry(pk, rung=rung)
            if time.monotonic() - began > LONGEST_SECONDS:
                wake("applications.remind_of_expiring_permits")
                return told
    return told


@shared_task(name="applications.lapse_unanswered")
def lapse_unanswered() -> dict:
    """Remind whoever does not answer, and close what nobody answers; a file that fails does not hold up the others."""
    began, done = time.monotonic(), {"reminded": 0, "lapsed": 0}
    for uuid in waits.due():
        try:
            outcome = pursue_wait(uuid)
        except Exception:
            log.exception("pursuing the wait of file %s failed", uuid)
            continue
        if outcome:
            done[outcome] += 1
        if time.monotonic() - began > LONGEST_SECONDS:
            wake("applications.lapse_unanswered")
            break
    return done


@shared_task(name="applications.end_suspensions")
def end_suspensions() -> int:
    """Suspensions whose last day is over, by the office's local day; returns how many ended."""
    ended = Permit.objects.suspensions_to_end().values_list("uuid", flat=True)[:MOST_PER_RUN]
    return sum(end_suspension(uuid) for uuid in ended)


@shared_task(name="applications.supersede_standards")
def supersede_standards() -> int:
    """Versions whose last day is over, by the office's local day; returns how many. Which version holds never waits for this."""
    over = ServiceStandard.objects.perhaps_over(EAST.local_date(now())).values_list("uuid", flat=True)
    return sum(map(supersede_standard, list(over[:MOST_PER_RUN])))


@shared_task(name="applications.warn_of_objections")
def warn_of_objections() -> int:
    """Objections that must be answered soon, and those that were not in time; each said once. Nothing is granted by silence."""
    warned = 0
    waiting = Objection.objects.open().filter(warned_late_at__isnull=True).select_related("office__region")
    for objection in waiting.order_by("due_at")[:MOST_PER_RUN]:
        if objection.is_late:
            warned += warn_of_objection(objection.uuid, late=True)
        elif objection.warned_near_at is None and objection.due_at < due_before(objection.office):
            warned += warn_of_objection(objection.uuid, late=False)
    return warned


@shared_task(name="applications.finish_bulk_acts")
def finish_bulk_acts() -> None:
    """Acts on many files whose server died: what was not done is marked so. Nobody signs in somebody's absence."""
    left = BulkAct.objects.filter(finished_at__isnull=True, created_at__lt=now() - LEFT_AFTER)
    for pk in left.values_list("pk", flat=True)[:MOST_PER_RUN]:
        interrupt_bulk_act(pk)


@shared_task(name="applications.remind_of_appointments")
def remind_of_appointments() -> int:
    """The day before an appointment; returns how many were reminded."""
    due = Appointment.objects.kept().filter(reminded_at__isnull=True, remind_at__lte=now(), arrived_at__isnull=True)
    return sum(map(remind_of_appointment, due.order_by("remind_at").values_list("uuid", flat=True)[:MOST_PER_RUN]))


@shared_task(name="applications.forget_who_came")
def forget_who_came_to_appointments() -> None:
    """Names and telephones of appointments that are a month old."""
    old = Appointment.objects.filter(starts_at__lt=now() - APPOINTMENTS_KEPT).exclude(name="")
    for uuid in old.order_by("starts_at").values_list("uuid", flat=True)[:MOST_PER_RUN]:
        forget_who_came(uuid)


@shared_task(name="applications.render_documents")
def render_documents() -> int:
    """Make every PDF that is still owed; returns how many were stored."""
    stored, began = 0, time.monotonic()
    for _turn in range(MOST_PER_RUN):
        printed = claim_one(PrintedDocument.objects.filter(stored_at__isnull=True), hold=HOLD)
        if printed is None:
            return stored
        stored += _render_one(printed)
        if time.monotonic() - began > LONGEST_SECONDS:
            break
    wake("applications.render_documents")
    return stored


def _render_one(printed) -> bool:
    try:
        return store_printed_document(printed.pk, pdf_of(printed))
    except Exception as error:  # any failure is written on the row, where people see it, and tried again
        log.exception("rendering %s failed", printed.uuid)
        wait = min(timedelta(seconds=30) * 2**printed.attempts, LONGEST_WAIT)
        note_printing_failure(printed.pk, f"{type(error).__name__}: {error}", now() + wait)
        return False


@shared_task(name=RUN)
def try_drafts() -> int:
    """Drafts that wait to be tried on last year's files, batch after batch; returns how many came to an end."""
    began, finished = time.monotonic(), 0
    waiting = DryRun.objects.filter(finished_at__isnull=True).select_related("standard__office__region")
    while run := claim_one(waiting, hold=HOLD):
        finished += _try_draft(run, until=began + LONGEST_SECONDS)
        if time.monotonic() - began > LONGEST_SECONDS:
            wake(RUN)
            break
    return finished


def _try_draft(run: DryRun, until: float) -> bool:
    """A killed worker counts as an attempt too, so that a run that kills its worker is given up."""
    if run.attempts > MOST_ATTEMPTS:
        note_dry_run_failure(run.pk, GIVEN_UP.format(n=MOST_ATTEMPTS), None)
        return False
    try:
        return _try_on_files(run, until)
    except Exception as error:
        log.exception("dry run %s failed", run.uuid)
        wait = min(timedelta(seconds=30) * 2**run.attempts, LONGEST_WAIT)
        note_dry_run_failure(run.pk, type(error).__name__, now() + wait)
        return False


def _try_on_files(run: DryRun, until: float) -> bool:
    """Goes on where it came to; from the beginning when the draft was changed since, so that one result is of one revision."""
    standard, so_far = run.standard, run.result
    if not so_far or run.revision != standard.revision:
        so_far = {"after": 0, "done": 0, "of": dry_run.files_of(run).count(), "tally": dry_run.empty_tally()}
    draft = dry_run.Draft.of(standard)
    for files in dry_run.batches(run, so_far["after"]):
        dry_run.add(so_far["tally"], files, draft)
        so_far |= {"after": files[-1].file.pk, "done": so_far["done"] + len(files)}
        goes_on = time.monotonic() < until and not _has_changed(standard)
        hold = HOLD if goes_on else timedelta()
        note_dry_run(run.pk, revision=standard.revision, result=so_far, next_try_at=now() + hold)
        if not goes_on:
            return False
    return finish_dry_run(run.pk, result=so_far["tally"])


def _has_changed(standard) -> bool:
    return not ServiceStandard.objects.filter(pk=standard.pk, revision=standard.revision).exists()
