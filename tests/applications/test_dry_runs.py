"""A draft tried on last year's files: late ones, each agency's work, running files that differ, answers that no longer fit."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import Agency
from applications import tasks
from applications.actions.dry_runs import ask_dry_run
from applications.actions.issuance import sign_decision
from applications.models import DryRun
from applications.standards import dry_run
from audit.models import JournalEntry
from ptsp_portal.lib.moment import moved_to
from ptsp_portal.lib.rules import NotAllowed, WrongState
from tests.applications.writing import begun_standard, published_standard, rewritten, with_field, with_paper
from tests.conftest import USUAL_MOMENT
from tests.factories import BATAM, at_signing, draft, person, registered, verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
WRITER = "admin.batam"
A_WEEK = timedelta(days=7)


@pytest.fixture
def year():
    """Of a year: one file decided after a week (four working days), one at the health office, one just registered; a draft that
    nobody sent, and one of another office."""
    slow, asked, new = at_signing(), verified(), registered()
    draft()
    registered("SIPF", "dpmptsp-kota-tanjungpinang", loket="loket.tanjungpinang")
    with moved_to(USUAL_MOMENT + A_WEEK):
        sign_decision(slow.uuid, by=person("kadis.batam"))
        yield slow, asked, new


def strict(**more):
    """Two days, the public works office too, one field and one paper more; nobody is asked for the address any more."""
    standard = begun_standard()
    fields = [each for each in with_field(standard, "nomor_str_baru") if each["code"] != "alamat_lokasi"]
    return rewritten(
        standard,
        time_limit_days=2,
        stages=[["DINKES", "PUPR"]],
        fields=fields,
        requirements=with_paper(standard, "denah"),
        **more,
    )


def tried(standard) -> DryRun:
    ask_dry_run(standard.uuid, by=person(WRITER))
    assert tasks.try_drafts() == 1
    return DryRun.objects.get()


def agency(code):
    return str(Agency.objects.get(code=code, region_id="21.71").pk)


def page_of(client, standard) -> str:
    return client.get(reverse("applications:dry_run", args=[standard.uuid])).content.decode()


def test_every_number_of_a_run_is_what_the_files_say(year):
    slow, asked, new = year
    found = tried(strict()).result
    assert (found["sent"], found["decided"], found["late_before"], found["late_after"]) == (3, 1, 0, 1)
    assert found["late_numbers"] == [[slow.registration_number, 4.1, slow.standard.time_limit_days]]
    assert found["routed"] == 2 and found["agencies"] == {agency("DINKES"): [2, 2], agency("PUPR"): [2, 0]}
    assert (found["open"], found["differ"]) == (2, 2)
    assert found["reasons"] == {"limit": 2, "stages": 2, "field": 2, "paper": 2}
    numbers = dict(found["open_numbers"])
    assert set(numbers) == {asked.registration_number, new.registration_number}
    assert numbers[new.registration_number] == [
        ["limit", ""], ["stages", ""], ["field", "Nomor_str_baru"], ["paper", "Denah"]
    ]  # fmt: skip
    assert (found["read"], found["blank"], found["unfit"]) == (3, {"nomor_str_baru": 3}, {})
    assert [n for _label, n in found["dropped"].values()] == [3]


def test_a_draft_that_changes_nothing_finds_nothing(year):
    found = tried(begun_standard()).result
    assert (found["late_after"], found["differ"], found["blank"], found["unfit"], found["dropped"]) == (
        0,
        0,
        {},
        {},
        {},
    )
    assert found["agencies"] == {agency("DINKES"): [2, 2]} and found["open"] == 2


def test_an_answer_that_the_new_form_would_refuse_is_counted_by_field(year):
    standard = begun_standard()
    fields = [each | ({"type": "integer"} if each["code"] == "alamat_lokasi" else {}) for each in standard.fields]
    assert tried(rewritten(standard, fields=fields)).result["unfit"] == {"alamat_lokasi": 3}


def test_the_result_names_no_person_and_nothing_else_was_touched(year):
    slow, asked, _new = year
    journal = JournalEntry.objects.exclude(verb__startswith="standard.").count()
    text = json.dumps(tried(strict()).result)
    for secret in (slow.holder_name, slow.holder_address, slow.holder_identity):
        assert secret and secret not in text
    asked.refresh_from_db()
    assert asked.standard.office_id is None
    assert JournalEntry.objects.exclude(verb__startswith="standard.").count() == journal + 2


def test_a_run_in_many_pieces_finds_the_same(year, monkeypatch):
    standard = strict()
    whole = tried(standard).result
    monkeypatch.setattr(tasks, "LONGEST_SECONDS", -1)
    monkeypatch.setattr(dry_run.batches, "__defaults__", (0, 1))
    run = ask_dry_run(standard.uuid, by=person(WRITER))
    for done in (1, 2, 3):
        assert tasks.try_drafts() == 0
        run.refresh_from_db()
        assert (run.result["done"], run.result["of"], run.attempts) == (done, 3, 0)
    assert tasks.try_drafts() == 1
    assert DryRun.objects.get().result == whole  # the earlier one is gone


def test_a_draft_that_changes_meanwhile_is_tried_from_the_beginning(year, signed_in, monkeypatch):
    standard = strict()
    monkeypatch.setattr(tasks, "LONGEST_SECONDS", -1)
    monkeypatch.setattr(dry_run.batches, "__defaults__", (0, 2))
    run = ask_dry_run(standard.uuid, by=person(WRITER))
    tasks.try_drafts()
    assert "2 dari 3 berkas" in page_of(signed_in(WRITER), standard)
    changed = rewritten(standard, time_limit_days=30)
    while not tasks.try_drafts():
        pass
    run.refresh_from_db()
    assert run.revision == changed.revision and run.result["late_after"] == 0 and run.result["sent"] == 3


def test_a_run_that_always_fails_is_given_up_with_a_message(year, signed_in, monkeypatch):
    standard = strict()
    run = ask_dry_run(standard.uuid, by=person(WRITER))

    def broken(*_anything):
        raise RuntimeError("Ani, NIK 2171")

    monkeypatch.setattr(dry_run, "add", broken)
    for hours in range(1, tasks.MOST_ATTEMPTS + 2):
        with moved_to(USUAL_MOMENT + A_WEEK + timedelta(hours=hours)):
            assert tasks.try_drafts() == 0
            run.refresh_from_db()
            assert "Ani" not in run.error and (run.finished_at is None) == (hours <= tasks.MOST_ATTEMPTS)
    assert run.error.startswith("Tidak berhasil setelah 4 kali") and run.result == {}
    page = page_of(signed_in(WRITER), standard)
    assert "Tidak berhasil setelah 4 kali" in page and "Uji lagi" in page


def test_a_batch_asks_the_database_as_often_for_one_file_as_for_many(year):
    standard = strict()
    run = ask_dry_run(standard.uuid, by=person(WRITER))
    tried_on = dry_run.Draft.of(run.standard)
    first, counts = year[0], []
    for size in (2, 1, 2):  # the first also reads what is read once
        tally, files = dry_run.empty_tally(), dry_run.batches(run, after=first.pk, size=size)
        with CaptureQueriesContext(connection) as queries:
            dry_run.add(tally, next(files), tried_on)
        assert tally["sent"] == size
        counts.append(len(queries))
    assert counts[1] == counts[2] == 6


def test_a_run_is_asked_for_once_by_those_who_write_the_draft():
    standard = strict()
    first = ask_dry_run(standard.uuid, by=person(WRITER))
    assert ask_dry_run(standard.uuid, by=person("verifikator.batam")) == first
    with pytest.raises(NotAllowed):
        ask_dry_run(standard.uuid, by=person("loket.batam"))
    assert DryRun.objects.count() == JournalEntry.objects.filter(verb="dry_run.asked").count() == 1
    assert (first.from_on.isoformat(), first.until_on.isoformat()) == ("2025-08-05", "2026-08-04")


def test_a_published_version_is_not_tried():
    standard = published_standard()
    with pytest.raises(WrongState):
        ask_dry_run(standard.uuid, by=person(WRITER))
    assert not DryRun.objects.exists()


def test_the_page_says_it_in_sentences_and_whether_the_draft_changed_since(year, signed_in):
    standard, client = strict(), signed_in(WRITER)
    assert "Mulai uji" in page_of(client, standard)
    tried(standard)
    page = page_of(client, standard)
    for words in (
        "Dari 1 berkas yang diputus, 0 terlambat menurut batas lama; dengan batas 2 hari kerja akan terlambat 1.",
        "Baru diminta: Dinas Pekerjaan Umum dan Penataan Ruang Kota Batam.",
        "Sekarang 2 berkas berjalan; 2 di antaranya berbeda",
        "dokumen wajib belum ada: Denah",
        "Drafnya belum berubah sesudah itu.",
    ):
        assert words in page
    rewritten(standard, time_limit_days=3)
    assert "Drafnya sudah berubah sesudah itu" in page_of(client, standard)


def test_nobody_of_another_office_sees_it(signed_in):
    standard = strict()
    response = signed_in("verifikator.tanjungpinang").get(reverse("applications:dry_run", args=[standard.uuid]))
    assert response.status_code == 404 and standard.office.slug == BATAM
