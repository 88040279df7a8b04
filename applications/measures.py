"""Which measure an issued permit can bear now, and the words why not: reads only. Source: handbook 2.6.

Warnings come first (teguran 1–3), a suspension in between, and a revocation as a sanction only after them; false data or a
law that says so need no warning.
"""

from django.utils.translation import gettext_lazy as _

from applications.models import Permit, PermitMeasure
from ptsp_portal.lib.moment import now

Kind, Ground, Status = PermitMeasure.Kind, PermitMeasure.Ground, Permit.Status
MOST_WARNINGS = 3
BEARABLE = {  # measure: status in which the permit can bear it (as `live_status` says it)
    Kind.WARNING: ("active", "suspended"),
    Kind.SUSPENSION: ("active",),
    Kind.REINSTATEMENT: ("suspended",),
    Kind.REVOCATION: ("active", "suspended", "expired"),
}
NOT_NEEDING_WARNINGS = (Ground.FALSE_DATA, Ground.LAW)
WHY_NOT = {
    Kind.WARNING: _("Teguran hanya untuk izin yang berlaku atau dibekukan."),
    Kind.SUSPENSION: _("Hanya izin yang sedang berlaku yang dapat dibekukan."),
    Kind.REINSTATEMENT: _("Hanya izin yang sedang dibekukan yang dapat diaktifkan kembali."),
    Kind.REVOCATION: _("Izin ini sudah dicabut, diganti, atau ditutup."),
}
NO_MORE_WARNINGS = _("Teguran ketiga sudah diberikan. Langkah berikutnya adalah pembekuan atau pencabutan.")
NEEDS_WARNINGS = _(
    "Pencabutan sebagai sanksi baru dapat sesudah teguran ketiga atau selama izin dibekukan; teguran yang sudah diberikan: "
    "%(given)d. Bila datanya tidak benar atau peraturan mengharuskan, pilih dasar itu."
)


def local_day(permit):
    return permit.office.region.local_date(now())


def warnings_given(permit) -> int:
    return permit.measures.signed().filter(kind=Kind.WARNING).count()


def why_not(permit, kind, ground="") -> str:
    """ "" when the permit can bear the measure now, else the sentence that says why it can not."""
    status = permit.live_status(local_day(permit))
    if status not in BEARABLE[kind]:
        return str(WHY_NOT[kind])
    if kind == Kind.WARNING and warnings_given(permit) >= MOST_WARNINGS:
        return str(NO_MORE_WARNINGS)
    if kind == Kind.REVOCATION and ground not in NOT_NEEDING_WARNINGS and status != Status.SUSPENDED:
        given = warnings_given(permit)
        if given < MOST_WARNINGS:
            return str(NEEDS_WARNINGS) % {"given": given}
    return ""


def can_bear_any(permit) -> bool:
    """Whether there is anything left to do to it. A revocation needs no warning when the data were false."""
    return permit.live_status(local_day(permit)) in BEARABLE[Kind.REVOCATION]


def running_suspension(permit):
    """The running suspension, or None."""
    if permit.status != Status.SUSPENDED:
        return None
    return permit.measures.signed().filter(kind=Kind.SUSPENSION).order_by("signed_at", "id").last()


def may_bear_later_filing(permit) -> bool:
    """Whether a renewal, an amendment or a duplicate of it can still be granted: not once it is gone for good.

    Filings that run while their permit is revoked are not stopped by the revocation; whoever decides them asks here.
    """
    return permit.status in (Status.ACTIVE, Status.SUSPENDED)
