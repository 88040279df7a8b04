"""/kerja/: one page for everybody in office, and the filters that they keep."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from agencies.scoping import agencies_of, agency_ids
from applications.actions import filters
from applications.desks import desks_of
from applications.my_work import work_of
from applications.policies import helping_agencies
from applications.queries import AGENCY_ROLES, OFFICE_ROLES, TREASURER
from audit.replay import once
from ptsp_portal.lib.audience import office


@office
@require_GET
def my_work(request):
    """The sentence first, then each desk; people without a desk read what their post sees."""
    context = {
        "work": work_of(request.user),
        "agencies": agencies_of(request.user),
        "helps_at": helping_agencies(request.user),
        "is_treasurer": bool(agency_ids(request.user, TREASURER)),
        "may_search": bool(agency_ids(request.user, (*OFFICE_ROLES, *AGENCY_ROLES))),
    }
    return render(request, "applications/desks/my_work.html", context)


@office
@require_POST
@once
def save_filter(request, desk):
    """Keep what the queue shows now under a name."""
    _sits_there(request, desk)
    kept = filters.save_filter(
        desk, by=request.user, name=request.POST.get("name", ""), query=request.POST.get("query", "")
    )
    messages.success(request, _("Saringan “%(name)s” disimpan.") % {"name": kept.name})
    return redirect(f"{reverse('applications:desk', args=[desk])}?{kept.query}")


@office
@require_POST
@once
def remove_filter(request, desk):
    """Take a filter away and show the queue as it opens."""
    _sits_there(request, desk)
    filters.remove_filter(desk, by=request.user, name=request.POST.get("name", ""))
    messages.success(request, _("Saringan dihapus."))
    return redirect("applications:desk", desk)


def _sits_there(request, desk) -> None:
    """A desk that is not theirs is not found, as its queue."""
    if not any(each.slug == desk for each in desks_of(request.user)):
        raise Http404
