"""The clock as a table that a person can check with a calendar on the wall: one line a case, in local time of the region.

Days off: the SKB days of 2026 and of 2027 as the package `holidays` has them (17 and 18 national days, 8 days of joint leave each).
Offices work Monday to Friday, 08.00 to 16.00, unless the line says otherwise. Day zero is the day of receipt (handbook 2.4).
"""

from datetime import datetime, time
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from holidays import country_holidays

from agencies.clock import reckon
from agencies.working_days import WorkCalendar
from tests.agencies.test_clock import Entry

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
DAYS_OFF = frozenset(country_holidays("ID", years=[2026, 2027], categories=("public", "government")))


def at(text, zone="WIB"):
    """ "2026-03-16 09.00" on the wall of the zone."""
    return datetime.strptime(text, "%Y-%m-%d %H.%M").replace(tzinfo=ZoneInfo(ZONES[zone]))


def calendar(zone="WIB", **changes):
    return WorkCalendar(zone=ZONES[zone], holidays=DAYS_OFF, **changes)


# received complete, limit in working days, due (received the same in each zone)
DUE = [
    # An ordinary week
    ("2026-11-16 09.00", 1, "2026-11-17 16.00"),
    ("2026-11-16 09.00", 5, "2026-11-23 16.00"),
    ("2026-11-16 07.00", 1, "2026-11-17 16.00"),  # before opening: the same day
    ("2026-11-16 16.00", 1, "2026-11-17 16.00"),  # at the stroke of closing: the same day
    ("2026-11-16 16.01", 1, "2026-11-18 16.00"),  # after hours: received on the 17th
    ("2026-11-20 15.59", 1, "2026-11-23 16.00"),  # Friday afternoon
    ("2026-11-20 17.00", 1, "2026-11-24 16.00"),  # Friday evening: received on Monday
    ("2026-11-21 10.00", 1, "2026-11-24 16.00"),  # Saturday
    ("2026-11-22 23.59", 1, "2026-11-24 16.00"),  # Sunday night
    # Idul Fitri 2026: Nyepi 18 (leave) and 19 March, Idul Fitri 21 and 22 March, leave 20, 23 and 24 March
    ("2026-03-16 09.00", 1, "2026-03-17 16.00"),
    ("2026-03-16 09.00", 2, "2026-03-25 16.00"),
    ("2026-03-16 09.00", 3, "2026-03-26 16.00"),
    ("2026-03-17 09.00", 1, "2026-03-25 16.00"),
    ("2026-03-17 16.30", 1, "2026-03-26 16.00"),  # received on the 25th
    ("2026-03-18 09.00", 1, "2026-03-26 16.00"),  # on joint leave
    ("2026-03-21 09.00", 5, "2026-04-01 16.00"),  # on the feast itself
    ("2026-03-10 09.00", 14, "2026-04-07 16.00"),  # across the feast and Good Friday, 3 April
    # Idul Fitri 2027: Nyepi 8 March, Idul Fitri 10 and 11 March, leave 9, 12 and 15 March
    ("2027-03-04 09.00", 1, "2027-03-05 16.00"),
    ("2027-03-05 09.00", 1, "2027-03-16 16.00"),
    ("2027-03-05 16.01", 1, "2027-03-17 16.00"),
    ("2027-03-10 12.00", 1, "2027-03-17 16.00"),
    ("2027-03-03 09.00", 3, "2027-03-16 16.00"),
    # Year ends: 24 December 2026 is joint leave, 25 Christmas, 1 January a day off, 5 January 2027 Isra Mikraj
    ("2026-12-22 09.00", 1, "2026-12-23 16.00"),
    ("2026-12-23 09.00", 1, "2026-12-28 16.00"),
    ("2026-12-24 09.00", 1, "2026-12-29 16.00"),
    ("2026-12-30 09.00", 1, "2026-12-31 16.00"),
    ("2026-12-30 09.00", 3, "2027-01-06 16.00"),
    ("2026-12-31 17.00", 1, "2027-01-06 16.00"),
    ("2026-12-31 09.00", 5, "2027-01-11 16.00"),
    # Independence Day, a Monday
    ("2026-08-14 09.00", 1, "2026-08-18 16.00"),
    ("2026-08-17 09.00", 1, "2026-08-19 16.00"),
]  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("received", "limit", "due"), DUE)
def test_due_in_every_zone(zone, received, limit, due):
    found = reckon([Entry("start", at(received, zone))], calendar(zone), limit, at(received, zone))
    assert found.due_at == at(due, zone)
    assert calendar(zone).deadline(at(received, zone), limit) == at(due, zone)


