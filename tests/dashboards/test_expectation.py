"""The expected date: reckoned from files like this one, told in words beside the promise, kept and checked."""

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import InternalError, transaction
from django.test import Client

from agencies.working_days import WorkCalendar
from applications.models import PermitType
from dashboards.cells import cells_of_file
from dashboards.cubes import Cube, Key, Like, Measure, Phase, stage_code
from dashboards.expectation import Expectation, expectations_of
from dashboards.folding import _add, differences, rebuild_figures
from dashboards.likeness import FEWEST, Place, forecast, places_of
from dashboards.models import Cell, Estimate, FileFact, Stale
from dashboards.tasks import fold
from ptsp_portal.lib.moment import moved_to, now
from tests import factories
from tests.factories import person
from tests.pages.reading import words

WIB = ZoneInfo("Asia/Jakarta")
MONDAY = datetime(2026, 8, 3, 8, 0, tzinfo=WIB)
CALENDAR = WorkCalendar()
NEAR, WIDE = (1, Phase.VERIFICATION, 7), (0, Phase.VERIFICATION, 0)
PLACES = [Place(Like.OFFICE, NEAR, MONDAY), Place(Like.ALL, WIDE, MONDAY)]


def at(days, hour=9):
    return MONDAY + timedelta(days=days, hours=hour - 8)


# Reckoning


def test_half_and_nine_in_ten_are_working_days_from_the_entry():
    found = forecast(PLACES, {NEAR: Counter({3: 15, 8: 13, 20: 2})}, CALENDAR, at(0))
    assert found == (date(2026, 8, 5), date(2026, 8, 12), Like.OFFICE, 30)


def test_days_already_spent_leave_only_the_cases_that_took_longer():
    counts = {NEAR: Counter({3: 40, 8: 18, 20: 12})}
    assert forecast(PLACES, counts, CALENDAR, at(0)).half_on == date(2026, 8, 5)
    after_three = forecast(PLACES, counts, CALENDAR, at(3))  # three whole days and an hour
    assert after_three == (date(2026, 8, 12), date(2026, 8, 28), Like.OFFICE, 30)


def test_too_few_cases_widen_the_group_and_too_few_everywhere_give_nothing():
    few, many = Counter({3: FEWEST - 1}), Counter({5: FEWEST})
    assert forecast(PLACES, {NEAR: few, WIDE: many}, CALENDAR, at(0)).group == Like.ALL
    assert forecast(PLACES, {NEAR: few, WIDE: few}, CALENDAR, at(0)) is None
    # Those that were done by now are no cases any more: the near group is left although it had enough of them.
    assert forecast(PLACES, {NEAR: Counter({1: 500, 9: 3}), WIDE: many}, CALENDAR, at(2)).group == Like.ALL


@pytest.mark.parametrize("days", range(14))
def test_no_date_lies_in_the_past(days):
    counts = {NEAR: Counter(dict.fromkeys(range(1, 30), FEWEST))}
    found = forecast(PLACES, counts, CALENDAR, at(days, hour=18))
    assert at(days).date() <= found.half_on <= found.most_on
    assert CALENDAR.is_working_day(found.half_on)


def test_a_stage_is_compared_with_stages_of_as_many_agencies_before_wider_groups():
    since = {"phase_since": at(0), "stage_since": at(4)}
    fact = FileFact(office_id=1, service_id=7, phase=Phase.RECOMMENDATION, stage=stage_code(2, 3), **since)
    assert [(place.group, place.key, place.since) for place in places_of(fact)] == [
        (Like.OFFICE_STAGE, (1, 203, 7), at(4)),
        (Like.OFFICE, (1, Phase.RECOMMENDATION, 7), at(0)),
        (Like.SERVICE_STAGE, (0, 203, 7), at(4)),
        (Like.SERVICE, (0, Phase.RECOMMENDATION, 7), at(0)),
        (Like.ALL, (0, Phase.RECOMMENDATION, 0), at(0)),
    ]


