"""What other systems call. Today: the bank's notice that a bill was paid (docs/integrating.md)."""

import json
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import Http404, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from applications.actions.payment_callback import Told, count_forged_call, take_payment_notice
from applications.models import PaymentNotice
from ptsp_portal.lib.audience import public
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.signed_call import is_authentic

LARGEST = 10_000
LONGEST = 64
CLOCK_DRIFT = timedelta(hours=1)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)  # a day of year 1 is in no time zone of ours


@public
@csrf_exempt
def payment_callback(request):
    """/api/pembayaran/: 200 paid, 409 refused with a code and kept for the treasurer, 403 forged, 400 malformed.

    Without a secret in the environment there is no such page.
    """
    if not settings.PAYMENT_CALLBACK_SECRETS:
        raise Http404
    if request.method != "POST":
        return _answer(405, code="post_only")
    if len(request.body) > LARGEST:
        return _answer(413, code="too_large")
    timestamp = request.headers.get("X-PTSP-Timestamp", "")
    given = request.headers.get("X-PTSP-Signature", "")
    if not is_authentic(settings.PAYMENT_CALLBACK_SECRETS, timestamp, request.body, given):
        count_forged_call()
        return _answer(403, code="signature")
    told = read_notice(request.body)
    if told is None:
        return _answer(400, code="malformed")
    notice = take_payment_notice(told)
    is_paid = notice.result == PaymentNotice.Result.PAID
    return _answer(200 if is_paid else 409, code=notice.result, bill=notice.bill_number, reference=notice.reference)


def read_notice(body: bytes) -> Told | None:
    """{"bill", "amount" (whole rupiah), "reference", "paid_at" (ISO 8601 with offset)}; None for anything else."""
    try:
        sent = json.loads(body)
        bill, amount, reference, paid_at = (sent[name] for name in ("bill", "amount", "reference", "paid_at"))
        bill, reference, moment = bill.strip(), reference.strip(), datetime.fromisoformat(paid_at)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    texts_fit = all(0 < len(each) <= LONGEST and each.isprintable() for each in (bill, reference))
    amount_fits = isinstance(amount, int) and not isinstance(amount, bool) and 0 <= amount < 10**15
    if not texts_fit or not amount_fits or moment.tzinfo is None:
        return None
    if not EARLIEST < moment <= now() + CLOCK_DRIFT:
        return None
    return Told(bill, amount, reference, moment)


def _answer(status: int, **facts) -> JsonResponse:
    response = JsonResponse({"result": "paid" if status == 200 else "refused", **facts}, status=status)
    response["Cache-Control"] = "no-store"
    return response
