from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.urls import reverse

from agencies.models import Person
from audit.models import JournalEntry
from tests import factories

NIK = "2171034607900001"  # a woman, born 6 July 1990
PLACE = "21.71.03.1001"


@pytest.fixture
def newcomer(reference, client):
    user = get_user_model().objects.create_user("wati@contoh.id", "x", full_name="Wati Lestari")
    client.force_login(user)
    return user


def save(client, **changes):
    typed = {
        "name": "Wati Lestari", "nik": NIK, "birth_place": "Batam", "birth_on": "1990-07-06", "sex": "P",
        "address": "Jl. Melati 3", "region": PLACE, "phone": "0812 3456 7890", "npwp": "", "once": str(uuid4()),
    }  # fmt: skip
    return client.post(reverse("agencies:edit_person"), typed | changes)


def test_an_identity_is_saved_sealed_and_shown_masked(client, newcomer):
    assert save(client).url == reverse("agencies:profile")
    with connection.cursor() as cursor:
        cursor.execute("SELECT nik, phone FROM agencies_person WHERE user_id = %s", [newcomer.pk])
        assert NIK not in str(cursor.fetchone())
    page = client.get(reverse("agencies:profile")).content.decode()
    assert "••••0001" in page and NIK not in page and "6281234567890" not in page
    assert JournalEntry.objects.get(verb="person.saved").actor == newcomer.uuid


@pytest.mark.parametrize("nik", ["2171033102900001", "2171037102900001", "217103460790000", "2171034607900000"])
def test_a_nik_with_an_impossible_date_or_number_is_refused_and_nothing_is_saved(client, newcomer, nik):
    answer = save(client, nik=nik)
    assert answer.status_code == 200 and answer.context["form"].errors["nik"]
    assert 'value="Jl. Melati 3"' in answer.content.decode()
    assert not Person.objects.filter(user=newcomer).exists()
    assert not JournalEntry.objects.filter(verb="person.saved").exists()


def test_a_nik_that_does_not_fit_the_other_answers_only_warns(client, newcomer):
    answer = save(client, sex="L", birth_on="1990-07-07")
    page = client.get(answer.url).content.decode()
    assert "Jenis kelamin berbeda" in page and "Tanggal lahir berbeda" in page
    assert Person.objects.get(user=newcomer).sex == "L"


def test_the_nik_of_another_account_is_refused_without_a_name(client, newcomer, user_named):
    other = user_named("pemohon").person
    answer = save(client, nik=other.nik)
    page = answer.content.decode()
    assert "sudah terdaftar pada akun lain" in page and other.name not in page
    assert not Person.objects.filter(user=newcomer).exists()
    other.refresh_from_db()
    assert other.user == user_named("pemohon")


def test_searching_a_place_keeps_what_was_typed_and_judges_nothing(client, newcomer):
    answer = save(client, search="1", q="tanjung riau batam", nik="123", region="")
    page = answer.content.decode()
    assert 'value="123"' in page and "Kelurahan Tanjung Riau – Kecamatan Sekupang, Kota Batam" in page
    assert not answer.context["form"].errors
    assert not Person.objects.filter(user=newcomer).exists()


def test_a_search_shows_at_most_thirty_places_and_says_so(client, newcomer):
    form = save(client, search="1", q="a ", region="").context["form"]
    assert form.fields["region"].choices == []
    form = save(client, search="1", q="an", region="").context["form"]
    assert len(form.fields["region"].choices) == 30 and "30" in form.fields["region"].help_text


def test_the_nik_stays_once_it_stands_in_a_filing(client, signed_in, user_named):
    signed_in("pemohon")
    former = user_named("pemohon").person.nik
    factories.draft()
    assert "nik" in client.get(reverse("agencies:edit_person")).context["form"].fields
    factories.submitted()
    page = client.get(reverse("agencies:edit_person"))
    assert "nik" not in page.context["form"].fields and "NIK tidak dapat diganti lagi" in page.content.decode()
    save(client, nik=NIK)
    assert user_named("pemohon").person.nik == former


def test_enter_in_a_field_saves_when_there_is_nothing_to_search(client, newcomer):
    assert save(client, search="1", q="").url == reverse("agencies:profile")
    assert Person.objects.filter(user=newcomer).exists()


def test_a_kecamatan_is_no_address(client, newcomer):
    assert save(client, region="21.71.03").context["form"].errors["region"]
    assert not Person.objects.filter(user=newcomer).exists()


def test_an_empty_nik_leaves_the_stored_one(client, newcomer):
    save(client)
    save(client, nik="", address="Jl. Mawar 9")
    person = Person.objects.get(user=newcomer)
    assert (person.nik, person.address) == (NIK, "Jl. Mawar 9")


def test_nobody_signed_out_sees_a_profile(client, db):
    assert client.get(reverse("agencies:profile")).url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "typed", [{"q": "tiban\0", "search": "1"}, {"q": "\0"}, {"region": "21.71\0"}, {"name": "A\0"}]
)
def test_a_nul_in_the_form_is_no_error_page_and_saves_nothing(client, newcomer, typed):
    assert save(client, **typed | {"nik": ""}).status_code == 200
    assert not Person.objects.filter(user=newcomer).exists()


@pytest.mark.parametrize("target", ["beranda", "//jahat.example/", "https://jahat.example/", "?x"])
def test_after_saving_the_way_on_is_a_page_of_ours(client, newcomer, target):
    assert save(client, next=target).url == reverse("agencies:profile")


def test_what_was_searched_for_is_shown_as_text_and_never_as_markup(client, newcomer):
    page = save(client, q="<b>tiban</b>", search="1").content.decode()
    assert "“&lt;b&gt;tiban&lt;/b&gt;”" in page and "<b>tiban" not in page
