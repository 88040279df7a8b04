"""The front door: home and the health page."""

from functools import cache

from django.db import DatabaseError
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from applications.catalogue import front
from applications.models import PrintedDocument
from notifications.models import Message
from ptsp_portal.lib.audience import public


@public
def home(request):
    """/: the three doors, a search, what is often filed, this month in numbers."""
    often, is_measured = front.often_filed()
    context = {
        "offered": front.offered(),
        "often": often,
        "is_measured": is_measured,
        "month": front.this_month(),
    }
    return render(request, "home.html", context)


@public
def health(request):
    """/sehat/: 200 while the portal can work, 503 otherwise; ?format=json for machines. No personal data.

    Rendered without the request, so that it answers without a session and with the database down.
    """
    state = _state()
    status = 200 if state["ok"] else 503
    if request.GET.get("format") == "json":
        response = JsonResponse(state, status=status)
    else:
        response = HttpResponse(render_to_string("health/health.html", {"state": state}), status=status)
    response["Cache-Control"] = "no-store"
    return response


def _state() -> dict:
    try:
        applied = set(MigrationRecorder.Migration.objects.using("default").values_list("app", "name"))
        waiting = {
            "messages": Message.objects.filter(state=Message.State.WAITING).count(),
            "parked_messages": Message.objects.filter(state=Message.State.PARKED).count(),
            "documents": PrintedDocument.objects.filter(stored_at__isnull=True).count(),
        }
    except DatabaseError:
        return {"ok": False, "database": False, "migrations": None, "waiting": None}
    missing = sorted(".".join(step) for step in _on_disk() - applied)
    migrations = {"applied": len(applied), "missing": missing}
    return {"ok": not missing, "database": True, "migrations": migrations, "waiting": waiting}


@cache
def _on_disk() -> set[tuple[str, str]]:
    """The migrations of this release; they don't change while a process lives."""
    return set(MigrationLoader(None).disk_migrations)
