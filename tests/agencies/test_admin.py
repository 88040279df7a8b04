"""Reference data in the admin: opens for the admin account, refuses hours that never pass, keeps numbers' codes."""

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from agencies.admin import HOURS, RegionForm
from agencies.models import Agency, Membership, Region


class HoursOfRegion(RegionForm):
    class Meta:
        model = Region
        fields = HOURS


def hours(**changed):
    return HoursOfRegion(changed, instance=Region.objects.get(code="21.71"))


def test_office_hours_are_checked_together_with_what_is_inherited(reference):
    assert hours(opens_at="07:30", closes_at="15:30", work_days="1,2,3,4,5").is_valid()
    assert hours().is_valid()
    assert not hours(closes_at="07:00").is_valid()  # opens at 08.00, inherited
    assert not hours(work_days="0,9").is_valid()
    assert not hours(friday_closes_at="06:00").is_valid()


@pytest.mark.parametrize("model", ["region", "holiday", "agency", "membership", "delegation"])
def test_the_admin_account_opens_every_list_and_form(signed_in, model):
    try:
        url = reverse(f"admin:agencies_{model}_changelist")
    except NoReverseMatch:
        pytest.skip("the admin has no address yet")
    client = signed_in("admin")
    assert client.get(url).status_code == 200
    if model in ("holiday", "agency"):
        assert client.get(reverse(f"admin:agencies_{model}_add")).status_code == 200


def test_a_code_on_numbers_already_given_out_stays(reference, rf):
    batam = Agency.objects.get(slug="dpmptsp-kota-batam")
    assert "short_code" in admin.site._registry[Agency].get_readonly_fields(rf.get("/"), batam)


def test_posts_are_only_looked_up_there_so_that_nobody_goes_around_the_second_person(signed_in, user_named):
    client, held = signed_in("admin"), Membership.objects.get(user=user_named("kadis.batam"))
    office, before = Agency.objects.get(slug="dpmptsp-kota-batam"), Membership.objects.count()
    post = {"user": user_named("pemohon2").pk, "agency": office.pk, "role": "verifier", "from_on": "2026-08-04"}
    assert client.post(reverse("admin:agencies_membership_add"), post).status_code == 403
    assert client.get(reverse("admin:agencies_membership_change", args=[held.pk])).status_code == 200
    change = client.post(reverse("admin:agencies_membership_change", args=[held.pk]), post)
    assert change.status_code == 403 and Membership.objects.get(pk=held.pk).role == "head"
    assert client.get(reverse("admin:agencies_membership_delete", args=[held.pk])).status_code == 403
    assert client.post(reverse("admin:agencies_delegation_add"), {"membership": held.pk}).status_code == 403
    assert Membership.objects.count() == before
