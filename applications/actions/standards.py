"""The life of an office's service standard: begun, changed, reviewed, published, replaced. Two people at least (rule 4, rule 7)."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications import notices, policies
from applications.actions.catalogue import ENDORSING_ROLES
from applications.models import Offer, PermitType, ServiceStandard
from applications.models.service_standard import TERMS
from applications.standards.check import blocking
from applications.standards.days import today_of
from applications.standards.shape import faults_of
from applications.standards.terms import terms_of
from audit.log import PORTAL, record
from audit.models import JournalEntry
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Incomplete, Refused, WrongState, require

Status = ServiceStandard.Status
NO_SUCH_TYPE = _("Layanan itu tidak ada dalam pustaka untuk kantor setingkat ini. Tidak ada yang berubah.")
CODE_TAKEN = _("Kode “%(code)s” sudah dipakai layanan lain. Pilih kode lain. Tidak ada yang berubah.")
STALE = _(
    "Draf ini diubah orang lain sejak halaman Anda dibuka, jadi belum ada yang disimpan. Isi yang Anda ketik masih ada di bawah: "
    "simpan sekali lagi untuk tetap memakainya, atau muat ulang untuk melihat yang baru."
)
READ_BEFORE = _(
    "Isi versi ini berubah sejak halaman Anda dibuka, jadi yang Anda baca bukan lagi isinya. Baca sekali lagi. Tidak ada yang "
    "berubah."
)
NOT_A_DRAFT = _("Versi ini bukan draf lagi, jadi isinya tidak dapat diubah. Buat versi baru. Tidak ada yang berubah.")
STILL_MISSING = _(
    "Draf ini belum lengkap atau ada yang bertentangan. Perbaiki dahulu yang berikut. Tidak ada yang berubah."
)
MIS_SHAPED = _("Isian ini tidak dapat disimpan: %(faults)s. Tidak ada yang berubah.")
NAME_SETTLED = _("Nama layanan ini tidak dapat diubah lagi. Tidak ada yang berubah.")
NOTHING_PUBLISHED = _("Layanan ini belum punya standar yang berlaku, jadi belum dapat dibuka. Tidak ada yang berubah.")
ALREADY_ASKED = _("Rekan-rekan Anda sudah diminta memeriksa draf ini. Tidak ada yang berubah.")
IN_THE_PAST = _("Standar tidak dapat berlaku surut: pilih hari ini atau sesudahnya. Tidak ada yang berubah.")


@transaction.atomic
def start_standard(office_pk, code, *, by) -> ServiceStandard:
    """A draft of the office's next version: from its own latest, else from the national template. The open one, if there is one."""
    office = _locked_office(office_pk)
    require(policies.can_write_standards, by, office)
    permit_type = PermitType.objects.usable_by(office).filter(code=code).first()
    if permit_type is None:
        raise Refused(NO_SUCH_TYPE)
    own = ServiceStandard.objects.filter(office=office, permit_type=permit_type)
    if open_one := own.open().first():
        return open_one
    source = own.order_by("-version").first()
    if source is None:
        day = office.region.local_date(now())
        source = (
            ServiceStandard.objects.in_force(day)
            .filter(office=None, permit_type=permit_type)
            .order_by("-version")
            .first()
        )
    if source is None:
        raise Refused(NO_SUCH_TYPE)
    based_on = source if source.office_id is None else source.based_on
    standard = _new_draft(office, permit_type, by, based_on=based_on, **terms_of(source))
    record("standard.started", standard, by=by, office=office, type=permit_type.code, version=standard.version)
    return standard


@transaction.atomic
def start_service(office_pk, *, by, code, name, sector, name_en="") -> ServiceStandard:
    """A service that no template knows: its own kind, and an empty draft. Offered by nobody until it is published."""
    office = _locked_office(office_pk)
    require(policies.can_write_standards, by, office)
    level = office.region.level
    made = PermitType(code=code, name=name, name_en=name_en, level=level, sector=sector, owner=office)
    if PermitType.objects.filter(code__iexact=code).exists():
        raise Refused(CODE_TAKEN % {"code": code})
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as twin:  # another office took it just now
        raise Refused(CODE_TAKEN % {"code": code}) from twin
    standard = _new_draft(
        office, made, by, kinds=["new"], time_limit_days=5, endorsing_roles=ENDORSING_ROLES[level], validity_months=12
    )
    record("standard.started", standard, by=by, office=office, type=code, version=standard.version)
    return standard


