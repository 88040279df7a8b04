"""What happens later: figures follow what changed. No arguments, safe twice and in four workers."""

import time

from celery import shared_task

from dashboards.folding import fold_figures
from dashboards.pattern_days import look_through

LONGEST_SECONDS = 30


@shared_task(name="dashboards.fold_figures")
def fold() -> int:
    """Until nothing is marked any more, or half a minute is over; returns how many marks were folded."""
    began, folded = time.monotonic(), 0
    while time.monotonic() - began < LONGEST_SECONDS:
        done = fold_figures()
        if not done:
            break
        folded += done
    return folded


@shared_task(name="dashboards.look_for_patterns")
def look_for_patterns() -> int:
    """Office days that are over and were not looked through, until half a minute is over; returns how many."""
    began, done = time.monotonic(), 0
    for is_new in look_through():
        done += is_new
        if time.monotonic() - began > LONGEST_SECONDS:
            break
    return done
