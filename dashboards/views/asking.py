"""What every page of stuck files begins with: whose numbers, of which day, and what can be chosen."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from agencies.working_days import WorkCalendar, calendar_of
from applications.models import PermitType
from dashboards.behind import CITY
from dashboards.choosing import Choice, Outside, choice_of
from dashboards.views.page import as_of
from ptsp_portal.lib.moment import now


@dataclass(frozen=True)
class Page:
    """`zone`: the region on whose wall the hours of the page are."""

    choice: Choice
    calendar: WorkCalendar
    today: date

    @property
    def zone(self):
        return self.choice.whole.agencies[0].region

    def context(self) -> dict:
        """For the head of the page and its filters."""
        whole = self.choice.whole
        regions = {each.region_id: each.region for each in whole.agencies if len(each.region_id) <= CITY}
        return {
            "choice": self.choice,
            "today": self.today,
            "zone": self.zone,
            "as_of": as_of([self.zone.zone]),
            "narrowed": self._narrowed(),
            "regions": sorted(regions.values(), key=lambda each: each.pk) if whole.regions and len(regions) > 1 else [],
            "offices": [
                each for each in self.choice.reach.offices if each.kind == "ptsp" or each == self.choice.office
            ],
            "services": PermitType.objects.begun().order_by("name").only("code", "name"),
        }

    def _narrowed(self) -> list[str]:
        """Whose files, in words: the nearer of office and region, then the service."""
        choice, words = self.choice, []
        if choice.office:
            words.append(choice.office.name)
        elif choice.reach.region:
            words.append(choice.reach.region.full_name)
        elif choice.leads_only:
            words += [each.name for each in choice.whole.agencies]
        return words + ([choice.service.name] if choice.service else [])


def page_of(request) -> Page:
    """404 for whoever governs nothing, and for what lies outside."""
    try:
        choice = choice_of(request.user, request.GET)
    except Outside as outside:
        raise Http404 from outside
    agencies = choice.reach.agencies or choice.whole.agencies
    if not agencies:
        raise Http404
    calendar = calendar_of(choice.reach.region if choice.reach.regions and choice.reach.region else agencies[0].region)
    return Page(choice, calendar, calendar.local_date(now()))
