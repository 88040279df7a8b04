"""Patterns that an inspector would ask about, day by day: what counts, what does not, and who reads it."""

from datetime import date, datetime, timedelta
from io import StringIO
from types import SimpleNamespace
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from agencies.working_days import WorkCalendar
from applications.actions import verification
from dashboards.models import Pattern, PatternDay
from dashboards.pattern_days import look_at, look_through
from dashboards.patterns import (
    Decided,
    Seen,
    Stay,
    fast,
    outside,
    overtaken,
    plausible_minutes,
    same,
    stays_of,
)
from dashboards.tasks import fold, look_for_patterns
from ptsp_portal.lib.moment import moved_to, now
from tests import factories
from tests.factories import person
from tests.pages.reading import words

WIB = ZoneInfo("Asia/Jakarta")
PAGE_QUERIES = 16  # the same for one file as for a hundred days of them
DAY = datetime(2026, 8, 3, tzinfo=WIB)  # a Monday
A, B, C = (UUID(int=n) for n in (1, 2, 3))


def at(hour, day=0):
    return DAY + timedelta(days=day, hours=hour)


def of_the_day(*stays):
    return overtaken(stays, at(0), at(24))


def test_a_file_overtakes_when_one_of_its_service_was_at_the_desk_before_it_and_stays():
    first, second = Stay(A, 7, "verifier", at(8), None), Stay(B, 7, "verifier", at(9), at(10))
    assert of_the_day(first, second) == [Seen("verifier", 1, 1, [B])]
    assert of_the_day(Stay(A, 7, "verifier", at(8), at(11)), second) == [Seen("verifier", 1, 2, [B])]
    other_service, other_desk = first._replace(service=8), first._replace(desk="head")
    in_order, together = first._replace(left=at(9.5)), first._replace(entered=at(9))
    for other in (other_service, other_desk, in_order, together):
        assert all(seen.n == 0 for seen in of_the_day(other, second))


def test_only_the_day_it_left_counts():
    yesterday = Stay(B, 7, "verifier", at(9, -1), at(10, -1))
    assert of_the_day(Stay(A, 7, "verifier", at(8, -1), None), yesterday) == []


def test_stays_are_read_from_a_ledger_and_an_applicants_time_belongs_to_no_desk():
    def event(hour, holder, role="", kind="hand_over"):
        return SimpleNamespace(at=at(hour), holder=holder, role=role, kind=kind)

    events = [
        event(8, "agency", "front_desk"),
        event(9, "agency", "verifier", "start"),
        event(10, "agency", "verifier"),
        event(11, "applicant", kind="pause"),
        event(12, "agency", "verifier", "resume"),
    ]
    assert stays_of(A, 7, events) == [
        Stay(A, 7, "front_desk", at(8), at(9)),
        Stay(A, 7, "verifier", at(9), at(11)),
        Stay(A, 7, "verifier", at(12), None),
    ]
    ended = [*events, event(13, "nobody", kind="stop")]
    assert stays_of(A, 7, ended)[-1].left == at(13)


def test_fast_is_below_the_first_percentile_of_the_service_and_never_a_quarter_of_an_hour_or_more():
    usual = {4: 2, 30: 98}
    assert plausible_minutes(usual) == 4
    assert plausible_minutes({600: 200}) == 15
    assert plausible_minutes({0: 200}) == plausible_minutes({600: 99}) == 2
    files = [Decided(A, 7, {"head": 3, "verifier": -1}), Decided(B, 7, {"head": 4, "verifier": 40})]
    assert fast(files, {("head", 7): usual}) == [Seen("head", 1, 2, [A]), Seen("verifier", 0, 1, [])]


def test_the_same_officer_for_the_same_applicant_counts_from_the_third_file_in_a_year():
    times = {("head", "kadis", "pt a"): 3, ("head", "kadis", "pt b"): 2}
    acts = [(A, "head", "kadis", "pt a"), (B, "head", "kadis", "pt b"), (C, "head", "plh", "pt a")]
    assert same(acts, times) == [Seen("head", 1, 3, [A])]


