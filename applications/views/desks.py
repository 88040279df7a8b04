"""Queues: what waits for me, oldest deadline first."""

from django.db.models import Count
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from agencies.models import Agency
from agencies.scoping import agencies_of, own_or_lent_agency_ids
from applications.agency_load import load_of
from applications.desks import (
    PAGE,
    desks_of,
    files_of,
    filters_of,
    prepare_files,
    prepare_requests,
    requests_of,
    slices_of,
)
from applications.finding import find_among
from applications.models import Application, PermitType
from applications.my_work import late_here, sentence_of
from applications.saved_filters import saved_filters_of
from applications.views.bulk import OF_DESK
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.counting import MOST, bounded_counts
from ptsp_portal.lib.paging import deadline_page

LONGEST_SEARCH = 100


@office
@require_GET
def desk(request, desk):
    """/kerja/<desk>/: one queue with its filters; `cari` looks through every file of the office instead."""
    desks = desks_of(request.user)
    current = next((each for each in desks if each.slug == desk), None)
    if current is None:
        raise Http404
    show = _agency_queue if current.is_agency else _office_queue
    return show(request, current, desks)


def _office_queue(request, desk, desks):
    words = request.GET.get("cari", "").strip()[:LONGEST_SEARCH].replace("\0", "")
    places = _places(desk, request.user)
    context = _filtered(request, desk, places)
    rows = files_of(desk, request.user).with_names().marked_for(request.user)
    after, slices = request.GET.get("after", ""), context.pop("slices")
    if words:
        page = find_among(rows, Application.objects.keys_by_office(request.user, *desk.roles), words, after)
    else:
        page = deadline_page(rows, after, PAGE, slices)
    prepare_files(page.rows, desk)
    context |= {"desk": desk, "desks": desks, "places": places, "page": page, "words": words}
    context["many"] = OF_DESK.get(desk.slug)
    return render(request, "applications/desks/queue.html", context)


def _agency_queue(request, desk, desks):
    places = agencies_of(request.user, desk.roles)
    context = _filtered(request, desk, places)
    rows = requests_of(request.user).select_related(
        "application__permit_type", "application__office__region", "agency", "unit", "assigned_to"
    )
    page = deadline_page(rows, request.GET.get("after", ""), PAGE, context.pop("slices"))
    prepare_requests(page.rows)
    load = load_of(request.user)
    context |= {"desk": desk, "desks": desks, "places": places, "page": page, "many": OF_DESK.get(desk.slug)}
    context |= {"load": load, "unassigned": context["waiting"] - sum(each.open_requests for each in load)}
    return render(request, "applications/desks/agency_queue.html", context)


def _filtered(request, desk, places) -> dict:
    """chips, services, saved filters and the sentence for the page, and the slices of the chosen chip.

    An unknown chip is the first one, an unknown service is none.
    """
    user = request.user
    filters = filters_of(desk, user)
    chosen = request.GET.get("saringan", "")
    if chosen not in filters:
        chosen = next(iter(filters))
    service = _service(request)
    kind = service and service.pk
    parts = {key: slices_of(desk, user, each, kind) for key, each in filters.items()}
    counts = bounded_counts(parts | {"late_here": slices_of(desk, user, late_here(filters), kind)})
    unfiltered = slices_of(desk, user, filters[chosen])
    return {
        "chips": [_chip(key, each.label, counts[key], chosen) for key, each in filters.items()],
        "services": _services(desk, unfiltered, places, service),
        "service": service.code if service else "",
        "chosen": chosen,
        "saved_filters": saved_filters_of(user, desk, request.GET),
        "sentence": sentence_of(counts["saya"], counts["late_here"], counts["lewat"]),
        "slices": parts[chosen],
        "waiting": counts["saya"],
    }


def _chip(key, label, count, chosen) -> dict:
    return {
        "value": key,
        "label": label,
        "count": min(count, MOST),
        "is_more": count > MOST,
        "current": key == chosen,
        "alarm": key == "lewat" and count > 0,
    }


def _service(request) -> PermitType | None:
    """The chosen permit type; looked up first, so that the queue is asked by its key."""
    code = request.GET.get("layanan", "").replace("\0", "")
    return PermitType.objects.filter(code=code).first() if code else None


def _services(desk, slices, places, chosen: PermitType | None) -> list[dict]:
    """The permit types of the chosen chip with how many files each has; without numbers when there are very many files."""
    counted = _counted_types(desk, slices)
    is_whole = sum(counted.values()) <= MOST
    types = PermitType.objects.filter(pk__in=counted)
    if not desk.is_agency and not is_whole:
        types = PermitType.objects.filter(offers__office__in=places).distinct()
    found = [
        {"value": each.code, "label": each.title, "count": counted[each.pk] if is_whole else None} for each in types
    ]
    if chosen and chosen.code not in {each["value"] for each in found}:
        found += [{"value": chosen.code, "label": chosen.title, "count": 0}]
    return sorted(found, key=lambda each: each["label"])


def _counted_types(desk, slices) -> dict[int, int]:
    """{permit type: rows} among the first rows of the slices, one more than MOST at the most."""
    name = "application__permit_type" if desk.is_agency else "permit_type"
    if not slices:
        return {}
    first, *others = [each.order_by().values("pk")[: MOST + 1] for each in slices]
    keys = first.union(*others, all=True) if others else first
    rows = slices[0].model.objects.filter(pk__in=keys)
    return dict(rows.order_by().values_list(name).annotate(rows=Count("pk")))


def _places(desk, user) -> list[Agency]:
    return list(Agency.objects.filter(pk__in=own_or_lent_agency_ids(user, desk.roles)).order_by("name"))
