"""Whose numbers somebody answers for: the region of the post and what lies below it, and no more."""

import pytest
from django.contrib.auth.models import AnonymousUser

from agencies.models import Agency, Membership
from agencies.scoping import governed_regions, led_agency_ids
from tests.factories import add_post, colleague, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


@pytest.mark.parametrize(
    ("account", "codes"),
    [
        ("gubernur", ["21"]),
        ("gubernur.kaltim", ["64"]),
        ("walikota.batam", ["21.71"]),
        ("bupati.natuna", ["21.03"]),
        ("bupati.rembang", ["33.17"]),
        ("kadis.samarinda", ["64.72"]),
        ("kadis.kepri", ["21"]),
        ("inspektur.batam", ["21.71"]),
        ("pemeriksa.rembang", ["33.17"]),
        ("camat.sekupang", ["21.71.03"]),
        ("lurah.tanjungriau", ["21.71.03.1003"]),
        ("kepala.dinkes.samarinda", []),  # an agency answers for its own numbers only
        ("inspektorat.samarinda", []),  # a post at the inspectorate that neither audits nor heads
        ("loket.samarinda", []),
        ("verifikator.rembang", []),
        ("pemohon", []),
        ("admin", []),
    ],
)
def test_a_post_governs_its_own_region(account, codes):
    assert governed_regions(person(account)) == codes


def test_an_agencys_head_leads_the_agency_and_nothing_else():
    dinkes = Agency.objects.get(slug="dinkes-kota-samarinda")
    assert led_agency_ids(person("kepala.dinkes.samarinda")) == [dinkes.pk]
    for name in ("kadis.samarinda", "walikota.samarinda", "opd.dinkes.samarinda", "camat.sekupang"):
        assert led_agency_ids(person(name)) == []


def test_posts_in_two_places_govern_both_and_one_inside_another_counts_once():
    both = colleague("dua.wilayah", ("dpmptsp-kota-samarinda", "head"), ("dpmptsp-kabupaten-rembang", "head"))
    assert governed_regions(both) == ["33.17", "64.72"]
    add_post(both, "gubernur-kalimantan-timur", "executive")
    assert governed_regions(person("dua.wilayah")) == ["33.17", "64"]


def test_a_post_that_is_over_governs_nothing():
    mayor = person("walikota.samarinda")
    Membership.objects.filter(user=mayor).update(until_on="2026-08-03")
    assert governed_regions(mayor) == []
    assert governed_regions(AnonymousUser()) == []
