"""When a verb is possible, and `allowed(user, thing)`, which draws the buttons from state and rule together."""

from django_fsm import can_proceed

from applications.models import Application, Inspection, Permit, Recommendation, ServiceStandard
from applications.objections import is_annulled
from applications.policies import assisting, clarification, clock, files, inspection, levy, objections, requests, thread
from applications.policies.act import Act
from applications.policies.permits import PERMIT_ACTS
from applications.policies.standards import STANDARD_ACTS
from applications.standards.moving import may_be_moved
from ptsp_portal.lib.moment import now

State = Application.State
Visit = Inspection.State


def _in(*states):
    return lambda thing: thing.state in states


def _awaits_opinions(recommendation) -> bool:
    """Advice may still come while the decision is drafted; once the head has it on the desk, it is too late."""
    return recommendation.application.state in (State.RECOMMENDATION, State.DRAFTING)


def _open_in_vain(recommendation) -> bool:
    allows = recommendation.application.standard.silence_counts(recommendation.codes)
    return can_proceed(recommendation.deem) and clock.may_be_deemed(recommendation, allows)


def _open(opinion) -> bool:
    """Asked, not answered, and the file still waits for opinions."""
    return opinion.state in opinion.OPEN and _awaits_opinions(opinion)


def _unwritten(opinion) -> bool:
    """Open, and no written answer lies with the agency's head."""
    return _open(opinion) and not opinion.awaits_head


def _waits_for_head(opinion) -> bool:
    return _open(opinion) and opinion.awaits_head


def _can_be_extended(opinion) -> bool:
    """Once, before it is late, and where the standard has days for it."""
    is_late = opinion.due_at is not None and opinion.due_at < now()
    return (
        _unwritten(opinion)
        and not opinion.extended_days
        and not is_late
        and opinion.application.standard.extension_days > 0
    )


def _answered(opinion) -> bool:
    """An answer that counts today, on a file that still waits for opinions or drafts."""
    is_answer = opinion.state in ("given", "deemed") and opinion.is_current and _awaits_opinions(opinion)
    return is_answer and not levy.awaits_payment(opinion.application)


def _with_the_office(application) -> bool:
    """Sent and not finished: before that nobody reads it, afterwards nobody works on it."""
    return application.submitted_at is not None and application.closed_at is None


def _can_be_returned(application) -> bool:
    waits = clarification.waits_for_applicant(application)
    return can_proceed(application.return_unregistered) or (can_proceed(application.return_registered) and not waits)


def _draft_open(application) -> bool:
    decision = getattr(application, "decision", None)
    waits = clarification.waits_for_applicant(application)
    return application.state == State.DRAFTING and not (decision and decision.is_ready) and not waits


def _takes_a_visit(recommendation) -> bool:
    """The standard knows field visits of this agency, the answer is still awaited, and no visit is under way."""
    return (
        recommendation.state in recommendation.OPEN
        and recommendation.application.standard.inspects(recommendation.codes)
        and _awaits_opinions(recommendation)
        and not recommendation.inspections.open().exists()
    )


def _lies_ahead(visit) -> bool:
    return visit.starts_at > now()


def _has_come(visit) -> bool:
    """Minutes are of a day that has begun, on the office's wall."""
    region = visit.application.office.region
    return region.local_date(visit.starts_at) <= region.local_date(now())


def _lacks_the_applicant(visit) -> bool:
    return visit.state == Visit.REPORTED and visit.applicant_signed_at is None


