"""What is counted, by what, and how a key of a cell is written. A leaf: it knows no model. Meanings: docs/figures.md."""

from datetime import date
from enum import IntEnum
from typing import NamedTuple

NO_DEADLINE = date(9999, 12, 31)


class Cube(IntEnum):
    """One table of counts. `at` and `bucket` of its cells are named here; columns that are not named are 0 or ""."""

    OFFICE_DAY = 1  # day · office · Measure
    OFFICE_MONTH = 2  # first of the month · office · Measure
    SERVICE_YEAR = 3  # first of January · office, service · Measure
    PLACE_MONTH = 4  # first of the month · place (kelurahan and each region above it) · Measure
    OFFICE_DAYS = 5  # month of the decision · office · working days used, rounded up
    OPEN = 6  # local day of the deadline or NO_DEADLINE · office · Holder
    ASKED = 7  # the same of open requests · office that asks, agency asked · limit in working days
    AGENCY_MONTH = 8  # first of the month · agency · RequestMeasure
    AGENCY_DAYS = 9  # month of the answer · agency · own working days, rounded up
    REMAINING = (
        10  # half-year of the decision · office, service (0 = all), agency = Phase · working days that were left
    )
    MONEY_MONTH = 11  # first of the month · office · Money; n is rupiah
    EXPIRY_MONTH = 12  # month of the last day · office · 0; permits in force
    SERVICE_MONTH = 13  # first of the month · service (of all offices) · Measure; what the public sees by service
    OFFICE_LIMITS = 14  # month of the decision · office · limit in working days of what was decided


class Measure(IntEnum):
    """Of files. RECEIVED counts on the day of sending, REGISTERED on that of the receipt, the others on that of the end."""

    RECEIVED = 1
    REGISTERED = 2
    ISSUED = 3
    REJECTED = 4
    ENDED = 5  # withdrawn or lapsed
    ON_TIME = 6  # decided within the limit
    LATE = 7  # decided beyond it, or a justified complaint about delay says so
    PAUSED = 8  # decided after at least one question to the applicant
    LAST_MINUTE = 9  # rejected when at most one working day was left, or later
    DEEMED = 10
    REOPENED = 11  # an objection was granted, or the permit was corrected
    ESTIMATED = 12  # decided files that had an expected date …
    HALF_HELD = 13  # … decided by the half date
    MOST_HELD = 14  # … decided by the nine-in-ten date


class RequestMeasure(IntEnum):
    """Of requests for a recommendation. ASKED counts on the day of asking, the others on that of the answer."""

    ASKED = 1
    GIVEN = 2
    LATE = 3
    DEEMED = 4
    WITHDRAWN = 5
    PAUSED = 6  # waited for the applicant at least once
    LAST_MINUTE = 7  # unfavourable, when at most one working day was left, or later
    ASKED_AGAIN = 8  # was asked once more after its answer
    UNFAVOURABLE = 9


class Money(IntEnum):
    BILLED = 1
    PAID = 2


class Holder(IntEnum):
    """Whose turn it is, as the ledger says."""

    APPLICANT = 0
    FRONT_DESK = 1
    VERIFIER = 2
    ENDORSER = 3
    HEAD = 4
    AGENCIES = 5
    OTHER = 6


class Phase(IntEnum):
    """A part of a file's way, from which the days that were still to come are counted."""

    INTAKE = 1
    VERIFICATION = 2
    RECOMMENDATION = 3
    DRAFTING = 4
    SIGNING = 5


class Key(NamedTuple):
    """Of one cell."""

    cube: int
    at: date
    office: int = 0
    agency: int = 0
    service: int = 0
    place: str = ""
    bucket: int = 0


def month_of(day: date) -> date:
    return day.replace(day=1)


def year_of(day: date) -> date:
    return day.replace(month=1, day=1)


def half_year_of(day: date) -> date:
    return day.replace(month=1 if day.month < 7 else 7, day=1)