@transaction.atomic
def rename_service(office_pk, code, *, by, name, sector, name_en="") -> PermitType:
    """Other names for a service of one's own, until it is published: from then on it is known by them."""
    office = _locked_office(office_pk)
    require(policies.can_write_standards, by, office)
    made = PermitType.objects.nameable_by(office).filter(code=code).first()
    if made is None:
        raise Refused(NAME_SETTLED)
    made.name, made.name_en, made.sector = name, name_en, sector
    made.save(update_fields=["name", "name_en", "sector"])
    record("standard.renamed", office, by=by, office=office, type=code)
    return made


def _new_draft(office, permit_type, by, **columns) -> ServiceStandard:
    latest = ServiceStandard.objects.filter(office=office, permit_type=permit_type).order_by("-version").first()
    standard = ServiceStandard.objects.create(
        office=office,
        permit_type=permit_type,
        version=latest.version + 1 if latest else 1,
        effective_from=office.region.local_date(now()) + timedelta(days=1),
        prepared_by=by,
        changed_at=now(),
        **columns,
    )
    standard.writers.add(by)
    return standard


@transaction.atomic
def save_terms(uuid, *, by, revision: int, **changes) -> ServiceStandard:
    """Put other content into a draft; `revision` is the one that the page showed. Raises Refused when somebody was faster.

    Whoever saves becomes one of its writers, and so neither reviews nor publishes it.
    """
    standard = ServiceStandard.objects.locked(uuid)
    require(policies.can_write_standard, by, standard)
    if standard.status != Status.DRAFT:
        raise WrongState(NOT_A_DRAFT)
    if standard.revision != revision:
        raise Refused(STALE)
    unknown = set(changes) - set(TERMS)
    if unknown:
        raise ValueError(f"no terms of a standard: {sorted(unknown)}")
    changed = sorted(name for name, value in changes.items() if getattr(standard, name) != value)
    if not changed:
        return standard
    _refuse_mis_shaped({name: changes[name] for name in changed})
    for name in changed:
        setattr(standard, name, changes[name])
    standard.revision += 1
    standard.prepared_by, standard.changed_at = by, now()
    standard.save()
    standard.writers.add(by)
    record("standard.edited", standard, by=by, office=standard.office, terms=", ".join(changed)[:200])
    return standard


@transaction.atomic
def ask_review(uuid, *, by) -> ServiceStandard:
    """A writer finds it complete and asks those who may review it; once for each state of the draft."""
    standard = ServiceStandard.objects.locked(uuid)
    require(policies.can_write_standard, by, standard)
    if standard.status != Status.DRAFT:
        raise WrongState(NOT_A_DRAFT)
    if review_asked(standard):
        raise Refused(ALREADY_ASKED)
    _refuse_incomplete(standard)
    record("standard.review_asked", standard, by=by, office=standard.office, revision=standard.revision)
    notices.tell_reviewers(standard, but_not=by)
    return standard


def review_asked(standard) -> bool:
    """Whether somebody was asked to review this very state of the draft."""
    asked = JournalEntry.objects.about(standard).filter(verb="standard.review_asked", at__gte=standard.changed_at)
    return asked.filter(facts__revision=standard.revision).exists()


@transaction.atomic
def review_standard(uuid, *, by, revision: int | None = None) -> ServiceStandard:
    """A second person found it complete; from now on only its return to the writers changes it.

    `revision`: the one that this person read; what was changed meanwhile nobody has read yet, and it is refused.
    """
    standard = ServiceStandard.objects.locked(uuid)
    require(policies.can_review_standard, by, standard)
    standard.review()
    _refuse_unread(standard, revision)
    _refuse_incomplete(standard)
    standard.reviewed_by, standard.reviewed_at = by, now()
    standard.save()
    record("standard.reviewed", standard, by=by, office=standard.office)
    notices.tell_publishers(standard)
    return standard


@transaction.atomic
def rework_standard(uuid, *, by, reason: str) -> ServiceStandard:
    """Back to the writers, with the reason."""
    standard = ServiceStandard.objects.locked(uuid)
    require(policies.can_return_standard, by, standard)
    standard.rework()
    standard.reviewed_by, standard.reviewed_at, standard.change_note = None, None, reason.strip()[:500]
    standard.save()
    record("standard.returned", standard, by=by, office=standard.office, reason=reason)
    notices.tell_writers_returned(standard, but_not=by)
    return standard


