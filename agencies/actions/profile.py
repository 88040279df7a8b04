"""Identity, businesses and the right to act for them: everything that changes these rows.

The user's row is the lock for one's own identity, the business's row for everything about who may act for it.
"""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.core import signing
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from agencies import notices
from agencies import profile_policies as policies
from agencies.models import Business, Person, Representation
from agencies.queries import today
from audit.log import PORTAL, record
from ptsp_portal.lib.crypto import fingerprint
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Incomplete, NotAllowed, Refused, WrongState, require

Status, Basis = Representation.Status, Representation.Basis
PERSON_FIELDS = ["name", "birth_place", "birth_on", "sex", "address", "region", "phone", "npwp"]
BUSINESS_FIELDS = ["name", "legal_form", "npwp", "address", "region"]
INVITATION = "agencies.invitation"
INVITATION_LASTS = timedelta(days=7)
DECIDED = gettext_lazy("Pengajuan ini sudah diputuskan; tidak ada yang berubah.")
BAD_INVITATION = gettext_lazy(
    "Undangan ini tidak berlaku untuk akun ini: tautannya lewat tujuh hari, sudah dipakai, dibatalkan, atau ditujukan "
    "ke alamat surel lain. Minta undangan baru kepada wakil usaha itu."
)


NIK_TAKEN = gettext_lazy("NIK ini sudah terdaftar pada akun lain. Hubungi loket bila itu NIK Anda.")
NIK_HELPED = gettext_lazy(
    "NIK ini sudah tercatat di loket, tanpa akun. Bila itu Anda, pakai kode serah terima di /permohonan/terima/, atau datang ke "
    "loket dengan KTP-el."
)


class NikTaken(Refused):
    """Another account has this NIK, or a counter has typed it. Says no more than that."""


class NikFixed(Refused):
    """A filing already carries this NIK."""


class NibTaken(Refused):
    """The business is registered: it can be claimed, not registered again."""


# Identity


@transaction.atomic
def save_person(data: dict, *, by) -> Person:
    """Create or change one's own identity. `data`: PERSON_FIELDS and `nik` (empty: unchanged), all cleaned.

    Raises NikTaken or NikFixed; then nothing has changed.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    person = Person.objects.filter(user=by).first() or Person(user=by, nik="")
    is_new, former = person.pk is None, person.nik
    if data.get("nik") and data["nik"] != former:
        if not is_new and has_filed(person):
            raise NikFixed(_("NIK tidak dapat diganti setelah ada permohonan. Datanglah ke loket dengan KTP-el Anda."))
        person.nik = data["nik"]
    if not person.nik:
        raise Refused(_("NIK belum diisi."))
    _assign(person, data, PERSON_FIELDS)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        is_helped = Person.objects.filter(nik_hash=fingerprint(person.nik), user__isnull=True).exists()
        raise NikTaken(NIK_HELPED if is_helped else NIK_TAKEN) from error
    record("person.saved", person, by=by, office=PORTAL, is_new=is_new, nik_changed=person.nik != former)
    return person


def has_filed(person: Person) -> bool:
    """A filing that left the applicant's hands carries the NIK; drafts do not count."""
    return person.applications.exclude(state="draft").exists()


# Businesses


@transaction.atomic
def register_business(data: dict, *, by) -> Business:
    """The first to register a NIB may act for the business at once. `data`: BUSINESS_FIELDS and `nib`. Raises NibTaken."""
    person = own_person(by)
    business = Business(nib=data["nib"])
    _assign(business, data, BUSINESS_FIELDS)
    try:
        with transaction.atomic():
            business.save()
    except IntegrityError as error:
        raise NibTaken(_("NIB ini sudah terdaftar di portal.")) from error
    first = Representation.objects.create(
        person=person, business=business, status=Status.ACTIVE, basis=Basis.FIRST, decided_by=by, decided_at=now()
    )
    record("business.saved", business, by=by, office=PORTAL, is_new=True)
    record("representation.accepted", first, by=by, office=PORTAL, basis=Basis.FIRST.value)
    return business


