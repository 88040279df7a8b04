"""The public form as a person fills it in: the page is fetched, its hidden fields go back, and it took a while."""

import re
from datetime import timedelta
from uuid import uuid4

from agencies.models import Agency
from complaints.models import Complaint, ComplaintCategory
from ptsp_portal.lib.moment import moved_to, now
from tests.factories import BATAM

A_WHILE = timedelta(minutes=2)


def words(response) -> str:
    """What a reader sees: no tags, single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def typed(code="prosedur", **more):
    """What an ordinary person types, without an account."""
    return {
        "category": ComplaintCategory.objects.get(code=code).pk,
        "text": "Antrean di loket tiga jam, lalu disuruh kembali besok.",
        "office": Agency.objects.get(slug=BATAM).pk,
        "identity": "open",
        "name": "Budi Santoso",
        "email": "budi@contoh.test",
    } | more


def hidden(page) -> dict:
    found = re.findall(r'type="hidden" name="(mulai|hitungan)" value="([^"]*)"', page.content.decode())
    return dict(found)


def answer_of(page) -> str:
    left, right = re.search(r"Berapa (\d) \+ (\d)\?", words(page)).groups()
    return str(int(left) + int(right))


def send(client, path="/pengaduan/", took=A_WHILE, page=None, **given):
    """Fetch the form, take a while, send it. `page`: one that was already fetched."""
    page = page or client.get(path)
    with moved_to(now() + took):
        return client.post(path, {**hidden(page), "once": str(uuid4()), **given})


def newest():
    return Complaint.objects.order_by("-id").first()


def post(client, path, **given):
    return client.post(path, {"once": str(uuid4()), **given})
