"""SMS leaves through a gateway as mail leaves through a server: promised with the act, tried again, and then forgotten."""

import json
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from notifications.delivery import TRIES_WHEN_PERMANENT, deliver_next
from notifications.models import Message
from notifications.outbox import text_to
from notifications.tasks import deliver_messages
from ptsp_portal.lib.moment import moved_to, now

pytestmark = pytest.mark.django_db
NUMBER, TOKEN = "+6281270001234", "rahasia-gerbang"


class Gateway(BaseHTTPRequestHandler):
    """A real HTTP server; `status` is what it answers."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.headers["Authorization"], json.loads(body)))
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()
        self.wfile.write(NUMBER.encode())

    def log_message(self, *_anything):
        """Quiet."""


@pytest.fixture
def gateway(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    server.status, server.taken = 202, []
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{server.server_port}/kirim"
    settings.SMS_GATEWAY_TOKEN, settings.EMAIL_HOST, settings.DEMO = TOKEN, "", False
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def promise():
    context = {"code": "123456", "agency": "Kelurahan Tanjung Riau", "service": "SK Domisili", "number": ""}
    text_to(NUMBER, "applications/consent_code", context)
    return Message.objects.get()


def test_an_sms_is_handed_over_once_and_its_words_and_number_go(gateway):
    row = promise()
    assert (row.channel, row.state, row.user, row.html) == ("sms", "waiting", None, "")
    deliver_messages()
    deliver_messages()
    assert [authorization for authorization, _body in gateway.taken] == [f"Bearer {TOKEN}"]
    assert gateway.taken[0][1] == {"id": str(row.uuid), "to": NUMBER, "text": row.text} and "123456" in row.text
    row.refresh_from_db()
    assert (row.state, row.text) == ("sent", "") and row.address.endswith("1234") and NUMBER not in row.address


def test_a_passing_trouble_is_tried_again_with_the_same_id(gateway, caplog):
    row = promise()
    for status in (503, 429):
        gateway.status = status
        with moved_to(max(now(), Message.objects.get().next_try_at)):
            deliver_next()
    row = Message.objects.get()
    assert (row.state, row.attempts) == ("waiting", 2) and "429" in row.error and NUMBER not in row.error
    gateway.status = 200
    with moved_to(row.next_try_at):
        assert deliver_next().state == "sent"
    assert len({body["id"] for _authorization, body in gateway.taken}) == 1 and len(gateway.taken) == 3
    assert NUMBER not in caplog.text


@pytest.mark.parametrize("status", [400, 302])
def test_a_final_refusal_is_tried_a_few_times_and_a_redirect_is_not_followed(gateway, status):
    promise()
    gateway.status = status
    tries = 0
    while (row := Message.objects.get()).state == "waiting" and tries < 20:
        with moved_to(max(now(), row.next_try_at)):
            deliver_next()
        tries += 1
    assert (row.state, tries) == ("parked", TRIES_WHEN_PERMANENT if status == 400 else 12)
    assert str(status) in row.error
    assert row.text == "" and NUMBER not in row.address  # nobody sends it any more, so nobody needs it


def test_without_a_gateway_it_waits_and_mails_leave_all_the_same(settings):
    settings.SMS_GATEWAY_URL, settings.EMAIL_HOST, settings.DEMO = "", "", False
    promise()
    deliver_messages()
    assert (Message.objects.get().state, Message.objects.get().attempts) == ("waiting", 0)


def test_a_demo_shows_its_sms_beside_its_mails(settings, client):
    settings.SMS_GATEWAY_URL, settings.EMAIL_HOST, settings.DEMO = "", "", True
    row = promise()
    deliver_messages()
    assert Message.objects.get().state == "sent" and Message.objects.get().text == row.text
    assert f"SMS · {NUMBER}" in client.get(reverse("notifications:mailbox")).content.decode()
    assert "123456" in client.get(reverse("notifications:mail", args=[row.uuid])).content.decode()


def test_an_sms_without_a_number_can_not_be_stored():
    row = promise()
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        Message.objects.filter(pk=row.pk).update(address="")
    assert Message.objects.get().address == NUMBER and row.next_try_at - now() < timedelta(seconds=5)
