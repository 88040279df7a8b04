"""The link behind which somebody sets the first password: the same as of "forgot my password", mailed by the outbox."""

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse


def password_link(user) -> str:
    """Absolute; good until the password is set, PASSWORD_RESET_TIMEOUT at most."""
    parts = {"uidb36": user_pk_to_url_str(user), "key": app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)}
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=parts)
