"""The atoms: who holds which office today, and in what capacity they sign."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser

from agencies import policies
from agencies.models import Agency, Business, Delegation, Membership, Representation
from agencies.queries import today
from ptsp_portal.lib.moment import moved_to

SECOND = timedelta(seconds=1)


@pytest.fixture
def batam(reference):
    return Agency.objects.get(slug="dpmptsp-kota-batam")


@pytest.fixture
def bintan(reference):
    return Agency.objects.get(slug="dpmptsp-kabupaten-bintan")


def lend(head, deputy, kind="plh", start=0, days=3):
    first = today() + timedelta(days=start)
    return Delegation.objects.create(
        membership=head.memberships.get(),
        deputy=deputy,
        kind=kind,
        decree="SP/1/2026",
        from_on=first,
        until_on=first + timedelta(days=days),
    )


def test_a_role_is_held_in_its_own_agency_only(user_named, batam, bintan):
    head = user_named("kadis.batam")
    assert policies.has_role(head, batam, "head")
    assert policies.has_role(head, batam, "endorser", "head")
    assert not policies.has_role(head, batam, "front_desk")
    assert not policies.has_role(head, bintan, "head")


def test_nobody_is_in_office_before_or_after_their_term(user_named, batam):
    for dates in (
        {"from_on": today() + timedelta(days=1)},
        {"from_on": date(2020, 1, 1), "until_on": today() - timedelta(days=1)},
    ):
        Membership.objects.filter(user=user_named("kadis.batam")).update(until_on=None)
        Membership.objects.filter(user=user_named("kadis.batam")).update(**dates)
        assert not policies.has_role(user_named("kadis.batam"), batam, "head")


def test_a_term_changes_at_midnight_in_the_west_and_not_in_office_hours_of_papua(user_named, batam):
    head = user_named("kadis.batam")
    Membership.objects.filter(user=head).update(from_on=date(2026, 8, 5), until_on=date(2026, 8, 5))
    first, last = datetime(2026, 8, 4, 17, tzinfo=UTC), datetime(2026, 8, 5, 17, tzinfo=UTC)
    for moment, in_office in ((first - SECOND, False), (first, True), (last - SECOND, True), (last, False)):
        with moved_to(moment):
            assert policies.has_role(user_named("kadis.batam"), batam, "head") is in_office


def test_neither_a_superuser_nor_a_stranger_holds_an_office(user_named, batam):
    for user in (user_named("admin"), AnonymousUser()):
        assert not policies.has_role(user, batam, "head")
        assert policies.signing_capacity(user, batam, "head") is None
        assert not policies.may_represent(user, Business(pk=1))


def test_the_head_signs_in_the_own_position(user_named, batam):
    assert policies.signing_capacity(user_named("kadis.batam"), batam, "head") == policies.Capacity(
        "Kepala DPMPTSP Kota Batam"
    )


def test_a_title_is_made_up_when_none_was_entered(user_named, batam):
    Membership.objects.filter(user=user_named("kadis.batam")).update(title="")
    assert policies.signing_capacity(user_named("kadis.batam"), batam, "head").position == "Kepala DPMPTSP Kota Batam"


@pytest.mark.parametrize(("kind", "prefix"), [("plh", "Plh."), ("plt", "Plt.")])
def test_a_deputy_signs_on_behalf_of_the_head(user_named, batam, bintan, kind, prefix):
    lend(user_named("kadis.batam"), user_named("kabid.batam"), kind)
    deputy = user_named("kabid.batam")
    assert policies.signing_capacity(deputy, batam, "head") == policies.Capacity(
        f"{prefix} Kepala DPMPTSP Kota Batam", on_behalf="Kepala DPMPTSP Kota Batam"
    )
    assert policies.signing_capacity(deputy, bintan, "head") is None
    assert not policies.has_role(deputy, batam, "head")


@pytest.mark.parametrize("start", [1, -10])
def test_a_delegation_lends_nothing_before_or_after_its_days(user_named, batam, start):
    lend(user_named("kadis.batam"), user_named("kabid.batam"), start=start)
    assert policies.signs_for(user_named("kabid.batam"), batam, "head") is None


def test_a_delegation_ends_with_the_office_that_it_was_lent_from(user_named, batam):
    lend(user_named("kadis.batam"), user_named("kabid.batam"))
    Membership.objects.filter(user=user_named("kadis.batam")).update(until_on=today() - timedelta(days=1))
    assert policies.signs_for(user_named("kabid.batam"), batam, "head") is None


def test_atoms_ask_the_database_once_per_user(user_named, batam, bintan, django_assert_num_queries):
    user = user_named("verifikator.batam")
    with django_assert_num_queries(2):
        for agency in (batam, bintan):
            policies.has_role(user, agency, "verifier")
            policies.signing_capacity(user, agency, "head")


def test_only_an_active_representation_lets_a_person_act_for_a_business(user_named):
    business = Business.objects.get(name="CV Bahari Jaya")
    assert policies.may_represent(user_named("pemohon"), business)
    claimant = user_named("pemohon2")
    Representation.objects.create(person=claimant.person, business=business, status="claimed")
    assert not policies.may_represent(user_named("pemohon2"), business)
    Representation.objects.filter(person__user=user_named("pemohon")).update(until_on=today() - timedelta(days=1))
    assert not policies.may_represent(user_named("pemohon"), business)


def test_a_user_without_identity_represents_nobody(reference):
    user = get_user_model().objects.create_user("baru@example.test", full_name="Orang Baru")
    assert not policies.may_represent(user, Business.objects.get(name="CV Bahari Jaya"))
