"""“Saya mau membuka klinik”: one question a page, everything in the address, and what it leads to at a place."""

import json
import re
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.management import call_command

from agencies.models import Agency, Membership
from applications.models import Guide, Offer, ServiceStandard
from applications.standards.terms import terms_of
from tests.applications.filing import ABSENT, links, words
from tests.factories import BATAM, next_standard

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
IN_BATAM = "21.71"
ANSWERS = {
    "j-tempat": "ada_slf", "j-lingkungan": "belum", "j-dokter": "sudah", "j-obat": "tidak", "j-reklame": "ya",
}  # fmt: skip
VILLAGE = "21.71.05.1001"


def page(client, slug="klinik", **query):
    return client.get(f"/panduan/{slug}/?{urlencode(query)}")


def result(client, slug="klinik", **changes):
    return page(client, slug, wilayah=IN_BATAM, **ANSWERS | changes)


def hidden(response) -> dict:
    """What the form of the question hands on."""
    form = re.search(r'<form class="panel panel-now" method="get".*?</form>', response.content.decode(), re.DOTALL)[0]
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))


def test_it_asks_the_place_first_then_one_question_a_page_and_back_keeps_the_answers(client):
    first = page(client)
    assert "Pertanyaan 1 dari 6" in words(first) and "Kota Batam" in words(first)
    second = page(client, wilayah=IN_BATAM, dari="wilayah")
    assert "Pertanyaan 2 dari 6" in words(second) and "Bagaimana tempat kliniknya?" in words(second)
    third = page(client, **hidden(second), **{"j-tempat": "baru"})
    assert "Pertanyaan 3 dari 7" in words(third) and "ramai kendaraan" in words(third)
    assert hidden(third) == {"wilayah": IN_BATAM, "j-tempat": "baru", "dari": "lalu_lintas"}
    back = next(link for link in links(third) if "langkah=tempat" in link).replace("&amp;", "&")
    again = client.get(f"/panduan/klinik/{back}")
    assert "Pertanyaan 2 dari 7" in words(again) and re.search(r'value="baru" checked', again.content.decode())
    assert not client.session.items() and not any(Guide.objects.exclude(revision=0))


def test_an_empty_answer_is_told_apart_and_nonsense_is_asked_again(client):
    silent = page(client, wilayah=IN_BATAM, dari="tempat")
    assert "Pilih salah satu jawaban." in words(silent) and 'href="#jawaban"' in silent.content.decode()
    assert "Pilih kabupaten atau kotanya." in words(page(client, wilayah="", dari="wilayah"))
    for wrong in ({"wilayah": "99.99"}, {"wilayah": "21"}, {"wilayah": "\0x"}):
        assert "Pertanyaan 1 dari" in words(page(client, **wrong))
    assert "Pertanyaan 2 dari 6" in words(page(client, wilayah=IN_BATAM, **{"j-tempat": "'; DROP", "j-kuda": "x"}))
    assert page(client, slug="tidak-ada").status_code == ABSENT


