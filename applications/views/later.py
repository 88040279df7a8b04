"""Filing about a permit that there is: the start from the portfolio, why, and a paper that was brought before."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from applications import policies
from applications.actions.drafting import use_document_again
from applications.actions.later_filings import start_later_filing, state_cause
from applications.forms import CauseForm
from applications.models import Application, Document, Permit
from applications.permits import LATER
from applications.views.steps import CAUSE_TITLES, cause_title, next_page, place_of
from audit.replay import once
from ptsp_portal.lib.audience import signed_in
from ptsp_portal.lib.rules import Refused

STARTED = {
    "renewal": gettext_lazy("Draf perpanjangan sudah terisi dari permohonan yang lama. Periksa, lengkapi, lalu kirim."),
    "amendment": gettext_lazy("Draf perubahan sudah terisi dari permohonan yang lama. Ubah yang berubah, lalu kirim."),
    "duplicate": gettext_lazy("Draf permohonan salinan dibuat. Belum ada yang terkirim."),
    "closure": gettext_lazy("Draf permohonan penutupan dibuat. Belum ada yang terkirim; izin Anda tetap berlaku."),
}


@signed_in
@require_POST
@once
def start_later(request, uuid, kind):
    """ "Perpanjang sekarang" and its neighbours: a draft that is already filled in."""
    permit = get_object_or_404(Permit.objects.own(request.user), uuid=uuid)
    if kind not in LATER:
        raise Http404
    application = start_later_filing(permit.uuid, by=request.user, kind=kind)
    messages.success(request, STARTED[kind])
    return redirect("applications:task_list", application.uuid)


def _editable(request, uuid) -> Application:
    rows = Application.objects.own(request.user).with_names().select_related("standard", "of_permit")
    return get_object_or_404(rows, uuid=uuid)


@signed_in
@once
def edit_cause(request, uuid):
    """Lost or damaged; what changes; why it is closed."""
    application = _editable(request, uuid)
    if application.kind not in CAUSE_TITLES:
        raise Http404
    if not policies.ACTS["edit"].possible(application):
        return redirect("applications:file", uuid)
    initial = {"cause": application.cause, "words": application.cause_words}
    form = CauseForm(request.POST or None, kind=application.kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        state_cause(uuid, by=request.user, cause=form.cleaned_data.get("cause", ""), words=form.cleaned_data["words"])
        return redirect(next_page(application, "alasan"))
    context = {
        "application": application,
        "form": form,
        "title": cause_title(application),
        "place": place_of(application, "alasan"),
    }
    return render(request, "applications/drafting/cause.html", context, status=400 if form.errors else 200)


@signed_in
@require_POST
@once
def use_again(request, uuid, document):
    """A requirement is answered with what the same holder brought before. Whose it is, asks the action."""
    application = _editable(request, uuid)
    code = request.POST.get("requirement", "")[:60]
    back = f"{reverse('applications:edit_documents', args=[uuid])}#{code}"
    old = get_object_or_404(Document.objects.visible_to(request.user), uuid=document)
    try:
        use_document_again(application.uuid, by=request.user, requirement_code=code, document_uuid=old.uuid)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect(back)
    messages.success(request, _("Salinan “%(name)s” dipakai pada permohonan ini.") % {"name": old.original_name})
    return redirect(back)
