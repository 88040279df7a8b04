"""The pages for everybody: home, catalogue, service, tracking, verification, health, complaints until they open."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from agencies.models import Membership
from applications.models import Offer, Permit, PermitType, ServiceStandard
from applications.views import tracking, verification
from ptsp_portal.lib.limits import Limit
from ptsp_portal.lib.moment import moved_to
from tests import factories

pytestmark = pytest.mark.django_db
CATALOGUE = "/layanan/"
LIST_QUERIES = 4  # counts by sector and level, the page, its standards, the regions to choose from
SERVICE_QUERIES = 6  # type, standard, agency names, counts of offices, the page of offices, regions
WRONG_TRY_QUERIES = 21  # the file, two limits read, two counters written
LETTER_QUERIES = 5  # the same without agencies


def words(response) -> str:
    """What a reader sees: no tags, single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def anyone(reference):
    return Client()


# Home


def test_the_front_page_has_the_three_doors_and_a_search(anyone, django_assert_num_queries):
    with django_assert_num_queries(4):
        page = anyone.get("/")
    text = words(page)
    for door, url in (("Ajukan izin", CATALOGUE), ("Lacak berkas", "/lacak/"), ("Sampaikan pengaduan", "/pengaduan/")):
        assert door in text
        assert f'href="{url}"' in page.content.decode()
    assert "39 layanan · 507 kantor" in text
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
    template.pk, template.office, template.time_limit_days = None, office_of("dpmptsp-kota-batam"), 3
    template.save(force_insert=True)
    assert "3 hari kerja" in words(anyone.get("/layanan/SIPF/dpmptsp-kota-batam/"))
    assert "3 hari kerja" not in words(anyone.get("/layanan/SIPF/dpmptsp-kota-tanjungpinang/"))


def test_the_agencies_are_the_offices_own(anyone):
    assert "Dinas Kesehatan Kota Batam" in words(anyone.get("/layanan/SIPF/dpmptsp-kota-batam/"))


def test_an_office_of_another_level_does_not_offer_it(anyone):
    assert anyone.get("/layanan/SIPF/kelurahan-tanjung-riau/").status_code == 404
    assert anyone.get("/layanan/TIDAK-ADA/").status_code == 404


# Tracking


@pytest.fixture
def file(at_usual_moment):
    return factories.registered()


def ask(client, number, secret, **extra):
    return client.post("/lacak/", {"number": number, "secret": secret}, **extra)


def test_number_and_secret_show_where_the_file_is(file, anyone):
    page = ask(
        anyone,
        f" {file.registration_number.lower()} ",
        f"{file.tracking_secret[:4].lower()}-{file.tracking_secret[4:]}",
    )
    assert page.status_code == 200
    text = words(page)
    assert file.registration_number in text
    assert "verifikator DPMPTSP Kota Batam" in text
    assert "Janji selesai" in text
    assert page["Cache-Control"] == "no-store"


def test_tracking_shows_each_agencys_state(at_usual_moment, anyone):
    file = factories.verified()
    text = words(ask(anyone, file.registration_number, file.tracking_secret))
    assert "Dinas Kesehatan Kota Batam" in text
    assert "Belum dibuka" in text


def test_tracking_shows_no_personal_data(file, anyone):
    page = ask(anyone, file.registration_number, file.tracking_secret).content.decode()
    for private in (file.holder_name, file.holder_identity, file.holder_address, file.person.nik, file.tracking_secret):
        assert private
        assert private not in page


def without_keys(response) -> str:
    """The page without what each form carries: its keys and what was typed."""
    return re.sub(r'value="[^"]*"', "", response.content.decode())


def test_a_wrong_number_and_a_wrong_secret_answer_alike(file, anyone, django_assert_num_queries):
    assert tracking.PER_NUMBER.tries == 20
    with django_assert_num_queries(WRONG_TRY_QUERIES):
        wrong_secret = ask(anyone, file.registration_number, "ZZZZZZZZ")
    with django_assert_num_queries(WRONG_TRY_QUERIES):
        wrong_number = ask(anyone, "BTM-2026-99999-X", "ZZZZZZZZ", REMOTE_ADDR="192.0.2.9")
    assert wrong_secret.status_code == wrong_number.status_code == 404
    assert without_keys(wrong_secret) == without_keys(wrong_number)
    assert str(tracking.NOT_FOUND) in words(wrong_number)


def test_an_unregistered_file_can_not_be_tracked(at_usual_moment, anyone):
    file = factories.submitted()
    assert file.registration_number is None
    assert ask(anyone, "None", "").status_code == 400
    assert ask(anyone, file.reference, "ZZZZZZZZ").status_code == 404


