"""Prove the journal: exit code 0 when every chain holds, 1 with the exact rows where one doesn't."""

import time

from django.core.management.base import BaseCommand

from audit.proof import Proof, chains


class Command(BaseCommand):
    help = "Proves every chain of the journal up to its head and names the exact row where one breaks."

    def add_arguments(self, parser):
        parser.add_argument("--chain", help="only this chain")

    def handle(self, *args, chain=None, **options):
        started = time.perf_counter()
        rows = broken = 0
        names = [chain] if chain else chains()
        for name in names:
            proof = Proof(name)
            for fault in proof.faults():
                broken += 1
                self.stdout.write(f"BROKEN {fault}")
            rows += proof.rows
        rate = rows / max(time.perf_counter() - started, 1e-6)
        verdict = f"{broken} faults" if broken else "all hold"
        self.stdout.write(f"{len(names)} chains, {rows} rows: {verdict} ({rate:,.0f} rows/s)")
        if broken:
            raise SystemExit(1)
