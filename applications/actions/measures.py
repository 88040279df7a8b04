"""What the office does to an issued permit: warning, suspension, reinstatement, revocation. Proposed by a verifier, signed by the
head or today's deputy; a suspension with an end date ends by itself.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies import numbering
from agencies.policies import signing_capacity
from applications import measures, notices, policies
from applications.actions import ledger
from applications.models import Permit, PermitMeasure, PrintedDocument
from audit.log import record
from ptsp_portal.lib.background import wake
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

Kind = PermitMeasure.Kind
RENDER = "applications.render_documents"
LETTER_CODE = "TINDAK"
VERBS = {
    Kind.WARNING: "permit.warned",
    Kind.SUSPENSION: "permit.suspended",
    Kind.REINSTATEMENT: "permit.reinstated",
    Kind.REVOCATION: "permit.revoked",
}
ONE_WAITS = _("Satu usulan atas izin ini masih menunggu tanda tangan. Putuskan itu dahulu. Tidak ada yang berubah.")
NO_LONGER_OPEN = _("Usulan ini sudah ditandatangani atau dikembalikan. Tidak ada yang berubah.")
REASON_NEEDED = _("Tulis alasannya; pemegang izin membacanya dalam suratnya.")
BASIS_NEEDED = _("Sebut dasar hukumnya.")
GROUND_NEEDED = _("Pilih dasar pencabutannya.")
REPAIR_NEEDED = _("Tulis apa yang harus diperbaiki pemegang izin.")
END_IN_THE_PAST = _("Akhir pembekuan harus sesudah hari ini.")
REFUSAL_NEEDED = _("Tulis alasannya; pengusulnya membacanya.")
RAN_OUT = "Masa pembekuan menurut keputusannya berakhir."


@transaction.atomic
def propose_measure(
    permit_uuid, *, by, kind, reason, legal_basis, ground="", until_on=None, to_repair=""
) -> PermitMeasure:
    """A verifier proposes; nothing changes for the holder until it is signed."""
    permit = Permit.objects.locked(permit_uuid)
    require(policies.can_propose_about_permit, by, permit)
    if permit.measures.open().exists():
        raise WrongState(ONE_WAITS)
    measure = PermitMeasure(
        permit=permit,
        office=permit.office,
        kind=kind,
        ordinal=measures.warnings_given(permit) + 1 if kind == Kind.WARNING else None,
        ground=ground if kind == Kind.REVOCATION else "",
        until_on=until_on if kind == Kind.SUSPENSION else None,
        reason=_cleaned(reason),
        to_repair=_cleaned(to_repair),
        legal_basis=_cleaned(legal_basis),
        proposed_by=by,
        proposed_at=now(),
    )
    _refuse_unfit(permit, measure)
    measure.save()
    ledger.save(permit.application)
    _record("measure.proposed", permit, by, "verifier", measure, reason=measure.reason)
    notices.tell_signers_of_proposal(permit, measure.words)
    return measure


@transaction.atomic
def refuse_measure(uuid, *, by, reason) -> PermitMeasure:
    """The head gives the proposal back with a reason; its proposer is told."""
    measure = PermitMeasure.objects.locked(uuid)
    permit = measure.permit
    require(policies.can_sign_measure, by, permit)
    if not measure.is_open:
        raise WrongState(NO_LONGER_OPEN)
    reason = _cleaned(reason)
    if not reason:
        raise Refused(REFUSAL_NEEDED)
    measure.refused_by, measure.refused_at, measure.refusal = by, now(), reason
    measure.save()
    ledger.save(permit.application)
    _record("measure.refused", permit, by, _signing_role(permit), measure, reason=reason)
    notices.tell_proposer_refused(measure, measure.words)
    return measure


@transaction.atomic
def sign_measure(uuid, *, by) -> PermitMeasure:
    """The head signs: the permit's status follows at once, the letter is owed, the holder is told."""
    measure = PermitMeasure.objects.locked(uuid)
    permit = measure.permit
    require(policies.can_sign_measure, by, permit)
    if not measure.is_open:
        raise WrongState(NO_LONGER_OPEN)
    _refuse_unfit(permit, measure)
    _carry_out(permit, measure)
    capacity = signing_capacity(by, permit.office, _signing_role(permit))
    measure.signed_by, measure.signed_at = by, now()
    measure.signer_name, measure.signer_position = by.full_name, capacity.position
    measure.number = _draw_number(permit)
    measure.save()
    PrintedDocument.objects.create(
        application=permit.application,
        measure=measure,
        kind=PrintedDocument.Kind.MEASURE,
        created_at=now(),
        next_try_at=now(),
    )
    wake(RENDER)
    ledger.save(permit.application)
    facts = {"number": measure.number, "proposed_by": str(measure.proposed_by.uuid)}
    _record(VERBS[measure.kind], permit, by, _signing_role(permit), measure, reason=measure.reason, **facts)
    notices.tell_holder_measure(measure)
    return measure


