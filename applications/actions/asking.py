"""Asking agencies beside the stages: late, or again. Parts of an act on a locked file; who may and why is the act's business."""

from dataclasses import dataclass, field

from agencies.models import Agency
from agencies.working_days import calendar_of
from applications.actions import ledger
from applications.models import Application, Recommendation
from applications.routing import term_of
from ptsp_portal.lib.moment import now

State = Application.State
ASKABLE = (State.RECOMMENDATION, State.DRAFTING, State.SIGNING)


@dataclass(frozen=True)
class Wanted:
    """One request to make. `again_of` is the answer that it replaces: kept for ever, but no longer current."""

    agency: Agency
    codes: list[str] = field(default_factory=list)
    is_required: bool = True
    again_of: Recommendation | None = None


def wanted_again(answer: Recommendation) -> Wanted:
    return Wanted(answer.agency, list(answer.codes), answer.is_required, answer)


def ask_more(application: Application, wanted: list[Wanted], *, reason: str) -> list[Recommendation]:
    """Open these requests on a locked file in one of ASKABLE; the file waits for recommendations from then on.

    A draft decision stays as it is, no longer ready: it is looked at again when the answers are in. The caller saves the
    file, and calls `recommendations.announce` with what is returned. The days are those that the standard gives the agency.
    """
    if not wanted:
        return []
    moment, calendar = now(), calendar_of(application.office.region)
    replaced = [each.again_of for each in wanted if each.again_of]
    for answer in replaced:
        answer.is_current = False
        answer.save(update_fields=["is_current"])
    if application.state != State.RECOMMENDATION:
        application.reopen_recommendations()
        _take_draft_back(application)
    waits_for_applicant = application.clarifications.open().sent().exists()
    if application.holder != ledger.Holder.AGENCIES and not waits_for_applicant:
        ledger.note(application, ledger.Kind.HAND_OVER, ledger.Holder.AGENCIES)
    requests = [
        Recommendation(
            application=application,
            agency=each.agency,
            codes=each.codes,
            stage=application.stage or 1,
            **term_of(application, each.codes, moment, calendar),
            is_required=each.is_required,
            asked_again_of=each.again_of,
            came_back=each.again_of is not None,
            reason_asked=reason.strip(),
        )
        for each in wanted
    ]
    Recommendation.objects.bulk_create(requests)
    ledger.start_recommendations(requests)
    application.stage = application.stage or 1
    ledger.count_answers(application)
    return requests


def _take_draft_back(application) -> None:
    decision = getattr(application, "decision", None)
    if decision is not None and decision.is_ready:
        decision.is_ready, decision.round = False, decision.round + 1
        decision.save()
