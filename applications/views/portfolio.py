"""/portofolio/: what I hold, and what the businesses that I represent hold; the page of one permit."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from agencies.models import Business
from applications import permits, policies
from applications.corrections import as_corrected
from applications.models import Application, Permit
from applications.permit_life import life_of
from applications.portfolio import filings_of, held, kept_papers, permits_page
from applications.views.verification import STATUS_WORDS
from ptsp_portal.lib.audience import signed_in


@signed_in
@require_GET
def portfolio(request):
    """Oneself first; each business that one may represent today by its own chip."""
    person = getattr(request.user, "person", None)
    businesses = list(Business.objects.visible_to(request.user).order_by("name", "pk"))
    wanted = request.GET.get("atas", "")
    business = next((each for each in businesses if str(each.uuid) == wanted), None)
    if wanted and business is None:
        raise Http404
    if person is None:
        return render(request, "applications/portfolio/portfolio.html", {"person": None})
    rows, following = permits_page(person, business, request.GET.get("after", ""))
    running, ended = filings_of(person, business)
    context = {
        "person": person,
        "business": business,
        "chips": _chips(businesses, business) if businesses else [],
        "held": rows,
        "next": following,
        "running": running,
        "ended": ended,
        "papers": kept_papers(person, business),
    }
    return render(request, "applications/portfolio/portfolio.html", context)


def _chips(businesses, chosen) -> list[dict]:
    mine = {"value": None, "label": _("Saya sendiri"), "current": chosen is None}
    return [mine] + [{"value": str(each.uuid), "label": each.name, "current": each == chosen} for each in businesses]


@signed_in
@require_GET
def held_permit(request, uuid):
    """One permit: its state today, what can be done about it, its papers. The reminder's link leads here."""
    permit = get_object_or_404(
        Permit.objects.own(request.user).for_holder().select_related("application__person"), uuid=uuid
    )
    (row,) = held([permit])
    drafts = Application.objects.own(request.user).filter(of_permit=permit, state=Application.State.DRAFT)
    later = Application.objects.own(request.user).filter(of_permit=permit, submitted_at__isnull=False)
    life = life_of(permit, as_office=False, language=get_language() or "id")
    business = permit.application.business
    back = reverse("applications:portfolio")
    context = life | {
        "row": row,
        "permit": permit,
        "business": business,
        "back": f"{back}?atas={business.uuid}" if business else back,
        "drafts": list(drafts.order_by("-pk")[:5]),
        "later": list(later.order_by("-pk")[:20]),
        "successor": permits.successor_of(permit) if permit.status == Permit.Status.SUPERSEDED else None,
        "meaning": STATUS_WORDS[life["status"]][2],
        "reading": as_corrected(permit.application),
        "window": permits.renewal_window(permit),
        "is_holder": policies.can_file_about(request.user, permit),
    }
    return render(request, "applications/portfolio/permit.html", context)
