"""Numbers as people type them in Indonesia and elsewhere: 13.960.000,50 and 13,960,000.50. What can be read in two ways is refused.

read_number("1.250,5")            Decimal("1250.5")
read_number(13.96)                Decimal("13.96"): a number of a spreadsheet is what it is
read_number("1.250")              raises Unclear: 1250 or 1,25?
read_number("1.250", whole=True)  Decimal("1250"): people and projects are not counted in parts
"""

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

MONEY_MARKS = re.compile(r"^(rp\.?|idr|us\$|usd|\$)\s*", re.IGNORECASE)
MOST_DIGITS = 18


class Unclear(ValueError):
    """Not a number, or one that can be read in two ways; `str()` is the sentence for whoever typed it."""


def read_number(cell, *, whole=False) -> Decimal | None:
    """None for an empty cell. Negative numbers are refused: nothing that is counted here goes below zero."""
    if cell is None or cell == "":
        return None
    value = Decimal(repr(cell)) if isinstance(cell, (int, float)) else _typed(str(cell), whole)
    if value < 0:
        raise Unclear(_("tidak boleh negatif"))
    if whole and value != value.to_integral_value():
        raise Unclear(_("harus bilangan bulat"))
    if value and value.adjusted() >= MOST_DIGITS:
        raise Unclear(_("terlalu besar"))
    return value


def _typed(text: str, whole: bool) -> Decimal:
    bare = MONEY_MARKS.sub("", text.strip().replace(" ", ""))
    if bare.startswith("(") and bare.endswith(")"):  # how accountants write it
        bare = f"-{bare[1:-1]}"
    sign, bare = ("-", bare[1:]) if bare[:1] in ("-", "−") else ("", bare.removeprefix("+"))
    if re.search(r"[A-Za-z]", bare):
        raise Unclear(_("tulis angka penuh tanpa kata atau satuan, bukan “%(text)s”") % {"text": text[:40]})
    if not re.fullmatch(r"[0-9][0-9.,]*", bare):
        raise Unclear(_("“%(text)s” bukan angka") % {"text": text[:40]})
    try:
        return Decimal(sign + _with_point(bare, text, whole))
    except InvalidOperation as error:
        raise Unclear(_("“%(text)s” bukan angka") % {"text": text[:40]}) from error


def _with_point(bare: str, text: str, whole: bool) -> str:
    """The digits with a decimal point and nothing between them."""
    dots, commas = bare.count("."), bare.count(",")
    if not dots and not commas:
        return bare
    if dots and commas:
        decimal = "." if bare.rindex(".") > bare.rindex(",") else ","
        if bare.count(decimal) > 1:
            raise Unclear(_("titik dan koma pada “%(text)s” tidak beraturan") % {"text": text[:40]})
        front, _mark, back = bare.rpartition(decimal)
        return f"{_ungrouped(front, ',' if decimal == '.' else '.', text)}.{back}"
    mark = "." if dots else ","
    if dots + commas > 1:
        return _ungrouped(bare, mark, text)
    front, _mark, back = bare.partition(mark)
    if len(back) != 3 or front == "0":
        return f"{front}.{back}" if back else front
    if whole:
        return front + back
    raise Unclear(
        _("“%(text)s” bisa berarti %(one)s atau %(other)s; tulis %(one)s tanpa titik, atau dengan dua angka desimal")
        % {"text": text[:40], "one": front + back, "other": f"{front},{back}"}
    )


def _ungrouped(front: str, mark: str, text: str) -> str:
    groups = front.split(mark)
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(each) != 3 for each in groups[1:])):
        raise Unclear(_("titik dan koma pada “%(text)s” tidak beraturan") % {"text": text[:40]})
    return "".join(groups)