@transaction.atomic
def publish_standard(
    uuid, *, by, effective_from: date, decree_number="", decree_on=None, change_note="", revision: int | None = None
) -> ServiceStandard:
    """In force from a local day of the office, today at the earliest. What ran until then keeps its version.

    `revision` as in `review_standard`: it may have gone back, been changed and reviewed again since the head read it.
    """
    standard = ServiceStandard.objects.locked(uuid)
    require(policies.can_publish_standard, by, standard)
    standard.publish()
    _refuse_unread(standard, revision)
    today = standard.office.region.local_date(now())
    if effective_from < today:
        raise Refused(IN_THE_PAST)
    _refuse_incomplete(standard)
    _end_earlier(standard, effective_from, today)
    standard.effective_from, standard.published_by, standard.published_at = effective_from, by, now()
    standard.decree_number, standard.decree_on = decree_number.strip(), decree_on
    standard.change_note = change_note.strip()
    standard.save()
    Offer.objects.get_or_create(office=standard.office, permit_type=standard.permit_type)
    record("standard.published", standard, by=by, office=standard.office, effective_from=effective_from.isoformat())
    notices.tell_writers_published(standard)
    return standard


def _end_earlier(standard, start: date, today: date) -> None:
    """The versions before it end the day before it begins; one that would begin later never does."""
    own = ServiceStandard.objects.filter(
        office=standard.office, permit_type=standard.permit_type, status=Status.PUBLISHED
    )
    for old in own.select_for_update(no_key=True, of=("self",)).exclude(pk=standard.pk):
        if old.effective_from >= start:
            old.effective_until = old.effective_from - timedelta(days=1)
        elif old.effective_until is None or old.effective_until >= start:
            old.effective_until = start - timedelta(days=1)
        if old.effective_until < today or old.effective_from >= start:
            old.supersede()
        old.save()


@transaction.atomic
def drop_standard(uuid, *, by) -> None:
    """Throw a draft away, with its trials; a service of one's own that was never published goes with it."""
    standard = ServiceStandard.objects.locked(uuid)
    require(policies.can_write_standard, by, standard)
    if standard.status != Status.DRAFT:
        raise WrongState(NOT_A_DRAFT)
    office, made = standard.office, standard.permit_type
    record("standard.dropped", standard, by=by, office=office, type=made.code, version=standard.version)
    standard.delete()
    if made.owner_id == office.pk and not made.standards.exists() and not made.offers.exists():
        made.delete()


@transaction.atomic
def supersede_standard(uuid) -> bool:
    """Over since its last day; True when it was still marked as published."""
    standard = ServiceStandard.objects.locked(uuid)
    last = standard.effective_until
    if standard.status != Status.PUBLISHED or last is None or last >= today_of(standard.office):
        return False
    standard.supersede()
    standard.save()
    record("standard.superseded", standard, by=None, office=standard.office or PORTAL, until=last.isoformat())
    return True


@transaction.atomic
def set_offer_open(office_pk, code, is_open: bool, *, by) -> Offer:
    """The service is taken up in the catalogue or out of it; files that run go on. Raises Refused for one without a standard."""
    offer = Offer.objects.locked(office_pk, code)
    require(policies.can_open_service, by, offer.office)
    if offer.is_open == is_open:
        return offer
    standard = ServiceStandard.objects.for_office(offer.office, offer.permit_type, today_of(offer.office))
    if is_open and standard is None:
        raise Refused(NOTHING_PUBLISHED)
    offer.is_open = is_open
    offer.save(update_fields=["is_open"])
    record("offer.opened" if is_open else "offer.closed", offer.office, by=by, office=offer.office, type=code)
    return offer


def _locked_office(pk) -> Agency:
    return Agency.objects.select_for_update(no_key=True, of=("self",)).select_related("region").get(pk=pk)


def _refuse_mis_shaped(terms) -> None:
    """A draft may be incomplete, but nothing is stored that a page or the worker could not read."""
    if faults := faults_of(terms):
        raise Refused(MIS_SHAPED % {"faults": "; ".join(f"{place} {reason}" for place, reason in faults[:5])})


def _refuse_unread(standard, revision) -> None:
    if revision is not None and standard.revision != revision:
        raise Refused(READ_BEFORE)


def _refuse_incomplete(standard) -> None:
    if gaps := blocking(standard):
        raise Incomplete(STILL_MISSING, [(f"{one.title}: {one.text}", one.url(standard)) for one in gaps])
