"""What the bank says: a signed notice that a bill was paid. Idempotent by the bank's own reference."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from agencies.queries import today
from applications.actions.levy import settle, why_not_paid
from applications.models import Application, Bill, ForgedCall, Payment, PaymentNotice
from ptsp_portal.lib.moment import now

Result = PaymentNotice.Result


@dataclass(frozen=True)
class Told:
    """One authentic notice, checked for its form."""

    bill: str
    amount: int
    reference: str
    paid_at: datetime


@transaction.atomic
def take_payment_notice(told: Told) -> PaymentNotice:
    """Keep the notice and pay the bill if it fits. The same notice once more gets the first one's row, and nothing changes.

    Anything that does not fit changes nothing of the bill: the notice waits for the treasurer with its code.
    """
    bill = _locked_bill(told.bill)
    first = _known(told)
    if first is not None:
        return first
    notice = _notice(told, bill, _result(told, bill))
    try:
        with transaction.atomic():
            notice.save()
            if notice.result == Result.PAID:
                local = bill.application.office.region.local_date(told.paid_at)
                settle(bill, Payment(way=Payment.Way.CALLBACK, reference=told.reference, paid_on=local), by=None)
    except IntegrityError:  # the same reference, of another bill, in the same moment
        return _known(told) or _reused(told, bill)
    return notice


def _locked_bill(number: str) -> Bill | None:
    """The bill of that number under its file's lock, or None."""
    uuid = Bill.objects.filter(number=number).values_list("application__uuid", flat=True).first()
    if uuid is None:
        return None
    application = Application.objects.locked(uuid)
    bill = application.bills.get(number=number)
    bill.application = application
    return bill


def _known(told: Told) -> PaymentNotice | None:
    """What was answered to this reference before: the very same notice, or another one (then this one is kept as reused)."""
    earlier = list(PaymentNotice.objects.filter(reference=told.reference).order_by("id"))
    same = [each for each in earlier if (each.bill_number, each.amount) == (told.bill, told.amount)]
    if same:
        return same[0]
    return _reused(told, _bill(told.bill)) if earlier else None


def _bill(number: str) -> Bill | None:
    return Bill.objects.filter(number=number).select_related("office").first()


def _reused(told: Told, bill: Bill | None) -> PaymentNotice:
    notice = _notice(told, bill, Result.REFERENCE_REUSED)
    notice.save()
    return notice


def _result(told: Told, bill: Bill | None) -> str:
    if bill is None:
        return Result.UNKNOWN_BILL
    why = why_not_paid(bill, bill.application.office.region.local_date(told.paid_at))
    if why:
        return why
    return Result.AMOUNT_DIFFERS if told.amount != bill.amount else Result.PAID


def _notice(told: Told, bill: Bill | None, result) -> PaymentNotice:
    return PaymentNotice(
        reference=told.reference, bill_number=told.bill, amount=told.amount, paid_at=told.paid_at, received_at=now(),
        bill=bill, office=bill.office if bill else None, result=result,
    )  # fmt: skip


@transaction.atomic
def count_forged_call() -> None:
    """A wrong signature leaves a number for the day, nothing that was sent."""
    ForgedCall.objects.bulk_create([ForgedCall(on=today())], ignore_conflicts=True)
    ForgedCall.objects.filter(on=today()).update(count=F("count") + 1)
