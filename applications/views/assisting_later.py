"""/loket/bantu/izin/: the first page for a holder who stands at the counter with a permit. The others are those of any filing."""

from django.db import transaction
from django.shortcuts import redirect, render

from applications.actions.assisting import send_consent_code
from applications.actions.assisting_later import start_assisted_later
from applications.forms import HolderForm
from applications.models import Assistance
from applications.views.assisting import counter_of
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import Refused


@office
@once
def start_for_holder(request):
    """Which permit, what is wanted, whose identity is shown. `?nomor=` fills in the number."""
    agency = counter_of(request)
    form = HolderForm(request.POST or None, agency=agency, initial={"number": request.GET.get("nomor", "")[:80]})
    if request.method == "POST" and form.is_valid() and (application := _started(request, form)):
        to_fill_in = application.makes_a_permit or application.requirements
        return redirect("applications:assist_sheet" if to_fill_in else "applications:assist_send", application.uuid)
    context = {"form": form, "agency": agency, "url": request.get_full_path()}
    status = 400 if request.method == "POST" else 200
    return render(request, "applications/assisting/start_for_holder.html", context, status=status)


def _started(request, form):
    """The draft, with its code on the way; None when refused: what was typed stays, and nothing was kept."""
    try:
        with transaction.atomic():
            application = start_assisted_later(by=request.user, **form.filing())
            if form.cleaned_data["consent"] == Assistance.Consent.CODE:
                send_consent_code(application.uuid, by=request.user)
    except Refused as refused:
        form.add_error(None, refused.message)
        return None
    return application
