from django.core.management.base import BaseCommand

from applications.actions.search import fill_search


class Command(BaseCommand):
    help = (
        "Write the words by which files are found, for files without them; batch by batch, safe to stop and to repeat."
    )

    def add_arguments(self, parser):
        parser.add_argument("--anew", action="store_true", help="also files that have words already")
        parser.add_argument("--batch", type=int, default=500)

    def handle(self, *args, anew, batch, **options):
        key, total = 0, 0
        while key is not None:
            changed, key = fill_search(after=key, size=max(1, batch), anew=anew)
            total += changed
        self.stdout.write(f"{total} files")
