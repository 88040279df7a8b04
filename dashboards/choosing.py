"""What a page of figures is asked for: region, office, agency asked, service. Nothing in it reaches further than the reader."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from agencies.models import Agency, Region
from applications.models import PermitType
from dashboards.cells import lineage
from dashboards.reach import Reach, reach_of

PLACE = re.compile(r"\d\d(\.\d\d){0,2}(\.\d{4})?")


class Outside(Exception):
    """Names something that the reader does not answer for, or that does not exist: the page is 404."""


@dataclass(frozen=True)
class Choice:
    """`whole` is all that the reader answers for, `reach` what was chosen of it."""

    whole: Reach
    reach: Reach
    office: Agency | None = None
    agency: Agency | None = None
    service: PermitType | None = None
    place: str = ""

    @property
    def office_ids(self) -> list[int]:
        """Offices whose files are meant; empty for whoever only leads an agency that is asked."""
        return [self.office.pk] if self.office else self.reach.office_ids

    @property
    def leads_only(self) -> bool:
        return not self.whole.regions


def choice_of(user, asked: Mapping[str, str]) -> Choice:
    """From the query of a page; raises Outside. A region outside the reach is as none, as everywhere."""
    whole = reach_of(user)
    if whole.is_empty:
        raise Outside
    reach = whole.narrowed(asked.get("wilayah", ""))
    return Choice(
        whole=whole,
        reach=reach,
        office=_office(whole, reach, asked.get("kantor", "")),
        agency=_agency(asked.get("instansi", "")),
        service=_service(asked.get("layanan", "")),
        place=_place(whole, asked.get("tempat", "")),
    )


def offices_about(place: str) -> list[int]:
    """Every office that may have files about a place: those of the regions above it and below it."""
    offices = Agency.objects.filter(kind__in=Agency.ISSUING)
    above = offices.filter(region__in=lineage(place))
    below = offices.filter(region__code__startswith=f"{place}.")
    return sorted({*above.values_list("pk", flat=True), *below.values_list("pk", flat=True)})


def places_within(place: str) -> list[str]:
    """The codes of a place and of everything in it."""
    return [place, *Region.objects.filter(code__startswith=f"{place}.").order_by("code").values_list("code", flat=True)]


def _office(whole: Reach, reach: Reach, slug: str) -> Agency | None:
    if not slug:
        return None
    found = next((each for each in whole.offices if each.slug == slug), None)
    if found is None and not whole.regions:  # whoever is asked may look at what one office asked
        found = Agency.objects.filter(slug=slug[:60], kind__in=Agency.ISSUING).select_related("region").first()
    if found is None or (reach.regions and not reach.covers(found.region_id)):
        raise Outside
    return found


def _agency(slug: str) -> Agency | None:
    """Any: its name is public, and which of its requests are shown is settled by the offices and agencies of the reach."""
    if not slug:
        return None
    found = Agency.objects.filter(slug=slug[:60]).select_related("region").first()
    if found is None:
        raise Outside
    return found


def _service(code: str) -> PermitType | None:
    if not code:
        return None
    found = PermitType.objects.filter(code=code[:40]).first()
    if found is None:
        raise Outside
    return found


def _place(whole: Reach, code: str) -> str:
    if code and not (PLACE.fullmatch(code) and whole.covers(code)):
        raise Outside
    return code
