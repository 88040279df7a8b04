"""Who may object to a rejection, and who answers: the official whose decision it was (UU 30/2014 art. 77), the head."""

from agencies.policies import signing_capacity
from applications.models import Application
from applications.objections import open_objection, why_not
from applications.policies.people import (
    ALREADY_WORKED_ON_IT,
    OWN_FILE,
    acts_for_applicant,
    has_own_interest,
    worked_on_it,
)
from ptsp_portal.lib.rules import refusal


def can_object(user, application) -> bool:
    """The applicant, or the counter that helps with the letter that the applicant signed."""
    return acts_for_applicant(user, application)


@refusal(lambda user, file: _why_not(user, file))
def can_decide_objection(user, application) -> bool:
    """The head or today's deputy; not whoever prepared the decision that is objected to."""
    return _heads_office(user, application) and not _why_not(user, application)


def may_be_objected_to(application) -> bool:
    """Rejected, not yet objected to, and within the legal limit."""
    return application.state == Application.State.REJECTED and not why_not(application)


def awaits_answer(application) -> bool:
    return application.state == Application.State.REJECTED and open_objection(application) is not None


def _heads_office(user, application) -> bool:
    return signing_capacity(user, application.office, application.standard.signing_role) is not None


def _why_not(user, application) -> str:
    if not _heads_office(user, application):
        return ""
    if has_own_interest(user, application):
        return OWN_FILE
    return ALREADY_WORKED_ON_IT if worked_on_it(user, application) else ""
