"""How far the offices of a reach are with their service standards: own ones published, the national template alone, none, drafts,
legal bases that ended, standards that nobody touched for a year. Counts of services, read from the standards themselves."""

from collections import Counter, defaultdict
from dataclasses import dataclass, fields
from datetime import date

from django.db.models import Count, Q

from agencies.models import Agency
from applications.models import Offer, PermitType, ServiceStandard
from ptsp_portal.lib.moment import now

Status = ServiceStandard.Status


@dataclass
class State:
    """Services of one office (or of all). `own`, `template`, `none` part them; the rest are counts among them or beside them."""

    own: int = 0
    template: int = 0
    none: int = 0
    drafts: int = 0  # being written
    reviewed: int = 0  # waiting for the head
    ended: int = 0  # services of which a legal basis ended
    old: int = 0  # own standards in force unchanged for more than a year

    @property
    def services(self) -> int:
        return self.own + self.template + self.none

    def __add__(self, other: "State") -> "State":
        return State(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


def states_of(offices: list[Agency]) -> dict[int, State]:
    """{office: State} as of today, each by its own local day; four statements, however many offices."""
    ids, moment = [each.pk for each in offices], now()
    own, templates = _in_force(ids, moment)
    open_ones = _open(ids)
    offered = defaultdict(set)
    for office, kind in Offer.objects.filter(is_open=True, office__in=ids).values_list("office_id", "permit_type_id"):
        offered[office].add(kind)
    for office, kind in PermitType.objects.filter(owner__in=ids).values_list("owner_id", "pk"):
        offered[office].add(kind)
    return {
        each.pk: _state(offered[each.pk], own[each.pk], templates, open_ones, each, each.region.local_date(moment))
        for each in offices
    }


def _in_force(ids, moment):
    """({office: {type: (effective_from, retirements)}}, the same of the templates)."""
    rows = ServiceStandard.objects.in_force_at(moment).filter(Q(office__in=ids) | Q(office__isnull=True))
    own, templates = defaultdict(dict), {}
    columns = ("office_id", "permit_type_id", "effective_from", "retirements")
    for office, kind, since, retired in rows.order_by("effective_from", "version").values_list(*columns):
        (own[office] if office else templates)[kind] = since, retired
    return own, templates


def _open(ids) -> Counter:
    """{(office, status): versions that are being written or wait for the head}."""
    rows = ServiceStandard.objects.open().filter(office__in=ids).order_by().values_list("office", "status")
    return Counter({(office, status): n for office, status, n in rows.annotate(n=Count("pk"))})


def _state(services: set, own: dict, templates: dict, open_ones, office, today: date) -> State:
    found = State(drafts=open_ones[office.pk, Status.DRAFT], reviewed=open_ones[office.pk, Status.REVIEWED])
    for kind in services:
        since, retired = own.get(kind) or templates.get(kind) or (None, {})
        if since is None:
            found.none += 1
        elif kind in own:
            found.own += 1
            found.old += since < _year_before(today)
        else:
            found.template += 1
        ended = retired.get("legal_basis", {}).values()
        found.ended += any(each["on"] <= today.isoformat() for each in ended)
    return found


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