@transaction.atomic
def end_suspension(permit_uuid) -> bool:
    """The system lifts a suspension whose last day is over. False when somebody was quicker."""
    permit = Permit.objects.locked(permit_uuid)
    until = permit.suspended_until
    if permit.status != Permit.Status.SUSPENDED or until is None or measures.local_day(permit) <= until:
        return False
    measure = PermitMeasure(
        permit=permit,
        office=permit.office,
        kind=Kind.REINSTATEMENT,
        reason=RAN_OUT,
        proposed_at=now(),
        signed_at=now(),
    )
    _carry_out(permit, measure)
    measure.save()
    ledger.save(permit.application)
    _record("permit.reinstated", permit, None, "system", measure, until=until.isoformat())
    notices.tell_holder_measure(measure)
    return True


def _carry_out(permit, measure) -> None:
    """The step of the permit's lifecycle that the measure asks for; a warning takes none."""
    if measure.kind == Kind.WARNING:
        return
    if measure.kind == Kind.SUSPENSION:
        permit.suspend()
    elif measure.kind == Kind.REINSTATEMENT:
        permit.reinstate()
    else:
        permit.revoke()
    permit.suspended_until = measure.until_on
    permit.status_since = now()
    permit.save()


def _refuse_unfit(permit, measure) -> None:
    """Asked when it is proposed and once more when it is signed: the permit may stand elsewhere by then."""
    if measure.kind == Kind.REVOCATION and not measure.ground:
        raise Refused(GROUND_NEEDED)
    problem = measures.why_not(permit, measure.kind, measure.ground)
    if problem:
        raise WrongState(problem)
    if not measure.reason:
        raise Refused(REASON_NEEDED)
    if not measure.legal_basis:
        raise Refused(BASIS_NEEDED)
    if measure.kind in (Kind.WARNING, Kind.SUSPENSION) and not measure.to_repair:
        raise Refused(REPAIR_NEEDED)
    if measure.until_on is not None and measure.until_on <= measures.local_day(permit):
        raise Refused(END_IN_THE_PAST)


def _draw_number(permit) -> str:
    """One register of measures per office and year, without a gap."""
    today, standard = measures.local_day(permit), permit.application.standard
    ordinal = numbering.draw(permit.office, "measure", today.year)
    return numbering.permit_number(
        standard.number_pattern,
        classification=standard.classification,
        ordinal=ordinal,
        type_code=LETTER_CODE,
        office_code=permit.office.short_code,
        local_date=today,
    )


def _record(verb, permit, by, role, measure, *, reason="", **facts) -> None:
    facts |= {"kind": str(measure.kind), "ordinal": measure.ordinal or 0, "ground": str(measure.ground)}
    record(verb, permit, by=by, office=permit.office, role=role, reason=reason, **facts)


def _signing_role(permit) -> str:
    return permit.application.standard.signing_role


def _cleaned(text: str) -> str:
    return text.replace("\0", "").strip()
