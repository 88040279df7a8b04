"""A rock-mining permit of the province: three agencies first, then the secretariat of the regency that the answer names."""

from datetime import UTC, date, datetime

import pytest

from agencies.models import Region
from applications.tasks import render_documents
from tests.journeys.story import answer_all, at_file, send, stands, start, text_of, the_file, the_pdf, upload, visitor

pytestmark = pytest.mark.django_db

SIPB = "Surat Izin Penambangan Batuan (SIPB)"
OFFICE = "DPMPTSP Provinsi Kepulauan Riau"
BINTAN_VILLAGE = "21.01"
PAPERS = {
    "Surat permohonan bermeterai (atau e-meterai)": "pdf",
    "Nomor Induk Berusaha (NIB) dari OSS": "pdf",
    "Susunan pengurus, daftar pemegang saham dan pemilik manfaat": "pdf",
    "Peta permohonan dan koordinat sesuai SIG nasional": "pdf",
    "Pernyataan tenaga ahli/teknis": "pdf",
    "Dokumen lingkungan (SPPL / UKL-UPL / AMDAL sesuai skala)": "pdf",
    "KKPR": "pdf",
    "Bukti kemampuan finansial / bukti bayar pencadangan wilayah": "pdf",
}
ANSWERS = {
    "NIB": "9120107712345",
    "Jenis pemohon": "Badan usaha swasta (PMDN)",
    "Komoditas": "Batu kali",
    "Luas (ha)": "4,5",
    "Rencana produksi (m3/tahun)": "12000",
    "Untuk proyek pemerintah tertentu": "Tidak",
    "Poligon wilayah": "1.10, 104.40\n1.10, 104.42\n1.12, 104.42\n1.12, 104.40",
}
FIRST = ("opd.dlh.kepri", "opd.esdm.kepri", "opd.pupr.kepri")


def answers(account, verdict="Setuju", reasons=""):
    officer = visitor(account).click(f"Baca dan jawab {the_file().registration_number}")
    officer.choose("Rekomendasi Anda", verdict).fill("Alasan", reasons).click("Kirim jawaban")


@pytest.fixture
def asked(clock, post):
    """Filed for a village of Kabupaten Bintan, registered and verified."""
    nurul = start(visitor("pemohon"), SIPB, OFFICE, "batuan")
    village = Region.objects.filter(code__startswith=BINTAN_VILLAGE, level="kelurahan").order_by("code").first()
    answer_all(nurul, ANSWERS | {"Desa/Kelurahan lokasi": village.code})
    for paper, kind in PAPERS.items():
        upload(nurul, paper, kind)
    send(nurul)
    clock.strikes("4 Aug 11:00")
    loket = (
        visitor("loket.kepri")
        .click(f"Periksa {the_file().reference}")
        .click("Tandai yang lain sesuai")
        .click("Daftarkan")
    )
    file = stands("registered", "agency", "verifier")
    assert file.promised_on == date(2026, 8, 26)  # 14 working days; the 17th and the 25th are holidays
    assert file.registration_number in loket
    post.new()
    clock.strikes("5 Aug 09:00")
    visitor("verifikator.kepri").click(f"Periksa {file.registration_number}").click("Verifikasi dan minta rekomendasi")
    return clock


def test_the_second_stage_opens_by_itself_for_the_regency_that_the_answer_names(asked, post):
    file = stands("recommendation", "agencies")
    assert (file.stage, file.answers_requested) == (1, 3)
    assert {each.due_at for each in file.recommendations.all()} == {datetime(2026, 8, 13, 9, tzinfo=UTC)}
    assert post.new() == [*(f"{account} agency_asked" for account in FIRST), "pemohon agencies_asked"]
    asked.strikes("7 Aug 10:00")
    for account in FIRST[:2]:
        answers(account)
    assert (the_file().stage, the_file().answers_received) == (1, 2)
    assert post.new() == []
    answers(FIRST[2])
    file = stands("recommendation", "agencies")
    assert (file.stage, file.answers_received, file.answers_requested) == (2, 3, 4)
    request = file.recommendations.get(stage=2)
    assert request.agency.name == "Sekretariat Daerah Kabupaten Bintan"
    assert post.new() == ["opd.setda.bintan agency_asked", "pemohon agencies_asked"]
    nurul = at_file("pemohon")
    assert nurul.lead == "Menunggu Sekretariat Daerah Kabupaten Bintan, sejak Jumat, 7 Agustus 2026."
    assert "Tahap 1." in nurul and "Tahap 2." in nurul
    asked.strikes("12 Aug 10:00")
    answers("opd.setda.bintan")
    assert stands("drafting", "agency", "verifier").answers_received == 4
    assert post.new() == ["verifikator.kepri desk_answers_complete"]
    asked.strikes("13 Aug 09:00")
    number = the_file().registration_number
    visitor("verifikator.kepri").click(f"Susun keputusan {number}").click("Simpan dan teruskan untuk diparaf")
    visitor("kabid.kepri").click(f"Baca dan paraf {number}").click("Paraf dan teruskan")
    visitor("kadis.kepri").click(f"Baca dan tanda tangani {number}").click("Tanda tangani izin")
    file = stands("issued", "nobody")
    assert (file.permit.number, file.permit.valid_until) == (
        "500.16.7/0001/SIPB-BATUAN/KEPRI/VIII/2026",
        date(2029, 8, 13),
    )
    assert render_documents() == 2
    text = text_of(the_pdf(at_file("pemohon"), "Unduh izin (PDF)"))
    assert "PEMERINTAH PROVINSI KEPULAUAN RIAU" in text and "Sekretariat Daerah Kabupaten Bintan" in text


def test_after_an_unfavourable_answer_the_second_stage_never_opens_but_the_others_still_answer(asked, post):
    post.new()
    asked.strikes("7 Aug 10:00")
    answers("opd.esdm.kepri", "Tidak setuju", "Cadangan batuan tidak terbukti.")
    assert stands("recommendation", "agencies").answers_received == 1
    answers("opd.dlh.kepri")
    answers("opd.pupr.kepri")
    file = stands("drafting", "agency", "verifier")
    assert (file.stage, file.answers_received, file.answers_requested) == (1, 3, 3)
    assert not file.recommendations.filter(stage=2).exists()
    assert post.new() == ["verifikator.kepri desk_answers_complete"]
    verifier = visitor("verifikator.kepri").click(f"Susun keputusan {file.registration_number}")
    assert "1 instansi tidak setuju, jadi usulannya penolakan" in verifier
