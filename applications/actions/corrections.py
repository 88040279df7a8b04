"""A typing error on an issued permit: proposed by a verifier, signed by the head or deputy, printed anew as the next version."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies.policies import signing_capacity
from applications import corrections, notices, policies
from applications.actions import ledger
from applications.corrections import ADDRESS, CONDITION, FIELD, NAME
from applications.form_context import context_for
from applications.models import Permit, PermitCorrection, PrintedDocument
from applications.schema.answers import store
from applications.schema.form import FormSpec
from applications.schema.kinds import kind_of
from audit.log import record
from ptsp_portal.lib.background import wake
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

RENDER = "applications.render_documents"
LONGEST = {NAME: 160, ADDRESS: 400, CONDITION: 2000}
ONE_WAITS = _("Satu perbaikan izin ini masih menunggu tanda tangan. Putuskan itu dahulu. Tidak ada yang berubah.")
OUT_OF_FORCE = _(
    "Izin ini sudah dicabut, diganti, atau ditutup, jadi dokumennya tidak dibuat lagi. Tidak ada yang berubah."
)
NO_LONGER_OPEN = _("Usulan ini sudah ditandatangani atau dikembalikan. Tidak ada yang berubah.")
REASON_NEEDED = _("Tulis apa yang salah ketik dan dari mana diketahui.")
REFUSAL_NEEDED = _("Tulis alasannya; pengusulnya membacanya.")
NOTHING_CHANGED = _("Tidak ada yang berbeda dari izin yang sekarang.")
NOT_CORRECTABLE = _(
    "“%(what)s” tidak dapat diperbaiki sebagai salah ketik. Nomor, tanggal, jenis, dan identitas pemegang hanya berubah "
    "lewat permohonan perubahan izin."
)
ANOTHER_NAME = _(
    "Nama yang baru terlalu berbeda dari yang lama: itu pergantian pemegang, bukan salah ketik. Ganti pemegang lewat permohonan "
    "perubahan izin."
)
EMPTIED = _("“%(what)s” tidak boleh dikosongkan.")
TOO_LONG = _("“%(what)s” terlalu panjang.")


@transaction.atomic
def propose_correction(permit_uuid, *, by, values: dict, reason) -> PermitCorrection:
    """`values` is {key of an item: new value}; keys as in `corrections.items_of`, values of fields as their kind reads them."""
    permit = Permit.objects.locked(permit_uuid)
    require(policies.can_propose_about_permit, by, permit)
    if permit.corrections.open().exists():
        raise WrongState(ONE_WAITS)
    if not policies.PERMIT_ACTS["propose_correction"].possible(permit):
        raise WrongState(OUT_OF_FORCE)
    reason = reason.replace("\0", "").strip()
    if not reason:
        raise Refused(REASON_NEEDED)
    changes = _changes(permit, values)
    if not changes:
        raise Refused(NOTHING_CHANGED)
    correction = PermitCorrection.objects.create(
        permit=permit, changes=changes, reason=reason, proposed_by=by, proposed_at=now()
    )
    ledger.save(permit.application)
    _record("correction.proposed", correction, by, "verifier", reason=reason)
    notices.tell_signers_of_proposal(permit, _("perbaikan salah ketik"))
    return correction


@transaction.atomic
def refuse_correction(uuid, *, by, reason) -> PermitCorrection:
    """The head gives the proposal back with a reason."""
    correction = PermitCorrection.objects.locked(uuid)
    require(policies.can_sign_correction, by, correction.permit)
    if not correction.is_open:
        raise WrongState(NO_LONGER_OPEN)
    reason = reason.replace("\0", "").strip()
    if not reason:
        raise Refused(REFUSAL_NEEDED)
    correction.refused_by, correction.refused_at, correction.refusal = by, now(), reason
    correction.save()
    ledger.save(correction.permit.application)
    _record("correction.refused", correction, by, _signing_role(correction.permit), reason=reason)
    notices.tell_proposer_refused(correction, _("perbaikan salah ketik"))
    return correction


@transaction.atomic
def sign_correction(uuid, *, by) -> PermitCorrection:
    """The head signs: same number and dates, the document is made anew as the next version; the holder is told when it is there."""
    correction = PermitCorrection.objects.locked(uuid)
    permit = correction.permit
    require(policies.can_sign_correction, by, permit)
    if not correction.is_open:
        raise WrongState(NO_LONGER_OPEN)
    if permit.status not in (Permit.Status.ACTIVE, Permit.Status.SUSPENDED):
        raise WrongState(OUT_OF_FORCE)
    capacity = signing_capacity(by, permit.office, _signing_role(permit))
    permit.version, permit.corrected_at = permit.version + 1, now()
    permit.corrected_name = next(
        (each["new"] for each in correction.changes if each["on"] == NAME), permit.corrected_name
    )
    permit.save()
    correction.version = permit.version
    correction.signed_by, correction.signed_at = by, now()
    correction.signer_name, correction.signer_position = by.full_name, capacity.position
    correction.save()
    PrintedDocument.objects.create(
        application=permit.application,
        correction=correction,
        kind=PrintedDocument.Kind.PERMIT,
        created_at=now(),
        next_try_at=now(),
    )
    wake(RENDER)
    ledger.save(permit.application)
    _record("permit.corrected", correction, by, _signing_role(permit), reason=correction.reason)
    return correction


def _changes(permit, values) -> list[dict]:
    """What differs from the permit as it reads now, each checked as its kind of value is."""
    application = permit.application
    reading = corrections.as_corrected(application)
    items = {item.key: item for item in corrections.items_of(application)}
    found = []
    for key, value in values.items():
        item = items.get(key)
        if item is None:
            raise Refused(NOT_CORRECTABLE % {"what": key.replace("\0", "")[:60]})
        if item.on == FIELD:
            old, new = reading.answers.get(item.code), _checked_answer(application, item, value)
        else:
            old, new = str(item.text), _checked_text(application, item, value)
        if new != old:
            found.append({"on": item.on, "code": item.code, "old": old, "new": new})
    return found


def _checked_text(application, item, value: str) -> str:
    """A name is compared with the one that was signed too: many small corrections never lead to somebody else."""
    text = " ".join(str(value).replace("\0", "").split())
    if not text:
        raise Refused(EMPTIED % {"what": item.label})
    if len(text) > LONGEST[item.on]:
        raise Refused(TOO_LONG % {"what": item.label})
    names = (item.text, application.holder_name) if item.on == NAME else ()
    if not all(corrections.is_spelling_of(name, text) for name in names):
        raise Refused(ANOTHER_NAME)
    return text


def _checked_answer(application, item, value):
    """In stored form; the field's own check says no where a form would."""
    spec = FormSpec.from_json(application.standard.fields)
    one = spec.field(item.code)
    if kind_of(one).empty(value):
        raise Refused(EMPTIED % {"what": item.label})
    try:
        checked = kind_of(one).check(value, one, context_for(application.office))
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    return store(spec, {item.code: checked})[item.code]


def _record(verb, correction, by, role, *, reason) -> None:
    permit = correction.permit
    what = [f"{each['on']}:{each['code']}" for each in correction.changes]
    record(
        verb, permit, by=by, office=permit.office, role=role, reason=reason, what=what, version=correction.version or 0
    )


def _signing_role(permit) -> str:
    return permit.application.standard.signing_role