def test_out_of_hours_is_the_offices_own_calendar():
    calendar = WorkCalendar(holidays=frozenset({date(2026, 8, 4)}))
    acts = [
        (A, "head", at(8)),
        (A, "head", at(16)),
        (B, "head", at(7.9)),
        (C, "head", at(10, 1)),
        (C, "head", at(10, 5)),
    ]
    assert outside(acts, calendar) == [Seen("head", 3, 5, [B, C])]


# In the portal


@pytest.fixture
def unfair(reference, at_usual_moment, office_of):
    """Two files of one service at the verifier's desk; the later one goes first, at nine in the evening."""
    first = factories.registered()
    with moved_to(now() + timedelta(minutes=10)):
        second = factories.registered(by="pemohon2")
    office = office_of("dpmptsp-kota-batam")
    evening = datetime.combine(office.region.local_date(now()), datetime.min.time(), WIB) + timedelta(hours=21)
    with moved_to(evening):
        verification.verify_application(second.uuid, by=person("verifikator.batam"))
        fold()
    return SimpleNamespace(first=first, second=second, office=office, day=evening.date())


def seen(of):
    rows = Pattern.objects.filter(office=of.office, on=of.day).order_by("kind", "desk")
    return [(row.kind, row.desk, row.n, row.of, row.examples) for row in rows]


def test_a_day_is_looked_through_once_and_again_with_the_same_result(unfair, signed_in, django_assert_max_num_queries):
    assert look_at(unfair.office, unfair.day)
    found = seen(unfair)
    assert ("overtaken", "verifier", 1, 1, [unfair.second.uuid]) in found
    assert ("overtaken", "front_desk", 0, 2, []) in found
    assert [row for row in found if row[:2] == ("outside", "verifier")][0][2:] == (1, 1, [unfair.second.uuid])
    assert not look_at(unfair.office, unfair.day)
    Pattern.objects.filter(kind="overtaken").update(n=9)
    with moved_to(now() + timedelta(days=40)):
        call_command("recount_patterns", str(unfair.day), str(unfair.day), office=unfair.office.slug, stdout=StringIO())
    assert seen(unfair) == found
    inspector = signed_in("inspektorat.batam")
    with django_assert_max_num_queries(PAGE_QUERIES):
        page = inspector.get(f"/pimpinan/pola/?bulan={unfair.day:%Y-%m}")
    text = words(page)
    assert "Setiap pola adalah pertanyaan, bukan temuan." in text
    assert "Agustus 2026 Juli 2026 Juni 2026 Lebih lama Mei 2026" in text
    assert "DPMPTSP Kota Batam, verifikator 1 dari 1 berkas meninggalkan meja (100%)" in text
    assert unfair.second.registration_number in text
    assert unfair.second.holder_name not in text
    assert str(person("verifikator.batam")) not in text
    far = signed_in("gubernur").get(f"/pimpinan/pola/?bulan={unfair.day:%Y-%m}&wilayah=21.72")
    assert "Tidak terlihat pada bulan ini." in words(far)
    assert unfair.second.registration_number not in words(far)
    assert signed_in("kadis.batam").get("/pimpinan/pola/").status_code == 404


def test_the_sweep_looks_through_days_that_are_over_and_never_today(unfair):
    with moved_to(now() + timedelta(days=1)):
        assert sum(look_through([unfair.office])) == 3
        assert sum(look_through([unfair.office])) == 0
    days = PatternDay.objects.filter(office=unfair.office).values_list("on", flat=True)
    assert max(days) == unfair.day
    assert look_for_patterns.name == "dashboards.look_for_patterns"


def test_a_signers_third_file_of_one_applicant_is_counted(reference, at_usual_moment, office_of):
    files = [factories.issued() for _each in range(3)]
    fold()
    office = office_of("dpmptsp-kota-batam")
    look_at(office, files[0].closed_at.astimezone(WIB).date())
    row = Pattern.objects.get(kind="same", desk="head")
    assert (row.n, row.of, set(row.examples)) == (3, 3, {file.uuid for file in files})
    assert Pattern.objects.get(kind="fast", desk="head").n == 3
