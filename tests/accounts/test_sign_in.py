"""Sign-up, sign-in and reset as people meet them, with the mails that really stand in the outbox."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.urls import reverse

from audit.models import JournalEntry
from notifications.models import Message

EMAIL, PASSWORD = "wati@contoh.id", "kebun-karang-77"


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


def sign_up(client, **changes):
    typed = {"full_name": "Wati Lestari", "email": EMAIL, "password1": PASSWORD, "password2": PASSWORD, **changes}
    return client.post(reverse("account_signup"), typed)


def sign_in(client, email=EMAIL, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def last_link(email=EMAIL):
    """Path of the link in the newest mail to this address."""
    mail = Message.objects.mails().filter(address=email).latest("pk")
    return re.search(r"https?://[^/\s]+(/\S+)", mail.text).group(1)


@pytest.fixture
def wati(db):
    user = get_user_model().objects.create_user(EMAIL, PASSWORD, full_name="Wati Lestari")
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    return user


def is_in(client):
    return "_auth_user_id" in client.session


def test_a_new_account_keeps_name_and_language_and_waits_for_its_confirmation(client):
    client.cookies["bahasa"] = "en"
    assert sign_up(client).status_code == 302
    user = get_user_model().objects.get(email=EMAIL)
    assert (user.full_name, user.language) == ("Wati Lestari", "en")
    assert not EmailAddress.objects.get(user=user).verified
    assert sign_in(client).url == reverse("account_email_verification_sent")
    assert not is_in(client)


def test_the_confirmation_link_of_the_mail_opens_the_account(client):
    sign_up(client)
    client.post(last_link())
    assert EmailAddress.objects.get(email=EMAIL).verified
    client.logout()
    answer = sign_in(client)
    assert answer.url == reverse("after_sign_in") and is_in(client)
    assert {"account.signed_up", "account.email_confirmed", "account.signed_in"} <= set(
        JournalEntry.objects.values_list("verb", flat=True)
    )


def test_links_in_mails_lead_to_our_own_address_whatever_the_host_header_says(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://izin.contoh.go.id"
    client.post(
        reverse("account_signup"),
        {"full_name": "Wati", "email": EMAIL, "password1": PASSWORD, "password2": PASSWORD},
        headers={"host": "jahat.example"},
    )
    mail = Message.objects.mails().get(address=EMAIL)
    assert "https://izin.contoh.go.id/" in mail.text and "jahat.example" not in mail.text + mail.subject


def test_signing_up_with_a_known_address_looks_the_same_and_makes_nothing(client, wati):
    known = sign_up(client)
    unknown = sign_up(client.__class__(), email="baru@contoh.id")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert get_user_model().objects.filter(email__iexact=EMAIL).count() == 1
    assert "confirm-email" not in Message.objects.mails().get(address=EMAIL).text


def test_a_wrong_password_reads_alike_for_known_and_unknown_people(client, wati):
    def words(answer):
        return [str(error) for error in answer.context["form"].non_field_errors()]

    known = sign_in(client, password="salah-sekali-99")
    unknown = sign_in(client.__class__(), email="tidak.ada@contoh.id", password="salah-sekali-99")
    assert known.status_code == unknown.status_code == 200
    assert words(known) == words(unknown) != []
    assert not is_in(client)


def test_guessing_is_stopped_even_with_the_right_password(client, wati):
    for _attempt in range(10):
        sign_in(client, password="salah-sekali-99")
    sign_in(client)
    assert not is_in(client)


def test_the_address_is_read_without_regard_to_case(client, wati):
    sign_in(client, email="Wati@Contoh.ID")
    assert is_in(client)


def test_a_forgotten_password_is_set_anew_through_the_mail_once(client, wati):
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    link = last_link()
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "pulau-penyengat-12", "password2": "pulau-penyengat-12"})
    client.logout()
    sign_in(client)
    assert not is_in(client)
    sign_in(client, password="pulau-penyengat-12")
    assert is_in(client)
    again = client.__class__().get(link, follow=True)
    assert not again.redirect_chain
    assert JournalEntry.objects.filter(verb="account.password_reset").count() == 1


def test_asking_for_a_reset_answers_alike_for_unknown_addresses(client, wati):
    known = client.post(reverse("account_reset_password"), {"email": EMAIL})
    unknown = client.post(reverse("account_reset_password"), {"email": "tidak.ada@contoh.id"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_a_switched_off_account_can_not_come_in_and_is_put_out(client, wati):
    sign_in(client)
    get_user_model().objects.filter(pk=wati.pk).update(is_active=False)
    assert client.get(reverse("after_sign_in")).url.startswith(reverse("account_login"))
    sign_in(client)
    assert client.get(reverse("after_sign_in")).url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("who", "page"), [("loket.batam", "applications:desk_home"), ("pemohon", "applications:my_filings")]
)
def test_after_sign_in_everybody_lands_at_their_own_work(signed_in, who, page):
    assert signed_in(who).get(reverse("after_sign_in")).url == reverse(page)


def test_switching_an_account_off_in_the_admin_is_journalled(signed_in, wati):
    admin = signed_in("admin")
    admin.post(reverse("admin:accounts_user_change", args=[wati.pk]), {})
    wati.refresh_from_db()
    assert not wati.is_active
    assert JournalEntry.objects.get(verb="account.deactivated").subject == wati.uuid


def test_the_admin_has_no_sign_in_page_of_its_own(client, db):
    assert client.get("/admin/login/").url.startswith(reverse("account_login"))
