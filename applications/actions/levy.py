"""The levy of a file: the bill (SKRD), taking it back, and the treasurer's proof that it was paid.

Handbook 8, "Retribusi/payment": SKRD → payment → SSRD/TBP. The office bills while it drafts; the days stop until it is paid.
"""

from datetime import timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from agencies import numbering
from applications import levy, notices, policies
from applications.actions import ledger
from applications.actions.issuance import print_later
from applications.models import Application, Bill, Payment, PaymentNotice, PrintedDocument
from audit.log import record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

State = Application.State
FREE = _("Layanan ini GRATIS menurut standar pelayanannya, jadi tidak ada retribusi yang boleh ditetapkan.")
NO_TARIFF = _(
    "Standar layanan ini berbayar tetapi belum memuat tarif, jadi retribusi belum dapat ditetapkan. Minta pengelola standar "
    "melengkapi tarifnya."
)
NOT_NOW = _("Retribusi ditetapkan saat keputusan disusun, sebelum konsepnya diteruskan. Tidak ada yang berubah.")
BILLED_ALREADY = _("Berkas ini sudah punya SKRD %(number)s yang masih berlaku. Tidak ada yang berubah.")
PAID_ALREADY = _("SKRD %(number)s sudah lunas. Tidak ada yang berubah.")
MISSING = _("Pilih baris tarif dan isi jumlahnya dengan angka di atas 0.")
NO_BILL = _("Tidak ada SKRD yang menunggu pembayaran pada berkas ini. Tidak ada yang berubah.")
REASON_NEEDED = _("Tulis alasannya: pemohon membacanya.")
IS_CANCELLED = _("SKRD ini sudah dibatalkan. Tidak ada yang berubah.")
IS_EXPIRED = _(
    "Pembayaran ini setelah SKRD kedaluwarsa. Verifikator perlu menetapkan SKRD baru. Tidak ada yang berubah."
)
TOO_EARLY = _("Tanggal bayar tidak boleh sebelum SKRD terbit. Tidak ada yang berubah.")
IN_FUTURE = _("Tanggal bayar tidak boleh di masa depan. Tidak ada yang berubah.")
USED_REFERENCE = _("Nomor bukti ini sudah dipakai untuk SKRD lain. Periksa lagi nomornya. Tidak ada yang berubah.")
PROOF_NEEDED = _("Isi nomor bukti (SSRD/TBP) dan unggah buktinya.")
SETTLED_ALREADY = _("Pemberitahuan ini sudah diselesaikan. Tidak ada yang berubah.")
NOTE_NEEDED = _("Tulis bagaimana pemberitahuan ini diselesaikan.")
WHY_NOT = {
    "cancelled": IS_CANCELLED,
    "expired": IS_EXPIRED,
    "too_early": TOO_EARLY,
}
REPLACED = "Kedaluwarsa; diganti SKRD baru."


@transaction.atomic
def assess_levy(uuid, *, by, row="", quantity: Decimal | None = None) -> Bill:
    """Issue the bill. What the answers say is taken from them; `row` and `quantity` only where they leave it open."""
    application = Application.objects.locked(uuid)
    require(policies.can_assess, by, application)
    standard = application.standard
    if not application.has_fee:
        raise Refused(FREE)
    if not standard.levy:
        raise Refused(NO_TARIFF)
    last = application.bills.live().first()
    if not policies.may_assess(application):
        raise _why_no_bill(application, last)
    row = levy.row_of(standard, application.answers) or row
    from_answers = levy.quantity_of(standard, application.answers)
    quantity = quantity if from_answers is None else from_answers
    try:
        lines = levy.lines_of(standard.levy, row, quantity or Decimal(0))
    except ValueError as error:
        raise Refused(MISSING) from error
    if last is not None:  # it ran out, or this would not be possible
        _cancel(last, REPLACED)
    else:
        ledger.note(application, ledger.Kind.PAUSE, ledger.Holder.APPLICANT, reason=ledger.Reason.PAYMENT)
    bill = _new_bill(application, lines, by)
    print_later(application, PrintedDocument.Kind.SKRD, bill=bill)
    ledger.save(application)
    record(
        "bill.issued",
        application,
        by=by,
        office=application.office,
        role="verifier",
        number=bill.number,
        amount=bill.amount,
    )
    notices.tell_applicant_billed(application, bill)
    return bill


def _why_no_bill(application, bill) -> Refused:
    if bill is not None and bill.paid_at:
        return WrongState(PAID_ALREADY % {"number": bill.number})
    return WrongState(BILLED_ALREADY % {"number": bill.number} if bill else NOT_NOW)


def _new_bill(application, lines, by) -> Bill:
    """Its number is drawn last among the locks of a file."""
    office, moment = application.office, now()
    today = office.region.local_date(moment)
    days = application.standard.levy.get("days", levy.DAYS_TO_PAY)
    ordinal = numbering.draw(office, "bill", today.year)
    return Bill.objects.create(
        application=application,
        office=office,
        number=numbering.bill_number(office, today.year, ordinal),
        tariff=application.standard.levy,
        lines=[line.as_json() for line in lines],
        amount=sum(line.amount for line in lines),
        issued_at=moment,
        issued_by=by,
        expires_on=today + timedelta(days=days),
    )


