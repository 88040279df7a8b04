"""A writer with the draft of a new service, at the pages of its parts."""

from uuid import uuid4

from django.test import Client
from django.urls import reverse

from agencies.models import Agency
from applications.actions.standards import start_service
from tests.factories import BATAM, person

WRITER = "verifikator.batam"


def new_service():
    office = Agency.objects.get(slug=BATAM)
    return start_service(office.pk, by=person(WRITER), code="SEWA-KAPAL", name="Izin Sewa Kapal", sector="Perhubungan")


def desk_of(standard) -> "Desk":
    client = Client()
    client.force_login(person(WRITER))
    return Desk(client, standard)


class Desk:
    """One writer with one draft."""

    def __init__(self, client, standard):
        self.client, self.standard = client, standard

    def at(self, name, *args):
        return reverse(f"applications:{name}", args=[self.standard.uuid, *args])

    def get(self, name, *args):
        return self.client.get(self.at(name, *args))

    def post(self, address, /, *args, query="", **said):
        self.standard.refresh_from_db()
        said = {"revision": self.standard.revision, "once": uuid4(), **said}
        answer = self.client.post(self.at(address, *args) + query, said)
        self.standard.refresh_from_db()
        return answer

    def done(self, address, /, *args, **said):
        answer = self.post(address, *args, **said)
        assert answer.status_code == 302, answer.context["form"].errors
        return self.standard

    def words(self, name, *args):
        return self.get(name, *args).content.decode()
