from django.core.management.base import BaseCommand, CommandError

from dashboards.folding import differences, rebuild_figures

MOST_SHOWN = 50


class Command(BaseCommand):
    help = "Make all figures anew from the ledgers; with --check only say what would change."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; ends with 1 when anything differs")

    def handle(self, *, check, verbosity, **options):
        if not check:
            rebuild_figures(self.stdout.write if verbosity > 1 else lambda line: None)
            self.stdout.write("figures made anew")
            return
        found = 0
        for found, line in enumerate(differences(), start=1):
            if found <= MOST_SHOWN:
                self.stdout.write(line)
        if found:
            raise CommandError(f"{found} differences")
        self.stdout.write("no difference")
