"""The counter's three pages, the hand-over slip, the page where an account takes a file over, and the channels."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Application
from applications.views import taking_over
from tests.applications.filing import ABSENT, a_pdf, a_photo, fetch, page_of, send, words
from tests.applications.helping import FISHERMAN, NIK, answers_of, code_sent, consented, filled_in, helped
from tests.factories import BATAM, colleague, fresh, person, submitted, untouched

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
FIRST = {
    "identity_shown": "ktp", "nik": NIK, "name": FISHERMAN["name"], "birth_place": "Pulau Buluh", "birth_on": "1964-02-12",
    "sex": "L", "address": "Kampung Tua RT 001", "region": "21.71.03.1003", "phone": "0812 7000 9876", "consent": "code",
    "service": "kelurahan-tanjung-riau/SK-DOMISILI", "channel": "village",
}  # fmt: skip


@pytest.fixture
def desk(signed_in):
    return signed_in("petugas.tanjungriau")


def version_of(response) -> str:
    return re.search(r'name="sheet-version" value="(\d+)"', response.content.decode())[1]


def first_page(client, **changes):
    return send(client, reverse("applications:assist_start"), **FIRST | changes)


# First page


def test_the_first_page_offers_services_of_the_village_and_of_the_offices_above(desk):
    page = desk.get(reverse("applications:assist_start")).content.decode()
    assert 'value="kelurahan-tanjung-riau/SK-DOMISILI"' in page and f'value="{BATAM}/SIPF"' in page
    assert "tanjungpinang" not in page and 'value="21.71.03.1003" selected' in page


def test_mistakes_on_the_first_page_come_back_with_what_was_typed_and_start_nothing(desk):
    answer = first_page(desk, nik="123", phone="")
    assert answer.status_code == 400 and 'value="Awang Bin Salleh"' in answer.content.decode()
    assert "Tulis nomor HP pemohon, atau pilih formulir" in words(answer)
    helped()
    answer = first_page(desk, birth_on="1964-02-13")
    assert answer.status_code == 400 and "tanggal lahir lain" in words(answer)
    assert Application.objects.count() == 1


def test_somebody_from_another_place_is_found_by_the_name_of_the_village(desk):
    answer = first_page(desk, region="", elsewhere="tanjungpinang")
    assert answer.status_code == 400 and "Hasil pencarian" in answer.content.decode()
    found = re.search(r'value="(21\.72[\d.]+)"', answer.content.decode())[1]
    first_page(desk, region=found, elsewhere="tanjungpinang")
    assert Application.objects.get().person.region_id == found


def test_only_counters_have_these_pages(signed_in):
    file = helped()
    for name in ("verifikator.batam", "opd.dinkes.batam", "pemohon", "gubernur"):
        client = signed_in(name)
        for page in ("helped", "assist_start", "enter_paper"):
            assert client.get(reverse(f"applications:{page}")).status_code == ABSENT, (name, page)
    for name in ("loket.batam", "petugas.sekupang", "lurah.tanjungriau"):
        client = signed_in(name)
        for page in ("assist_sheet", "assist_send", "consent_form", "pass_on"):
            assert client.get(page_of(page, file)).status_code == ABSENT, (name, page)


# Second and third page


def test_an_ordinary_file_is_typed_sent_and_registered_on_three_pages(desk):
    """The promise of the counter: three pages between "Bantu pemohon" and the receipt."""
    pages, answer = ["assist_start"], first_page(desk)
    file = Application.objects.get()
    assert answer.url == page_of("assist_sheet", file)
    pages.append(desk.get(answer.url).resolver_match.url_name)
    sheet = desk.get(answer.url)
    places = {field["code"]: "21.71.03.1003" for field in file.standard.fields if field["type"] == "region"}
    typed = {code: value for code, value in answers_of(file).items() if isinstance(value, str)} | places
    papers = {each["code"]: each["formats"] for each in file.standard.requirements_for("new") if each["mandatory"]}
    uploads = {f"dokumen-file-{code}": a_photo() if "jpg" in kinds else a_pdf() for code, kinds in papers.items()}
    ticks = {f"dokumen-seen-{code}": "on" for code in papers}
    answer = send(desk, answer.url, **{"sheet-version": version_of(sheet)}, **typed, **uploads, **ticks)
    assert answer.url == page_of("assist_send", file), words(answer)
    third = desk.get(answer.url)
    pages.append(third.resolver_match.url_name)
    assert "Masih kurang" not in words(third), words(third)
    assert "Ajukan dan daftarkan" in words(third)
    wrong = send(desk, answer.url, act="register", code="000000" if code_sent() != "000000" else "000001")
    assert wrong.status_code == 400 and "Kode itu tidak cocok" in words(wrong)
    assert fresh(file).assistance.code_tries == 1 and fresh(file).state == "draft"
    answer = send(desk, answer.url, act="register", code=code_sent())
    done = fresh(file)
    assert (answer.url, done.state) == (page_of("receipt", file), "registered")
    receipt = words(desk.get(answer.url))
    assert done.registration_number in receipt and "GRATIS" in receipt
    assert pages == ["assist_start", "assist_sheet", "assist_send"]


def test_a_kelurahan_that_files_to_the_city_sends_and_does_not_register(desk):
    file = filled_in(helped(office=BATAM, code="SIPF"))
    page = desk.get(page_of("assist_send", file))
    assert "Ajukan dan daftarkan" not in words(page)
    before = untouched(file)
    answer = send(desk, page_of("assist_send", file), act="submit")
    assert answer.status_code == 400 and "Isi kode dari HP pemohon" in words(answer)
    assert untouched(file) == before
    answer = send(desk, page_of("assist_send", file), act="submit", form=a_photo())
    assert answer.url == page_of("file", file) and fresh(file).assistance.consent == "paper"
    shown = words(desk.get(answer.url))
    assert "mengajukan ini untuk Awang Bin Salleh" in shown and "Tarik permohonan" in shown
    assert fetch(desk, page_of("consent_scan", file)).body[:2] == b"\xff\xd8"
    refused = send(desk, page_of("assist_send", file), act="register")
    assert refused.url == page_of("file", file) and fresh(file).state == "submitted"


def test_what_is_missing_leads_back_to_its_place_on_the_counters_own_page(desk):
    file = consented(helped())
    answer = send(desk, page_of("assist_send", file), act="submit")
    sheet = page_of("assist_sheet", file)
    assert answer.status_code == 400 and "Belum dikirim" in words(answer)
    targets = set(re.findall(rf'href="{sheet}#([^"]+)"', answer.content.decode()))
    anchors = set(re.findall(r'id="([^"]+)"', desk.get(sheet).content.decode()))
    assert {"ktp", "div_id_keperluan"} <= targets <= anchors
    assert "/permohonan/" not in answer.content.decode().split("<h2>")[1].split("</ul>")[0]


def test_a_stale_tab_is_refused_with_everything_that_was_typed(desk):
    file, url = helped(), None
    url = page_of("assist_sheet", file)
    version = version_of(desk.get(url))
    send(desk, url, **{"sheet-version": version}, keperluan="Bank", later="1")
    before = untouched(file)
    answer = send(desk, url, **{"sheet-version": version}, keperluan="Sekolah anak")
    assert answer.status_code == 409 and "Belum tersimpan" in words(answer)
    assert 'value="Sekolah anak"' in answer.content.decode() and untouched(file) == before
    answer = send(desk, url, **{"sheet-version": version_of(answer)}, keperluan="Sekolah anak", later="1")
    assert answer.status_code == 302 and fresh(file).answers["keperluan"] == "Sekolah anak"


def test_a_bad_upload_does_not_lose_the_rest_and_a_paper_can_be_taken_off(desk):
    file = helped()
    url = page_of("assist_sheet", file)
    answer = send(
        desk, url, **{"sheet-version": version_of(desk.get(url)), "dokumen-file-kk": a_photo(), "dokumen-file-ktp": a_pdf("x.exe")},
        keperluan="Bank",
    )  # fmt: skip
    assert fresh(file).answers["keperluan"] == "Bank"
    document = fresh(file).documents.answering_requirements().filter(requirement_code="kk").get()
    version = version_of(answer if answer.status_code == 400 else desk.get(url))
    answer = send(desk, url, **{"sheet-version": version, "sheet-remove": str(document.uuid)}, keperluan="Bank")
    assert answer.url == f"{url}#dokumen"
    assert not fresh(file).documents.answering_requirements().filter(pk=document.pk).exists()


# Hand-over


def test_the_slip_carries_a_code_that_the_daughters_account_uses(desk, client):
    file = consented(helped())
    slip = send(desk, page_of("pass_on", file), relation="family")
    code = re.search(r'class="handover-code">([^<]+)<', slip.content.decode())[1]
    assert "Awang" not in words(slip).split("Kode Serah Terima Permohonan")[1]
    daughter = colleague("laila")
    client.force_login(daughter)
    url = reverse("applications:take_over")
    wrong = send(client, url, code="AAAA-AAAA-AA", relation="family")
    assert wrong.status_code == 400 and "Kode itu tidak cocok" in words(wrong)
    answer = send(client, url, code=code, relation="family")
    assert answer.url == page_of("file", file) and fresh(file).filed_by == daughter
    assert client.get(page_of("task_list", file)).status_code == 200
    assert client.get(page_of("assist_sheet", file)).status_code == ABSENT


def test_guessing_hand_over_codes_is_stopped(client):
    file = helped()
    client.force_login(person("pemohon2"))
    url = reverse("applications:take_over")
    for _try in range(taking_over.PER_PERSON.tries):
        assert send(client, url, code="AAAA", relation="family").status_code == 400
    stopped = send(client, url, code="AAAA", relation="family")
    assert stopped.status_code == 429 and "Tunggu satu jam" in words(stopped)
    assert fresh(file).assisting_agency is not None
    assert send(client, url, code="AAAA", relation="self").status_code == 429


# Lists and numbers


def test_the_list_shows_whom_the_counter_helps_in_a_constant_number_of_statements(desk):
    url = reverse("applications:helped")
    helped()
    desk.get(url)
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert "Awang Bin Salleh" in words(desk.get(url))
    for _more in range(3):
        helped()
    with CaptureQueriesContext(connection) as many:
        desk.get(url)
    assert len(few) == len(many)


def test_channels_are_counted_by_month_for_counter_and_head_in_one_statement(signed_in):
    submitted()
    at_batam = {"agency": BATAM, "office": BATAM, "code": "SIPF", "channel": "counter"}
    file = consented(filled_in(helped(by="loket.batam", **at_batam), by="loket.batam"), by="loket.batam")
    client = signed_in("loket.batam")
    url = reverse("applications:intake")
    with CaptureQueriesContext(connection) as few:
        page = client.get(url)
    send(client, page_of("assist_send", file), act="register")
    with CaptureQueriesContext(connection) as many:
        page = client.get(url)
    assert len(few) == len(many)
    (row,) = re.findall(r"<tbody>(.*?)</tbody>", page.content.decode(), re.S)
    assert re.findall(r"<td[^>]*>(?:<b>)?(\d+)", row) == ["1", "1", "0", "0", "0", "2"]
    assert signed_in("kadis.batam").get(url).status_code == 200
    for name in ("verifikator.batam", "opd.dinkes.batam", "gubernur", "pemohon"):
        assert signed_in(name).get(url).status_code == ABSENT
