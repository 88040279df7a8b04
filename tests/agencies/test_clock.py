"""Table tests of the clock ledger: days, shares, deadlines, holders."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from holidays import country_holidays

from agencies.clock import reckon
from agencies.working_days import WorkCalendar

DAYS_OFF = frozenset(country_holidays("ID", years=[2026, 2027], categories=("public", "government")))
BATAM = WorkCalendar(holidays=DAYS_OFF)
WIB = ZoneInfo("Asia/Jakarta")
OFFICE, DINKES = 1, 2


def wib(month, day, hour=9, minute=0, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=WIB)


@dataclass
class Entry:
    kind: str
    at: datetime
    holder: str = "agency"
    agency_id: int | None = OFFICE
    role: str = "verifier"
    reason: str = ""
    id: int | None = None


def to_applicant(kind, at):
    return Entry(kind, at, holder="applicant", agency_id=None, role="", reason="repair")


def to_agencies(at):
    return Entry("hand_over", at, holder="agencies", agency_id=None, role="")


def end(at):
    return Entry("stop", at, holder="nobody", agency_id=None, role="")


SUBMITTED = Entry("hand_over", wib(11, 16, 10), role="front_desk")  # a Monday
REGISTERED = Entry("start", wib(11, 16, 11))


def test_nothing_counts_on_day_zero_and_the_deadline_is_the_closing_of_the_last_day():
    result = reckon([SUBMITTED, REGISTERED], BATAM, 5, wib(11, 16, 15))
    assert (result.counted, result.left, result.day_number, result.is_running) == (0, 5, 0, True)
    assert result.due_at == wib(11, 23, 16)


@pytest.mark.parametrize(
    ("at", "counted", "day_number"),
    [
        (wib(11, 17, 7), Fraction(0), 1),
        (wib(11, 17, 12), Fraction(1, 2), 1),
        (wib(11, 17, 18), Fraction(1), 1),
        (wib(11, 18, 7), Fraction(1), 2),
        (wib(11, 20, 16), Fraction(4), 4),
        (wib(11, 21, 12), Fraction(4), 4),  # a Saturday
        (wib(11, 23, 15), Fraction(39, 8), 5),
        (wib(11, 23, 16), Fraction(5), 5),
        (wib(11, 24, 8), Fraction(5), 6),  # late
    ],
)
def test_days_count_from_the_opening_of_the_next_working_day(at, counted, day_number):
    result = reckon([SUBMITTED, REGISTERED], BATAM, 5, at)
    assert (result.counted, result.left, result.day_number) == (counted, 5 - counted, day_number)
    assert result.due_at == wib(11, 23, 16)


def test_before_the_start_nothing_is_due_but_the_holder_is_known():
    result = reckon([SUBMITTED], BATAM, 5, wib(11, 18))
    assert (result.counted, result.due_at, result.is_running, result.day_number) == (0, None, False, 0)
    assert (result.holder, result.agency_id, result.role, result.held_since) == (
        "agency",
        OFFICE,
        "front_desk",
        SUBMITTED.at,
    )


def test_an_empty_ledger_is_held_by_nobody():
    result = reckon([], BATAM, 5, wib(11, 18))
    assert (result.holder, result.held_since, result.due_at, result.left, result.shares) == ("", None, None, 5, {})


def test_the_applicants_days_are_apart_and_move_the_deadline_by_exactly_the_time_paused():
    events = [SUBMITTED, REGISTERED, to_applicant("pause", wib(11, 18, 12)), Entry("resume", wib(11, 20, 14))]
    paused = reckon(events[:3], BATAM, 5, wib(11, 19, 12))
    assert (paused.due_at, paused.is_running, paused.holder, paused.agency_id) == (None, False, "applicant", None)
    assert (paused.counted, paused.applicant_days) == (Fraction(3, 2), 1)
    resumed = reckon(events, BATAM, 5, wib(11, 23, 16))
    assert resumed.applicant_days == Fraction(1, 2) + 1 + Fraction(3, 4)
    assert resumed.due_at == BATAM.advance(wib(11, 23, 16), resumed.applicant_days) == wib(11, 26, 10)
    assert resumed.counted + resumed.left == 5


def test_a_pause_over_a_weekend_and_a_holiday_costs_nothing():
    events = [SUBMITTED, REGISTERED, to_applicant("pause", wib(11, 20, 16)), Entry("resume", wib(11, 23, 7))]
    assert reckon(events, BATAM, 5, wib(11, 23, 9)).due_at == wib(11, 23, 16)


def test_a_pause_on_day_zero_delays_the_first_day():
    events = [SUBMITTED, REGISTERED, to_applicant("pause", wib(11, 16, 14)), Entry("resume", wib(11, 18, 8))]
    result = reckon(events, BATAM, 2, wib(11, 18, 8))
    assert (result.counted, result.applicant_days, result.due_at) == (0, Fraction(5, 4), wib(11, 19, 16))


def test_a_file_that_was_late_before_a_pause_is_late_after_it():
    events = [REGISTERED, to_applicant("pause", wib(11, 20)), Entry("resume", wib(11, 25))]
    assert reckon(events, BATAM, 2, wib(11, 25, 10)).due_at == wib(11, 18, 16)


def test_idul_fitri_and_its_leave_are_not_counted():
    result = reckon([Entry("start", wib(3, 16))], BATAM, 3, wib(3, 24, 12))
    assert (result.counted, result.day_number, result.due_at) == (1, 1, wib(3, 26, 16))


def test_the_year_end_is_crossed():
    result = reckon([Entry("start", wib(12, 30))], BATAM, 3, wib(1, 4, 12, year=2027))
    assert (result.counted, result.due_at) == (
        Fraction(3, 2),
        wib(1, 6, 16, year=2027),
    )  # 5 January 2027 is Isra Mikraj


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_deadlines_are_in_the_regions_own_office_hours(zone):
    there = ZoneInfo(zone)
    events = [Entry("start", datetime(2026, 11, 16, 9, tzinfo=there))]
    result = reckon(events, WorkCalendar(zone=zone), 1, datetime(2026, 11, 17, 12, tzinfo=there))
    assert (result.counted, result.due_at) == (Fraction(1, 2), datetime(2026, 11, 17, 16, tzinfo=there))


def test_shares_say_who_used_the_days():
    events = [
        SUBMITTED,
        REGISTERED,
        to_agencies(wib(11, 17, 12)),
        Entry("hand_over", wib(11, 19, 12), role="verifier"),
        to_applicant("pause", wib(11, 20, 8)),
        Entry("resume", wib(11, 23, 8)),
        Entry("hand_over", wib(11, 23, 12), role="head"),
        end(wib(11, 24, 12)),
    ]
    result = reckon(events, BATAM, 7, wib(12, 1))
    assert result.shares == {
        ("agency", OFFICE): Fraction(1, 2) + Fraction(1, 2) + 1 + Fraction(1, 2),
        ("agencies", None): 2,
        ("applicant", None): 1,
    }
    assert (result.counted, result.due_at, result.is_running, result.holder) == (Fraction(9, 2), None, False, "nobody")


def test_a_restart_begins_anew_with_its_own_day_zero_and_keeps_the_applicants_time():
    events = [REGISTERED, to_applicant("pause", wib(11, 18, 8)), Entry("restart", wib(11, 19, 17))]
    result = reckon(events, BATAM, 3, wib(11, 23, 16))
    assert (result.counted, result.due_at) == (1, wib(11, 25, 16))  # day zero is Friday 20
    assert result.shares == {("applicant", None): 2, ("agency", OFFICE): 1}


def test_held_since_is_the_last_change_of_holder_and_not_the_last_entry():
    events = [
        SUBMITTED,
        Entry("start", wib(11, 16, 11), role="verifier"),
        Entry("hand_over", wib(11, 17), role="verifier"),
    ]
    assert reckon(events, BATAM, 5, wib(11, 18)).held_since == wib(11, 16, 11)
    other = [*events, Entry("hand_over", wib(11, 17, 10), agency_id=DINKES, role="verifier")]
    assert reckon(other, BATAM, 5, wib(11, 18)).held_since == wib(11, 17, 10)
    assert reckon([*other, Entry("hand_over", wib(11, 17, 11))], BATAM, 5, wib(11, 18)).held_since == wib(11, 17, 11)


def test_entries_of_one_moment_are_read_in_the_order_of_their_ids():
    moment = wib(11, 17)
    first = Entry("hand_over", moment, agency_id=DINKES, id=7)
    last = Entry("hand_over", moment, id=8)
    assert reckon([last, first], BATAM, 5, wib(11, 18)).agency_id == OFFICE


def test_later_entries_do_not_exist_yet():
    events = [SUBMITTED, REGISTERED, end(wib(11, 20))]
    result = reckon(events, BATAM, 5, wib(11, 18))
    assert (result.is_running, result.due_at) == (True, wib(11, 23, 16))


@pytest.mark.parametrize(
    ("events", "counted"),
    [
        ([REGISTERED, Entry("start", wib(11, 18))], Fraction(3)),  # a second start changes nothing
        ([Entry("resume", wib(11, 16))], Fraction(0)),  # a resume starts nothing
        ([REGISTERED, end(wib(11, 18, 8)), Entry("resume", wib(11, 18, 9))], Fraction(1)),  # the end is the end
    ],
)
def test_entries_out_of_place_only_hand_over(events, counted):
    assert reckon(events, BATAM, 5, wib(11, 19, 16)).counted == counted


def test_the_applicants_time_does_not_count_even_without_a_pause():
    result = reckon([REGISTERED, to_applicant("hand_over", wib(11, 18, 8))], BATAM, 5, wib(11, 19, 16))
    assert (result.counted, result.applicant_days, result.due_at, result.is_running) == (1, 2, None, False)


def test_a_limit_below_one_day_is_refused():
    with pytest.raises(ValueError):
        reckon([REGISTERED], BATAM, 0, REGISTERED.at + timedelta(days=1))
