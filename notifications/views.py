"""Reading messages: everybody's own, and in a demo all e-mails of this portal."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from notifications.inbox import open_message, parted
from notifications.models import Message
from ptsp_portal.lib.audience import demo_only, signed_in

ROWS = 25


@signed_in
@require_safe
def inbox(request):
    """My messages, newest first, the unread ones marked."""
    rows, following = _page(request, Message.objects.in_app_of(request.user))
    for row in rows:
        row.words, row.way_on = parted(row.text, row.link)
    base = "base_office.html" if request.user.in_office else "base_public.html"
    return render(request, "notifications/inbox.html", {"rows": rows, "following": following, "base": base})


@signed_in
@require_safe
def message(request, uuid):
    """Marks it as read and goes where it points."""
    mine = open_message(uuid, by=request.user)
    if mine is None:
        raise Http404
    if mine.link.startswith("/") and url_has_allowed_host_and_scheme(mine.link, allowed_hosts=None):
        return redirect(mine.link)
    return redirect("notifications:inbox")


@demo_only
@require_safe
def mailbox(request):
    """The e-mails and SMS of a demo, newest first, for one address or all; no sign-in, because sign-up mails land here."""
    address = request.GET.get("alamat", "").strip()
    mails = Message.objects.outgoing()
    if address:
        mails = mails.filter(address__iexact=address.replace("\0", ""))
    rows, following = _page(request, mails)
    return render(request, "notifications/mailbox.html", {"rows": rows, "following": following, "address": address})


@demo_only
@require_safe
def mail(request, uuid):
    """One e-mail or SMS of a demo as its reader gets it."""
    return render(
        request, "notifications/mail.html", {"mail": get_object_or_404(Message.objects.outgoing(), uuid=uuid)}
    )


def _page(request, rows):
    """(rows of this page, the UUID after which the next page begins, or None). A strange cursor begins at the newest."""
    try:
        before = rows.filter(uuid=UUID(request.GET.get("after", ""))).first()
    except ValueError:
        before = None
    page = list(rows.newest_first(before)[: ROWS + 1])
    return page[:ROWS], page[ROWS - 1].uuid if len(page) > ROWS else None
