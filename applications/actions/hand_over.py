"""Handing over an issued permit (handbook 2.1, step 12): at the counter, by post, or by download."""

from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import notices, policies
from applications.actions import ledger
from applications.actions.issuance import print_later
from applications.models import Application, HandOver, Permit, PrintedDocument
from audit.log import record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

Way = HandOver.Way
HANDED = (PrintedDocument.Kind.PERMIT, PrintedDocument.Kind.DUPLICATE, PrintedDocument.Kind.CLOSURE)
NOT_ISSUED = _("Izin diserahkan setelah terbit. Berkas ini belum terbit; tidak ada yang berubah.")
NOT_PRINTED = _("Dokumen izinnya masih dibuat. Tunggu sebentar, lalu serahkan.")
HANDED_ALREADY = _(
    "Izin ini sudah diserahkan pada %(day)s (%(way)s). Bila memang diserahkan sekali lagi, tulis alasannya sebagai penyerahan "
    "ulang. Tidak ada yang berubah."
)
OUT_OF_FORCE = _(
    "Izin ini sudah dicabut, diganti, atau ditutup, jadi dokumennya tidak diserahkan lagi. Tidak ada yang berubah."
)
TO_ONESELF = _(
    "Nama penerimanya nama Anda sendiri. Bila Anda yang menerima izin ini, petugas loket lain yang menyerahkannya. Tidak ada "
    "yang berubah."
)
WHO_NEEDED = _("Isi nama penerima, hubungannya dengan pemohon, dan identitas yang ditunjukkan.")
TRACE_NEEDED = _("Isi nama kurir dan nomor resinya.")
NOT_THAT_WAY = _("Pilih apakah izin diambil di loket atau dikirim.")
SCANNED_ALREADY = _("Tanda terima yang ditandatangani sudah disimpan. Tidak ada yang berubah.")


@dataclass(frozen=True)
class Recipient:
    """Who came to the counter. `relation` and `identity` are the choices of HandOver."""

    name: str = ""
    relation: str = ""
    identity: str = ""


@transaction.atomic
def hand_over_permit(uuid, *, by, way, recipient=None, courier="", tracking_number="", reason="") -> HandOver:
    """Once per issued file; once more only with the reason of a re-delivery. At the counter a receipt is printed to be signed."""
    application = Application.objects.locked(uuid)
    require(policies.can_hand_over, by, application)
    if not policies.ACTS["hand_over"].possible(application):
        raise WrongState(NOT_ISSUED)
    if not application.printed_documents.filter(kind__in=HANDED, stored_at__isnull=False).exists():
        raise WrongState(NOT_PRINTED)
    _refuse_out_of_force(application)
    recipient, reason = recipient or Recipient(), _clean(reason)
    _refuse_unfit(way, recipient, courier, tracking_number)
    if way == Way.COUNTER and _clean(recipient.name).casefold() == _clean(by.full_name).casefold():
        raise Refused(TO_ONESELF)
    first = application.hand_overs.exclude(way=Way.DOWNLOAD).first()
    if first is not None and not reason:
        day = application.office.region.local_date(first.at)
        raise WrongState(HANDED_ALREADY % {"day": f"{day:%d-%m-%Y}", "way": first.get_way_display()})
    handed = HandOver.objects.create(
        permit=application.issued_permit,
        application=application,
        way=way,
        at=now(),
        by=by,
        recipient_name=_clean(recipient.name),
        relation=recipient.relation,
        identity=recipient.identity,
        courier=_clean(courier) if way == Way.POST else "",
        tracking_number=_clean(tracking_number) if way == Way.POST else "",
        is_again=first is not None,
        reason=reason if first is not None else "",
    )
    if way == Way.COUNTER:
        print_later(application, PrintedDocument.Kind.HANDOVER, hand_over=handed)
    ledger.save(application)
    _record(application, by, "front_desk", way, again=handed.is_again, reason=handed.reason)
    if way == Way.POST:
        notices.tell_applicant_sent(application, handed)
    return handed


def _refuse_out_of_force(application) -> None:
    """The paper of a permit that is gone would speak for it at the next desk; the letter of a closure is handed over."""
    gone = (Permit.Status.REVOKED, Permit.Status.SUPERSEDED, Permit.Status.CLOSED)
    if application.kind != Application.Kind.CLOSURE and application.issued_permit.status in gone:
        raise WrongState(OUT_OF_FORCE)


def _refuse_unfit(way, recipient, courier, tracking_number) -> None:
    if way not in (Way.COUNTER, Way.POST):
        raise Refused(NOT_THAT_WAY)
    known = recipient.relation in HandOver.Relation.values and recipient.identity in HandOver.Identity.values
    if way == Way.COUNTER and not (known and _clean(recipient.name)):
        raise Refused(WHO_NEEDED)
    if way == Way.POST and not (_clean(courier) and _clean(tracking_number)):
        raise Refused(TRACE_NEEDED)


@transaction.atomic
def keep_signed_receipt(hand_over_uuid, *, by, inspected, content: bytes, name) -> HandOver:
    """The scan of the receipt that the recipient signed; kept once."""
    application = Application.objects.locked(
        HandOver.objects.values_list("application__uuid", flat=True).get(uuid=hand_over_uuid)
    )
    require(policies.can_hand_over, by, application)
    handed = application.hand_overs.get(uuid=hand_over_uuid)
    if handed.way != Way.COUNTER or handed.file:
        raise WrongState(SCANNED_ALREADY)
    handed.describe(inspected, content, name)
    handed.file.save(name, ContentFile(content), save=False)
    handed.save()
    ledger.save(application)
    record("permit.receipt_signed", application, by=by, office=application.office, role="front_desk")
    return handed


@transaction.atomic
def note_permit_downloaded(uuid, *, by) -> HandOver | None:
    """The applicant's first download is a hand-over too; every later one leaves nothing."""
    application = Application.objects.locked(uuid)
    if not policies.is_applicant(by, application) or application.hand_overs.filter(way=Way.DOWNLOAD).exists():
        return None
    handed = HandOver.objects.create(
        permit=application.issued_permit, application=application, way=Way.DOWNLOAD, at=now(), by=by
    )
    _record(application, by, "applicant", Way.DOWNLOAD)
    return handed


def _record(application, by, role, way, reason="", **facts) -> None:
    office = application.office
    record("permit.handed_over", application, by=by, office=office, role=role, reason=reason, way=str(way), **facts)


def _clean(text: str) -> str:
    return " ".join(text.replace("\0", "").split())[:300]
