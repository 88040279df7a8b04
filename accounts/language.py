"""The language: Indonesian until somebody switches; the cookie is written the same way by the switch and at sign-in."""

from django.conf import settings
from django.utils import translation
from django.utils.cache import patch_vary_headers

A_YEAR = 365 * 24 * 3600


def remember_language(response, language: str):
    """The response, carrying the cookie that ChosenLanguage reads."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=A_YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


class ChosenLanguage:
    """Indonesian unless this browser chose otherwise by the switch.

    Not Django's LocaleMiddleware: many phones here are set to English by their maker, and their owners read Indonesian.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response
