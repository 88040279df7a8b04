"""Inside the agency asked: who works on a request, more days for it, a sub-unit that takes it on, and the head's approval."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies.working_days import calendar_of
from applications import notices, policies
from applications.actions import ledger
from applications.actions.recommendations import (
    Answer,
    attach,
    note_in_journal,
    refuse_unfit_answer,
    refuse_unless_possible,
    save_request,
    take_answer,
)
from applications.models import Recommendation
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, require

NOT_A_COLLEAGUE = _(
    "Pilih petugas instansi Anda (atau unit yang menerima permintaan ini) yang bukan pemohon berkas ini."
)
TOO_MANY_DAYS = _("Perpanjangan paling sedikit 1 dan paling banyak %(most)d hari kerja menurut standar layanan ini.")
EXTENSION_REASON = _("Tulis mengapa perlu waktu lebih: pemohon dan kantor penerbit membacanya.")
NO_DAY_LEFT = _("Batas jawab sudah sama dengan batas berkas ini sendiri, jadi tidak dapat diperpanjang.")
NOT_A_UNIT = _("Pilih salah satu unit instansi Anda yang masih aktif.")
NOT_DELEGATED = _("Permintaan ini tidak sedang ditangani unit lain.")
SAME_UNIT = _("Permintaan ini sudah ditangani unit itu.")
NO_HEAD = _("Instansi Anda belum punya kepala di portal ini untuk menyetujui jawaban. Hubungi pengelola portal.")
NOTE_NEEDED = _("Tulis apa yang perlu diperbaiki, supaya petugas Anda tahu.")


@transaction.atomic
def assign_recommendation(uuid, *, by, to, version=None) -> Recommendation:
    """A colleague works on it from now on, or `by` takes it. Whoever is assigned answers; the others still may."""
    recommendation = Recommendation.objects.locked(uuid)
    require(policies.can_assign, by, recommendation)
    refuse_unless_possible("assign", recommendation, version)
    if not to.is_active or not policies.may_work_on(to, recommendation):
        raise Refused(NOT_A_COLLEAGUE)
    recommendation.assigned_to, recommendation.assigned_at = to, now()
    save_request(recommendation)
    ledger.save(recommendation.application)
    note_in_journal("recommendation.assigned", recommendation, by, to=str(to.uuid))
    if to.pk != by.pk:
        notices.tell_officer_assigned(recommendation)
    return recommendation


@transaction.atomic
def extend_recommendation(uuid, *, by, days, reason, version=None) -> Recommendation:
    """The agency lengthens its own limit once, by working days of the standard; never beyond the file's own deadline."""
    recommendation = Recommendation.objects.locked(uuid)
    application = recommendation.application
    require(policies.can_extend, by, recommendation)
    refuse_unless_possible("extend", recommendation, version)
    most = application.standard.extension_days
    if not 1 <= days <= most:
        raise Refused(TOO_MANY_DAYS % {"most": most})
    if not reason.strip():
        raise Refused(EXTENSION_REASON)
    was_due = recommendation.due_at
    recommendation.days += days
    recommendation.extended_days, recommendation.extension_reason = days, reason.strip()
    save_request(recommendation)
    ledger.read_requests(application, calendar_of(application.office.region))
    recommendation.refresh_from_db(fields=["due_at"])
    if was_due is not None and recommendation.due_at == was_due:
        raise Refused(NO_DAY_LEFT)
    ledger.save(application)
    note_in_journal("recommendation.extended", recommendation, by, reason=reason, days=days)
    notices.tell_desk_extended(recommendation)
    notices.tell_applicant_extended(recommendation)
    return recommendation


