"""The clock of one file: what is promised stays, what is due moves, and the row only repeats the ledger (rule 3; handbook 2.4)."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from agencies.clock import reckon
from agencies.working_days import calendar_of
from applications.actions import submission, verification
from applications.models import Document
from applications.progress import progress_of
from ptsp_portal.lib.moment import moved_to, now
from tests.factories import (
    add_paper,
    all_fit,
    answer,
    draft,
    fresh,
    in_state,
    issued,
    next_standard,
    person,
    registered,
    send_back_to_applicant,
    submitted,
    verified,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

KEPRI = {"office": "dpmptsp-provinsi-kepulauan-riau", "loket": "loket.kepri", "verifikator": "verifikator.kepri"}


def wib(day, hour=9, minute=0, month=9, year=2026):
    """A moment of September 2026 at Batam; the 7th is a Monday, and the month has no day off but weekends."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


@contextmanager
def on(day, hour=9, minute=0, **other):
    with moved_to(wib(day, hour, minute, **other)):
        yield


@pytest.fixture
def monday():
    with on(7):
        yield


def resubmit(file):
    submission.submit_application(file.uuid, by=person("pemohon"))
    all_fit(fresh(file), "verifikator.batam")


# What is promised.
@pytest.mark.parametrize(
    ("received", "promised"),
    [
        (wib(7, 9), date(2026, 9, 14)),  # Monday morning: five working days after that Monday
        (wib(7, 15, 59), date(2026, 9, 14)),
        (wib(7, 16, 1), date(2026, 9, 15)),  # after hours: day zero is Tuesday
        (wib(7, 23, 30), date(2026, 9, 15)),
        (wib(5, 10), date(2026, 9, 14)),  # a Saturday: day zero is Monday
        (wib(4, 20), date(2026, 9, 14)),  # Friday evening
        (wib(17, 10, month=8), date(2026, 8, 26)),  # Independence Day; the 25th is the Prophet's birthday
        (wib(24, 10, month=12), date(2027, 1, 6)),  # Christmas with its joint leave, New Year, Isra Mikraj
    ],
)
def test_the_promise_counts_from_the_day_of_receipt(received, promised):
    with moved_to(received):
        file = registered()
    assert file.promised_on == promised
    assert file.due_at.astimezone(UTC) == datetime(
        promised.year, promised.month, promised.day, 9, tzinfo=UTC
    )  # 16.00 WIB


def test_nothing_is_promised_or_counted_before_registration(monday):
    file = submitted()
    with on(9):
        send_back_to_applicant(file, "loket.batam")
    with on(11):
        submission.submit_application(file.uuid, by=person("pemohon"))
        file = fresh(file)
        assert (file.promised_on, file.due_at, progress_of(file).reckoning.counted) == (None, None, 0)
        all_fit(file, "loket.batam")
        verification.register_application(file.uuid, by=person("loket.batam"))
    assert fresh(file).promised_on == date(2026, 9, 18)


def test_a_return_by_the_verifier_pauses_the_clock_and_the_repair_moves_it_on(monday):
    file = registered()
    with on(9, 12):
        send_back_to_applicant(file, "verifikator.batam")
        file = fresh(file)
        assert (file.state, file.due_at, file.holder) == ("returned", None, "applicant")
    with on(11, 12):
        resubmit(file)
        file = fresh(file)
        shares = progress_of(file)
        assert (file.state, file.holder_role) == ("registered", "verifier")
        # One and a half of five days were used by Wednesday noon, so three and a half are left from Friday noon.
        assert file.due_at == wib(16, 16)
        assert (shares.applicant_days, shares.office_days, shares.agency_days) == (2, Fraction(3, 2), 0)
    assert file.promised_on == date(2026, 9, 14)


def test_a_file_returned_twice_keeps_its_number_its_promise_and_its_days(monday):
    next_standard("SIPF", pauses_allowed=2)
    file = registered()
    number = file.registration_number
    for start, end in ((8, 9), (10, 11)):
        with on(start, 8):
            send_back_to_applicant(file, "verifikator.batam")
        with on(end, 8):
            resubmit(file)
    file = fresh(file)
    assert (file.registration_number, file.promised_on, file.times_returned) == (number, date(2026, 9, 14), 2)
    with on(11, 8):
        assert progress_of(file).reckoning.counted == 1
        assert progress_of(file).applicant_days == 2
    assert file.due_at == wib(16, 16)


def test_the_promise_never_changes_on_the_way(monday):
    promises = set()
    file = registered()
    for day, act in (
        (8, lambda: verification.verify_application(file.uuid, by=person("verifikator.batam"))),
        (16, lambda: answer(file, "opd.dinkes.batam")),
        (17, lambda: submission.withdraw_application(file.uuid, by=person("pemohon"))),
    ):
        with on(day):
            act()
            promises.add(fresh(file).promised_on)
    assert promises == {date(2026, 9, 14)}


