"""The decision: drafting, paraf, sending back, signing and refusing, each with the KONSEP in reach."""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.fresh import fresh_sign_in
from agencies.policies import signing_capacity
from applications import policies
from applications.actions import decision as acts
from applications.actions import issuance
from applications.actions.conditions import current_conditions, own_lines_of
from applications.actions.reading import note_letter_viewed
from applications.changes import changes_of
from applications.conflicts import opinions_of, opinions_with_conditions
from applications.earlier_desks import earlier_desks, sent_to_words
from applications.forms import DraftForm, RefusalForm, SendBackForm, lines_of
from applications.models import Application, Decision, Phrase
from applications.objections import is_annulled
from applications.permit_document import concept_pdf, validity_when_signed
from applications.progress import progress_of
from applications.views.sheet import answers_for_staff, papers
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import NOT_ALLOWED, NotAllowed

AT_WORK = ("verifier", "endorser", "head", "front_desk", "auditor")


def _at_office(request, uuid) -> Application:
    """Visible and at the user's own office: the agencies asked don't see drafts."""
    rows = Application.objects.visible_to(request.user).at_office_of(request.user, *AT_WORK)
    return get_object_or_404(
        rows.with_names().select_related("standard", "person", "business", "verified_by"), uuid=uuid
    )


def _seen(request) -> int:
    """The change count of the page that was read; -1, which no file has, when the form names none."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1


def _must(request, application, verb):
    """Refuse the page of an act that is not this person's now, with the reason where rule 7 is the reason."""
    if verb not in policies.allowed(request.user, application):
        raise NotAllowed(policies.barred(request.user, application) or NOT_ALLOWED)


def _context(request, application, **more):
    """The whole decision, for whoever drafts, endorses or signs."""
    written = getattr(application, "decision", None)
    prefetch_related_objects([application], opinions_with_conditions())
    opinions = opinions_of(application, written)
    return {
        "application": application,
        "decision": written,
        "opinions": opinions.current,
        "replaced": opinions.replaced,
        "marks": opinions.marks,
        "endorsements": _endorsements(application),
        "capacity": signing_capacity(request.user, application.office, application.standard.signing_role),
        "answers": answers_for_staff(application),
        "changes": changes_of(application),
        "validity": validity_when_signed(application),
        "papers": papers(application),
        "progress": progress_of(application),
        "verbs": policies.allowed(request.user, application),
        **more,
    }


def _endorsements(application) -> list:
    """Every paraf and sending-back, with the words where it went; the opinions are prefetched."""
    agencies = {str(each.uuid): each.agency.name for each in application.recommendations.all()}
    rows = list(application.endorsements.select_related("by"))
    for row in rows:
        row.sent_to_words = sent_to_words(row, application.standard, agencies)
    return rows


