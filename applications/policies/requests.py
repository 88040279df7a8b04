"""Who may do what to a recommendation: the agency that was asked, never the applicant."""

from agencies.policies import has_role
from applications.policies.people import OWN_FILE, has_own_interest
from ptsp_portal.lib.rules import refusal


@refusal(lambda user, opinion: barred_from_answering(user, opinion))
def can_acknowledge(user, recommendation) -> bool:
    return can_give(user, recommendation)


@refusal(lambda user, opinion: barred_from_answering(user, opinion))
def can_give(user, recommendation) -> bool:
    """Whoever answers for the agency asked, but never the applicant."""
    return _answers_for(user, recommendation) and not has_own_interest(user, recommendation.application)


def barred_from_answering(user, recommendation) -> str:
    """As `barred`: why somebody of the agency asked may not answer it; "" when they may, or when it is not theirs to answer."""
    is_theirs = recommendation.state in recommendation.OPEN and _answers_for(user, recommendation)
    return OWN_FILE if is_theirs and has_own_interest(user, recommendation.application) else ""


def _answers_for(user, recommendation) -> bool:
    return has_role(user, recommendation.agency, "officer", "head")
