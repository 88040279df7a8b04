"""Load everybody's guides (“Saya mau membuka klinik”) from a file; twice changes nothing. After load_catalogue."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from applications.actions.guides import adopt_guides
from applications.catalogue import GUIDES_FILE
from applications.catalogue.guide_file import read_guides
from applications.models import PermitType
from applications.schema.catalogue import CatalogueError


class Command(BaseCommand):
    help = "Load everybody's guides from a JSON file (default: the portal's own)."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", default=str(GUIDES_FILE), help="JSON file with a list of guides")

    def handle(self, *, file, **options):
        try:
            national = set(PermitType.objects.known_to(None).values_list("code", flat=True))
            entries = read_guides(Path(file), national)
        except CatalogueError as error:
            lines = "\n".join(f"  {place}: {reason}" for place, reason in error.faults)
            raise CommandError(f"Panduan ditolak, tidak ada yang dimuat:\n{lines}") from error
        everything, new, changed = adopt_guides(entries)
        self.stdout.write(f"{everything} panduan, {new} baru, {changed} diubah.")