def test_the_result_lists_services_offices_days_and_each_paper_once(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        shown = result(client)
    text = words(shown)
    assert "Anda memerlukan 3 izin atau surat." in text
    # KLINIK 14, PERSLING 10, REKLAME 5 working days.
    assert "Bila diajukan bersamaan: paling lama 14 hari kerja; bila satu per satu: 29 hari kerja." in text
    assert f"/layanan/KLINIK/{BATAM}/" in links(shown) and text.count("Melayani daring") == 3
    assert text.count("KTP-el pemohon / penanggung jawab") == 1
    assert "Diminta oleh: KLINIK, PERSLING, REKLAME" in text  # the letter of application
    away = urlencode({"next": f"/panduan/klinik/mulai/?{urlencode({'wilayah': IN_BATAM} | ANSWERS)}"})
    assert f"/akun/login/?{away}" in links(shown)


def test_it_says_what_is_not_served_there_and_what_costs_something(client):
    Membership.objects.filter(agency__slug=BATAM, role="front_desk").delete()
    offline = words(result(client))
    assert offline.count("Belum melayani daring") == 3 and "untuk mengajukan sekaligus" not in offline
    Offer.objects.filter(office__slug=BATAM, permit_type__code="REKLAME").update(is_open=False)
    assert "belum ditawarkan kantor mana pun di tempat ini" in words(result(client))
    paid = words(result(client, **{"j-tempat": "tanpa_slf"}))
    assert "GRATIS" in words(result(client)).upper()
    assert "Sertifikat Laik Fungsi" in paid


def test_a_letter_of_the_village_asks_for_the_village(client):
    answers = {"j-nib": "sudah", "j-surat": "keduanya", "j-tempat": "rumah", "j-reklame": "tidak"}
    asked = page(client, "usaha-kecil", wilayah=IN_BATAM, **answers)
    assert (
        "Kelurahan, desa, atau kecamatan tempatnya" in words(asked)
        and words(asked).count("pilih tempatnya di atas") == 2
    )
    known = page(client, "usaha-kecil", wilayah=IN_BATAM, desa=VILLAGE, **answers)
    offices = Agency.objects.filter(region__in=[VILLAGE, VILLAGE[:8]], kind__in=["kelurahan", "kecamatan"])
    assert len(offices) == 2 and all(office.name in words(known) for office in offices)
    elsewhere = page(client, "usaha-kecil", wilayah=IN_BATAM, desa="21.03.01.2001", **answers)
    assert words(elsewhere).count("pilih tempatnya di atas") == 2


def test_the_offices_own_standard_and_its_papers_are_what_counts(client):
    next_standard("REKLAME", time_limit_days=40)
    assert "paling lama 40 hari kerja" in words(result(client))
    requirement = {
        "code": "denah", "name": "Denah tempat", "mandatory": True, "formats": ["pdf"], "issued_by": "Kantor Pertanahan",
        "blank_form": "0b0b0b0b-0000-4000-8000-000000000000",
    }  # fmt: skip
    everybodys = ServiceStandard.objects.get(permit_type__code="REKLAME", office=None, status="published")
    ServiceStandard.objects.create(
        **terms_of(everybodys) | {"requirements": [requirement], "time_limit_days": 50},
        permit_type=everybodys.permit_type, office=Agency.objects.get(slug=BATAM), status="published",
        effective_from=everybodys.effective_from,
    )  # fmt: skip
    text = words(result(client))
    assert "paling lama 50 hari kerja" in text
    assert "diterbitkan oleh Kantor Pertanahan" in text and "formulir kosong di halaman layanannya" in text
    assert "Denah tempat" not in words(page(client, wilayah="21.72", **ANSWERS))


def test_an_offices_own_guide_stands_before_everybodys_in_its_place_only(client):
    batam = Agency.objects.get(slug=BATAM)
    own = Guide.objects.create(
        office=batam, slug="klinik", title="Klinik di Batam", questions=[{"services": ["KLINIK"]}], is_published=False
    )
    assert "Klinik di Batam" not in words(page(client, wilayah=IN_BATAM))
    Guide.objects.filter(pk=own.pk).update(is_published=True)
    assert "Klinik di Batam" in words(page(client, wilayah=IN_BATAM))
    assert "Saya mau membuka klinik" in words(page(client, wilayah="21.72")) and "Klinik di Batam" not in words(
        page(client)
    )
    listed = words(client.get("/panduan/?wilayah=21.71"))
    assert "Klinik di Batam" in listed and "Saya mau membuka klinik" not in listed
    assert "Saya mau membuka klinik" in words(client.get("/panduan/"))


def test_the_list_is_searched_in_both_languages_and_the_front_page_leads_to_it(client, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = client.get("/panduan/?q=pharmacy")
    assert {"/panduan/apotek/"} == {link for link in links(found) if re.match(r"/panduan/\w", link)}
    assert "Tidak ada panduan yang cocok" in words(client.get("/panduan/?q=pesawat"))
    assert "/panduan/" in links(client.get("/")) & links(client.get("/layanan/"))


def test_an_english_page_has_the_guides_own_english_words(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    asked = words(page(client, wilayah=IN_BATAM))
    assert "Question 2 of 6" in asked and "What about the clinic's place?" in asked and "Put up a new building" in asked
    assert "Before you start, the business has its NIB" in words(page(client))
    over = words(result(client, **{"j-dokter": "belum"}))
    assert "You need 4 permits or letters." in over and "The licence is the doctor's own" in over
    assert "Applied for together: at most 14 working days; one after the other: 34 working days." in over


def test_loading_the_guides_twice_changes_nothing_and_a_service_that_went_is_said(client):
    before = sorted(Guide.objects.values_list("pk", "revision"))
    call_command("load_guides", verbosity=0)
    assert sorted(Guide.objects.values_list("pk", "revision")) == before and len(before) == 9
    Guide.objects.filter(slug="klinik").update(title="Lain")
    call_command("load_guides", verbosity=0)
    assert Guide.objects.get(slug="klinik").title == "Saya mau membuka klinik"
    questions = json.dumps(Guide.objects.get(slug="klinik").questions).replace('"REKLAME"', '"REKLAME-LAMA"')
    Guide.objects.filter(slug="klinik").update(questions=json.loads(questions))
    assert "Tidak ada lagi dalam katalog: REKLAME-LAMA." in words(result(client))
