"""An objection to a rejection: the applicant files it, the head answers it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.fresh import fresh_sign_in
from applications import objections, policies
from applications.actions import objections as acts
from applications.desks import count_days
from applications.forms import ObjectionAnswerForm, ObjectionForm
from applications.models import Application, Objection
from audit.replay import once
from ptsp_portal.lib.audience import office, signed_in
from ptsp_portal.lib.rules import NOT_ALLOWED, NotAllowed, WrongState

HEADS = ("verifier", "endorser", "head", "front_desk", "auditor")


@signed_in
@once
def file_objection(request, uuid):
    """/permohonan/<uuid>/keberatan/: the applicant's words and papers; the last day stands above them."""
    rows = Application.objects.in_hands_of(request.user).with_names().select_related("standard", "person", "business")
    application = get_object_or_404(rows, uuid=uuid)
    by_counter = not policies.is_applicant(request.user, application)
    form = ObjectionForm(request.POST or None, request.FILES or None, by_counter=by_counter)
    if request.method == "POST" and form.is_valid():
        acts.file_objection(
            uuid, by=request.user, text=form.cleaned_data["text"], uploads=form.cleaned_data.get("files") or []
        )
        messages.success(request, _("Keberatan sudah diterima dan diberi nomor."))
        return redirect("applications:file", uuid)
    if "object" not in policies.allowed(request.user, application):
        raise WrongState(objections.why_not(application) or NOT_ALLOWED)
    context = {"application": application, "form": form, "last_day": objections.last_day(application)}
    return render(request, "applications/objection/file.html", context, status=400 if form.errors else 200)


@office
@fresh_sign_in
@once
def decide_objection(request, uuid):
    """The head reads the rejection and the objection, and answers."""
    rows = Application.objects.visible_to(request.user).at_office_of(request.user, *HEADS)
    application = get_object_or_404(rows.with_names().select_related("standard", "person", "business"), uuid=uuid)
    form = ObjectionAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        granted = form.cleaned_data["outcome"] == Objection.Outcome.GRANTED
        act = acts.grant_objection if granted else acts.refuse_objection
        objection = get_object_or_404(Objection.objects.at_office_of(request.user, *HEADS), application=application)
        try:
            act(objection.uuid, by=request.user, reasons=form.cleaned_data["reasons"])
        except WrongState as refused:
            messages.error(request, refused.message)
        else:
            messages.success(
                request,
                _("Keberatan dikabulkan; berkas dibuka lagi di meja verifikator.")
                if granted
                else _("Keberatan ditolak. Suratnya sedang dibuat."),
            )
        return redirect("applications:file", uuid)
    if "decide_objection" not in policies.allowed(request.user, application):
        raise NotAllowed(policies.can_decide_objection.explain(request.user, application) or NOT_ALLOWED)
    objection = application.objection
    count_days([objection], [application.office.region])
    context = {"application": application, "objection": objection, "form": form}
    return render(request, "applications/objection/decide.html", context, status=400 if form.errors else 200)
