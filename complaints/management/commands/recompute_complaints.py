from django.core.management.base import BaseCommand, CommandError

from complaints.actions.clock import recompute_complaint
from complaints.deadlines import differences


class Command(BaseCommand):
    help = "Compute holder and deadline of every open complaint again from the ledgers, and write what differs."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="only name the differences; ends with 1 when there are any"
        )

    def handle(self, *, check, **options):
        found = list(differences())
        for complaint, column, stored, reckoned in found:
            self.stdout.write(f"complaint {complaint.uuid}: {column} is {stored}, the ledger says {reckoned}")
        for uuid in dict.fromkeys(complaint.uuid for complaint, *_rest in found) if not check else ():
            recompute_complaint(uuid)
        if found and check:
            raise CommandError(f"{len(found)} differences")
        self.stdout.write(f"{len(found)} differences" + (" written" if found else ""))