def test_the_words_say_estimate_and_promise_and_admit_what_is_not_known():
    known = Expectation(date(2026, 8, 12), date(2026, 8, 20), 30, Like.OFFICE, date(2026, 8, 25))
    assert known.words == (
        "Separuh berkas seperti ini selesai pada Rabu, 12 Agustus 2026 atau lebih cepat; sembilan dari sepuluh selesai "
        "sampai Kamis, 20 Agustus 2026. Janji resmi di tanda terima tetap Selasa, 25 Agustus 2026."
    )
    assert "30 berkas (layanan yang sama di kantor ini)" in known.basis
    assert "1.683 berkas" in Expectation(date(2026, 8, 12), date(2026, 8, 20), 1683, Like.ALL).basis
    few = Expectation(promised_on=date(2026, 8, 25))
    assert "belum cukup banyak" in few.words
    assert "tetap Selasa, 25 Agustus 2026" in few.words
    assert few.basis == ""
    assert "lebih lama daripada hampir semua" in Expectation(outlasted=True).words


# In the portal


def history(file, left, *, office=None, service=None, cases=FEWEST):
    """Files decided in July that had `left` days to go when their verification began."""
    fact = FileFact(
        office_id=office or file.office_id,
        service_id=service or file.permit_type_id,
        place=file.place_code,
        submitted_on=date(2026, 7, 1),
        closed_on=date(2026, 7, 20),
        outcome="issued",
        limit_days=10,
        used_days=left,
        phases=[-1, left, -1, -1, -1],
    )
    _add(Counter({key: n * cases for key, n in cells_of_file(fact).items() if key.cube == Cube.REMAINING}))


@pytest.fixture
def file(reference, at_usual_moment):
    made = factories.registered()
    fold()
    return made


def expected(file):
    return expectations_of([file])[file.pk]


def test_it_falls_back_from_the_office_to_the_service_anywhere_and_to_all_services(file, django_assert_num_queries):
    other = PermitType.objects.exclude(pk=file.permit_type_id).first().pk
    assert expected(file).half_on is None
    history(file, 9, office=file.office_id + 1, service=other)
    assert expected(file).group == Like.ALL
    history(file, 6, office=file.office_id + 1)
    assert (expected(file).group, expected(file).cases) == (Like.SERVICE, FEWEST)
    history(file, 3)
    with django_assert_num_queries(4):
        found = expected(file)
    assert (found.group, found.promised_on) == (Like.OFFICE, file.promised_on)
    assert found.half_on < found.promised_on


def test_cases_of_years_ago_say_nothing(file):
    history(file, 3)
    with moved_to(now() + timedelta(days=3 * 365)):
        assert expected(file).half_on is None


def test_applicant_stranger_with_the_receipt_and_office_read_it_in_words(file):
    history(file, 3)
    applicant, officer = Client(), Client()
    applicant.force_login(person("pemohon"))
    officer.force_login(person("verifikator.batam"))
    receipt = {"number": file.registration_number, "secret": file.tracking_secret}
    pages = [
        applicant.get(f"/permohonan/{file.uuid}/"),
        officer.get(f"/permohonan/{file.uuid}/"),
        Client().post("/lacak/", receipt),
    ]
    for page in pages:
        text = words(page)
        assert "Sembilan dari sepuluh berkas seperti ini selesai pada" in text
        assert "Janji resmi di tanda terima tetap" in text
        assert "Ini perkiraan, bukan janji." in text


def test_before_anything_is_folded_the_page_says_nothing(reference, at_usual_moment, client):
    file = factories.registered()
    client.force_login(person("pemohon"))
    assert "berkas seperti ini" not in words(client.get(f"/permohonan/{file.uuid}/")).lower()


# Kept and checked


def test_the_estimate_at_the_receipt_is_kept_through_a_rebuild_and_counted_at_the_decision(reference, at_usual_moment):
    before = factories.submitted()
    history(before, 4)
    file = factories.registered()
    fold()
    kept = Estimate.objects.get()
    assert (kept.application_id, kept.group, kept.cases) == (file.pk, Like.OFFICE, FEWEST)
    told = (kept.half_on, kept.most_on, kept.made_at)
    Stale.objects.create(kind="file", source=file.pk)
    fold()
    rebuild_figures()
    kept = Estimate.objects.get()
    assert (kept.half_on, kept.most_on, kept.made_at) == told
    finish(file)
    fold()
    fact = FileFact.objects.get(pk=file.pk)
    assert (fact.half_held, fact.most_held) == (True, True)
    counted = Cell.objects.filter(cube=Cube.OFFICE_MONTH, bucket__in=(12, 13, 14)).values_list("bucket", "n")
    assert dict(counted) == {Measure.ESTIMATED: 1, Measure.HALF_HELD: 1, Measure.MOST_HELD: 1}
    assert list(differences()) == []


