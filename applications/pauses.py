"""When the clock may stop for the applicant without the superior's consent (rule 3: a clarification is no way to win time).

Source: handbook 2.4 and 2.6; the last two working days are kept free of late questions, as the criticism of PP 28/2025 asks.
"""

from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from agencies.clock import Reckoning

LAST_DAYS = 2
ALLOWANCE_USED_UP = _("Jatah jeda menurut standar layanan ini sudah terpakai (%(allowed)d kali).")
TOO_LATE = _("Waktu layanan tinggal kurang dari dua hari kerja.")


def why_consent(reckoning: Reckoning, pauses_allowed: int) -> str:
    """Why the next pause needs the superior's consent, in words; "" when it does not, or when no days are counted yet."""
    if not reckoning.counts:
        return ""
    if reckoning.pauses >= pauses_allowed:
        return ALLOWANCE_USED_UP % {"allowed": pauses_allowed}
    return str(TOO_LATE) if reckoning.left < Fraction(LAST_DAYS) else ""
