"""Who may act on the clock itself: the head of the issuing office, or today's deputy (rules 3, 5 and 7)."""

from agencies.policies import signing_capacity
from applications.policies.people import ALREADY_WORKED_ON_IT, OWN_FILE, has_own_interest, worked_on_it
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import refusal


@refusal(lambda user, file: _why_not(user, file))
def can_restart(user, application) -> bool:
    """The head alone, with a reason: a restart costs the applicant days. Not whoever worked on the file: it would hide a delay of
    their own."""
    if not _heads_office(user, application) or has_own_interest(user, application):
        return False
    return not worked_on_it(user, application)


@refusal(lambda user, file: _why_not(user, file))
def can_deem(user, application) -> bool:
    """As signing: it ends in a permit, so nobody who worked on the file may do it."""
    return can_restart(user, application)


@refusal(lambda user, opinion: _why_not(user, opinion.application))
def can_deem_recommendation(user, recommendation) -> bool:
    return can_deem(user, recommendation.application)


def may_be_deemed(thing, allows: bool) -> bool:
    """Its limit has passed, and the standard counts silence as consent. `thing` is a file or a request, `allows` the standard's
    word about it. While the clock stands still nothing is late."""
    return allows and thing.due_at is not None and thing.due_at < now()


def _heads_office(user, application) -> bool:
    return signing_capacity(user, application.office, application.standard.signing_role) is not None


def _why_not(user, application) -> str:
    if not _heads_office(user, application):
        return ""
    if has_own_interest(user, application):
        return OWN_FILE
    return ALREADY_WORKED_ON_IT if worked_on_it(user, application) else ""
