"""Wider rights: what an office_admin proposes, and what the second person answers."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.fresh import fresh_sign_in
from agencies import actions, office_policies
from agencies.forms.office import DeputyForm, OfficerForm, ProlongForm, RightsRefusalForm
from agencies.models import Membership, RightsRequest
from agencies.views.office import did, kept_agency
from audit.replay import once
from ptsp_portal.lib.audience import office


@office
@once
def propose_role(request, office_slug):
    """Somebody new, or another role for somebody known."""
    agency = kept_agency(request, office_slug)
    _only_keepers(request, agency)
    form = OfficerForm(request.POST if request.method == "POST" else None, agency=agency)
    if form.is_valid() and did(form, actions.propose_role, agency.pk, by=request.user, **form.cleaned_data):
        return _proposed(request, agency)
    return render(
        request, "agencies/office/propose.html", {"form": form, "agency": agency, "title": _("Tambah petugas")}
    )


@office
@once
def prolong_post(request, uuid):
    post = _post(request, uuid)
    form = ProlongForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and did(form, actions.propose_more_time, post.uuid, by=request.user, **form.cleaned_data):
        return _proposed(request, post.agency)
    context = {"form": form, "agency": post.agency, "title": _("Perpanjang jabatan"), "post": post}
    return render(request, "agencies/office/propose.html", context)


@office
@once
def lend_post(request, uuid):
    post = _post(request, uuid)
    form = DeputyForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and did(form, actions.propose_delegation, post.uuid, by=request.user, **form.cleaned_data):
        return _proposed(request, post.agency)
    context = {"form": form, "agency": post.agency, "title": _("Limpahkan wewenang"), "post": post}
    return render(request, "agencies/office/propose.html", context)


@office
@fresh_sign_in
@once
def rights_request(request, uuid):
    """One proposal. POST `act`: confirm, refuse (with a reason) or withdraw."""
    rows = RightsRequest.objects.visible_to(request.user)
    named = ("agency__region", "user", "proposed_by", "decided_by", "membership__user")
    row = get_object_or_404(rows.select_related(*named), uuid=uuid)
    act, form = request.POST.get("act"), RightsRefusalForm()
    if act == "confirm":
        actions.confirm_rights(row.uuid, by=request.user)
        messages.success(request, _("Disetujui. Haknya berlaku mulai tanggal itu, dan orangnya sudah dikabari."))
        return redirect("agencies:rights_request", row.uuid)
    if act == "withdraw":
        actions.withdraw_rights(row.uuid, by=request.user)
        messages.success(request, _("Usulan ditarik kembali; tidak ada hak yang berubah."))
        return redirect("agencies:rights_request", row.uuid)
    if act == "refuse":
        form = RightsRefusalForm(request.POST)
        if form.is_valid():
            actions.refuse_rights(row.uuid, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Usulan ditolak; pengusulnya sudah dikabari."))
            return redirect("agencies:rights_request", row.uuid)
    waits = row.status == RightsRequest.Status.WAITING
    may_decide = office_policies.can_decide_rights(request.user, row)
    context = {
        "row": row,
        "form": form,
        "waits": waits,
        "may_decide": waits and may_decide,
        "may_withdraw": waits and office_policies.can_withdraw_rights(request.user, row),
        "why_not": "" if may_decide or not waits else office_policies.can_decide_rights.explain(request.user, row),
    }
    return render(request, "agencies/office/request.html", context)


def _post(request, uuid) -> Membership:
    rows = Membership.objects.kept_by(request.user).select_related("user", "agency__region")
    post = get_object_or_404(rows, uuid=uuid)
    _only_keepers(request, post.agency)
    return post


def _only_keepers(request, agency) -> None:
    """The head reads the office's page, but proposes nothing: then the head could not be the second person."""
    if not office_policies.can_keep_office(request.user, agency):
        raise Http404


def _proposed(request, agency):
    messages.success(
        request, _("Usulan tercatat. Haknya berlaku setelah disetujui orang kedua; mereka sudah dikabari.")
    )
    return redirect("agencies:office", agency.slug)
