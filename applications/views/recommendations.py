"""The agency's side: one request, its file, and the answer."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications import policies
from applications.actions.recommendations import acknowledge_recommendation, give_recommendation
from applications.desks import prepare_requests
from applications.forms import AnswerForm
from applications.models import Recommendation
from applications.progress import progress_of
from applications.views.sheet import answers_for_staff, papers
from applications.visits import attachments, proposal_from, visits_of
from audit.replay import once
from ptsp_portal.lib.audience import office


def _visible(request, uuid):
    rows = Recommendation.objects.visible_to(request.user).select_related(
        "agency",
        "application__office__region",
        "application__permit_type",
        "application__standard",
        "given_by",
        "acknowledged_by",
    )
    return get_object_or_404(rows.prefetch_related(attachments()), uuid=uuid)


@office
@once
def recommendation(request, uuid):
    """GET shows the request and, while it is open, the answer form; POST answers."""
    request_row = _visible(request, uuid)
    verbs = policies.allowed(request.user, request_row)
    start = proposal_from(request_row) if "give" in verbs else {}
    form = AnswerForm(request.POST or None, request.FILES or None, version=request_row.version, start=start)
    # A page of somebody who may not answer has no form: its POST goes to the action, which says why.
    if request.method == "POST" and (form.is_valid() or "give" not in verbs):
        return _answer(request, request_row, form)
    application = request_row.application
    prepare_requests([request_row])
    visits = visits_of(request_row)
    context = {
        "recommendation": request_row,
        "application": application,
        "verbs": verbs,
        "form": form,
        "answers": answers_for_staff(application),
        "papers": papers(application),
        "attachments": request_row.documents.attached(),
        "visits": visits,
        "has_open_visit": any(visit.state in visit.OPEN for visit in visits),
        "barred": policies.barred_from_answering(request.user, request_row),
        "progress": progress_of(application),
    }
    return render(
        request, "applications/recommendations/recommendation.html", context, status=400 if form.errors else 200
    )


def _answer(request, request_row, form):
    cleaned = form.cleaned_data
    give_recommendation(
        request_row.uuid, by=request.user, verdict=cleaned.get("verdict", ""), reasons=cleaned.get("reasons", ""),
        conditions=cleaned.get("condition_list", []), version=cleaned.get("version"), attachments=cleaned.get("attachments", ()),
    )  # fmt: skip
    messages.success(request, _("Rekomendasi Anda tersimpan dan sudah diteruskan ke kantor penerbit."))
    return redirect("applications:recommendation", request_row.uuid)


@office
@require_POST
@once
def acknowledge(request, uuid):
    """The agency confirms that it has the request."""
    request_row = _visible(request, uuid)
    acknowledge_recommendation(request_row.uuid, by=request.user)
    messages.success(request, _("Permintaan diterima. Jawablah sebelum batasnya."))
    return redirect("applications:recommendation", uuid)
