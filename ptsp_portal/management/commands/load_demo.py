from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from applications.models import Application
from dashboards.folding import rebuild_figures
from ptsp_portal.demo.investment import tell_of_investment
from ptsp_portal.demo.office import tell_of_office
from ptsp_portal.demo.phrases import load_phrases
from ptsp_portal.demo.standards import tell_of_the_bundle
from ptsp_portal.demo.story import tell
from ptsp_portal.demo.survey import tell_of_the_survey

REFERENCE = (
    "load_regions",
    "load_offices",
    "load_holidays",
    "load_catalogue",
    "load_guides",
    "load_people",
    "load_complaint_data",
)


class Command(BaseCommand):
    help = "Fill an empty portal: regions, offices, holidays, catalogue, demo people and the demo story. Refused unless DEMO is on."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("the demo is for trying out; set DEMO=true to load it")
        for command in REFERENCE:
            call_command(command, stdout=self.stdout, verbosity=options["verbosity"])
        load_phrases()
        if Application.objects.exists():
            self.stdout.write("the story was told already")
            return
        self.stdout.write(f"{tell()} files")
        tell_of_the_bundle()
        tell_of_office()
        tell_of_the_survey()
        tell_of_investment()
        rebuild_figures()
