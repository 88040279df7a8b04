"""/verifikasi/: is this permit real, and does it still hold? Without personal data; wrong codes all answer alike."""

from datetime import timedelta

from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from applications.catalogue.shelf import local_day
from applications.models import Permit
from applications.permits import successor_of
from ptsp_portal.lib.audience import public
from ptsp_portal.lib.codes import typed_code
from ptsp_portal.lib.identifiers import initials
from ptsp_portal.lib.limits import Limit, client_ip

# 80 random bits can't be guessed; the limit only keeps the page from being used as a sieve.
PER_ADDRESS = Limit("verify-address", tries=120, window=timedelta(minutes=10))
CODE_LENGTH = 16
NOT_FOUND = _("Kode ini tidak cocok dengan izin mana pun yang diterbitkan melalui portal ini.")
TOO_MANY = _("Terlalu banyak kode yang keliru dari jaringan ini. Tunggu 10 menit lalu coba lagi.")
STATUS_WORDS = {  # live status: (tag, word, what it means)
    "active": ("ok", _("Berlaku"), _("Izin ini asli dan masih berlaku.")),
    "expired": ("late", _("Habis masa berlaku"), _("Izin ini asli, tetapi masa berlakunya sudah lewat.")),
    "suspended": (
        "late",
        _("Dibekukan"),
        _("Izin ini asli, tetapi sedang dibekukan; kegiatannya tidak boleh berjalan."),
    ),
    "revoked": ("late", _("Dicabut"), _("Izin ini pernah diterbitkan, tetapi sudah dicabut dan tidak berlaku.")),
    "closed": ("quiet", _("Ditutup"), _("Izin ini pernah diterbitkan, lalu ditutup atas permintaan pemegangnya.")),
    "superseded": ("quiet", _("Diganti"), _("Izin ini sudah diganti dengan izin yang lebih baru.")),
}


@public
def find_permit(request):
    """/verifikasi/: type the code that is printed under the QR."""
    code = typed_code(request.GET.get("kode", ""))[:40]
    if code:
        return redirect("applications:verify", code=code)
    return render(request, "applications/public/verify_form.html")


@public
def verify(request, code):
    """/verifikasi/<code>/: number, type, office, the holder's initials, dates and the status today."""
    address = client_ip(request)
    if PER_ADDRESS.is_reached(address):
        return _refusal(request, TOO_MANY, 429)
    permit = Permit.objects.public().filter(verification_code=typed_code(code)[: CODE_LENGTH + 1]).first()
    if permit is None:
        PER_ADDRESS.count(address)
        return _refusal(request, NOT_FOUND, 404)
    today = local_day(permit.office.region.zone)
    status = permit.live_status(today)
    kind, word, meaning = STATUS_WORDS[status]
    # The last act of each kind.
    acts = dict(permit.fulfilments.order_by("signed_at").values_list("application__kind", "signed_at"))
    context = {
        "permit": permit,
        "holder": initials(permit.shown_name),
        "kind": kind,
        "word": word,
        "meaning": meaning,
        "status": status,
        "has_ended": permit.valid_until is not None and permit.valid_until < today,
        # Its number, not its code: who holds the old paper shall see the new one, not conjure it up.
        "successor": successor_of(permit) if permit.status == Permit.Status.SUPERSEDED else None,
        "copied_at": acts.get("duplicate"),
        "closed_at": acts.get("closure"),
    }
    return render(request, "applications/public/verified.html", context)


def _refusal(request, text, status):
    return render(request, "applications/public/verify_form.html", {"problem": text}, status=status)
