"""How places, countries, quarters and sums of investment are written on pages and found again in files."""

import re
import unicodedata
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.numbers import format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

ROMAN = ("I", "II", "III", "IV")
NO_COUNTRY = "ZZ"  # a sum that was published without countries
NOT_BROKEN_DOWN = {"tidak dirinci", "tidak dirinci menurut negara", "gabungan negara", "not broken down", "zz"}
OTHER_NAMES = {
    "rrt": "CN", "china": "CN", "cina": "CN", "tiongkok": "CN", "rr tiongkok": "CN", "hongkong": "HK", "hong kong": "HK",
    "hongkong rrt": "HK", "korea": "KR", "republik korea": "KR", "south korea": "KR", "usa": "US", "amerika": "US",
    "britania raya": "GB", "inggris": "GB", "belanda": "NL", "taiwan": "TW", "kepulauan virgin inggris": "VG",
    "british virgin islands": "VG", "uea": "AE", "rusia": "RU", "vietnam": "VN",
}  # fmt: skip
SCALES = ((Decimal(10) ** 12, "T"), (Decimal(10) ** 9, "M"), (Decimal(10) ** 6, "jt"))


def language() -> str:
    return "id" if (get_language() or "id").startswith("id") else "en"


def folded(text: str) -> str:
    """For comparing names: small letters and digits, one space between, no accents."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", bare.casefold()).strip()


def country_words(code: str) -> str:
    if code == NO_COUNTRY:
        return _("Tidak dirinci menurut negara")
    return Locale(language()).territories.get(code, code)


@cache
def country_codes() -> dict[str, str]:
    """{folded name in either language, or the code itself: ISO code}."""
    found = {}
    for tongue in ("en", "id"):
        for code, name in Locale(tongue).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("ZZ", "EU", "EZ", "UN", "XA", "XB"):
                found |= {folded(name): code, folded(code): code}
    return found | OTHER_NAMES | dict.fromkeys(NOT_BROKEN_DOWN, NO_COUNTRY)


def quarter_words(first: int, last: int) -> str:
    """Triwulan III, or Triwulan I–III for a sum over several."""
    span = ROMAN[first - 1] if first == last else f"{ROMAN[first - 1]}–{ROMAN[last - 1]}"
    return _("Triwulan %(span)s") % {"span": span}


def sum_words(value) -> str:
    """Rp13,96 triliun | IDR 13.96 trillion: three digits that count, as leaders quote it."""
    value = Decimal(value)
    names = {"T": _("triliun"), "M": _("miliar"), "jt": _("juta")}
    for size, scale in SCALES:
        if value >= size:
            return f"{_('Rp')}{_decimal(value / size)} {names[scale]}"
    return f"{_('Rp')}{_decimal(value)}"


def short_sum(value) -> str:
    """13,96 T: over a column. In English 13.96 tn."""
    value = Decimal(value)
    names = {"T": _("T"), "M": _("M"), "jt": _("jt")}
    for size, scale in SCALES:
        if value >= size:
            return f"{_decimal(value / size)} {names[scale]}"
    return _decimal(value)


def _decimal(value) -> str:
    return format_decimal(value, format="#,##0.##", locale=language())
