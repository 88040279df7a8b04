"""Beside the national template: what it changed since, to be taken over piece by piece; or beside another own version."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from applications.actions.standard_files import base_of, take_over
from applications.models import ServiceStandard
from applications.standards import library
from applications.standards.compare import changes, offers
from applications.standards.compare_words import tell_all
from applications.standards.terms import terms_of
from applications.views.draft_pages import head_of, home_of, may_edit, revision_of, version_of
from applications.views.standard_files import PLACE
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import NotAllowed, Refused


@office
@once
def standard_compare(request, uuid):
    """GET: what the template changed (`?dengan=<uuid>`: what differs from another version). POST: the ticked pieces."""
    standard = version_of(request, uuid)
    if request.method == "GET" and "dengan" in request.GET:
        return _beside(request, standard, request.GET["dengan"])
    newest = library.template_of(standard.permit_type, standard.office.region.local_date(now()))
    editable = may_edit(request, standard)
    refused = ""
    if request.method == "POST":
        if not editable or newest is None:
            raise Http404
        refused = _taken(request, standard)
        if not refused:
            messages.success(
                request,
                _("Perubahan templat yang Anda pilih ada dalam draf. Yang tidak dipilih tetap milik kantor ini."),
            )
            return redirect(home_of(standard))
    found = offers(base_of(standard, newest), terms_of(newest), terms_of(standard)) if newest else []
    told = tell_all(found)
    context = {
        **head_of(standard), "newest": newest, "may_edit": editable,
        "is_behind": newest and (standard.based_on is None or standard.based_on.version < newest.version),
        "open_rows": [one for one in told if one.state != "same"], "same_rows": [one for one in told if one.state == "same"],
        "ticked": request.POST.getlist("piece"), "gaps": [(refused, None)] if refused else [],
        "versions": _others(request.user, standard),
    }  # fmt: skip
    return render(request, PLACE.format("compare"), context)


def _taken(request, standard) -> str:
    """ "" when the pieces are in the draft, else why not."""
    try:
        take_over(
            standard.uuid, by=request.user, revision=revision_of(request), pieces=request.POST.getlist("piece"),
            template=request.POST.get("template", ""),
        )  # fmt: skip
    except NotAllowed:
        raise
    except Refused as why:
        return str(why)
    return ""


def _beside(request, standard, other_uuid):
    """Two versions of the own standard, or one and the template; nothing can be changed here."""
    try:
        wanted = UUID(other_uuid)
    except ValueError as error:
        raise Http404 from error
    other = next((one for one in _others(request.user, standard) if one.uuid == wanted), None)
    if other is None:
        raise Http404
    told = tell_all(changes(terms_of(other), terms_of(standard)))
    context = {**head_of(standard), "other": other, "told": told}
    return render(request, PLACE.format("versions"), {**context, "versions": _others(request.user, standard)})


def _others(user, standard) -> list[ServiceStandard]:
    """The other versions of the same service that can be laid beside it: own ones, and the templates."""
    own = ServiceStandard.objects.visible_to(user).filter(office=standard.office)
    national = ServiceStandard.objects.settled().filter(office=None)
    rows = (own | national).filter(permit_type=standard.permit_type).exclude(pk=standard.pk).distinct()
    return list(rows.select_related("permit_type", "office").order_by("office", "-version"))
