"""/pimpinan/macet/satgas/: files that the acceleration task force follows, with who owes what until when."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from applications.models import Application
from audit.replay import once
from dashboards import policies
from dashboards.actions import taskforce as acts
from dashboards.forms.taskforce import AnswerForm, CloseForm, ListForm
from dashboards.models import TaskforceCase, TaskforceNote
from dashboards.sheets import FORMS, cases_sheet, sheet
from dashboards.taskforce import files_for_list, has_moved_on, owners_of
from dashboards.views.asking import page_of
from ptsp_portal.lib.audience import office

MOST = 200  # open ones on the page; a list that is followed is short
CLOSED_SHOWN = 20


def _cases(page):
    """Of the chosen office and region; no column that says who applies."""
    rows = TaskforceCase.objects.within(page.choice.reach)
    if page.choice.office:
        rows = rows.filter(office=page.choice.office)
    needed = (
        "state",
        "registration_number",
        "reference",
        "uuid",
        "holder",
        "holder_role",
        "closed_at",
        "permit_type__name",
    )
    return (
        rows.select_related("office__region", "owner", "person", "application__permit_type", "application__holder_agency")
        .defer(None)
        .prefetch_related(Prefetch("notes", TaskforceNote.objects.select_related("by")))
        .only(
            *(field.name for field in TaskforceCase._meta.concrete_fields),
            *(f"application__{name}" for name in needed), "application__holder_agency", "application__office",
            "office__region", "office__name", "office__slug", "owner__name", "owner__phone", "person__full_name",
        )
    )  # fmt: skip


@office
@require_GET
def cases(request):
    """Promises that are over first, then the nearest; printable."""
    page = page_of(request)
    rows = _cases(page)
    running, form = rows.open()[:MOST], request.GET.get("bentuk")
    if form in FORMS:
        return sheet(form, f"satgas-{page.today}", *cases_sheet(running))
    running = list(running)
    context = page.context() | {
        "cases": running,
        "broken": sum(1 for case in running if case.promised_on < page.today),
        "closed": rows.filter(closed_at__isnull=False).order_by("-closed_at")[:CLOSED_SHOWN],
    }
    return render(request, "dashboards/stuck/cases.html", context)


@office
@require_GET
def case(request, uuid):
    """One case with everything that was said, and what this reader may add."""
    return _case(request, uuid)


@office
@require_POST
@once
def answer(request, uuid):
    form = AnswerForm(request.POST)
    found = _found(request, uuid)
    if not form.is_valid():
        return _case(request, uuid, answer_form=form)
    acts.answer_case(found.uuid, by=request.user, **form.cleaned_data)
    messages.success(request, _("Jawaban dicatat."))
    return redirect(found)


@office
@require_POST
@once
def close(request, uuid):
    form = CloseForm(request.POST)
    found = _found(request, uuid)
    if not form.is_valid():
        return _case(request, uuid, close_form=form)
    acts.close_case(found.uuid, by=request.user, **form.cleaned_data)
    messages.success(request, _("Berkas dinyatakan selesai dari daftar."))
    return redirect(found)


@office
@once
def add(request, uuid):
    """Put an open file on the list; the link stands beside it on the lists of files."""
    page = page_of(request)
    file = get_object_or_404(files_for_list(page.choice.whole), uuid=uuid)
    if not policies.can_list_case(request.user, file.office):
        raise Http404
    form = ListForm(request.POST or None, owners=list(owners_of(file)))
    if request.method == "POST" and form.is_valid():
        made = acts.list_case(file.uuid, by=request.user, **form.cleaned_data)
        messages.success(request, _("Berkas masuk daftar satgas."))
        return redirect(made)
    status = 400 if request.method == "POST" else 200
    return render(request, "dashboards/stuck/case_add.html", {"file": file, "form": form}, status=status)


def _found(request, uuid) -> TaskforceCase:
    return get_object_or_404(_cases(page_of(request)), uuid=uuid)


def _case(request, uuid, **forms):
    page, found = page_of(request), _found(request, uuid)
    is_open = found.closed_at is None
    context = {
        "case": found,
        "today": page.today,
        "moved": is_open and has_moved_on(found),
        "may_answer": is_open and policies.can_answer_case(request.user, found),
        "may_close": is_open and policies.can_close_case(request.user, found),
        "answer_form": AnswerForm(),
        "close_form": CloseForm(),
        "file_url": _file_url(request.user, found),
    } | forms
    return render(request, "dashboards/stuck/case.html", context, status=400 if forms else 200)


def _file_url(user, found) -> str:
    seen = Application.objects.visible_to(user).filter(pk=found.application_id).exists()
    return reverse("applications:file", args=[found.application.uuid]) if seen else ""
