"""Numbers the Indonesian way ("1.234,5"), money in whole rupiah, dates."""

import re
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _
from lokal.terbilang import terbilang

from applications.schema.kinds.base import Kind, KindField, help_for, plain_text
from applications.schema.spec import FIRST_DAY, LAST_DAY

HIGHEST_INTEGER = 10**12
HIGHEST_MONEY = 10**15
DECIMAL_BOUND = Decimal(10) ** 12
PLACES = 4
MONTHS = {
    name: number
    for number, names in enumerate(
        ("januari jan january", "februari feb february pebruari", "maret mar march", "april apr", "mei may", "juni jun june",
         "juli jul july", "agustus agu ags aug august", "september sep sept", "oktober okt october oct",
         "november nov nopember", "desember des december dec"), start=1)
    for name in names.split()
}  # fmt: skip


def read_number(text: str) -> Decimal:
    """Indonesian first: "1.234,5", "1.234" (thousands), "12,5". Also "1234.5", "0.125", "1,234.5", "1 234".

    A lone separator before exactly three digits is read the Indonesian way: a dot groups, a comma is the decimal sign;
    the page then says how it was read. Raises ValidationError for anything else.
    """
    bare = re.sub(r"[\s_']", "", text).replace("\u2212", "-")
    sign, body = ("-", bare[1:]) if bare.startswith("-") else ("", bare.removeprefix("+"))
    if not re.fullmatch(r"[0-9][0-9.,]*", body) or len(body) > 40:
        raise ValidationError(_("Isian ini harus berupa angka, misalnya 1.234,5."))
    whole, fraction = _split(body)
    if whole is None:
        raise ValidationError(_("Letak titik atau koma pada angka ini tidak jelas. Tulis misalnya 1.234,5."))
    return Decimal(f"{sign}{whole}.{fraction or '0'}")


def _split(body: str):
    """("1234", "5"), or (None, None) when groups and decimal sign contradict each other."""
    last_dot, last_comma = body.rfind("."), body.rfind(",")
    if last_dot < 0 and last_comma < 0:
        return body, ""
    if last_dot >= 0 and last_comma >= 0:
        mark = "," if last_comma > last_dot else "."
    else:
        mark = _lone_mark(body, "," if last_comma >= 0 else ".")
    group = "." if mark == "," else ","
    whole, _sign, fraction = body.partition(mark) if mark else (body, "", "")
    group = ("." if "." in body else ",") if mark is None else group
    if group in fraction or (mark and mark in fraction) or (mark and not fraction):
        return None, None
    if group in whole and not re.fullmatch(rf"[1-9][0-9]{{0,2}}(\{group}[0-9]{{3}})+", whole):
        return None, None
    return whole.replace(group, ""), fraction


def _lone_mark(body: str, found: str):
    """Whether the only kind of separator is the decimal sign (then it is returned) or groups thousands (None)."""
    if body.count(found) > 1:
        return None
    if found == ",":
        return ","
    whole, fraction = body.split(".")
    grouping = len(fraction) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    return None if grouping else "."


def grouped(number: int) -> str:
    """6000 -> "6.000": money, where four digits are no year."""
    return f"{number:,}".replace(",", ".")


def write_number(value) -> str:
    """1234567.5 -> "1.234.567,5"; four digits stay together ("2026"), so years look like years."""
    number = Decimal(value)
    text = f"{abs(number):f}"
    whole, _dot, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    if len(whole) > 4:
        whole = grouped(int(whole))
    return f"{'-' if number < 0 else ''}{whole}{',' + fraction if fraction else ''}"


class IntegerKind(Kind):
    name = "integer"
    highest = HIGHEST_INTEGER
    attrs = {"inputmode": "numeric", "autocomplete": "off"}

    def form_field(self, spec, context):
        return KindField(self, spec, context, widget=forms.TextInput(attrs=dict(self.attrs)),
                         help_text=help_for(spec, context, self.hint()))  # fmt: skip

    def hint(self) -> str:
        return ""

    def read(self, value) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, (int, str, Decimal)):
            raise ValidationError(_("Isian ini harus berupa angka."))
        number = read_number(plain_text(value, 60)) if isinstance(value, str) else Decimal(value)
        if not number.is_finite():
            raise ValidationError(_("Isian ini harus berupa angka."))
        return number

    def check(self, value, spec, context):
        number = self.read(value)
        if number != number.to_integral_value():
            raise ValidationError(_("Isian ini harus bilangan bulat, tanpa koma."))
        return int(self.within(number, spec, 0, self.highest))

    def within(self, number, spec, low, high):
        low = low if spec.low is None else spec.low
        high = high if spec.high is None else spec.high
        if not low <= number <= high:
            raise ValidationError(
                _("Angka ini di luar batas: harus dari %(low)s sampai %(high)s.")
                % {"low": write_number(low), "high": write_number(high)}
            )
        return number

    def from_json(self, stored, spec=None):
        if isinstance(stored, bool) or not isinstance(stored, int):
            raise TypeError("not a whole number")
        return stored

    def show(self, value, language="id", spec=None, *, full=False):
        return "" if self.empty(value) else write_number(value)

    def initial(self, value):
        return "" if self.empty(value) else write_number(value)

    def understood(self, raw, value):
        """A dot before three digits may have been meant as a decimal sign."""
        if not re.fullmatch(r"[0-9]{1,3}[.,][0-9]{3}", str(raw).strip()):
            return ""
        words = f" ({terbilang(value)})"
        return _("Kami membaca %(raw)s sebagai %(value)s%(words)s. Ubah bila maksud Anda lain.") % {
            "raw": raw, "value": write_number(value), "words": words,
        }  # fmt: skip


