"""/panduan/: a few questions that lead to the list of services one needs, and the start of all of them as one bundle."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.actions.bundles import NOT_STARTED, start_bundle
from applications.catalogue import shelf
from applications.forms import ApplicantForm
from applications.guide_result import result_of
from applications.guide_walk import guide_at, guides_at, place_of, walk_of
from applications.views.drafting import PROFILE_FIRST
from audit.replay import once
from ptsp_portal.lib.audience import public, signed_in
from ptsp_portal.lib.rules import NotAllowed, Refused


@public
def guides(request):
    """The list, by words and place."""
    search = shelf.Search.from_query(request.GET)
    place = place_of(request.GET)
    context = {
        "guides": guides_at(place, search.words),
        "place": place,
        "q": " ".join(search.words),
        "regions": shelf.regions_with_offices(),
    }
    return render(request, "applications/guides/list.html", context)


@public
def guide(request, slug):
    """One question a page; after the last one what they lead to. All answers stand in the address, nothing is kept."""
    walk = _walk(request, slug)
    if not walk.is_over:
        return render(request, "applications/guides/question.html", question_context(walk))
    start = f"{reverse('applications:start_guided', args=[slug])}?{walk.query()}"
    context = result_context(walk) | {
        "start_url": start if request.user.is_authenticated else f"{reverse('account_login')}?{_next(start)}",
    }
    return render(request, "applications/guides/result.html", context)


@signed_in
@once
def start_guided(request, slug):
    """Which of the services to begin, and for whom; then the bundle."""
    walk = _walk(request, slug)
    here = f"{request.path}?{walk.query()}"
    if not walk.is_over:
        return redirect(f"{reverse('applications:guide', args=[slug])}?{walk.query()}")
    if not hasattr(request.user, "person"):
        messages.info(request, PROFILE_FIRST)
        return redirect(f"{reverse('agencies:edit_person')}?{_next(here)}")
    result = result_of(walk)
    form = ApplicantForm(request.POST or None, user=request.user, initial={"business": ApplicantForm.OWN})
    ticked = set(request.POST.getlist("layanan"))
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            bundle = _started(
                request, walk, [each for each in result.services if each.permit_type.code in ticked], form
            )
        except NotAllowed:
            raise
        except Refused as why:
            refused = why.message
        else:
            messages.success(request, _("Semua draf sudah dibuat. Belum ada yang terkirim."))
            return redirect("applications:bundle", bundle.uuid)
    for service in result.services:
        service.is_ticked = service.permit_type.code in ticked if request.method == "POST" else service.can_start
    context = {
        "walk": walk,
        "result": result,
        "form": form,
        "refused": [(refused, "#layanan")] if refused else [],
        "here": here,
        "back": f"{reverse('applications:guide', args=[slug])}?{walk.query()}",
    }
    return render(request, "applications/guides/start.html", context, status=400 if refused or form.errors else 200)


def _started(request, walk, chosen, form):
    """The bundle. What was ticked on an older page and is offered by nobody any longer is named like any other refusal."""
    if gone := [each.permit_type.title for each in chosen if each.office is None]:
        raise Refused(
            NOT_STARTED % {"why": _("tidak ada kantor yang menawarkannya: %(names)s.") % {"names": ", ".join(gone)}}
        )
    return start_bundle(
        by=request.user,
        title=walk.guide.title,
        services=[(each.office, each.permit_type) for each in chosen],
        guide=walk.guide,
        picks=walk.picks,
        business=form.chosen,
    )


def question_context(walk) -> dict:
    return {
        "walk": walk,
        "asked": walk.asked(),
        "base": "base_public.html",
        "regions": shelf.regions_with_offices() if walk.place is None else [],
        "list_url": reverse("applications:guides"),
    }


def result_context(walk) -> dict:
    return {
        "walk": walk,
        "result": result_of(walk),
        "base": "base_public.html",
        "list_url": reverse("applications:guides"),
    }


def _walk(request, slug):
    place = place_of(request.GET)
    found = guide_at(slug, place)
    if found is None:
        raise Http404
    return walk_of(found, place, request.GET)


def _next(address) -> str:
    return urlencode({"next": address})
