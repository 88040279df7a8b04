"""The counter and the verifier look at a file on one page: each document, notes on answers, then one act."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from applications import policies
from applications.actions import questions, verification
from applications.changes import changes_of
from applications.forms import CheckForm
from applications.hints import hints_for
from applications.models import Application
from applications.progress import progress_of
from applications.views.sheet import repairs_of
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import NOT_ALLOWED, NotAllowed

CHECKING = {"check_documents", "register", "verify", "return", "clarify"}


@office
@once
def check(request, uuid):
    """GET shows the papers; POST writes the results and does the act of the pressed button.

    `act` is save, all_fit (every paper without a result fits), register, verify, return, or ask (what is unfit becomes
    questions to the applicant).
    """
    rows = Application.objects.visible_to(request.user).with_names().select_related("standard", "person", "business")
    application = get_object_or_404(rows, uuid=uuid)
    if not policies.ACTS["check_documents"].possible(application):  # done meanwhile, or the back button
        messages.info(
            request, _("Berkas ini sudah selesai diperiksa. Inilah keadaannya sekarang; tidak ada yang berubah.")
        )
        return redirect("applications:file", uuid)
    verbs = [verb for verb in policies.allowed(request.user, application) if verb in CHECKING]
    if "check_documents" not in verbs:
        raise NotAllowed(policies.barred(request.user, application) or NOT_ALLOWED)
    act = request.POST.get("act", "save")
    form = CheckForm(request.POST or None, application=application, act=act)
    if request.method == "POST" and form.is_valid():
        return _act(request, application, form, act)
    return _page(request, application, form, verbs)


def _page(request, application, form, verbs):
    context = {
        "application": application,
        "form": form,
        "verbs": verbs,
        "progress": progress_of(application),
        "changes": changes_of(application),
        "hints": hints_for(request.user, application),
        "returned": [(notice, repairs_of(application, notice, link=False)) for notice in _returns(application)],
    }
    return render(request, "applications/checking/check.html", context, status=400 if form.errors else 200)


def _returns(application) -> list:
    """What was asked of the applicant before, newest first: the officer checks whether it was repaired."""
    return list(application.return_notices.select_related("by").order_by("-at"))


def _act(request, application, form, act):
    """Write down what was found, then do what the button says."""
    by, uuid = request.user, application.uuid
    verification.check_documents(uuid, by=by, results=form.results)
    verification.check_fields(uuid, by=by, results=form.field_results)
    if act == "register":
        done = verification.register_application(uuid, by=by)
        messages.success(request, _registered(done))
    elif act == "verify":
        done = verification.verify_application(uuid, by=by)
        messages.success(request, _with_queue(_asked(done)))
    elif act == "return":
        verification.return_application(uuid, by=by, items=form.items)
        words = _("Berkas dikembalikan kepada pemohon dengan %(count)d hal untuk diperbaiki.") % {
            "count": len(form.items)
        }
        messages.success(request, _with_queue(words))
    elif act == "ask":
        questions.ask_questions(uuid, by=by, asked=form.items)
        messages.success(request, _("Yang belum sesuai dicatat sebagai pertanyaan. Pemohon belum menerimanya."))
        return redirect("applications:clarification", uuid)
    else:
        messages.success(request, _("Hasil pemeriksaan disimpan."))
        page = reverse("applications:check", args=[uuid])
        return redirect(f"{page}#putuskan" if act == "all_fit" else page)  # everything is marked: on to the act
    return redirect("applications:file", uuid)


def _registered(application) -> str:
    words = _("Berkas terdaftar dengan nomor %(number)s.") % {"number": application.registration_number}
    receipt = reverse("applications:receipt", args=[application.uuid])
    return _with_queue(format_html('{} <a href="{}">{}</a> ·', words, receipt, _("Cetak tanda terima")))


def _with_queue(words) -> str:
    """A message with the way to the next file: an officer has forty of them before noon."""
    return format_html('{} <a href="{}">{}</a>', words, reverse("applications:desk_home"), _("Ke antrean"))


def _asked(application) -> str:
    if not application.answers_requested:
        return _("Berkas diverifikasi; layanan ini tanpa rekomendasi, jadi keputusan dapat langsung disusun.")
    return _("Berkas diverifikasi; %(count)d instansi dimintai rekomendasi sekaligus.") % {
        "count": application.answers_requested
    }
