"""Taking one row of later work: claim, commit, then work without holding a lock."""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import F

from ptsp_portal.lib.moment import now


def claim_one(waiting: models.QuerySet, *, hold: timedelta):
    """The earliest row of `waiting` whose `next_try_at` has come, or None.

    Its `next_try_at` is pushed on by `hold` and `attempts` counted before the commit: a worker that dies afterwards
    loses nothing (the row comes back after `hold`), and a row that always fails does not block the rest.
    """
    with transaction.atomic():
        due = waiting.filter(next_try_at__lte=now()).order_by("next_try_at", "pk")
        row = due.select_for_update(no_key=True, skip_locked=True, of=("self",)).first()
        if row is None:
            return None
        type(row).objects.filter(pk=row.pk).update(next_try_at=now() + hold, attempts=F("attempts") + 1)
        row.attempts += 1
        return row
