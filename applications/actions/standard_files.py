"""A standard filled from a file, and what the national template changed taken over: always into a draft, whole or not at all."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications import policies
from applications.actions.standards import NOT_A_DRAFT, STALE, save_terms, start_service, start_standard
from applications.models import PermitType, ServiceStandard
from applications.schema.standard_file import read_standard
from applications.standards.compare import apply, offers
from applications.standards.library import template_of, with_own_forms
from applications.standards.terms import terms_of
from audit.log import record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

OTHER_LEVEL = _(
    "Berkas ini untuk layanan tingkat lain (%(level)s), sedangkan kantor ini tidak setingkat itu. Tidak ada yang berubah."
)
OTHER_SERVICE = _("Berkas ini untuk layanan %(file)s, bukan %(draft)s. Tidak ada yang berubah.")
NO_TEMPLATE = _("Layanan ini tidak punya templat nasional yang berlaku. Tidak ada yang berubah.")
WENT_ON = _(
    "Templat nasional berubah lagi sejak halaman ini dibuka. Muat ulang halamannya untuk melihat yang terbaru. Tidak ada yang "
    "berubah."
)
NO_SUCH_PIECE = _("Pilihan itu bukan perubahan templat. Muat ulang halamannya. Tidak ada yang berubah.")


@transaction.atomic
def import_standard(office_pk, *, by, content: bytes | str, uuid=None, revision: int | None = None) -> ServiceStandard:
    """The file's terms in a draft of its service, begun when there is none; a service that nobody has becomes one's own.

    `uuid`: only into that draft. `revision`: the one that the page showed; None takes the draft as it is. Raises
    StandardFileError with every fault of the file before anything is looked up.
    """
    meta, terms = read_standard(content)
    office = Agency.objects.select_for_update(no_key=True, of=("self",)).select_related("region").get(pk=office_pk)
    require(policies.can_write_standards, by, office)
    draft = _draft_named(office, uuid, meta) if uuid else _draft_for(office, meta, by)
    if draft.status != ServiceStandard.Status.DRAFT:
        raise WrongState(NOT_A_DRAFT)
    seen = draft.revision if revision is None else revision
    terms, _lost = with_own_forms(terms, office)
    standard = save_terms(draft.uuid, by=by, revision=seen, **terms)
    record("standard.imported", standard, by=by, office=office, type=meta["code"], version=standard.version)
    return standard


def _draft_named(office, uuid, meta) -> ServiceStandard:
    draft = ServiceStandard.objects.locked(uuid)
    if draft.office_id != office.pk:
        raise ServiceStandard.DoesNotExist
    if draft.permit_type.code != meta["code"]:
        raise Refused(OTHER_SERVICE % {"file": meta["code"], "draft": draft.permit_type.code})
    return draft


def _draft_for(office, meta, by) -> ServiceStandard:
    if meta["level"] != office.region.level:
        raise Refused(OTHER_LEVEL % {"level": meta["level"]})
    if PermitType.objects.usable_by(office).filter(code=meta["code"]).exists():
        return start_standard(office.pk, meta["code"], by=by)
    new = {key: meta[key] for key in ("code", "name", "sector", "name_en")}
    return start_service(office.pk, by=by, **new)


@transaction.atomic
def take_over(uuid, *, by, revision: int, pieces, template=None) -> ServiceStandard:
    """These pieces of the newest template in the draft; from now on it is compared with that template.

    What is not among `pieces` stays as the office has it and is not offered again. `template`: the uuid that the page showed.
    """
    standard = ServiceStandard.objects.locked(uuid)
    require(policies.can_write_standard, by, standard)
    if standard.status != ServiceStandard.Status.DRAFT:
        raise WrongState(NOT_A_DRAFT)
    if standard.revision != revision:
        raise Refused(STALE)
    newest = template_of(standard.permit_type, standard.office.region.local_date(now()))
    if newest is None:
        raise Refused(NO_TEMPLATE)
    if template is not None and str(newest.uuid) != str(template):
        raise Refused(WENT_ON)
    ours, theirs = terms_of(standard), terms_of(newest)
    offered = {one.piece for one in offers(base_of(standard, newest), theirs, ours)}
    if not set(pieces) <= offered:
        raise Refused(NO_SUCH_PIECE)
    wanted = apply(ours, theirs, [piece for piece in offered if piece in set(pieces)])
    standard = save_terms(uuid, by=by, revision=revision, **wanted)
    standard.based_on = newest
    standard.save(update_fields=["based_on"])
    standard.writers.add(by)  # also of what was left as it is: it is not offered again
    record(
        "standard.taken_over", standard, by=by, office=standard.office, template=newest.version, pieces=len(set(pieces))
    )
    return standard


def base_of(standard, newest) -> dict:
    """What the draft was last compared with; a standard that never was takes each difference as one of the template."""
    return terms_of(standard.based_on or standard) if newest else {}


@transaction.atomic
def note_standard_exported(standard, *, by) -> None:
    """Somebody took the file of a version out of the portal."""
    office = standard.office or "portal"
    record(
        "standard.exported", standard, by=by, office=office, type=standard.permit_type.code, version=standard.version
    )