# An agency's days.
def test_an_agency_has_its_stages_days_and_never_longer_than_the_file(monday):
    file = registered()
    with on(7, 10):
        verification.verify_application(file.uuid, by=person("verifikator.batam"))
    request = file.recommendations.get()
    assert (request.days, request.due_at) == (3, wib(10, 16))
    late = registered()
    with on(11, 10):
        verification.verify_application(late.uuid, by=person("verifikator.batam"))
    assert late.recommendations.get().due_at == fresh(late).due_at == wib(14, 16)


def test_a_file_that_is_late_already_asks_with_a_deadline_in_the_past(monday):
    file = registered()
    with on(21):
        verification.verify_application(file.uuid, by=person("verifikator.batam"))
        assert file.recommendations.get().due_at == wib(14, 16)
        assert progress_of(fresh(file)).is_late


def test_the_second_stage_has_days_of_its_own(monday):
    file = verified(code="SIPB-BATUAN", **KEPRI)
    with on(10):
        for account in ("opd.esdm.kepri", "opd.dlh.kepri", "opd.pupr.kepri"):
            answer(file, account)
    second = file.recommendations.get(stage=2)
    assert (second.days, second.due_at) == (6, wib(18, 16))
    assert second.due_at <= fresh(file).due_at


def test_each_agencys_own_time_is_counted_apart(monday):
    file = verified(code="REKLAME")
    for day, account in ((8, "opd.pupr.batam"), (9, "opd.bapenda.batam"), (10, "opd.satpolpp.batam")):
        with on(day, 16):
            answer(file, account)
    with on(11, 8):
        progress = progress_of(fresh(file))
        assert sorted(lane.days for lane in progress.lanes) == [1, 2, 3]
        assert (progress.agency_days, progress.office_days) == (3, 0)


# The row repeats the ledger.
def test_the_ledger_of_a_whole_journey_is_exactly_this(monday):
    file = issued()
    assert list(file.clock_events.values_list("kind", "holder", "role")) == [
        ("hand_over", "agency", "front_desk"),
        ("start", "agency", "verifier"),
        ("hand_over", "agencies", ""),
        ("hand_over", "agency", "verifier"),
        ("hand_over", "agency", "endorser"),
        ("hand_over", "agency", "head"),
        ("stop", "nobody", ""),
    ]
    request = file.recommendations.get()
    assert list(request.clock_events.values_list("kind", "holder", "role")) == [
        ("start", "agency", "officer"),
        ("stop", "nobody", ""),
    ]


def returned_after_registration():
    file = registered()
    send_back_to_applicant(file, "verifikator.batam")
    return fresh(file)


def repaired():
    file = returned_after_registration()
    document = file.documents.answering_requirements().first()
    requirement = next(each for each in file.standard.requirements if each["code"] == document.requirement_code)
    add_paper(file, requirement)
    resubmit(file)
    return fresh(file)


def in_stage_two():
    file = verified(code="SIPB-BATUAN", **KEPRI)
    for account in ("opd.esdm.kepri", "opd.dlh.kepri", "opd.pupr.kepri"):
        answer(file, account)
    return fresh(file)


def without_a_stage():
    next_standard("SIPF", stages=[], endorsing_roles=[])
    return verified()


ENDS = ["issued", "rejected", "withdrawn"]
KINDS = ["submitted", "returned", "registered", "recommendation", "drafting", "signing", *ENDS]


@pytest.mark.parametrize("make", [*KINDS, returned_after_registration, repaired, in_stage_two, without_a_stage])
def test_holder_since_and_deadline_on_the_row_equal_the_ledger(monday, make):
    file = make() if callable(make) else in_state(make)
    calendar = calendar_of(file.office.region)
    for moment in (now(), wib(11, 13)):
        said = reckon(file.clock_events.all(), calendar, file.standard.time_limit_days, moment)
        row = (file.holder, file.holder_agency_id, file.holder_role, file.held_since, file.due_at)
        assert row == (said.holder, said.agency_id, said.role, said.held_since, said.due_at)
    assert (file.due_at is None) == (file.state in ("submitted", "returned", *ENDS))
    assert (file.closed_at is not None) == (file.state in ENDS)
    assert file.answers_requested == file.recommendations.count()
    assert file.answers_received == file.recommendations.filter(state="given").count()


def test_a_draft_has_no_ledger_yet(monday):
    file = draft()
    assert not file.clock_events.exists()
    assert (file.holder, file.due_at, file.held_since) == ("applicant", None, now())


def test_every_paper_of_a_repaired_file_was_looked_at_again(monday):
    file = repaired()
    assert Document.objects.filter(application=file, removed_at=None, check_result="fit").count() == 6


def test_a_stopped_clock_stands_still(monday):
    file = issued()
    with on(30):
        progress = progress_of(file)
        assert (progress.reckoning.is_running, progress.holders, progress.is_late) == (False, [], False)
        assert progress.reckoning.counted == 0  # received and signed on day zero
