"""Write one version of a service standard as a YAML file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from applications.models import ServiceStandard
from applications.standards.library import file_of


class Command(BaseCommand):
    help = "Write a version of an office's service standard (office “-”: the national template) as one YAML file."

    def create_parser(self, *args, **kwargs):
        """`--version` is the standard's here, not Django's."""
        return super().create_parser(*args, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser):
        parser.add_argument("office", help="slug of the office, or - for the national template")
        parser.add_argument("code", help="code of the service, for example SIPF")
        parser.add_argument("--version", type=int, dest="number", help="default: the newest version")
        parser.add_argument("--output", help="file to write; default: standard output")

    def handle(self, *, office, code, number, output, **options):
        rows = ServiceStandard.objects.filter(permit_type__code=code).select_related("permit_type", "office")
        rows = rows.filter(office=None) if office == "-" else rows.filter(office__slug=office)
        if number is not None:
            rows = rows.filter(version=number)
        standard = rows.order_by("-version").first()
        if standard is None:
            raise CommandError("Tidak ada standar seperti itu.")
        if output:
            Path(output).write_text(file_of(standard), encoding="utf-8")
        else:
            self.stdout.write(file_of(standard), ending="")
