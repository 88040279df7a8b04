"""Questions to the applicant: noted by the desks, merged and sent by the verifier, consented to by a superior."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications import policies
from applications.actions import clarification as acts
from applications.actions import ledger, questions
from applications.forms.clarification import AskForm, ConsentForm, SendForm
from applications.models import Application, Question, Recommendation
from applications.pauses import why_consent
from applications.progress import progress_of
from applications.topics import clarifications_of, gathered, items_of
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import NOT_ALLOWED, NotAllowed

PEOPLE = ("created_by", "consented_by")


def _visible(request, uuid) -> Application:
    rows = Application.objects.visible_to(request.user).with_names().select_related("standard", "person", "business")
    return get_object_or_404(rows, uuid=uuid)


@office
@once
def clarification(request, uuid):
    """GET shows every open question of the office and of the agencies, gathered by what it is about; POST notes one more
    (`act` ask) or sends the list (`act` send)."""
    application = _visible(request, uuid)
    verbs = policies.allowed(request.user, application)
    if "clarify" not in verbs:
        if policies.ACTS["clarify"].possible(application) or request.method == "POST":
            raise NotAllowed(NOT_ALLOWED)
        messages.info(request, questions.NOT_NOW)
        return redirect("applications:file", uuid)
    waiting = list(application.questions.open().select_related("agency", "asked_by"))
    why = why_consent(ledger.reckoning_of(application), application.standard.pauses_allowed)
    act = request.POST.get("act", "")
    ask = AskForm(request.POST if act == "ask" else None, application=application, agency=application.office)
    send = SendForm(request.POST if act == "send" else None, needs_reason=bool(why), questions=waiting)
    if act == "ask" and ask.is_valid():
        questions.ask_questions(uuid, by=request.user, asked=ask.asked)
        messages.success(request, _("Pertanyaan dicatat. Pemohon belum menerimanya."))
        return redirect("applications:clarification", uuid)
    if act == "send" and send.is_valid():
        sent = acts.send_clarification(
            uuid, by=request.user, reason_beyond=send.cleaned_data.get("reason_beyond", ""), seen=send.seen_uuids
        )
        messages.success(request, _sent_words(sent))
        return redirect("applications:file", uuid)
    past = clarifications_of(application, as_applicant=False)
    context = {
        "application": application,
        "progress": progress_of(application),
        "groups": gathered(application, waiting),
        "why": why,
        "ask": ask,
        "send": send,
        "failed": ask if act == "ask" else send,
        "past": past,
        "is_open": any(not (each.answered_at or each.cancelled_at) for each, _items in past),
    }
    return render(
        request, "applications/clarification/clarification.html", context, status=400 if ask.errors or send.errors else 200
    )  # fmt: skip


def _sent_words(sent) -> str:
    if sent.sent_at is None:
        return _("Daftar menunggu persetujuan atasan. Sampai disetujui, hari layanan tetap dihitung.")
    return _("Daftar pertanyaan dikirim kepada pemohon. Hari layanan berhenti dihitung sampai pemohon menjawab.")


@office
@once
def consent(request, uuid):
    """The superior reads what is to be asked and why, and decides. `act` is consent or refuse."""
    application = _visible(request, uuid)
    waiting = application.clarifications.awaiting_consent().select_related(*PEOPLE).first()
    if waiting is None:
        messages.info(request, acts.NOTHING_WAITS)
        return redirect("applications:file", uuid)
    if "consent" not in policies.allowed(request.user, application):
        raise NotAllowed(NOT_ALLOWED)
    act = request.POST.get("act", "consent")
    form = ConsentForm(request.POST or None, act=act)
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        if act == "refuse":
            acts.refuse_clarification(uuid, by=request.user, note=note)
            messages.success(request, _("Jeda tidak disetujui; verifikator kami beri tahu."))
        else:
            acts.consent_to_clarification(uuid, by=request.user, note=note)
            messages.success(request, _("Jeda disetujui; daftar pertanyaan sudah dikirim kepada pemohon."))
        return redirect("applications:file", uuid)
    context = {
        "application": application,
        "progress": progress_of(application),
        "waiting": waiting,
        "items": items_of(application, waiting),
        "why": why_consent(ledger.reckoning_of(application), application.standard.pauses_allowed),
        "form": form,
    }
    return render(request, "applications/clarification/consent.html", context, status=400 if form.errors else 200)


@office
@once
def ask(request, uuid):
    """An agency's question on one request; the verifier merges it with the others and sends them."""
    rows = Recommendation.objects.visible_to(request.user).select_related(
        "agency", "application__office__region", "application__permit_type", "application__standard"
    )
    opinion = get_object_or_404(rows, uuid=uuid)
    application = opinion.application
    if "ask" not in policies.allowed(request.user, opinion):
        raise NotAllowed(policies.barred_from_answering(request.user, opinion) or NOT_ALLOWED)
    form = AskForm(request.POST or None, application=application, agency=opinion.agency)
    if request.method == "POST" and form.is_valid():
        questions.ask_questions(application.uuid, by=request.user, asked=form.asked, recommendation=uuid)
        messages.success(
            request, _("Pertanyaan dicatat. Verifikator mengirimnya kepada pemohon bersama pertanyaan instansi lain.")
        )
        return redirect("applications:recommendation", uuid)
    context = {"recommendation": opinion, "application": application, "form": form}
    return render(request, "applications/clarification/ask.html", context, status=400 if form.errors else 200)


@office
@require_POST
@once
def drop(request, uuid):
    """Take a question back that was not sent yet."""
    files = Application.objects.visible_to(request.user)
    question = get_object_or_404(
        Question.objects.filter(application__in=files).select_related("recommendation"), uuid=uuid
    )
    questions.drop_question(uuid, by=request.user)
    messages.success(request, _("Pertanyaan dibatalkan."))
    if question.recommendation:
        return redirect("applications:recommendation", question.recommendation.uuid)
    return redirect("applications:clarification", question.application.uuid)


def questions_of(recommendation) -> list[Question]:
    """What this agency asked about the file, with the answer as far as there is one (`_questions.html`)."""
    rows = recommendation.questions.filter(dropped_at__isnull=True).select_related("item__clarification", "asked_by")
    return list(rows)
