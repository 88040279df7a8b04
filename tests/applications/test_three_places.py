"""Three places in one installation: each counts by its own wall clock and days off, and sees only its own files."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from agencies.models import Agency, Holiday
from agencies.working_days import calendar_of
from applications.completeness import agency_gaps
from applications.models import Application
from ptsp_portal.lib.moment import moved_to
from tests.factories import filled, person, registered, verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
SAMARINDA, REMBANG = "dpmptsp-kota-samarinda", "dpmptsp-kabupaten-rembang"
HALF_PAST_THREE_WITA = datetime(2026, 8, 5, 7, 30, tzinfo=UTC)
HALF_PAST_THREE_WIB = datetime(2026, 8, 5, 8, 30, tzinfo=UTC)


def calendar(slug):
    return calendar_of(Agency.objects.select_related("region").get(slug=slug).region)


def test_the_same_moment_is_office_time_here_and_evening_there():
    """Half past three in Rembang is half past four in Samarinda, whose day is over: it counts from tomorrow."""
    for moment, days in (
        (HALF_PAST_THREE_WITA, {SAMARINDA: date(2026, 8, 5), REMBANG: date(2026, 8, 5)}),
        (HALF_PAST_THREE_WIB, {SAMARINDA: date(2026, 8, 6), REMBANG: date(2026, 8, 5)}),
    ):
        assert {slug: calendar(slug).day_zero(moment) for slug in days} == days


def test_files_registered_at_one_moment_are_promised_by_their_own_calendars():
    with moved_to(HALF_PAST_THREE_WIB):
        east = registered(office=SAMARINDA, loket="loket.samarinda")
        west = registered(office=REMBANG, loket="loket.rembang")
    assert east.registered_at == west.registered_at and east.standard == west.standard
    assert (west.promised_on, east.promised_on) == (date(2026, 8, 12), date(2026, 8, 13))
    assert (west.due_at.astimezone(UTC).hour, east.due_at.astimezone(UTC).hour) == (9, 8)  # 16.00 on either wall
    assert (west.registration_number[:8], east.registration_number[:10]) == ("REMBANG-", "SAMARINDA-")
    for name, own in (("loket.samarinda", east), ("loket.rembang", west), ("loket.batam", None)):
        seen = Application.objects.visible_to(person(name))
        assert list(seen) == ([own] if own else [])


def test_a_day_off_of_a_province_is_one_in_its_cities_and_nowhere_else():
    Holiday.objects.create(on=date(2026, 8, 6), name="Hari jadi provinsi", kind="regional", region_id="64")
    promised = {slug: calendar(slug).promise(HALF_PAST_THREE_WITA, 5) for slug in (SAMARINDA, REMBANG)}
    assert promised == {SAMARINDA: date(2026, 8, 13), REMBANG: date(2026, 8, 12)}
    assert calendar("dpmptsp-kota-batam").is_working_day(date(2026, 8, 6))


def test_a_clerk_of_samarinda_sees_nothing_of_batams(signed_in, at_usual_moment):
    file = verified()
    file_page = reverse("applications:file", args=[file.uuid])
    for name in ("loket.samarinda", "kadis.samarinda", "opd.dinkes.samarinda", "kadis.kaltim"):
        assert not Application.objects.visible_to(person(name)).exists()
    client = signed_in("loket.samarinda")
    assert client.get(file_page).status_code == 404
    queue = client.get(reverse("applications:desk", args=["loket"])).content.decode()
    assert file.registration_number not in queue and "DPMPTSP Kota Samarinda" in queue
    assert signed_in("loket.batam").get(file_page).status_code == 200


def test_where_a_kecamatan_is_no_office_the_refusal_names_the_field(at_usual_moment):
    file = filled("PAUD-SD-SMP", office="dpmptsp-kota-balikpapan")
    ((words, link),) = agency_gaps(file)
    assert "KECAMATAN" in words and "wilayah" in link
    assert agency_gaps(filled("PAUD-SD-SMP", office=SAMARINDA)) == []
