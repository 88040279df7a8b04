"""Who may act for a business: the first, the invited, and whoever a counter believes."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from agencies import actions
from agencies.models import Business, Person, Representation
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState

NIB, NAME = "9120001122334", "CV Laut Biru"


def scan():
    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(picture, "PNG")
    return SimpleUploadedFile("kuasa.png", picture.getvalue(), "image/png")


@pytest.fixture
def siti(user_named):
    return user_named("pemohon")


@pytest.fixture
def budi(user_named):
    return user_named("pemohon2")


@pytest.fixture
def business(siti):
    """Of Batam, registered by Siti."""
    data = {
        "nib": NIB,
        "name": NAME,
        "legal_form": "CV",
        "npwp": "",
        "address": "Jl. Pantai 1",
        "region": siti.person.region,
    }
    return actions.register_business(data, by=siti)


@pytest.fixture
def claim(business, budi):
    return actions.claim_business(NIB, scan().read(), "png", by=budi)


@pytest.fixture
def page(client):
    """A client signed in as this user."""

    def enter(user):
        browser = Client()
        browser.force_login(user)
        return browser

    return enter


def post(browser, target, /, *args, **typed):
    return browser.post(reverse(f"agencies:{target}", args=args), {"once": str(uuid4()), **typed})


def status(row):
    return Representation.objects.get(pk=row.pk).status


def test_the_first_to_register_a_nib_acts_for_the_business_at_once(page, siti):
    browser = page(siti)
    assert 'name="name"' in post(browser, "business_new", step="nib", nib=NIB).content.decode()
    typed = {"nib": NIB, "name": NAME, "legal_form": "CV", "address": "Jl. Pantai 1", "region": siti.person.region_id}
    answer = post(browser, "business_new", step="details", **typed)
    business = Business.objects.get(name=NAME)
    assert answer.url == reverse("agencies:business", args=[business.uuid])
    assert business.representations.get().status == "active"
    assert browser.get(answer.url).status_code == 200


def test_a_second_person_gets_the_letter_form_and_never_the_name(page, budi, business):
    browser = page(budi)
    asked = post(browser, "business_new", step="nib", nib=NIB).content.decode()
    assert 'type="file"' in asked and NAME not in asked
    late = {"nib": NIB, "name": "Lain", "legal_form": "PT", "address": "x", "region": budi.person.region_id}
    raced = post(browser, "business_new", step="details", **late).content.decode()
    assert 'type="file"' in raced and NAME not in raced
    assert business.representations.count() == 1
    sent = post(browser, "business_new", step="claim", nib=NIB, letter=scan())
    profile = browser.get(sent.url).content.decode()
    assert NIB in profile and NAME not in profile
    assert browser.get(reverse("agencies:business", args=[business.uuid])).status_code == 404
    assert browser.get(reverse("agencies:edit_business", args=[business.uuid])).status_code == 404
    claim = business.representations.get(person=budi.person)
    assert claim.status == "claimed"
    assert NAME not in browser.get(reverse("agencies:end_representation", args=[claim.uuid])).content.decode()
    assert not Business.objects.visible_to(budi).filter(pk=business.pk).exists()


def test_a_letter_that_is_no_letter_is_refused_and_nothing_is_claimed(page, budi, business):
    fake = SimpleUploadedFile("kuasa.pdf", b"MZ not a pdf at all", "application/pdf")
    answer = post(page(budi), "business_new", step="claim", nib=NIB, letter=fake)
    assert answer.context["form"].errors["letter"]
    assert business.representations.count() == 1


def test_a_claim_is_made_once_and_only_for_a_known_nib(budi, claim):
    with pytest.raises(Refused):
        actions.claim_business(NIB, b"x", "pdf", by=budi)
    with pytest.raises(Refused):
        actions.claim_business("9120009999999", b"x", "pdf", by=budi)
    assert Representation.objects.filter(person=budi.person, business=claim.business).count() == 1


def test_the_counter_and_the_present_representative_hear_of_a_claim(claim, siti, user_named):
    told = set(Message.objects.filter(about=claim.uuid, channel="inapp").values_list("user__email", "occasion"))
    assert (siti.email, "agencies/claim_seen") in told
    assert (user_named("loket.batam").email, "agencies/claim_waiting") in told
    assert not [email for email, _occasion in told if email.startswith(("loket.kepri", "loket.bintan"))]
    assert NAME not in "".join(Message.objects.filter(about=claim.uuid).values_list("text", flat=True))


def test_the_counter_of_the_region_or_above_accepts_and_the_claimant_sees_the_business(page, claim, budi, user_named):
    counter = page(user_named("loket.batam"))
    assert NAME in counter.get(reverse("agencies:claims")).content.decode()
    opened = counter.get(reverse("agencies:claim", args=[claim.uuid])).content.decode()
    assert budi.person.nik in opened
    assert JournalEntry.objects.filter(verb="identity.viewed", subject=claim.uuid).count() == 1
    post(counter, "claim", claim.uuid, act="accept")
    assert status(claim) == "active"
    assert page(budi).get(reverse("agencies:business", args=[claim.business.uuid])).status_code == 200
    entry = JournalEntry.objects.get(verb="representation.accepted", subject=claim.uuid)
    assert entry.role == "front_desk" and entry.actor == user_named("loket.batam").uuid
    assert Message.objects.filter(user=budi, occasion="agencies/claim_accepted", channel="email").exists()


def test_the_province_stands_above_the_city(claim, user_named):
    actions.accept_claim(claim.pk, by=user_named("loket.kepri"))
    assert status(claim) == "active"


@pytest.mark.parametrize(
    "who", ["loket.bintan", "verifikator.batam", "opd.dinkes.batam", "pemohon", "petugas.sekupang"]
)
def test_nobody_else_decides_a_claim_or_opens_its_letter(page, claim, user_named, who):
    user = user_named(who)
    for act in (lambda: actions.accept_claim(claim.pk, by=user), lambda: actions.refuse_claim(claim.pk, "x", by=user)):
        with pytest.raises(NotAllowed):
            act()
    browser = page(user)
    assert browser.get(reverse("agencies:claim", args=[claim.uuid])).status_code == 404
    assert browser.get(reverse("agencies:claim_letter", args=[claim.uuid])).status_code == 404
    assert post(browser, "claim", claim.uuid, act="accept").status_code == 404
    assert status(claim) == "claimed"
    assert not JournalEntry.objects.filter(subject=claim.uuid).exclude(verb="representation.claimed").exists()


def test_a_counter_officer_never_decides_their_own_claim(business, user_named, siti):
    officer = user_named("loket.batam")
    details = {"nik": "2171034607900077", "address": "x", "region": siti.person.region}
    Person.objects.create(user=officer, name="Petugas", **details)
    own = actions.claim_business(NIB, b"x", "pdf", by=officer)
    with pytest.raises(NotAllowed):
        actions.accept_claim(own.pk, by=officer)
    assert not Representation.objects.awaiting(officer).filter(pk=own.pk).exists()
    assert status(own) == "claimed"


def test_a_refusal_needs_a_reason_which_the_claimant_reads(page, claim, budi, user_named):
    counter = page(user_named("loket.batam"))
    assert post(counter, "claim", claim.uuid, act="refuse", reason=" ").status_code == 200
    assert status(claim) == "claimed"
    post(counter, "claim", claim.uuid, act="refuse", reason="Surat belum bermeterai.")
    assert status(claim) == "refused"
    profile = page(budi).get(reverse("agencies:profile")).content.decode()
    assert "Surat belum bermeterai." in profile and NAME not in profile
    with pytest.raises(WrongState):
        actions.accept_claim(claim.pk, by=user_named("loket.batam"))
    assert status(claim) == "refused"


def test_the_letter_is_a_journalled_download(page, claim, user_named):
    answer = page(user_named("loket.batam")).get(reverse("agencies:claim_letter", args=[claim.uuid]))
    assert b"".join(answer.streaming_content)[:4] == b"\x89PNG"
    assert answer["Content-Disposition"].startswith("attachment") and answer["Content-Security-Policy"] == "sandbox"
    assert JournalEntry.objects.filter(verb="document.viewed", subject=claim.uuid).count() == 1


def test_inviting_the_claimant_accepts_the_claim(page, claim, siti, budi):
    post(page(siti), "business", claim.business.uuid, email=budi.email.upper())
    accepted = Representation.objects.get(pk=claim.pk)
    assert (accepted.status, accepted.basis, accepted.decided_by) == ("active", "invited", siti)


def invited(page, siti, business, email):
    """The path in the mailed invitation."""
    post(page(siti), "business", business.uuid, email=email)
    mail = Message.objects.mails().filter(address=email).latest("pk")
    assert NAME not in mail.text
    return re.search(r"https?://[^/\s]+(/\S+)", mail.text).group(1)


def test_an_invitation_is_accepted_by_its_own_address_with_a_press(page, siti, budi, business, user_named):
    link = invited(page, siti, business, budi.email)
    stranger = page(user_named("loket.bintan")).get(link)
    assert stranger.status_code == 403 and NAME not in stranger.content.decode()
    browser = page(budi)
    assert NAME in browser.get(link).content.decode()
    assert not business.representations.filter(person=budi.person).exists()
    for _twice in range(2):
        browser.post(link, {"once": str(uuid4())})
    assert business.representations.get(person=budi.person).basis == "invited"


def test_a_used_invitation_does_not_give_back_a_right_that_was_ended(page, siti, budi, business):
    link = invited(page, siti, business, budi.email)
    browser = page(budi)
    browser.post(link, {"once": str(uuid4())})
    right = business.representations.get(person=budi.person)
    actions.end_representation(right.pk, by=siti)
    assert browser.post(link, {"once": str(uuid4())}).status_code == 403
    assert [one.status for one in business.representations.filter(person=budi.person)] == ["ended"]


def test_an_invitation_dies_with_its_week_its_inviter_and_a_changed_letter(page, siti, budi, business):
    link = invited(page, siti, business, budi.email)
    token = link.rstrip("/").rsplit("/", 1)[-1]
    with moved_to(now() + timedelta(days=8)), pytest.raises(NotAllowed):
        actions.accept_invitation(token, by=budi)
    with pytest.raises(NotAllowed):
        actions.accept_invitation(token[:-1] + ("A" if token[-1] != "A" else "B"), by=budi)
    actions.end_representation(business.representations.get(person=siti.person).pk, by=siti)
    with pytest.raises(NotAllowed):
        actions.accept_invitation(token, by=budi)
    assert not business.representations.filter(person=budi.person).exists()


def test_only_a_present_representative_invites_or_changes(business, budi, user_named):
    for user in (budi, user_named("loket.batam")):
        with pytest.raises(NotAllowed):
            actions.invite_representative(business.pk, "siapa@contoh.id", by=user)
        with pytest.raises(NotAllowed):
            actions.save_business(business.pk, {}, by=user)
    assert not Message.objects.filter(address="siapa@contoh.id").exists()


def test_an_ended_right_loses_sight_of_the_business(page, claim, siti, budi, user_named):
    actions.accept_claim(claim.pk, by=user_named("loket.batam"))
    siti_page = page(siti)
    assert post(siti_page, "end_representation", claim.uuid).status_code == 302
    assert status(claim) == "ended"
    browser = page(budi)
    assert browser.get(reverse("agencies:business", args=[claim.business.uuid])).status_code == 404
    assert NAME not in browser.get(reverse("agencies:profile")).content.decode()
    assert Message.objects.filter(user=budi, occasion="agencies/representation_ended").exists()
    first = claim.business.representations.get(person=siti.person)
    with pytest.raises(NotAllowed):
        actions.end_representation(first.pk, by=budi)
    assert status(first) == "active"


def test_a_claim_is_withdrawn_by_its_claimant_and_by_nobody_else(page, claim, siti, budi):
    assert post(page(siti), "end_representation", claim.uuid).status_code == 404
    with pytest.raises(NotAllowed):
        actions.end_representation(claim.pk, by=siti)
    assert status(claim) == "claimed"
    post(page(budi), "end_representation", claim.uuid)
    assert status(claim) == "ended"
