"""Asking agencies and taking their answers. They run in parallel; the last required answer moves the file by itself.

The application row is locked before the answers are counted: without that, two agencies that answer last at the same moment
leave the file waiting for ever (reliability 0.3; tests/applications/test_last_answers.py shows the stall).
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies.working_days import calendar_of
from applications import notices, policies
from applications.actions import inspection_parts, ledger
from applications.actions.drafting import new_document
from applications.facts import facts_of
from applications.models import Application, Condition, Recommendation
from applications.routing import agencies_of_stage, term_of
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
VISIT_OPEN = _(
    "Peninjauan lapangan untuk permintaan ini belum selesai. Selesaikan BAP-nya atau batalkan peninjauannya dahulu, lalu jawab. "
    "Tidak ada yang berubah."
)
FILE_CLOSED = _("Berkas ini sudah tidak menunggu rekomendasi. Tidak ada yang berubah.")
WITH_HEAD = _("Jawaban atas permintaan ini sedang menunggu persetujuan kepala instansi. Tidak ada yang berubah.")


def open_stage(application: Application, stage: int) -> list[Recommendation]:
    """Create the requests of one stage on a locked file; four SQL statements however many agencies there are."""
    standard, moment = application.standard, now()
    application.stage = stage
    ledger.note(application, ledger.Kind.HAND_OVER, ledger.Holder.AGENCIES)
    # One calendar for the whole file, the issuing office's: its days are the days promised to the applicant.
    calendar = calendar_of(application.office.region)
    requests = [
        Recommendation(
            application=application,
            agency=agency,
            codes=codes,
            stage=stage,
            **term_of(application, codes, moment, calendar),
            is_required=not set(codes) <= set(standard.advisory),
        )
        for agency, codes in _not_asked_yet(application, stage)
    ]
    Recommendation.objects.bulk_create(requests)
    ledger.start_recommendations(requests)
    ledger.count_answers(application)
    if not any(each.is_required for each in requests):  # advice alone never blocks
        requests += move_on_when_complete(application)
    return requests


def _not_asked_yet(application, stage) -> list[tuple]:
    """(agency, codes) of a stage; an open request that was added beside the standard becomes that agency's one of the stage."""
    wanted = agencies_of_stage(application, stage)
    if stage == 1:
        return wanted
    early = {each.agency_id: each for each in application.recommendations.open()}
    for agency, codes in wanted:
        if request := early.get(agency.pk):
            request.stage, request.codes = stage, sorted({*request.codes, *codes})
            request.is_required = request.is_required or not set(codes) <= set(application.standard.advisory)
            save_request(request)
    return [(agency, codes) for agency, codes in wanted if agency.pk not in early]


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
    recommendation = Recommendation.objects.locked(uuid)
    application = recommendation.application
    require(policies.can_acknowledge, by, recommendation)
    refuse_unless_possible("acknowledge", recommendation)
    _take_up(recommendation, by)
    ledger.save(application)
    note_in_journal("recommendation.acknowledged", recommendation, by)
    return recommendation


def take_up(recommendation, by) -> bool:
    """Whoever asks the applicant or plans a visit has the request: it is acknowledged by that. False when it was before.

    Part of an act on a locked file; the act writes it down with `note_in_journal`, after its other locks.
    """
    if recommendation.state != recommendation.State.REQUESTED:
        return False
    _take_up(recommendation, by)
    return True


def _take_up(recommendation, by) -> None:
    recommendation.acknowledge()
    recommendation.acknowledged_at, recommendation.acknowledged_by = now(), by
    save_request(recommendation)


@transaction.atomic
def give_recommendation(
    uuid, *, by, verdict, reasons="", conditions=(), version=None, attachments=()
) -> Recommendation:
    """The agency answers; kept for ever. The last required answer of the stage moves the file on in this transaction.

    `version` is the one the form was drawn from: a stale form is refused. `attachments` are (inspected, content, name).
    """
    recommendation = Recommendation.objects.locked(uuid)
    require(policies.can_give, by, recommendation)
    refuse_unless_possible("give", recommendation, version)
    answer = Answer(verdict, reasons, list(conditions))
    refuse_unfit_answer(answer, recommendation)
    attach(recommendation, attachments, by=by)
    role = "head" if recommendation.needs_head else "officer"
    return take_answer(recommendation, answer, by=by, given_by=by, role=role)


@dataclass(frozen=True)
class Answer:
    """What an agency says: the same whoever brings it, an officer, the head or a signed link."""

    verdict: str
    reasons: str = ""
    conditions: list[str] = field(default_factory=list)

    def as_proposal(self) -> dict:
        return {"verdict": self.verdict, "reasons": self.reasons.strip(), "conditions": self.kept_conditions()}

    def kept_conditions(self) -> list[str]:
        return self.conditions if self.verdict == Verdict.CONDITIONAL else []


