"""Who may do what to a field visit: the people of the agency asked, the team that was sent, the applicant."""

from agencies.policies import has_role
from applications.models import Inspection, Recommendation
from applications.policies.people import OWN_FILE, assists, has_own_interest, is_applicant
from ptsp_portal.lib.rules import refusal

INSPECTORS = ("officer", "head")


def _barred_by_interest(user, thing) -> str:
    recommendation = thing if isinstance(thing, Recommendation) else thing.recommendation
    works_there = works_for_the_agency(user, recommendation)
    return OWN_FILE if works_there and has_own_interest(user, recommendation.application) else ""


def works_for_the_agency(user, recommendation: Recommendation) -> bool:
    """Officer or head of the agency asked, or of the sub-unit that it handed the request to."""
    unit = recommendation.unit
    return has_role(user, recommendation.agency, *INSPECTORS) or bool(unit and has_role(user, unit, *INSPECTORS))


@refusal(_barred_by_interest)
def can_propose_visit(user, recommendation: Recommendation) -> bool:
    return works_for_the_agency(user, recommendation) and not has_own_interest(user, recommendation.application)


@refusal(_barred_by_interest)
def can_handle_visit(user, inspection: Inspection) -> bool:
    """Another day, or no visit: anybody of the agency, whoever is in the team."""
    return can_propose_visit(user, inspection.recommendation)


@refusal(_barred_by_interest)
def can_write_minutes(user, inspection: Inspection) -> bool:
    """A member of the team who still works there."""
    return member_of(user, inspection) is not None and can_handle_visit(user, inspection)


@refusal(_barred_by_interest)
def can_sign_as_team(user, inspection: Inspection) -> bool:
    """A member of the team; one who changed posts since was there all the same and signs what they saw."""
    return member_of(user, inspection) is not None and not has_own_interest(user, inspection.application)


@refusal(_barred_by_interest)
def can_record_paper(user, inspection: Inspection) -> bool:
    """The lead answers for what the applicant signed on paper."""
    member = member_of(user, inspection)
    return member is not None and member.is_lead and can_handle_visit(user, inspection)


def can_answer_visit(user, inspection: Inspection) -> bool:
    """Consent and another wish: the applicant's, or the helping counter's on the applicant's word; never of both sides."""
    if is_applicant(user, inspection.application):
        return True
    return assists(user, inspection.application) and not works_for_the_agency(user, inspection.recommendation)


def can_sign_visit(user, inspection: Inspection) -> bool:
    """The signature under the minutes: the applicant's alone; without an account it is given on paper."""
    return is_applicant(user, inspection.application)


def member_of(user, inspection: Inspection):
    """The team's row of this person, or None."""
    return next((each for each in inspection.team.all() if each.user_id == user.pk), None)
