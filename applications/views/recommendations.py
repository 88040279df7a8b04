"""The agency's side: one request, its file and the answer, and what the agency does with it inside the house."""

from collections import defaultdict

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from applications import policies
from applications.actions import agency_desk
from applications.actions.recommendations import acknowledge_recommendation, give_recommendation
from applications.agency_load import colleagues_of
from applications.desks import prepare_requests
from applications.forms import AnswerForm, AssignForm, DelegateForm, ExtendForm, NoteForm, phrases_for
from applications.hints import hints_for
from applications.models import Recommendation
from applications.progress import progress_of
from applications.views.clarification import questions_of
from applications.views.sheet import answers_for_staff, papers
from applications.visits import attachments, proposal_from, visits_of
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import NOT_ALLOWED, NotAllowed

# verb: (words on the button, url name); in the order of `allowed()`. What has a panel of its own is not here.
BUTTONS = {
    "assign": (gettext_lazy("Tugaskan kepada petugas"), "applications:assign"),
    "extend": (gettext_lazy("Perpanjang batas jawab"), "applications:extend"),
    "delegate": (gettext_lazy("Teruskan ke unit"), "applications:delegate"),
    "send_answer_link": (gettext_lazy("Kirim tautan jawaban"), "applications:send_answer_link"),
    "withdraw_request": (gettext_lazy("Tarik permintaan"), "applications:withdraw_request"),
    "ask_again": (gettext_lazy("Minta ulang"), "applications:ask_again"),
}


def visible(request, uuid) -> Recommendation:
    rows = Recommendation.objects.visible_to(request.user).select_related(
        "agency",
        "unit",
        "application__office__region",
        "application__permit_type",
        "application__standard",
        "application__person",
    )
    # Apart: the database takes longer to plan fourteen joins than to find a name or two.
    rows = rows.prefetch_related(
        attachments(), "given_by", "acknowledged_by", "assigned_to", "proposed_by", "approved_by"
    )
    return get_object_or_404(rows, uuid=uuid)


def buttons_of(request_row, verbs) -> list[dict]:
    """For components/actions.html: each opens the page of its act. Handing down needs a unit to hand to."""
    shown = [verb for verb in verbs if verb in BUTTONS]
    if "delegate" in shown and not (request_row.unit_id or request_row.agency.units.filter(is_active=True).exists()):
        shown.remove("delegate")
    return [
        {
            "label": BUTTONS[verb][0],
            "url": reverse(BUTTONS[verb][1], args=[request_row.uuid]),
            "kind": "quiet",
            "method": "get",
        }
        for verb in shown
    ]


@office
@once
def recommendation(request, uuid):
    """GET shows the request and, while it is open, the answer form; POST answers, or proposes an answer to the head."""
    request_row = visible(request, uuid)
    verbs = policies.allowed(request.user, request_row)
    may_answer = bool({"give", "propose"} & set(verbs))
    form = AnswerForm(
        request.POST or None, request.FILES or None, version=request_row.version,
        phrases=phrases_for(request_row) if may_answer else (), proposal=request_row.proposal,
        start=proposal_from(request_row) if may_answer else {},
    )  # fmt: skip
    # A page of somebody who may not answer has no form: its POST goes to the action, which says why.
    if request.method == "POST" and (form.is_valid() or not may_answer):
        return _answer(request, request_row, form, verbs)
    context = _context(request, request_row, verbs) | {"form": form, "may_answer": may_answer}
    return render(
        request, "applications/recommendations/recommendation.html", context, status=400 if form.errors else 200
    )


def _context(request, request_row, verbs) -> dict:
    application = request_row.application
    prepare_requests([request_row])
    visits = visits_of(request_row)
    link = request_row.answer_links.live().first() if "send_answer_link" in verbs else None
    return {
        "recommendation": request_row,
        "application": application,
        "verbs": verbs,
        "buttons": buttons_of(request_row, verbs),
        "is_mine": request_row.assigned_to_id == request.user.pk,
        "live_link": link,
        "answers": answers_for_staff(application),
        "papers": papers(application),
        "attachments": request_row.documents.all(),
        "visits": visits,
        "has_open_visit": any(visit.state in visit.OPEN for visit in visits),
        "questions": questions_of(request_row),
        "hints": hints_for(request.user, application),
        "proposal": proposal_of(request_row),
        "barred": policies.barred_from_answering(request.user, request_row),
        "progress": progress_of(application),
    }


def proposal_of(request_row) -> dict | None:
    """The answer that waits for the head, or that the head gave back with a note, with the verdict in words."""
    if not request_row.proposal or request_row.verdict:
        return None
    return request_row.proposal | {"words": Recommendation.Verdict(request_row.proposal["verdict"]).label}


def _answer(request, request_row, form, verbs):
    answer = form.answer()
    if "propose" in verbs:
        agency_desk.propose_recommendation(request_row.uuid, by=request.user, **answer)
        messages.success(request, _("Jawaban Anda diteruskan kepada kepala instansi untuk disetujui."))
    else:
        give_recommendation(request_row.uuid, by=request.user, **answer)
        messages.success(request, _("Rekomendasi Anda tersimpan dan sudah diteruskan ke kantor penerbit."))
    return redirect("applications:recommendation", request_row.uuid)


