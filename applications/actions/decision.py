"""The draft decision: written by the verifier, endorsed role by role, sent back with a reason."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import notices, policies
from applications.actions import ledger
from applications.models import Application, Decision, Endorsement
from audit.log import record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

State = Application.State
Verdict = Decision.Verdict
NOT_NOW = _("Konsep keputusan berkas ini tidak sedang menunggu Anda. Tidak ada yang berubah.")
STALE = _("Konsep berubah sejak halaman Anda dibuka. Baca konsep yang terakhir, lalu paraf. Tidak ada yang berubah.")
REASON_NEEDED = _("Tulis alasannya, supaya penyusun tahu apa yang harus diperbaiki.")
REFUSAL_NEEDS = _("Penolakan harus menyebut sekurang-kurangnya satu alasan dan dasar hukumnya.")
AGAINST_OPINION = _("Ada dinas yang tidak setuju. Tulis alasan tertulis mengapa izin tetap diusulkan terbit.")


def opposed(application) -> list:
    """Required opinions that are unfavourable: they make drafting a proposal to reject."""
    return list(
        application.recommendations.current()
        .filter(state="given", verdict="unfavourable", is_required=True)
        .select_related("agency")
    )


@transaction.atomic
def draft_decision(
    uuid, *, by, verdict, conditions=(), reasons=(), legal_basis="", against_opinion_reason="", ready=False
) -> Application:
    """Write or rewrite the draft; with `ready` it goes to the first endorser, or straight to signing when none is listed."""
    application = Application.objects.locked(uuid)
    require(policies.can_draft, by, application)
    if not policies.ACTS["draft_decision"].possible(application):
        raise WrongState(NOT_NOW)
    _refuse_unfit_draft(application, verdict, reasons, legal_basis, against_opinion_reason)
    decision = getattr(application, "decision", None) or Decision(application=application)
    decision.verdict, decision.legal_basis = verdict, legal_basis.strip()
    decision.conditions, decision.reasons = list(conditions), list(reasons)
    decision.against_opinion_reason = against_opinion_reason.strip()
    decision.drafted_by, decision.drafted_at, decision.is_ready = by, now(), ready
    decision.save()
    application.decision = decision
    if ready:
        _pass_on(application)
    ledger.save(application)
    record(
        "decision.drafted",
        application,
        by=by,
        office=application.office,
        role="verifier",
        verdict=verdict,
        ready=ready,
        round=decision.round,
        reason=against_opinion_reason,
    )
    return application


def _refuse_unfit_draft(application, verdict, reasons, legal_basis, against_opinion_reason) -> None:
    if verdict not in dict(Decision.DRAFTABLE):
        raise Refused(REFUSAL_NEEDS)
    if verdict == Verdict.REJECT and not (any(reason.strip() for reason in reasons) and legal_basis.strip()):
        raise Refused(REFUSAL_NEEDS)
    if verdict == Verdict.ISSUE and opposed(application) and not against_opinion_reason.strip():
        raise Refused(AGAINST_OPINION)


@transaction.atomic
def endorse_decision(uuid, *, by, note="", seen_change_count=None) -> Application:
    """Paraf of the role whose turn it is; the last one moves the file to signing. `seen_change_count`: the page that was read."""
    application = Application.objects.locked(uuid)
    role = policies.next_endorsing_role(application)
    if application.state != State.DRAFTING or not role:
        raise WrongState(NOT_NOW)
    require(policies.can_endorse, by, application)
    if seen_change_count is not None and seen_change_count != application.change_count:
        raise WrongState(STALE)
    _endorsement(application, by, role, Endorsement.Result.ENDORSED, note)
    _pass_on(application)
    ledger.save(application)
    record(
        "decision.endorsed", application, by=by, office=application.office, role=role, round=application.decision.round
    )
    return application


@transaction.atomic
def send_back_decision(uuid, *, by, reason) -> Application:
    """The endorser or the head returns the draft to whoever wrote it; a new round of parafs begins."""
    application = Application.objects.locked(uuid)
    signing = application.state == State.SIGNING
    role = application.standard.signing_role if signing else policies.next_endorsing_role(application)
    if application.state not in (State.DRAFTING, State.SIGNING) or not role:
        raise WrongState(NOT_NOW)
    require(policies.can_send_back, by, application)
    if not reason.strip():
        raise Refused(REASON_NEEDED)
    _endorsement(application, by, role, Endorsement.Result.SENT_BACK, reason)
    if signing:
        application.redraft()
    decision = application.decision
    decision.is_ready, decision.round = False, decision.round + 1
    decision.save()
    ledger.hand_over_to_office(application, "verifier")
    ledger.save(application)
    record("decision.sent_back", application, by=by, office=application.office, role=role, reason=reason)
    notices.tell_drafter_sent_back(application)
    return application


def _endorsement(application, by, role, result, note) -> None:
    round_ = application.decision.round
    position = application.endorsements.filter(round=round_, result="endorsed").count()
    Endorsement.objects.create(
        application=application,
        round=round_,
        position=position,
        role=role,
        result=result,
        note=note.replace("\0", "").strip(),  # free text beside a button, cleaned by no form
        by=by,
        at=now(),
    )


def _pass_on(application) -> None:
    """To the next endorsing role, or to the signer when the list is done."""
    role = policies.next_endorsing_role(application)
    if role:
        ledger.hand_over_to_office(application, role)
    else:
        application.finish_draft()
        ledger.hand_over_to_office(application, application.standard.signing_role)
    notices.tell_desk_next_signature(application)
