"""Asking agencies and taking their answers. They run in parallel; the last required answer moves the file by itself.

The application row is locked before the answers are counted: without that, two agencies that answer last at the same moment
leave the file waiting for ever (reliability 0.3; tests/applications/test_last_answers.py shows the stall).
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies.working_days import calendar_of
from applications import notices, policies
from applications.actions import ledger
from applications.actions.drafting import new_document
from applications.facts import facts_of
from applications.models import Application, Condition, Recommendation
from applications.routing import agencies_of_stage
from audit.log import Line, record, record_all
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

State = Application.State
Verdict = Recommendation.Verdict
STALE = _(
    "Permintaan ini sudah berubah sejak halaman Anda dibuka. Muat ulang, lalu kirim lagi bila masih perlu. Tidak ada yang berubah."
)
REASONS_NEEDED = _("Tulis alasannya: pemohon dan kantor penerbit harus dapat memahaminya.")
CONDITIONS_NEEDED = _("Tulis sekurang-kurangnya satu syarat, atau pilih “Setuju” tanpa syarat.")
FILE_CLOSED = _("Berkas ini sudah tidak menunggu rekomendasi. Tidak ada yang berubah.")


def open_stage(application: Application, stage: int) -> list[Recommendation]:
    """Create the requests of one stage on a locked file; four SQL statements however many agencies there are."""
    standard, moment = application.standard, now()
    application.stage = stage
    ledger.note(application, ledger.Kind.HAND_OVER, ledger.Holder.AGENCIES)
    days = standard.stage_days()
    # One calendar for the whole file, the issuing office's: its days are the days promised to the applicant.
    due_at = calendar_of(application.office.region).deadline(moment, days)
    if application.due_at is not None:
        due_at = min(due_at, application.due_at)
    requests = [
        Recommendation(
            application=application,
            agency=agency,
            codes=codes,
            stage=stage,
            days=days,
            requested_at=moment,
            due_at=due_at,
            is_required=not set(codes) <= set(standard.advisory),
        )
        for agency, codes in agencies_of_stage(application, stage)
    ]
    Recommendation.objects.bulk_create(requests)
    ledger.start_recommendations(requests)
    ledger.count_answers(application)
    if not any(each.is_required for each in requests):  # advice alone never blocks
        requests += move_on_when_complete(application)
    return requests


def announce(application, requests, *, by) -> None:
    """Journal and messages for new requests: a constant number of statements."""
    if not requests:
        return
    lines = [
        Line(
            "recommendation.asked_again" if each.asked_again_of_id else "recommendation.requested",
            each,
            agency=each.agency.journal_chain,
            facts={"stage": each.stage, "days": each.days},
        )
        for each in requests
    ]
    record_all(lines, by=by, office=application.office, role="verifier" if by else "system")
    notices.tell_agencies_asked(application, requests)
    notices.tell_applicant_agencies_asked(application, requests)


@transaction.atomic
def acknowledge_recommendation(uuid, *, by) -> Recommendation:
    """The agency confirms that it has the request."""
    recommendation = _locked(uuid)
    application = recommendation.application
    require(policies.can_acknowledge, by, recommendation)
    if not policies.RECOMMENDATION_ACTS["acknowledge"].possible(recommendation):
        raise WrongState(FILE_CLOSED)
    recommendation.acknowledge()
    recommendation.acknowledged_at, recommendation.acknowledged_by = now(), by
    recommendation.version += 1
    recommendation.save()
    ledger.save(application)
    _record("recommendation.acknowledged", recommendation, by)
    return recommendation


@transaction.atomic
def give_recommendation(
    uuid, *, by, verdict, reasons="", conditions=(), version=None, attachments=()
) -> Recommendation:
    """The agency answers; kept for ever. The last required answer of the stage moves the file on in this transaction.

    `version` is the one the form was drawn from: a stale form is refused. `attachments` are (inspected, content, name).
    """
    recommendation = _locked(uuid)
    application = recommendation.application
    require(policies.can_give, by, recommendation)
    _refuse_unfit_answer(recommendation, verdict, reasons, conditions, version)
    recommendation.give()
    recommendation.verdict, recommendation.reasons = verdict, reasons.strip()
    recommendation.conditions = list(conditions) if verdict == Verdict.CONDITIONAL else []
    recommendation.given_by, recommendation.closed_at = by, now()
    recommendation.facts = facts_of(application, application.standard, recommendation.codes)
    recommendation.version += 1
    recommendation.save()
    Condition.objects.bulk_create(
        Condition(recommendation=recommendation, position=place, text=text)
        for place, text in enumerate(recommendation.conditions, start=1)
    )
    ledger.stop_recommendations([recommendation])
    for inspected, content, name in attachments:
        new_document(application, by=by, inspected=inspected, content=content, name=name, recommendation=recommendation)
    ledger.count_answers(application)
    was_waiting = application.state == State.RECOMMENDATION
    opened = move_on_when_complete(application)
    ledger.save(application)
    _record(
        "recommendation.given",
        recommendation,
        by,
        reason=reasons,
        verdict=verdict,
        conditions=len(recommendation.conditions),
    )
    announce(application, opened, by=None)
    if was_waiting and application.state == State.DRAFTING:  # late advice changes nothing about that
        notices.tell_desk_answers_complete(application)
    return recommendation


def withdraw_open(application) -> list[Recommendation]:
    """Close every unanswered request of a locked file that ends."""
    still_open = list(application.recommendations.open().select_related("agency"))
    for recommendation in still_open:
        recommendation.withdraw()
        recommendation.closed_at = now()
        recommendation.due_at = None
        recommendation.version += 1
        recommendation.save()
    ledger.stop_recommendations(still_open)
    if still_open:
        ledger.count_answers(application)
    return still_open


def announce_withdrawn(application, withdrawn, *, by, role) -> None:
    """Journal and messages for requests that nobody needs to answer any more."""
    lines = [Line("recommendation.withdrawn", each, agency=each.agency.journal_chain) for each in withdrawn]
    record_all(lines, by=by, office=application.office, role=role)
    notices.tell_agencies_withdrawn(application, withdrawn)


def _refuse_unfit_answer(recommendation, verdict, reasons, conditions, version) -> None:
    if version is not None and version != recommendation.version:
        raise WrongState(STALE)
    if not policies.RECOMMENDATION_ACTS["give"].possible(recommendation):
        raise WrongState(FILE_CLOSED)
    if verdict not in Verdict.values:
        raise Refused(REASONS_NEEDED)
    if verdict != Verdict.FAVOURABLE and not reasons.strip():
        raise Refused(REASONS_NEEDED)
    if verdict == Verdict.CONDITIONAL and not any(condition.strip() for condition in conditions):
        raise Refused(CONDITIONS_NEEDED)


def move_on_when_complete(application) -> list[Recommendation]:
    """On a locked file: next stage, or drafting, once no required answer of this stage is missing (rule 2).

    After an unfavourable answer no later stage opens, but the others of the stage still answer, so that the applicant
    hears every reason once. Returns the requests that were opened.
    """
    if application.state != State.RECOMMENDATION:
        return []
    this_stage = application.recommendations.current().filter(stage=application.stage, is_required=True)
    if this_stage.open().exists():
        return []
    refused = this_stage.filter(state="given", verdict=Verdict.UNFAVOURABLE).exists()
    if not refused and application.stage < len(application.standard.stages):
        return open_stage(application, application.stage + 1)
    application.finish_recommendations()
    if (
        not application.clarifications.open().sent().exists()
    ):  # else the applicant has the turn; the answer hands it over
        ledger.hand_over_to_office(application, "verifier")
    return []


def _locked(uuid) -> Recommendation:
    """The file is the lock: it is taken first, then the recommendation is read."""
    application_uuid = Recommendation.objects.values_list("application__uuid", flat=True).get(uuid=uuid)
    application = Application.objects.locked(application_uuid)
    recommendation = application.recommendations.select_related("agency__region").get(uuid=uuid)
    recommendation.application = application
    return recommendation


def _record(verb, recommendation, by, reason="", **facts) -> None:
    agency, office = recommendation.agency, recommendation.application.office
    record(
        verb, recommendation, by=by, office=office, role="officer", agency=agency.journal_chain, reason=reason, **facts
    )
