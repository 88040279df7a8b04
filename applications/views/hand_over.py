"""The counter hands over an issued permit; the signed receipt is kept."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from applications import policies
from applications.actions import hand_over as acts
from applications.actions.reading import note_proof_viewed
from applications.forms import HandOverForm, ScanForm
from applications.models import Application, HandOver
from applications.views.documents import attachment
from audit.replay import once
from ptsp_portal.lib.audience import office, signed_in
from ptsp_portal.lib.rules import NOT_ALLOWED, NotAllowed, WrongState

AT_WORK = ("front_desk", "verifier", "endorser", "head", "auditor")


@office
@once
def hand_over(request, uuid):
    """/permohonan/<uuid>/penyerahan/: what was handed over so far, and the form for handing over."""
    rows = Application.objects.visible_to(request.user).at_office_of(request.user, *AT_WORK)
    application = get_object_or_404(
        rows.with_names().select_related("standard", "person", "business", "permit"), uuid=uuid
    )
    if application.state != Application.State.ISSUED:
        raise WrongState(acts.NOT_ISSUED)
    if "hand_over" not in policies.allowed(request.user, application):
        raise NotAllowed(policies.can_hand_over.explain(request.user, application) or NOT_ALLOWED)
    handed = list(application.hand_overs.select_related("by").prefetch_related("printed_documents"))
    again = any(each.way != HandOver.Way.DOWNLOAD for each in handed)
    form = HandOverForm(request.POST or None, again=again, holder=application.holder_name)
    if request.method == "POST" and form.is_valid():
        return _hand_over(request, application, form.cleaned_data)
    context = {"application": application, "form": form, "handed": handed, "again": again, "scan_form": ScanForm()}
    return render(request, "applications/hand_over/hand_over.html", context, status=400 if form.errors else 200)


def _hand_over(request, application, cleaned):
    recipient = acts.Recipient(cleaned["recipient_name"], cleaned["relation"], cleaned["identity"])
    handed = acts.hand_over_permit(
        application.uuid, by=request.user, way=cleaned["way"], recipient=recipient, courier=cleaned["courier"],
        tracking_number=cleaned["tracking_number"], reason=cleaned.get("reason", ""),
    )  # fmt: skip
    if handed.way == HandOver.Way.COUNTER:
        messages.success(request, _("Penyerahan dicatat. Cetak tanda terimanya, minta penerima menandatanganinya."))
    else:
        messages.success(request, _("Pengiriman dicatat. Pemohon diberi tahu nomor resinya."))
    return redirect("applications:hand_over", application.uuid)


def _visible(request, uuid) -> HandOver:
    return get_object_or_404(
        HandOver.objects.visible_to(request.user).select_related(
            "application__office", "application__person", "application__business"
        ),
        uuid=uuid,
    )


@signed_in
@require_GET
def hand_over_receipt(request, uuid):
    """/penyerahan/<uuid>/tanda-terima.pdf: to print and sign."""
    handed = _visible(request, uuid)
    document = handed.printed_documents.first()
    if document is None:
        raise Http404
    if document.stored_at is None:
        messages.info(request, _("Dokumen sedang dibuat. Muat ulang halaman ini beberapa detik lagi."))
        return redirect("applications:file", handed.application.uuid)
    return attachment(document.file, f"Penyerahan {handed.application.registration_number}.pdf", "application/pdf")


@office
@require_POST
@once
def keep_scan(request, uuid):
    """/penyerahan/<uuid>/pindaian/simpan/: the receipt with the recipient's signature."""
    handed = _visible(request, uuid)
    if not policies.can_hand_over(request.user, handed.application):
        raise NotAllowed(policies.can_hand_over.explain(request.user, handed.application) or NOT_ALLOWED)
    form = ScanForm(request.POST, request.FILES)
    if form.is_valid():
        inspected, content, name = form.cleaned_data["scan"][0]
        acts.keep_signed_receipt(uuid, by=request.user, inspected=inspected, content=content, name=name)
        messages.success(request, _("Tanda terima yang ditandatangani disimpan."))
    else:
        messages.error(request, " ".join(form.errors.get("scan", [])))
    return redirect("applications:hand_over", handed.application.uuid)


@signed_in
@require_GET
def hand_over_scan(request, uuid):
    """/penyerahan/<uuid>/pindaian/: as an attachment, for whoever sees the file."""
    handed = _visible(request, uuid)
    if not handed.file:
        raise Http404
    note_proof_viewed(handed.application, "tanda_terima_penyerahan", by=request.user)
    return attachment(handed.file.name, handed.file_name, handed.file_type)
