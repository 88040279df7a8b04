"""All services of one office as its writers see them: what holds, what is to come, what is being written, what is missing.

A fixed number of statements, however many services and versions there are.
"""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Offer, PermitType, ServiceStandard
from applications.standards.days import today_of
from applications.standards.library import lagging
from ptsp_portal.lib.paging import Page, named_page

PAGE = 25
LONGEST_SEARCH = 100
FOUND_BY = ("name", "name_en", "code", "sector")
# Of a version the list shows only these; its terms are large.
SHOWN = "uuid office permit_type version status effective_from effective_until decree_number retirements legal_basis".split()
FILTERS = {  # name in the address: words, which services
    "sendiri": (gettext_lazy("Standar sendiri berlaku"), Q(has_own=True)),
    "akan": (gettext_lazy("Akan berlaku"), Q(has_coming=True)),
    "ditulis": (gettext_lazy("Sedang ditulis"), Q(has_open=True)),
    "templat": (gettext_lazy("Hanya templat nasional"), Q(has_own=False, has_template=True)),
    "belum": (gettext_lazy("Belum ada standar"), Q(has_own=False, has_template=False)),
    "dicabut": (gettext_lazy("Dasar hukum dicabut"), Q(has_ended_law=True)),
}
ALARMING = {"belum", "dicabut"}


@dataclass
class Row:
    """One service; `own`, `coming`, `open`, `template` are versions or None."""

    permit_type: PermitType
    offer: Offer | None
    own: ServiceStandard | None = None
    coming: ServiceStandard | None = None
    open: ServiceStandard | None = None
    template: ServiceStandard | None = None
    ended_laws: int = 0
    # The version whose national template went on since it was last compared with it.
    behind: str = ""

    @property
    def holds(self) -> ServiceStandard | None:
        return self.own or self.template


@dataclass
class Overview:
    page: Page
    rows: list[Row]
    chips: list[dict]
    words: str
    filter: str


def overview(office, parameters) -> Overview:
    """One page of the services: `parameters` are `cari` (words), `tampil` (a filter), `after` (the paging key). Five statements."""
    day = today_of(office)
    words = parameters.get("cari", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    chosen = parameters.get("tampil", "") if parameters.get("tampil", "") in FILTERS else ""
    found = _matching(PermitType.objects.of_office(office).with_standing(office, day), words)
    shown = found.filter(FILTERS[chosen][1]) if chosen else found
    page = named_page(shown, parameters.get("after", ""), PAGE)
    return Overview(page, rows_of(office, page.rows, day), _chips(found, chosen), words, chosen)


def _matching(types, words: str):
    for word in words.split():
        anywhere = Q()
        for column in FOUND_BY:
            anywhere |= Q(**{f"{column}__icontains": word})
        types = types.filter(anywhere)
    return types


def _chips(found, chosen) -> list[dict]:
    wanted = {name: Count("pk", filter=which) for name, (_words, which) in FILTERS.items()}
    counts = found.aggregate(all=Count("pk"), **wanted)
    every = {"value": "", "label": _("Semua"), "count": counts["all"], "current": not chosen}
    return [every] + [
        {"value": name, "label": words, "count": counts[name], "current": name == chosen,
         "alarm": name in ALARMING and counts[name]}
        for name, (words, _which) in FILTERS.items()
    ]  # fmt: skip


def rows_of(office, types, day) -> list[Row]:
    """The services with their versions and offers, and which lag behind their template; three statements."""
    offers = {each.permit_type_id: each for each in Offer.objects.filter(office=office, permit_type__in=types)}
    rows = {each.pk: Row(each, offers.get(each.pk)) for each in types}
    of_nation = Q(office=None, status="published", effective_from__lte=day)
    versions = ServiceStandard.objects.filter(Q(office=office) | of_nation, permit_type__in=types)
    for standard in versions.exclude(status="superseded").only(*SHOWN).order_by("effective_from", "version"):
        _place(rows[standard.permit_type_id], standard, day)
    for pk, uuid in lagging(office, day).filter(permit_type__in=types).values_list("permit_type", "uuid"):
        rows[pk].behind = str(uuid)
    for row in rows.values():
        row.ended_laws = len(row.holds.legal_basis) - len(row.holds.laws_on(day)) if row.holds else 0
    return list(rows.values())


def _place(row, standard, day) -> None:
    """Versions come by the day they begin, so the last one that fits is the one that holds."""
    until = standard.effective_until
    is_over = until is not None and until < day
    if standard.status != "published":
        row.open = standard
    elif is_over or (until is not None and until < standard.effective_from):
        return
    elif standard.office_id is None:
        row.template = standard
    elif standard.effective_from > day:
        row.coming = standard
    else:
        row.own = standard


def versions_of(office, permit_type) -> list[ServiceStandard]:
    """The office's own versions, newest first, with the people; one statement and one for the writers."""
    own = ServiceStandard.objects.filter(office=office, permit_type=permit_type)
    people = own.select_related("prepared_by", "reviewed_by", "published_by", "based_on").prefetch_related("writers")
    return list(people.order_by("-version")[:PAGE])


def template_of(permit_type, day) -> ServiceStandard | None:
    templates = ServiceStandard.objects.in_force(day).filter(office=None, permit_type=permit_type)
    return templates.order_by("-effective_from", "-version").first()


def known_sectors() -> list[str]:
    return list(PermitType.objects.order_by("sector").values_list("sector", flat=True).distinct())
