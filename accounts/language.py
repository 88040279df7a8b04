"""The language cookie, written the same way by the switch and at sign-in."""

from django.conf import settings

A_YEAR = 365 * 24 * 3600


def remember_language(response, language: str):
    """The response, carrying the cookie that LocaleMiddleware reads."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=A_YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
