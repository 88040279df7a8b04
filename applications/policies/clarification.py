"""Who may ask the applicant, consent to a pause beyond the allowance, and answer."""

from agencies.policies import has_role, signing_capacity
from applications.models import Application
from applications.policies import requests
from applications.policies.people import OWN_FILE, acts_for_applicant, at_office, has_own_interest
from ptsp_portal.lib.rules import refusal

State = Application.State
# Registered and not yet handed on for endorsing: what the applicant explains can still change the decision.
ASKING = (State.REGISTERED, State.RECOMMENDATION, State.DRAFTING)


def may_ask_applicant(application) -> bool:
    """The file stands where questions still have a use: the verifier's desk has it, or the agencies."""
    decision = getattr(application, "decision", None) if application.state == State.DRAFTING else None
    return application.state in ASKING and not (decision and decision.is_ready)


def waits_for_applicant(application) -> bool:
    """A clarification is with the applicant. The holder follows from the ledger, so no row needs to be read."""
    return application.state in ASKING and application.holder == "applicant"


@refusal(lambda user, file: OWN_FILE if _is_verifier(user, file) and has_own_interest(user, file) else "")
def can_clarify(user, application) -> bool:
    return at_office(user, application, "verifier")


@refusal(lambda user, file: OWN_FILE if _is_superior(user, file) and has_own_interest(user, file) else "")
def can_consent(user, application) -> bool:
    """A superior of the office (endorser, head, or who stands in for the head), and not whoever prepared it."""
    if not _is_superior(user, application) or has_own_interest(user, application):
        return False
    waiting = application.clarifications.awaiting_consent().first()
    return waiting is not None and waiting.created_by_id != user.pk


def superior_role(user, application) -> str:
    """In which post somebody consents, for the journal."""
    return "endorser" if has_role(user, application.office, "endorser") else "head"


def can_answer(user, application) -> bool:
    return acts_for_applicant(user, application)


@refusal(lambda user, opinion: requests.barred_from_answering(user, opinion))
def can_ask(user, recommendation) -> bool:
    """Whoever works on the request for the agency."""
    return requests.can_acknowledge(user, recommendation)


def _is_verifier(user, application) -> bool:
    return has_role(user, application.office, "verifier")


def _is_superior(user, application) -> bool:
    office = application.office
    return has_role(user, office, "endorser") or signing_capacity(user, office, "head") is not None
