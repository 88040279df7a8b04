import email
import email.policy
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.db import connection

from notifications.delivery import HOLD, TRIES, TRIES_WHEN_PERMANENT, _failed, deliver_next
from notifications.models import Message
from notifications.tasks import deliver_messages
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.sweep import claim_one


def mail():
    return Message.objects.get(channel="email")


def try_until_it_rests():
    """Deliver again and again, each time when the row says; the moments of the tries."""
    moments = []
    while (row := mail()).state == "waiting" and len(moments) < 50:
        with moved_to(row.next_try_at):
            assert deliver_next() is not None
            moments.append(now())
    return moments


@pytest.mark.django_db
def test_a_mail_is_delivered_once(promise, smtp):
    promise()
    deliver_messages()
    deliver_messages()
    assert mail().state == "sent" and mail().sent_at and mail().attempts == 1
    (taken,) = smtp.mails
    read = email.message_from_bytes(taken.content, policy=email.policy.default)
    assert taken.rcpt_tos == ["sari@example.test"]
    assert read["Subject"] == "Berkas D'AMAN-1 diterima dan dicatat" and read["Message-ID"] == mail().message_id
    assert read["Auto-Submitted"] == "auto-generated" and read["From"] == configured.DEFAULT_FROM_EMAIL
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.django_db
def test_a_passing_refusal_is_tried_again_with_the_same_message_id(promise, smtp):
    promise()
    smtp.answer = "451 busy, sari@example.test later"
    deliver_next()
    row = mail()
    assert (row.state, row.attempts) == ("waiting", 1)
    assert row.next_try_at - now() > timedelta(seconds=50)
    assert "451" in row.error and "sari@" not in row.error
    assert deliver_next() is None  # not yet
    smtp.answer = "250 OK"
    with moved_to(row.next_try_at):
        assert deliver_next().state == "sent"
    assert mail().error == "" and smtp.tried == 2 and len(smtp.mails) == 1
    assert row.message_id.encode() in smtp.mails[0].content


@pytest.mark.django_db
def test_twelve_tries_over_a_day_then_it_is_parked_for_a_person(promise, smtp, caplog):
    promise()
    smtp.answer = "451 never"
    moments = try_until_it_rests()
    assert (mail().state, len(moments), smtp.tried, mail().attempts) == ("parked", 12, 12, 12)
    assert TRIES == 12 and timedelta(hours=22) < moments[-1] - moments[0] < timedelta(hours=25)
    assert Message.objects.parked().count() == 1 and "sari@" not in caplog.text
    with moved_to(now() + timedelta(days=9)):
        assert deliver_next() is None


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["answer", "recipient_answer"])
def test_a_final_refusal_is_tried_a_few_times_then_parked(promise, smtp, where):
    promise()
    setattr(smtp, where, "550 no such user sari@example.test")
    try_until_it_rests()
    row = mail()
    assert (row.state, row.attempts, smtp.tried) == ("parked", TRIES_WHEN_PERMANENT, TRIES_WHEN_PERMANENT)
    assert "550" in row.error and "sari@" not in row.error and smtp.mails == []


@pytest.mark.django_db
def test_a_server_that_hangs_holds_nobody_up_for_long(promise, smtp):
    promise()
    smtp.answer = None
    began = time.monotonic()
    deliver_next()
    assert time.monotonic() - began < 10
    assert (mail().state, mail().attempts) == ("waiting", 1) and "timed out" in mail().error


@pytest.mark.django_db
def test_no_server_at_all_is_a_passing_trouble(promise, settings):
    promise()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    deliver_next()
    assert mail().state == "waiting" and "ConnectionRefusedError" in mail().error


@pytest.mark.django_db
def test_one_bad_mail_does_not_hold_up_the_next(promise, smtp):
    promise()
    promise("testing/brief")
    bad = Message.objects.mails().first()
    Message.objects.filter(pk=bad.pk).update(address="penuh@example.test")
    deliver_messages()
    assert sorted(Message.objects.mails().values_list("state", flat=True)) == ["sent", "waiting"]


@pytest.mark.django_db
def test_a_demo_without_a_server_counts_its_mailbox_page_as_delivery(promise, settings):
    settings.EMAIL_HOST, settings.DEMO = "", True
    promise()
    deliver_messages()
    assert mail().state == "sent" and mail().text


@pytest.mark.django_db
def test_a_real_portal_without_a_server_keeps_its_mails(promise, settings):
    settings.EMAIL_HOST, settings.DEMO = "", False
    promise()
    deliver_messages()
    assert (mail().state, mail().attempts) == ("waiting", 0)


@pytest.mark.django_db
def test_a_mail_whose_workers_always_die_is_parked_in_the_end(promise, smtp):
    promise()
    Message.objects.mails().update(attempts=TRIES)
    assert deliver_next().state == "parked"
    assert smtp.tried == 0


def test_nobody_takes_a_mail_that_is_being_sent(own_database, promise, smtp):
    promise()
    smtp.answer = None
    sender = threading.Thread(target=lambda: (deliver_next(), connection.close()))
    sender.start()
    while not smtp.tried:
        time.sleep(0.01)
    assert deliver_next() is None
    sender.join(20)
    assert smtp.tried == 1


def test_a_mail_comes_back_after_its_worker_was_killed(own_database, promise, smtp, settings):
    promise()
    smtp.answer = None
    worker = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import django; django.setup(); from notifications import delivery; delivery.deliver_next()",
        ],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "ptsp_portal.settings",
            "DEBUG": "true",
            "DATABASE_URL": "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict),
            "EMAIL_HOST": settings.EMAIL_HOST,
            "EMAIL_PORT": str(settings.EMAIL_PORT),
        },
        cwd=configured.BASE_DIR,
    )
    began = time.monotonic()
    while not smtp.tried:
        assert time.monotonic() - began < 20 and worker.poll() is None
        time.sleep(0.02)
    worker.send_signal(signal.SIGKILL)
    worker.wait(10)
    assert (mail().state, mail().attempts) == ("waiting", 1)
    smtp.answer = "250 OK"
    assert deliver_next() is None  # the dead worker's claim still holds
    with moved_to(now() + HOLD):
        assert deliver_next().state == "sent"
        assert deliver_next() is None
    assert len(smtp.mails) == 1


@pytest.mark.django_db
def test_a_late_failure_does_not_undo_what_another_worker_settled(promise, smtp):
    promise()
    late = claim_one(Message.objects.waiting(), hold=HOLD)
    with moved_to(now() + HOLD):
        assert deliver_next().state == "sent"
    _failed(late, TimeoutError())
    assert (mail().state, mail().error, len(smtp.mails)) == ("sent", "", 1)
