"""The worker tells holders that a permit runs out, or has run out: once for each rung, however often it looks."""

from django.db import transaction

from applications import notices, permits
from applications.models import Permit, PermitReminder
from audit.log import record
from ptsp_portal.lib.moment import now


@transaction.atomic
def remind_of_expiry(pk, *, rung) -> bool:
    """One reminder for one permit; False when somebody was quicker, or its end is no longer a matter of reminding."""
    permit = (
        Permit.objects.select_for_update(no_key=True, of=("self",), skip_locked=True)
        .select_related("office__region", "permit_type", "application")
        .filter(pk=pk, status=Permit.Status.ACTIVE)
        .first()
    )
    if permit is None or permit.reminders.filter(days=rung).exists():
        return False
    PermitReminder.objects.create(permit=permit, days=rung, sent_at=now())
    office = permit.office
    record(
        "permit.reminded", permit.application, by=None, office=office, role="system", days=rung, number=permit.number
    )
    if rung == PermitReminder.RUN_OUT:
        notices.tell_holder_has_run_out(permit)
    else:
        notices.tell_holder_runs_out(permit, permits.days_left(permit))
    return True
