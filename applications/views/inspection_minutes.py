"""On the spot and afterwards: the checklist for the phone, photographs, and the signatures under the minutes."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.fresh import fresh_sign_in
from applications import policies
from applications.actions import inspection_minutes as acts
from applications.checklist import items_of
from applications.forms import ChecklistForm, PaperForm, PhotoForm, RemarkForm
from applications.models import Inspection, PrintedDocument
from applications.printing import document_title
from applications.views.documents import attachment
from applications.views.inspection import must, photos_of, visible
from audit.replay import once
from ptsp_portal.lib.audience import office, signed_in
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Incomplete, WrongState


@office
@once
def checklist(request, uuid):
    """/peninjauan/<uuid>/lapangan/: every save is a draft on the server; "Susun BAP" saves and closes it for signing."""
    row, missing = visible(request, uuid), []
    form = ChecklistForm(request.POST or None, inspection=row)
    if request.method == "POST" and form.is_valid():
        try:
            return _save(request, row, form)
        except Incomplete as refused:
            missing = refused.gaps
        except WrongState as refused:
            row, form = _drawn_again(request, row, form, refused)
    must(request, row, "save_minutes")
    status = 400 if form.errors or missing else 200
    return _checklist_page(request, row, form, PhotoForm(zone=_zone(row)), status, missing)


def _drawn_again(request, row, form, refused):
    """Nothing typed is lost by a refusal: the form once more, with what a colleague saved a moment before, or with the reason."""
    newer = visible(request, row.uuid)
    if newer.state != row.state:
        raise refused
    if newer.version != row.version:
        return newer, ChecklistForm(request.POST, inspection=newer)
    form.add_error(None, refused.message)
    return row, form


def _save(request, row, form):
    reports = request.POST.get("act") == "report"
    act = acts.report_inspection if reports else acts.save_inspection
    cleaned = form.cleaned_data
    act(
        row.uuid, by=request.user, answers=form.answers, findings=cleaned.get("findings", ""),
        result=cleaned.get("result", ""), version=cleaned.get("version"),
    )  # fmt: skip
    if reports:
        messages.success(request, _("BAP disusun. Semua anggota tim dan pemohon diminta menandatanganinya."))
        return redirect("applications:visit", row.uuid)
    messages.success(request, _("Tersimpan di server."))
    return redirect("applications:checklist", row.uuid)


@office
@require_POST
@once
def add_photos(request, uuid):
    """Photographs from the phone; one that was sent before is not kept twice."""
    row = visible(request, uuid)
    form = PhotoForm(request.POST, request.FILES, zone=_zone(row))
    if not form.is_valid():
        must(request, row, "save_minutes")
        return _checklist_page(request, row, ChecklistForm(inspection=row), form, 400)
    shots = [acts.Shot(**each) for each in form.placed()]
    added = acts.add_photos(uuid, by=request.user, shots=shots)
    if len(added) == len(shots):
        messages.success(request, _("Foto tersimpan di server."))
    else:
        messages.info(request, _("Foto yang sudah pernah dikirim tidak disimpan dua kali."))
    return redirect(f"{reverse('applications:checklist', args=[uuid])}#foto")


@office
@require_POST
@once
def remove_photo(request, document):
    """/peninjauan/foto/<uuid>/hapus/: a picture that does not belong there."""
    row = get_object_or_404(Inspection.objects.visible_to(request.user), photos__document__uuid=document)
    acts.remove_photo(document, by=request.user)
    messages.success(request, _("Foto dikeluarkan dari BAP."))
    return redirect(f"{reverse('applications:checklist', args=[row.uuid])}#foto")


def _checklist_page(request, row, form, photo_form, status, missing=()):
    context = {
        "visit": row, "application": row.application, "zone": row.application.office.region, "form": form,
        "photo_form": photo_form, "photos": photos_of(row), "missing": missing,
    }  # fmt: skip
    return render(request, "applications/inspection/checklist.html", context, status=status)


def _zone(row) -> str:
    return row.application.office.region.zone


@signed_in
@fresh_sign_in
@once
def sign(request, uuid):
    """/peninjauan/<uuid>/tanda-tangan/: read the minutes, then sign what was read; team and applicant alike."""
    row = visible(request, uuid)
    own = policies.is_applicant(request.user, row.application)
    form = RemarkForm(request.POST or None) if own else None
    if request.method == "POST" and (form is None or form.is_valid()):
        if own:
            remark = form.cleaned_data["remark"]
            done = acts.sign_inspection_as_applicant(uuid, by=request.user, remark=remark, seen_version=_seen(request))
        else:
            done = acts.sign_inspection_as_team(uuid, by=request.user, seen_version=_seen(request))
        return _signed(request, done)
    must(request, row, "sign_as_applicant" if own else "sign_as_team")
    return _minutes_page(request, row, form, own, "sign")


@office
@once
def paper(request, uuid):
    """/peninjauan/<uuid>/tanda-tangan-kertas/: the applicant signed on paper; the lead keeps a photo of the page."""
    row = visible(request, uuid)
    form = PaperForm(request.POST or None, request.FILES or None, zone=_zone(row))
    if request.method == "POST" and form.is_valid():
        done = acts.record_paper_signature(
            uuid, by=request.user, shot=_paper_shot(form), remark=form.cleaned_data["remark"],
            seen_version=_seen(request),
        )  # fmt: skip
        return _signed(request, done)
    must(request, row, "record_paper")
    return _minutes_page(request, row, form, False, "paper")


def _paper_shot(form):
    upload, facts = form.cleaned_data["photo"][0]
    return acts.Shot(upload, facts.taken_at or now(), facts.latitude, facts.longitude, str(acts.ON_PAPER))


def _minutes_page(request, row, form, own, mode):
    context = {
        "visit": row, "application": row.application, "zone": row.application.office.region, "form": form, "own": own,
        "mode": mode, "items": items_of(row), "photos": photos_of(row),
    }  # fmt: skip
    return render(request, "applications/inspection/sign.html", context, status=400 if form and form.errors else 200)


def _signed(request, row):
    if row.state == Inspection.State.SIGNED:
        messages.success(request, _("BAP ditandatangani semua pihak. PDF-nya sedang dibuat."))
    else:
        messages.success(request, _("Tanda tangan tersimpan. BAP selesai setelah semua pihak menandatangani."))
    return redirect("applications:visit", row.uuid)


def _seen(request) -> int:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1


@office
@require_POST
@once
def reopen(request, uuid):
    """Correct the minutes; signatures given are void."""
    row = visible(request, uuid)
    acts.reopen_inspection(row.uuid, by=request.user)
    messages.success(request, _("BAP dibuka lagi. Tanda tangan yang sudah ada batal, karena isinya berubah."))
    return redirect("applications:checklist", uuid)


@signed_in
@require_GET
def visit_document(request, uuid, kind):
    """/peninjauan/<uuid>/<kind>.pdf: the assignment letter or the minutes, for whoever sees the file."""
    row = visible(request, uuid)
    if kind not in (PrintedDocument.Kind.ASSIGNMENT, PrintedDocument.Kind.MINUTES):
        raise Http404
    document = get_object_or_404(PrintedDocument, inspection=row, kind=kind)
    if document.stored_at is None:
        messages.info(request, _("Dokumen sedang dibuat. Muat ulang halaman ini beberapa detik lagi."))
        return redirect("applications:visit", uuid)
    return attachment(
        document.file, f"{document_title(document)} {row.application.registration_number}.pdf", "application/pdf"
    )
