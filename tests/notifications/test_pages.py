from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.mail import EmailMessage, get_connection

from notifications.inbox import parted
from notifications.models import Message
from notifications.views import ROWS
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.page import unread_count

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.notifications.pages")]


def test_opening_a_message_marks_it_read_and_goes_where_it_points(client, promise):
    user = promise()
    client.force_login(user)
    row = Message.objects.get(channel="inapp")
    page = client.get("/pesan/").content.decode()
    assert "D&#x27;AMAN-1" in page and "Baru" in page and unread_count(user) == 1
    answer = client.get(f"/pesan/{row.uuid}/")
    assert (answer.status_code, answer["Location"]) == (302, "/permohonan/1/")
    read_at = Message.objects.get(pk=row.pk).read_at
    client.get(f"/pesan/{row.uuid}/")
    assert Message.objects.get(pk=row.pk).read_at == read_at and unread_count(user) == 0
    assert "Baru" not in client.get("/pesan/").content.decode()


def test_nobody_reads_or_marks_another_persons_message(client, promise, make_user):
    owner = promise()
    client.force_login(make_user("lain@example.test"))
    row = Message.objects.get(channel="inapp")
    assert client.get(f"/pesan/{row.uuid}/").status_code == client.get(f"/pesan/{uuid4()}/").status_code == 404
    assert "AMAN" not in client.get("/pesan/").content.decode()
    assert unread_count(owner) == 1


def test_the_mail_of_a_message_is_no_second_entry_in_the_inbox(client, promise):
    client.force_login(promise())
    mail = Message.objects.get(channel="email")
    assert client.get(f"/pesan/{mail.uuid}/").status_code == 404
    assert client.get("/pesan/").content.decode().count('<li class="panel">') == 1


@pytest.mark.parametrize("link", ["", "https://evil.test/", "//evil.test/", "/\\evil.test/", "javascript:alert(1)"])
def test_a_message_never_leads_out_of_the_portal(client, promise, link):
    client.force_login(promise())
    Message.objects.update(link=link)
    row = Message.objects.get(channel="inapp")
    assert client.get(f"/pesan/{row.uuid}/")["Location"] == "/pesan/"


def test_before_sign_in_there_is_no_inbox(client):
    assert client.get("/pesan/")["Location"].startswith("/akun/login/")


def test_an_empty_inbox_says_how_it_fills(client, make_user):
    client.force_login(make_user())
    assert "Belum ada pesan" in client.get("/pesan/").content.decode()


def test_the_inbox_is_paged_by_key_and_shows_each_message_once(client, promise):
    for turn in range(ROWS + 3):
        with moved_to(now() - timedelta(hours=turn // 3)):
            user = promise(about=uuid4())
    client.force_login(user)
    first = client.get("/pesan/")
    second = client.get("/pesan/", {"after": first.context["following"]})
    shown = [row.pk for row in [*first.context["rows"], *second.context["rows"]]]
    assert (len(first.context["rows"]), len(second.context["rows"])) == (ROWS, 3)
    assert len(set(shown)) == ROWS + 3 and second.context["following"] is None
    assert client.get("/pesan/", {"after": "x'\0"}).context["rows"] == first.context["rows"]


def test_the_inbox_asks_the_database_the_same_however_long_it_is(client, promise, django_assert_max_num_queries):
    client.force_login(promise())
    client.get("/pesan/")  # the first page of a session also writes when it began
    with django_assert_max_num_queries(6):
        client.get("/pesan/")
    for _turn in range(10):
        promise(about=uuid4())
    with django_assert_max_num_queries(6):
        client.get("/pesan/")


def test_the_mailbox_shows_a_demos_mails_before_sign_in(client, promise):
    promise()
    get_connection("notifications.channels.mailer.OutboxBackend").send_messages(
        [EmailMessage("<script>alert(1)</script>", "Buka http://127.0.0.1:8000/akun/x/ <b>", to=["baru@x.test"])]
    )
    page = client.get("/kotak-surat/").content.decode()
    assert "sari@example.test" in page and "&lt;script&gt;" in page and "<script>alert" not in page
    filtered = client.get("/kotak-surat/", {"alamat": "BARU@x.test"})
    (row,) = filtered.context["rows"]
    opened = client.get(f"/kotak-surat/{row.uuid}/").content.decode()
    assert '<a href="http://127.0.0.1:8000/akun/x/"' in opened and "&lt;b&gt;" in opened
    assert client.get("/kotak-surat/", {"alamat": "x\0"}).status_code == 200


def test_outside_a_demo_there_is_no_mailbox(client, promise, settings):
    promise()
    settings.DEMO = False
    mail = Message.objects.get(channel="email")
    assert client.get("/kotak-surat/").status_code == client.get(f"/kotak-surat/{mail.uuid}/").status_code == 404


@pytest.mark.parametrize(
    ("text", "link", "words", "way_on"),
    [
        ("Terbit.\n\nUnduh izin: https://ptsp.test/permohonan/1/", "/permohonan/1/", "Terbit.", "Unduh izin"),
        ("Terbit.\n\nHubungi: kantor", "/permohonan/1/", "Terbit.\n\nHubungi: kantor", ""),
        ("Lihat: https://ptsp.test/1/", "/1/", "Lihat: https://ptsp.test/1/", ""),
        ("Terbit.\n\nUnduh izin: https://ptsp.test/1/", "", "Terbit.\n\nUnduh izin: https://ptsp.test/1/", ""),
    ],
)
def test_the_address_that_ends_a_message_is_a_button_in_the_list(text, link, words, way_on):
    assert parted(text, link) == (words, way_on)