@office
@once
def draft(request, uuid):
    """Write the draft; "Teruskan" hands it to the first endorser or the signer."""
    application = _at_office(request, uuid)
    if request.method == "GET":
        _must(request, application, "draft_decision")
    opposed, ready = acts.opposed(application), request.POST.get("act") == "ready"
    form = DraftForm(
        request.POST or None, initial=_proposal(application, opposed), opposed=bool(opposed), act=request.POST.get("act", ""),
        conditions=current_conditions(application), phrases=Phrase.objects.for_drafting(application.office),
        outcome=application.outcome,
        permit_only=is_annulled(application),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        acts.draft_decision(
            uuid, by=request.user, verdict=cleaned["verdict"], conditions=cleaned["condition_list"], reasons=cleaned["reason_list"],
            legal_basis=cleaned["legal_basis"], against_opinion_reason=cleaned.get("against_opinion_reason", ""), ready=ready,
            condition_results=form.outcomes,
        )  # fmt: skip
        messages.success(request, _("Konsep diteruskan.") if ready else _("Konsep disimpan."))
        return redirect("applications:file" if ready else "applications:draft_decision", uuid)
    context = _context(request, application, form=form, opposed=opposed, sent_back=_sent_back(application))
    return render(request, "applications/decision/draft.html", context, status=400 if form.errors else 200)


def _sent_back(application):
    """The last sending-back that this draft has not answered yet, or None."""
    written = getattr(application, "decision", None)
    if written is None or written.is_ready:
        return None
    sent_back = application.endorsements.filter(round=written.round - 1, result="sent_back")
    return sent_back.select_related("by").last()


def _sent_here(application, endorsements):
    """The sending-back that gave this endorser the draft once more, or None."""
    last = endorsements[-1] if endorsements else None
    return last if last and last.sent_to.startswith("endorser") and last.round == application.decision.round else None


def _proposal(application, opposed) -> dict:
    """What the form starts with: the draft so far, else what the opinions lead to."""
    written = getattr(application, "decision", None)
    if written is not None:
        verdict = Decision.Verdict.ISSUE if is_annulled(application) else written.verdict
        return {
            "verdict": verdict, "conditions": "\n".join(own_lines_of(application)), "reasons": "\n".join(written.reasons),
            "legal_basis": written.legal_basis, "against_opinion_reason": written.against_opinion_reason,
        }  # fmt: skip
    reasons = [f"{' '.join(each.reasons.split())} ({each.agency.name})" for each in opposed]
    verdict = Decision.Verdict.REJECT if opposed else Decision.Verdict.ISSUE
    return {"verdict": verdict, "reasons": "\n".join(reasons)}


@office
@require_GET
def concept(request, uuid):
    """The KONSEP as PDF: exactly what will be printed, without a number."""
    application = _at_office(request, uuid)
    if not hasattr(application, "decision"):
        raise Http404
    note_letter_viewed(application, "concept", by=request.user)
    response = HttpResponse(concept_pdf(application), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="konsep.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@office
@once
def endorse(request, uuid):
    """Read the draft, then paraf."""
    application = _at_office(request, uuid)
    if request.method == "POST":
        acts.endorse_decision(
            uuid, by=request.user, note=request.POST.get("note", "")[:2000], seen_change_count=_seen(request)
        )
        messages.success(request, _("Konsep diparaf dan diteruskan."))
        return redirect("applications:file", uuid)
    _must(request, application, "endorse")
    context = _context(request, application)
    sent_back = _sent_here(application, context["endorsements"])
    return render(request, "applications/decision/endorse.html", context | {"sent_back": sent_back})


@office
@once
def send_back(request, uuid):
    """Back to an earlier desk, with a reason."""
    application = _at_office(request, uuid)
    if request.method == "GET":
        _must(request, application, "send_back")
    form = SendBackForm(
        request.POST or None, desks=earlier_desks(application) if hasattr(application, "decision") else []
    )
    if request.method == "POST" and form.is_valid():
        acts.send_back_decision(uuid, by=request.user, reason=form.cleaned_data["reason"], to=form.cleaned_data["to"])
        messages.success(request, _("Konsep dikembalikan. Penerimanya diberi tahu."))
        return redirect("applications:file", uuid)
    return render(
        request,
        "applications/decision/send_back.html",
        _context(request, application, form=form),
        status=400 if form.errors else 200,
    )


@office
@fresh_sign_in
@once
def sign(request, uuid):
    """The head reads the KONSEP on this page and signs what was read: a draft changed meanwhile is refused."""
    application = _at_office(request, uuid)
    if request.method == "POST":
        done = issuance.sign_decision(uuid, by=request.user, seen_change_count=_seen(request))
        if done.state == Application.State.ISSUED:
            messages.success(
                request,
                done.outcome.signed % {"number": done.issued_permit.number},
            )
        else:
            messages.success(request, _("Penolakan ditetapkan. Suratnya sedang dibuat."))
        return redirect("applications:file", uuid)
    _must(request, application, "sign")
    return render(request, "applications/decision/sign.html", _context(request, application))


@office
@fresh_sign_in
@once
def reject(request, uuid):
    """The head refuses what was drafted as a permit."""
    application = _at_office(request, uuid)
    if request.method == "GET":
        _must(request, application, "reject")
    form = RefusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reasons, basis = lines_of(form.cleaned_data["reasons"]), form.cleaned_data["legal_basis"]
        issuance.reject_application(uuid, by=request.user, reasons=reasons, legal_basis=basis)
        messages.success(request, _("Penolakan ditetapkan. Suratnya sedang dibuat."))
        return redirect("applications:file", uuid)
    return render(
        request,
        "applications/decision/reject.html",
        _context(request, application, form=form),
        status=400 if form.errors else 200,
    )
