"""Files that nobody answers for: two reminders, then the file lapses. The worker's acts; no person's."""

from django.db import transaction

from applications import notices
from applications.actions import ledger, recommendations
from applications.models import Application, LapseReminder
from applications.waits import wait_of
from audit.log import record
from ptsp_portal.lib.moment import now


@transaction.atomic
def pursue_wait(uuid) -> str:
    """What is due for one file: "reminded", "lapsed", or "" when there is nothing to do. Safe twice and in four workers.

    The file's lock decides between this and an answer in the same moment: whoever comes second finds the other's work.
    """
    application = Application.objects.locked(uuid)
    wait, today = wait_of(application), application.office.region.local_date(now())
    if wait is None:
        return ""
    if wait.has_lapsed(today):
        return _lapse(application)
    step = wait.step_due(today)
    return _remind(application, wait, step, wait.last_day(step, today)) if step else ""


def _remind(application, wait, step, last_day) -> str:
    LapseReminder.objects.create(
        application=application,
        return_notice=wait.return_notice,
        clarification=wait.clarification,
        step=step,
        last_day=last_day,
        sent_at=now(),
    )
    office = application.office
    record(
        "application.lapse_reminded",
        application,
        by=None,
        office=office,
        role="system",
        step=step,
        last_day=last_day.isoformat(),
    )
    notices.tell_applicant_before_lapse(application, last_day)
    return "reminded"


def _lapse(application) -> str:
    desk = "verifier" if application.registration_number else "front_desk"
    application.lapse()
    application.return_notices.filter(answered_at__isnull=True).update(answered_at=now())  # nothing is left to repair
    withdrawn = recommendations.withdraw_open(application)
    ledger.close(application)
    ledger.save(application)
    record("application.lapsed", application, by=None, office=application.office, role="system")
    notices.tell_applicant_lapsed(application)
    notices.tell_desk_lapsed(application, desk)
    recommendations.announce_withdrawn(application, withdrawn, by=None, role="system")
    return "lapsed"
