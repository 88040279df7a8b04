"""The draft decision: written by the verifier, endorsed role by role, sent back to any earlier desk with a reason."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import notices, policies
from applications.actions import asking, ledger, recommendations
from applications.actions.conditions import decide_conditions, permit_lines, record_decided, refuse_open
from applications.earlier_desks import DRAFTER, earlier_desks, valid_parafs
from applications.models import Application, Decision, Endorsement
from applications.objections import is_annulled
from audit.log import record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

State = Application.State
Verdict = Decision.Verdict
NOT_NOW = _("Konsep keputusan berkas ini tidak sedang menunggu Anda. Tidak ada yang berubah.")
STALE = _("Konsep berubah sejak halaman Anda dibuka. Baca konsep yang terakhir, lalu paraf. Tidak ada yang berubah.")
REASON_NEEDED = _("Tulis alasannya, supaya penerimanya tahu apa yang harus diperbaiki.")
NO_SUCH_DESK = _(
    "Konsep tidak dapat dikembalikan ke sana. Muat ulang halamannya, lalu pilih lagi. Tidak ada yang berubah."
)
CLARIFICATION_OPEN = _(
    "Masih ada konfirmasi persyaratan yang terbuka. Konsep boleh disimpan, dan baru dapat diteruskan setelah dijawab. "
    "Tidak ada yang berubah."
)
NOT_PAID = _(
    "Retribusi layanan ini belum lunas. Tetapkan retribusinya lebih dulu; keputusan boleh disimpan, dan baru dapat diteruskan "
    "setelah dibayar. Tidak ada yang berubah."
)
REFUSAL_NEEDS = _("Penolakan harus menyebut sekurang-kurangnya satu alasan dan dasar hukumnya.")
COPY_IS_WORD_FOR_WORD = _("Salinan memuat ketentuan izinnya kata demi kata, jadi tidak dapat diberi ketentuan lain.")
ONLY_A_PERMIT = _(
    "Penolakan berkas ini dibatalkan oleh keberatan yang dikabulkan, jadi hanya izin yang dapat ditetapkan. Tidak ada yang "
    "berubah."
)
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
    uuid,
    *,
    by,
    verdict,
    conditions=(),
    reasons=(),
    legal_basis="",
    against_opinion_reason="",
    ready=False,
    condition_results=None,
) -> Application:
    """Write or rewrite the draft; with `ready` it goes to the first endorser, or straight to signing when none is listed.

    `condition_results` is {condition id: Outcome} for the agencies' conditions, `conditions` the drafter's own lines. A
    line that repeats an open condition word for word accepts it.
    """
    application = Application.objects.locked(uuid)
    require(policies.can_draft, by, application)
    if not policies.ACTS["draft_decision"].possible(application):
        raise WrongState(NOT_NOW)
    refuse_second_rejection(application, verdict)
    _refuse_unfit_draft(application, verdict, reasons, legal_basis, against_opinion_reason)
    if application.kind == Application.Kind.DUPLICATE and conditions:
        raise Refused(COPY_IS_WORD_FOR_WORD)
    of_agencies, decided = decide_conditions(application, condition_results or {}, conditions, by=by)
    if ready:
        _refuse_unready(application, verdict, of_agencies)
    decision = getattr(application, "decision", None) or Decision(application=application)
    decision.verdict, decision.legal_basis = verdict, legal_basis.strip()
    decision.conditions, decision.reasons = permit_lines(of_agencies, conditions), list(reasons)
    decision.against_opinion_reason = against_opinion_reason.strip()
    decision.drafted_by, decision.drafted_at, decision.is_ready = by, now(), ready
    decision.save()
    application.decision = decision
    if ready:
        _pass_on(application)
    ledger.save(application)
    record_decided(application, decided, by=by)
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


def refuse_second_rejection(application, verdict) -> None:
    """Once an objection annulled the rejection, nothing but a permit may be drafted or signed."""
    if verdict == Verdict.REJECT and is_annulled(application):
        raise Refused(ONLY_A_PERMIT)


def _refuse_unfit_draft(application, verdict, reasons, legal_basis, against_opinion_reason) -> None:
    if verdict not in dict(Decision.DRAFTABLE):
        raise Refused(REFUSAL_NEEDS)
    if verdict == Verdict.REJECT and not (any(reason.strip() for reason in reasons) and legal_basis.strip()):
        raise Refused(REFUSAL_NEEDS)
    if verdict == Verdict.ISSUE and opposed(application) and not against_opinion_reason.strip():
        raise Refused(AGAINST_OPINION)


def _refuse_unready(application, verdict, of_agencies) -> None:
    """What may be saved, but not handed on."""
    if application.clarifications.open().exists():
        raise Refused(CLARIFICATION_OPEN)
    if verdict == Verdict.ISSUE:  # a refusal takes over no condition, and costs nothing
        refuse_open(of_agencies)
        if (
            application.has_fee
            and application.standard.levy
            and not application.bills.filter(paid_at__isnull=False).exists()
        ):
            raise Refused(NOT_PAID)


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
def send_back_decision(uuid, *, by, reason, to=DRAFTER) -> Application:
    """The endorser or the head returns the draft to an earlier desk: `to` is the key of one of `earlier_desks`.

    To whoever wrote it: a new round of parafs begins. To an earlier endorser: the parafs from there on are void. To an
    agency: its answer is asked again, and the draft waits, no longer ready. The days go on counting.
    """
    application = Application.objects.locked(uuid)
    role = _role_at_turn(application)
    if application.state not in (State.DRAFTING, State.SIGNING) or not role:
        raise WrongState(NOT_NOW)
    require(policies.can_send_back, by, application)
    if not reason.strip():
        raise Refused(REASON_NEEDED)
    desk = next((each for each in earlier_desks(application) if each.key == to), None)
    if desk is None:
        raise Refused(NO_SUCH_DESK)
    _endorsement(application, by, role, Endorsement.Result.SENT_BACK, reason, sent_to=desk.key)
    if desk.answer:
        _ask_agency_again(application, desk.answer, by, role, reason)
    elif desk.position is not None:
        _back_to_endorser(application, desk.position, by, role, reason)
    else:
        _back_to_drafter(application, by, role, reason)
    return application


def _back_to_drafter(application, by, role, reason) -> None:
    if application.state == State.SIGNING:
        application.redraft()
    decision = application.decision
    decision.is_ready, decision.round = False, decision.round + 1
    decision.save()
    ledger.hand_over_to_office(application, "verifier")
    ledger.save(application)
    record("decision.sent_back", application, by=by, office=application.office, role=role, reason=reason)
    notices.tell_drafter_sent_back(application)


def _back_to_endorser(application, position, by, role, reason) -> None:
    """The draft stays as it is; the parafs from this position on are given anew."""
    valid_parafs(application).filter(position__gte=position).update(is_void=True)
    if application.state == State.SIGNING:
        application.redraft()
    ledger.hand_over_to_office(application, application.standard.endorsing_roles[position])
    ledger.save(application)
    record(
        "decision.sent_to_endorser",
        application,
        by=by,
        office=application.office,
        role=role,
        reason=reason,
        position=position,
    )
    notices.tell_endorser_sent_back(application)


def _ask_agency_again(application, answer, by, role, reason) -> None:
    """The answer is kept and counts no more; the file waits for the new one, an advisory one too: it was sent back for it."""
    wanted = replace(asking.wanted_again(answer), is_required=True)
    opened = asking.ask_more(application, [wanted], reason=reason)
    ledger.save(application)
    record(
        "decision.sent_to_agency",
        application,
        by=by,
        office=application.office,
        role=role,
        agency=answer.agency.journal_chain,
        reason=reason,
    )
    recommendations.announce(application, opened, by=by)


def _role_at_turn(application) -> str:
    if application.state == State.SIGNING:
        return application.standard.signing_role
    return policies.next_endorsing_role(application)


def _endorsement(application, by, role, result, note, sent_to="") -> None:
    Endorsement.objects.create(
        application=application,
        round=application.decision.round,
        position=valid_parafs(application).count(),
        role=role,
        result=result,
        note=note.replace("\0", "").strip(),  # free text beside a button, cleaned by no form
        sent_to=sent_to,
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
