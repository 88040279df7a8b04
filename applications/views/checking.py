"""The counter and the verifier look at a file on one page: each document, notes on answers, then one act."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from applications import policies
from applications.actions import verification
from applications.forms import CheckForm
from applications.models import Application
from applications.progress import progress_of
from applications.views.sheet import answers_for_staff
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import NOT_ALLOWED, NotAllowed

CHECKING = {"check_documents", "register", "verify", "return"}


@office
@once
def check(request, uuid):
    """GET shows the papers; POST writes the results and does the act of the pressed button (save, register, verify, return)."""
    application = get_object_or_404(Application.objects.visible_to(request.user).with_names().select_related("standard", "person"), uuid=uuid)
    verbs = [verb for verb in policies.allowed(request.user, application) if verb in CHECKING]
    if not verbs and request.method == "GET":
        raise NotAllowed(NOT_ALLOWED)
    form = CheckForm(request.POST or None, application=application)
    if request.method == "POST" and form.is_valid():
        return _act(request, application, form)
    context = {
        "application": application,
        "form": form,
        "verbs": verbs,
        "answers": answers_for_staff(application),
        "progress": progress_of(application),
        "notices": application.return_notices.select_related("by"),
    }
    return render(request, "applications/checking/check.html", context, status=400 if form.errors else 200)


def _act(request, application, form):
    act, by, uuid = request.POST.get("act", "save"), request.user, application.uuid
    verification.check_documents(uuid, by=by, results=form.results)
    if act == "register":
        done = verification.register_application(uuid, by=by)
        messages.success(request, _("Berkas terdaftar dengan nomor %(number)s. Tanda terima siap dicetak.") % {"number": done.registration_number})
    elif act == "verify":
        done = verification.verify_application(uuid, by=by)
        messages.success(request, _asked(done))
    elif act == "return":
        verification.return_application(uuid, by=by, items=form.items)
        messages.success(request, _("Berkas dikembalikan kepada pemohon dengan %(count)d hal untuk diperbaiki.") % {"count": len(form.items)})
    else:
        messages.success(request, _("Hasil pemeriksaan disimpan."))
        return redirect("applications:check", uuid)
    return redirect("applications:file", uuid)


def _asked(application) -> str:
    if not application.answers_requested:
        return _("Berkas diverifikasi; layanan ini tanpa rekomendasi, jadi keputusan dapat langsung disusun.")
    return _("Berkas diverifikasi; %(count)d instansi dimintai rekomendasi sekaligus.") % {"count": application.answers_requested}
