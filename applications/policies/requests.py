"""Who may do what to a recommendation: the agency that was asked, its head, the issuing office; never the applicant."""

from django.utils.translation import gettext_lazy as _

from agencies.models import Membership
from agencies.policies import has_role, signs_for
from applications.policies.people import OWN_FILE, at_office, has_own_interest
from ptsp_portal.lib.rules import refusal

HEAD_APPROVES = _(
    "Menurut standar layanan ini, jawaban instansi Anda disetujui kepalanya: kirim jawaban Anda untuk disetujui."
)


# The agency's side.
@refusal(lambda user, opinion: barred_from_answering(user, opinion))
def can_acknowledge(user, recommendation) -> bool:
    return _works_on(user, recommendation)


@refusal(lambda user, opinion: barred_from_answering(user, opinion))
def can_give(user, recommendation) -> bool:
    """Whoever answers for the agency asked; where the standard says so, its head alone. Never the applicant."""
    return _works_on(user, recommendation) and (is_head_of(user, recommendation) or not recommendation.needs_head)


@refusal(lambda user, opinion: barred_from_answering(user, opinion))
def can_propose(user, recommendation) -> bool:
    """An officer's answer that the agency's head approves."""
    return recommendation.needs_head and _works_on(user, recommendation) and not is_head_of(user, recommendation)


@refusal(lambda user, opinion: barred_from_answering(user, opinion))
def can_approve(user, recommendation) -> bool:
    """The agency's head, or whoever stands in for the head (Plh./Plt.)."""
    return is_head_of(user, recommendation) and not has_own_interest(user, recommendation.application)


@refusal(lambda user, opinion: barred_from_answering(user, opinion))
def can_refuse_proposal(user, recommendation) -> bool:
    return can_approve(user, recommendation)


@refusal(lambda user, opinion: barred_from_answering(user, opinion))
def can_assign(user, recommendation) -> bool:
    return _works_on(user, recommendation)


@refusal(lambda user, opinion: barred_from_answering(user, opinion))
def can_extend(user, recommendation) -> bool:
    return _works_on(user, recommendation)


@refusal(lambda user, opinion: barred_from_answering(user, opinion))
def can_delegate(user, recommendation) -> bool:
    """The agency asked hands down and takes back; its sub-unit does neither."""
    at_agency = has_role(user, recommendation.agency, "officer", "head") or is_head_of(user, recommendation)
    return at_agency and not has_own_interest(user, recommendation.application)


@refusal(lambda user, opinion: barred_from_answering(user, opinion))
def can_send_answer_link(user, recommendation) -> bool:
    """The agency's people, or the verifier who waits for the answer; the address is the organisation's own anyway."""
    return _works_on(user, recommendation) or at_office(user, recommendation.application, "verifier")


# The issuing office's side.
def can_withdraw_request(user, recommendation) -> bool:
    return at_office(user, recommendation.application, "verifier")


def can_ask_again(user, recommendation) -> bool:
    return at_office(user, recommendation.application, "verifier")


def can_add_request(user, application) -> bool:
    return at_office(user, application, "verifier")


def barred_from_answering(user, recommendation) -> str:
    """As `barred`: why somebody of the agency asked may not answer it; "" when they may, or when it is not theirs to answer."""
    if recommendation.state not in recommendation.OPEN or not _answers_for(user, recommendation):
        return ""
    if has_own_interest(user, recommendation.application):
        return OWN_FILE
    return HEAD_APPROVES if recommendation.needs_head and not is_head_of(user, recommendation) else ""


def has_head(agency) -> bool:
    """Somebody heads the agency today and has an account."""
    return Membership.objects.current().filter(agency=agency, role="head", user__is_active=True).exists()


def is_head_of(user, recommendation) -> bool:
    return signs_for(user, recommendation.agency, "head") is not None


def may_work_on(user, recommendation) -> bool:
    """Whom a request can be assigned to: whoever could answer it."""
    return _works_on(user, recommendation)


def _works_on(user, recommendation) -> bool:
    return _answers_for(user, recommendation) and not has_own_interest(user, recommendation.application)


def _answers_for(user, recommendation) -> bool:
    """People of the agency asked, of the sub-unit that it was handed down to, and the head's deputy."""
    agency, unit = recommendation.agency, recommendation.unit if recommendation.unit_id else None
    at_unit = unit is not None and has_role(user, unit, "officer", "head")
    return at_unit or has_role(user, agency, "officer", "head") or is_head_of(user, recommendation)
