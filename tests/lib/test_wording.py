from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ptsp_portal.lib import wording

AFTERNOON = datetime(2026, 8, 24, 7, 30, tzinfo=UTC)
LATE = datetime(2026, 8, 24, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "language", "words"),
    [
        ("Asia/Jakarta", "id", "Senin, 24 Agustus 2026 pukul 14.30 WIB"),
        ("Asia/Makassar", "id", "Senin, 24 Agustus 2026 pukul 15.30 WITA"),
        ("Asia/Jayapura", "id", "Senin, 24 Agustus 2026 pukul 16.30 WIT"),
        ("Asia/Jakarta", "en", "Monday, 24 August 2026 at 14:30 WIB"),
    ],
)
def test_a_moment_is_told_in_the_offices_zone_and_the_readers_language(zone, language, words):
    assert wording.moment_words(AFTERNOON, zone, language) == words


def test_the_date_of_a_late_moment_is_the_offices_date():
    assert wording.moment_words(LATE, "Asia/Jayapura") == "Selasa, 25 Agustus 2026 pukul 01.30 WIT"


def test_a_moment_without_zone_and_a_date_made_of_a_moment_are_refused():
    with pytest.raises(ValueError):
        wording.moment_words(datetime(2026, 8, 24, 7, 30), "Asia/Jakarta")
    with pytest.raises(ValueError):
        wording.date_words(AFTERNOON)


def test_dates_carry_indonesian_month_and_day_names():
    assert wording.date_words(date(2026, 8, 24)) == "24 Agustus 2026"
    assert wording.date_words(date(2026, 8, 24), "en") == "24 August 2026"
    assert [wording.day_words(date(2026, 11, 22 + n)).split(",")[0] for n in range(7)] == [
        "Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu",
    ]  # fmt: skip


def test_money_is_written_as_indonesians_write_it():
    assert wording.rupiah(1_500_000) == "Rp1.500.000"
    assert wording.rupiah(Decimal("1500000.50")) == "Rp1.500.000,50"


def test_working_days_and_codes_are_written_for_people():
    assert wording.working_days(14) == "14 hari kerja"
    assert [wording.working_days(n, "en") for n in (1, 2)] == ["1 working day", "2 working days"]
    assert wording.grouped("7KQ2M9XD") == "7KQ2-M9XD"
