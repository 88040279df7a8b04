import asyncio
import socket
from copy import deepcopy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.contrib.auth import get_user_model

from notifications.outbox import enqueue


class Server:
    """A real SMTP server; `answer` is what it says to each mail, `mails` what it took. None: it hangs."""

    def __init__(self):
        self.answer, self.recipient_answer, self.tried, self.mails = "250 OK", "250 OK", 0, []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("penuh"):
            return "452 mailbox full"
        if self.recipient_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        else:
            self.tried += 1
        return self.recipient_answer

    async def handle_DATA(self, server, session, envelope):
        self.tried += 1
        if self.answer is None:
            await asyncio.sleep(30)
        if self.answer.startswith("250"):
            self.mails.append(envelope)
        return self.answer


@pytest.fixture
def smtp(settings):
    server = Server()
    with socket.create_server(("127.0.0.1", 0)) as free:
        settings.EMAIL_HOST, settings.EMAIL_PORT = free.getsockname()
    controller = Controller(server, hostname=settings.EMAIL_HOST, port=settings.EMAIL_PORT, ready_timeout=10)
    controller.start()
    settings.EMAIL_TIMEOUT = 1
    yield server
    controller.stop()


@pytest.fixture
def words(settings):
    """The templates of these tests beside the portal's own."""
    settings.TEMPLATES = deepcopy(settings.TEMPLATES)
    settings.TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")


@pytest.fixture
def make_user():
    def make(email="sari@example.test", **fields):
        return get_user_model().objects.create_user(email=email, full_name="Sari Dewi", **fields)

    return make


@pytest.fixture
def promise(words, make_user):
    """Enqueue one message to Sari; her user row."""

    def promising(occasion="testing/received", **fields):
        user = get_user_model().objects.filter(email="sari@example.test").first() or make_user()
        enqueue(user=user, occasion=occasion, context={"number": "D'AMAN-1"}, link="/permohonan/1/", **fields)
        return user

    return promising
