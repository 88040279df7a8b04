"""Filing about a permit that there is: renewal, amendment, duplicate, closure. Who may, when, and what is carried over.

The parts below are called on a locked filing by its submission and by the head's act; the permit's row is locked after it.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import permits, policies
from applications.actions import ledger
from applications.actions.drafting import NOT_EDITABLE, NOT_OFFERED, NOT_SERVED
from applications.changes import carried_over
from applications.models import Application, Fulfilment, Offer, Permit, ServiceStandard
from audit.log import record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

Kind = Application.Kind
CAUSE_NEEDED = _("Pilih dahulu sebabnya: izinnya hilang atau rusak.")
WORDS_NEEDED = _("Tulis dahulu alasannya, supaya petugas memahami permohonan Anda.")
NOTHING_CHANGED = _("Tidak ada yang berubah.")


@transaction.atomic
def start_later_filing(permit_uuid, *, by, kind) -> Application:
    """A draft about the permit, filled in with what its file said; one's own draft of that kind is taken up again."""
    permit = Permit.objects.locked_row(permit_uuid)
    require(policies.can_file_about, by, permit)
    refuse_kind(permit, kind)
    begun = Application.objects.filter(of_permit=permit, kind=kind, state=Application.State.DRAFT, filed_by=by).first()
    if begun is not None:
        return begun
    person = permit.application.person if permit.application.business_id is None else by.person
    application = new_draft(permit, kind, filed_by=by, person=person)
    record(
        "application.started",
        application,
        by=by,
        office=permit.office,
        role="applicant",
        type=permit.permit_type.code,
        kind=kind,
        of_permit=permit.number,
    )
    return application


def refuse_kind(permit, kind) -> None:
    """Part of starting: what can't be filed about a locked permit today."""
    if kind not in permits.LATER:
        raise Refused(NOT_OFFERED)
    _refuse(permits.why_not(permit, kind))


def new_draft(permit, kind, *, filed_by, person, **more) -> Application:
    """Part of starting: the draft under the standard in force today, filled in with the permit's answers as they read now."""
    standard, office = _standard_for(permit, kind), permit.office
    return Application.objects.create(
        office=office,
        permit_type=permit.permit_type,
        standard=standard,
        kind=kind,
        of_permit=permit,
        filed_by=filed_by,
        person=person,
        business=permit.application.business,
        answers=carried_over(permit, standard, office),
        held_since=now(),
        created_at=now(),
        changed_at=now(),
        **more,
    )


def _standard_for(permit, kind) -> ServiceStandard:
    office = permit.office
    if not Offer.objects.public().filter(office=office, permit_type=permit.permit_type).exists():
        raise Refused(NOT_SERVED)
    if not type(office).objects.serving_online().filter(pk=office.pk).exists():
        raise Refused(NOT_SERVED)
    standard = ServiceStandard.objects.for_office(office, permit.permit_type, permit.today)
    if standard is None or (kind not in standard.kinds and kind != Kind.CLOSURE):
        raise Refused(NOT_OFFERED)
    return standard


@transaction.atomic
def state_cause(uuid, *, by, cause="", words="") -> Application:
    """Why: of a duplicate lost or damaged, and the holder's own words."""
    application = Application.objects.locked(uuid)
    require(policies.can_edit, by, application)
    if not policies.ACTS["edit"].possible(application):
        raise WrongState(NOT_EDITABLE)
    application.cause, application.cause_words = cause_of(application.kind, cause, words)
    ledger.save(application)
    record("application.draft_saved", application, by=by, office=application.office, role="applicant")
    return application


# Parts of other acts, on a locked filing.
def cause_of(kind, cause, words) -> tuple[str, str]:
    """Cause and words as they are kept for this kind; refuses what it needs and has not."""
    if kind == Kind.DUPLICATE and cause not in Application.Cause.values:
        raise Refused(CAUSE_NEEDED)
    words = words.replace("\0", "").strip()
    if kind in (Kind.AMENDMENT, Kind.CLOSURE) and not words:
        raise Refused(WORDS_NEEDED)
    return cause if kind == Kind.DUPLICATE else "", words if kind != Kind.RENEWAL else ""


def refuse_unless_fileable(application) -> None:
    """Asked again when it is sent: since it was begun the permit may have been suspended, or another filing sent."""
    if application.of_permit_id:
        _refuse(permits.why_not(_locked_permit(application), application.kind, but_for=application))


def permit_to_act_on(application) -> Permit | None:
    """The permit, locked, that the head's act replaces, copies or closes; None for a first filing. Raises Refused with words."""
    if not application.of_permit_id:
        return None
    permit = _locked_permit(application)
    why = permits.why_not_carried_out(permit, application.kind)
    if why:
        raise WrongState(f"{why} {NOTHING_CHANGED}")
    return permit


def replace(old: Permit, new: Permit, *, by, role) -> None:
    """The new permit takes the old one's place, from now on."""
    old.supersede()
    old.status_since = now()
    old.save()
    _write_on_its_file(old, "permit.superseded", by=by, role=role, replaced_by=new.number)


def fulfil(application, permit: Permit, signature: dict, *, by, role) -> None:
    """A copy leaves the permit as it is; a closure ends it."""
    Fulfilment.objects.create(application=application, permit=permit, **signature)
    if application.kind == Kind.CLOSURE:
        permit.close()
        permit.status_since = now()
        permit.save()
        _write_on_its_file(permit, "permit.given_up", by=by, role=role)
    else:
        _write_on_its_file(permit, "permit.copy_made", by=by, role=role)


def _write_on_its_file(permit, verb, *, by, role, **facts) -> None:
    record(verb, permit.application, by=by, office=permit.office, role=role, number=permit.number, **facts)


def _locked_permit(application) -> Permit:
    permit = Permit.objects.locked_row(Permit.objects.values_list("uuid", flat=True).get(pk=application.of_permit_id))
    application.of_permit = permit
    return permit


def _refuse(why: str) -> None:
    if why:
        raise Refused(f"{why} {NOTHING_CHANGED}")
