"""The pages for everybody: home, catalogue, service, tracking, verification, health, complaints."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from agencies.models import Membership
from applications.models import Offer, PermitType, ServiceStandard
from tests import factories
from tests.pages.reading import words

pytestmark = pytest.mark.django_db
CATALOGUE = "/layanan/"
LIST_QUERIES = 4  # counts by sector and level, the page, its standards, the regions to choose from
SERVICE_QUERIES = 6  # type, standard, agency names, counts of offices, the page of offices, regions
LETTER_QUERIES = 5  # the same without agencies


# Home


def test_the_front_page_has_the_three_doors_and_a_search(anyone, django_assert_num_queries):
    with django_assert_num_queries(4):
        page = anyone.get("/")
    text = words(page)
    for door, url in (("Ajukan izin", CATALOGUE), ("Lacak berkas", "/lacak/"), ("Sampaikan pengaduan", "/pengaduan/")):
        assert door in text
        assert f'href="{url}"' in page.content.decode()
    assert "39 layanan · 543 kantor" in text
    assert 'name="q"' in page.content.decode()
    assert "Belum ada izin yang terbit bulan ini" in text


def test_the_front_page_counts_this_months_permits(anyone, at_usual_moment):
    factories.issued()
    text = words(anyone.get("/"))
    assert "1 dari 1 izin terbit sesuai tanggal janji" in text
    assert "Sering diajukan" in text
    assert "Fisioterapis" in text


# Catalogue


def test_the_list_costs_the_same_for_one_row_as_for_twenty(anyone, django_assert_num_queries):
    with django_assert_num_queries(LIST_QUERIES):
        page = anyone.get(CATALOGUE)
    assert len(page.context["services"]) == 20
    with django_assert_num_queries(LIST_QUERIES):
        page = anyone.get(CATALOGUE, {"q": "fisioterapis"})
    assert len(page.context["services"]) == 1


def test_paging_shows_every_service_once_and_leads_back(anyone):
    first = anyone.get(CATALOGUE)
    second = anyone.get(CATALOGUE, {"after": first.context["next"]})
    codes = [row["type"].code for page in (first, second) for row in page.context["services"]]
    assert len(codes) == len(set(codes)) == 39
    assert (first.context["previous"], second.context["next"]) == (None, None)
    back = anyone.get(CATALOGUE, {"before": second.context["previous"]})
    assert back.context["services"] == first.context["services"]


@pytest.mark.parametrize("q", ["FISIOTERAPIS", "sipf", "izin fisioterapis", "physiotherapist"])
def test_search_finds_name_and_code_whatever_the_case(anyone, q):
    found = anyone.get(CATALOGUE, {"q": q}).context["services"]
    assert [row["type"].code for row in found] == ["SIPF"]


def test_search_words_are_not_patterns(anyone):
    assert anyone.get(CATALOGUE, {"q": "%"}).context["total"] == 0
    assert anyone.get(CATALOGUE, {"q": "\0"}).status_code == 200
    assert "Tidak ada layanan yang cocok" in words(anyone.get(CATALOGUE, {"q": "zzz"}))


def test_sectors_and_levels_are_links_with_counts(anyone):
    page = anyone.get(CATALOGUE, {"tingkat": "kelurahan"})
    counts = {chip["value"]: chip["count"] for chip in page.context["level_chips"]}
    assert counts == {"": 39, "province": 12, "regency_city": 17, "kecamatan": 5, "kelurahan": 5}
    sectors = {chip["value"]: chip["count"] for chip in page.context["sector_chips"]}
    assert sectors[""] == 5 == len(page.context["services"])
    health = anyone.get(CATALOGUE, {"tingkat": "kelurahan", "sektor": "Kesehatan"})
    assert [row["type"].code for row in health.context["services"]] == ["SKTM-KESEHATAN"]
    assert "tingkat=kelurahan&amp;sektor=" in page.content.decode()


def test_an_office_filter_shows_what_that_office_offers(anyone):
    page = anyone.get(CATALOGUE, {"wilayah": "21.71", "kantor": "kelurahan-tanjung-riau"})
    assert {row["type"].level for row in page.context["services"]} == {"kelurahan"}
    assert "Layanan di Kelurahan Tanjung Riau" in words(page)
    province = anyone.get(CATALOGUE, {"kantor": "dpmptsp-provinsi-kepulauan-riau"})
    assert province.context["total"] == 12
    assert "Layanan di DPMPTSP Provinsi Kepulauan Riau" in words(province)


def test_a_service_that_nobody_offers_any_more_is_not_shown(anyone):
    Offer.objects.filter(permit_type__code="SIPF").update(is_open=False)
    assert anyone.get(CATALOGUE).context["total"] == 38
    assert anyone.get("/layanan/SIPF/dpmptsp-kota-batam/").status_code == 404


# One service


def test_a_service_page_publishes_the_six_components(anyone, django_assert_num_queries):
    with django_assert_num_queries(SERVICE_QUERIES):
        page = anyone.get("/layanan/SIPF/")
    text = words(page)
    for heading in (
        "1. Persyaratan",
        "2. Prosedur",
        "3. Jangka waktu",
        "4. Biaya",
        "5. Produk pelayanan",
        "6. Pengaduan",
    ):
        assert heading in text
    for fact in (
        "5 hari kerja",
        "GRATIS",
        "5 tahun",
        "Dinas Kesehatan",
        "KTP-el pemohon",
        "PDF, JPG, PNG",
        "Nomor STR",
    ):
        assert fact in text
    assert "UU 17/2023 tentang Kesehatan" in text
    assert "untuk perpanjangan" not in text  # requirements of other kinds of filing stay hidden


def test_a_charged_service_says_so(anyone):
    assert "Berbayar" in words(anyone.get("/layanan/PBG/"))


def test_agencies_named_by_an_answer_are_explained(anyone):
    text = words(anyone.get("/layanan/TRAYEK-AKDP/"))
    assert text.count("Dinas Perhubungan (sesuai isian") == 2
    office = words(anyone.get("/layanan/TRAYEK-AKDP/dpmptsp-provinsi-kepulauan-riau/"))
    assert office.count("Dinas Perhubungan (sesuai isian") == 2
    assert "Dinas Perhubungan Provinsi Kepulauan Riau" in office


def test_the_offices_of_a_village_letter_cost_the_same_for_one_as_for_all(anyone, django_assert_num_queries):
    with django_assert_num_queries(LETTER_QUERIES):
        everything = anyone.get("/layanan/SK-DOMISILI/", {"tampil": "semua"})
    assert (everything.context["total"], len(everything.context["offices"])) == (419, 20)
    assert "Belum melayani daring" in words(everything)
    with django_assert_num_queries(LETTER_QUERIES):
        one = anyone.get("/layanan/SK-DOMISILI/", {"wilayah": "21.71", "q": "tanjung riau"})
    assert [office.name for office in one.context["offices"]] == ["Kelurahan Tanjung Riau"]


def test_offices_with_a_counter_officer_come_first(anyone):
    page = anyone.get("/layanan/SK-DOMISILI/")
    assert [office.slug for office in page.context["offices"]] == ["kelurahan-tanjung-riau"]


def test_paging_through_the_offices_shows_each_once(anyone):
    seen, query = [], {"tampil": "semua"}
    while True:
        page = anyone.get("/layanan/SK-DOMISILI/", query)
        seen += [office.slug for office in page.context["offices"]]
        if not page.context["next"]:
            break
        query["after"] = page.context["next"]
    assert len(seen) == len(set(seen)) == 419


# One office's service


def test_a_signed_out_visitor_is_led_to_sign_in_and_back(anyone):
    page = anyone.get("/layanan/SIPF/dpmptsp-kota-batam/").content.decode()
    assert f'href="{reverse("account_login")}?next=/layanan/SIPF/dpmptsp-kota-batam/"' in page
    assert reverse("applications:start_filing", args=["dpmptsp-kota-batam", "SIPF"]) not in page


def test_a_signed_in_visitor_gets_the_button_with_a_key_of_its_own(signed_in):
    page = signed_in("pemohon").get("/layanan/SIPF/dpmptsp-kota-batam/").content.decode()
    assert f'action="{reverse("applications:start_filing", args=["dpmptsp-kota-batam", "SIPF"])}"' in page
    assert 'name="once"' in page
    assert "csrfmiddlewaretoken" in page


def test_an_office_without_a_counter_officer_offers_no_button(signed_in, office_of):
    desk = Membership.objects.filter(agency=office_of("dpmptsp-kota-batam"), role="front_desk")
    desk.update(from_on=date(2019, 1, 1), until_on=date(2020, 1, 1))
    page = signed_in("pemohon").get("/layanan/SIPF/dpmptsp-kota-batam/")
    assert "Belum melayani daring" in words(page)
    assert 'name="once"' not in page.content.decode()


def test_an_office_with_its_own_standard_shows_that_one(anyone, office_of):
    template = ServiceStandard.objects.get(permit_type__code="SIPF")
    template.pk, template.uuid, template.office, template.time_limit_days = (
        None,
        uuid4(),
        office_of("dpmptsp-kota-batam"),
        3,
    )
    template.save(force_insert=True)
    assert "Jangka waktu 3 hari kerja" in words(anyone.get("/layanan/SIPF/dpmptsp-kota-batam/"))
    assert "Jangka waktu 3 hari kerja" not in words(anyone.get("/layanan/SIPF/dpmptsp-kota-tanjungpinang/"))


def test_the_agencies_are_the_offices_own(anyone):
    assert "Dinas Kesehatan Kota Batam" in words(anyone.get("/layanan/SIPF/dpmptsp-kota-batam/"))


def test_an_office_of_another_level_does_not_offer_it(anyone):
    assert anyone.get("/layanan/SIPF/kelurahan-tanjung-riau/").status_code == 404
    assert anyone.get("/layanan/TIDAK-ADA/").status_code == 404


# The reference pages of the office


def test_the_admin_shows_standards_and_changes_none(client, django_user_model, reference):
    client.force_login(django_user_model.objects.create_superuser("acuan@demo.test", "x", full_name="Acuan"))
    standard = ServiceStandard.objects.get(permit_type__code="SIPF")
    page = client.get(reverse("admin:applications_servicestandard_change", args=[standard.pk]))
    assert page.status_code == 200
    assert 'name="time_limit_days"' not in page.content.decode()
    answer = client.post(
        reverse("admin:applications_servicestandard_change", args=[standard.pk]), {"time_limit_days": 99}
    )
    assert answer.status_code == 403
    assert client.get(reverse("admin:applications_offer_changelist")).status_code == 200
    assert client.get(reverse("admin:applications_permittype_changelist")).status_code == 200


# Health and complaints


def test_health_says_that_all_is_well_and_names_nobody(anyone):
    state = anyone.get("/sehat/", {"format": "json"}).json()
    assert (state["ok"], state["database"], state["migrations"]["missing"]) == (True, True, [])
    assert set(state["waiting"]) == {"messages", "parked_messages", "documents"}
    assert "Portal berjalan" in words(anyone.get("/sehat/"))


def test_health_reports_a_missing_migration(anyone, monkeypatch):
    monkeypatch.setattr("ptsp_portal.views._on_disk", lambda: {("applications", "9999_later")})
    page = anyone.get("/sehat/")
    assert page.status_code == 503
    assert "applications.9999_later" in words(page)


def test_the_complaint_form_names_the_other_channels_too(anyone):
    text = words(anyone.get("/pengaduan/"))
    for channel in ("Kirim pengaduan", "SP4N-LAPOR!", "www.lapor.go.id", "1708", "menelepon ke loket"):
        assert channel in text


def test_every_public_page_is_small(anyone):
    for url in (
        "/",
        CATALOGUE,
        "/layanan/SIPF/",
        "/layanan/SIPF/dpmptsp-kota-batam/",
        "/lacak/",
        "/verifikasi/",
        "/pengaduan/",
    ):
        assert len(anyone.get(url).content) < 25_000, url


def test_unpublished_types_do_not_break_the_list(anyone):
    PermitType.objects.create(code="BARU", name="Tanpa standar", level="province", sector="Uji")
    assert anyone.get(CATALOGUE).context["total"] == 39
    assert anyone.get("/layanan/BARU/").status_code == 404
