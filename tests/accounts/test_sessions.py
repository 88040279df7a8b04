from datetime import timedelta

import pytest
from django.urls import reverse

from ptsp_portal.lib.moment import moved_to

LIMITS = "accounts.sessions.SessionLimits"


@pytest.fixture(autouse=True)
def limits_are_on(settings):
    if LIMITS not in settings.MIDDLEWARE:
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, LIMITS]


def still_in(client, moment, **headers):
    with moved_to(moment):
        client.get(reverse("agencies:profile"), headers=headers)
    return "_auth_user_id" in client.session


def test_people_in_office_are_signed_out_after_half_an_hour_of_silence(signed_in, at_usual_moment):
    client, start = signed_in("loket.batam"), at_usual_moment
    assert still_in(client, start)
    assert still_in(client, start + timedelta(minutes=29))
    assert still_in(client, start + timedelta(minutes=58))
    assert not still_in(client, start + timedelta(minutes=89))


def test_a_page_that_refreshes_itself_does_not_keep_an_officer_in(signed_in, at_usual_moment):
    client, start = signed_in("loket.batam"), at_usual_moment
    assert still_in(client, start)
    assert still_in(client, start + timedelta(minutes=20), hx_request="true")
    assert not still_in(client, start + timedelta(minutes=31))


def test_an_applicant_may_stop_to_think_but_not_beyond_ten_hours(signed_in, at_usual_moment):
    client, start = signed_in("pemohon"), at_usual_moment
    assert still_in(client, start)
    assert still_in(client, start + timedelta(hours=9))
    assert not still_in(client, start + timedelta(hours=10, minutes=1))


def test_nobody_stays_in_for_more_than_ten_hours_however_busy(signed_in, at_usual_moment):
    client, start = signed_in("loket.batam"), at_usual_moment
    assert all(still_in(client, start + timedelta(minutes=20 * step)) for step in range(31))
    assert not still_in(client, start + timedelta(hours=10, minutes=5))


@pytest.mark.parametrize("key", [r'"\000\000\000\000\000\000\000\000"', "'; DROP TABLE x--", "a" * 4000])
def test_a_cookie_that_is_no_key_is_nobody(client, db, settings, key):
    answer = client.get("/permohonan/", headers={"cookie": f"{settings.SESSION_COOKIE_NAME}={key}"})
    assert answer.status_code == 302 and answer.url.startswith("/akun/")
