"""When a verb is possible, and `allowed(user, thing)`, which draws the buttons from state and rule together."""

from collections.abc import Callable
from dataclasses import dataclass

from django_fsm import can_proceed

from applications.models import Application, Recommendation
from applications.policies import files, requests, thread

State = Application.State


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


def _with_the_office(application) -> bool:
    """Sent and not finished: before that nobody reads it, afterwards nobody works on it."""
    return application.submitted_at is not None and application.closed_at is None


def _draft_open(application) -> bool:
    decision = getattr(application, "decision", None)
    return application.state == State.DRAFTING and not (decision and decision.is_ready)


ACTS = {
    "edit": Act(files.can_edit, _in(State.DRAFT, State.RETURNED)),
    "submit": Act(files.can_submit, _in(State.DRAFT, State.RETURNED)),
    "check_documents": Act(files.can_check_documents, _in(State.SUBMITTED, State.REGISTERED)),
    "register": Act(files.can_register, lambda file: can_proceed(file.register)),
    "verify": Act(files.can_verify, lambda file: can_proceed(file.ask_agencies)),
    "return": Act(
        files.can_return, lambda file: can_proceed(file.return_unregistered) or can_proceed(file.return_registered)
    ),
    "draft_decision": Act(files.can_draft, _draft_open),
    "endorse": Act(files.can_endorse, _in(State.DRAFTING)),
    "sign": Act(files.can_sign, lambda file: can_proceed(file.issue)),
    "reject": Act(files.can_sign, lambda file: can_proceed(file.reject)),
    "send_back": Act(files.can_send_back, _in(State.DRAFTING, State.SIGNING)),
    "withdraw": Act(files.can_withdraw, lambda file: can_proceed(file.withdraw)),
    "write_message": Act(thread.can_write, _with_the_office),
}
RECOMMENDATION_ACTS = {
    "acknowledge": Act(
        requests.can_acknowledge, lambda opinion: can_proceed(opinion.acknowledge) and _awaits_opinions(opinion)
    ),
    "give": Act(requests.can_give, lambda opinion: can_proceed(opinion.give) and _awaits_opinions(opinion)),
}


def allowed(user, thing) -> list[str]:
    """The verbs that the rules and the state allow this user on this thing now, in the order a page shows them."""
    acts = RECOMMENDATION_ACTS if isinstance(thing, Recommendation) else ACTS
    return [verb for verb, act in acts.items() if act.possible(thing) and act.rule(user, thing)]
