"""A draft tried on a year of files: how many a second, and whether larger batches cost more statements.

    python -m bench dry_run     on the database at hand, or on BENCH_LARGE

The service with the most files of the last twelve months at one office is taken; the draft asks for one field and one agency more.
Nothing is kept: the draft is written in a transaction that is rolled back.
"""

import os
import statistics
import time
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from applications.models import Application, DryRun, ServiceStandard
from applications.standards import dry_run
from applications.standards.terms import terms_of
from bench import size
from ptsp_portal.lib.moment import now

SIZES = (50, 500, 2000)
TURNS = 3


def main() -> None:
    name = os.environ.get("BENCH_LARGE") or connection.settings_dict["NAME"]
    with size.at(name), transaction.atomic():
        run = _run_of_the_busiest()
        print(f"{name}: {dry_run.files_of(run).count()} files of {run.standard} at {run.standard.office}")
        print("| files a batch | statements a batch | files a second | processor a file | ratio |")
        print("|---|---|---|---|---|")
        found = [_measured(run, files) for files in SIZES]
        for files, (statements, speed, busy) in zip(SIZES, found, strict=True):
            print(f"| {files} | {statements} | {speed:.0f} | {1000 * busy:.2f} ms | {busy / found[0][2]:.2f} |")
        transaction.set_rollback(True)


def _run_of_the_busiest() -> DryRun:
    day = now().date()
    recent = Application.objects.filter(submitted_at__gt=now() - timedelta(days=365))
    busiest = recent.values("office", "permit_type").annotate(n=Count("pk")).order_by("-n").first()
    template = ServiceStandard.objects.in_force(day).get(permit_type=busiest["permit_type"], office=None)
    terms = terms_of(template)
    terms["fields"] = [
        *terms["fields"],
        {"code": "satu_lagi", "label_id": "Satu lagi", "type": "text", "required": True},
    ]
    terms["stages"] = [*terms["stages"], ["BAPENDA"]]
    draft = ServiceStandard.objects.create(
        office_id=busiest["office"], permit_type=template.permit_type, version=99, effective_from=day, **terms
    )
    return DryRun(standard=draft, revision=0, from_on=day - timedelta(days=364), until_on=day)


def _measured(run, files) -> tuple[int, float, float]:
    """(statements of a full batch, files a second, seconds of the processor a file): the middle of a few turns through all."""
    draft, speeds, busy, statements = dry_run.Draft.of(run.standard), [], [], 0
    for _turn in range(TURNS):
        tally, done, began, worked = dry_run.empty_tally(), 0, time.perf_counter(), time.process_time()
        batches = dry_run.batches(run, size=files)
        while True:
            with CaptureQueriesContext(connection) as queries:
                batch = next(batches, None)
                if batch is None:
                    break
                dry_run.add(tally, batch, draft)
            done += len(batch)
            statements = max(statements, len(queries)) if done > len(batch) else 0  # the first reads what is read once
        speeds.append(done / (time.perf_counter() - began))
        busy.append((time.process_time() - worked) / done)
    return statements, statistics.median(speeds), statistics.median(busy)
