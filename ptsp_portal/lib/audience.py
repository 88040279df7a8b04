"""Who a page is for. Every view declares it; a view without a declaration is refused, and a test fails the build."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404

# Pages of libraries that guard themselves: sign-in pages, the admin (staff only), static files in development.
THIRD_PARTY = ("allauth.", "django.contrib.admin", "django.contrib.staticfiles", "django.views.static")


def public(view):
    """Anyone, signed in or not."""
    view.audience = "public"
    return view


def signed_in(view):
    """Anyone with an account; which rows they see is the view's scope."""
    guarded = login_required(view)
    guarded.audience = "signed_in"
    return guarded


def office(view):
    """People in office today: at least one current membership. Others get 404."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.in_office:
            raise Http404
        return view(request, *args, **kwargs)

    guarded = login_required(guarded)
    guarded.audience = "office"
    return guarded


def demo_only(view):
    """Pages that exist only in a demo or under DEBUG."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    guarded.audience = "public"
    return guarded


class AudienceMiddleware:
    """Default deny, and nothing that a signed-in person sees is kept by a cache on the way."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response

    def process_view(self, request, view, args, kwargs):
        if not hasattr(view, "audience") and not view.__module__.startswith(THIRD_PARTY):
            raise PermissionDenied("view without an audience")
