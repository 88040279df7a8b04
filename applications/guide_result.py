"""Where a guide leads: the services one needs, which office serves each in that place, how long, and all papers once.

A fixed number of statements, however many services. Which office: the one nearest to the place that offers the service; for a
letter of the kecamatan or the kelurahan the village must be known.
"""

from dataclasses import dataclass, field

from agencies.models import Agency, Region
from applications.catalogue.standard_page import validity_words
from applications.form_context import grouped_regions
from applications.guide_walk import Walk, words_of
from applications.models import Offer, PermitType, ServiceStandard
from applications.schema.guide import Need, services_of
from applications.used_before import plain_name
from ptsp_portal.lib.moment import now

LOW_LEVELS = (Region.Level.KECAMATAN, Region.Level.KELURAHAN)


@dataclass
class Service:
    """One line of the list. Without an office: nobody offers it there, or the village is still to be named."""

    need: Need
    permit_type: PermitType
    office: Agency | None = None
    is_online: bool = False
    standard: ServiceStandard | None = None
    asks_village: bool = False

    @property
    def can_start(self) -> bool:
        return self.is_online and self.standard is not None and "new" in self.standard.kinds

    @property
    def days(self) -> int | None:
        return self.standard.time_limit_days if self.standard else None

    @property
    def validity(self) -> str:
        return validity_words(self.standard.validity_months) if self.standard else ""

    @property
    def notes(self) -> list[str]:
        return [note for _question, choice in self.need.why if (note := words_of(choice, "note"))]


@dataclass
class Paper:
    """One paper, however many services ask for it."""

    name: str
    is_mandatory: bool = False
    asked_by: list[PermitType] = field(default_factory=list)
    issued_by: str = ""
    blank_at: Service | None = None  # whose page gives out an empty form


@dataclass
class Result:
    services: list[Service]
    papers: list[Paper]
    unknown: list[str]  # codes that no catalogue knows any longer
    village_groups: list  # for the choice of the village; empty when none is needed

    @property
    def startable(self) -> list[Service]:
        return [each for each in self.services if each.can_start]

    @property
    def needed(self) -> list[Paper]:
        """What most services ask for first."""
        return sorted((each for each in self.papers if each.is_mandatory), key=lambda each: -len(each.asked_by))

    @property
    def maybe(self) -> list[Paper]:
        return [each for each in self.papers if not each.is_mandatory]

    @property
    def days(self) -> list[int]:
        return [each.days for each in self.services if each.days]

    @property
    def together(self) -> int:
        return max(self.days, default=0)

    @property
    def one_by_one(self) -> int:
        return sum(self.days)

    @property
    def is_counted_whole(self) -> bool:
        return len(self.days) == len(self.services)

    @property
    def paid(self) -> int:
        return sum(bool(each.standard and each.standard.has_fee) for each in self.services)


def result_of(walk: Walk) -> Result:
    """For a walk that is over."""
    needs = services_of(walk.spec, walk.picks)
    types = {each.code: each for each in PermitType.objects.filter(code__in=[need.code for need in needs])}
    place = walk.place
    here = _village_of(walk)
    services = [Service(need, types[need.code]) for need in needs if need.code in types]
    _find_offices(services, here)
    _find_standards(services, place)
    lowest = {each.permit_type.level for each in services if each.permit_type.level in LOW_LEVELS}
    for each in services:
        each.asks_village = each.office is None and _finer(each.permit_type.level, here.level)
    return Result(
        services=services,
        papers=papers_of(services, place.local_date(now())),
        unknown=[need.code for need in needs if need.code not in types],
        village_groups=_villages(place, lowest),
    )


def _village_of(walk) -> Region:
    village = Region.objects.filter(code=walk.village).first() if walk.village else None
    return village or walk.place


def _finer(level, than) -> bool:
    levels = Region.Level.values
    return levels.index(level) > levels.index(than)


def _villages(place, lowest):
    """The places to choose from, of the finest level that a service needs."""
    level = max(lowest, key=Region.Level.values.index, default=None)
    if level is None or not _finer(level, place.level):
        return []
    return grouped_regions(place, level)


def _find_offices(services, here) -> None:
    lineage = here.lineage
    offers = Offer.objects.public().filter(
        permit_type__in=[each.permit_type for each in services], office__region__in=lineage
    )
    nearest: dict[int, Agency] = {}
    for offer in offers.select_related("office__region"):
        there = nearest.get(offer.permit_type_id)
        if there is None or len(offer.office.region_id) > len(there.region_id):
            nearest[offer.permit_type_id] = offer.office
    offices = {office.pk for office in nearest.values()}
    online = set(Agency.objects.serving_online().filter(pk__in=offices).values_list("pk", flat=True))
    for each in services:
        each.office = nearest.get(each.permit_type.pk)
        each.is_online = each.office is not None and each.office.pk in online


def _find_standards(services, place) -> None:
    """The office's own in force today, else everybody's: as `for_office`, for all at once."""
    offices = [each.office for each in services if each.office]
    rows = ServiceStandard.objects.in_force(place.local_date(now())).of_offices(offices)
    best: dict[tuple, ServiceStandard] = {}
    rows = rows.filter(permit_type__in=[each.permit_type for each in services])
    for row in rows.order_by("effective_from", "version"):
        best[row.permit_type_id, row.office_id] = row
    for each in services:
        own = best.get((each.permit_type.pk, each.office.pk)) if each.office else None
        each.standard = own or best.get((each.permit_type.pk, None))


def papers_of(services, day) -> list[Paper]:
    """The same code or the same name once; what is mandatory for one of them is mandatory. In the order of the services."""
    papers: list[Paper] = []
    known: dict[str, Paper] = {}
    for service in services:
        for asked in service.standard.requirements_for("new", "", day) if service.standard else []:
            keys = f"code:{asked['code']}", f"name:{plain_name(asked['name'])}"
            paper = next((known[key] for key in keys if key in known), None)
            if paper is None:
                paper = Paper(asked["name"])
                papers.append(paper)
            known |= {key: paper for key in keys if key not in known}
            _add(paper, service, asked)
    return papers


def _add(paper, service, asked) -> None:
    paper.is_mandatory |= asked["mandatory"]
    if service.permit_type not in paper.asked_by:
        paper.asked_by.append(service.permit_type)
    paper.issued_by = paper.issued_by or asked.get("issued_by", "")
    if asked.get("blank_form") and service.office and paper.blank_at is None:
        paper.blank_at = service
