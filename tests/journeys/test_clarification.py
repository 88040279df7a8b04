"""Two agencies and the verifier ask the applicant in one list; one opinion, given before, is asked for again."""

import pytest
from django.core.management import call_command

from applications.invariants import RULES
from applications.models import Application
from tests.applications.asking import RELIES_ON
from tests.factories import next_standard, registered
from tests.journeys.story import at_file, stands, the_file, visitor

pytestmark = pytest.mark.django_db

PUPR = "Dinas Pekerjaan Umum dan Penataan Ruang Kota Batam"
SATPOLPP = "Satuan Polisi Pamong Praja Kota Batam"
ADDRESS = "Alamat lokasi kegiatan"
DESIGN = "Desain, isi dan tipologi reklame"


def opinion(agency):
    """That agency's officer on the page of its newest request."""
    request = the_file().recommendations.filter(agency__code=agency).order_by("-id").first()
    return visitor(f"opd.{agency.lower()}.batam").open(f"/rekomendasi/{request.uuid}/")


def asks(agency, about, words):
    officer = opinion(agency).click("Tanya pemohon")
    officer.fill("Tentang apa?", about).fill("Pertanyaan", words).click("Catat pertanyaan")
    assert "Verifikator mengirimnya kepada pemohon bersama pertanyaan instansi lain" in officer


def agrees(agency):
    opinion(agency).choose("Rekomendasi Anda", "Setuju").click("Kirim jawaban")


def test_one_list_of_three_askers_is_answered_once_and_one_opinion_is_asked_again(clock, post):
    next_standard("REKLAME", relies_on=RELIES_ON)
    file = registered(code="REKLAME")
    clock.strikes("4 Aug 10:00")
    visitor("verifikator.batam").click(f"Periksa {file.registration_number}").click("Verifikasi dan minta rekomendasi")
    stands("recommendation", "agencies")
    promised = the_file().promised_on
    post.new()

    clock.strikes("5 Aug 09:00")
    agrees("PUPR")
    agrees("BAPENDA")
    asks("SATPOLPP", ADDRESS, "Di sebelah mana tiangnya?")
    assert post.new() == ["verifikator.batam desk_question_asked"]
    verifier = at_file("verifikator.batam").click("Tanya pemohon")
    assert "Di sebelah mana tiangnya?" in verifier and SATPOLPP in verifier
    verifier.fill("Tentang apa?", ADDRESS).fill("Pertanyaan", "Sebut nomor bangunannya.").click("Catat pertanyaan")
    verifier.fill("Tentang apa?", DESIGN).fill("Pertanyaan", "Apakah menyala malam hari?").click("Catat pertanyaan")
    verifier.click("Kirim kepada pemohon")
    file = stands("recommendation", "applicant")
    assert file.due_at is None and file.recommendations.get(agency__code="SATPOLPP").due_at is None
    assert post.new() == ["pemohon clarification_sent"]

    clock.strikes("7 Aug 09:00")
    applicant = visitor("pemohon").open("/permohonan/")
    assert "2 hal perlu Anda jelaskan – waktu dihentikan" in applicant
    applicant.click("Izin Penyelenggaraan Reklame").click("Jawab sekarang")
    assert "Di sebelah mana tiangnya?" in applicant and "Sebut nomor bangunannya." in applicant
    applicant.fill(ADDRESS, "Jalan Raja Ali Haji No. 8, kiri gerbang").click(f"Simpan: {ADDRESS}")
    applicant.click("Kirim jawaban", expect=400)
    stands("recommendation", "applicant")
    applicant.fill(f"Penjelasan Anda: {DESIGN}", "Tidak menyala.")
    applicant.click(f"Simpan: {DESIGN}").click("Kirim jawaban")
    assert "Jawaban Anda sudah kami terima" in applicant

    file = stands("recommendation", "agencies")
    assert file.promised_on == promised and file.due_at is not None
    assert post.new() == [
        "opd.pupr.batam agency_asked",
        "opd.satpolpp.batam question_answered",
        "pemohon agencies_asked",
        "verifikator.batam clarification_answered",
    ]
    assert sorted(file.recommendations.open().values_list("agency__code", flat=True)) == ["PUPR", "SATPOLPP"]
    assert (file.answers_received, file.answers_requested) == (1, 3)

    clock.strikes("7 Aug 14:00")
    assert "Jalan Raja Ali Haji No. 8, kiri gerbang" in opinion("PUPR")
    agrees("PUPR")
    agrees("SATPOLPP")
    stands("drafting", "agency", "verifier")
    assert Application.objects.get().recommendations.current().count() == 3
    call_command("verify_journal")
    assert [finding for rule in RULES for finding in rule()] == []