def _cancel(bill, reason) -> None:
    bill.cancelled_at, bill.cancel_reason = now(), reason
    bill.save(update_fields=["cancelled_at", "cancel_reason"])


@transaction.atomic
def cancel_bill(uuid, *, by, reason) -> Application:
    """The verifier takes an unpaid bill back, with a reason; the office has the turn again."""
    application = Application.objects.locked(uuid)
    require(policies.can_cancel_bill, by, application)
    bill = application.bills.unpaid().first()
    if bill is None or not policies.ACTS["cancel_bill"].possible(application):
        raise WrongState(NO_BILL)
    reason = reason.replace("\0", "").strip()[:300]
    if not reason:
        raise Refused(REASON_NEEDED)
    _cancel(bill, reason)
    ledger.note(application, ledger.Kind.RESUME, **ledger.whose_turn(application))
    ledger.save(application)
    office = application.office
    record("bill.cancelled", application, by=by, office=office, role="verifier", reason=reason, number=bill.number)
    notices.tell_applicant_bill_cancelled(application, bill)
    return application


@transaction.atomic
def confirm_payment(bill_uuid, *, by, reference, paid_on, proof) -> Bill:
    """The treasurer's proof: SSRD/TBP number, day and the paper, as (inspected, content, name)."""
    application = Application.objects.locked(
        Bill.objects.values_list("application__uuid", flat=True).get(uuid=bill_uuid)
    )
    bill = application.bills.get(uuid=bill_uuid)
    bill.application, bill.office = application, application.office
    require(policies.can_confirm_payment, by, bill)
    why = why_not_paid(bill, paid_on)
    if why:
        raise WrongState(PAID_ALREADY % {"number": bill.number} if why == "already_paid" else WHY_NOT[why])
    if paid_on > application.office.region.local_date(now()):
        raise Refused(IN_FUTURE)
    reference = reference.replace("\0", "").strip()
    if not reference or proof is None:
        raise Refused(PROOF_NEEDED)
    payment = Payment(way=Payment.Way.TREASURER, reference=reference, paid_on=paid_on, recorded_by=by)
    if Payment.objects.filter(office=application.office, way=payment.way, reference=reference).exists():
        raise Refused(USED_REFERENCE)
    inspected, content, name = proof
    payment.describe(inspected, content, name)
    payment.file.save(name, ContentFile(content), save=False)
    try:
        settle(bill, payment, by=by)
    except IntegrityError as error:  # the same number for two bills at the same moment
        raise Refused(USED_REFERENCE) from error
    return bill


def why_not_paid(bill: Bill, paid_on) -> str:
    """The machine code of why a payment of that day does not pay this bill; "" when it does. Asked on the locked file."""
    if bill.cancelled_at:
        return PaymentNotice.Result.CANCELLED.value
    if bill.paid_at:
        return PaymentNotice.Result.ALREADY_PAID.value
    if paid_on > bill.expires_on:
        return PaymentNotice.Result.EXPIRED.value
    issued_on = bill.application.office.region.local_date(bill.issued_at)
    return PaymentNotice.Result.TOO_EARLY.value if paid_on < issued_on else ""


def settle(bill: Bill, payment: Payment, *, by) -> None:
    """The bill of a locked file is paid: the row, the clock, the journal, the messages. The same whoever says so."""
    application = bill.application
    payment.bill, payment.office, payment.amount, payment.recorded_at = bill, application.office, bill.amount, now()
    payment.save()
    bill.paid_at = payment.recorded_at
    bill.save(update_fields=["paid_at"])
    ledger.note(application, ledger.Kind.RESUME, **ledger.whose_turn(application))
    ledger.save(application)
    record(
        "bill.paid",
        application,
        by=by,
        office=application.office,
        role="treasurer" if by else "system",
        number=bill.number,
        amount=bill.amount,
        way=payment.way,
    )
    notices.tell_applicant_paid(application, bill)
    notices.tell_desk_paid(application, bill)


@transaction.atomic
def settle_notice(uuid, *, by, note) -> PaymentNotice:
    """The treasurer writes what became of money that no bill took: paid back, booked elsewhere, a new bill."""
    notice = PaymentNotice.objects.select_for_update(no_key=True, of=("self",)).select_related("office").get(uuid=uuid)
    require(policies.can_settle_notice, by, notice)
    if notice.settled_at or notice.result == PaymentNotice.Result.PAID:
        raise WrongState(SETTLED_ALREADY)
    note = note.replace("\0", "").strip()[:500]
    if not note:
        raise Refused(NOTE_NEEDED)
    notice.settled_at, notice.settled_by, notice.settled_note = now(), by, note
    notice.save()
    office = notice.office or "portal"
    record("payment_notice.settled", notice, by=by, office=office, role="treasurer", reason=note, result=notice.result)
    return notice


@transaction.atomic
def note_payments_exported(office, *, by, month: str) -> None:
    """Who took the list of payments out of the portal."""
    require(policies.can_export_payments, by, office)
    record("export.made", office, by=by, office=office, role="treasurer", what="payments", month=month)
