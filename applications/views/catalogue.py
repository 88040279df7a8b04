"""The public catalogue: find a service, read its standard, choose the office, start."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agencies.models import Agency, Region
from applications.catalogue import shelf
from applications.catalogue.standard_page import standard_card
from applications.catalogue.versions import versions_of
from applications.models import PermitType, ServiceStandard
from ptsp_portal.lib.audience import public

LEVEL_WORDS = dict(Region.Level.choices)


@public
def catalogue(request):
    """/layanan/: services by words, sector, level and place."""
    search = shelf.Search.from_query(request.GET)
    found = shelf.services(search)
    sectors, levels = shelf.shelf_counts(found, search)
    if search.sector:
        found = found.filter(sector=search.sector)
    if search.level:
        found = found.filter(level=search.level)
    page, previous, following = shelf.page_of(found, request.GET, "code")
    standards = shelf.standards_of(page)
    offices = shelf.offices_in(search.region) if search.region else []
    office = shelf.office_named(search.office)
    context = {
        "services": [{"type": permit_type, "standard": standards.get(permit_type.pk)} for permit_type in page],
        "previous": previous,
        "next": following,
        "total": _total(sectors, search),
        "search": search,
        "q": " ".join(search.words),
        "sector_chips": _chips(sectors, search.sector, _("Semua sektor")),
        "level_chips": _chips(levels, search.level, _("Semua tingkat"), LEVEL_WORDS),
        "regions": shelf.regions_with_offices(),
        "offices": offices,
        "office": office,
        "counter": shelf.counter_of(office),
    }
    return render(request, "applications/public/catalogue.html", context)


@public
def service(request, code):
    """/layanan/<code>/: one type under the national template (an own service: under its owner's standard), and the offices that
    offer it."""
    permit_type = get_object_or_404(PermitType, code=code)
    standard = shelf.standards_of([permit_type]).get(permit_type.pk)
    if standard is None:
        raise Http404
    owner = standard.office
    place = shelf.Search.from_query(request.GET)
    offices = shelf.offices_offering(permit_type)
    for word in place.words:
        offices = offices.filter(name__icontains=word)
    if place.region:
        offices = offices.filter(shelf.serves(place.region, "region"))
    everywhere, online = shelf.count_offices(offices)
    only_online = bool(online) and request.GET.get("tampil") != "semua" and not place.words
    if only_online:
        offices = offices.filter(is_online=True)
    page, previous, following = shelf.page_of(offices, request.GET, "slug")
    context = {
        "type": permit_type,
        "card": standard_card(
            standard, shelf.local_day(owner.region.zone if owner else shelf.WEST), owner and owner.region
        ),
        "offices": page,
        "previous": previous,
        "next": following,
        "total": everywhere,
        "place": place,
        "q": " ".join(place.words),
        "online_chips": [
            {"value": "", "label": _("Melayani daring"), "count": online, "current": only_online},
            {"value": "semua", "label": _("Semua kantor"), "count": everywhere, "current": not only_online},
        ],
        "has_online": bool(online) and not place.words,
        "regions": shelf.regions_with_offices() if everywhere > 1 or place.region else [],
    }
    return render(request, "applications/public/service.html", context)


@public
def office_service(request, code, office_slug):
    """/layanan/<code>/<office>/: the service as this office does it, under its own standard in force."""
    permit_type = get_object_or_404(PermitType, code=code)
    office: Agency = get_object_or_404(shelf.offices_offering(permit_type), slug=office_slug)
    day = shelf.local_day(office.region.zone)
    standard = ServiceStandard.objects.select_related("permit_type").for_office(office, permit_type, day)
    if standard is None:
        raise Http404
    context = {
        "type": permit_type,
        "office": office,
        "card": standard_card(standard, day, office.region),
        "versions": versions_of(standard, office, day),
        "start_url": reverse("applications:start_filing", args=[office.slug, permit_type.code]),
        "counter": shelf.counter_of(office),
        "sign_in_url": f"{reverse('account_login')}?next={request.path}",
    }
    return render(request, "applications/public/office_service.html", context)


def _total(sectors, search) -> int:
    if search.sector:
        return sectors.get(search.sector, 0)
    return sum(sectors.values())


def _chips(counts, chosen, all_words, names=None) -> list[dict]:
    """Filter links; the chosen one stays even when it counts nothing."""
    values = list(counts) if not names else [value for value in names if value in counts]
    if chosen and chosen not in values:
        values.append(chosen)
    chips = [{"value": "", "label": all_words, "count": sum(counts.values()), "current": not chosen}]
    for value in values:
        label = capfirst((names or {}).get(value, value))
        chips.append({"value": value, "label": label, "count": counts.get(value, 0), "current": value == chosen})
    return chips
