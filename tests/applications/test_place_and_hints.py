"""Where a file is about, the words it is found by, and the other files that an officer is shown beside it."""

import pytest
from django.urls import reverse

from agencies.models import Business
from applications.actions.submission import withdraw_application
from applications.hints import hints_for
from applications.models import Application
from applications.place import comparable
from applications.schema.form import FormSpec
from applications.search_words import words_in
from tests.factories import draft, filled, fresh, issued, person, registered, submitted, verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]

HERE = {"alamat_lokasi": "Jl. Raja Ali Haji No. 8"}
OFFICER = "verifikator.batam"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jl. Raja Ali Haji No. 8", "jalan raja ali haji 8"),
        ("Gg Mawar, RT 01/RW 02", "gang mawar 01 02"),
        ("Kel. Tanjung Riau\nBlok A", "tanjung riau blok a"),
    ],
)
def test_the_same_address_written_otherwise_is_the_same_place(one, other):
    assert comparable(one) == comparable(other)
    assert comparable(one) != comparable(one + " B")
    assert comparable(None) == "" and len(comparable("jalan " * 200)) == 200


def test_the_place_is_written_when_the_file_is_sent():
    assert (draft().place_code, filled().place_words) == ("", "")
    file = submitted(**HERE)
    assert file.place_words == "jalan raja ali haji 8"
    assert file.place_code.startswith("21.71.") and len(file.place_code) == 13


def test_the_search_text_has_numbers_names_and_answers_and_no_identity():
    file = registered(**HERE)
    for words in (file.reference, file.registration_number, file.holder_name, "SIPF", "Raja Ali Haji"):
        assert all(word in file.search_text.split() for word in words_in(words))
    person_of = person("pemohon").person
    assert person_of.nik not in file.search_text
    secret = {
        field.code for field in FormSpec.from_json(file.standard.fields).fields if field.type in ("nik", "npwp", "nib")
    }
    assert not any(str(file.answers.get(code)) in file.search_text for code in secret if code in file.answers)
    found = Application.objects.filter(search=file.registration_number.lower())
    assert file in found


def test_the_same_holder_and_the_same_place_are_shown_the_same_type_first():
    mine = submitted(**HERE)
    other_type = registered(code="SIPA")
    same_type = registered()
    hints = hints_for(person(OFFICER), mine)
    assert [row.pk for row in hints.of_holder] == [same_type.pk, other_type.pk]
    assert [row.is_same_type for row in hints.of_holder] == [True, False]
    assert hints.at_place == []
    neighbour = issued(by="pemohon2", alamat_lokasi="jalan Raja Ali Haji nomor 8")
    hints = hints_for(person(OFFICER), fresh(mine))
    assert [row.permit.number for row in hints.at_place] == [neighbour.permit.number]


def test_only_what_the_officer_may_see_is_shown():
    asked = verified(**HERE)  # DINKES is asked
    submitted(code="REKLAME", **HERE)  # no agency knows of it yet
    assert not hints_for(person("opd.dinkes.batam"), asked)
    assert len(hints_for(person(OFFICER), asked).of_holder) == 1


def test_a_draft_and_the_persons_files_for_a_business_are_no_hint():
    mine = submitted(**HERE)
    filled(**HERE)
    of_business = submitted(code="REKLAME")
    Application.objects.filter(pk=of_business.pk).update(business=Business.objects.get())
    withdrawn = submitted(code="SIPA")
    withdraw_application(withdrawn.uuid, by=person("pemohon"))
    assert [row.pk for row in hints_for(person(OFFICER), mine).of_holder] == [withdrawn.pk]


def test_hints_take_two_statements_however_many_files_there_are(django_assert_num_queries):
    files = [registered(**HERE) for _each in range(7)]
    officer = person(OFFICER)
    hints_for(officer, files[0])  # posts are read once
    with django_assert_num_queries(2):
        hints = hints_for(officer, files[0])
        names = [(str(row), row.permit_type.title, row.office.region.zone) for row in hints.of_holder]
    assert len(names) == 5 and hints.more_of_holder and hints.more_at_place


def test_the_check_page_and_the_agencys_page_show_them(signed_in):
    one, two = verified(**HERE), submitted(code="SIPA")
    page = signed_in("loket.batam").get(reverse("applications:check", args=[two.uuid])).content.decode()
    assert reverse("applications:file", args=[one.uuid]) in page and one.registration_number in page
    again = verified(**HERE)
    page = signed_in("opd.dinkes.batam").get(
        reverse("applications:recommendation", args=[one.recommendations.get().uuid])
    )
    assert again.registration_number in page.content.decode()
