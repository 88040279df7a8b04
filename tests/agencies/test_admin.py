"""Reference data in the admin: opens for the admin account, refuses hours that never pass, keeps numbers' codes."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from agencies.admin import HOURS, RegionForm
from agencies.models import Agency, Membership, Region
from audit.models import JournalEntry
from ptsp_portal.lib.moment import moved_to


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
    if model != "region":
        assert client.get(reverse(f"admin:agencies_{model}_add")).status_code == 200


def test_a_code_on_numbers_already_given_out_stays(reference, rf):
    batam = Agency.objects.get(slug="dpmptsp-kota-batam")
    assert "short_code" in admin.site._registry[Agency].get_readonly_fields(rf.get("/"), batam)


def test_a_post_is_given_with_a_fresh_password_only_and_journalled(signed_in, user_named, at_usual_moment):
    client, page = signed_in("admin"), reverse("admin:agencies_membership_add")
    assert client.get(page).status_code == 200
    user, office = user_named("pemohon2"), Agency.objects.get(slug="dpmptsp-kota-batam")
    post = {"user": user.pk, "agency": office.pk, "role": "verifier", "title": "", "from_on": "2026-08-04"}
    with moved_to(at_usual_moment + timedelta(minutes=16)):
        assert client.post(page, post)["Location"].startswith("/akun/reauthenticate/?next=")
    assert not Membership.objects.filter(user=user).exists()
    assert client.post(page, post)["Location"] == reverse("admin:agencies_membership_changelist")
    entry = JournalEntry.objects.get(verb="membership.granted")
    assert (entry.subject, entry.actor, entry.chain) == (user.uuid, user_named("admin").uuid, office.journal_chain)
    assert entry.facts == {"post": "verifier", "from_on": "2026-08-04", "until_on": ""}
    held = Membership.objects.get(user=user)
    assert client.get(reverse("admin:agencies_membership_delete", args=[held.pk])).status_code == 403
