"""/kerja/pengaduan/: the complaints of whoever keeps or handles them."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from complaints.models import Complaint
from ptsp_portal.lib.audience import office


@office
@require_GET
def queue(request):
    """What waits for me."""
    rows = Complaint.objects.visible_to(request.user).with_names().in_order_of_deadline()
    return render(request, "complaints/desk/queue.html", {"rows": rows})


@office
@require_GET
def complaint(request, uuid):
    found = get_object_or_404(Complaint.objects.visible_to(request.user).with_names(), uuid=uuid)
    return render(request, "complaints/desk/complaint.html", {"complaint": found})