def test_a_kept_estimate_is_never_rewritten_and_none_is_made_long_after_the_receipt(file):
    history(file, 4)
    with moved_to(now() + timedelta(days=5)):
        Stale.objects.create(kind="file", source=file.pk)
        fold()
    assert not Estimate.objects.exists()
    days = {"half_on": date(2026, 8, 10), "most_on": date(2026, 8, 12)}
    Estimate.objects.create(application=file, phase=2, group=2, cases=20, **days)
    with pytest.raises(InternalError), transaction.atomic():
        Estimate.objects.update(half_on=date(2027, 1, 1))


def test_stages_and_desk_minutes_of_a_decided_file_are_known(reference, at_usual_moment):
    file = factories.verified()
    with moved_to(now() + timedelta(minutes=90)):
        factories.answer(file, "opd.dinkes.batam")
        decided(file)
    fold()
    fact = FileFact.objects.get(pk=file.pk)
    assert fact.stages == [stage_code(1, 1), 1]
    assert fact.desk_minutes == [0, 0]
    key = {"cube": Cube.REMAINING, "agency": stage_code(1, 1), "bucket": 1}
    assert set(Cell.objects.filter(**key).values_list("office", flat=True)) == {0, file.office_id}
    assert list(differences()) == []


def finish(file):
    """From the receipt to the permit."""
    factories.verification.verify_application(file.uuid, by=person("verifikator.batam"))
    factories.answer(factories.fresh(file), "opd.dinkes.batam")
    decided(file)


def decided(file):
    factories.decision.draft_decision(file.uuid, by=person("verifikator.batam"), verdict="issue", ready=True)
    factories.decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    factories.issuance.sign_decision(file.uuid, by=person("kadis.batam"))


# The report


def told(office, month, estimated, half, most):
    counts = {Measure.ESTIMATED: estimated, Measure.HALF_HELD: half, Measure.MOST_HELD: most}
    _add(Counter({Key(Cube.OFFICE_MONTH, month, office.pk, bucket=which): n for which, n in counts.items()}))


def test_the_report_says_how_often_estimates_held_and_a_city_reads_its_own_only(office_of, signed_in, at_usual_moment):
    told(office_of("dpmptsp-kota-batam"), date(2026, 7, 1), 100, 51, 70)
    told(office_of("dpmptsp-kota-tanjungpinang"), date(2026, 7, 1), 50, 26, 46)
    city = words(signed_in("kadis.batam").get("/pimpinan/perkiraan/"))
    assert "Dari 100 berkas yang diputus, 51% selesai sampai tanggal separuh" in city
    assert "70% sampai tanggal sembilan dari sepuluh" in city
    assert "Perkiraan terlalu cepat" in city
    assert "Tanjungpinang" not in city
    province = words(signed_in("gubernur").get("/pimpinan/perkiraan/"))
    assert "Dari 150 berkas" in province
    assert "DPMPTSP Kota Tanjungpinang" in province


def test_the_report_can_be_taken_as_a_table_and_is_no_ones_who_only_answers_requests(
    office_of, signed_in, at_usual_moment
):
    told(office_of("dpmptsp-kota-batam"), date(2026, 7, 1), 100, 51, 90)
    client = signed_in("kadis.batam")
    lines = client.get("/pimpinan/perkiraan/?unduh=csv").content.decode("utf-8-sig").splitlines()
    assert lines[1] == "DPMPTSP Kota Batam,2026-07,100,51,51,90,90"
    assert client.get("/pimpinan/perkiraan/?unduh=xlsx").content[:2] == b"PK"
    assert signed_in("kepala.dinkes.batam").get("/pimpinan/perkiraan/").status_code == 404
