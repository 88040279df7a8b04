"""Where people land after sign-in, and the language switch. The sign-in pages themselves are the library's."""

from django.http import HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts import actions
from accounts.language import remember_language
from accounts.models import User
from ptsp_portal.lib.audience import public, signed_in


@signed_in
def after_sign_in(request):
    """People in office to their desk, everybody else to their filings."""
    try:
        return redirect(reverse("applications:desk_home" if request.user.in_office else "applications:my_filings"))
    except NoReverseMatch:
        return redirect("/")


@public
@require_POST
def set_language(request):
    """Switch and go back to the page; signed in, the choice is kept for the messages too. Harmless when sent twice."""
    language = request.POST.get("language", "")
    if language not in dict(User._meta.get_field("language").choices):
        return HttpResponseBadRequest()
    if request.user.is_authenticated:
        actions.change_language(language, by=request.user)
    target = request.POST.get("next", "")
    # A bare word is no page of ours: redirect() would look for a view of that name.
    is_ours = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return remember_language(redirect(target if is_ours else "/"), language)
