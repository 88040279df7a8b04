"""The desks of an office and of an agency, as data: who sits there, what waits, which filters stand above the queue."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from agencies.scoping import memberships_of
from applications.models import Application, Recommendation
from ptsp_portal.lib.moment import now

PAGE = 25


@dataclass(frozen=True)
class Desk:
    """One queue. `role` is the holder role of the ledger: what a desk must do is what the ledger says it holds."""

    slug: str
    title: str
    role: str
    roles: tuple[str, ...]
    is_agency: bool = False


DESKS = (
    Desk("loket", _("Loket"), "front_desk", ("front_desk",)),
    Desk("verifikasi", _("Verifikasi dan konsep"), "verifier", ("verifier",)),
    Desk("paraf", _("Paraf"), "endorser", ("endorser",)),
    Desk("tanda-tangan", _("Tanda tangan"), "head", ("head",)),
    Desk("rekomendasi", _("Rekomendasi"), "officer", ("officer", "head"), is_agency=True),
)
ISSUING = ("ptsp", "kecamatan", "kelurahan")


def desks_of(user) -> list[Desk]:
    """The desks where this person sits today; an agency's head also sees the recommendation desk."""
    found = []
    for desk in DESKS:
        if any(_sits_at(membership, desk) for membership in memberships_of(user)):
            found.append(desk)
    return found


def _sits_at(membership, desk) -> bool:
    issuing = membership.agency.kind in ISSUING
    if desk.is_agency:
        return membership.role == "officer" or (membership.role == "head" and not issuing)
    return issuing and membership.role in desk.roles


def files_of(desk: Desk, user):
    """Every open file that this desk may see."""
    return Application.objects.at_office_of(user, *desk.roles).open()


def filters_of(desk: Desk) -> dict:
    """{key: (label, condition)} of the queue's chips, in their order."""
    if desk.is_agency:
        return {
            "saya": (_("Menunggu jawaban"), Q(state__in=["requested", "acknowledged"])),
            "lewat": (_("Lewat batas"), Q(state__in=["requested", "acknowledged"], due_at__lt=now())),
            "selesai": (_("Sudah dijawab"), Q(state="given")),
            "semua": (_("Semua"), Q()),
        }
    mine = Q(holder="agency", holder_role=desk.role)
    return {
        "saya": (_("Menunggu saya"), mine),
        "lewat": (_("Lewat batas"), Q(due_at__lt=now())),
        "dinas": (_("Menunggu dinas"), Q(holder="agencies")),
        "pemohon": (_("Menunggu pemohon"), Q(holder="applicant")),
        "semua": (_("Semua yang berjalan"), Q()),
    }


def counted(queryset, filters: dict) -> dict[str, int]:
    """How many rows each filter has: one statement for all chips."""
    return queryset.aggregate(**{key: Count("pk", filter=condition or Q(pk__isnull=False)) for key, (_label, condition) in filters.items()})


def requests_of(user):
    """The recommendations addressed to this person's agencies."""
    return Recommendation.objects.addressed_to(user)
