"""Fill a draft of a service standard from a YAML file; the same act as the page's."""

from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from agencies.models import Agency
from applications.actions.standard_files import import_standard
from applications.schema.standard_file import StandardFileError
from applications.schema.yaml_text import MAX_BYTES
from ptsp_portal.lib.rules import Refused


class Command(BaseCommand):
    help = "Fill a draft of an office's service standard from a YAML file; it is begun when there is none."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--office", required=True, help="slug of the office")
        parser.add_argument("--by", required=True, help="e-mail address of the person who is its writer from then on")

    def handle(self, *, file, office, by, **options):
        agency = Agency.objects.filter(slug=office).first()
        writer = get_user_model().objects.filter(email=by, is_active=True).first()
        if agency is None or writer is None:
            raise CommandError("Kantor atau orang itu tidak ada.")
        try:
            with Path(file).open("rb") as source:
                standard = import_standard(agency.pk, by=writer, content=source.read(MAX_BYTES + 1))
        except OSError as error:
            raise CommandError(f"{file}: tidak terbaca ({error.strerror})") from error
        except StandardFileError as error:
            lines = "\n".join(f"  {place}: {reason}" for place, reason in error.faults)
            raise CommandError(f"Berkas ditolak, tidak ada yang dimuat:\n{lines}") from error
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Draf {standard} ({agency.name}): {standard.uuid}")
