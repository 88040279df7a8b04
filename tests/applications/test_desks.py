"""Queues: what waits for whom, in which order, page after page, in a constant number of statements."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.desks import DESKS, files_of, prepare_files
from applications.models import Application
from applications.policies import ALREADY_WORKED_ON_IT, OWN_FILE, allowed, barred
from ptsp_portal.lib.moment import moved_to
from tests.conftest import USUAL_MOMENT
from tests.factories import (
    add_post,
    answer,
    at_signing,
    drafted,
    issued,
    person,
    registered,
    send_back_to_applicant,
    submitted,
    verified,
)  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def page(client, desk, **query):
    return client.get(reverse("applications:desk", args=[desk]), query)


def files_on(response):
    return [row.pk for row in response.context["page"].rows]


def days_later(days):
    return moved_to(USUAL_MOMENT + timedelta(days=days))


def test_the_oldest_deadline_stands_first_and_files_without_one_last(signed_in):
    waiting = submitted()
    with days_later(2):
        young = registered()
    old = registered()
    response = page(signed_in("verifikator.batam"), "verifikasi", saringan="semua")
    assert files_on(response) == [old.pk, young.pk, waiting.pk]


def test_a_desk_shows_first_what_it_holds_itself(signed_in):
    mine, elsewhere = registered(), submitted()
    assert files_on(page(signed_in("verifikator.batam"), "verifikasi")) == [mine.pk]
    assert files_on(page(signed_in("loket.batam"), "loket")) == [elsewhere.pk]


def test_each_chip_counts_what_it_will_show(signed_in):
    submitted()
    send_back_to_applicant(submitted(), "loket.batam")
    verified()
    with days_later(-30):
        registered()
    client = signed_in("verifikator.batam")
    response = page(client, "verifikasi")
    counts = {chip["value"]: chip["count"] for chip in response.context["chips"]}
    assert counts == {"saya": 1, "lewat": 1, "kembali": 0, "dinas": 1, "pemohon": 1, "semua": 4}
    for key, count in counts.items():
        assert len(files_on(page(client, "verifikasi", saringan=key))) == count
    assert "1 berkas menunggu Anda, 1 di antaranya lewat batas." in response.content.decode()


def test_a_desk_reads_first_how_much_waits_for_it(signed_in):
    client = signed_in("loket.batam")
    assert "Tidak ada yang menunggu Anda sekarang." in page(client, "loket").content.decode()
    with days_later(-30):
        registered()
    assert "1 berkas lewat batas di tempat lain" in page(client, "loket").content.decode()
    submitted()
    assert "1 berkas menunggu Anda; tidak ada yang lewat batas." in page(client, "loket").content.decode()


def test_the_next_page_goes_on_after_the_last_row_seen(signed_in):
    files = [submitted().pk for _number in range(27)]
    client = signed_in("loket.batam")
    first = page(client, "loket")
    second = page(client, "loket", after=first.context["page"].next)
    assert files_on(first) + files_on(second) == files
    assert len(files_on(first)) == 25 and second.context["page"].next is None
    assert "Ke awal antrean" in second.content.decode()


def test_a_broken_key_starts_the_queue_anew(signed_in):
    file, client = submitted(), signed_in("loket.batam")
    for after in ("nonsense", "-|x", "2026-01-01|5", "|", "-|99999999999999999999", "2026-13-01T00:00:00+00:00|1"):
        assert files_on(page(client, "loket", after=after)) == [file.pk]


def test_an_unknown_filter_is_the_first_one(signed_in):
    file = submitted()
    assert files_on(page(signed_in("loket.batam"), "loket", saringan="' OR 1=1")) == [file.pk]


def statements(client, *where, **query):
    page(client, *where, **query)  # what a first request loads once
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert page(client, *where, **query).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("account", "desk", "make"),
    [
        ("loket.batam", "loket", submitted),
        ("verifikator.batam", "verifikasi", registered),
        ("kabid.batam", "paraf", drafted),
        ("kadis.batam", "tanda-tangan", at_signing),
        ("opd.dinkes.batam", "rekomendasi", verified),
    ],
)
def test_a_queue_asks_as_often_for_four_rows_as_for_one(signed_in, account, desk, make):
    make()
    client = signed_in(account)
    one = statements(client, desk)
    for _number in range(3):
        make()
    assert statements(client, desk) == one
    assert len(page(client, desk).context["page"].rows) == 4
    assert one <= 16


def test_answers_are_counted_in_the_queue(signed_in):
    file = verified(code="REKLAME")
    answer(file, "opd.pupr.batam")
    assert "1 dari 3" in page(signed_in("verifikator.batam"), "verifikasi", saringan="semua").content.decode()


def test_a_file_is_found_by_number_reference_or_name_even_when_it_is_done(signed_in):
    done, running = issued(), submitted(by="pemohon2")
    client = signed_in("loket.batam")
    assert files_on(page(client, "loket", cari=done.registration_number.lower().replace("-", " - "))) == [done.pk]
    assert files_on(page(client, "loket", cari=running.reference)) == [running.pk]
    assert files_on(page(client, "loket", cari="rizky")) == [running.pk]
    assert files_on(page(client, "loket", cari="tidak ada\0")) == []


def test_search_stays_inside_the_office(signed_in):
    file = submitted()
    assert files_on(page(signed_in("loket.tanjungpinang"), "loket", cari=file.reference)) == []


def test_several_desks_of_one_person_are_tabs(signed_in):
    text = page(signed_in("petugas.tanjungriau"), "verifikasi").content.decode()
    for slug in ("loket", "verifikasi", "rekomendasi"):
        assert reverse("applications:desk", args=[slug]) in text


@pytest.mark.parametrize(
    ("account", "desk"), [("loket.batam", "tanda-tangan"), ("opd.pupr.batam", "loket"), ("kadis.batam", "rekomendasi")]
)
def test_nobody_sits_at_a_desk_that_is_not_theirs(signed_in, account, desk):
    assert page(signed_in(account), desk).status_code == 404


def test_an_applicant_has_no_desk(signed_in):
    assert page(signed_in("pemohon"), "loket").status_code == 404


def test_an_agency_sees_its_requests_and_no_others(signed_in):
    file = verified(code="REKLAME")
    asked = file.recommendations.get(agency__code="PUPR")
    response = page(signed_in("opd.pupr.batam"), "rekomendasi")
    assert files_on(response) == [asked.pk]
    assert files_on(page(signed_in("opd.dinkes.batam"), "rekomendasi")) == []


def test_an_answered_request_leaves_the_queue_and_stays_to_be_found(signed_in):
    answer(verified(), "opd.dinkes.batam")
    client = signed_in("opd.dinkes.batam")
    assert files_on(page(client, "rekomendasi")) == []
    assert len(files_on(page(client, "rekomendasi", saringan="selesai"))) == 1


def test_whoever_verified_reads_in_the_queue_why_another_must_sign(signed_in):
    at_signing()
    add_post(person("verifikator.batam"), "dpmptsp-kota-batam", "head")
    text = page(signed_in("verifikator.batam"), "tanda-tangan").content.decode()
    assert str(ALREADY_WORKED_ON_IT) in text
    assert "Baca dan tanda tangani" not in text


def test_an_officer_who_applied_reads_in_the_queue_that_another_must_check(signed_in):
    submitted()
    add_post(person("pemohon"), "dpmptsp-kota-batam", "front_desk")
    assert str(OWN_FILE) in page(signed_in("pemohon"), "loket").content.decode()


def test_the_queue_offers_an_act_exactly_where_the_rules_allow_it():
    """`marked_for` says for a whole list, in one statement, what the policies say file by file."""
    for make in (submitted, registered, verified, drafted, at_signing):
        make()
    people = [person(name) for name in ("loket.batam", "verifikator.batam", "kabid.batam", "kadis.batam", "pemohon")]
    for user in people:
        for role in ("front_desk", "verifier", "endorser", "head"):
            add_post(user, "dpmptsp-kota-batam", role)
    seen = 0
    for user in people:
        for desk in DESKS[:4]:
            rows = list(files_of(desk, user).with_names().select_related("standard", "person").marked_for(user))
            prepare_files(rows, desk)
            for row in (row for row in rows if row.act):
                seen += 1
                offered = set(allowed(user, Application.objects.get(pk=row.pk))) - {
                    "withdraw",
                    "add_request",
                    "write_message",
                }
                assert bool(offered) == (not row.barred), (user, desk.slug, row.state)
                assert row.barred == barred(user, row)
    assert seen >= 20
