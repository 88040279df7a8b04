"""A letter of residence at the kelurahan: one officer checks and drafts, no agency is asked, the lurah signs."""

from datetime import date

import pytest

from applications.tasks import render_documents
from tests.journeys.story import answer_all, at_file, send, stands, start, text_of, the_file, the_pdf, upload, visitor

pytestmark = pytest.mark.django_db

LETTER = "Surat Keterangan Domisili"
OFFICE = "Kelurahan Tanjung Riau"
PAPERS = {"KTP-el pemohon": "jpg", "Kartu Keluarga": "jpg", "Surat pengantar RT/RW": "jpg"}
ANSWERS = {
    "Tinggal sejak": "01-02-2019",
    "Status tempat tinggal": "Milik sendiri",
    "Untuk keperluan": "Pembukaan rekening bank",
    "Alamat tempat tinggal": "Jl. Gajah Mada No. 12 RT 002 RW 005",
    "Desa/Kelurahan (kode Kemendagri)": "21.71.03.1003",
}


def test_the_lurah_signs_what_one_officer_prepared(clock, post):
    nurul = start(visitor("pemohon"), LETTER, OFFICE, "domisili")
    answer_all(nurul, ANSWERS)
    for paper, kind in PAPERS.items():
        upload(nurul, paper, kind)
    send(nurul)
    assert nurul.lead == f"Menunggu petugas loket {OFFICE}, sejak Selasa, 4 Agustus 2026."
    assert post.new() == ["pemohon submitted", "petugas.tanjungriau desk_new_file"]
    clock.strikes("4 Aug 10:00")
    officer = visitor("petugas.tanjungriau").click(f"Periksa {the_file().reference}")
    officer.click("Tandai yang lain sesuai").click("Daftarkan")
    file = stands("registered", "agency", "verifier")
    assert file.promised_on == date(2026, 8, 5)
    assert post.new() == ["pemohon registered"]
    officer.click("Periksa berkas").click("Verifikasi dan susun keputusan")
    file = stands("drafting", "agency", "verifier")
    assert "layanan ini tanpa rekomendasi" in officer
    assert not file.recommendations.exists()
    assert post.new() == []
    officer.click("Susun keputusan").click("Simpan dan teruskan untuk ditandatangani")
    stands("signing", "agency", "head")
    assert post.new() == ["lurah.tanjungriau desk_next_signature"]
    officer.open(f"/permohonan/{file.uuid}/tanda-tangan/", expect=403)
    clock.strikes("4 Aug 13:00")
    lurah = (
        visitor("lurah.tanjungriau")
        .click(f"Baca dan tanda tangani {file.registration_number}")
        .click("Tanda tangani izin")
    )
    file = stands("issued", "nobody")
    assert f"Izin ditetapkan dengan nomor {file.permit.number}." in lurah
    assert (file.permit.issued_on, file.permit.valid_until) == (date(2026, 8, 4), date(2027, 2, 4))
    assert file.endorsements.count() == 0
    assert render_documents() == 2
    assert post.new() == ["pemohon permit_ready"]
    nurul = at_file("pemohon")
    assert nurul.lead == "Selesai: izin terbit pada Selasa, 4 Agustus 2026."
    assert "Rekomendasi" not in " ".join(nurul.items(".rail li"))
    text = text_of(the_pdf(nurul, "Unduh izin (PDF)"))
    for words in (
        file.permit.number,
        "PEMERINTAH KOTA BATAM KELURAHAN TANJUNG RIAU Kecamatan Sekupang",
        "Kelurahan Tanjung Riau, Kecamatan Sekupang, Kota Batam",
        "LURAH TANJUNG RIAU",
        "Nurul Hidayati Siregar",
    ):
        assert words in text
