"""Writing the clock ledger of a complaint and the caches that mirror it. Actions call it, on a locked row.

`APPLICANT` in the ledger is the reporter. Days are working days of the office's region, from receipt; while the complaint
was not yet routed the limit is that of forwarding, from then on that of its duty, both counted from receipt.
"""

from agencies.clock import Reckoning, reckon
from agencies.working_days import WorkCalendar, calendar_of
from complaints.models import Complaint, ComplaintClockEvent
from complaints.posts import desk_role
from ptsp_portal.lib.moment import now

Kind = ComplaintClockEvent.Kind
Holder = ComplaintClockEvent.Holder
Reason = ComplaintClockEvent.Reason


def note(complaint: Complaint, kind, holder, *, agency=None, role="", reason="", at=None) -> None:
    """Append one event to the ledger and rewrite every cache that follows from it. The caller saves the row.

    `at`: when it truly happened, for a letter that is entered later; never ahead, never before what the ledger knows.
    """
    if at and (at > now() or complaint.clock_events.filter(at__gt=at).exists()):
        raise ValueError("an event of the ledger lies neither ahead nor before the last one")
    ComplaintClockEvent.objects.create(
        complaint=complaint, kind=kind, at=at or now(), holder=holder, agency=agency, role=role, reason=reason
    )
    read_caches(complaint)


def read_caches(complaint: Complaint, calendar: WorkCalendar | None = None) -> None:
    """Holder, since when and the deadline of a locked complaint, from the ledger alone."""
    reckoning = reckoning_of(complaint, calendar)
    complaint.holder_agency_id = reckoning.agency_id
    complaint.holder_role = reckoning.role
    complaint.held_since = reckoning.held_since or complaint.held_since
    complaint.due_at = reckoning.due_at


def reckoning_of(complaint: Complaint, calendar: WorkCalendar | None = None) -> Reckoning:
    """What the ledger says now."""
    calendar = calendar or calendar_of(complaint.office.region)
    return reckon(complaint.clock_events.order_by("at", "id"), calendar, complaint.binding_days, now())


def start(complaint: Complaint, *, at=None) -> None:
    """Received: the desk has it, the days begin."""
    note(complaint, Kind.START, Holder.AGENCY, agency=complaint.office, role=desk_role(complaint.office), at=at)


def pause(complaint: Complaint) -> None:
    """The reporter has the turn; the days stop."""
    note(complaint, Kind.PAUSE, Holder.APPLICANT, reason=Reason.CLARIFICATION)


def resume(complaint: Complaint) -> None:
    """The reporter answered: whoever asked goes on."""
    note(complaint, Kind.RESUME, **whose_turn(complaint))


def restart(complaint: Complaint) -> None:
    """Reopened: the desk has it again, the days of its duty begin anew."""
    role = desk_role(complaint.office)
    note(complaint, Kind.RESTART, Holder.AGENCY, agency=complaint.office, role=role)


def whose_turn(complaint: Complaint) -> dict:
    """Who works on it when nothing is asked of the reporter: the unit with the open route, else the desk."""
    route = complaint.routes.filter(ended_at__isnull=True).select_related("agency").first()
    if route:
        return {"holder": Holder.AGENCY, "agency": route.agency, "role": route.role}
    return {"holder": Holder.AGENCY, "agency": complaint.office, "role": desk_role(complaint.office)}


def stop(complaint: Complaint) -> None:
    """The answer is given: the days are over, until the reporter reopens it."""
    note(complaint, Kind.STOP, Holder.NOBODY)


def close(complaint: Complaint, why: str = "") -> None:
    """The last event: nobody holds it any more, and no unit has it. The transition is the caller's."""
    if complaint.clock_events.order_by("at", "id").last().kind != Kind.STOP:
        stop(complaint)
    complaint.routes.filter(ended_at__isnull=True).update(ended_at=now())
    complaint.closed_at, complaint.closed_why = now(), str(why)[:300]


def save(complaint: Complaint) -> None:
    """Save a locked complaint and let pages that show it know that it changed."""
    complaint.change_count += 1
    complaint.save()
