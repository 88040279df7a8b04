"""Who may do what to a file: the applicant's acts and the office's. Plain yes or no; when, says `acts.py`."""

from agencies.policies import has_role, signing_capacity
from applications.models import Application
from applications.policies.people import (
    ALREADY_WORKED_ON_IT,
    OWN_FILE,
    acts_for_applicant,
    at_office,
    has_own_interest,
    worked_on_it,
)
from ptsp_portal.lib.rules import refusal

State = Application.State


# The applicant's side; a counter that helps does it on the applicant's word.
def can_edit(user, application) -> bool:
    return acts_for_applicant(user, application)


def can_submit(user, application) -> bool:
    return acts_for_applicant(user, application)


def can_withdraw(user, application) -> bool:
    return acts_for_applicant(user, application)


# The office's side.
@refusal(lambda user, file: barred(user, file))
def can_check_documents(user, application) -> bool:
    role = "front_desk" if application.state == State.SUBMITTED else "verifier"
    return at_office(user, application, role)


@refusal(lambda user, file: barred(user, file))
def can_return(user, application) -> bool:
    return can_check_documents(user, application)


@refusal(lambda user, file: barred(user, file))
def can_register(user, application) -> bool:
    return at_office(user, application, "front_desk")


@refusal(lambda user, file: barred(user, file))
def can_verify(user, application) -> bool:
    return at_office(user, application, "verifier")


@refusal(lambda user, file: OWN_FILE if has_own_interest(user, file) else "")
def can_move_version(user, application) -> bool:
    """To the office's newer standard: a verifier or the head."""
    return at_office(user, application, "verifier", "head")


@refusal(lambda user, file: barred(user, file))
def can_draft(user, application) -> bool:
    return at_office(user, application, "verifier")


@refusal(lambda user, file: barred(user, file))
def can_endorse(user, application) -> bool:
    """The role whose turn it is, on the standard's list."""
    role = next_endorsing_role(application)
    return bool(role) and at_office(user, application, role) and not worked_on_it(user, application)


@refusal(lambda user, file: barred(user, file))
def can_sign(user, application) -> bool:
    """The standard's signing role, or its deputy by a dated delegation."""
    if has_own_interest(user, application) or worked_on_it(user, application):
        return False
    return signing_capacity(user, application.office, application.standard.signing_role) is not None


@refusal(lambda user, file: barred(user, file))
def can_send_back(user, application) -> bool:
    return can_sign(user, application) if application.state == State.SIGNING else can_endorse(user, application)


def barred(user, application) -> str:
    """Why their post has the turn and they have not (rule 7), for the page to say; "" when it is theirs, or not their post's."""
    if application.state == State.SIGNING:
        is_their_post = signing_capacity(user, application.office, application.standard.signing_role) is not None
    elif application.state == State.DRAFTING and next_endorsing_role(application):
        is_their_post = has_role(user, application.office, next_endorsing_role(application))
    else:
        desk = {State.SUBMITTED: "front_desk", State.REGISTERED: "verifier", State.DRAFTING: "verifier"}.get(
            application.state
        )
        return (
            OWN_FILE
            if desk and has_role(user, application.office, desk) and has_own_interest(user, application)
            else ""
        )
    if not is_their_post:
        return ""
    if has_own_interest(user, application):
        return OWN_FILE
    return ALREADY_WORKED_ON_IT if worked_on_it(user, application) else ""


def can_see_receipt(user, application) -> bool:
    """The receipt carries the tracking secret: for the applicant and the counters only."""
    return acts_for_applicant(user, application) or has_role(user, application.office, "front_desk")


def next_endorsing_role(application) -> str:
    """The role whose paraf is missing in this round, "" when none is."""
    decision = getattr(application, "decision", None)
    if decision is None or not decision.is_ready:
        return ""
    given = application.endorsements.filter(round=decision.round, result="endorsed", is_void=False).count()
    roles = application.standard.endorsing_roles
    return roles[given] if given < len(roles) else ""
