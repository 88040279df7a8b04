"""/lacak/: where a file stands, for whoever holds its receipt. No personal data; the secret is posted, never in a URL."""

import hmac
from datetime import timedelta
from functools import cache

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from agencies.numbering import normalise_registration_number
from applications.models import Application
from applications.progress import progress_of
from ptsp_portal.lib.audience import public
from ptsp_portal.lib.codes import typed_code
from ptsp_portal.lib.crypto import seal, unseal
from ptsp_portal.lib.limits import Limit, client_ip

# A village may share one address, so an address alone has far more tries than one number from one address.
PER_NUMBER = Limit("track-number", tries=20, window=timedelta(minutes=10))
PER_ADDRESS = Limit("track-address", tries=300, window=timedelta(minutes=10))
NOT_FOUND = _(
    "Nomor dan kode ini tidak cocok dengan berkas mana pun. Periksa keduanya pada tanda terima Anda; "
    "huruf besar atau kecil, spasi dan tanda hubung pada kode tidak berpengaruh."
)
TOO_MANY = _(
    "Terlalu banyak percobaan yang keliru. Tunggu 10 menit lalu coba lagi, atau tanyakan ke loket dengan tanda terima Anda."
)


class TrackingForm(forms.Form):
    number = forms.CharField(
        label=_("Nomor registrasi"),
        max_length=60,
        error_messages={"required": _("Isi nomor yang tertulis di tanda terima.")},
    )
    secret = forms.CharField(
        label=_("Kode lacak"), max_length=40, error_messages={"required": _("Isi kode yang tertulis di tanda terima.")}
    )


@public
def track(request):
    """GET shows the form (?nomor= fills in the number that the QR carries); POST answers on the same page."""
    if request.method != "POST":
        return _page(request, TrackingForm(initial={"number": request.GET.get("nomor", "")[:60]}))
    form = TrackingForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    number = normalise_registration_number(form.cleaned_data["number"])
    address = client_ip(request)
    if PER_NUMBER.is_reached(address, number) or PER_ADDRESS.is_reached(address):
        return _page(request, form, problem=TOO_MANY, status=429)
    application = _opened(number, form.cleaned_data["secret"])
    if application is None:
        PER_NUMBER.count(address, number)
        PER_ADDRESS.count(address)
        return _page(request, form, problem=NOT_FOUND, status=404)
    context = {"application": application, "progress": progress_of(application), "zone": application.office.region.zone}
    return _private(render(request, "applications/public/tracked.html", context))


def _opened(number: str, secret: str) -> Application | None:
    """The file when the secret is its own. A wrong number costs the same work as a wrong secret.

    Not a scope of rows: number and secret together are the permission (reliability rule 17).
    """
    application = Application.objects.filter(registration_number=number).with_names().select_related("standard").first()
    kept = application.tracking_secret if application else unseal(_decoy())
    same = hmac.compare_digest(typed_code(secret).encode(), typed_code(kept).encode())
    return application if application and kept and same else None


@cache
def _decoy() -> str:
    """A sealed text that is opened in place of a secret when there is no such number."""
    return seal("0" * 8)


def _page(request, form, problem=None, status=200):
    context = {"form": form, "problem": problem}
    return _private(render(request, "applications/public/track.html", context, status=status))


def _private(response):
    response["Cache-Control"] = "no-store"
    return response
