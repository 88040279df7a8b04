"""Silence that counts as consent (fiktif positif, rule 5): never by itself, only where the standard says so, by a signed act.

Source: handbook 2.5 (UU 30/2014 art. 53 as changed by UU 11/2020 art. 175 and UU 6/2023). Each act owes its evidence file.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import notices, policies
from applications.actions import inspection_parts, issuance, ledger, recommendations
from applications.models import Application, Decision, PrintedDocument, Recommendation
from audit.log import record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

State = Application.State
NO_LONGER_OPEN = _("Permintaan ini sudah dijawab atau ditarik. Tidak ada yang berubah.")
NOT_NOW = _("Berkas ini tidak sedang menunggu keputusan. Tidak ada yang berubah.")
NOT_ALLOWED_BY_STANDARD = _("Standar layanan ini tidak mengenal fiktif positif. Tidak ada yang berubah.")
NOT_LATE = _("Batas waktunya belum lewat, atau hari layanan sedang berhenti. Tidak ada yang berubah.")
REASON_NEEDED = _("Tulis alasannya: alasan itu masuk ke berkas bukti.")


@transaction.atomic
def deem_recommendation(uuid, *, by, reason) -> Recommendation:
    """The head of the issuing office states that an agency's silence is no objection; the file moves on as after an answer."""
    recommendation = Recommendation.objects.locked(uuid)
    application = recommendation.application
    require(policies.can_deem_recommendation, by, recommendation)
    reason = _fit(recommendation, application.standard.silence_counts(recommendation.codes), reason)
    if not policies.RECOMMENDATION_ACTS["deem"].possible(recommendation):
        raise WrongState(NO_LONGER_OPEN)
    recommendation.deem()
    recommendation.deemed_by, recommendation.closed_at = by, now()
    recommendation.reasons = reason
    recommendations.save_request(recommendation)
    ledger.stop_recommendations([recommendation])
    ended = inspection_parts.end_visits([recommendation])
    ledger.count_answers(application)
    was_waiting = application.state == State.RECOMMENDATION
    opened = recommendations.move_on_when_complete(application)
    ledger.save(application)
    issuance.print_later(application, PrintedDocument.Kind.EVIDENCE, recommendation)
    office, role = application.office, application.standard.signing_role
    agency = recommendation.agency.journal_chain
    record("recommendation.deemed", recommendation, by=by, office=office, role=role, agency=agency, reason=reason)
    inspection_parts.announce_ended(application, ended, by=by, role=role)
    recommendations.announce(application, opened, by=None)
    notices.tell_recommendation_deemed(recommendation)
    if was_waiting and application.state == State.DRAFTING:
        notices.tell_desk_answers_complete(application)
    return recommendation


@transaction.atomic
def deem_application(uuid, *, by, reason) -> Application:
    """The head states that the limit passed without a decision: the permit is granted by law, with number and evidence file."""
    application = Application.objects.locked(uuid)
    require(policies.can_deem, by, application)
    reason = _fit(application, application.standard.deemed_approval, reason)
    if not policies.ACTS["deem"].possible(application):
        raise WrongState(NOT_NOW)
    decision = getattr(application, "decision", None) or Decision(application=application, drafted_by=by)
    # By law it is granted as it was asked for: nothing that was drafted meanwhile is added to it.
    decision.verdict, decision.conditions, decision.reasons = Decision.Verdict.DEEMED, [], [reason]
    decision.legal_basis, decision.drafted_at, decision.is_ready = "", now(), True
    decision.save()
    application.decision = decision
    application.deem()
    permit, withdrawn = issuance.grant_permit(application, by)
    issuance.print_later(application, PrintedDocument.Kind.EVIDENCE)
    office, role = application.office, application.standard.signing_role
    record("permit.deemed", application, by=by, office=office, role=role, number=permit.number, reason=reason)
    recommendations.announce_withdrawn(application, withdrawn, by=by, role=role)
    notices.tell_applicant_deemed(application)
    return application


def _fit(thing, allows: bool, reason: str) -> str:
    """The reason, once the standard allows it and the limit has passed; says which of the three is missing."""
    if thing.state in (*Application.ENDS, "given", "withdrawn", "deemed"):
        raise WrongState(NO_LONGER_OPEN if isinstance(thing, Recommendation) else NOT_NOW)
    if not allows:
        raise Refused(NOT_ALLOWED_BY_STANDARD)
    if not policies.may_be_deemed(thing, allows):
        raise Refused(NOT_LATE)
    reason = reason.replace("\0", "").strip()
    if not reason:
        raise Refused(REASON_NEEDED)
    return reason
