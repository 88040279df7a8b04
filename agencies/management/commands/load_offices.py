from django.core.management.base import BaseCommand
from django.db import transaction

from agencies.loading.offices import load_offices


class Command(BaseCommand):
    help = "Add the missing offices of Kepulauan Riau; offices that exist stay as they are. Needs load_regions."

    @transaction.atomic
    def handle(self, **options):
        self.stdout.write(f"{load_offices()} offices added")