# What happened, the limit, looked at, (counted, applicant's days, due or None while it stands still)
PAUSES = [
    # A pause of three working hours and one over a night
    ([("start", "2026-11-16 09.00"), ("pause", "2026-11-17 10.00"), ("resume", "2026-11-17 13.00")], 2, "2026-11-17 16.00",
     (Fraction(5, 8), Fraction(3, 8), "2026-11-19 11.00")),
    ([("start", "2026-11-16 09.00"), ("pause", "2026-11-17 16.00"), ("resume", "2026-11-18 08.00")], 2, "2026-11-18 12.00",
     (Fraction(3, 2), 0, "2026-11-18 16.00")),
    # Standing still across Idul Fitri: the feast is nobody's time
    ([("start", "2026-03-13 09.00"), ("pause", "2026-03-17 08.00")], 3, "2026-03-24 12.00", (1, 1, None)),
    ([("start", "2026-03-13 09.00"), ("pause", "2026-03-17 08.00"), ("resume", "2026-03-25 08.00")], 3, "2026-03-25 12.00",
     (Fraction(3, 2), 1, "2026-03-26 16.00")),
    ([("start", "2026-03-13 09.00"), ("pause", "2026-03-17 16.00"), ("resume", "2026-03-24 11.00")], 3, "2026-03-25 16.00",
     (3, 0, "2026-03-25 16.00")),
    ([("start", "2027-03-03 09.00"), ("pause", "2027-03-05 12.00"), ("resume", "2027-03-16 12.00")], 3, "2027-03-16 16.00",
     (2, 1, "2027-03-17 16.00")),
    # Across the year's end: the 28th to the 31st are four days, 1 and 5 January are off
    ([("start", "2026-12-22 09.00"), ("pause", "2026-12-28 08.00"), ("resume", "2027-01-04 08.00")], 2, "2027-01-04 16.00",
     (2, 4, "2027-01-04 16.00")),
    ([("start", "2026-12-22 09.00"), ("pause", "2026-12-24 10.00"), ("resume", "2026-12-27 10.00")], 2, "2026-12-28 08.00",
     (1, 0, "2026-12-28 16.00")),
    # On day zero, over a weekend, twice, and resumed at night
    ([("start", "2026-11-16 09.00"), ("pause", "2026-11-16 12.00"), ("resume", "2026-11-18 08.00")], 1, "2026-11-18 16.00",
     (1, Fraction(3, 2), "2026-11-18 16.00")),
    ([("start", "2026-11-16 09.00"), ("pause", "2026-11-20 16.00"), ("resume", "2026-11-23 08.00")], 5, "2026-11-23 16.00",
     (5, 0, "2026-11-23 16.00")),
    ([("start", "2026-11-16 09.00"), ("pause", "2026-11-17 12.00"), ("resume", "2026-11-18 12.00"), ("pause", "2026-11-19 12.00"),
      ("resume", "2026-11-20 12.00")], 3, "2026-11-20 16.00", (2, 2, "2026-11-23 16.00")),
    ([("start", "2026-11-16 09.00"), ("pause", "2026-11-17 12.00"), ("resume", "2026-11-17 22.00")], 2, "2026-11-18 08.00",
     (Fraction(1, 2), Fraction(1, 2), "2026-11-19 12.00")),
    # Begun anew: before the feast, on a holiday, after hours
    ([("start", "2026-03-09 09.00"), ("restart", "2026-03-16 09.00")], 2, "2026-03-25 16.00", (2, 0, "2026-03-25 16.00")),
    ([("start", "2026-03-09 09.00"), ("restart", "2026-03-23 09.00")], 1, "2026-03-24 09.00", (0, 0, "2026-03-26 16.00")),
    ([("start", "2026-12-22 09.00"), ("restart", "2026-12-31 16.30")], 1, "2027-01-04 16.00", (0, 0, "2027-01-06 16.00")),
    ([("start", "2026-11-16 09.00"), ("pause", "2026-11-17 08.00"), ("restart", "2026-11-18 08.00")], 1, "2026-11-19 16.00",
     (1, 1, "2026-11-19 16.00")),
]  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("happened", "limit", "looked", "expected"), PAUSES)
def test_pauses_and_restarts(zone, happened, limit, looked, expected):
    events = [
        Entry(kind, at(moment, zone), *(("applicant", None, "") if kind == "pause" else ()), id=n)
        for n, (kind, moment) in enumerate(happened)
    ]
    found = reckon(events, calendar(zone), limit, at(looked, zone))
    due = expected[2] and at(expected[2], zone)
    assert (found.counted, found.applicant_days, found.due_at) == (expected[0], expected[1], due)


HOURS = [
    # Fridays until 11.00, six days a week, half-day offices: a day is a day, whatever its length
    ({"friday_closes": time(11)}, "2026-11-19 09.00", 1, "2026-11-20 11.00"),
    ({"friday_closes": time(11)}, "2026-11-20 11.30", 1, "2026-11-24 16.00"),
    ({"weekdays": frozenset(range(1, 7))}, "2026-11-20 09.00", 1, "2026-11-21 16.00"),
    ({"weekdays": frozenset(range(1, 7))}, "2026-03-17 09.00", 2, "2026-03-26 16.00"),
    ({"opens": time(7, 30), "closes": time(14)}, "2026-11-16 14.01", 1, "2026-11-18 14.00"),
    ({"opens": time(8), "closes": time(15)}, "2026-03-16 15.00", 2, "2026-03-25 15.00"),
]  # fmt: skip


@pytest.mark.parametrize(("hours", "received", "limit", "due"), HOURS)
def test_other_hours(hours, received, limit, due):
    found = reckon([Entry("start", at(received))], calendar(**hours), limit, at(received))
    assert found.due_at == at(due)


def test_one_moment_is_another_day_in_another_zone():
    """16.30 WIB is after hours in Batam; 15.30 WIB is 17.30 in Papua."""
    moment = at("2026-11-16 15.30")
    due = {zone: reckon([Entry("start", moment)], calendar(zone), 1, moment).due_at for zone in ZONES}
    assert due == {
        "WIB": at("2026-11-17 16.00"), "WITA": at("2026-11-18 16.00", "WITA"), "WIT": at("2026-11-18 16.00", "WIT"),
    }  # fmt: skip
