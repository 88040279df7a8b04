"""Papers: uploads as attachments, rendered PDFs, the receipt as a print page. Each behind the file's own scope."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.db.models import F
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from applications import policies
from applications.actions.hand_over import note_permit_downloaded
from applications.actions.reading import note_document_viewed, note_letter_viewed, note_secret_shown
from applications.models import Application, Document, PrintedDocument
from applications.permit_document import receipt_doc
from applications.printing import document_title
from ptsp_portal.lib.audience import signed_in
from ptsp_portal.lib.pdf import limited


@signed_in
@require_GET
def download(request, uuid):
    """An uploaded file, always as an attachment: a browser never opens it as a page of ours."""
    document = get_object_or_404(
        Document.objects.visible_to(request.user).select_related("application__office"), uuid=uuid
    )
    # Of a paper taken off a draft nothing stayed; any other that is missing is a fault and shall be loud.
    if document.removed_at and not document.file.storage.exists(document.file.name):
        raise Http404
    note_document_viewed(document, by=request.user)
    return attachment(document.file.name, document.original_name, document.content_type)


@signed_in
@require_GET
def printed(request, uuid, kind):
    """A PDF that the worker stored; until then back to the file with a word about it."""
    application = get_object_or_404(Application.objects.visible_to(request.user).with_names(), uuid=uuid)
    if kind not in PrintedDocument.Kind.values:  # also what the database could not even be asked for (NUL)
        raise Http404
    # Of a permit the latest version; older ones stand on its page.
    whole = {"recommendation": None, "inspection": None, "measure": None, "bill": None, "hand_over": None}
    rows = application.printed_documents.filter(kind=kind, **whole)
    document = rows.order_by(F("correction__version").desc(nulls_last=True)).first()
    if document is None:
        raise Http404
    if kind == PrintedDocument.Kind.RECEIPT and not policies.can_see_receipt(request.user, application):
        raise Http404
    if document.stored_at is None:
        messages.info(request, _("Dokumen sedang dibuat. Muat ulang halaman ini beberapa detik lagi."))
        return redirect("applications:file", uuid)
    if kind in (PrintedDocument.Kind.PERMIT, PrintedDocument.Kind.DUPLICATE, PrintedDocument.Kind.CLOSURE):
        note_letter_viewed(application, kind, by=request.user)
        _note_download(application, request.user)
    name = f"{document_title(document)} {application.registration_number}.pdf"
    return attachment(document.file, name, "application/pdf")


def _note_download(application, user) -> None:
    """The applicant's first download is the hand-over; later ones ask only whether it is there."""
    if policies.is_applicant(user, application) and not application.hand_overs.filter(way="download").exists():
        note_permit_downloaded(application.uuid, by=user)


@signed_in
@require_GET
def evidence(request, uuid, document):
    """The evidence of one agency's silence, for everybody who may see the file."""
    application = get_object_or_404(Application.objects.visible_to(request.user).with_names(), uuid=uuid)
    printed = get_object_or_404(application.printed_documents.filter(kind=PrintedDocument.Kind.EVIDENCE), uuid=document)
    if printed.stored_at is None:
        messages.info(request, _("Dokumen sedang dibuat. Muat ulang halaman ini beberapa detik lagi."))
        return redirect("applications:file", uuid)
    name = f"{document_title(printed)} {application.registration_number}.pdf"
    return attachment(printed.file, name, "application/pdf")


@signed_in
@require_GET
def receipt(request, uuid):
    """The tanda terima as a page to print at once, for the applicant and the counter."""
    application = get_object_or_404(
        Application.objects.visible_to(request.user).with_names().select_related("standard", "registered_by"), uuid=uuid
    )
    if application.registered_at is None or not policies.can_see_receipt(request.user, application):
        raise Http404
    note_secret_shown(application, by=request.user)
    stored = application.printed_documents.filter(kind=PrintedDocument.Kind.RECEIPT, stored_at__isnull=False).exists()
    context = {"application": application, "doc": limited(receipt_doc(application)), "stored": stored}
    return render(request, "applications/file/receipt.html", context)


def attachment(name, filename, content_type) -> FileResponse:
    """Always saved, never opened as a page of ours, never kept by a cache on the way."""
    response = FileResponse(
        default_storage.open(name), as_attachment=True, filename=filename, content_type=content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store"
    return response
