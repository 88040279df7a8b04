from django.core.management.base import BaseCommand

from agencies.loading.holidays import load_holidays, usual_years


class Command(BaseCommand):
    help = "Add missing national holidays and cuti bersama (last year to next year); rows that exist stay as they are."

    def add_arguments(self, parser):
        parser.add_argument("years", nargs="*", type=int, help="years, for example 2026 2027")

    def handle(self, *, years, **options):
        self.stdout.write(f"{load_holidays(years or usual_years())} holidays added")
