"""Table tests of the work calendar. 2026: Idul Fitri 21 and 22 March, cuti bersama 20, 23 and 24 March, Nyepi 19, cuti 18."""

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from holidays import country_holidays

from agencies.models import Holiday, Region
from agencies.working_days import WorkCalendar, calendar_of

DAYS_OFF = frozenset(country_holidays("ID", years=[2025, 2026, 2027], categories=("public", "government")))
WIB, WITA, WIT = (ZoneInfo(f"Asia/{city}") for city in ("Jakarta", "Makassar", "Jayapura"))
BATAM = WorkCalendar(holidays=DAYS_OFF)
SHORT_FRIDAY = WorkCalendar(friday_closes=time(12))


def wib(month, day, hour=9, minute=0, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=WIB)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (wib(11, 18, 9), date(2026, 11, 18)),  # a Wednesday morning
        (wib(11, 18, 6), date(2026, 11, 18)),  # before opening: that day
        (wib(11, 18, 16), date(2026, 11, 18)),  # at closing time
        (wib(11, 18, 16, 1), date(2026, 11, 19)),  # a minute late
        (wib(11, 20, 17), date(2026, 11, 23)),  # Friday evening: Monday
        (wib(11, 21, 10), date(2026, 11, 23)),  # Saturday
        (wib(3, 17, 18), date(2026, 3, 25)),  # the evening before the long Idul Fitri leave
        (wib(3, 21, 10), date(2026, 3, 25)),  # Idul Fitri itself
        (wib(12, 31, 20), date(2027, 1, 4)),  # year end: New Year is a Friday
    ],
)
def test_day_zero_is_the_day_of_receipt_or_the_next_working_day(received, expected):
    assert BATAM.day_zero(received) == expected


@pytest.mark.parametrize(
    ("received", "days", "promised"),
    [
        (wib(11, 16, 10), 5, date(2026, 11, 23)),  # over one weekend
        (wib(3, 16, 10), 3, date(2026, 3, 26)),  # 17, 25, 26 March: Nyepi, Idul Fitri and their cuti bersama between
        (wib(12, 23, 10), 2, date(2026, 12, 29)),  # 24 is cuti bersama, 25 Natal
        (wib(12, 30, 10), 3, date(2027, 1, 6)),  # 31 December, 4 and 6 January; 5 is Isra Mikraj
        (wib(11, 16, 17), 1, date(2026, 11, 18)),  # received after hours: day zero is Tuesday
    ],
)
def test_the_promised_date_is_the_nth_working_day_after_day_zero(received, days, promised):
    assert BATAM.promise(received, days) == promised
    assert BATAM.deadline(received, days) == datetime(promised.year, promised.month, promised.day, 16, tzinfo=WIB)


def test_the_same_moment_falls_on_each_zones_own_day_and_hour():
    moment = datetime(2026, 11, 18, 8, 30, tzinfo=UTC)  # 15.30 WIB, 16.30 WITA, 17.30 WIT
    calendars = [WorkCalendar(zone=zone) for zone in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")]
    assert [c.day_zero(moment).day for c in calendars] == [18, 19, 19]
    assert [c.deadline(moment, 1) for c in calendars] == [
        datetime(2026, 11, 19, 16, tzinfo=WIB),
        datetime(2026, 11, 20, 16, tzinfo=WITA),
        datetime(2026, 11, 20, 16, tzinfo=WIT),
    ]


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (wib(11, 18, 8), wib(11, 18, 12), Fraction(1, 2)),
        (wib(11, 18, 12), wib(11, 19, 12), Fraction(1)),
        (wib(11, 20, 12), wib(11, 23, 12), Fraction(1)),  # half a Friday, half a Monday
        (wib(11, 21, 9), wib(11, 22, 15), Fraction(0)),  # a weekend
        (wib(11, 18, 17), wib(11, 19, 7), Fraction(0)),  # a night
        (wib(11, 18, 8), wib(11, 18, 8, 1), Fraction(1, 480)),
        (wib(11, 19, 9), wib(11, 18, 9), Fraction(0)),  # nothing runs backwards
        (wib(3, 17, 8), wib(3, 25, 16), Fraction(2)),
    ],
)
def test_worked_counts_each_office_day_as_one_and_a_part_by_its_share(start, end, days):
    assert BATAM.worked(start, end) == days


