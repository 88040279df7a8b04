"""Numbers: no gap, none twice; check digits; patterns; secrets."""

import threading
from datetime import date

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from agencies.loading.offices import office_plan
from agencies.models import Agency, NumberSeries
from agencies.numbering import (
    crockford,
    draw,
    is_registration_number,
    permit_number,
    registration_number,
    tracking_secret,
)
from applications.models import PermitType, ServiceStandard
from ptsp_portal.lib.identifiers import check_digit

DEFAULT_PATTERN = ServiceStandard._meta.get_field("number_pattern").default
CLASSIFICATION = ServiceStandard._meta.get_field("classification").default
WRITERS, DRAWS_EACH = 8, 6


@pytest.fixture
def batam(reference):
    return Agency.objects.get(slug="dpmptsp-kota-batam")


def test_series_are_apart_by_office_kind_type_and_year(batam):
    kepri = Agency.objects.get(slug="dpmptsp-provinsi-kepulauan-riau")
    assert [draw(batam, "permit", 2091, "SIPF") for _ in range(3)] == [1, 2, 3]
    assert draw(batam, "permit", 2091, "REKLAME") == draw(batam, "permit", 2092, "SIPF") == 1
    assert draw(batam, "registration", 2091) == draw(kepri, "permit", 2091, "SIPF") == 1
    assert draw(batam, "permit", 2091, "SIPF") == 4


def test_a_draw_costs_two_queries_once_the_series_exists(batam, django_assert_num_queries):
    draw(batam, "registration", 2091)
    with django_assert_num_queries(2):
        draw(batam, "registration", 2091)


def test_a_number_is_only_drawn_inside_a_transaction(own_database):
    batam = Agency.objects.get(slug="dpmptsp-kota-batam")
    with pytest.raises(TransactionManagementError):
        draw(batam, "registration", 2091)
    assert not NumberSeries.objects.filter(year=2091).exists()


def test_a_rolled_back_draw_gives_the_number_back(own_database):
    batam = Agency.objects.get(slug="dpmptsp-kota-batam")
    with transaction.atomic():
        assert draw(batam, "registration", 2091) == 1
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert draw(batam, "registration", 2091) == 2
        raise ZeroDivisionError
    with transaction.atomic():
        assert draw(batam, "registration", 2091) == 2


def test_eight_writers_at_once_draw_every_number_once(own_database):
    """The series does not exist before, and every third transaction rolls back."""
    batam = Agency.objects.get(slug="dpmptsp-kota-batam")
    drawn, faults, together = [], [], threading.Barrier(WRITERS)

    def write(writer):
        try:
            together.wait(timeout=20)
            for n in range(DRAWS_EACH):
                keep = (writer + n) % 3 != 0
                with transaction.atomic():
                    number = draw(batam, "registration", 2091)
                    transaction.set_rollback(not keep)
                if keep:
                    drawn.append(number)
        except Exception as fault:  # noqa: BLE001 - reported by the test
            faults.append(fault)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(n,)) for n in range(WRITERS)]
    for each in writers:
        each.start()
    for each in writers:
        each.join(timeout=60)
    assert faults == []
    assert len(drawn) == 32
    assert sorted(drawn) == list(range(1, 33))


def test_a_second_first_draw_waits_for_the_first_and_goes_on_from_it(own_database):
    batam = Agency.objects.get(slug="dpmptsp-kota-batam")
    second = []

    def write():
        try:
            with transaction.atomic():
                second.append(draw(batam, "registration", 2091))
        finally:
            connection.close()

    with transaction.atomic():
        assert draw(batam, "registration", 2091) == 1
        other = threading.Thread(target=write)
        other.start()
        other.join(timeout=0.5)
        assert other.is_alive() and second == []
    other.join(timeout=20)
    assert second == [2]


def test_a_registration_number_carries_office_year_ordinal_and_check_digit():
    number = registration_number(Agency(short_code="BATAM"), 2026, 123)
    assert number == "BATAM-2026-000123-%s" % check_digit("BATAM-2026-000123") and number[-1].isdigit()
    assert registration_number(Agency(short_code="BATAM"), 2026, 1234567).startswith("BATAM-2026-1234567-")
    with pytest.raises(ValueError):
        registration_number(Agency(short_code=None, name="Dinas"), 2026, 1)


def test_a_registration_number_is_recognised_as_people_type_it():
    number = registration_number(Agency(short_code="TGRIAU"), 2026, 45)
    for typed in (number, number.lower(), f"  {number} ", number.replace("-", " - "), number.replace("-", "–")):
        assert is_registration_number(typed), typed
    wrong = [
        number[:-1],
        number.replace("45", "54"),
        number.replace("2026", "2025"),
        number.replace("-", ""),
        "",
        "-",
        "BATAM",
        "'; --",
    ]
    for typed in wrong:
        assert not is_registration_number(typed), typed


def test_a_permit_number_fills_the_default_pattern():
    number = permit_number(
        DEFAULT_PATTERN,
        classification="500.16.7",
        ordinal=12,
        type_code="SIPF",
        office_code="BATAM",
        local_date=date(2026, 11, 22),
    )
    assert number == "500.16.7/0012/SIPF/BATAM/XI/2026"


@pytest.mark.parametrize(
    "pattern",
    [
        "{urut}/{nama}",
        "{urut.__class__}",
        "{urut!r}",
        "{urut:>50}",
        "{urut:999}",
        "{tahun:04}/{urut}",
        "{}/{urut}",
        "{0}/{urut}",
        "{urut}{",
        "{kode_izin}/{tahun}",  # without the ordinal two permits would share it
        "{urut}/" + "x" * 50,
    ],
)
def test_a_pattern_with_anything_else_is_refused(pattern):
    with pytest.raises(ValueError):
        permit_number(
            pattern, classification="500", ordinal=1, type_code="SIPF", office_code="BATAM", local_date=date(2026, 1, 1)
        )


def test_every_office_can_number_every_type_of_its_level(reference):
    """The longest month and the ten-thousandth minus one permit of a year, in every office of Kepulauan Riau."""
    levels = {1: "province", 2: "regency_city", 3: "kecamatan", 4: "kelurahan"}
    types = list(PermitType.objects.values_list("code", "level"))
    tried = 0
    for office in office_plan():
        for code, level in types:
            if office.short_code and level == levels[office.region_code.count(".") + 1]:
                permit_number(
                    DEFAULT_PATTERN, classification=CLASSIFICATION, ordinal=9999, type_code=code,
                    office_code=office.short_code, local_date=date(2026, 8, 1),
                )  # fmt: skip
                tried += 1
    assert tried > 2000


def test_secrets_are_eight_characters_that_nobody_misreads():
    secrets = {tracking_secret() for _ in range(200)}
    assert len(secrets) == 200
    assert all(len(secret) == 8 and not set(secret) & set("ILOU") for secret in secrets)
    assert len(crockford(20)) == 20
