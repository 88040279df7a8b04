from django.core.management.base import BaseCommand, CommandError

from agencies.actions import appoint_first
from agencies.models import Agency
from ptsp_portal.lib.identifiers import BadIdentifier, clean_email
from ptsp_portal.lib.rules import Refused


class Command(BaseCommand):
    help = "Appoint the first office_admin or head of an agency; everybody after them is proposed and confirmed in the browser."

    def add_arguments(self, parser):
        parser.add_argument("agency", help="its slug, such as dpmptsp-kota-batam")
        parser.add_argument("role", choices=["office_admin", "head"])
        parser.add_argument("email")
        parser.add_argument("full_name")

    def handle(self, *, agency, role, email, full_name, **options):
        try:
            is_new = appoint_first(agency, role, clean_email(email), full_name)
        except Agency.DoesNotExist as error:
            raise CommandError(f"no agency with the slug {agency!r}") from error
        except (BadIdentifier, Refused) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write("appointed; a link to set the password was mailed" if is_new else "appointed")
