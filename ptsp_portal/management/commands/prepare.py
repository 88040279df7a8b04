"""Everything between an empty database and the first page; safe to run again, before every start."""

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrate, make the cache table, compile translations; with --demo fill an empty database with the demo."

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="load the demo when there are no files yet")

    def handle(self, *, demo, **options):
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("compile_texts", stdout=self.stdout)
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        # Files, not regions: a first start that was interrupted while loading is taken up again.
        empty = not apps.get_model("applications", "Application").objects.exists()
        if demo and empty:
            self.stdout.write("loading the demo: regions, offices, catalogue, people, files …")
            call_command("load_demo", stdout=self.stdout)
