"""The office's requests to the agencies of one file: all of them, one more, withdraw, ask again, and the signed link."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies.policies import has_role
from applications import policies
from applications.actions import answer_links
from applications.actions import requests as acts
from applications.desks import prepare_requests
from applications.forms import AddRequestForm, RequestReasonForm, VersionedForm
from applications.models import Application
from applications.progress import progress_of
from applications.views.recommendations import act_page, buttons_of, visible
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import NOT_ALLOWED, NotAllowed


@office
@once
def requests(request, uuid):
    """/permohonan/<uuid>/instansi/: every request with its acts; POST asks one more agency."""
    rows = Application.objects.visible_to(request.user).at_office_of(request.user, "verifier")
    application = get_object_or_404(rows.with_names().select_related("standard", "person", "business"), uuid=uuid)
    may_add = "add_request" in policies.allowed(request.user, application)
    if request.method == "GET" and not may_add:
        raise NotAllowed(policies.barred(request.user, application) or NOT_ALLOWED)
    form = AddRequestForm(
        request.POST or None, version=application.change_count, agencies=acts.askable_agencies(application)
    )
    if request.method == "POST" and (form.is_valid() or not may_add):
        cleaned = form.cleaned_data
        acts.add_request(
            uuid, by=request.user, agency=cleaned.get("agency"), reason=cleaned.get("reason", ""),
            is_required=cleaned.get("is_required", True), seen_change_count=cleaned.get("version"),
        )  # fmt: skip
        messages.success(request, _("Rekomendasi instansi itu diminta."))
        return redirect("applications:requests", uuid)
    context = {
        "application": application,
        "rows": _rows(request.user, application),
        "form": form,
        "progress": progress_of(application),
    }
    return render(request, "applications/recommendations/requests.html", context, status=400 if form.errors else 200)


def _rows(user, application) -> list:
    """Requests in their order, each with the buttons of what this person may do with it now."""
    named = ("agency", "unit", "given_by", "asked_again_of")
    rows = list(application.recommendations.select_related(*named).order_by("stage", "id"))
    for row in rows:
        row.application = application
        row.buttons = buttons_of(row, policies.allowed(user, row))
    prepare_requests(rows)
    return rows


@office
@once
def withdraw_request(request, uuid):
    """The office needs this answer no longer."""
    request_row = visible(request, uuid)
    form = RequestReasonForm(request.POST or None, version=request_row.version)
    return act_page(
        request, request_row, "withdraw_request", form,
        lambda cleaned: acts.withdraw_request(
            uuid, by=request.user, reason=cleaned["reason"] or "", version=cleaned["version"]
        ),
        {
            "title": _("Tarik permintaan ini"),
            "text": _(
                "Instansi itu diberi tahu bahwa jawabannya tidak ditunggu lagi. Bila ini jawaban terakhir, berkas berlanjut."
            ),
            "label": _("Tarik permintaan"),
            "done": _("Permintaan ditarik."),
        },
        then="applications:requests" if _is_verifier(request, request_row) else "applications:recommendation",
    )  # fmt: skip


@office
@once
def ask_again(request, uuid):
    """The same agency anew, because something changed."""
    request_row = visible(request, uuid)
    form = RequestReasonForm(request.POST or None, version=request_row.version)
    return act_page(
        request, request_row, "ask_again", form,
        lambda cleaned: acts.ask_again(
            uuid, by=request.user, reason=cleaned["reason"] or "", version=cleaned["version"]
        ),
        {
            "title": _("Minta ulang rekomendasi"),
            "text": _(
                "Jawaban yang lama disimpan dan ditandai diganti. Konsep keputusan, bila ada, diperiksa lagi setelah "
                "jawaban baru masuk."
            ),
            "label": _("Minta ulang"),
            "done": _("Rekomendasi diminta ulang."),
        },
        then="applications:requests",
    )  # fmt: skip


@office
@once
def send_answer_link(request, uuid):
    """A link to the agency's own address, for an answer without an account."""
    request_row = visible(request, uuid)
    form = VersionedForm(request.POST or None, version=request_row.version)
    address = request_row.agency.email or _("(belum ada surel resmi)")
    return act_page(
        request, request_row, "send_answer_link", form,
        lambda cleaned: answer_links.send_answer_link(uuid, by=request.user, version=cleaned["version"]),
        {
            "title": _("Kirim tautan jawaban"),
            "text": _(
                "Tautan dikirim hanya ke surel resmi instansi: %(address)s. Berlaku 7 hari atau sampai permintaan dijawab. "
                "Tautan yang lebih lama tidak berlaku lagi."
            ) % {"address": address},
            "label": _("Kirim tautan"),
            "done": _("Tautan dikirim ke surel resmi instansi."),
        },
    )  # fmt: skip


@office
@require_POST
@once
def revoke_answer_link(request, uuid):
    """The link that was sent opens nothing any more."""
    request_row = visible(request, uuid)
    answer_links.revoke_answer_link(request_row.uuid, by=request.user)
    messages.success(request, _("Tautan dibatalkan."))
    return redirect("applications:recommendation", uuid)


def _is_verifier(request, request_row) -> bool:
    return has_role(request.user, request_row.application.office, "verifier")
