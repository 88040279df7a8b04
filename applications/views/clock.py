"""The head's acts on the clock: beginning anew, and silence that counts as consent. Each asks once, with a reason."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.fresh import fresh_sign_in
from applications import policies
from applications.actions.clock import restart_clock
from applications.actions.deemed import deem_application, deem_recommendation
from applications.forms import DeemForm, RestartForm
from applications.models import Application, Recommendation
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import NOT_ALLOWED, NotAllowed

HEADS = ("verifier", "endorser", "head", "front_desk", "auditor")


def _at_office(request, uuid) -> Application:
    rows = Application.objects.visible_to(request.user).at_office_of(request.user, *HEADS)
    return get_object_or_404(rows.with_names().select_related("standard", "person", "business"), uuid=uuid)


@office
@once
def restart(request, uuid):
    """Count the days from the beginning."""
    application = _at_office(request, uuid)
    form = RestartForm(request.POST or None)
    if request.method == "POST" and (form.is_valid() or "restart" not in policies.allowed(request.user, application)):
        restart_clock(uuid, by=request.user, reason=form.cleaned_data.get("reason", ""))
        messages.success(request, _("Hari layanan dihitung ulang dari awal. Pemohon sudah diberi tahu."))
        return redirect("applications:file", uuid)
    _must(request, application, "restart", policies.can_restart)
    return _confirm(request, "applications/clock/restart.html", {"application": application, "form": form})


@office
@fresh_sign_in
@once
def deem(request, uuid):
    """The permit that the law grants because nobody decided in time."""
    application = _at_office(request, uuid)
    form = DeemForm(request.POST or None)
    if request.method == "POST" and (form.is_valid() or "deem" not in policies.allowed(request.user, application)):
        done = deem_application(uuid, by=request.user, reason=form.cleaned_data.get("reason", ""))
        words = _("Dikabulkan karena hukum dengan nomor %(number)s. Izin dan berkas buktinya sedang dibuat.")
        messages.success(request, words % {"number": done.issued_permit.number})
        return redirect("applications:file", uuid)
    _must(request, application, "deem", policies.can_deem)
    return _confirm(request, "applications/clock/deem.html", {"application": application, "form": form})


@office
@fresh_sign_in
@once
def deem_request(request, uuid):
    """An agency that stayed silent does not object."""
    rows = Recommendation.objects.visible_to(request.user).select_related(
        "agency", "application__permit_type", "application__standard", "application__office__region",
        "application__person", "application__business",
    )  # fmt: skip
    request_row = get_object_or_404(rows, uuid=uuid)
    form = DeemForm(request.POST or None)
    if request.method == "POST" and (form.is_valid() or "deem" not in policies.allowed(request.user, request_row)):
        deem_recommendation(uuid, by=request.user, reason=form.cleaned_data.get("reason", ""))
        messages.success(
            request, _("Dicatat: instansi itu dianggap tidak berkeberatan. Berkas buktinya sedang dibuat.")
        )
        return redirect("applications:file", request_row.application.uuid)
    _must(request, request_row, "deem", policies.can_deem_recommendation)
    context = {"application": request_row.application, "request_row": request_row, "form": form}
    return _confirm(request, "applications/clock/deem_request.html", context)


def _must(request, thing, verb, rule):
    """Refuse the page of an act that is not possible now or not this person's, with the reason where there is one."""
    if verb not in policies.allowed(request.user, thing):
        explain = rule.explain(request.user, thing)
        raise NotAllowed(explain or NOT_ALLOWED)


def _confirm(request, template, context):
    return render(request, template, context, status=400 if context["form"].errors else 200)