def take_answer(recommendation, answer: Answer, *, by, given_by, role) -> Recommendation:
    """Keep an answer that passed every rule, on a locked file, and move the file on. Part of giving, of the head's approval
    and of answering by a signed link. `by` acts (None: the link), `given_by` wrote it."""
    application = recommendation.application
    recommendation.give()
    recommendation.verdict, recommendation.reasons = answer.verdict, answer.reasons.strip()
    recommendation.conditions = answer.kept_conditions()
    recommendation.given_by, recommendation.closed_at = given_by, now()
    recommendation.facts = facts_of(application, application.standard, recommendation.codes)
    save_request(recommendation)
    Condition.objects.bulk_create(
        Condition(recommendation=recommendation, position=place, text=text)
        for place, text in enumerate(recommendation.conditions, start=1)
    )
    ledger.stop_recommendations([recommendation])
    ended = inspection_parts.end_visits([recommendation])  # none but for "not applicable"
    ledger.count_answers(application)
    was_waiting = application.state == State.RECOMMENDATION
    opened = move_on_when_complete(application)
    ledger.save(application)
    facts = {"verdict": answer.verdict, "conditions": len(recommendation.conditions)}
    note_in_journal("recommendation.given", recommendation, by, role=role, reason=answer.reasons, **facts)
    inspection_parts.announce_ended(application, ended, by=by, role=role)
    announce(application, opened, by=None)
    if was_waiting and application.state == State.DRAFTING:  # late advice changes nothing about that
        notices.tell_desk_answers_complete(application)
    return recommendation


def attach(recommendation, attachments, *, by) -> None:
    """Papers that come with an answer, or with the proposal of one; they replace those of a proposal that was returned.

    `attachments` are (inspected, content, name).
    """
    if attachments:
        recommendation.documents.attached().update(removed_at=now())
    for inspected, content, name in attachments:
        new_document(
            recommendation.application,
            by=by,
            inspected=inspected,
            content=content,
            name=name,
            recommendation=recommendation,
        )


def withdraw_open(application) -> list[Recommendation]:
    """Close every unanswered request of a locked file that ends."""
    still_open = list(application.recommendations.open().select_related("agency"))
    for recommendation in still_open:
        recommendation.withdraw()
        recommendation.closed_at = now()
        recommendation.due_at = None
        save_request(recommendation)
    ledger.stop_recommendations(still_open)
    if still_open:
        ledger.count_answers(application)
        visits = inspection_parts.end_visits(still_open)
        for recommendation in still_open:  # for announce_withdrawn
            recommendation.ended_visits = [each for each in visits if each.recommendation_id == recommendation.pk]
    return still_open


def announce_withdrawn(application, withdrawn, *, by, role) -> None:
    """Journal and messages for requests that nobody needs to answer any more."""
    lines = [Line("recommendation.withdrawn", each, agency=each.agency.journal_chain) for each in withdrawn]
    record_all(lines, by=by, office=application.office, role=role)
    notices.tell_agencies_withdrawn(application, withdrawn)
    ended = [visit for each in withdrawn for visit in getattr(each, "ended_visits", ())]
    inspection_parts.announce_ended(application, ended, by=by, role=role)


def refuse_unless_possible(verb, recommendation, version=None) -> None:
    """The form was drawn from what the request still is, and the request stands where this act is possible."""
    if version is not None and version != recommendation.version:
        raise WrongState(STALE)
    if not policies.RECOMMENDATION_ACTS[verb].possible(recommendation):
        raise WrongState(WITH_HEAD if recommendation.awaits_head else FILE_CLOSED)


def refuse_unfit_answer(answer: Answer, recommendation) -> None:
    """Raises Refused for an answer that lacks something, or comes while a visit is under way."""
    if answer.verdict not in Verdict.values:
        raise Refused(REASONS_NEEDED)
    # Finding out that it is not theirs to judge ends the visit too; any other answer waits for what was seen.
    if answer.verdict != Verdict.NOT_APPLICABLE and recommendation.inspections.open().exists():
        raise Refused(VISIT_OPEN)
    if answer.verdict != Verdict.FAVOURABLE and not answer.reasons.strip():
        raise Refused(REASONS_NEEDED)
    if answer.verdict == Verdict.CONDITIONAL and not any(condition.strip() for condition in answer.conditions):
        raise Refused(CONDITIONS_NEEDED)


def save_request(recommendation) -> None:
    """Save a request of a locked file; forms drawn before are stale from now on."""
    recommendation.version += 1
    recommendation.save()


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
    if not refused and application.stage < len(application.stages):
        return open_stage(application, application.stage + 1)
    application.finish_recommendations()
    if (
        not application.clarifications.open().sent().exists()
    ):  # else the applicant has the turn; the answer hands it over
        ledger.hand_over_to_office(application, "verifier")
    return []


def note_in_journal(verb, recommendation, by, *, role="officer", reason="", **facts) -> None:
    """One line about a request, in the chain of the issuing office."""
    agency, office = recommendation.agency, recommendation.application.office
    record(verb, recommendation, by=by, office=office, role=role, agency=agency.journal_chain, reason=reason, **facts)
