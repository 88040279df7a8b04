"""The emergency register: reserving numbers before the power fails, entering each once afterwards, and voiding spoilt ones."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies import numbering
from agencies.models import Agency, NumberSeries
from applications import policies
from applications.models import PaperBlock, PaperEntry
from applications.paper_register import block_of, prefix_of
from audit.log import record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

MOST_NUMBERS = 100
LATEST = timedelta(days=90)
REASON_LENGTH = 200
NOT_SO_MANY = _("Sekali pesan 1 sampai %(most)d nomor.")
REASON_NEEDED = _("Tulis alasannya dalam satu kalimat pendek.")
NOT_RESERVED = _(
    "Nomor ini bukan nomor yang dipesan kantor Anda. Periksa lagi angkanya pada potongan kertas. Tidak ada yang berubah."
)
ALREADY_ENTERED = _("Nomor %(number)s sudah pernah dimasukkan atau dibatalkan. Tidak ada yang berubah.")
NOT_YET = _("Waktu terima tidak boleh lebih dari saat ini. Tidak ada yang berubah.")
BEFORE_RESERVED = _("Waktu terima lebih awal daripada saat nomor ini dipesan. Tidak ada yang berubah.")
TOO_LATE = _("Nomor darurat dimasukkan paling lambat %(days)d hari setelah diterima. Tidak ada yang berubah.")


@transaction.atomic
def reserve_numbers(agency_pk, *, by, count: int, reason: str) -> PaperBlock:
    """The next numbers of the agency's own series, one after the other without a gap."""
    agency = Agency.objects.select_for_update(no_key=True, of=("self",)).select_related("region").get(pk=agency_pk)
    require(policies.can_keep_register, by, agency)
    if not 1 <= count <= MOST_NUMBERS:
        raise Refused(NOT_SO_MANY % {"most": MOST_NUMBERS})
    reason = _reason(reason)
    drawn = [numbering.draw(agency, NumberSeries.Kind.PAPER, 0) for _number in range(count)]
    block = PaperBlock.objects.create(
        agency=agency, prefix=prefix_of(agency), first=drawn[0], last=drawn[-1], reason=reason, reserved_by=by,
        reserved_at=now(),
    )  # fmt: skip
    record("paper.reserved", block, by=by, office=agency, first=block.first, last=block.last, reason=reason)
    return block


@transaction.atomic
def void_number(block_pk, *, by, number: int, reason: str) -> PaperEntry:
    """A stub that was spoilt or lost: its number stays in the register, with the reason."""
    block = _locked(block_pk)
    require(policies.can_keep_register, by, block.agency)
    if not block.first <= number <= block.last:
        raise Refused(NOT_RESERVED)
    _refuse_entered(block, number)
    reason = _reason(reason)
    entry = PaperEntry.objects.create(block=block, number=number, void_reason=reason, entered_by=by, entered_at=now())
    record("paper.voided", block, by=by, office=block.agency, number=block.number_text(number), reason=reason)
    return entry


def enter_number(application, text: str, received_at, *, by) -> PaperEntry:
    """Part of starting a filing: the number on the stub becomes this file, with its true receipt time."""
    agency = application.assisting_agency
    found = block_of(text, agency)
    if found is None:
        raise Refused(NOT_RESERVED)
    block, number = _locked(found[0].pk), found[1]
    _refuse_entered(block, number)
    if received_at > now():
        raise Refused(NOT_YET)
    if received_at < block.reserved_at:
        raise Refused(BEFORE_RESERVED)
    if received_at < now() - LATEST:
        raise Refused(TOO_LATE % {"days": LATEST.days})
    return PaperEntry.objects.create(
        block=block, number=number, application=application, received_at=received_at, entered_by=by, entered_at=now()
    )


def _locked(block_pk) -> PaperBlock:
    return (
        PaperBlock.objects.select_for_update(no_key=True, of=("self",))
        .select_related("agency__region")
        .get(pk=block_pk)
    )


def _refuse_entered(block, number) -> None:
    if block.entries.filter(number=number).exists():
        raise WrongState(ALREADY_ENTERED % {"number": block.number_text(number)})


def _reason(text: str) -> str:
    text = text.replace("\0", "").strip()
    if not text or len(text) > REASON_LENGTH:
        raise Refused(REASON_NEEDED)
    return text
