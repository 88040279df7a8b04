"""/janji/…: an hour at the counter, with an account or with a code."""

import hmac
from datetime import timedelta

from babel.dates import format_date
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from applications.actions import appointments
from applications.counter_hours import slots_of
from applications.forms.counter import BookingForm, FindAppointmentForm
from applications.models import Appointment, CounterSetting
from audit.replay import once
from ptsp_portal.lib.audience import public
from ptsp_portal.lib.codes import typed_code
from ptsp_portal.lib.crypto import fingerprint
from ptsp_portal.lib.limits import Limit, client_ip
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import NotAllowed, Refused
from ptsp_portal.lib.wording import grouped

BOOKINGS = Limit("appointments", tries=30, window=timedelta(hours=1))
WRONG_CODES = Limit("appointment-codes", tries=10, window=timedelta(minutes=10))
TOO_FAST = gettext_lazy(
    "Terlalu banyak janji dibuat dari sambungan ini. Coba lagi satu jam lagi, atau datang ke loket."
)
NOT_FOUND = gettext_lazy("Nomor HP dan kode itu tidak cocok. Periksa lagi kodenya.")
TOO_MANY = gettext_lazy("Terlalu banyak percobaan. Tunggu sepuluh menit, lalu coba lagi.")


@public
@once
def book(request, office_slug):
    """Choose a day (?hari=), an hour, what for; without an account also a name and a telephone."""
    setting = get_object_or_404(CounterSetting.objects.public(), office__slug=office_slug)
    if not setting.appointments_on:
        raise Http404
    days = slots_of(setting)
    day = _chosen_day(days, request.POST.get("hari") or request.GET.get("hari", ""))
    by = request.user if request.user.is_authenticated else None
    data = request.POST if request.method == "POST" else None
    form = BookingForm(data, setting=setting, slots=days.get(day, []), has_account=bool(by))
    if form.is_valid() and (row := _booked(request, form, setting, by)):
        messages.success(request, _("Janji temu Anda tercatat."))
        return redirect("applications:appointment", row.uuid)
    context = {
        "setting": setting, "office": setting.office, "form": form, "day": day, "days": _chips(days, day),
        "slots": days.get(day, []),
    }  # fmt: skip
    return render(request, "applications/queue/book.html", context, status=400 if form.errors else 200)


@public
@once
def appointment(request, uuid):
    """One appointment: its hour, its code, and cancelling it."""
    rows = Appointment.objects.opened_by(request.user).select_related("office__region")
    row = get_object_or_404(rows, uuid=uuid)
    if request.method == "POST":
        by = request.user if request.user.is_authenticated else None
        appointments.cancel_appointment(row.uuid, by=by)
        messages.success(request, _("Janji temu dibatalkan; jamnya terbuka lagi untuk orang lain."))
        return redirect("applications:appointment", row.uuid)
    is_open = not (row.cancelled_at or row.arrived_at) and row.starts_at > now()
    context = {"row": row, "office": row.office, "is_open": is_open, "code": grouped(row.code) if row.code else ""}
    response = render(request, "applications/queue/appointment.html", context)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@public
@once
def find_appointment(request):
    """By telephone and code, for whoever lost the page; those with an account see theirs."""
    form, status = FindAppointmentForm(request.POST if request.method == "POST" else None), 200
    if form.is_valid():
        address = client_ip(request)
        too_many = WRONG_CODES.is_reached(address)
        row = None if too_many else _found(**form.cleaned_data)
        if row:
            return redirect("applications:appointment", row.uuid)
        WRONG_CODES.count(address)
        form.add_error(None, TOO_MANY if too_many else NOT_FOUND)
        status = 429 if too_many else 404
    elif form.errors:
        status = 400
    mine = []
    if request.user.is_authenticated:
        mine = Appointment.objects.own(request.user).kept().filter(starts_at__gt=now()).select_related("office__region")
    return render(request, "applications/queue/find.html", {"form": form, "mine": mine}, status=status)


def _booked(request, form, setting, by):
    """The row; None when the values were refused, with the words above the form."""
    address = client_ip(request)
    if BOOKINGS.is_reached(address):
        form.add_error(None, TOO_FAST)
        return None
    try:
        row = appointments.book_appointment(setting.office_id, by=by, **form.booking())
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
    BOOKINGS.count(address)
    return row


def _found(phone, code):
    """Without an account the telephone and the code together are the key. Every row of the telephone costs the same."""
    rows = (
        Appointment.objects.kept().filter(phone_hash=fingerprint(phone), user__isnull=True).order_by("-starts_at")[:20]
    )
    wanted = typed_code(code).encode()
    return next((row for row in rows if wanted and hmac.compare_digest(wanted, typed_code(row.code).encode())), None)


def _chosen_day(days, typed):
    by_key = {day.isoformat(): day for day in days}
    free = (day for day, slots in days.items() if any(slot.free for slot in slots))
    return by_key.get(typed) or next(free, next(iter(days), None))


def _chips(days, chosen) -> list[dict]:
    language = "id" if (get_language() or "id").startswith("id") else "en"
    return [
        {
            "value": day.isoformat(),
            "label": format_date(day, "EEE d MMM", locale=language),
            "count": sum(slot.free for slot in slots),
            "current": day == chosen,
        }
        for day, slots in days.items()
    ]
