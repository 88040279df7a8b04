"""Queues: what waits for me, oldest deadline first."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from agencies.scoping import agencies_of
from applications.desks import PAGE, counted, desks_of, files_of, filters_of, requests_of
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.paging import deadline_page


@office
def desk_home(request):
    """/kerja/: the first desk of this person; people without one see what their office is."""
    desks = desks_of(request.user)
    if desks:
        return redirect("applications:desk", desks[0].slug)
    return render(request, "applications/desks/none.html", {"agencies": agencies_of(request.user)})


@office
def desk(request, desk):
    """/kerja/<desk>/: one queue with its filters."""
    desks = desks_of(request.user)
    current = next((each for each in desks if each.slug == desk), None)
    if current is None:
        raise Http404
    filters = filters_of(current)
    chosen = request.GET.get("saringan", "saya")
    if chosen not in filters:
        chosen = "saya"
    rows = requests_of(request.user) if current.is_agency else files_of(current, request.user)
    counts = counted(rows, filters)
    page = deadline_page(_with_names(rows, current).filter(filters[chosen][1]), request.GET.get("after", ""), PAGE)
    context = {
        "desk": current,
        "desks": desks,
        "agencies": agencies_of(request.user, current.roles),
        "chips": [
            {"value": key, "label": label, "count": counts[key], "current": key == chosen, "alarm": key == "lewat" and counts[key] > 0}
            for key, (label, _condition) in filters.items()
        ],
        "counts": counts,
        "page": page,
        "sentence": _sentence(counts),
    }
    return render(request, "applications/desks/agency_queue.html" if current.is_agency else "applications/desks/queue.html", context)


def _with_names(rows, desk):
    if desk.is_agency:
        return rows.select_related("application__permit_type", "application__office__region", "agency")
    return rows.with_names()


def _sentence(counts) -> str:
    """The queue in one sentence, before the table."""
    if not counts["saya"] and not counts["lewat"]:
        return _("Tidak ada yang menunggu Anda sekarang.")
    if counts["lewat"]:
        return _("%(late)d lewat batas; %(mine)d menunggu Anda.") % {"late": counts["lewat"], "mine": counts["saya"]}
    return _("%(mine)d menunggu Anda; tidak ada yang lewat batas.") % {"mine": counts["saya"]}
