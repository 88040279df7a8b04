"""Load permit types, their national templates and the offices' offers from a catalogue file; twice changes nothing."""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from applications.actions.catalogue import adopt_catalogue
from applications.catalogue import STARTER_FILE
from applications.schema.catalogue import CatalogueError, read_catalogue


class Command(BaseCommand):
    help = "Load the catalogue of permit types from a JSON file (default: the portal's own starter catalogue)."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", default=str(STARTER_FILE), help="JSON file with a list of permit types")
        parser.add_argument(
            "--from", dest="effective_from", type=date.fromisoformat, help="day new versions take effect"
        )

    def handle(self, *, file, effective_from, **options):
        try:
            counts = adopt_catalogue(read_catalogue(Path(file)), effective_from=effective_from)
        except CatalogueError as error:
            lines = "\n".join(f"  {place}: {reason}" for place, reason in error.faults)
            raise CommandError(f"Katalog ditolak, tidak ada yang dimuat:\n{lines}") from error
        self.stdout.write(
            f"{counts.types} jenis izin, {counts.new_types} baru, {counts.changed_types} diubah; "
            f"standar pelayanan: {counts.new_standards} baru, {counts.new_versions} versi baru; "
            f"{counts.offers} layanan kantor, {counts.new_offers} baru."
        )
