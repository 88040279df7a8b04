"""Who may do what to a file or a recommendation: plain yes/no rules, and `allowed(user, thing)` that draws the buttons.

Rule 7 (separation of duties): one person may register, verify and draft, but nobody who did any of these, or recommended,
may endorse or sign; nobody acts on their own application. State is asked of the lifecycle, never of a role.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from agencies.policies import has_role, may_represent, signing_capacity
from applications.models import Application, Recommendation
from audit.models import JournalEntry
from ptsp_portal.lib.rules import refusal

State = Application.State

OWN_FILE = _("Anda pemohon berkas ini, jadi petugas lain yang harus memprosesnya.")
ALREADY_WORKED_ON_IT = _(
    "Anda sudah mendaftarkan, memverifikasi, menyusun, memaraf, atau memberi rekomendasi pada berkas ini; "
    "orang lain yang harus memaraf atau menandatanganinya."
)


def is_applicant(user, application) -> bool:
    """A present representative of the business; for oneself whoever filed it or whom it is for.

    Whoever filed for a business loses sight of the file with the right to represent it.
    """
    if application.business_id:
        return may_represent(user, application.business)
    return user.pk in (application.filed_by_id, application.person.user_id)


def has_own_interest(user, application) -> bool:
    """Nobody acts on their own application (rule 7); having filed it once is enough, whatever rights ended since."""
    return user.pk in (application.filed_by_id, application.person.user_id) or is_applicant(user, application)


def _at_office(user, application, *roles) -> bool:
    return has_role(user, application.office, *roles) and not has_own_interest(user, application)


def worked_on_it(user, application) -> bool:
    """Registered, verified, drafted, endorsed or recommended: may neither endorse nor sign.

    A draft that was sent back is endorsed anew, by the same person too: else an office with one endorser would be stuck.
    """
    decision = getattr(application, "decision", None)
    if user.pk in (application.registered_by_id, application.verified_by_id, decision and decision.drafted_by_id):
        return True
    endorsed = application.endorsements.filter(by=user, result="endorsed")
    if application.state == State.DRAFTING and decision:
        endorsed = endorsed.filter(round=decision.round)
    if endorsed.exists():
        return True
    if application.recommendations.filter(given_by=user).exists():
        return True
    # The decision's row names its last drafter; whoever wrote an earlier draft stands in the journal.
    return JournalEntry.objects.about(application).filter(verb="decision.drafted", actor=user.uuid).exists()


# The applicant's side.
def can_edit(user, application) -> bool:
    return is_applicant(user, application)


def can_submit(user, application) -> bool:
    return is_applicant(user, application)


def can_withdraw(user, application) -> bool:
    return is_applicant(user, application)


# The office's side.
@refusal(lambda user, file: barred(user, file))
def can_check_documents(user, application) -> bool:
    role = "front_desk" if application.state == State.SUBMITTED else "verifier"
    return _at_office(user, application, role)


@refusal(lambda user, file: barred(user, file))
def can_return(user, application) -> bool:
    return can_check_documents(user, application)


@refusal(lambda user, file: barred(user, file))
def can_register(user, application) -> bool:
    return _at_office(user, application, "front_desk")


@refusal(lambda user, file: barred(user, file))
def can_verify(user, application) -> bool:
    return _at_office(user, application, "verifier")


@refusal(lambda user, file: barred(user, file))
def can_draft(user, application) -> bool:
    return _at_office(user, application, "verifier")


@refusal(lambda user, file: barred(user, file))
def can_endorse(user, application) -> bool:
    """The role whose turn it is, on the standard's list."""
    role = next_endorsing_role(application)
    return bool(role) and _at_office(user, application, role) and not worked_on_it(user, application)


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
    """The receipt carries the tracking secret: for the applicant and the counter only."""
    return is_applicant(user, application) or has_role(user, application.office, "front_desk")


def next_endorsing_role(application) -> str:
    """The role whose paraf is missing in this round, "" when none is."""
    decision = getattr(application, "decision", None)
    if decision is None or not decision.is_ready:
        return ""
    given = application.endorsements.filter(round=decision.round, result="endorsed").count()
    roles = application.standard.endorsing_roles
    return roles[given] if given < len(roles) else ""


# The agency's side.
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


@dataclass(frozen=True)
class Act:
    """A verb: the rule (who) and whether the thing's state allows it now (when)."""

    rule: Callable
    possible: Callable


def _in(*states):
    return lambda thing: thing.state in states


def _awaits_opinions(recommendation) -> bool:
    """Advice may still come while the decision is drafted; once the head has it on the desk, it is too late."""
    return recommendation.application.state in (State.RECOMMENDATION, State.DRAFTING)


def _draft_open(application) -> bool:
    decision = getattr(application, "decision", None)
    return application.state == State.DRAFTING and not (decision and decision.is_ready)


ACTS = {
    "edit": Act(can_edit, _in(State.DRAFT, State.RETURNED)),
    "submit": Act(can_submit, _in(State.DRAFT, State.RETURNED)),
    "check_documents": Act(can_check_documents, _in(State.SUBMITTED, State.REGISTERED)),
    "register": Act(can_register, lambda file: can_proceed(file.register)),
    "verify": Act(can_verify, lambda file: can_proceed(file.ask_agencies)),
    "return": Act(
        can_return, lambda file: can_proceed(file.return_unregistered) or can_proceed(file.return_registered)
    ),
    "draft_decision": Act(can_draft, _draft_open),
    "endorse": Act(can_endorse, _in(State.DRAFTING)),
    "sign": Act(can_sign, lambda file: can_proceed(file.issue)),
    "reject": Act(can_sign, lambda file: can_proceed(file.reject)),
    "send_back": Act(can_send_back, _in(State.DRAFTING, State.SIGNING)),
    "withdraw": Act(can_withdraw, lambda file: can_proceed(file.withdraw)),
}
RECOMMENDATION_ACTS = {
    "acknowledge": Act(can_acknowledge, lambda opinion: can_proceed(opinion.acknowledge) and _awaits_opinions(opinion)),
    "give": Act(can_give, lambda opinion: can_proceed(opinion.give) and _awaits_opinions(opinion)),
}


def allowed(user, thing) -> list[str]:
    """The verbs that the rules and the state allow this user on this thing now, in the order a page shows them."""
    acts = RECOMMENDATION_ACTS if isinstance(thing, Recommendation) else ACTS
    return [verb for verb, act in acts.items() if act.possible(thing) and act.rule(user, thing)]
