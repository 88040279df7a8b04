"""/permohonan/<uuid>/percakapan/: the whole conversation on a file; POST writes to the other side."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from applications import policies
from applications.actions.thread import write_message
from applications.conversation import MOST, conversation_of
from applications.forms.thread import MessageForm
from applications.models import Application
from audit.replay import once
from ptsp_portal.lib.audience import signed_in


@signed_in
@once
def thread(request, uuid):
    """GET reads; POST writes one message and goes back to the file. A message that does not fit stays in its field."""
    rows = Application.objects.visible_to(request.user).with_names().select_related("standard", "person", "business")
    application = get_object_or_404(rows, uuid=uuid)
    form = MessageForm(request.POST or None)
    may_write = "write_message" in policies.allowed(request.user, application)
    # Without the act the page has no form: such a POST goes to the action, which says why.
    if request.method == "POST" and (form.is_valid() or not may_write):
        write_message(uuid, by=request.user, text=request.POST.get("text", ""))
        messages.success(request, _("Pesan Anda terkirim."))
        return redirect(reverse("applications:file", args=[uuid]) + "#percakapan")
    own = policies.is_applicant(request.user, application)
    context = {
        "application": application,
        "own": own,
        "may_write": may_write,
        "form": form,
        "thread": conversation_of(application, request.user, as_applicant=own, most=MOST),
    }
    return render(request, "applications/thread/thread.html", context, status=400 if form.errors else 200)
