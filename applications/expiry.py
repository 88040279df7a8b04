"""Which permits are due for a reminder today: the nearest rung that was missed, never two at once."""

from datetime import timedelta
from itertools import pairwise

from agencies.models import ZONES, Region
from applications.models import Permit, PermitReminder
from ptsp_portal.lib.moment import now

# A worker that slept longer than this tells nobody of ends long past.
TOLD_WITHIN = timedelta(days=14)


def due_reminders():
    """(queryset of permit keys, rung), per zone: midnight comes to an office when it comes to its wall."""
    for zone, day in _days_by_zone():
        here = Permit.objects.filter(office__region__zone=zone)
        for rung, next_rung in pairwise([*PermitReminder.RUNGS, -1]):
            yield here.due_for_reminder(day, rung, next_rung).order_by("valid_until").values_list("pk", flat=True), rung
        ended = here.just_run_out(day, since=day - TOLD_WITHIN).order_by("valid_until").values_list("pk", flat=True)
        yield ended, PermitReminder.RUN_OUT


def _days_by_zone() -> list[tuple[str, object]]:
    """The date today in each zone that has a region; the same on most hours of the day."""
    moment = now()
    return [(zone, Region(zone=zone).local_date(moment)) for zone, _words in ZONES]