@office
@require_POST
@once
def acknowledge(request, uuid):
    """The agency confirms that it has the request."""
    request_row = visible(request, uuid)
    acknowledge_recommendation(request_row.uuid, by=request.user)
    messages.success(request, _("Permintaan diterima. Jawablah sebelum batasnya."))
    return redirect("applications:recommendation", uuid)


@office
@once
def assign(request, uuid):
    """Who of the agency works on it; the request's page also posts here with oneself chosen."""
    request_row = visible(request, uuid)
    form = AssignForm(request.POST or None, version=request_row.version, colleagues=colleagues_of(request_row))
    return act_page(
        request, request_row, "assign", form,
        lambda cleaned: agency_desk.assign_recommendation(
            uuid, by=request.user, to=cleaned["to"], version=cleaned["version"]
        ),
        {
            "title": _("Tugaskan permintaan ini"),
            "text": _("Petugas yang Anda pilih diberi tahu. Rekan lain di instansi Anda tetap dapat menjawab."),
            "label": _("Tugaskan"),
            "done": _("Permintaan ditugaskan."),
        },
    )  # fmt: skip


@office
@once
def extend(request, uuid):
    """More days, once."""
    request_row = visible(request, uuid)
    most = request_row.application.standard.extension_days
    form = ExtendForm(request.POST or None, version=request_row.version, most=most)
    return act_page(
        request, request_row, "extend", form,
        lambda cleaned: agency_desk.extend_recommendation(
            uuid, by=request.user, days=cleaned["days"] or 0, reason=cleaned["reason"] or "", version=cleaned["version"]
        ),
        {
            "title": _("Perpanjang batas jawab"),
            "text": _("Hanya sekali, dan tidak pernah melewati batas berkas ini sendiri. Janji kepada pemohon tidak berubah."),
            "label": _("Perpanjang"),
            "done": _("Batas jawab diperpanjang; kantor penerbit dan pemohon diberi tahu."),
        },
    )  # fmt: skip


@office
@once
def delegate(request, uuid):
    """Down to a sub-unit, or back from it."""
    request_row = visible(request, uuid)
    units = request_row.agency.units.filter(is_active=True).order_by("name")
    start = {"unit": request_row.unit.uuid} if request_row.unit else {}
    form = DelegateForm(request.POST or None, version=request_row.version, units=units, initial=start)
    return act_page(
        request, request_row, "delegate", form,
        lambda cleaned: agency_desk.delegate_recommendation(
            uuid, by=request.user, unit=cleaned["unit"], note=cleaned["note"] or "", version=cleaned["version"]
        ),
        {
            "title": _("Teruskan permintaan ke unit"),
            "text": _("Petugas unit itu melihat berkas ini dan menjawab atas nama instansi Anda. Batas jawab tidak berubah."),
            "label": _("Simpan"),
            "done": _("Penanganan permintaan ini diubah."),
        },
    )  # fmt: skip


@office
@require_POST
@once
def approve(request, uuid):
    """The head makes the officer's answer the agency's own."""
    request_row = visible(request, uuid)
    agency_desk.approve_recommendation(uuid, by=request.user, version=_version(request))
    messages.success(request, _("Jawaban disetujui dan diteruskan ke kantor penerbit."))
    return redirect("applications:recommendation", request_row.uuid)


@office
@once
def refuse_proposal(request, uuid):
    """The head gives it back with a note."""
    request_row = visible(request, uuid)
    form = NoteForm(request.POST or None, version=request_row.version)
    return act_page(
        request, request_row, "refuse_proposal", form,
        lambda cleaned: agency_desk.refuse_proposal(
            uuid, by=request.user, note=cleaned["note"] or "", version=cleaned["version"]
        ),
        {
            "title": _("Kembalikan jawaban kepada petugas"),
            "text": _("Petugas membaca catatan Anda dan memperbaiki jawabannya. Batas jawab tidak berubah."),
            "label": _("Kembalikan"),
            "done": _("Jawaban dikembalikan kepada petugas."),
        },
    )  # fmt: skip


def act_page(request, request_row, verb, form, act, words, then="applications:recommendation"):
    """One act on one page: what it does, its form, a way back. A POST of somebody who may not goes to the act, which says why."""
    may = verb in policies.allowed(request.user, request_row)
    if request.method == "POST" and (form.is_valid() or not may):
        act(defaultdict(lambda: None, getattr(form, "cleaned_data", {})))
        messages.success(request, words["done"])
        where = request_row.application.uuid if then == "applications:requests" else request_row.uuid
        return redirect(then, where)
    if not may:
        raise NotAllowed(policies.barred_from_answering(request.user, request_row) or NOT_ALLOWED)
    context = {"recommendation": request_row, "application": request_row.application, "form": form, **words}
    status = 400 if form.errors else 200
    return render(request, "applications/recommendations/act.html", context, status=status)


def _version(request) -> int:
    """The version of the request that was read; -1, which none has, when the form names none."""
    version = request.POST.get("version", "")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1
