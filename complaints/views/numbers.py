"""/pengaduan/angka/ and /pengaduan/jawaban/: how many complaints, how quickly answered, and redacted answers."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from complaints.figures import figures
from complaints.models import Complaint
from ptsp_portal.lib.audience import public
from ptsp_portal.lib.small_counts import FLOOR

PAGE = 10


@public
@require_GET
def numbers(request):
    context = figures() | {"smallest": FLOOR, "has_answers": Complaint.objects.public().exists()}
    return render(request, "complaints/public/numbers.html", context)


@public
@require_GET
def answered(request):
    """What a complaint officer released, newest first; only the redacted words."""
    rows = Complaint.objects.public().select_related("category", "office__region")
    after = request.GET.get("after", "")
    if after.isascii() and after.isdigit() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-id")[: PAGE + 1])
    context = {"complaints": found[:PAGE], "next": found[PAGE - 1].pk if len(found) > PAGE else None}
    return render(request, "complaints/public/answered.html", context)
