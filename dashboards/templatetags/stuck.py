"""Words of the pages of stuck files: shares, expected numbers, and a phone number that a phone can dial."""

import re

from babel.numbers import format_decimal
from django import template
from django.utils.translation import get_language

register = template.Library()
NOT_DIALLED = re.compile(r"[^0-9+]")


def _language() -> str:
    return "id" if (get_language() or "id").startswith("id") else "en"


@register.filter
def percent(share: float | None) -> str:
    """12 % of 0.12, whole percents; – for None."""
    return "–" if share is None else f"{format_decimal(round(100 * share), locale=_language())} %"


@register.filter
def one_place(value: float) -> str:
    """3,4 (3.4 in English), and 0 without a decimal."""
    return format_decimal(round(value, 1), format="#,##0.#", locale=_language())


@register.filter
def dialled(phone: str) -> str:
    """The number as `tel:` wants it; what stands after a slash or in brackets is another number."""
    return NOT_DIALLED.sub("", re.split(r"[/,;]|ext", phone)[0])


@register.filter
def of(words: dict, key: str):
    """The words of a key."""
    return words.get(key, "")
