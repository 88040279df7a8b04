import time
from uuid import uuid4

import pytest
from celery import Celery, current_app
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.db import transaction
from django.template import TemplateDoesNotExist

from notifications.checks import mail_has_a_way_out
from notifications.delivery import deliver_next
from notifications.models import Message
from notifications.outbox import Letter, enqueue, enqueue_all, one_line
from notifications.tasks import deliver_messages
from ptsp_portal.celery import Configuration

BACKEND = "notifications.channels.mailer.OutboxBackend"


def rows():
    return Message.objects.get(channel="inapp"), Message.objects.get(channel="email")


@pytest.mark.django_db
def test_a_message_stands_in_the_portal_at_once_and_its_mail_waits(promise):
    about = uuid4()
    user = promise(about=about)
    inapp, mail = rows()
    assert (inapp.user, inapp.state, inapp.read_at, inapp.link, inapp.about) == (
        user,
        "sent",
        None,
        "/permohonan/1/",
        about,
    )
    assert (mail.user, mail.state, mail.address, mail.attempts) == (user, "waiting", "sari@example.test", 0)
    assert mail.message_id == f"<{mail.uuid}@127.0.0.1>"
    assert inapp.subject == mail.subject == "Berkas D'AMAN-1 diterima dan dicatat"
    assert mail.text == "Masuk: berkas D'AMAN-1 sudah kami terima.\nhttp://127.0.0.1:8000/permohonan/1/\n"


@pytest.mark.django_db
def test_the_html_is_escaped_framed_and_without_styles(promise):
    promise()
    html = rows()[1].html
    assert "<b>D&#x27;AMAN-1</b>" in html and "<!doctype html>" in html
    assert 'href="http://127.0.0.1:8000/permohonan/1/"' in html
    assert "style" not in html and "<img" not in html


@pytest.mark.django_db
def test_an_occasion_without_html_gets_it_from_its_text(promise):
    promise("testing/brief")
    assert '<a href="http://127.0.0.1:8000/permohonan/1/"' in rows()[1].html


@pytest.mark.django_db
def test_the_frame_speaks_the_readers_language(words, make_user):
    enqueue(user=make_user(language="en"), occasion="testing/brief", context={"number": 1})
    assert '<html lang="en">' in rows()[1].html


@pytest.mark.django_db
def test_a_message_and_its_act_are_saved_together_or_not_at_all(promise):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        promise()
        raise ZeroDivisionError
    assert Message.objects.count() == 0


@pytest.mark.django_db
def test_a_missing_template_is_an_error_and_writes_nothing(promise):
    with pytest.raises(TemplateDoesNotExist):
        promise("testing/nothing")
    assert Message.objects.count() == 0


@pytest.mark.django_db
def test_many_readers_cost_one_statement(words, make_user, django_assert_num_queries):
    letters = [Letter(make_user(f"u{n}@example.test"), "testing/brief", {"number": n}) for n in range(8)]
    with django_assert_num_queries(1):
        enqueue_all(letters + letters[:2])
    assert Message.objects.mails().count() == 8  # who is told the same twice is told once


@pytest.mark.parametrize("text", ["a\r\nBcc: x@y.test", "a\nb", "a\x0bb", "a\u2028b", "a\x85b", "a\0b"])
def test_nothing_breaks_a_header_line(text):
    assert len(one_line(text).splitlines()) == 1 and "\r" not in one_line(text) and "\0" not in one_line(text)


@pytest.mark.django_db
def test_a_librarys_mail_becomes_a_row_for_each_recipient():
    mail = EmailMultiAlternatives(
        "Konfirmasi\nX: y".replace("\n", " "), "Buka tautan ini", to=["a@x.test"], cc=["b@x.test"]
    )
    mail.attach_alternative("<p>Buka</p>", "text/html")
    assert get_connection(BACKEND).send_messages([mail]) == 1
    waiting = Message.objects.waiting().order_by("address")
    assert list(waiting.values_list("address", "text", "html", "occasion")) == [
        ("a@x.test", "Buka tautan ini", "<p>Buka</p>", "library"),
        ("b@x.test", "Buka tautan ini", "<p>Buka</p>", "library"),
    ]


@pytest.mark.django_db
def test_a_librarys_mail_goes_with_its_transaction():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        get_connection(BACKEND).send_messages([EmailMessage("a", "b", to=["a@x.test"])])
        raise ZeroDivisionError
    assert Message.objects.count() == 0


@pytest.mark.django_db
def test_a_mail_with_an_attachment_is_refused_loudly():
    mail = EmailMessage("a", "b", to=["a@x.test"], attachments=[("a.txt", "x", "text/plain")])
    with pytest.raises(ValueError):
        get_connection(BACKEND).send_messages([mail])
    assert Message.objects.count() == 0


@pytest.mark.django_db
def test_a_librarys_one_time_link_is_forgotten_once_it_was_handed_over(smtp):
    get_connection(BACKEND).send_messages([EmailMessage("Sandi", "http://x.test/rahasia/", to=["a@x.test"])])
    assert deliver_next().state == "sent"
    assert b"rahasia" in smtp.mails[0].content
    assert Message.objects.get().text == ""


@pytest.fixture
def dead_broker():
    before = current_app._get_current_object()
    dead = Celery(set_as_current=False)
    dead.config_from_object(Configuration())
    dead.conf.broker_url = "redis://127.0.0.1:1/0"
    dead.set_current()
    yield
    before.set_current()


def test_with_redis_down_the_promise_stands_and_the_sweep_keeps_it(own_database, dead_broker, promise, smtp, caplog):
    began = time.monotonic()
    with transaction.atomic():
        promise()
    assert time.monotonic() - began < 2
    assert "could not wake notifications.deliver_messages" in caplog.text
    assert Message.objects.waiting().count() == 1
    deliver_messages()
    assert Message.objects.waiting().count() == 0 and len(smtp.mails) == 1


def test_a_portal_without_a_way_out_says_so(settings):
    settings.DEMO, settings.EMAIL_HOST = False, ""
    assert [notice.id for notice in mail_has_a_way_out(None)] == ["notifications.W001"]
    settings.EMAIL_HOST = "mail.test"
    assert mail_has_a_way_out(None) == []