def test_an_hour_of_a_short_friday_weighs_more_than_an_hour_of_a_long_thursday():
    assert SHORT_FRIDAY.worked(wib(11, 19, 8), wib(11, 19, 9)) == Fraction(1, 8)
    assert SHORT_FRIDAY.worked(wib(11, 20, 8), wib(11, 20, 9)) == Fraction(1, 4)
    assert SHORT_FRIDAY.worked(wib(11, 20, 8), wib(11, 20, 15)) == 1
    assert SHORT_FRIDAY.closing(date(2026, 11, 20)) == wib(11, 20, 12)


def test_advance_ends_a_whole_day_at_closing_time_and_undoes_worked():
    assert BATAM.advance(wib(11, 18, 8), 1) == wib(11, 18, 16)
    assert BATAM.advance(wib(11, 20, 12), 1) == wib(11, 23, 12)
    assert BATAM.advance(wib(11, 21, 12), Fraction(1, 2)) == wib(11, 23, 12)
    assert BATAM.advance(wib(11, 21, 12), 0) == wib(11, 21, 12)
    a_seventh = BATAM.advance(wib(11, 18, 8), Fraction(1, 7))
    assert a_seventh == wib(11, 18, 8) + timedelta(microseconds=8 * 3600 * 10**6 // 7 + 1)  # rounded up


def test_working_days_between_undoes_adding():
    day = date(2026, 3, 16)
    assert [BATAM.working_days_between(day, BATAM.add_working_days(day, n)) for n in (0, 1, 5, 40)] == [0, 1, 5, 40]
    assert BATAM.working_days_between(day, date(2026, 3, 1)) == 0


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: BATAM.add_working_days(date(2026, 1, 1), -1),
        lambda: BATAM.add_working_days(date(2026, 1, 1), 5000),
        lambda: BATAM.working_days_between(date(2000, 1, 1), date(2026, 1, 1)),
        lambda: BATAM.worked(wib(1, 1, year=2000), wib(1, 1)),
        lambda: BATAM.advance(wib(1, 1), Fraction(-1, 2)),
        lambda: WorkCalendar(weekdays=frozenset()),
        lambda: WorkCalendar(weekdays=frozenset({1, 8})),
        lambda: WorkCalendar(opens=time(16), closes=time(8)),
        lambda: WorkCalendar(friday_closes=time(7)),
    ],
)
def test_nonsense_is_refused_instead_of_looping(nonsense):
    with pytest.raises(ValueError):
        nonsense()


@pytest.fixture
def place(db):
    """A province, a regency, a kecamatan and a kelurahan that are in no register."""
    province = Region.objects.create(code="98", name="Uji", kind="provinsi", level="province", zone="Asia/Makassar")
    regency = Region.objects.create(
        code="98.01", name="Uji", kind="kabupaten", level="regency_city", parent=province, zone="Asia/Makassar",
        work_days=[1, 2, 3, 4, 5, 6], friday_closes_at=time(11),
    )  # fmt: skip
    district = Region.objects.create(
        code="98.01.01",
        name="Uji",
        kind="kecamatan",
        level="kecamatan",
        parent=regency,
        zone="Asia/Makassar",
        opens_at=time(7, 30),
    )
    return Region.objects.create(
        code="98.01.01.2001",
        name="Uji",
        kind="desa",
        level="kelurahan",
        parent=district,
        zone="Asia/Makassar",
        closes_at=time(14),
    )


def test_hours_come_from_the_nearest_region_that_sets_them(place):
    calendar = calendar_of(place)
    assert calendar.weekdays == {1, 2, 3, 4, 5, 6}
    assert (calendar.opens, calendar.closes, calendar.friday_closes) == (time(7, 30), time(14), time(11))
    assert calendar.zone == "Asia/Makassar"
    province = calendar_of(Region.objects.get(code="98"))
    assert (province.opens, province.closes, province.friday_closes) == (time(8), time(16), time(16))


def test_days_off_are_the_national_ones_and_those_of_the_region_and_all_above(place):
    days = {None: 3, "98": 4, "98.01.01": 5, "98.01.01.2001": 6}
    neighbour = Region.objects.create(code="98.02", name="Lain", kind="kabupaten", level="regency_city", parent_id="98")
    for code, day in days.items():
        Holiday.objects.create(on=date(2031, 11, day), name="Libur", kind="regional", region_id=code)
    Holiday.objects.create(on=date(2031, 11, 7), name="Libur", kind="regional", region=neighbour)
    november = {day for day in calendar_of(place).holidays if (day.year, day.month) == (2031, 11)}
    assert november == {date(2031, 11, day) for day in (3, 4, 5, 6)}


def test_a_calendar_costs_two_queries_however_deep_the_region(place):
    for region in (place, Region.objects.get(code="98")):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            calendar_of(region)
        assert len(queries) == 2
