"""The sign-in library tells by signals what happened; the journal is told here.

Failed attempts are limited by the library and stay out of the journal: it is append-only, and nobody without an account
may make it grow.
"""

from allauth.account import signals
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver

from accounts.actions import note


@receiver(signals.user_signed_up)
def signed_up(user, **_facts):
    note("account.signed_up", user)


@receiver(signals.email_confirmed)
def email_confirmed(email_address, **_facts):
    note("account.email_confirmed", email_address.user)


@receiver(signals.user_logged_in)
def signed_in(user, **_facts):
    note("account.signed_in", user)


@receiver(user_logged_out)
def signed_out(user, **_facts):
    if user is not None and user.is_authenticated:
        note("account.signed_out", user)


@receiver(signals.password_changed)
def password_changed(user, **_facts):
    note("account.password_changed", user)


@receiver(signals.password_reset)
def password_reset(user, **_facts):
    note("account.password_reset", user)
