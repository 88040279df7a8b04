"""/kerja/kanal/: by which door files came in."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from agencies.scoping import agencies_of
from applications.intake import ROLES, intake_of
from applications.models import Application
from applications.policies.assisting import KINDS
from ptsp_portal.lib.audience import office


@office
@require_GET
def intake(request):
    """For the counter and the head of an office; months by the clock of the first of their offices."""
    offices = [each for each in agencies_of(request.user, ROLES) if each.kind in KINDS]
    if not offices:
        raise Http404
    channels = [label for _value, label in Application.Channel.choices]
    rows = intake_of(request.user, offices[0].region)
    for row in rows:
        row["counts"] = list(zip(channels, row["counts"], strict=True))
    context = {"offices": offices, "channels": channels, "rows": rows}
    return render(request, "applications/assisting/intake.html", context)
