from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse


@pytest.fixture
def wati(db):
    return get_user_model().objects.create_user("wati@contoh.id", "x", full_name="Wati Lestari")


def switch(client, **typed):
    return client.post(reverse("set_language"), {"language": "en", "next": "/profil/", **typed})


def test_the_switch_goes_back_to_the_page_and_is_remembered(client, db):
    answer = switch(client)
    assert answer.url == "/profil/" and answer.cookies["bahasa"].value == "en"


def test_the_switch_of_a_signed_in_person_is_kept_with_the_account(client, wati):
    client.force_login(wati)
    switch(client)
    wati.refresh_from_db()
    assert wati.language == "en"


@pytest.mark.parametrize(
    "target", ["https://jahat.example/", "//jahat.example/", "javascript:alert(1)", "beranda", "?x", ""]
)
def test_the_switch_never_leads_away_from_this_site(client, db, target):
    assert switch(client, next=target).url == "/"


def test_an_unknown_language_and_a_plain_link_change_nothing(client, wati):
    client.force_login(wati)
    assert switch(client, language="xx").status_code == 400
    assert client.get(f"{reverse('set_language')}?language=en&next={quote('/')}").status_code == 405
    wati.refresh_from_db()
    assert wati.language == "id"
