from django.core.management.base import BaseCommand, CommandError

from applications import deadlines
from applications.actions.clock import recompute_deadlines


class Command(BaseCommand):
    help = "Compute holder and deadline of every open file and request again from the ledgers, and write what differs."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="only name the differences; ends with 1 when there are any"
        )

    def handle(self, *, check, **options):
        calendars, found, files = deadlines.Calendars(), 0, 0
        for batch in deadlines.batches():
            files += len(batch)
            differing = set()
            for file in batch:
                for difference in deadlines.differences([file], calendars):
                    found += 1
                    differing.add(file.uuid)
                    self.stdout.write(str(difference))
            for uuid in differing if not check else ():
                recompute_deadlines(uuid)
        if found and check:
            raise CommandError(f"{found} differences in {files} open files")
        self.stdout.write(f"{files} open files, {found} differences" + (" written" if found else ""))