@transaction.atomic
def delegate_recommendation(uuid, *, by, unit, note="", version=None) -> Recommendation:
    """Hand a request down to a sub-unit, which answers on behalf of the agency; `unit` None takes it back."""
    recommendation = Recommendation.objects.locked(uuid)
    require(policies.can_delegate, by, recommendation)
    refuse_unless_possible("delegate", recommendation, version)
    _refuse_unfit_unit(recommendation, unit)
    before = recommendation.unit
    recommendation.unit, recommendation.unit_note = unit, note.strip()
    recommendation.assigned_to = recommendation.assigned_at = None
    save_request(recommendation)
    ledger.note_requests([recommendation], ledger.Kind.HAND_OVER)
    ledger.save(recommendation.application)
    unit_code = unit.journal_chain if unit else ""
    note_in_journal("recommendation.delegated", recommendation, by, reason=note, unit=unit_code)
    notices.tell_unit_handed_down(recommendation, before)
    return recommendation


def _refuse_unfit_unit(recommendation, unit) -> None:
    if unit is None and recommendation.unit_id is None:
        raise Refused(NOT_DELEGATED)
    if unit is not None and unit.pk == recommendation.unit_id:
        raise Refused(SAME_UNIT)
    if unit is not None and not (unit.is_active and unit.parent_id == recommendation.agency_id):
        raise Refused(NOT_A_UNIT)


@transaction.atomic
def propose_recommendation(
    uuid, *, by, verdict, reasons="", conditions=(), version=None, attachments=()
) -> Recommendation:
    """An officer's answer goes to the agency's head first; the request stays open, and its days go on."""
    recommendation = Recommendation.objects.locked(uuid)
    require(policies.can_propose, by, recommendation)
    refuse_unless_possible("propose", recommendation, version)
    answer = Answer(verdict, reasons, list(conditions))
    refuse_unfit_answer(answer, recommendation)
    if not policies.has_head(recommendation.agency):
        raise Refused(NO_HEAD)
    attach(recommendation, attachments, by=by)
    return lay_before_head(recommendation, answer, by=by)


def lay_before_head(recommendation, answer: Answer, *, by, role="officer") -> Recommendation:
    """Keep an unapproved answer on a locked file and hand the request to the head. Part of proposing and of a signed link."""
    recommendation.proposal = answer.as_proposal()
    recommendation.proposed_by, recommendation.proposed_at = by, now()
    save_request(recommendation)
    ledger.note_requests([recommendation], ledger.Kind.HAND_OVER)
    ledger.read_came_back(recommendation.application)
    ledger.save(recommendation.application)
    note_in_journal(
        "recommendation.proposed", recommendation, by, role=role, reason=answer.reasons, verdict=answer.verdict
    )
    notices.tell_head_proposal(recommendation)
    return recommendation


@transaction.atomic
def approve_recommendation(uuid, *, by, version=None) -> Recommendation:
    """The agency's head makes the officer's answer the agency's own."""
    recommendation = Recommendation.objects.locked(uuid)
    require(policies.can_approve, by, recommendation)
    refuse_unless_possible("approve", recommendation, version)
    answer = Answer(**recommendation.proposal)
    recommendation.approved_by = by
    note_in_journal("recommendation.approved", recommendation, by, role="head")
    return take_answer(recommendation, answer, by=by, given_by=recommendation.proposed_by, role="head")


@transaction.atomic
def refuse_proposal(uuid, *, by, note, version=None) -> Recommendation:
    """The head gives the answer back with a note; it stays as what the officer's next form starts with."""
    recommendation = Recommendation.objects.locked(uuid)
    require(policies.can_refuse_proposal, by, recommendation)
    refuse_unless_possible("refuse_proposal", recommendation, version)
    if not note.strip():
        raise Refused(NOTE_NEEDED)
    recommendation.proposal = recommendation.proposal | {"returned": note.strip()}
    save_request(recommendation)
    ledger.note_requests([recommendation], ledger.Kind.HAND_OVER)
    ledger.read_came_back(recommendation.application)
    ledger.save(recommendation.application)
    note_in_journal("recommendation.proposal_refused", recommendation, by, role="head", reason=note)
    notices.tell_officer_proposal_refused(recommendation)
    return recommendation
