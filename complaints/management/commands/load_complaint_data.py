from django.core.management.base import BaseCommand
from django.db import transaction

from complaints.loading import load_complaint_data


class Command(BaseCommand):
    help = (
        "Add the categories of complaints and their legal limits that are missing; a row that exists is never touched."
    )

    @transaction.atomic
    def handle(self, **options):
        self.stdout.write(f"{load_complaint_data()} categories and limits of complaints added")
