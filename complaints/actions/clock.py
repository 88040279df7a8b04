"""What time does to a complaint: it follows its file, is warned of, closed after silence, and its deadline moves with the calendar.

The worker's acts, each safe twice: what is no longer due when the lock is held is left alone.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies.working_days import calendar_of
from complaints import ladder, notices
from complaints.actions import ledger
from complaints.actions.parts import send_to, write_down
from complaints.models import Complaint, ComplaintWarning
from complaints.routing import holder_of_file
from ptsp_portal.lib.moment import now

State, MovedWith = Complaint.State, Complaint.MovedWith
Rung = ComplaintWarning.Rung
SILENT = _("Pelapor tidak menanggapi jawaban dalam 10 hari kerja.")
UNANSWERED = _("Pelapor tidak melengkapi pengaduan setelah diingatkan.")


@transaction.atomic
def follow_file(uuid) -> bool:
    """Bound to a file and not yet answered, it goes where the file went, taken up or not. False when it is there already."""
    complaint = Complaint.objects.locked(uuid)
    if complaint.state not in Complaint.AT_UNIT or complaint.moved_with != MovedWith.FILE:
        return False
    target, route = holder_of_file(complaint.application), complaint.routes.get(ended_at__isnull=True)
    if target is None or (target.agency.pk, target.role) == (route.agency_id, route.role):
        return False
    send_to(complaint, target, by=None)
    ledger.save(complaint)
    write_down("complaint.moved", complaint, by=None, agency=target.agency, role_there=target.role)
    notices.tell_unit_routed(complaint, target)
    if target.agency.pk != route.agency_id:
        notices.tell_reporter("moved", complaint)
    return True


@transaction.atomic
def warn_of_complaint(uuid, rung) -> bool:
    """Climb one rung of the ladder, once for each limit. False when somebody was quicker or the limit moved."""
    complaint = Complaint.objects.locked(uuid)
    due_at = complaint.due_at
    if rung not in ladder.rungs_due(complaint, calendar_of(complaint.office.region), now()):
        return False
    if complaint.warnings.filter(rung=rung, due_at=due_at).exists():
        return False
    ComplaintWarning.objects.create(complaint=complaint, rung=rung, due_at=due_at, at=now())
    told = notices.tell_of_deadline(complaint, rung)
    write_down("complaint.warned", complaint, by=None, rung=str(rung), told=told)
    return True


@transaction.atomic
def warn_of_remedy(uuid) -> bool:
    """A remedy that was not done in time: the desk and the head who owes it, once for each day that was set."""
    complaint = Complaint.objects.locked(uuid)
    finding = complaint.finding
    due_at = calendar_of(complaint.office.region).closing(finding.due_on)
    if finding.done_on or due_at > now() or complaint.warnings.filter(rung=Rung.REMEDY, due_at=due_at).exists():
        return False
    ComplaintWarning.objects.create(complaint=complaint, rung=Rung.REMEDY, due_at=due_at, at=now())
    told = notices.tell_remedy_late(finding)
    write_down("complaint.warned", complaint, by=None, rung=str(Rung.REMEDY), told=told)
    return True


@transaction.atomic
def close_silent(uuid) -> bool:
    """Answered, and the reporter said nothing for ten working days."""
    complaint = Complaint.objects.locked(uuid)
    calendar = calendar_of(complaint.office.region)
    if complaint.state != State.ANSWERED or ladder.closes_at(complaint, calendar) >= now():
        return False
    complaint.close()
    _end(complaint, SILENT)
    return True


@transaction.atomic
def pursue_reporter(uuid) -> str:
    """A question that nobody answers: "reminded", ten working days later "closed"; "" when nothing is due."""
    complaint = Complaint.objects.locked(uuid)
    calendar = calendar_of(complaint.office.region)
    if complaint.state != State.WAITING:
        return ""
    if complaint.reminded_at is None:
        if ladder.reminds_at(complaint, calendar) >= now():
            return ""
        complaint.reminded_at = now()
        ledger.save(complaint)
        write_down("complaint.reporter_reminded", complaint, by=None)
        notices.tell_reporter("reminded", complaint)
        return "reminded"
    if ladder.drops_at(complaint, calendar) >= now():
        return ""
    complaint.close_unanswered()
    _end(complaint, UNANSWERED)
    return "closed"


@transaction.atomic
def move_complaint_deadline(uuid, *, words) -> bool:
    """The calendar changed: the deadline as the ledger has it now. Told to whoever has it. False when nothing moved."""
    complaint = Complaint.objects.locked(uuid)
    before = complaint.due_at
    ledger.read_caches(complaint)
    if complaint.due_at == before:
        return False
    ledger.save(complaint)
    write_down("complaint.deadline_moved", complaint, by=None, **_dates(complaint, before))
    notices.tell_holder_moved(complaint, before=before, words=words)
    return True


@transaction.atomic
def recompute_complaint(uuid) -> bool:
    """Bring the caches back to what the ledger says; a command of whoever runs the server."""
    complaint = Complaint.objects.locked(uuid)
    before = complaint.due_at
    ledger.read_caches(complaint)
    ledger.save(complaint)
    write_down("complaint.deadline_recomputed", complaint, by=None, **_dates(complaint, before))
    return complaint.due_at != before


def _end(complaint, why) -> None:
    ledger.close(complaint, why)
    ledger.save(complaint)
    write_down("complaint.closed", complaint, by=None)
    notices.tell_reporter("closed", complaint, why=complaint.closed_why)


def _dates(complaint, before) -> dict:
    after = complaint.due_at
    return {"before": before.isoformat() if before else None, "after": after.isoformat() if after else None}
