"""Signing asks for the password again when the last time is a while ago (reliability rule 20)."""

from datetime import timedelta
from functools import wraps
from urllib.parse import urlencode

from allauth.account.signals import authentication_step_completed
from django.contrib import messages
from django.dispatch import receiver
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.sessions import BEGAN
from ptsp_portal.lib.moment import now

FRESH_FOR = timedelta(minutes=15)
CONFIRMED = "confirmed_at"


@receiver(authentication_step_completed)
def remember_confirmation(request, **_facts):
    """The password was given just now, at sign-in or when asked again."""
    request.session[CONFIRMED] = now().isoformat()


def is_fresh(request) -> bool:
    """The password was given within FRESH_FOR."""
    moments = [parse_datetime(request.session[key]) for key in (CONFIRMED, BEGAN) if key in request.session]
    return any(now() - moment <= FRESH_FOR for moment in moments)


def fresh_sign_in(view):
    """Goes under the audience decorator. Without a fresh password the page is asked for again after it was given.

    A POST is not kept meanwhile: what is signed is read once more first.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if is_fresh(request):
            return view(request, *args, **kwargs)
        if request.method == "POST":
            messages.info(
                request, _("Demi keamanan, masukkan kata sandi Anda sekali lagi. Belum ada yang ditandatangani.")
            )
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}")

    return guarded
