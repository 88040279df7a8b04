"""The treasurer's pages: bills that wait for money, the proof of a payment, and the daily reconciliation."""

import re
from datetime import date, timedelta

from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from agencies.scoping import agencies_of
from applications import policies
from applications.actions import levy as acts
from applications.actions.reading import note_proof_viewed
from applications.forms import PaymentForm, SettleForm
from applications.models import Bill, ForgedCall, Payment, PaymentNotice
from applications.queries import TREASURER
from applications.views.documents import attachment
from audit.replay import once
from ptsp_portal.lib.audience import office, signed_in
from ptsp_portal.lib.csv_export import csv_response
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import NotAllowed

PAGE = 25
DAYS_SHOWN = 31
MOST_NOTICES = 50
MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


def _offices(request) -> list:
    """Where this person is treasurer today; anybody else is told nothing of these pages."""
    offices = agencies_of(request.user, TREASURER)
    if not offices:
        raise Http404
    return offices


@office
@require_GET
def bills(request):
    """/bendahara/: unpaid bills of my offices, newest first, paged by key; found by SKRD or registration number."""
    offices = _offices(request)
    rows = Bill.objects.for_treasurer(request.user)
    words = request.GET.get("cari", "").replace("\0", "").strip().upper()[:60]
    rows = rows.filter(Q(number=words) | Q(application__registration_number=words)) if words else rows.unpaid()
    after = request.GET.get("after", "")
    if after.isascii() and after.isdigit() and len(after) < 19:
        rows = rows.filter(id__lt=int(after))
    found = list(rows.select_related("application__permit_type", "office__region").order_by("-id")[: PAGE + 1])
    today = {each.pk: each.region.local_date(now()) for each in offices}
    for row in found:
        row.standing = row.state_on(today[row.office_id])
    context = {
        "offices": offices,
        "columns": [_("SKRD"), _("Layanan"), _("Jumlah"), _("Berlaku sampai"), ""],
        "rows": found[:PAGE],
        "next": found[PAGE - 1].pk if len(found) > PAGE else None,
        "words": words,
        "to_settle": PaymentNotice.objects.for_treasurer(request.user).to_settle().count(),
    }
    return render(request, "applications/treasurer/bills.html", context)


@office
@once
def confirm(request, uuid):
    """/bendahara/tagihan/<uuid>/: mark one bill paid with number, day and paper."""
    _offices(request)
    rows = Bill.objects.for_treasurer(request.user).select_related(
        "office__region", "application__permit_type", "application__person", "application__business", "payment"
    )
    bill = get_object_or_404(rows, uuid=uuid)
    region = bill.office.region
    today = region.local_date(now())
    bill.standing = bill.state_on(today)
    form = PaymentForm(request.POST or None, request.FILES or None, today=today)
    if request.method == "POST" and (form.is_valid() or not bill.is_unpaid):
        cleaned = form.cleaned_data
        proof = (cleaned.get("proof") or [None])[0]
        acts.confirm_payment(
            uuid, by=request.user, reference=cleaned.get("reference", ""), proof=proof,
            paid_on=cleaned.get("paid_on") or today,
        )  # fmt: skip
        messages.success(
            request, _("Pembayaran SKRD %(number)s dicatat. Berkasnya dilanjutkan.") % {"number": bill.number}
        )
        return redirect("applications:treasurer")
    if request.method == "GET" and not policies.can_confirm_payment(request.user, bill):
        raise NotAllowed(policies.can_confirm_payment.explain(request.user, bill))
    context = {"bill": bill, "form": form, "payment": getattr(bill, "payment", None)}
    return render(request, "applications/treasurer/confirm.html", context, status=400 if form.errors else 200)


@signed_in
@require_GET
def proof(request, uuid):
    """/tagihan/<uuid>/bukti/: the paper that the treasurer kept, as an attachment."""
    rows = Payment.objects.visible_to(request.user).select_related("bill__application__office__region")
    payment = get_object_or_404(rows, bill__uuid=uuid)
    if not payment.file:
        raise Http404
    note_proof_viewed(payment.bill.application, "bukti_bayar", by=request.user)
    return attachment(payment.file.name, payment.file_name, payment.file_type)


@office
@require_GET
def reconciliation(request):
    """/bendahara/rekonsiliasi/: paid per day by way, and the notices that no bill took."""
    offices = _offices(request)
    since = max(each.region.local_date(now()) for each in offices) - timedelta(days=DAYS_SHOWN - 1)
    paid = Payment.objects.for_treasurer(request.user).filter(paid_on__gte=since)
    by_day = (
        paid.order_by("-paid_on")
        .values("paid_on")
        .annotate(
            sum=Sum("amount"),
            count=Count("pk"),
            by_bank=Sum("amount", filter=Q(way="callback"), default=0),
            by_proof=Sum("amount", filter=Q(way="treasurer"), default=0),
        )
    )
    notices = PaymentNotice.objects.for_treasurer(request.user)
    waiting = list(notices.to_settle().select_related("bill", "office__region")[:MOST_NOTICES])
    settled = list(notices.filter(settled_at__isnull=False).select_related("settled_by", "office__region")[:10])
    for each in (*waiting, *settled):  # one whose bill nobody knows has no office
        each.zone = each.office.region.zone if each.office else ""
    context = {
        "offices": offices,
        "days": list(by_day),
        "notices": waiting,
        "settled": settled,
        "forged": ForgedCall.objects.filter(on__gte=since).aggregate(n=Sum("count"))["n"] or 0,
        "month": f"{now():%Y-%m}",
    }
    return render(request, "applications/treasurer/reconciliation.html", context)


@office
@require_POST
@once
def settle(request, uuid):
    """/bendahara/pemberitahuan/<uuid>/: what became of money that no bill took."""
    _offices(request)
    notice = get_object_or_404(PaymentNotice.objects.for_treasurer(request.user), uuid=uuid)
    form = SettleForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    acts.settle_notice(notice.uuid, by=request.user, note=note)
    messages.success(request, _("Dicatat sebagai selesai."))
    return redirect("applications:reconciliation")


@office
@require_GET
def payments_csv(request):
    """/bendahara/pembayaran.csv?bulan=2026-08: the payments of one month, for the office's own books."""
    offices = _offices(request)
    found = MONTH.fullmatch(request.GET.get("bulan", ""))
    if found is None:
        raise Http404
    year, month = int(found[1]), int(found[2])
    paid = Payment.objects.for_treasurer(request.user).filter(
        paid_on__gte=date(year, month, 1), paid_on__lt=date(year + month // 12, month % 12 + 1, 1)
    )
    rows = paid.select_related("bill__application__permit_type", "office").order_by("paid_on", "id")
    for each in offices:
        acts.note_payments_exported(each, by=request.user, month=found[0])
    head = ["tanggal bayar", "SKRD", "nomor registrasi", "layanan", "jumlah", "cara", "rujukan", "kantor"]
    lines = (
        [
            row.paid_on.isoformat(), row.bill.number, row.bill.application.registration_number,
            row.bill.application.permit_type.code, row.amount, row.way, row.reference, row.office.name,
        ]
        for row in rows
    )  # fmt: skip
    return csv_response(f"pembayaran-{found[0]}.csv", head, lines)
