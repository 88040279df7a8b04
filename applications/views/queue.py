"""/antrean/…: anybody takes a number, follows it, and reads the display of the waiting room. No personal data anywhere."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from applications.actions.queue import take_ticket
from applications.counter_hours import is_open, local_day
from applications.models import CounterSetting, QueueTicket
from applications.queue_board import before, board_of, rows_of
from audit.replay import once
from ptsp_portal.lib.audience import public
from ptsp_portal.lib.limits import Limit, client_ip
from ptsp_portal.lib.rules import Refused

# A whole waiting room may share one connection, and a kiosk is one address: only a machine comes faster than this.
PER_ADDRESS = Limit("queue-tickets", tries=60, window=timedelta(minutes=10))
TOO_FAST = gettext_lazy(
    "Terlalu banyak nomor diambil dari sambungan ini dalam sepuluh menit. Minta nomor kepada petugas loket."
)
DISPLAY_SECONDS, TICKET_SECONDS = 15, 30


@public
@once
def kiosk(request, office_slug):
    """Take a number; POST `letter`."""
    setting = _open_queue(office_slug)
    if request.method == "POST":
        address = client_ip(request)
        if PER_ADDRESS.is_reached(address):
            raise Refused(TOO_FAST)
        by = request.user if request.user.is_authenticated else None
        ticket = take_ticket(setting.office_id, request.POST.get("letter", "")[:1], by=by)
        PER_ADDRESS.count(address)
        messages.success(request, _("Nomor Anda %(number)s.") % {"number": ticket})
        return redirect("applications:ticket", ticket.uuid)
    context = {
        "setting": setting,
        "office": setting.office,
        "rows": [row for row in rows_of(setting) if row.letter in setting.letters],
        "is_open": is_open(setting.office),
    }
    return render(request, "applications/queue/kiosk.html", context)


@public
@require_safe
def ticket(request, uuid):
    """One number: how many come before it, or to which counter it is called. The random address is its holder's key."""
    row = get_object_or_404(QueueTicket.objects.select_related("office__region"), uuid=uuid)
    is_today = row.on == local_day(row.office)
    ahead = before(row) if is_today else None
    context = {
        "ticket": row,
        "office": row.office,
        "ahead": ahead,
        "is_today": is_today,
    }
    response = render(request, "applications/queue/ticket.html", context)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    if is_today and not (row.served_at or row.skipped_at):
        response["Refresh"] = str(TICKET_SECONDS)
    return response


@public
@require_safe
def display(request, office_slug):
    """For a television in the waiting room; reads itself anew without scripts."""
    setting = _open_queue(office_slug)
    context = {"office": setting.office, "board": board_of(setting)}
    response = render(request, "applications/queue/display.html", context)
    response["Refresh"] = str(DISPLAY_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def _open_queue(office_slug) -> CounterSetting:
    setting = get_object_or_404(CounterSetting.objects.public(), office__slug=office_slug)
    if not setting.queue_on:
        raise Http404
    return setting
