"""The pages of the agency desk and of the office's requests: what they show to whom, and what comes of pressing."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.actions import agency_desk, requests
from applications.models import Condition, Phrase
from tests.applications.agency import HEAD, OFFICER, UNIT, VERIFIER, again, asked, asked_where_head_approves, proposed
from tests.factories import answer, drafted, fresh, person, untouched, verified
from tests.journeys.browsing import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def at_request(name, request) -> Visitor:
    return Visitor().sign_in(name).open(f"/rekomendasi/{request.uuid}/")


def phrase(use, text, agency=None):
    return Phrase.objects.create(use=use, text=text, agency=agency)


# The phrase library.
def test_ticked_phrases_become_lines_of_reasons_and_conditions():
    request = asked()
    reason = phrase("reason", "Sarana memenuhi syarat.", request.agency)
    common = phrase("condition", "Melapor bila ada perubahan.")
    page = at_request(OFFICER, request)
    page.choose("Rekomendasi Anda", "Setuju dengan syarat").fill("Alasan", "Sudah ditinjau.")
    page.fill("Syarat (satu per baris)", "Sediakan APAR.")
    for each in (reason, common):
        (box,) = page.tree.xpath("//input[@type='checkbox' and @value=$value]", value=str(each.pk))
        box.set("checked", "checked")
    page.click("Kirim jawaban")
    assert again(request).reasons == "Sudah ditinjau.\nSarana memenuhi syarat."
    assert [each.text for each in Condition.objects.all()] == ["Sediakan APAR.", "Melapor bila ada perubahan."]


def test_phrases_of_others_of_other_uses_and_out_of_use_are_not_offered():
    request = asked()
    other = verified(code="REKLAME").recommendations.get(agency__code="PUPR").agency
    phrase("reason", "Milik PUPR.", other)
    phrase("decision", "Untuk izin.")
    Phrase.objects.create(use="reason", text="Tidak dipakai.", is_active=False)
    page = at_request(OFFICER, request)
    assert page.tree.xpath("//input[@type='checkbox']") == []


def test_a_forged_phrase_is_refused(signed_in):
    request = asked()
    phrase("reason", "Milik DINKES.", request.agency)
    foreign = phrase("reason", "Milik PUPR.", verified(code="REKLAME").recommendations.get(agency__code="PUPR").agency)
    before = untouched(request.application)
    form = {"once": uuid4(), "version": 0, "verdict": "unfavourable", "reason_phrases": [foreign.pk]}
    response = signed_in(OFFICER).post(reverse("applications:recommendation", args=[request.uuid]), form)
    assert response.status_code == 400 and "reason_phrases" in response.context["form"].errors
    assert untouched(request.application) == before


# Inside the agency.
def test_an_officer_takes_a_request_assigns_extends_and_hands_it_down():
    request = asked()
    page = at_request(OFFICER, request).click("Saya yang menangani")
    assert again(request).assigned_to == person(OFFICER) and "Saya yang menangani" not in page
    page.click("Tugaskan kepada petugas").fill("Petugas yang menangani", person(HEAD).full_name).click("Tugaskan")
    assert again(request).assigned_to == person(HEAD)
    page.click("Perpanjang batas jawab").choose("Tambahan waktu", "1 hari kerja")
    page.fill("Mengapa perlu waktu lebih?", "Menunggu peninjauan.").click("Perpanjang")
    assert again(request).extended_days == 1 and "Perpanjang batas jawab" not in page
    page.click("Teruskan ke unit").fill("Unit yang menangani", "UPT Puskesmas Sekupang")
    page.fill("Pesan untuk unit", "Mohon ditinjau.").click("Simpan")
    assert "Diteruskan ke UPT Puskesmas Sekupang" in page and "Mohon ditinjau." in page
    unit = Visitor().sign_in(UNIT).open("/kerja/rekomendasi/").click(f"Baca dan jawab {request.application}")
    unit.choose("Rekomendasi Anda", "Setuju").click("Kirim jawaban")
    assert again(request).given_by == person(UNIT)
    assert "Menunggu peninjauan." in Visitor().sign_in("pemohon").open(f"/permohonan/{request.application.uuid}/")


def test_an_agency_without_units_is_not_offered_to_hand_down():
    request = verified(code="REKLAME").recommendations.get(agency__code="PUPR")
    assert "Teruskan ke unit" not in at_request("opd.pupr.batam", request)


def test_a_form_of_the_desk_that_went_stale_comes_back_with_what_was_typed():
    request = asked()
    page = at_request(OFFICER, request).click("Perpanjang batas jawab")
    page.choose("Tambahan waktu", "2 hari kerja").fill("Mengapa perlu waktu lebih?", "Menunggu peninjauan.")
    agency_desk.assign_recommendation(request.uuid, by=person(HEAD), to=person(HEAD))
    before = untouched(request.application)
    page.click("Perpanjang", 400)
    assert "berubah sejak halaman Anda dibuka" in page
    assert page.typed("Mengapa perlu waktu lebih?") == ["Menunggu peninjauan."]
    assert untouched(request.application) == before
    page.click("Perpanjang")
    assert again(request).extended_days == 2


PAGES = ["assign", "extend", "delegate", "refuse_proposal", "withdraw_request", "ask_again", "send_answer_link"]


@pytest.mark.parametrize("name", PAGES)
def test_an_act_that_is_not_theirs_has_no_page_and_strangers_find_none(signed_in, name):
    request = asked()
    url = reverse(f"applications:{name}", args=[request.uuid])
    for account in ("opd.pupr.batam", "opd.dinkes.tanjungpinang", "pemohon2", "gubernur"):
        assert signed_in(account).get(url).status_code == 404
    assert signed_in("kadis.batam").get(url).status_code == 403
    before = untouched(request.application)
    assert signed_in("kadis.batam").post(url, {"once": uuid4()}).status_code == 403
    assert untouched(request.application) == before


def test_the_head_reads_approves_and_gives_back():
    request = asked_where_head_approves()
    page = at_request(OFFICER, request).choose("Rekomendasi Anda", "Tidak setuju").fill("Alasan", "Sarana kurang.")
    page.click("Kirim untuk disetujui kepala")
    assert "Jawaban menunggu persetujuan kepala" in page and "Kirim untuk disetujui" not in page
    head = Visitor().sign_in(HEAD).open("/kerja/rekomendasi/").click("Menunggu kepala")
    head.click(f"Baca dan jawab {request.application}").click("Kembalikan dengan catatan")
    head.fill("Apa yang perlu diperbaiki?", "Sebut pasalnya.").click("Kembalikan")
    page.open(page.address)
    assert "Sebut pasalnya." in page and page.typed("Alasan") == ["Sarana kurang."]
    page.fill("Alasan", "Sarana kurang, Pasal 5.").click("Kirim untuk disetujui kepala")
    head.open(f"/rekomendasi/{request.uuid}/").click("Setujui dan kirim")
    assert again(request).approved_by == person(HEAD)
    page = Visitor().sign_in(VERIFIER).open(f"/permohonan/{request.application.uuid}/")
    assert f"disetujui {person(HEAD).full_name}" in page


def test_a_proposal_is_not_shown_to_the_applicant():
    request = proposed("unfavourable", reasons="Sarana kurang.")
    page = Visitor().sign_in("pemohon").open(f"/permohonan/{request.application.uuid}/")
    assert "Sarana kurang." not in page


# The queue.
def queue(client, **query):
    return client.get(reverse("applications:desk", args=["rekomendasi"]), query)


def test_the_queue_shows_whose_it_is_and_filters_ones_own(signed_in):
    mine, other = asked(), asked()
    agency_desk.assign_recommendation(mine.uuid, by=person(OFFICER), to=person(OFFICER))
    client = signed_in(OFFICER)
    response = queue(client, saringan="tugas")
    assert [row.pk for row in response.context["page"].rows] == [mine.pk]
    text = queue(client).content.decode()
    assert person(OFFICER).full_name in text and "Belum ditugaskan" in text and "Beban petugas" in text
    assert {row.pk for row in queue(client).context["page"].rows} == {mine.pk, other.pk}
    assert queue(client).context["unassigned"] == 1


def test_the_queue_asks_as_often_for_four_assigned_rows_as_for_one(signed_in):
    client = signed_in(OFFICER)

    def statements():
        queue(client)
        with CaptureQueriesContext(connection) as counted:
            assert queue(client).status_code == 200
        return len(counted)

    def make():
        request = asked()
        agency_desk.delegate_recommendation(request.uuid, by=person(OFFICER), unit=request.agency.units.get())
        agency_desk.assign_recommendation(request.uuid, by=person(OFFICER), to=person(UNIT))

    make()
    one = statements()
    for _number in range(3):
        make()
    assert statements() == one <= 16


# The office's requests.
def test_the_verifier_adds_withdraws_and_asks_again_on_one_page():
    file = drafted()
    page = Visitor().sign_in(VERIFIER).open(f"/permohonan/{file.uuid}/").click("Instansi yang diminta")
    page.click("Minta ulang").fill("Alasan", "Alamat berubah.").click("Minta ulang")
    assert "Diganti" in page and fresh(file).state == "recommendation"
    page.fill("Instansi", "Dinas Lingkungan Hidup Kota Batam").fill(
        "Mengapa instansi ini juga diminta?", "Limbah medis."
    )
    page.choose("Apakah berkas menunggu jawabannya?", "Ya, jawaban wajib").click("Minta rekomendasi")
    assert fresh(file).answers_requested == 2 and "Limbah medis." in page
    added = file.recommendations.get(agency__code="DLH")
    page.open(f"/rekomendasi/{added.uuid}/tarik/").fill("Alasan", "Tidak perlu.").click("Tarik permintaan")
    assert again(added).state == "withdrawn" and page.heading == "Instansi yang diminta"


def test_a_page_of_requests_that_went_stale_comes_back_with_what_was_typed():
    request = asked()
    page = Visitor().sign_in(VERIFIER).open(f"/permohonan/{request.application.uuid}/instansi/")
    page.fill("Instansi", "Dinas Lingkungan Hidup Kota Batam").fill("Mengapa instansi ini juga diminta?", "Limbah.")
    agency_desk.assign_recommendation(request.uuid, by=person(OFFICER), to=person(OFFICER))
    page.click("Minta rekomendasi", 400)
    assert page.typed("Mengapa instansi ini juga diminta?") == ["Limbah."]
    assert request.application.recommendations.count() == 1
    page.click("Minta rekomendasi")
    assert request.application.recommendations.count() == 2


def test_the_page_of_requests_is_the_verifiers(signed_in):
    request = asked()
    url = reverse("applications:requests", args=[request.application.uuid])
    for account in ("kadis.batam", "loket.batam", OFFICER, "pemohon", "verifikator.tanjungpinang"):
        assert signed_in(account).get(url).status_code == 404
    text = signed_in(VERIFIER).get(url).content.decode()
    assert "Tarik permintaan" in text and "Kirim tautan jawaban" in text


def test_a_replaced_answer_stays_on_the_file_and_decision_pages_and_is_marked():
    request = asked()
    answer(request.application, OFFICER, "unfavourable", "Sarana kurang.")
    requests.ask_again(request.uuid, by=person(VERIFIER), reason="Alamat berubah.")
    answer(request.application, OFFICER)
    for path in ("", "keputusan/"):
        page = Visitor().sign_in(VERIFIER).open(f"/permohonan/{request.application.uuid}/{path}")
        assert "Sarana kurang." in page and "Diganti" in page
    assert "Bertentangan dengan konsep" not in page
    assert "Diganti jawaban baru" in Visitor().sign_in("pemohon").open(f"/permohonan/{request.application.uuid}/")


def test_a_link_is_sent_and_revoked_from_the_page_of_the_request():
    request = asked()
    page = at_request(VERIFIER, request).click("Kirim tautan jawaban")
    assert request.agency.email in page
    page.click("Kirim tautan")
    assert f"Tautan jawaban dikirim ke {request.agency.email}" in page
    page.click("Batalkan tautan jawaban")
    assert "Tautan jawaban dikirim" not in page.items("main")[0]