def test_guessing_one_number_is_stopped_and_the_village_is_not(file, anyone, monkeypatch):
    monkeypatch.setattr(tracking, "PER_NUMBER", Limit("t", tries=3, window=timedelta(minutes=10)))
    for _ in range(3):
        assert ask(anyone, file.registration_number, "ZZZZZZZZ").status_code == 404
    stopped = ask(anyone, file.registration_number, file.tracking_secret)
    assert stopped.status_code == 429
    assert "Tunggu 10 menit" in words(stopped)
    assert "verifikator" not in words(stopped)
    other = factories.registered(by="pemohon2")
    assert ask(anyone, other.registration_number, other.tracking_secret).status_code == 200
    assert ask(anyone, file.registration_number, file.tracking_secret, REMOTE_ADDR="192.0.2.9").status_code == 200


def test_one_address_guessing_many_numbers_is_stopped(anyone, monkeypatch):
    monkeypatch.setattr(tracking, "PER_ADDRESS", Limit("t", tries=3, window=timedelta(minutes=10)))
    for guess in range(3):
        assert ask(anyone, f"BTM-{guess}", "ZZZZZZZZ").status_code == 404
    assert ask(anyone, "BTM-9", "ZZZZZZZZ").status_code == 429


def test_the_form_is_sent_with_its_origin(anyone):
    """A page with "no-referrer" would send its form with `Origin: null`, which the CSRF check refuses."""
    assert anyone.get("/lacak/")["Referrer-Policy"] == "same-origin"


def test_the_qr_fills_in_the_number_and_never_the_secret(anyone):
    page = anyone.get(
        "/lacak/", {"nomor": "BTM-2026-00001-K", "secret": "ABCD1234", "kode": "ABCD1234"}
    ).content.decode()
    assert 'value="BTM-2026-00001-K"' in page
    assert "ABCD1234" not in page.replace("nomor=BTM-2026-00001-K&amp;secret=ABCD1234&amp;kode=ABCD1234", "")


# Verification


@pytest.fixture
def permit(at_usual_moment):
    return Permit.objects.get(application=factories.issued())


def test_a_permit_is_verified_without_its_holders_name(permit, anyone, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = anyone.get(f"/verifikasi/{permit.verification_code}/")
    text = words(page)
    assert permit.number in text
    assert "Izin ini asli dan masih berlaku" in text
    assert "DPMPTSP Kota Batam" in text
    assert permit.holder_name not in text


def test_the_code_may_be_typed_as_it_is_read(permit, anyone):
    code = permit.verification_code.lower()
    page = anyone.get("/verifikasi/", {"kode": f"{code[:4]}-{code[4:8]} {code[8:]}"}, follow=True)
    assert page.status_code == 200
    assert permit.number in words(page)


@pytest.mark.parametrize("status", ["suspended", "revoked", "superseded"])
def test_the_status_is_live(permit, anyone, status):
    Permit.objects.filter(pk=permit.pk).update(status=status)
    assert str(verification.STATUS_WORDS[status][2]) in words(anyone.get(f"/verifikasi/{permit.verification_code}/"))


def test_a_permit_expires_by_the_calendar(permit, anyone, at_usual_moment):
    last_noon = datetime.combine(permit.valid_until, time(5), tzinfo=UTC)  # noon in western time
    with moved_to(last_noon):
        assert "masih berlaku" in words(anyone.get(f"/verifikasi/{permit.verification_code}/"))
    with moved_to(last_noon + timedelta(days=1)):
        assert "masa berlakunya sudah lewat" in words(anyone.get(f"/verifikasi/{permit.verification_code}/"))


def test_wrong_codes_answer_alike_and_are_limited(anyone, monkeypatch):
    monkeypatch.setattr(verification, "PER_ADDRESS", Limit("v", tries=3, window=timedelta(minutes=10)))
    answers = [anyone.get(f"/verifikasi/{code}/") for code in ("ABCDEFGH12345678", "x", "0" * 40)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({without_keys(answer) for answer in answers}) == 1
    assert anyone.get("/verifikasi/ABCDEFGH12345678/").status_code == 429


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


def test_the_complaints_door_says_honestly_what_is_open_today(anyone):
    text = words(anyone.get("/pengaduan/"))
    for channel in ("belum dibuka", "SP4N-LAPOR!", "www.lapor.go.id", "1708", "Loket pengaduan"):
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
