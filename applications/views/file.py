"""The file page: where it is, who holds it, what I may do now; the same page for everybody who may see the file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from agencies.policies import has_role
from applications import policies
from applications.actions.submission import withdraw_application
from applications.billing import levy_of
from applications.changes import changes_of
from applications.conversation import conversation_of
from applications.models import Application
from applications.objections import last_day, objection_of
from applications.permit_life import version_of
from applications.progress import progress_of
from applications.queries import OFFICE_ROLES
from applications.timeline import timeline_of
from applications.topics import clarifications_of
from applications.views.sheet import answers_for_staff, papers, repairs_of
from applications.visits import attachments, visits_of
from audit.replay import once
from ptsp_portal.lib.audience import signed_in
from ptsp_portal.lib.rules import NOT_ALLOWED, NotAllowed

PAGE = 20
# verb: (words on the button, url name, look); verbs that share a page stand once.
BUTTONS = {
    "edit": (gettext_lazy("Lanjutkan mengisi"), "applications:task_list", "main"),
    "check_documents": (gettext_lazy("Periksa berkas"), "applications:check", "main"),
    "draft_decision": (gettext_lazy("Susun keputusan"), "applications:draft_decision", "main"),
    "assess": (gettext_lazy("Tetapkan retribusi"), "applications:assess_levy", "main"),
    "cancel_bill": (gettext_lazy("Batalkan SKRD"), "applications:cancel_bill", "quiet"),
    "hand_over": (gettext_lazy("Penyerahan izin"), "applications:hand_over", "main"),
    "endorse": (gettext_lazy("Baca konsep dan paraf"), "applications:endorse", "main"),
    "sign": (gettext_lazy("Baca konsep dan tanda tangani"), "applications:sign", "main"),
    "reject": (gettext_lazy("Tolak permohonan"), "applications:reject", "quiet"),
    "send_back": (gettext_lazy("Kembalikan dengan alasan"), "applications:send_back", "quiet"),
    "restart": (gettext_lazy("Hitung ulang hari layanan"), "applications:restart", "quiet"),
    "deem": (gettext_lazy("Nyatakan dikabulkan karena hukum"), "applications:deem", "quiet"),
    "add_request": (gettext_lazy("Instansi yang diminta"), "applications:requests", "quiet"),
    "move_version": (gettext_lazy("Pindah ke versi standar yang baru"), "applications:move_version", "quiet"),
    "clarify": (gettext_lazy("Tanya pemohon"), "applications:clarification", "quiet"),
    "consent": (gettext_lazy("Baca dan putuskan permintaan jeda"), "applications:clarification_consent", "main"),
    "pass_on": (gettext_lazy("Cetak kode serah terima"), "applications:pass_on", "quiet"),
    "object": (gettext_lazy("Ajukan keberatan"), "applications:file_objection", "main"),
    "decide_objection": (gettext_lazy("Baca dan putuskan keberatan"), "applications:decide_objection", "main"),
    "withdraw": (gettext_lazy("Tarik permohonan"), "applications:withdraw", "quiet"),
}


def _visible(request, uuid) -> Application:
    rows = Application.objects.visible_to(request.user).with_names()
    rows = rows.select_related("standard", "person", "business", "assisting_agency", "objection")
    rows = rows.select_related("of_permit__office__region", "of_permit__application__standard")
    return get_object_or_404(rows, uuid=uuid)


@signed_in
def my_filings(request):
    """/permohonan/: my filings and those of the businesses that I represent, newest first, paged by key."""
    mine = Application.objects.own(request.user)
    own = mine.with_names()
    newest = mine.order_by("-id")
    after = request.GET.get("after", "")
    if after.isascii() and after.isdigit() and len(after) < 19:
        newest = newest.filter(id__lt=int(after))
    # Keys first: with all its joins the statement has too many tables for PostgreSQL to begin with the few rows wanted.
    keys = list(newest.values_list("pk", flat=True)[: PAGE + 1])
    found = list(own.filter(pk__in=keys).select_related("business", "permit", "of_permit", "bundle").order_by("-id"))
    context = {
        "files": found[:PAGE],
        "next": found[PAGE - 1].pk if len(found) > PAGE else None,
        "person": getattr(request.user, "person", None),
        "to_answer": list(own.asked_for_answers().order_by("held_since")[:5]),
        "to_pay": list(own.with_bill_to_pay().order_by("held_since")[:5]),
        "to_repair": list(own.in_state(Application.State.RETURNED).order_by("held_since")[:5]),
    }
    return render(request, "applications/file/my_filings.html", context)


@signed_in
def file(request, uuid):
    """/permohonan/<uuid>/: drafts open their task list, everything else this page."""
    application = _visible(request, uuid)
    own, helps = _applicants_side(request.user, application)
    if application.state == Application.State.DRAFT:
        return redirect(_edit_page(helps), uuid)
    verbs = policies.allowed(request.user, application)
    visits, handed = _visits(request.user, application, own), _handed(application)
    open_notice = application.return_notices.filter(answered_at__isnull=True).first()
    at_office = has_role(request.user, application.office, "front_desk", "verifier", "endorser", "head", "auditor")
    context = {
        "application": application,
        "own": own,
        "at_office": at_office,
        "progress": progress_of(application, as_applicant=own),
        "barred": policies.barred(request.user, application),
        # What to repair has its own button, beside the list.
        "buttons": [
            _button(application, verb, helps, is_handed=bool(handed))
            for verb in verbs
            if verb in BUTTONS and not (own and verb == "edit" and open_notice)
        ],
        "helps": helps,
        "edit_url": reverse(_edit_page(helps), args=[uuid]),
        "open_notice": open_notice,
        "repairs": repairs_of(application, open_notice, link=own and not helps),
        "answers": answers_for_staff(application),
        "changes": changes_of(application),
        "papers": papers(application),
        "printed": _printed(request.user, application),
        "opinions": _opinions(application),
        # A draft is the office's own; applicant and agency read what became of the conditions with the permit.
        "shows_outcome": application.state == Application.State.ISSUED or (at_office and not own),
        "visits": visits,
        "levy": levy_of(application),
        "handed": handed,
        "visits_wait": any(visit.verbs for visit in visits),
        "thread": conversation_of(application, request.user, as_applicant=own),
        "may_write": "write_message" in verbs,
        "clarifications": clarifications_of(application, as_applicant=own),
        "open_questions": 0 if own or not at_office else application.questions.open().count(),
        "timeline": timeline_of(application, for_applicant=own),
        "can_see_receipt": bool(application.registered_at) and policies.can_see_receipt(request.user, application),
        "overdue": policies.may_be_deemed(application, application.standard.deemed_approval),
        "warnings": _warnings(application) if at_office else [],
        "deemable": _deemable(request.user, application) if at_office else [],
        "objection": objection_of(application),
        "last_day": last_day(application) if own and "object" in verbs else None,
        "requests_of_mine": [] if own else list(application.recommendations.addressed_to(request.user)),
    }
    return render(request, "applications/file/file.html", context)


@signed_in
@require_GET
def progress_part(request, uuid):
    """For the page that refreshes itself: 204 while nothing changed since `v`, else the part (it has no form)."""
    stamps = Application.objects.visible_to(request.user).values_list("change_count", flat=True)
    if request.GET.get("v") == str(get_object_or_404(stamps, uuid=uuid)):
        return HttpResponse(status=204)
    application = _visible(request, uuid)
    own, _helps = _applicants_side(request.user, application)
    context = {
        "application": application,
        "own": own,
        "progress": progress_of(application, as_applicant=own),
        "has_moved": True,
    }
    return render(request, "applications/file/_progress.html", context)


@signed_in
@once
def withdraw(request, uuid):
    """Ask once, then take the file back."""
    application = _visible(request, uuid)
    if request.method == "POST":
        withdraw_application(uuid, by=request.user)
        if policies.is_applicant(request.user, application):
            messages.success(request, _("Permohonan Anda sudah ditarik."))
            return redirect("applications:my_filings")
        messages.success(request, _("Permohonan ditarik atas permintaan pemohon."))
        return redirect("applications:helped")
    if "withdraw" not in policies.allowed(request.user, application):
        raise NotAllowed(NOT_ALLOWED)
    return render(request, "applications/file/withdraw.html", {"application": application})


def _applicants_side(user, application) -> tuple[bool, bool]:
    """(reads the page as its applicant, helps the applicant). A counter that helps reads it so, unless the file is at its own
    office: there its people read what the office reads."""
    if policies.is_applicant(user, application):
        return True, False
    helps = policies.assists(user, application)
    return helps and not has_role(user, application.office, *OFFICE_ROLES), helps


def _edit_page(helps: bool) -> str:
    return "applications:assist_sheet" if helps else "applications:task_list"


def _button(application, verb, helps, *, is_handed) -> dict:
    label, name, kind = BUTTONS[verb]
    kind = "quiet" if verb == "hand_over" and is_handed else kind
    name = _edit_page(helps) if verb == "edit" else name
    return {"label": label, "url": reverse(name, args=[application.uuid]), "kind": kind, "method": "get"}


def _printed(user, application) -> list:
    """The PDFs of this file that this person may open: what was decided first, then in the order of their making."""
    names = ("recommendation__agency", "inspection", "measure", "correction")
    rows = list(application.printed_documents.select_related(*names).order_by("id"))
    latest = max((row.correction.version for row in rows if row.correction), default=1)
    for row in rows:
        row.is_replaced = row.kind == row.Kind.PERMIT and version_of(row) < latest
    decided = ("permit", "rejection", "duplicate", "closure")
    rows.sort(key=lambda row: (row.kind not in decided, -version_of(row)))
    # A bill's and a hand-over's papers stand with these.
    rows = [row for row in rows if not row.bill_id and not row.hand_over_id]
    return rows if policies.can_see_receipt(user, application) else [row for row in rows if row.kind != "receipt"]


def _visits(user, application, own) -> list:
    """The field visits, with what the applicant may do about each; people in office act on the visit's own page."""
    found = visits_of(application)
    for visit in found:
        visit.application = application
        visit.verbs = policies.allowed(user, visit) if own else []
    return found


def _handed(application) -> list:
    """How the issued permit reached its holder."""
    return list(application.hand_overs.all()) if application.state == Application.State.ISSUED else []


def _warnings(application) -> list:
    """Who was warned of the deadline, for people in office."""
    return list(application.deadline_warnings.select_related("recommendation__agency"))


def _deemable(user, application) -> list:
    """Requests whose silence this person may state now; nothing is asked where the standard does not allow it."""
    if not application.standard.any_silence_counts or application.closed_at:
        return []
    requests = list(application.recommendations.overdue().select_related("agency"))
    for each in requests:
        each.application = application
    return [each for each in requests if "deem" in policies.allowed(user, each)]


def _opinions(application) -> list:
    """Answers given, with what was written; the applicant reads them too."""
    given = application.recommendations.filter(state="given").select_related("agency", "given_by", "approved_by")
    return list(given.prefetch_related(attachments(), "condition_rows"))
