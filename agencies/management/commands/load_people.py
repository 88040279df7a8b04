from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from agencies.loading.people import load_people


class Command(BaseCommand):
    help = "Add the demo accounts; refused unless DEMO is on. Needs load_regions and load_offices."

    @transaction.atomic
    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("these accounts share one published password; they are only made when DEMO is on")
        self.stdout.write(f"{load_people()} people added")
