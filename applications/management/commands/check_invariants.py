from django.core.management.base import BaseCommand, CommandError

from applications.invariants import RULES, broken


class Command(BaseCommand):
    help = "Look for files whose rows contradict each other (state and journal, permit and number, answers, holders, messages)."

    def handle(self, **options):
        findings = broken()
        for finding in findings:
            self.stdout.write(finding)
        if findings:
            raise CommandError(f"{len(findings)} findings")
        self.stdout.write(f"{len(RULES)} rules hold")
