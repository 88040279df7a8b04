from datetime import date, timedelta

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from agencies.models import Agency
from dashboards.pattern_days import look_at
from ptsp_portal.lib.bulk import NO_LIMITS


class Command(BaseCommand):
    help = (
        "Look through a span of days again for patterns (queue fairness, fast decisions, same officer, out of hours)."
    )

    def add_arguments(self, parser):
        parser.add_argument("first", type=date.fromisoformat, help="first day, YYYY-MM-DD")
        parser.add_argument("last", type=date.fromisoformat, help="last day, YYYY-MM-DD")
        parser.add_argument("--office", help="the office's name in addresses; all without it")

    def handle(self, *, first, last, office, **options):
        offices = Agency.objects.filter(kind__in=Agency.ISSUING).select_related("region")
        if office:
            offices = offices.filter(slug=office)
        if last < first or not offices:
            raise CommandError("no such days or office")
        with connection.cursor() as cursor:
            cursor.execute(NO_LIMITS)
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        for each in offices:
            for day in days:
                look_at(each, day, again=True)
        self.stdout.write(f"{len(offices)} offices, {len(days)} days looked through")
