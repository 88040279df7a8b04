"""The conversation on a file: who writes, who reads, who is told, and what never leaves the page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications import policies
from applications.actions import submission
from applications.actions.thread import LONGEST, PER_PERSON, write_message
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests.conftest import USUAL_MOMENT
from tests.factories import (
    BATAM,
    add_post,
    colleague,
    draft,
    fresh,
    in_state,
    person,
    registered,
    submitted,
    untouched,
    verified,
)  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]

WRITERS = {"pemohon", "loket.batam", "verifikator.batam", "kabid.batam", "kadis.batam"}
OTHERS = """pemohon2 loket.tanjungpinang kadis.tanjungpinang opd.dinkes.batam opd.pupr.batam kepala.dinkes.batam gubernur admin
    camat.sekupang auditor.batam""".split()
WITH_THE_OFFICE = ["submitted", "returned", "registered", "recommendation", "drafting", "signing"]


def told():
    rows = Message.objects.filter(channel="inapp", occasion__contains="thread").select_related("user")
    return [(row.user.email.split("@")[0], row.occasion.split("/")[1]) for row in rows.order_by("id")]


@pytest.mark.parametrize("state", [*WITH_THE_OFFICE, "draft", "issued", "withdrawn"])
def test_these_people_write_while_the_file_is_with_the_office(state):
    colleague("auditor.batam", (BATAM, "auditor"))
    file = in_state(state)
    may = {name for name in [*WRITERS, *OTHERS] if "write_message" in policies.allowed(person(name), fresh(file))}
    assert may == (WRITERS if state in WITH_THE_OFFICE else set())


def test_a_message_of_the_applicant_waits_for_the_office_until_it_answers():
    file = submitted()
    stamp = file.change_count
    write_message(file.uuid, by=person("pemohon"), text="  Apakah sudah diperiksa?\r\nTerima kasih. ")
    with moved_to(USUAL_MOMENT + timedelta(minutes=5)):
        write_message(file.uuid, by=person("pemohon"), text="Halo?")
    first, second = file.thread.all()
    assert (first.text, first.side, second.side) == ("Apakah sudah diperiksa?\nTerima kasih.", "applicant", "applicant")
    assert fresh(file).unanswered_since == USUAL_MOMENT
    assert fresh(file).change_count == stamp + 2
    write_message(file.uuid, by=person("loket.batam"), text="Sedang kami periksa.")
    assert fresh(file).unanswered_since is None
    assert file.thread.latest("id").side == "office"


def test_a_run_of_messages_is_told_once_and_no_mail_carries_the_words():
    file = registered()
    for _number in range(2):
        write_message(file.uuid, by=person("pemohon"), text="Rahasia saya 4711.")
    assert told() == [("verifikator.batam", "thread_question")]
    write_message(file.uuid, by=person("verifikator.batam"), text="Rahasia kami 4711.")
    assert told()[1:] == [("pemohon", "thread_answer")]
    with moved_to(USUAL_MOMENT + timedelta(hours=2)):
        write_message(file.uuid, by=person("verifikator.batam"), text="Rahasia kami 4711.")
    assert told()[2:] == [("pemohon", "thread_answer")]
    words = "".join(f"{row.subject}{row.text}{row.html}" for row in Message.objects.all())
    assert "4711" not in words and str(file.uuid) in words
    entry = JournalEntry.objects.filter(verb="thread.written").first()
    assert (entry.role, entry.facts) == ("applicant", {})


def test_the_counter_is_told_before_there_is_a_number():
    write_message(submitted().uuid, by=person("pemohon"), text="Halo")
    assert told() == [("loket.batam", "thread_question")]


@pytest.mark.parametrize("name", ["pemohon2", "opd.dinkes.batam", "loket.tanjungpinang", "gubernur", "admin"])
def test_nobody_else_writes(name):
    file = verified()
    before = untouched(file)
    with pytest.raises(NotAllowed):
        write_message(file.uuid, by=person(name), text="Halo")
    assert untouched(file) == before and not file.thread.exists()


def test_an_officer_who_filed_it_writes_as_the_applicant():
    file = submitted()
    add_post(person("pemohon"), BATAM, "front_desk")
    write_message(file.uuid, by=person("pemohon"), text="Halo")
    assert file.thread.get().side == "applicant"


@pytest.mark.parametrize("text", ["", " \n ", "x" * (LONGEST + 1), "a\0b", "\u200b"])
def test_an_empty_or_unfit_message_changes_nothing(text):
    file = submitted()
    before = untouched(file)
    with pytest.raises(Refused):
        write_message(file.uuid, by=person("pemohon"), text=text)
    assert untouched(file) == before and not file.thread.exists()


def test_a_finished_file_is_only_read():
    file = submitted()
    write_message(file.uuid, by=person("pemohon"), text="Halo")
    submission.withdraw_application(file.uuid, by=person("pemohon"))
    before = untouched(file)
    with pytest.raises(WrongState):
        write_message(file.uuid, by=person("pemohon"), text="Lagi")
    assert untouched(file) == before and file.thread.count() == 1


def test_a_draft_has_no_conversation():
    file = draft()
    with pytest.raises(WrongState):
        write_message(file.uuid, by=person("pemohon"), text="Halo")
    assert not file.thread.exists()


def test_too_many_messages_are_refused_for_a_while():
    file = submitted()
    for _number in range(PER_PERSON.tries):
        write_message(file.uuid, by=person("pemohon"), text="Halo")
    before = untouched(file)
    with pytest.raises(Refused):
        write_message(file.uuid, by=person("pemohon"), text="Halo")
    assert untouched(file) == before
    write_message(file.uuid, by=person("loket.batam"), text="Ya?")
    with moved_to(now() + PER_PERSON.window + timedelta(seconds=2)):
        write_message(file.uuid, by=person("pemohon"), text="Halo lagi")


def test_the_applicant_reads_the_office_and_people_in_office_the_officer(signed_in):
    file = verified()
    write_message(file.uuid, by=person("pemohon"), text="Kapan <b>selesai</b>?")
    write_message(file.uuid, by=person("verifikator.batam"), text="Besok.")
    address, officer = reverse("applications:file", args=[file.uuid]), person("verifikator.batam").full_name
    text = signed_in("pemohon").get(address).content.decode()
    assert "Kapan &lt;b&gt;selesai&lt;/b&gt;?" in text and "Besok." in text
    assert officer not in text
    for reader in ("loket.batam", "opd.dinkes.batam"):
        text = signed_in(reader).get(address).content.decode()
        assert f"{officer} · DPMPTSP Kota Batam" in text
    assert "Tulis pesan" not in text, "an agency reads and does not write"


def test_the_page_that_shows_the_file_says_that_something_moved(signed_in):
    file = submitted()
    part = reverse("applications:progress_part", args=[file.uuid]) + f"?v={file.change_count}"
    client = signed_in("pemohon")
    assert client.get(part).status_code == 204
    write_message(file.uuid, by=person("loket.batam"), text="Halo")
    moved = client.get(part)
    assert moved.status_code == 200 and "<form" not in moved.content.decode()


def test_a_message_that_does_not_fit_stays_in_its_field(signed_in):
    file, client = submitted(), signed_in("pemohon")
    address = reverse("applications:thread", args=[file.uuid])
    answer = client.post(address, {"text": "y" * 2001, "once": "4b4e1d0c-29a0-4a52-9f9b-0a0d0f5b1c11"})
    assert answer.status_code == 400 and "y" * 2001 in answer.content.decode()
    assert not file.thread.exists()
    answer = client.post(address, {"text": "a\r\n" * 1000, "once": "4b4e1d0c-29a0-4a52-9f9b-0a0d0f5b1c12"})
    assert answer.status_code == 302 and answer.url.endswith("#percakapan")
    assert file.thread.count() == 1


def test_the_whole_conversation_costs_the_same_for_one_message_and_many(signed_in, django_assert_num_queries):
    file, client = submitted(), signed_in("loket.batam")
    address = reverse("applications:thread", args=[file.uuid])
    client.get(address)
    for count in (1, 12):
        for number in range(count):
            write_message(file.uuid, by=person("pemohon"), text=f"Pesan {number}")
        with django_assert_num_queries(9):
            assert client.get(address).status_code == 200
    assert "Baca semua pesan" in client.get(reverse("applications:file", args=[file.uuid])).content.decode()
