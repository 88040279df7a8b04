from django.core.management.base import BaseCommand

from agencies.loading.regions import load_regions


class Command(BaseCommand):
    help = "Load the regions of Kepulauan Riau, Kalimantan Timur and Kabupaten Rembang; safe to run again."

    def handle(self, **options):
        self.stdout.write(f"{load_regions()} regions")
