import threading
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from audit.models import Replay
from audit.tasks import forget_replays
from ptsp_portal.lib.moment import moved_to, now
from tests.audit import pages

pytestmark = pytest.mark.urls("tests.audit.pages")


def saved():
    return get_user_model().objects.filter(full_name="Saved").count()


@pytest.fixture
def sari(db, make_user, client):
    client.force_login(make_user())
    return client


def test_the_same_form_again_gets_the_first_answer_and_changes_nothing(sari):
    form = {"once": uuid4(), "name": "a"}
    first, again = sari.post("/act/", form), sari.post("/act/", form)
    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"]
    assert saved() == 1


def test_two_forms_are_two_acts(sari):
    assert sari.post("/act/", {"once": uuid4()})["Location"] != sari.post("/act/", {"once": uuid4()})["Location"]
    assert saved() == 2


@pytest.mark.parametrize("form", [{}, {"once": ""}, {"once": "123"}, {"once": "\0"}])
def test_a_form_without_its_key_is_not_worked_on(sari, form):
    answer = sari.post("/act/", {**form, "name": "a"})
    assert answer.status_code == 400 and "Muat ulang halaman" in answer.content.decode()
    assert (saved(), Replay.objects.count()) == (0, 0)


def test_reading_a_page_needs_no_key(sari):
    assert sari.get("/act/").content == b"form"


@pytest.mark.parametrize(
    ("url", "change"),
    [("/act/", {"name": "b"}), ("/act/", {"more": "c"}), ("/act/", {"name": ["a", "a"]}), ("/other/", {})],
)
def test_the_same_key_with_another_content_is_refused_in_words(sari, url, change):
    form = {"once": uuid4(), "name": "a"}
    sari.post("/act/", form)
    answer = sari.post(url, {**form, **change})
    assert answer.status_code == 409 and "isi yang berbeda" in answer.content.decode()
    assert saved() == 1


def test_a_new_csrf_token_is_not_another_content(sari):
    form = {"once": uuid4(), "name": "a"}
    first = sari.post("/act/", {**form, "csrfmiddlewaretoken": "x"})
    assert sari.post("/act/", {**form, "csrfmiddlewaretoken": "y"})["Location"] == first["Location"]


def test_files_belong_to_the_content(sari):
    key = uuid4()

    def post(content, name="surat.pdf"):
        return sari.post("/act/", {"once": key, "berkas": SimpleUploadedFile(name, content)})

    first = post(b"one")
    assert post(b"one")["Location"] == first["Location"]
    assert post(b"two").status_code == post(b"one", "lain.pdf").status_code == 409
    assert saved() == 1


def test_a_form_with_errors_keeps_what_was_saved_and_its_key(sari):
    key = uuid4()
    assert sari.post("/act/", {"once": key, "wrong": "form"}).status_code == 422
    assert (saved(), Replay.objects.count()) == (1, 0)
    assert sari.post("/act/", {"once": key}).status_code == 302


def test_a_refusal_changes_nothing_and_leaves_the_key_free(sari):
    key = uuid4()
    answer = sari.post("/act/", {"once": key, "wrong": "refused"})
    assert answer.status_code == 409 and "Tidak bisa." in answer.content.decode()
    assert (saved(), Replay.objects.count()) == (0, 0)
    assert sari.post("/act/", {"once": key}).status_code == 302


def test_a_crash_changes_nothing_and_leaves_the_key_free(sari):
    key = uuid4()
    with pytest.raises(ZeroDivisionError):
        sari.post("/act/", {"once": key, "wrong": "crash"})
    assert (saved(), Replay.objects.count()) == (0, 0)
    assert sari.post("/act/", {"once": key}).status_code == 302


def test_another_account_never_gets_somebody_elses_answer(sari, make_user):
    form = {"once": uuid4(), "name": "a"}
    first = sari.post("/act/", form)
    other = Client()
    other.force_login(make_user("lain@example.test"))
    assert other.post("/act/", form)["Location"] != first["Location"]
    assert saved() == 2


@pytest.mark.django_db
def test_without_an_account_the_browser_that_got_the_form_owns_the_answer():
    form = {"once": uuid4()}
    mine, theirs = Client(), Client()
    mine.cookies["csrf"], theirs.cookies["csrf"] = "a" * 32, "b" * 32
    first = mine.post("/anonymous/", form)
    assert mine.post("/anonymous/", form)["Location"] == first["Location"]
    assert theirs.post("/anonymous/", form)["Location"] != first["Location"]


@pytest.mark.django_db
def test_two_acts_of_one_anonymous_visitor_cannot_be_put_side_by_side():
    visitor = Client()
    visitor.cookies["csrf"] = "a" * 32
    for _turn in range(2):
        visitor.post("/anonymous/", {"once": uuid4()})
    assert len(set(Replay.objects.values_list("owner", flat=True))) == 2


def _waiting_for_the_first() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%%audit_replay%%'"
        )
        return bool(cursor.fetchone()[0])


def _race(url):
    """Two connections, the second posting while the first holds its transaction open; both answers in order."""
    pages.at_work.clear()
    pages.may_go_on.clear()
    pages.may_go_on.failed = False
    form, answers = {"once": str(uuid4()), "name": "a"}, {}

    def post(which):
        try:
            client = Client()
            client.cookies["csrf"] = "a" * 32
            answers[which] = client.post(url, form)
        finally:
            connection.close()

    threads = [threading.Thread(target=post, args=[which]) for which in ("first", "second")]
    threads[0].start()
    assert pages.at_work.wait(10)
    threads[1].start()
    began = time.monotonic()
    while not _waiting_for_the_first():
        assert time.monotonic() - began < 10
        time.sleep(0.01)
    pages.may_go_on.set()
    for thread in threads:
        thread.join(20)
    return answers["first"], answers["second"]


def test_a_second_post_waits_for_the_first_and_gets_its_answer(own_database):
    first, second = _race("/slow/")
    assert first["Location"] == second["Location"]
    assert saved() == 1


def test_when_the_first_is_refused_the_waiting_second_does_the_work(own_database):
    first, second = _race("/slow/?fail")
    assert (first.status_code, second.status_code) == (409, 302)
    assert saved() == 1


def test_keys_are_forgotten_after_thirty_days(sari):
    with moved_to(now() - timedelta(days=31)):
        Replay.objects.create(owner="old", digest="")
    sari.post("/act/", {"once": uuid4()})
    forget_replays()
    assert Replay.objects.exclude(owner="old").count() == Replay.objects.count() == 1
