"""The registers of permits: the office's own with every filter, and the public one without personal data. Reads only.

Newest first; what ends soon or has ended by its end. Each filter of the office is a range of an index, paged by key.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.scoping import own_or_lent_agency_ids
from applications.models import Permit
from applications.queries import OFFICE_ROLES
from applications.search_words import search_query_of
from ptsp_portal.lib.paging import Page, dated_page

PAGE = 25
SOON = timedelta(days=90)


@dataclass(frozen=True)
class Chip:
    """One status of the register. `by`: the date that orders it."""

    label: str
    where: Q = field(default_factory=Q)
    by: str = "issued_on"
    newest_first: bool = True


def chips_on(day: date) -> dict[str, Chip]:
    """{key: chip}; what is in force depends on the day."""
    in_force = Q(status="active") & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))
    soon = Q(status="active", valid_until__gte=day, valid_until__lte=day + SOON)
    return {
        "semua": Chip(_("Semua")),
        "berlaku": Chip(_("Berlaku"), in_force),
        "segera": Chip(_("Habis dalam 90 hari"), soon, by="valid_until", newest_first=False),
        "habis": Chip(_("Habis masa berlaku"), Q(status="active", valid_until__lt=day), by="valid_until"),
        "dibekukan": Chip(_("Dibekukan"), Q(status="suspended")),
        "dicabut": Chip(_("Dicabut"), Q(status="revoked")),
        "diganti": Chip(_("Diganti"), Q(status="superseded")),
        "ditutup": Chip(_("Ditutup"), Q(status="closed")),
    }


def slices_of(user, chip: Chip, narrowed: Q) -> list:
    """The permits of each office of this person, each in the order of an index."""
    offices = own_or_lent_agency_ids(user, OFFICE_ROLES)
    return [Permit.objects.filter(chip.where, narrowed, office_id=office) for office in offices]


def page_of(slices, chip: Chip, after: str) -> Page:
    return dated_page(Permit.objects.with_names(), after, PAGE, slices, by=chip.by, newest_first=chip.newest_first)


def wanted(words: str, *, businesses_only: bool = False) -> Q | None:
    """A number as it stands on a permit, else words of the holder's name; None when nothing can be looked for.

    On public pages names are looked for among businesses alone: nobody learns there whether a person has a permit.
    """
    words = words.replace("\0", "").strip()
    if not words:
        return None
    number = Q(number__iexact=words)
    query = search_query_of(words)
    if query is None:
        return number
    named = Q(search=query)
    return number | (named & Q(application__business__isnull=False) if businesses_only else named)


def public_page(narrowed: Q, office, after: str) -> Page:
    """Permits of every office, or of one; newest first."""
    rows = Permit.objects.public()
    slices = [Permit.objects.filter(narrowed, **({"office": office} if office else {}))]
    return dated_page(rows, after, PAGE, slices, by="issued_on")
