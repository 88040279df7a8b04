"""How sign-up and sign-in differ from the library's defaults: name and language are kept, mails name this portal's address."""

from types import SimpleNamespace
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils.translation import get_language

from accounts.language import remember_language
from ptsp_portal.lib.limits import client_ip


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Anybody may file, so anybody may have an account."""
        return True

    def save_user(self, request, user, form, commit=True):
        user = super().save_user(request, user, form, commit=False)
        user.full_name = form.cleaned_data["full_name"]
        user.language = "en" if (get_language() or "").startswith("en") else "id"
        if commit:
            user.save()
        return user

    def post_login(self, request, user, **facts):
        """The language last chosen by this person, on whatever device; a choice made in this browser just now stays."""
        response = super().post_login(request, user, **facts)
        if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
            return response
        return remember_language(response, user.language)

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Wrong passwords are counted by (account, address), never by the account alone: a stranger can't lock a head out,
        and a village behind one address is not locked out by one forgetful neighbour (reliability rule 19)."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}|{client_ip(request)}"

    def format_email_subject(self, subject):
        return f"{settings.SITE_NAME}: {subject}"

    def send_mail(self, template_prefix, email, context):
        """Names and links are of SITE_URL, never of the Host header of whoever asked for the mail (reliability rule 29)."""
        context = {key: _on_this_site(value) if key.endswith("_url") else value for key, value in context.items()}
        site = SimpleNamespace(name=settings.SITE_NAME, domain=urlsplit(settings.SITE_URL).netloc)
        super().send_mail(template_prefix, email, {**context, "current_site": site, "site_name": settings.SITE_NAME})


def _on_this_site(url: str) -> str:
    home, parts = urlsplit(settings.SITE_URL), urlsplit(str(url))
    return urlunsplit((home.scheme, home.netloc, parts.path, parts.query, parts.fragment))
