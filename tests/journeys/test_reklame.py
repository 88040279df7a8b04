"""An advertising permit for a business: three agencies at once, one against; issued, issued all the same, and rejected."""

import pytest
from django.core.management import call_command

from applications.models import PrintedDocument
from applications.tasks import render_documents
from tests.journeys.story import answer_all, at_file, send, stands, start, text_of, the_file, the_pdf, upload, visitor

pytestmark = pytest.mark.django_db

REKLAME = "Izin Penyelenggaraan Reklame"
OFFICE = "DPMPTSP Kota Batam"
BUSINESS = "CV Bahari Jaya"
PAPERS = {
    "Surat permohonan bermeterai (atau e-meterai)": "pdf",
    "KTP-el pemohon / penanggung jawab": "jpg",
    "Persetujuan/perjanjian pemilik lahan": "pdf",
    "Foto rencana lokasi dari 3 arah": "jpg",
    "Desain, isi dan tipologi reklame": "png",
    "Bukti lunas pajak reklame": "pdf",
}
ANSWERS = {
    "Jenis reklame": "Neon box",
    "Teks/tema reklame": "Bahari Jaya – ikan segar setiap hari",
    "Panjang (m)": "2,5",
    "Lebar (m)": "1",
    "Jumlah sisi/muka": "2",
    "Jumlah": "1",
    "Status lahan": "Sewa swasta",
    "Tayang mulai": "01-09-2026",
    "Tayang sampai": "31-08-2027",
    "Alamat lokasi kegiatan": "Jalan Raja Ali Haji No. 8",
    "Desa/Kelurahan (kode Kemendagri)": "21.71.03.1003",
}
PUPR = "Dinas Pekerjaan Umum dan Penataan Ruang Kota Batam"
SATPOLPP = "Satuan Polisi Pamong Praja Kota Batam"
REASON = "Tiang reklame berdiri di ruang manfaat jalan."


@pytest.fixture
def asked(clock, post):
    """Filed for the business, registered, verified: three agencies are asked at once."""
    nurul = start(visitor("pemohon"), REKLAME, OFFICE, "reklame")
    nurul.click("Pemohon").choose("Atas nama siapa permohonan ini?", BUSINESS).click("Simpan dan lanjut")
    answer_all(nurul.click("Daftar isian"), ANSWERS)
    for paper, kind in PAPERS.items():
        upload(nurul, paper, kind)
    send(nurul)
    file = stands("submitted", "agency", "front_desk")
    assert (file.holder_name, file.business.name) == (BUSINESS, BUSINESS)
    assert post.new() == ["loket.batam desk_new_file", "pemohon submitted"]
    clock.strikes("4 Aug 13:00")
    loket = (
        visitor("loket.batam").click(f"Periksa {file.reference}").click("Tandai yang lain sesuai").click("Daftarkan")
    )
    number = stands("registered", "agency", "verifier").registration_number
    assert number in loket
    assert post.new() == ["pemohon registered", "verifikator.batam desk_new_file"]
    clock.strikes("4 Aug 15:00")
    verifier = visitor("verifikator.batam").click(f"Periksa {number}").click("Verifikasi dan minta rekomendasi")
    assert "3 instansi dimintai rekomendasi sekaligus" in verifier
    file = stands("recommendation", "agencies")
    assert (file.answers_received, file.answers_requested, file.stage) == (0, 3, 1)
    assert len(set(file.recommendations.values_list("due_at", flat=True))) == 1
    assert post.new() == [
        "opd.bapenda.batam agency_asked",
        "opd.pupr.batam agency_asked",
        "opd.satpolpp.batam agency_asked",
        "pemohon agencies_asked",
    ]
    return clock


def answers(agency, verdict, reasons="", expect_state="recommendation"):
    officer = visitor(f"opd.{agency}.batam").click(f"Baca dan jawab {the_file().registration_number}")
    officer.choose("Rekomendasi Anda", verdict).fill("Alasan", reasons).click("Kirim jawaban")
    assert the_file().state == expect_state


def the_three_answer(post, satpolpp="Setuju", reasons=""):
    answers("bapenda", "Setuju")
    nurul = at_file("pemohon")
    assert nurul.lead == f"Menunggu 2 instansi sekaligus: {PUPR}, {SATPOLPP}, sejak Selasa, 4 Agustus 2026."
    answers("satpolpp", satpolpp, reasons)
    assert at_file("pemohon").lead == f"Menunggu {PUPR}, sejak Selasa, 4 Agustus 2026."
    assert post.new() == []
    answers("pupr", "Setuju", expect_state="drafting")
    assert stands("drafting", "agency", "verifier").answers_received == 3
    assert post.new() == ["verifikator.batam desk_answers_complete"]


