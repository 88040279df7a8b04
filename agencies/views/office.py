"""/kantor/: an office's own page. Its office_admin keeps it; its head reads it and is the second person."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agencies import actions, office_policies
from agencies.forms.office import EndForm
from agencies.models import Agency, Delegation, Membership, RightsRequest
from agencies.queries import today
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import NotAllowed, Refused

SHOWN = 200
EARLIER_SHOWN = 30


@office
@require_safe
def office_home(request):
    """The offices that this person keeps or heads, and what waits for a second person's yes."""
    requests = (
        RightsRequest.objects.visible_to(request.user).waiting().select_related("agency__region", "proposed_by", "user")
    )
    mine = [row for row in requests[:SHOWN] if office_policies.can_decide_rights(request.user, row)]
    offices = list(Agency.objects.kept_by(request.user).select_related("region"))
    if len(offices) == 1 and not mine:
        return redirect("agencies:office", offices[0].slug)
    return render(request, "agencies/office/home.html", {"offices": offices, "requests": mine})


@office
@require_safe
def office_page(request, office_slug):
    """Officers and their roles with dates, delegations, what was proposed."""
    agency = kept_agency(request, office_slug)
    posts = agency.memberships.select_related("user").order_by("user__full_name", "role")
    lent = Delegation.objects.kept_by(request.user).filter(membership__agency=agency)
    requests = agency.rights_requests.select_related("user", "proposed_by", "decided_by")
    context = {
        "agency": agency,
        "posts": posts.not_over()[:SHOWN],
        "earlier": [post for post in posts.order_by("-until_on")[:EARLIER_SHOWN] if is_over(post)],
        "delegations": lent.not_over().select_related("membership__user", "deputy").order_by("from_on"),
        "waiting": requests.waiting(),
        "decided": requests.exclude(status="waiting")[:EARLIER_SHOWN],
        "may_keep": office_policies.can_keep_office(request.user, agency),
        "signing": office_policies.SIGNING,
    }
    return render(request, "agencies/office/office.html", context)


@office
@once
def end_post(request, uuid):
    """One person is enough: rights get narrower."""
    post = get_object_or_404(Membership.objects.kept_by(request.user).select_related("user", "agency"), uuid=uuid)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and did(form, actions.end_post, post.uuid, by=request.user, **form.cleaned_data):
        messages.success(request, _("Hari terakhir jabatan itu tersimpan; hak di portal mengikutinya."))
        return to_office(request, post.agency)
    context = {"form": form, "agency": post.agency, "user_named": post.user, "what": post.get_role_display()}
    return render(request, "agencies/office/end.html", context)


@office
@once
def end_delegation(request, uuid):
    rows = Delegation.objects.kept_by(request.user).select_related("deputy", "membership__agency")
    lent = get_object_or_404(rows, uuid=uuid)
    agency = lent.membership.agency
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and did(form, actions.end_delegation, lent.uuid, by=request.user, **form.cleaned_data):
        messages.success(request, _("Hari terakhir pelimpahan itu tersimpan; hak di portal mengikutinya."))
        return to_office(request, agency)
    what = f"{lent.get_kind_display()} {lent.membership.get_role_display()}"
    context = {"form": form, "agency": agency, "user_named": lent.deputy, "what": what}
    return render(request, "agencies/office/end.html", context)


def kept_agency(request, slug) -> Agency:
    return get_object_or_404(Agency.objects.kept_by(request.user).select_related("region"), slug=slug)


def did(form, act, *args, **kwargs) -> bool:
    """Do it; a refusal that the typed values caused stands above the form. Who may not at all gets the refusal's own page."""
    try:
        act(*args, **kwargs)
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def to_office(request, agency):
    """Back to the office; home when its page is no longer this person's (who ended the own post)."""
    return redirect("agencies:office", agency.slug)


def is_over(post) -> bool:
    return post.until_on is not None and post.until_on < today()