@transaction.atomic
def save_business(pk: int, data: dict, *, by) -> Business:
    """Change what a present representative may change; the NIB stays."""
    business = Business.objects.select_for_update(no_key=True).get(pk=pk)
    require(policies.can_act_for, by, business)
    _assign(business, data, BUSINESS_FIELDS)
    business.save()
    record("business.saved", business, by=by, office=PORTAL, is_new=False)
    return business


def is_registered(nib: str) -> bool:
    return Business.objects.filter(nib_hash=fingerprint(nib)).exists()


# Acting for a business


@transaction.atomic
def claim_business(nib: str, letter: bytes, extension: str, *, by) -> Representation:
    """A second person brings a surat kuasa (checked content). The claim sees nothing until somebody entitled accepts it."""
    person = own_person(by)
    business = Business.objects.select_for_update(no_key=True).filter(nib_hash=fingerprint(nib)).first()
    if business is None:
        raise Refused(_("NIB ini belum terdaftar di portal. Daftarkan dahulu usahanya."))
    if person.representations.filter(business=business, status__in=[Status.CLAIMED, Status.ACTIVE]).exists():
        raise Refused(_("Anda sudah menjadi wakil usaha ini atau pengajuan Anda masih menunggu keputusan."))
    claim = Representation(person=person, business=business, status=Status.CLAIMED, basis=Basis.POWER_OF_ATTORNEY)
    claim.letter.save(f"{uuid4()}.{extension}", ContentFile(letter), save=False)
    claim.save()
    record("representation.claimed", claim, by=by, office=PORTAL)
    notices.tell_about_claim(claim)
    return claim


@transaction.atomic
def accept_claim(pk: int, *, by) -> Representation:
    claim, desk = _claim_at_desk(pk, by)
    _open_rights(claim, by, claim.basis)
    agency = desk.agency.journal_chain
    record("representation.accepted", claim, by=by, office=PORTAL, role=desk.role, agency=agency, basis=claim.basis)
    notices.tell_claimant(claim, "claim_accepted")
    return claim


@transaction.atomic
def refuse_claim(pk: int, reason: str, *, by) -> Representation:
    claim, desk = _claim_at_desk(pk, by)
    if not reason.strip():
        raise Refused(_("Tulis alasan penolakan, supaya pengaju tahu apa yang harus diperbaiki."))
    claim.status, claim.reason = Status.REFUSED, reason.strip()
    claim.decided_by, claim.decided_at = by, now()
    claim.save()
    agency = desk.agency.journal_chain
    record("representation.refused", claim, by=by, office=PORTAL, role=desk.role, agency=agency, reason=claim.reason)
    notices.tell_claimant(claim, "claim_refused")
    return claim


@transaction.atomic
def end_representation(pk: int, *, by) -> Representation:
    """Give up one's own right or claim, or end that of another representative of the same business."""
    ended = _locked(pk)
    require(policies.can_end_representation, by, ended)
    if ended.status not in (Status.CLAIMED, Status.ACTIVE):
        raise WrongState(_("Hak ini sudah berakhir; tidak ada yang berubah."))
    was = ended.status
    ended.status, ended.until_on = Status.ENDED, today()
    ended.decided_by, ended.decided_at = by, now()
    ended.save()
    record("representation.ended", ended, by=by, office=PORTAL, was=str(was))
    if ended.person.user_id != by.pk:
        notices.tell_ended(ended)
    return ended


# Invitations: a signed link, no row. It is bound to one address, to the inviter's right, and to the moment it was made.


