"""What happens later to complaints: rows found by a sweep. No arguments, safe twice and in four workers."""

import logging
import time
from datetime import timedelta
from functools import partial

from celery import shared_task
from django.db.models import Q
from django.utils.translation import gettext_lazy

from agencies.models import CalendarChange
from agencies.working_days import calendars_of
from complaints import ladder
from complaints.actions.clock import (
    close_silent,
    follow_file,
    move_complaint_deadline,
    pursue_reporter,
    warn_of_complaint,
    warn_of_remedy,
)
from complaints.deadlines import differences
from complaints.models import Complaint, Finding
from complaints.routing import holder_of_file
from ptsp_portal.lib.background import wake
from ptsp_portal.lib.moment import now

log = logging.getLogger(__name__)
LONGEST_SECONDS = 30
MOST_PER_RUN = 500
# A calendar that changed is looked at until the files' sweep is done with it (a worker may have been away for days), and for so
# long after: an act that had read the old one may have been committed behind it.
CHANGE_COUNTS = timedelta(days=1)
NIGHTLY_WORDS = gettext_lazy("kalender kerja diperiksa ulang")


@shared_task(name="complaints.follow_files")
def follow_files() -> int:
    """Complaints go where their files went; returns how many moved."""
    return _each("complaints.follow_files", Complaint.objects.elsewhere_than_file(holder_of_file), follow_file)


@shared_task(name="complaints.warn_of_complaints")
def warn_of_complaints() -> int:
    """Climb every rung that is due, and say which remedies are late; returns how many warnings were written."""
    due = [(complaint.uuid, rung) for complaint, rung in _rungs()]
    warned = _each("complaints.warn_of_complaints", due, lambda pair: warn_of_complaint(*pair))
    late = Finding.objects.late().values_list("complaint__uuid", flat=True)[:MOST_PER_RUN]
    return warned + _each("complaints.warn_of_complaints", late, warn_of_remedy)


def _rungs():
    """(complaint, rung) still to be climbed, nearest limit first."""
    moment = now()
    # All of them: those that stand long on a rung would else fill the look, and no other would have its turn.
    rows = list(Complaint.objects.near_limit(moment + ladder.LONGEST_HOLIDAY))
    calendars = calendars_of([row.office.region for row in rows])
    for row in rows:
        climbed = {each.rung for each in row.warnings.all() if each.due_at == row.due_at}
        for rung in ladder.rungs_due(row, calendars[row.office.region_id], moment):
            if rung not in climbed:
                yield row, rung


@shared_task(name="complaints.end_silences")
def end_silences() -> int:
    """Answers and questions that the reporter leaves alone; returns how many complaints changed."""
    # No ten working days are shorter than ten days; the act itself counts exactly.
    answered = Complaint.objects.open().filter(
        state="answered", answered_at__lt=now() - timedelta(days=ladder.SILENCE_DAYS)
    )
    waiting = Complaint.objects.open().filter(
        state="waiting", held_since__lt=now() - timedelta(days=ladder.REMIND_DAYS)
    )
    ended = _each(
        "complaints.end_silences", answered.order_by("answered_at").values_list("uuid", flat=True), close_silent
    )
    return ended + _each(
        "complaints.end_silences", waiting.order_by("held_since").values_list("uuid", flat=True), pursue_reporter
    )


@shared_task(name="complaints.move_deadlines")
def move_deadlines() -> int:
    """Deadlines follow a changed calendar; returns how many moved."""
    counts = Q(settled_at__isnull=True) | Q(settled_at__gt=now() - CHANGE_COUNTS)
    changes = CalendarChange.objects.filter(counts).order_by("at")
    return sum(_move_those_that_differ("complaints.move_deadlines", each.region_id, each.words) for each in changes)


@shared_task(name="complaints.check_deadlines")
def check_deadlines() -> int:
    """Every night all open complaints: what no other look has found. Returns how many moved."""
    return _move_those_that_differ("complaints.check_deadlines", "", str(NIGHTLY_WORDS))


def _move_those_that_differ(task, region, words) -> int:
    differing = dict.fromkeys(complaint.uuid for complaint, *_rest in differences(region or ""))
    return _each(task, differing, partial(move_complaint_deadline, words=words))


def _each(task, things, act) -> int:
    """Do the act to each; one that fails does not hold up the others, and a long run goes on in the next."""
    began, done = time.monotonic(), 0
    for thing in things:
        try:
            done += bool(act(thing))
        except Exception:
            log.exception("%s failed for %s", task, thing)
        if time.monotonic() - began > LONGEST_SECONDS:
            wake(task)
            break
    return done
