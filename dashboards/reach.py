"""Whose numbers a person may see: offices that issue, agencies that are asked, and places, all from the posts of today."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from agencies.models import Agency, Region
from agencies.scoping import governed_regions, led_agency_ids
from ptsp_portal.lib.moment import now


@dataclass(frozen=True)
class Reach:
    """`regions`: codes that are governed, everything below included. `led`: agencies that are headed and nothing more."""

    regions: tuple[str, ...]
    led: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.regions and not self.led

    @cached_property
    def agencies(self) -> list[Agency]:
        """Every agency within, by name; one statement."""
        return list(Agency.objects.filter(self._within).select_related("region").order_by("name"))

    @cached_property
    def offices(self) -> list[Agency]:
        """Those that issue; none for whoever only leads an agency that is asked."""
        return [each for each in self.agencies if each.kind in Agency.ISSUING and self.covers(each.region_id)]

    @property
    def office_ids(self) -> list[int]:
        return [each.pk for each in self.offices]

    @property
    def agency_ids(self) -> list[int]:
        return [each.pk for each in self.agencies]

    def covers(self, code: str) -> bool:
        """Whether the region is governed or lies in one that is."""
        return any(code == mine or code.startswith(f"{mine}.") for mine in self.regions)

    def narrowed(self, code: str) -> "Reach":
        """The same for one region of it, as a page that opened it; the whole for a region that lies outside (or nonsense)."""
        return Reach((code,)) if code and self.covers(code) else self

    @cached_property
    def region(self) -> Region | None:
        """The one region that is governed; None for several or none."""
        return Region.objects.filter(pk=self.regions[0]).first() if len(self.regions) == 1 else None

    @cached_property
    def home(self) -> Region | None:
        """Whose wall clock and calendar a page goes by: the one region, or that of the first agency."""
        return self.region or next((each.region for each in self.agencies), None)

    @property
    def today(self) -> date:
        """The date at home (a page of several zones shows the first one's)."""
        return self.home.local_date(now()) if self.home else now().date()

    @property
    def _within(self) -> Q:
        wanted = Q(pk__in=self.led)
        for code in self.regions:
            wanted |= Q(region=code) | Q(region__code__startswith=f"{code}.")
        return wanted


def reach_of(user) -> Reach:
    """What the user answers for today; empty for everybody else. Pages answer 404 to an empty one."""
    return Reach(tuple(governed_regions(user)), tuple(led_agency_ids(user)))
