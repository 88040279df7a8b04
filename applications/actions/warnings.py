"""Climbing the warning ladder: each rung once per file or request and count, whichever worker comes first."""

from datetime import datetime

from django.db import transaction

from applications import ladder, notices
from applications.models import DeadlineWarning
from audit.log import Line, record_all
from ptsp_portal.lib.moment import now

MOST = 50


@transaction.atomic
def warn_of_files(office, rung: str, before: datetime) -> int:
    """Warn of up to MOST files of one office; returns of how many. A file that another worker holds is left to it."""
    files = ladder.files_to_warn([office.pk], rung, before).select_for_update(
        no_key=True, skip_locked=True, of=("self",)
    )
    return _climb(office, rung, [(file, None, file) for file in files.select_related("permit_type", "office")[:MOST]])


@transaction.atomic
def warn_of_requests(office, rung: str, before: datetime) -> int:
    """The same of open requests; the file is the lock."""
    requests = ladder.requests_to_warn([office.pk], rung, before)
    requests = requests.select_related("application__permit_type", "application__office", "agency", "assigned_to")
    locked = requests.select_for_update(no_key=True, skip_locked=True, of=("application",))[:MOST]
    return _climb(office, rung, [(request.application, request, request) for request in locked])


def _climb(office, rung, found) -> int:
    """Write and send; a constant number of statements. The locks are held, so what is written by now is final."""
    files = {application.pk for application, _request, _row in found}
    written = DeadlineWarning.objects.filter(application__in=files, rung=rung)
    climbed = set(written.values_list("application_id", "recommendation_id", "count")) if found else set()
    warnings = [
        DeadlineWarning(
            application=application,
            recommendation=request,
            rung=rung,
            count=row.times,
            due_at=row.due_at,
            sent_at=now(),
        )
        for application, request, row in found
        if (application.pk, request and request.pk, row.times) not in climbed
    ]
    if not warnings:
        return 0
    notices.tell_of_deadlines(office, warnings)
    DeadlineWarning.objects.bulk_create(warnings)
    lines = [
        Line("clock.warned", each.recommendation or each.application, facts={"rung": rung, "told": each.told})
        for each in warnings
    ]
    record_all(lines, by=None, office=office, role="system")
    return len(warnings)
