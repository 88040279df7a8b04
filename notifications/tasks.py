"""What the clock and the doorbell do here."""

import time

from celery import shared_task

from notifications.delivery import deliver_next
from notifications.outbox import DELIVER
from ptsp_portal.lib.background import wake

MOST_AT_ONCE = 500
LONGEST_SECONDS = 80


@shared_task(name=DELIVER, ignore_result=True, time_limit=120, soft_time_limit=100)
def deliver_messages():
    """Send what is due. Ends before its time limit cuts a mail in half, and rings again when there may be more."""
    began = time.monotonic()
    for _turn in range(MOST_AT_ONCE):
        if deliver_next() is None:
            return
        if time.monotonic() - began > LONGEST_SECONDS:
            break
    wake(DELIVER)
