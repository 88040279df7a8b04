"""Third page of the counter: check, consent, send (and register); with the papers of the consent and the hand-over slip."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from agencies.policies import has_role
from applications import policies
from applications.actions import assisting, counter_sheet, passing_on, submission
from applications.actions.reading import note_consent_viewed
from applications.completeness import gaps
from applications.counter_documents import consent_form_pdf, slip_doc
from applications.forms import ConsentForm, PassOnForm
from applications.models import Application, Assistance
from applications.views.assisting import assisted
from applications.views.documents import attachment
from applications.views.sheet import answers_for_staff, papers
from audit.replay import once
from notifications.channels import sms_can_leave
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.pdf import limited
from ptsp_portal.lib.rules import NOT_ALLOWED, Incomplete, NotAllowed, Refused
from ptsp_portal.lib.wording import grouped

CODE_WRONG = gettext_lazy(
    "Kode itu tidak cocok, sudah lewat 10 menit, atau sudah terlalu sering dicoba. Periksa lagi, atau kirim kode baru."
)
CONSENT_NEEDED = gettext_lazy("Isi kode dari HP pemohon, atau unggah formulir persetujuan yang sudah ditandatangani.")


@office
@once
def send(request, uuid):
    """POST `act`: register (the office's own counter), submit, or only record the consent."""
    application = assisted(request, uuid)
    if not policies.ACTS["submit"].possible(application):
        messages.info(request, _("Permohonan ini sudah dikirim. Tidak perlu dikirim lagi; tidak ada yang berubah."))
        return redirect("applications:file", uuid)
    form = ConsentForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _page(request, application, form)
    if application.assistance.consent_at is None and not _consented(request, application, form):
        return _page(request, application, form, status=400)
    if request.POST.get("act") == "consent":
        messages.success(request, _("Persetujuan pemohon tercatat. Draf belum dikirim."))
        return redirect("applications:assist_send", uuid)
    try:
        if request.POST.get("act") == "register":
            counter_sheet.submit_and_register(uuid, by=request.user)
            messages.success(request, _("Terdaftar. Cetak tanda terima ini dan berikan kepada pemohon."))
            return redirect("applications:receipt", uuid)
        submission.submit_application(uuid, by=request.user)
    except Incomplete:
        return _page(request, application, form, tried=True, status=400)
    except Refused as refused:
        return _page(request, application, form, problem=refused.message, status=refused.status)
    messages.success(request, _("Permohonan dikirim. Nomor acuannya ada di halaman ini; tunjukkan kepada pemohon."))
    return redirect("applications:file", uuid)


def _consented(request, application, form) -> bool:
    """Whether consent stands now. A wrong code is counted and never raises."""
    if not form.is_valid():
        return False
    if form.cleaned_data["code"]:
        if assisting.check_consent_code(application.uuid, by=request.user, code=form.cleaned_data["code"]):
            return True
        form.add_error("code", CODE_WRONG)
    elif form.cleaned_data["form"]:
        ((inspected, content, _name),) = form.cleaned_data["form"]
        assisting.record_paper_consent(application.uuid, by=request.user, inspected=inspected, content=content)
        return True
    else:
        form.add_error(None, CONSENT_NEEDED)
    return False


def _page(request, application, form, *, tried=False, problem="", status=200):
    application.refresh_from_db(fields=["change_count"])
    assistance = Assistance.objects.select_related("helper").get(application=application)
    seen = set(assistance.originals_seen)
    context = {
        "application": application,
        "assistance": assistance,
        "form": form,
        "gaps": _gaps_here(application),
        "tried": tried,
        "problem": problem,
        "answers": answers_for_staff(application),
        "papers": _seen_papers(application, seen),
        "unseen": application.documents.answering_requirements().exclude(requirement_code__in=seen).exists(),
        "can_register": policies.can_register(request.user, application),
        "by_code": assistance.consent == Assistance.Consent.CODE,
        "can_text": sms_can_leave(),
    }
    return render(request, "applications/assisting/send.html", context, status=status)


def _seen_papers(application, seen: set) -> list[dict]:
    """The papers with what the helper ticked, in place of a check that nobody has made yet."""
    names = {each["name"] for each in application.standard.requirements if each["code"] in seen}
    rows = papers(application)
    for row in rows:
        is_seen = row["label"] in names
        row["kind"] = "ok" if is_seen else "wait"
        row["state"] = _("asli sudah dilihat") if is_seen else _("asli belum dilihat")
    return rows


def _gaps_here(application) -> list[tuple[str, str]]:
    """The same gaps, each leading to its place on the counter's one page."""
    sheet = reverse("applications:assist_sheet", args=[application.uuid])
    return [
        (label, sheet + (f"#{url.partition('#')[2]}" if "#" in (url or "") else "")) for label, url in gaps(application)
    ]


@office
@require_POST
@once
def send_code(request, uuid):
    """Another code, when the first one did not come."""
    assisted(request, uuid)
    assisting.send_consent_code(uuid, by=request.user)
    messages.success(request, _("Kode baru dikirim. Berlaku 10 menit; kode yang lama tidak berlaku lagi."))
    return redirect("applications:assist_send", uuid)


@office
@require_GET
def consent_form(request, uuid):
    """The form to sign, as PDF."""
    application = assisted(request, uuid)
    return pdf_page(consent_form_pdf(application, application.assisting_agency, by=request.user), "persetujuan.pdf")


@office
@require_GET
def consent_scan(request, uuid):
    """What was signed: for the counters that help and for the file's own office."""
    application = get_object_or_404(Application.objects.visible_to(request.user).with_names(), uuid=uuid)
    assistance = get_object_or_404(Assistance.objects.exclude(form=""), application=application)
    at_office = has_role(request.user, application.office, "front_desk", "verifier", "endorser", "head", "auditor")
    if not at_office and not policies.assists(request.user, application):
        raise Http404
    note_consent_viewed(application, by=request.user)
    name = f"persetujuan.{assistance.form.name.rpartition('.')[2]}"
    return attachment(assistance.form.name, name, assistance.form_type)


@office
@once
def pass_on(request, uuid):
    """Make a hand-over code and show the slip to print. The code is on this page only; printing again makes another."""
    application = assisted(request, uuid)
    if "pass_on" not in policies.allowed(request.user, application):
        raise NotAllowed(NOT_ALLOWED)
    form = PassOnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        relation = form.cleaned_data["relation"]
        code = passing_on.make_handover_code(uuid, by=request.user, relation=relation)
        application.assistance.refresh_from_db()
        doc = limited(slip_doc(application, application.assisting_agency, grouped(code), relation))
        return render(request, "applications/assisting/slip.html", {"application": application, "doc": doc})
    context = {"application": application, "form": form}
    return render(request, "applications/assisting/pass_on.html", context, status=400 if form.errors else 200)


def pdf_page(content: bytes, name: str) -> HttpResponse:
    """A PDF that the browser shows, ready to print; never kept on the way."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