def endorsed_and_signed(clock, post, button):
    assert post.new() == ["kabid.batam desk_next_signature"]
    clock.strikes("7 Aug 09:00")
    number = the_file().registration_number
    visitor("kabid.batam").click(f"Baca dan paraf {number}").click("Paraf dan teruskan")
    assert post.new() == ["kadis.batam desk_next_signature"]
    clock.strikes("7 Aug 10:00")
    return visitor("kadis.batam").click(f"Baca dan tanda tangani {number}").click(button)


def test_three_agencies_agree_and_the_business_gets_its_permit(asked, post):
    asked.strikes("5 Aug 09:00")
    the_three_answer(post)
    asked.strikes("6 Aug 09:00")
    verifier = visitor("verifikator.batam").click(f"Susun keputusan {the_file().registration_number}")
    verifier.click("Simpan dan teruskan untuk diparaf")
    endorsed_and_signed(asked, post, "Tanda tangani izin")
    file = stands("issued", "nobody")
    assert (file.permit.number, file.permit.holder_name) == ("500.16.7/0001/REKLAME/BATAM/VIII/2026", BUSINESS)
    assert render_documents() == 2
    assert post.new() == ["pemohon permit_ready"]
    text = text_of(the_pdf(at_file("pemohon"), "Unduh izin (PDF)"))
    assert BUSINESS in text and "9120107712345" in text and "2171035405910001" not in text
    call_command("verify_journal")


def test_one_against_makes_it_a_proposal_to_reject_and_the_letter_says_why(asked, post):
    asked.strikes("5 Aug 09:00")
    the_three_answer(post, "Tidak setuju", REASON)
    asked.strikes("6 Aug 09:00")
    verifier = visitor("verifikator.batam").click(f"Susun keputusan {the_file().registration_number}")
    assert "1 instansi tidak setuju, jadi usulannya penolakan" in verifier
    assert verifier.typed("Alasan penolakan (satu per baris)") == [f"{REASON} ({SATPOLPP})"]
    verifier.click("Simpan dan teruskan untuk diparaf", expect=400)
    assert "Sebut dasar hukumnya." in verifier
    stands("drafting", "agency", "verifier")
    verifier.fill("Dasar hukum penolakan", "Pasal 12 Perda Nomor 4 Tahun 2021").click(
        "Simpan dan teruskan untuk diparaf"
    )
    endorsed_and_signed(asked, post, "Tanda tangani penolakan")
    file = stands("rejected", "nobody")
    assert file.rejection.number == "500.16.7/0001/TOLAK/BATAM/VIII/2026"
    assert not hasattr(file, "permit")
    assert render_documents() == 2
    assert post.new() == ["pemohon rejected"]
    assert not PrintedDocument.objects.filter(kind="permit").exists()
    nurul = at_file("pemohon")
    assert nurul.lead == "Permohonan ditolak pada Jumat, 7 Agustus 2026."
    text = text_of(the_pdf(nurul, "Unduh surat penolakan (PDF)"))
    for words in (file.rejection.number, REASON, "Pasal 12 Perda Nomor 4 Tahun 2021", "keberatan"):
        assert words in text
    call_command("verify_journal")


def test_deciding_against_an_opinion_needs_a_written_reason(asked, post):
    asked.strikes("5 Aug 09:00")
    the_three_answer(post, "Tidak setuju", REASON)
    asked.strikes("6 Aug 09:00")
    verifier = visitor("verifikator.batam").click(f"Susun keputusan {the_file().registration_number}")
    verifier.choose("Usulan keputusan", "Izin diterbitkan").click("Simpan dan teruskan untuk diparaf", expect=400)
    stands("drafting", "agency", "verifier")
    why = "Tiang sudah dipindah dua meter; foto terlampir dalam berkas."
    verifier.fill("Alasan memutus berbeda dari pendapat dinas", why).click("Simpan dan teruskan untuk diparaf")
    assert the_file().decision.against_opinion_reason == why
    kadis = endorsed_and_signed(asked, post, "Tanda tangani izin")
    assert "Izin ditetapkan dengan nomor 500.16.7/0001/REKLAME/BATAM/VIII/2026." in kadis
    stands("issued", "nobody")
