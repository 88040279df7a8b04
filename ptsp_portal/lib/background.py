"""The doorbell. Work that comes later is a row; this only makes a worker look for it sooner."""

import logging
from functools import partial

from celery import current_app
from django.db import transaction

log = logging.getLogger(__name__)


def wake(task_name: str) -> None:
    """After the commit, ask a worker to run `task_name` (no arguments). A dead or empty Redis never hurts the request."""
    transaction.on_commit(partial(_ring, task_name), robust=True)


def _ring(task_name: str) -> None:
    try:
        current_app.send_task(task_name, retry=False, ignore_result=True)
    except Exception as error:  # the sweep finds the row within a minute anyway
        log.warning("could not wake %s: %s", task_name, type(error).__name__)
