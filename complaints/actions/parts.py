"""Parts of several acts on a locked complaint: its state, a line of the thread, the journal, the way to a unit."""

from agencies.models import Agency
from audit.log import record
from complaints import notices, policies
from complaints.actions import ledger
from complaints.models import ComplaintMessage, ComplaintRoute
from complaints.posts import desk_role
from complaints.routing import Target
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import WRONG_STATE, Refused, WrongState

Side = ComplaintMessage.Side


def refuse_unless_possible(verb: str, complaint) -> None:
    """The state, after the rule; raises WrongState."""
    if not policies.ACTS[verb].possible(complaint):
        raise WrongState(WRONG_STATE)


def needed(text: str, message, most: int = 6000) -> str:
    """A text that a person wrote, cleaned; raises Refused when there is none."""
    text = text.replace("\0", "").strip()[:most]
    if not text:
        raise Refused(message)
    return text


def say(complaint, side, text, *, by=None, agency=None) -> ComplaintMessage:
    return ComplaintMessage.objects.create(complaint=complaint, side=side, text=text, by=by, agency=agency, at=now())


def pass_answer_on(complaint, answer: ComplaintMessage, *, to=None) -> None:
    """Whoever reported a duplicate, or a duplicate of one, reads the same words. `to`: only that one and its own duplicates."""
    waiting = [to] if to else list(complaint.duplicates.select_related("office__region"))
    while waiting:
        duplicate = waiting.pop(0)
        say(duplicate, Side.ANSWER, answer.text, by=answer.by, agency=answer.agency)
        notices.tell_reporter("answered", duplicate)
        waiting += duplicate.duplicates.select_related("office__region")


def speaks_for(complaint, by) -> tuple[str, Agency]:
    """(side, agency) of whoever writes: the unit where it lies, else the desk."""
    route = complaint.routes.filter(ended_at__isnull=True).select_related("agency").first()
    if route and policies.is_at_unit(by, complaint):
        return Side.UNIT, route.agency
    return Side.DESK, policies.keeping(complaint)


def write_down(verb, complaint, *, by, agency=None, **facts) -> None:
    """Into the chain of the office that keeps it: numbers and states, no word of the complaint."""
    role = "system" if by is None else ""
    if by is not None:
        role = desk_role(policies.keeping(complaint)) if policies.is_at_desk(by, complaint) else complaint.holder_role
    record(
        verb, complaint, by=by, office=complaint.office, role=role, agency=agency.journal_chain if agency else "", **facts
    )  # fmt: skip


def send_to(complaint, target: Target, *, by, reason="") -> ComplaintRoute:
    """The open route ends, a new one begins, the ledger hands it over. The first one ends the days for forwarding."""
    moment = now()
    complaint.route()
    complaint.routed_at = complaint.routed_at or moment
    complaint.moved_with = target.moved_with
    complaint.routes.filter(ended_at__isnull=True).update(ended_at=moment)
    route = ComplaintRoute.objects.create(
        complaint=complaint, agency=target.agency, role=target.role, by=by, reason=reason[:300],
        moved_with=target.moved_with, at=moment,
    )  # fmt: skip
    ledger.note(
        complaint, ledger.Kind.HAND_OVER, ledger.Holder.AGENCY, agency=target.agency, role=target.role, at=moment
    )
    return route
