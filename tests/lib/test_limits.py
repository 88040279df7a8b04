"""Limits on guessing, and whose guess it is."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from ptsp_portal.lib.limits import Limit, client_ip
from ptsp_portal.lib.moment import moved_to, now

LIMIT = Limit("example", tries=3, window=timedelta(minutes=10))


@pytest.mark.django_db
def test_the_last_try_reaches_the_limit_for_that_one_only():
    for _ in range(3):
        assert not LIMIT.is_reached("192.0.2.1", "A")
        LIMIT.count("192.0.2.1", "A")
    assert LIMIT.is_reached("192.0.2.1", "A")
    assert not LIMIT.is_reached("192.0.2.1", "B")
    assert not LIMIT.is_reached("192.0.2.2", "A")


@pytest.mark.django_db
def test_the_window_ends():
    for _ in range(3):
        LIMIT.count("192.0.2.1")
    with moved_to(now() + timedelta(minutes=10, seconds=1)):
        assert not LIMIT.is_reached("192.0.2.1")
        LIMIT.count("192.0.2.1")
        assert not LIMIT.is_reached("192.0.2.1")


@pytest.mark.django_db
def test_no_address_is_stored_in_the_open():
    LIMIT.count("192.0.2.77")
    assert "192.0.2.77" not in LIMIT._key(("192.0.2.77",))
    assert "192.0.2.77" not in repr(cache.get(LIMIT._key(("192.0.2.77",))))


@pytest.mark.parametrize(
    ("hops", "forwarded", "peer", "seen"),
    [
        (0, "203.0.113.9", "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9, 198.51.100.7", "10.0.0.1", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7, 10.0.0.2", "10.0.0.1", "198.51.100.7"),
        (1, "", "10.0.0.1", "10.0.0.1"),
        (1, "no address", "10.0.0.1", "-"),
        (0, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (0, "", "::ffff:192.0.2.1", "192.0.2.1"),
    ],
)
def test_a_client_can_not_choose_its_own_address(settings, hops, forwarded, peer, seen):
    settings.TRUSTED_PROXY_COUNT = hops
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR=peer)
    assert client_ip(request) == seen
