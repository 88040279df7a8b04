"""What happens later: figures follow what changed. No arguments, safe twice and in four workers."""

import time

from celery import shared_task

from dashboards.folding import fold_figures

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
