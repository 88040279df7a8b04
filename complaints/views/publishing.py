"""/kerja/pengaduan/terbit/<uuid>/: the complaint officer releases a redacted answer, or takes it back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from audit.replay import once
from complaints import policies
from complaints.actions.publishing import publish_complaint, withdraw_publication
from complaints.forms.office import PublishForm
from complaints.models import Complaint, ComplaintMessage
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import NOT_ALLOWED, NotAllowed, Refused


@office
@once
def publish(request, uuid):
    rows = Complaint.objects.at_desk_of(request.user).select_related("category", "office__region", "application")
    complaint = get_object_or_404(rows, uuid=uuid)
    if not policies.can_publish(request.user, complaint):
        raise NotAllowed(NOT_ALLOWED)
    start = {"question": complaint.public_question, "answer": complaint.public_answer}
    form = PublishForm(request.POST or None, initial=start)
    if request.method == "POST" and request.POST.get("act") == "withdraw":
        withdraw_publication(uuid, by=request.user)
        messages.success(request, _("Pengaduan ini tidak tampil lagi di halaman umum."))
        return redirect("complaints:complaint", uuid)
    if request.method == "POST" and form.is_valid():
        try:
            publish_complaint(uuid, by=request.user, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Pengaduan dan jawabannya terbit di halaman umum."))
            return redirect("complaints:complaint", uuid)
    answer = complaint.thread.filter(side=ComplaintMessage.Side.ANSWER).last()
    context = {"complaint": complaint, "form": form, "answer": answer}
    return render(request, "complaints/desk/publish.html", context, status=400 if form.errors else 200)
