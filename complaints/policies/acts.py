"""Each verb: who may, and when. `allowed(user, complaint)` draws the buttons from the same table that the actions ask."""

from django_fsm import can_proceed

from agencies.policies import signs_for
from applications.policies import worked_on_it
from applications.policies.act import Act
from complaints.models import Complaint
from complaints.standing import is_at_desk, is_at_unit, is_hidden_from, reporter_of
from ptsp_portal.lib.rules import refusal

State, Identity = Complaint.State, Complaint.Identity
NOBODY_TO_KNOW = "Pelapor tidak meninggalkan nama, jadi tidak dapat dikenali dan kodenya tidak dapat diganti."
JUDGE_OF_OWN_WORK = "Anda ikut menangani berkas yang diadukan, jadi hasil pemeriksaannya dicatat petugas lain."


def handles(user, complaint) -> bool:
    """At the desk that keeps it, or at the unit where it lies now."""
    return is_at_desk(user, complaint) or is_at_unit(user, complaint)


can_verify = can_route = can_pass_on = can_merge = can_split = is_at_desk
can_take_up = is_at_unit
can_ask = can_note = can_write = can_answer = handles


def can_see_identity(user, complaint) -> bool:
    """Confidential: the desk alone. Anonymous: nobody, whatever was left."""
    if complaint.identity == Identity.ANONYMOUS:
        return False
    return is_at_desk(user, complaint) if complaint.identity == Identity.CONFIDENTIAL else handles(user, complaint)


def can_hand_back(user, complaint) -> bool:
    """The unit; the desk itself sends it on. What is grave never comes back to an office."""
    return is_at_unit(user, complaint) and not is_at_desk(user, complaint)


def has_name(complaint) -> bool:
    """Whether there is a name that somebody's identity card can be held against."""
    reporter = reporter_of(complaint)
    return complaint.identity != Identity.ANONYMOUS and bool(reporter and reporter.name)


@refusal(lambda user, complaint: "" if has_name(complaint) else NOBODY_TO_KNOW)
def can_renew_code(user, complaint) -> bool:
    """The desk, of a reporter who can be recognised."""
    return is_at_desk(user, complaint) and has_name(complaint)


@refusal(lambda user, complaint: JUDGE_OF_OWN_WORK if _judges_own_work(user, complaint) else "")
def can_find(user, complaint) -> bool:
    """The desk; nobody judges their own work on the file."""
    return is_at_desk(user, complaint) and not _judges_own_work(user, complaint)


def can_report_remedy(user, complaint) -> bool:
    """The desk, or the head (or deputy) of the agency that owes it."""
    finding = getattr(complaint, "finding", None)
    owes = bool(finding and finding.agency and not complaint.is_grave and signs_for(user, finding.agency, "head"))
    return is_at_desk(user, complaint) or (owes and not is_hidden_from(user, complaint))


def _judges_own_work(user, complaint) -> bool:
    return bool(complaint.application_id) and worked_on_it(user, complaint.application)


def _in(*states):
    return lambda complaint: complaint.state in states


def _found(complaint) -> bool:
    return getattr(complaint, "finding", None) is not None


def _remedy_open(complaint) -> bool:
    return _found(complaint) and bool(complaint.finding.remedy) and complaint.finding.done_on is None


def _can_be_routed(complaint) -> bool:
    return can_proceed(complaint.route)


ACTS = {
    "verify": Act(can_verify, lambda complaint: can_proceed(complaint.verify)),
    "route": Act(can_route, _can_be_routed),
    "take_up": Act(can_take_up, lambda complaint: can_proceed(complaint.take_up)),
    "answer": Act(can_answer, lambda complaint: can_proceed(complaint.answer)),
    "ask": Act(can_ask, lambda complaint: can_proceed(complaint.ask_reporter)),
    "write": Act(can_write, lambda complaint: complaint.closed_at is None),
    "note": Act(can_note, lambda complaint: complaint.state not in (State.PASSED_ON, State.MERGED)),
    "hand_back": Act(can_hand_back, lambda complaint: can_proceed(complaint.hand_back)),
    "find": Act(
        can_find,
        lambda complaint: (
            not _found(complaint) and complaint.state not in (State.RECEIVED, State.PASSED_ON, State.MERGED)
        ),
    ),
    "report_remedy": Act(can_report_remedy, _remedy_open),
    "split": Act(can_split, _in(State.RECEIVED, State.VERIFIED, State.ROUTED, State.IN_PROGRESS, State.REOPENED)),
    "merge": Act(can_merge, lambda complaint: can_proceed(complaint.merge)),
    "pass_on": Act(can_pass_on, lambda complaint: can_proceed(complaint.pass_on)),
    "see_identity": Act(can_see_identity, lambda complaint: True),
    "renew_code": Act(can_renew_code, lambda complaint: True),
}


def allowed(user, complaint) -> list[str]:
    """The verbs that rule and state allow this person now, in the order a page shows them."""
    return [verb for verb, act in ACTS.items() if act.possible(complaint) and act.rule(user, complaint)]
