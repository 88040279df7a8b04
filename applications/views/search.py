"""/kerja/cari/: files by number or words, for everybody in office, over what they may see."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from agencies.scoping import agencies_of
from applications.finding import can_be_looked_for, find_files
from ptsp_portal.lib.audience import office

LONGEST = 100


@office
@require_GET
def search(request):
    """`q` is what was typed; an empty one shows the field alone."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    context = {"words": words, "agencies": agencies_of(request.user), "can_look": can_be_looked_for(words)}
    if words:
        context["found"] = find_files(request.user, words, request.GET.get("after", ""))
    return render(request, "applications/search/search.html", context)