ACTS = {
    "edit": Act(files.can_edit, _in(State.DRAFT, State.RETURNED)),
    "submit": Act(files.can_submit, _in(State.DRAFT, State.RETURNED)),
    "answer": Act(
        clarification.can_answer,
        lambda file: clarification.waits_for_applicant(file) and not levy.awaits_payment(file),
    ),
    "check_documents": Act(files.can_check_documents, _in(State.SUBMITTED, State.REGISTERED)),
    "register": Act(files.can_register, lambda file: can_proceed(file.register)),
    "verify": Act(
        files.can_verify,
        lambda file: can_proceed(file.ask_agencies) and not clarification.waits_for_applicant(file),
    ),
    "return": Act(files.can_return, _can_be_returned),
    "clarify": Act(
        clarification.can_clarify,
        lambda file: clarification.may_ask_applicant(file) and not levy.awaits_payment(file),
    ),
    "consent": Act(
        clarification.can_consent,
        lambda file: clarification.may_ask_applicant(file) and not clarification.waits_for_applicant(file),
    ),
    "assess": Act(levy.can_assess, levy.may_assess),
    "cancel_bill": Act(levy.can_cancel_bill, levy.awaits_payment),
    "draft_decision": Act(files.can_draft, _draft_open),
    "endorse": Act(files.can_endorse, _in(State.DRAFTING)),
    "sign": Act(files.can_sign, lambda file: can_proceed(file.issue)),
    "reject": Act(files.can_sign, lambda file: can_proceed(file.reject) and not is_annulled(file)),
    "send_back": Act(files.can_send_back, _in(State.DRAFTING, State.SIGNING)),
    "restart": Act(clock.can_restart, _in(State.REGISTERED, State.RECOMMENDATION, State.DRAFTING, State.SIGNING)),
    "deem": Act(
        clock.can_deem,
        lambda file: can_proceed(file.deem) and clock.may_be_deemed(file, file.standard.deemed_approval),
    ),
    "object": Act(objections.can_object, objections.may_be_objected_to),
    "decide_objection": Act(objections.can_decide_objection, objections.awaits_answer),
    "move_version": Act(files.can_move_version, may_be_moved, rule_first=True),
    "withdraw": Act(files.can_withdraw, lambda file: can_proceed(file.withdraw)),
    "pass_on": Act(assisting.can_pass_on, lambda file: file.state not in (State.WITHDRAWN, State.LAPSED)),
    "add_request": Act(
        requests.can_add_request,
        lambda file: file.state in (State.RECOMMENDATION, State.DRAFTING) and not levy.awaits_payment(file),
    ),
    "hand_over": Act(levy.can_hand_over, _in(State.ISSUED)),
    "write_message": Act(thread.can_write, _with_the_office),
}
RECOMMENDATION_ACTS = {
    "acknowledge": Act(
        requests.can_acknowledge, lambda opinion: can_proceed(opinion.acknowledge) and _awaits_opinions(opinion)
    ),
    "give": Act(requests.can_give, _unwritten),
    "propose": Act(requests.can_propose, _unwritten),
    "approve": Act(requests.can_approve, _waits_for_head),
    "refuse_proposal": Act(requests.can_refuse_proposal, _waits_for_head),
    "assign": Act(requests.can_assign, _open),
    "extend": Act(requests.can_extend, _can_be_extended),
    "delegate": Act(requests.can_delegate, _unwritten),
    "send_answer_link": Act(requests.can_send_answer_link, _unwritten),
    "withdraw_request": Act(requests.can_withdraw_request, _open),
    "ask_again": Act(requests.can_ask_again, _answered),
    "deem": Act(clock.can_deem_recommendation, lambda opinion: _open_in_vain(opinion) and _awaits_opinions(opinion)),
    "ask": Act(clarification.can_ask, _open),
    "propose_visit": Act(inspection.can_propose_visit, _takes_a_visit),
}
INSPECTION_ACTS = {
    "agree": Act(inspection.can_answer_visit, lambda visit: can_proceed(visit.agree) and _lies_ahead(visit)),
    "wish_other_time": Act(
        inspection.can_answer_visit, lambda visit: visit.state in (Visit.PROPOSED, Visit.AGREED) and _lies_ahead(visit)
    ),
    "propose_again": Act(inspection.can_handle_visit, _in(Visit.PROPOSED, Visit.AGREED)),
    "save_minutes": Act(inspection.can_write_minutes, _in(Visit.AGREED)),
    "report": Act(inspection.can_write_minutes, lambda visit: can_proceed(visit.report) and _has_come(visit)),
    "sign_as_team": Act(inspection.can_sign_as_team, _in(Visit.REPORTED)),
    "sign_as_applicant": Act(inspection.can_sign_visit, _lacks_the_applicant),
    "record_paper": Act(inspection.can_record_paper, _lacks_the_applicant),
    "reopen": Act(inspection.can_write_minutes, lambda visit: can_proceed(visit.reopen)),
    "cancel": Act(inspection.can_handle_visit, lambda visit: can_proceed(visit.cancel)),
}
TABLES = {
    Recommendation: RECOMMENDATION_ACTS, Inspection: INSPECTION_ACTS, Permit: PERMIT_ACTS, ServiceStandard: STANDARD_ACTS,
}  # fmt: skip


def allowed(user, thing) -> list[str]:
    """The verbs that the rules and the state allow this user on this thing now, in the order a page shows them."""
    acts = TABLES.get(type(thing), ACTS)
    return [verb for verb, act in acts.items() if act.allows(user, thing)]