@transaction.atomic
def invite_representative(business_pk: int, email: str, *, by) -> bool:
    """Accept the open claim of whoever has this address (True), else mail a link to it (False)."""
    business = Business.objects.select_for_update(no_key=True).get(pk=business_pk)
    require(policies.can_act_for, by, business)
    claim = business.representations.filter(status=Status.CLAIMED, person__user__email__iexact=email).first()
    if claim is not None:
        _open_rights(claim, by, Basis.INVITED)
        record("representation.accepted", claim, by=by, office=PORTAL, basis=Basis.INVITED.value)
        notices.tell_claimant(claim, "claim_accepted")
        return True
    inviter = business.representations.active().get(person__user=by)
    record("representation.invited", business, by=by, office=PORTAL)
    notices.mail_invitation(email, _invitation_token(inviter, email))
    return False


def business_of_invitation(token: str, *, by) -> Business:
    """What an invitation is for; raises NotAllowed unless it is for this user, unused and still backed by its inviter."""
    try:
        content = signing.loads(token, salt=INVITATION)
    except signing.BadSignature as error:
        raise NotAllowed(BAD_INVITATION) from error
    made_at = datetime.fromtimestamp(content["at"], UTC)
    inviter = Representation.objects.active().filter(uuid=content["by"]).select_related("business").first()
    if now() - made_at > INVITATION_LASTS or inviter is None or content["to"] != _address_mark(by.email):
        raise NotAllowed(BAD_INVITATION)
    # Whoever has used the link, and lost the right since, has a row that is younger than the link.
    theirs = inviter.business.representations.filter(person__user=by)
    if theirs.filter(decided_at__gte=made_at).exclude(status=Status.ACTIVE).exists():
        raise NotAllowed(BAD_INVITATION)
    return inviter.business


@transaction.atomic
def accept_invitation(token: str, *, by) -> Business:
    """Twice changes nothing."""
    person = own_person(by)
    business = Business.objects.select_for_update(no_key=True).get(pk=business_of_invitation(token, by=by).pk)
    mine = Representation.objects.filter(
        person=person, business=business, status__in=[Status.CLAIMED, Status.ACTIVE]
    ).first()
    mine = mine or Representation(person=person, business=business)
    if mine.status == Status.ACTIVE:
        return business
    _open_rights(mine, by, Basis.INVITED)
    record("representation.accepted", mine, by=by, office=PORTAL, basis=Basis.INVITED.value)
    return business


# Reading what others brought


@transaction.atomic
def note_viewed(verb: str, claim: Representation, *, by):
    """`identity.viewed` or `document.viewed` by a counter officer, in the journal of that office."""
    require(policies.can_decide_claim, by, claim)
    desk = policies.desk_for(by, claim.business)
    record(verb, claim, by=by, office=desk.agency, role=desk.role, agency=desk.agency.journal_chain)


def own_person(user) -> Person:
    person = Person.objects.filter(user=user).first()
    if person is None:
        gaps = [(_("Isi data diri"), reverse("agencies:edit_person"))]
        raise Incomplete(_("Lengkapi dahulu data diri Anda; setelah itu langkah ini terbuka."), gaps)
    return person


def _assign(row, data, names):
    for name in names:
        setattr(row, name, data[name])


def _locked(pk) -> Representation:
    """The right, under the lock of its business."""
    Business.objects.select_for_update(no_key=True).get(representations__pk=pk)
    return Representation.objects.select_related("person__user", "business__region").get(pk=pk)


def _claim_at_desk(pk, by):
    claim = _locked(pk)
    require(policies.can_decide_claim, by, claim)
    if claim.status != Status.CLAIMED:
        raise WrongState(DECIDED)
    return claim, policies.desk_for(by, claim.business)


def _open_rights(representation, by, basis):
    representation.status, representation.basis = Status.ACTIVE, basis
    representation.from_on, representation.until_on = today(), None
    representation.decided_by, representation.decided_at = by, now()
    representation.save()


def _invitation_token(inviter: Representation, email: str) -> str:
    content = {"by": str(inviter.uuid), "to": _address_mark(email), "at": now().timestamp()}
    return signing.dumps(content, salt=INVITATION)


def _address_mark(email: str) -> str:
    """The address without showing it in a link."""
    return fingerprint(email.strip().lower())[:24]
