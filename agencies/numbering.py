"""Public numbers: gap-free series, registration numbers with a check digit, permit numbers from a pattern, secrets."""

import re
import secrets
from datetime import date
from string import Formatter

from django.db import connection
from django.db.transaction import TransactionManagementError

from agencies.models import Agency, NumberSeries
from ptsp_portal.lib.identifiers import CROCKFORD, check_digit_fits, with_check_digit

REGISTRATION_NUMBER = re.compile(r"[A-Z0-9]{2,16}-[0-9]{4}-[0-9]{6,}-[0-9]")
LONGEST_PERMIT_NUMBER = 50
SECRET_LENGTH = 8
ROMAN_MONTHS = "I II III IV V VI VII VIII IX X XI XII".split()
TOKENS = ("klasifikasi", "urut", "kode_izin", "kode_kantor", "bulan_romawi", "tahun")
ORDINAL_FORMAT = re.compile(r"(0?[1-9])?")


def draw(office: Agency, kind: str, year: int, type_code: str = "") -> int:
    """The next number (from 1) of one office's series, `year` being the year of the office's local time.

    The series row stays locked until the caller's transaction ends, and a rollback gives the number back: no gap, no
    number twice. Raises TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("a number is drawn inside the transaction that uses it")
    series = {"office": office, "kind": kind, "type_code": type_code, "year": year}
    locked = NumberSeries.objects.select_for_update(no_key=True).filter(**series)
    row = locked.first()
    if row is None:
        # Two first draws at once: the second waits here for the first, then finds its row.
        NumberSeries.objects.bulk_create([NumberSeries(**series)], ignore_conflicts=True)
        row = locked.get()
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def registration_number(office: Agency, year: int, ordinal: int) -> str:
    """ "BATAM-2026-000123-8": the office's short code, year, six digits or more, and the check digit of all before it.

    Raises ValueError for an office without a short code.
    """
    if not office.short_code:
        raise ValueError(f"{office} has no short code, so it registers nothing")
    return with_check_digit(f"{office.short_code}-{year}-{ordinal:06}")


def bill_number(office: Agency, year: int, ordinal: int) -> str:
    """ "SKRD-BATAM-2026-000012-3": typed at a bank's counter, so with a check digit like a registration number."""
    return f"SKRD-{registration_number(office, year, ordinal)}"


def complaint_number(office: Agency, year: int, ordinal: int) -> str:
    """ "ADU-BATAM-2026-000012-3", and "ADU-ITDA2171-2026-000001-4" of an inspectorate, which registers nothing else."""
    short = office.short_code or f"ITDA{office.region_id.replace('.', '')}"
    return f"ADU-{with_check_digit(f'{short}-{year}-{ordinal:06}')}"


def normalise_registration_number(text: str) -> str:
    """As printed: upper case, without spaces; long dashes as people paste them become hyphens."""
    return re.sub(r"[‐-―−]", "-", re.sub(r"\s+", "", str(text))).upper()


def is_registration_number(text: str) -> bool:
    """True when the text, whatever its case and spacing, is a registration number whose check digit fits."""
    number = normalise_registration_number(text)
    return bool(REGISTRATION_NUMBER.fullmatch(number)) and check_digit_fits(number)


def permit_number(
    pattern: str, *, classification: str, ordinal: int, type_code: str, office_code: str, local_date: date
) -> str:
    """The number of a permit from its standard's pattern (product.md, "Number, document, signature").

    Tokens: {klasifikasi} {urut} or {urut:04} {kode_izin} {kode_kantor} {bulan_romawi} {tahun}; {urut} must be there, or
    two permits would get one number. Raises ValueError for any other token and beyond 50 characters.
    """
    values = {
        "klasifikasi": classification,
        "urut": ordinal,
        "kode_izin": type_code,
        "kode_kantor": office_code,
        "bulan_romawi": ROMAN_MONTHS[local_date.month - 1],
        "tahun": local_date.year,
    }
    check_tokens(pattern)
    number = pattern.format(**values)
    if len(number) > LONGEST_PERMIT_NUMBER:
        raise ValueError(f"permit number longer than {LONGEST_PERMIT_NUMBER} characters: {number}")
    return number


def longest_permit_number(pattern: str, *, classification: str, ordinal: int, type_code: str, office_code: str) -> str:
    """The longest that an office may draw under this pattern with so many a year.

    Raises ValueError as `permit_number`, but not for its length.
    """
    check_tokens(pattern)
    return pattern.format(
        klasifikasi=classification,
        urut=ordinal,
        kode_izin=type_code,
        kode_kantor=office_code,
        bulan_romawi=max(ROMAN_MONTHS, key=len),
        tahun=9999,
    )


def check_tokens(pattern: str) -> None:
    """Only bare known names: a pattern is data that people edit, so no attribute, index or conversion gets through.

    Raises ValueError for anything else, and without {urut}.
    """
    tokens = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(pattern) if name is not None]
    for name, spec, conversion in tokens:
        allowed = bool(ORDINAL_FORMAT.fullmatch(spec)) if name == "urut" else not spec
        if name not in TOKENS or conversion or not allowed:
            raise ValueError(f"unknown token {{{name}{':' if spec else ''}{spec}}} in the number pattern {pattern!r}")
    if "urut" not in {name for name, _, _ in tokens}:
        raise ValueError(f"the number pattern {pattern!r} lacks {{urut}}")


def crockford(length: int) -> str:
    """Random characters of Crockford's base 32 (5 bits each), from the system's secure source."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(length))


def tracking_secret() -> str:
    """The secret on a receipt: 8 characters, 40 bits; guessing is slowed down by the page's rate limit."""
    return crockford(SECRET_LENGTH)
