"""What the acts about field visits share: the lock, the journal's chain, the end of a visit with its request or its file."""

from django.utils.translation import gettext_lazy as _

from applications import notices
from applications.models import Application, Inspection
from audit.log import Line, record_all
from ptsp_portal.lib.moment import now

REQUEST_ENDED = _("Rekomendasi ini tidak lagi diminta, jadi peninjauannya tidak jadi.")


def locked(uuid) -> Inspection:
    """The file is the lock: it is taken first, then the visit is read."""
    application = Application.objects.locked(
        Inspection.objects.values_list("application__uuid", flat=True).get(uuid=uuid)
    )
    rows = application.inspections.select_related(
        "recommendation__agency__region", "recommendation__unit__region", "agency__region"
    )
    inspection = rows.prefetch_related("team__user").get(uuid=uuid)
    inspection.application = inspection.recommendation.application = application
    return inspection


def chains(inspection) -> dict:
    """In whose chain of the journal a line about this visit stands, and of which agency it is: keywords of record()."""
    return {"office": inspection.application.office, "agency": inspection.agency.journal_chain}


def end_visits(recommendations) -> list[Inspection]:
    """Cancel the open visits of requests that end, on a locked file. `announce_ended` writes them down and tells, later:
    the journal's head is the last lock of a transaction."""
    open_visits = Inspection.objects.open().filter(recommendation__in=recommendations)
    ended = list(open_visits.select_related("agency__region", "application").prefetch_related("team__user"))
    for inspection in ended:
        inspection.cancel()
        inspection.cancel_reason, inspection.closed_at = str(REQUEST_ENDED), now()
        inspection.version += 1
        inspection.save()
    return ended


def announce_ended(application, ended, *, by, role) -> None:
    """Journal and messages for visits that ended with their requests."""
    lines = [
        Line("inspection.cancelled", each, agency=each.agency.journal_chain, reason=each.cancel_reason)
        for each in ended
    ]
    record_all(lines, by=by, office=application.office, role=role)
    for inspection in ended:
        inspection.application = application
        notices.tell_all_visit_cancelled(inspection, but_not=by)
