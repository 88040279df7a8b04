"""/loket/bantu/: a counter files for somebody. First page who and what, second page everything, third page check and send."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from applications import policies
from applications.actions import assisting, counter_sheet, drafting
from applications.assisted_services import services_of
from applications.form_context import context_for
from applications.forms import HelpForm, PaperNumberForm, PapersForm
from applications.forms.fields import MOST_AT_ONCE
from applications.models import Application, Assistance
from applications.papers_asked import asked_paper
from applications.schema.answers import load, store
from applications.schema.form import FormSpec, save_drafts, section_form, sections
from applications.views.sheet import repairs_of
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import Refused

PAGE = 25
VERSION, REMOVE = "sheet-version", "sheet-remove"


def counter_of(request):
    """The counter that the officer helps at; of several the one that was chosen (`?loket=`). Others find no such page."""
    mine = policies.helping_agencies(request.user)
    if not mine:
        raise Http404
    wanted = request.GET.get("loket", "")
    return next((each for each in mine if each.slug == wanted), mine[0])


def assisted(request, uuid) -> Application:
    """A file of one's own counter's, whoever began it there."""
    rows = Application.objects.assisted_by(request.user).with_names()
    rows = rows.select_related(
        "standard", "person__region", "assistance__helper", "assisting_agency__region", "of_permit"
    )
    application = get_object_or_404(rows, uuid=uuid)
    if policies.is_applicant(request.user, application):  # their own papers are a colleague's to type
        raise Http404
    return application


@office
@require_GET
def helped(request):
    """/loket/bantu/: whom this counter helps now, newest first."""
    agency = counter_of(request)
    rows = Application.objects.assisted_by(request.user).with_names().select_related("person", "assistance")
    rows = rows.order_by("-id")
    after = request.GET.get("after", "")
    if after.isascii() and after.isdigit() and len(after) < 19:
        rows = rows.filter(id__lt=int(after))
    files = list(rows[: PAGE + 1])
    context = {"agency": agency, "files": files[:PAGE], "next": files[PAGE - 1].pk if len(files) > PAGE else None}
    return render(request, "applications/assisting/helped.html", context)


@office
@once
def start(request):
    """First page: who stands here, how they consent, what they want."""
    return _start_page(request, HelpForm, is_paper=False)


@office
@once
def enter_paper(request):
    """The same for a stub of the emergency register."""
    return _start_page(request, PaperNumberForm, is_paper=True)


def _start_page(request, form_class, *, is_paper):
    agency = counter_of(request)
    offers = services_of(agency, only_own=is_paper)
    start_with = {"number": request.GET.get("nomor", "")[:40]} if is_paper else {}
    form = form_class(request.POST or None, agency=agency, offers=offers, initial=start_with)
    if request.method == "POST" and form.is_valid() and (application := _started(request, form)):
        return redirect("applications:assist_sheet", application.uuid)
    context = {
        "form": form,
        "agency": agency,
        "others": [each for each in policies.helping_agencies(request.user) if each != agency],
        "is_paper": is_paper,
        "url": request.get_full_path(),
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "applications/assisting/start.html", context, status=status)


def _started(request, form):
    """The draft, with its code on the way; None when refused: what was typed stays, and nothing was kept."""
    try:
        with transaction.atomic():
            application = assisting.start_assisted(by=request.user, **form.filing())
            if form.cleaned_data["consent"] == Assistance.Consent.CODE:
                assisting.send_consent_code(application.uuid, by=request.user)
    except Refused as refused:
        form.add_error(None, refused.message)
        return None
    return application


@office
@once
def sheet(request, uuid):
    """Second page: every field and every paper of the service at once."""
    application = assisted(request, uuid)
    if not policies.ACTS["edit"].possible(application):
        messages.info(request, _("Permohonan ini sudah dikirim, jadi isinya tidak dapat diubah lagi."))
        return redirect("applications:file", uuid)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    spec = FormSpec.from_json(application.standard.fields)
    answers, where = load(spec, application.answers), context_for(application.office)
    asked = sections(spec) if application.makes_a_permit else []  # a copy and a closure have no form
    forms = [section_form(section, where)(data, answers) for section in asked]
    papers = PapersForm(data, files, application=application)
    if request.method != "POST":
        return _sheet_page(request, application, forms, papers)
    answers, found = save_drafts(forms, answers)
    problems = [problem for problem in found if not problem.blank]
    papers.is_valid()
    stale = ""
    try:
        saved = counter_sheet.save_sheet(
            uuid, by=request.user, version=_number(request.POST.get(VERSION)), answers=store(spec, answers),
            originals=papers.originals, uploads=papers.uploads, removed=_removed(request, application),
        )  # fmt: skip
    except counter_sheet.Stale as refused:
        stale, saved = refused.message, application
    except Refused as refused:
        papers.add_error(None, refused.message)
        saved = application
    if stale or problems or papers.errors:
        return _sheet_page(request, saved, forms, papers, stale=stale)
    return redirect(_way_on(request, uuid, forms))


def _way_on(request, uuid, forms) -> str:
    here = reverse("applications:assist_sheet", args=[uuid])
    table = next((form.add_row for form in forms if form.add_row), "")
    if table:
        return f"{here}?baris=tambah#div_id_{table}"
    if REMOVE in request.POST:
        return f"{here}#dokumen"
    return (
        reverse("applications:helped") if "later" in request.POST else reverse("applications:assist_send", args=[uuid])
    )


def _number(text) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1


def _removed(request, application) -> list:
    wanted = request.POST.getlist(REMOVE)
    uuids = application.documents.answering_requirements().values_list("uuid", flat=True)
    return [each for each in uuids if str(each) in wanted]


def _sheet_page(request, application, forms, papers, *, stale=""):
    """`application` as it is stored now: the page carries its version."""
    is_bound = request.method == "POST"
    notice = application.return_notices.filter(answered_at__isnull=True).first()
    context = {
        "application": application,
        "assistance": application.assistance,
        "forms": forms,
        "conditions": [each for form in forms for each in form.conditions()],
        "papers": papers,
        "rows": _paper_rows(application, papers),
        "version": application.change_count,
        "stale": stale,
        "is_bound": is_bound and not stale,
        "repairs": repairs_of(application, notice, link=False),
        "most_at_once": MOST_AT_ONCE,
        "most_documents": drafting.MOST_DOCUMENTS,
    }
    status = (409 if stale else 400) if is_bound else 200
    return render(request, "applications/assisting/sheet.html", context, status=status)


def _paper_rows(application, papers) -> list[dict]:
    uploaded = {}
    for document in application.documents.answering_requirements():
        uploaded.setdefault(document.requirement_code, []).append(document)
    seen = papers.originals if papers.is_bound else application.assistance.originals_seen
    return [
        {
            **asked_paper(each),
            "documents": uploaded.get(each["code"], []),
            "file": papers[f"file-{each['code']}"],
            "seen_name": f"dokumen-seen-{each['code']}",
            "is_seen": each["code"] in seen,
        }
        for each in papers.requirements
    ]
