"""Queues: what waits for me, oldest deadline first."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from agencies.models import Agency
from agencies.scoping import agencies_of, own_or_lent_agency_ids
from applications.agency_load import load_of
from applications.desks import (
    PAGE,
    counted,
    desks_of,
    files_of,
    filters_of,
    matching,
    prepare_files,
    prepare_requests,
    requests_of,
)
from applications.views.bulk import OF_DESK
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.paging import deadline_page

LONGEST_SEARCH = 100


@office
@require_GET
def desk_home(request):
    """/kerja/: the first desk of this person; people without one see what their office is."""
    desks = desks_of(request.user)
    if desks:
        return redirect("applications:desk", desks[0].slug)
    return render(request, "applications/desks/none.html", {"agencies": agencies_of(request.user)})


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
    files = files_of(desk, request.user)
    running = files.open()
    chips, counts, condition = _filtered(request, desk, running)
    rows = matching(files, words) if words else running.filter(condition)
    page = deadline_page(rows.with_names().marked_for(request.user), request.GET.get("after", ""), PAGE)
    prepare_files(page.rows, desk)
    context = {
        "desk": desk,
        "desks": desks,
        "places": _places(desk, request.user),
        "chips": chips,
        "page": page,
        "words": words,
    }
    context |= {"sentence": _sentence(counts), "many": OF_DESK.get(desk.slug)}
    return render(request, "applications/desks/queue.html", context)


def _agency_queue(request, desk, desks):
    requests = requests_of(request.user)
    chips, counts, condition = _filtered(request, desk, requests)
    rows = requests.filter(condition).select_related(
        "application__permit_type", "application__office__region", "agency", "unit", "assigned_to"
    )
    page = deadline_page(rows, request.GET.get("after", ""), PAGE)
    prepare_requests(page.rows)
    places, load = agencies_of(request.user, desk.roles), load_of(request.user)
    context = {
        "desk": desk,
        "desks": desks,
        "places": places,
        "chips": chips,
        "page": page,
        "sentence": _sentence(counts),
        "many": OF_DESK.get(desk.slug),
        "load": load,
        "unassigned": counts["saya"] - sum(each.open_requests for each in load),
    }
    return render(request, "applications/desks/agency_queue.html", context)


def _filtered(request, desk, rows):
    """(chips, counts, condition of the chosen chip); an unknown filter is the first one."""
    filters = filters_of(desk, request.user)
    chosen = request.GET.get("saringan", "")
    if chosen not in filters:
        chosen = next(iter(filters))
    late_here = filters["saya"][1] & filters["lewat"][1]
    counts = counted(rows, filters | {"late_here": ("", late_here)})
    chips = [
        {
            "value": key,
            "label": label,
            "count": counts[key],
            "current": key == chosen,
            "alarm": key == "lewat" and counts[key] > 0,
        }
        for key, (label, _condition) in filters.items()
    ]
    return chips, counts, filters[chosen][1]


def _places(desk, user) -> list[Agency]:
    return list(Agency.objects.filter(pk__in=own_or_lent_agency_ids(user, desk.roles)).order_by("name"))


def _sentence(counts) -> str:
    """The queue in one sentence, before the table: mine, late ones of mine, and what is late on other desks."""
    words = {"mine": counts["saya"], "late": counts["late_here"], "elsewhere": counts["lewat"]}
    if counts["late_here"] == counts["saya"] > 1:
        return _("%(mine)d berkas menunggu Anda, semuanya lewat batas.") % words
    if counts["late_here"]:
        return _("%(mine)d berkas menunggu Anda, %(late)d di antaranya lewat batas.") % words
    if counts["saya"]:
        return _("%(mine)d berkas menunggu Anda; tidak ada yang lewat batas.") % words
    if counts["lewat"]:
        return _("Tidak ada yang menunggu Anda; %(elsewhere)d berkas lewat batas di tempat lain.") % words
    return _("Tidak ada yang menunggu Anda sekarang.")
