"""An advertising permit whose place is visited: proposed, wished otherwise, agreed, seen, signed, and the answer that follows."""

import pytest
from django.core.management import call_command

from applications.tasks import render_documents
from ptsp_portal.demo.answers import sample_picture
from tests.factories import person, verified
from tests.journeys.story import Post, at_file, text_of, the_file, the_pdf, visitor

pytestmark = pytest.mark.django_db

CHECKED = ("lokasi", "penanggung_jawab", "kegiatan", "sarana", "keselamatan", "lingkungan", "ruang")


@pytest.fixture
def asked(clock, post):
    clock.strikes("4 Aug 09:00")
    verified(code="REKLAME")
    post.new()
    return clock


def at_request():
    return visitor("opd.pupr.batam").click(f"Baca dan jawab {the_file().registration_number}")


def test_pupr_inspects_and_answers_by_what_it_saw(asked, post: Post):
    # the agency proposes, the applicant wishes another day, the agency proposes that one
    officer = at_request().click("Usulkan peninjauan").fill("Hari dan jam", "2026-08-06T09:00")
    officer.fill("Tempat", "Jalan Raja Ali Haji No. 8").fill("Ketua tim", str(person("opd.pupr.batam").uuid))
    officer.click("Usulkan kepada pemohon")
    assert post.new() == ["pemohon visit_proposed"]
    nurul = at_file("pemohon").click("Saya perlu waktu lain").fill("Kapan Anda bisa?", "Jumat pagi.")
    nurul.click("Kirim keinginan saya")
    assert post.new() == ["opd.pupr.batam visit_wished"]
    officer = at_request().click("Diusulkan pada")
    assert "Jumat pagi." in officer
    officer.click("Usulkan waktu lain").fill("Hari dan jam", "2026-08-07T09:00").click("Usulkan kepada pemohon")
    assert post.new() == ["pemohon visit_proposed"]
    nurul = at_file("pemohon").click("Setuju, saya ada di tempat")
    assert "akan datang pada Jumat, 7 Agustus 2026 pukul 09.00 WIB" in nurul
    assert post.new() == ["opd.pupr.batam visit_agreed"]
    render_documents()
    assert post.new() == ["opd.pupr.batam assignment_ready"]
    letter = text_of(the_pdf(at_request().click("Disetujui pemohon"), "Unduh surat tugas (PDF)"))
    assert "MENUGASKAN" in letter and f"ST-{the_file().registration_number}-1" in letter

    # on the day: an answer waits, the checklist is saved, a photo sent, the minutes written
    asked.strikes("7 Aug 09:20")
    officer = at_request()
    officer.choose("Rekomendasi Anda", "Setuju").click("Kirim jawaban", expect=409)
    assert "belum selesai" in officer
    officer = visitor("opd.pupr.batam").open("/kerja/peninjauan/")
    assert officer.lead == "1 peninjauan hari ini, 1 minggu ini; tim Anda bertugas dalam 1."
    officer.click(f"Buka {the_file().registration_number}").click("Isi daftar periksa")
    for code in CHECKED:
        officer.choose(f"result-{code}", "yes")
    officer.click("Simpan")
    assert "Tersimpan di server" in officer
    officer.attach("Foto", ("tiang.jpg", sample_picture("Tiang", "jpg"))).fill("Keterangan", "Tiang dari timur")
    officer.click("Kirim foto")
    officer.choose("result-ukuran", "no").fill("note-ukuran", "Kurangi lebar papan menjadi 2 m.")
    officer.fill("Hasil peninjauan dengan kata-kata", "Papan 2,5 m, melewati batas.")
    officer.choose("Kesimpulan", "Sesuai dengan syarat").click("Selesai: susun BAP")
    assert post.new() == ["pemohon minutes_to_sign"]
    officer.click("Baca dan tanda tangani BAP").click("Tanda tangani BAP")
    assert "BAP selesai setelah semua pihak menandatangani" in officer
    nurul = at_file("pemohon").click("Baca dan tanda tangani BAP").fill("Catatan Anda", "Papan akan diperkecil.")
    nurul.click("Tanda tangani BAP")
    assert "BAP ditandatangani semua pihak" in nurul
    render_documents()
    assert post.new() == ["opd.pupr.batam minutes_ready", "pemohon minutes_ready"]

    # the minutes, for the applicant and for another agency of the file; the answer starts with them
    for name in ("pemohon", "opd.bapenda.batam"):
        bap = text_of(the_pdf(at_file(name), "Unduh berita acara pemeriksaan (PDF)"))
        assert all(
            words in bap
            for words in ("Kurangi lebar papan menjadi 2 m.", "Tiang dari timur", "Papan akan diperkecil.", "Ketua tim")
        )
    officer = at_request()
    assert officer.typed("Syarat (satu per baris)") == ["Kurangi lebar papan menjadi 2 m."]
    assert "Papan 2,5 m, melewati batas." in officer.typed("Alasan")[0]
    officer.click("Kirim jawaban")
    answer = the_file().recommendations.get(agency__code="PUPR")
    assert (answer.verdict, answer.conditions) == ("conditional", ["Kurangi lebar papan menjadi 2 m."])
    call_command("verify_journal")
