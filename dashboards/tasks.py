"""What happens later: figures follow what changed, a day's digest, what people asked for. No arguments, safe twice and in four
workers."""

import logging
import time
from datetime import timedelta

from celery import shared_task

from dashboards.actions.exports import MAKE, forget_old_exports, note_export_failure, note_progress, store_export
from dashboards.digests import make_due_digests
from dashboards.exports import MOST_ROWS
from dashboards.folding import fold_figures
from dashboards.making import HOLD, TooLong, make_export
from dashboards.models import Export
from dashboards.pattern_days import look_through
from ptsp_portal.lib.background import wake
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.sweep import claim_one

log = logging.getLogger(__name__)
LONGEST_SECONDS = 30
MOST_ATTEMPTS = 6
TOO_LONG = "Terlalu panjang: {n} baris, paling banyak {most}. Pilih masa yang lebih pendek atau satu kantor."
GIVEN_UP = "Tidak berhasil dibuat setelah {n} kali. Minta lagi; bila tetap gagal, beri tahu pengelola portal."


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


@shared_task(name="dashboards.make_digests")
def make_digests() -> int:
    """A digest for each day that is over; returns how many were made."""
    return make_due_digests()


# Longer than others: a table of a million rows. Still shorter than the broker's patience.
@shared_task(name=MAKE, time_limit=540, soft_time_limit=510)
def make_exports() -> int:
    """Make what is ordered, one after the other; returns how many were stored."""
    stored, began = 0, time.monotonic()
    while export := claim_one(Export.objects.to_make().select_related("region", "office__region"), hold=HOLD):
        stored += _make_one(export)
        if time.monotonic() - began > LONGEST_SECONDS:
            wake(MAKE)
            break
    return stored


def _make_one(export: Export) -> bool:
    """A killed worker counts as an attempt too, so that an order that kills its worker is given up."""
    if export.attempts > MOST_ATTEMPTS:
        note_export_failure(export.pk, GIVEN_UP.format(n=MOST_ATTEMPTS), None)
        return False
    try:
        return make_export(export, note_progress, store_export)
    except TooLong as error:
        note_export_failure(export.pk, TOO_LONG.format(n=error, most=MOST_ROWS[export.form]), None)
    except Exception as error:
        log.exception("export %s failed", export.uuid)
        wait = timedelta(seconds=30) * 2**export.attempts
        note_export_failure(export.pk, type(error).__name__, now() + wait)
    return False


@shared_task(name="dashboards.forget_exports")
def forget_exports() -> int:
    """Files older than thirty days go; returns how many."""
    return forget_old_exports()
