"""What is said of the versions of a standard: which is in force, since when, what changed, what comes, what was."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from applications.models import ServiceStandard


@dataclass(frozen=True)
class Versions:
    """`own`: the office set the standard itself, else it uses the national template. `changed_on`: the day the version in force
    was published. `coming`: what begins later, the next first. `earlier`: what was in force, the youngest first."""

    standard: ServiceStandard
    own: bool
    changed_on: date
    coming: list[ServiceStandard] = field(default_factory=list)
    earlier: list[ServiceStandard] = field(default_factory=list)


def versions_of(standard: ServiceStandard, office, day: date) -> Versions:
    """The versions around the one in force at an office on its local day; one query."""
    whose = Q(office=office) if standard.office_id else Q(office=office) | Q(office__isnull=True)
    others = (
        ServiceStandard.objects.settled().filter(whose, permit_type=standard.permit_type_id).exclude(pk=standard.pk)
    )
    others = list(
        others.only(
            "office_id", "version", "status", "effective_from", "effective_until", "change_note", "decree_number"
        ).order_by("effective_from", "version")
    )
    coming = [each for each in others if each.effective_from > day and each.status == ServiceStandard.Status.PUBLISHED]
    earlier = [each for each in others if _was_in_force(each) and each.effective_from <= day]
    return Versions(standard, bool(standard.office_id), changed_on(standard, office.region), coming, earlier[::-1])


def changed_on(standard: ServiceStandard, region) -> date:
    """The local day on which this version was published; of a template loaded from the catalogue, the day it began."""
    return region.local_date(standard.published_at) if standard.published_at else standard.effective_from


def _was_in_force(standard) -> bool:
    """A version that another one replaced before it began never was."""
    return standard.effective_until is None or standard.effective_until >= standard.effective_from
