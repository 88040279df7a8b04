"""Dates and numbers in words, as Indonesian letters write them; `language` is "id" (the default) or "en".

Letters are always Indonesian. Pages and messages pass the reader's language. Nothing here reads the clock.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import lokal
from babel.dates import format_date

ZONE_NAMES = {timedelta(hours=7): "WIB", timedelta(hours=8): "WITA", timedelta(hours=9): "WIT"}


def date_words(day: date, language: str = "id") -> str:
    """24 Agustus 2026 | 24 August 2026. A moment is refused (ValueError): its date depends on a time zone."""
    return format_date(_plain(day), "d MMMM y", locale=_locale(language))


def day_words(day: date, language: str = "id") -> str:
    """Senin, 24 Agustus 2026 | Monday, 24 August 2026."""
    return format_date(_plain(day), "EEEE, d MMMM y", locale=_locale(language))


def moment_words(at: datetime, zone: ZoneInfo | str, language: str = "id") -> str:
    """Senin, 24 Agustus 2026 pukul 14.30 WIB | Monday, 24 August 2026 at 14:30 WIB.

    `at` must be aware (ValueError otherwise); `zone` is the office's own. Outside Indonesia's three zones the
    offset stands in place of the zone's name.
    """
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be put in words")
    local = at.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)
    at_word, dot = ("pukul", ".") if language == "id" else ("at", ":")
    clock = f"{local:%H}{dot}{local:%M} {ZONE_NAMES.get(local.utcoffset()) or local.strftime('UTC%z')}"
    return f"{day_words(local.date(), language)} {at_word} {clock}"


def rupiah(amount: int | Decimal) -> str:
    """Rp1.500.000; whole rupiah when there are no cents, otherwise Rp1.500.000,50."""
    return lokal.format_rupiah(amount, decimals=amount != int(amount))


def working_days(count: int, language: str = "id") -> str:
    """14 hari kerja | 14 working days | 1 working day."""
    if language == "id":
        return f"{count} hari kerja"
    return f"{count} working day" if count == 1 else f"{count} working days"


def grouped(code: str, size: int = 4) -> str:
    """ABCD1234 -> ABCD-1234: a secret or verification code as people read it aloud."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def _plain(day: date) -> date:
    if isinstance(day, datetime):
        raise ValueError("give the local date, not a moment")
    return day


def _locale(language: str) -> str:
    return "id" if language == "id" else "en"
