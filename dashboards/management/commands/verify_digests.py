"""Prove the daily digests: exit code 0 when every line, its seals and the journal under it hold, 1 with the days where not."""

from django.core.management.base import BaseCommand

from dashboards.digests import faults
from dashboards.models import Digest


class Command(BaseCommand):
    help = "Proves the chain of daily digests and that the journal still contains every head that they name."

    def handle(self, *args, **options):
        found = 0
        for fault in faults():
            found += 1
            self.stdout.write(f"BROKEN {fault}")
        count, last = Digest.objects.count(), Digest.objects.last_made()
        verdict = f"{found} faults" if found else "all hold"
        self.stdout.write(f"{count} digests: {verdict}; the last is {last}" if last else "no digest yet")
        if found:
            raise SystemExit(1)
