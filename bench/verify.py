"""The verify action with 1, 3 and 8 agencies: SQL statements (they must not grow) and time, in turns within one run."""

import statistics
import time

from django.db import connection, reset_queries, transaction
from django.test.utils import CaptureQueriesContext

from applications.actions.verification import verify_application
from applications.models import PermitType, ServiceStandard
from ptsp_portal.lib.moment import now
from tests.factories import person, registered

SIZES = (1, 3, 8)
CODES = ["DINKES", "PUPR", "BAPENDA", "SATPOLPP", "DLH", "DISHUB", "DINSOS", "DAMKAR"]


def main(files: int = 15) -> None:
    """Print, for each size, statements and the median time of one verification, and its ratio to one agency."""
    with transaction.atomic():
        times, statements = _measured(files)
        transaction.set_rollback(True)
    base = statistics.median(times[1])
    for size in SIZES:
        middle = statistics.median(times[size])
        print(
            f"{size} agencies: {statements[size]} statements, median {middle:.1f} ms, {middle / base:.2f} x one agency"
        )


def _measured(files):
    officer = person("verifikator.batam")
    waiting = {size: _registered_files(CODES[:size], size, files) for size in SIZES}
    times, statements = {size: [] for size in SIZES}, {}
    for turn in range(files):
        for size in SIZES:
            reset_queries()  # the log of statements holds 9,000 and would be full
            with CaptureQueriesContext(connection) as captured:
                started = time.perf_counter()
                verify_application(waiting[size][turn].uuid, by=officer)
                times[size].append((time.perf_counter() - started) * 1000)
            statements[size] = len(captured)
    return times, statements


def _registered_files(codes, version, files):
    """Files under a newer version of SIPF's standard that asks these agencies at once."""
    standard = ServiceStandard.objects.filter(
        permit_type=PermitType.objects.get(code="SIPF"), status="published"
    ).earliest("version")
    standard.pk, standard.version, standard.stages = None, 100 + version, [codes]
    standard.effective_from = now().date()
    standard.save()
    return [registered() for _each in range(files)]


if __name__ == "__main__":
    main()
