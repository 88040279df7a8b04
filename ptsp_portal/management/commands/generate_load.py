"""An invented history of many files, for measuring. Only for trial installations: see ptsp_portal/lib/bulk.py."""

from django.core.management.base import BaseCommand, CommandError

from ptsp_portal.lib.bulk import BulkRefused
from ptsp_portal.load.run import PARTS, Order, generate


class Command(BaseCommand):
    help = "Write an invented history of many files onto the loaded regions, offices, catalogue and demo people."

    def add_arguments(self, parser):
        parser.add_argument("--applications", type=int, required=True, help="how many files")
        parser.add_argument(
            "--seed", type=int, default=1, help="the same seed at the same moment gives the same history"
        )
        parser.add_argument("--years", type=int, default=4, help="how far back the history goes")
        parser.add_argument(
            "--open-at", action="append", default=[], metavar="OFFICE=N",
            help="so many open files at one office (its address word, as dpmptsp-kota-batam); they count among the files",
        )  # fmt: skip
        parser.add_argument("--processes", type=int, default=PARTS, choices=(1, PARTS))
        parser.add_argument(
            "--i-know",
            metavar="DATABASE",
            default="",
            help="load although there are files, or DEMO is off: name the database",
        )

    def handle(self, *, applications, seed, years, open_at, processes, i_know, **options):
        order = Order(applications, seed, years, _open_at(open_at), processes, i_know, say=self.stdout.write)
        try:
            generate(order)
        except (BulkRefused, ValueError) as error:
            raise CommandError(f"Refused, nothing was written: {error}") from error


def _open_at(given: list[str]) -> dict[str, int]:
    found = {}
    for each in given:
        office, _equals, count = each.partition("=")
        if not count.isdigit():
            raise CommandError(f"--open-at wants OFFICE=N, not {each!r}")
        found[office] = int(count)
    return found