class DecimalKind(IntegerKind):
    name = "decimal"
    attrs = {"inputmode": "decimal", "autocomplete": "off"}

    def hint(self):
        return _("Koma untuk pecahan, misalnya 12,5.")

    def check(self, value, spec, context):
        number = self.read(value)
        if -number.as_tuple().exponent > PLACES and number != round(number, PLACES):
            raise ValidationError(_("Paling banyak %(places)s angka di belakang koma.") % {"places": PLACES})
        number = self.within(number, spec, 0, DECIMAL_BOUND)
        return number.normalize() if number else Decimal(0)

    def to_json(self, value):
        return None if value is None else f"{value:f}"

    def from_json(self, stored, spec=None):
        if isinstance(stored, bool) or not isinstance(stored, (str, int)) or len(str(stored)) > 40:
            raise TypeError("not a decimal")
        if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", str(stored)):
            raise ValueError("not a decimal")
        return Decimal(str(stored))


class MoneyKind(IntegerKind):
    """Whole rupiah. "Rp 1.500.000,00" is taken as well."""

    name = "money"
    highest = HIGHEST_MONEY

    def hint(self):
        return _("Dalam rupiah, misalnya 1.500.000.")

    def read(self, value):
        if isinstance(value, str):
            value = re.sub(r"^\s*(rp|idr)\.?\s*", "", value, flags=re.IGNORECASE)
            value = re.sub(r",-+\s*$", "", value)
        return super().read(value)

    def show(self, value, language="id", spec=None, *, full=False):
        return "" if self.empty(value) else f"Rp {int(value):,}".replace(",", ".")

    def initial(self, value):
        return "" if self.empty(value) else f"{int(value):,}".replace(",", ".")


class DateKind(Kind):
    """A day between 1900 and 2200. The browser's own date input; typed dates in the usual forms are read too."""

    name = "date"

    def form_field(self, spec, context):
        first, last = spec.low or FIRST_DAY, spec.high or LAST_DAY
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"min": first.isoformat(), "max": last.isoformat()})
        widget.input_type = "date"
        return KindField(self, spec, context, widget=widget)

    def check(self, value, spec, context):
        day = value if isinstance(value, date) else read_date(plain_text(value, 40))
        if not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError(_("Tanggal harus antara tahun 1900 dan 2200."))
        if spec.low and day < spec.low:
            raise ValidationError(_("Paling awal %(day)s.") % {"day": formats.date_format(spec.low, "j F Y")})
        if spec.high and day > spec.high:
            raise ValidationError(_("Paling akhir %(day)s.") % {"day": formats.date_format(spec.high, "j F Y")})
        return day

    def to_json(self, value):
        return None if value is None else value.isoformat()

    def from_json(self, stored, spec=None):
        return date.fromisoformat(stored)

    def show(self, value, language="id", spec=None, *, full=False):
        return "" if self.empty(value) else formats.date_format(value, "j F Y")

    def initial(self, value):
        return value.isoformat() if isinstance(value, date) else value


def read_date(text: str) -> date:
    """2026-08-24, 24-8-2026, 24/08/2026, 24.8.2026, 24 Agustus 2026."""
    found = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text)
    parts = found.groups() if found else None
    if found := re.fullmatch(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})", text):
        parts = found.group(3, 2, 1)
    if found := re.fullmatch(r"([0-9]{1,2})\s+([A-Za-z]+)\.?\s+([0-9]{4})", text):
        parts = (found.group(3), MONTHS.get(found.group(2).lower(), 0), found.group(1))
    if not parts:
        raise ValidationError(_("Tanggal belum terbaca. Tulis misalnya 24-08-2026."))
    try:
        return date(*(int(part) for part in parts))
    except ValueError as error:
        raise ValidationError(_("Tanggal “%(text)s” tidak ada dalam kalender.") % {"text": text}) from error
