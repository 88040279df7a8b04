"""A physiotherapist gets her licence: from the catalogue to a permit that anybody can verify."""

import hashlib
import io
import re
from base64 import b64decode
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from PIL import Image

from applications.models import Condition, Permit, PrintedDocument
from applications.tasks import render_documents
from ptsp_portal.demo.answers import sample_picture
from tests.journeys.story import (
    answer_all,
    at_file,
    last_page_of,
    qr_of,
    send,
    stands,
    start,
    text_of,
    the_file,
    the_pdf,
    upload,
    visitor,
)

pytestmark = pytest.mark.django_db

SIPF = "Surat Izin Praktik Fisioterapis (SIPF)"
OFFICE = "DPMPTSP Kota Batam"
PAPERS = {
    "KTP-el pemohon / penanggung jawab": "jpg",
    "Pas foto berwarna 4x6 latar merah": "jpg",
    "Surat Tanda Registrasi (STR) yang berlaku (STR seumur hidup untuk WNI)": "pdf",
    "Surat keterangan tempat praktik / pimpinan fasilitas pelayanan kesehatan": "pdf",
    "Surat pernyataan kebenaran dan keabsahan dokumen": "pdf",
}
ANSWERS = {
    "Nomor STR": "25 03 1 2 2 21-4711",
    "Permohonan SIP ke-": "1",
    "Jenis tempat praktik": "Klinik",
    "Nama fasilitas / tempat praktik": "Klinik Fisioterapi Sehat Bersama",
    "Alamat lokasi kegiatan": "Jalan Gajah Mada No. 12, Tiban",
    "Desa/Kelurahan (kode Kemendagri)": "21.71.03.1003",
    "jadwal_praktik-0-hari": "Senin",
    "jadwal_praktik-0-jam": "08.00–12.00",
}
CONDITIONS = ["Tempat praktik memasang papan nama.", "Rekam terapi disimpan lima tahun."]
PERMIT_NUMBER = "500.16.7/0001/SIPF/BATAM/VIII/2026"
PERSONAL = ("Nurul", "Siregar", "2171035405910001", "Gajah Mada", "+6281270001234", "pemohon@demo.test")


def test_a_physiotherapist_gets_her_licence(clock, post, settings):
    file_it(post)
    clock.strikes("4 Aug 10:30")
    the_counter_returns_it(post)
    clock.strikes("5 Aug 08:30")
    she_repairs_it(post)
    clock.strikes("5 Aug 09:00")
    number, secret = the_counter_registers_it(post)
    anybody_with_the_receipt_tracks_it(number, secret)
    clock.strikes("6 Aug 08:30")
    the_verifier_asks_the_health_office(post)
    clock.strikes("10 Aug 10:00")
    the_health_office_answers(clock, post)
    clock.strikes("11 Aug 14:00")
    the_verifier_drafts(post)
    clock.strikes("12 Aug 09:00")
    the_endorser_gives_paraf(post)
    clock.strikes("12 Aug 10:00")
    the_head_signs(post)
    clock.strikes("12 Aug 10:01")
    the_worker_prints(post)
    url = she_reads_her_permit()
    anybody_verifies_it(url.removeprefix(settings.SITE_URL))
    the_mails_are_in_the_mailbox()
    call_command("verify_journal")


def file_it(post):
    nurul = start(visitor("pemohon"), SIPF, OFFICE, "fisioterapis")
    assert nurul.heading == SIPF
    stands("draft", "applicant")
    answer_all(nurul, ANSWERS)
    nurul.click("Lanjut: periksa dan kirim").click("Kirim permohonan", expect=400)
    assert nurul.items(".summary li") == [f"Dokumen belum ada: {paper}" for paper in PAPERS]
    assert "Belum dikirim: masih ada yang kurang" in nurul
    stands("draft", "applicant")
    nurul.click(f"Dokumen belum ada: {next(iter(PAPERS))}")
    assert nurul.heading == "Dokumen"
    for paper, kind in PAPERS.items():
        upload(nurul, paper, kind)
    assert post.new() == []
    send(nurul)
    file = stands("submitted", "agency", "front_desk")
    assert nurul.lead == f"Menunggu petugas loket {OFFICE}, sejak Selasa, 4 Agustus 2026."
    assert f"Nomor acuan {file.reference}" in nurul
    assert post.new() == ["loket.batam desk_new_file", "pemohon submitted"]
    nurul.again()  # a double click
    assert stands("submitted", "agency", "front_desk").change_count == file.change_count
    assert post.new() == []


def the_counter_returns_it(post):
    loket = visitor("loket.batam")
    loket.click(f"Periksa {the_file().reference}")
    photo = the_file().documents.get(requirement_code="pas_foto").uuid
    loket.choose(f"result-{photo}", "Perlu diperbaiki").click("Kembalikan kepada pemohon", expect=400)
    assert "Tulis apa yang perlu diperbaiki" in loket
    stands("submitted", "agency", "front_desk")
    loket.fill(f"note-{photo}", "Latar foto belum merah.").fill("field-no_str", "Nomor STR kurang satu angka.")
    loket.click("Kembalikan kepada pemohon")
    assert stands("returned", "applicant").times_returned == 1
    assert post.new() == ["pemohon returned"]


def she_repairs_it(post):
    nurul = at_file("pemohon")
    assert nurul.lead == "Berkas belum lengkap: menunggu perbaikan Anda, sejak Selasa, 4 Agustus 2026."
    assert "Berkas belum lengkap: 2 hal perlu Anda perbaiki" in nurul
    nurul.click("Perbaiki sekarang").click("Nomor STR")
    nurul.fill("Nomor STR", "25 03 1 2 2 21-47110").click("Simpan, lanjutkan nanti")
    nurul.click("Pas foto berwarna 4x6 latar merah")
    nurul.attach(
        "Berkas pengganti atau tambahan: Pas foto berwarna 4x6 latar merah",
        ("foto.jpg", sample_picture("merah", "jpg")),
    )
    nurul.click("Ganti yang lama: Pas foto berwarna 4x6 latar merah")
    send(nurul)
    stands("submitted", "agency", "front_desk")
    assert the_file().answers["no_str"] == "25 03 1 2 2 21-47110"
    assert post.new() == ["loket.batam desk_new_file", "pemohon resubmitted"]


def the_counter_registers_it(post) -> tuple[str, str]:
    loket = visitor("loket.batam")
    loket.click(f"Periksa {the_file().reference}")
    loket.click("Daftarkan", expect=400)
    assert "Belum diperiksa." in loket
    loket.click("Tandai yang lain sesuai").click("Daftarkan")
    file = stands("registered", "agency", "verifier")
    assert re.fullmatch(r"BATAM-2026-000001-[0-9A-Z]", file.registration_number)
    assert f"Berkas terdaftar dengan nomor {file.registration_number}." in loket
    assert (file.promised_on, file.due_at) == (date(2026, 8, 12), datetime(2026, 8, 12, 9, tzinfo=UTC))
    assert post.new() == ["pemohon registered", "verifikator.batam desk_new_file"]
    loket.click("Cetak tanda terima")
    assert loket.items(".registration") == [file.registration_number]
    assert loket.items(".promise") == ["paling lambat Rabu, 12 Agustus 2026 (5 hari kerja)"]
    picture = loket.find(".ticket img")[0].get("src")
    assert qr_of(Image.open(io.BytesIO(b64decode(picture.partition(",")[2])))) == file.registration_number
    return file.registration_number, loket.items(".secret")[0]


def anybody_with_the_receipt_tracks_it(number, secret):
    somebody = visitor()
    somebody.open(f"/lacak/?nomor={number}").fill("Kode lacak", "0000-0000").click("Lihat berkas", expect=404)
    wrong = somebody.items("main .notice")
    somebody.fill("Nomor registrasi", "BATAM-2026-000077-X").fill("Kode lacak", secret).click(
        "Lihat berkas", expect=404
    )
    assert somebody.items("main .notice") == wrong
    somebody.fill("Nomor registrasi", number.lower()).fill("Kode lacak", secret.lower()).click("Lihat berkas")
    assert somebody.lead == f"Menunggu verifikator {OFFICE}, sejak Rabu, 5 Agustus 2026."
    assert "Rabu, 12 Agustus 2026" in somebody
    assert secret not in somebody.address and number not in somebody.address
    assert not any(word in somebody for word in PERSONAL)


def the_verifier_asks_the_health_office(post):
    verifier = visitor("verifikator.batam")
    verifier.click(f"Periksa {the_file().registration_number}").click("Verifikasi dan minta rekomendasi")
    stands("recommendation", "agencies")
    request = the_file().recommendations.get()
    assert (request.agency.name, request.due_at) == ("Dinas Kesehatan Kota Batam", datetime(2026, 8, 11, 9, tzinfo=UTC))
    assert verifier.lead == "Menunggu Dinas Kesehatan Kota Batam, sejak Kamis, 6 Agustus 2026."
    assert post.new() == ["opd.dinkes.batam agency_asked", "pemohon agencies_asked"]


def the_health_office_answers(clock, post):
    dinkes = visitor("opd.dinkes.batam")
    dinkes.click(f"Baca dan jawab {the_file().registration_number}").click("Tandai sudah kami terima")
    assert the_file().recommendations.get().state == "acknowledged"
    assert post.new() == []
    clock.strikes("11 Aug 11:00")
    dinkes = visitor("opd.dinkes.batam")
    dinkes.click(f"Baca dan jawab {the_file().registration_number}").choose("Rekomendasi Anda", "Setuju dengan syarat")
    dinkes.click("Kirim jawaban", expect=400)
    dinkes.fill("Alasan", "Ruang praktik memenuhi syarat.").fill(
        "Syarat (satu per baris)", "\n".join(CONDITIONS)
    ).click("Kirim jawaban")
    file = stands("drafting", "agency", "verifier")
    assert (file.answers_received, file.answers_requested) == (1, 1)
    assert post.new() == ["verifikator.batam desk_answers_complete"]
    nurul = at_file("pemohon")
    assert nurul.lead == f"Menunggu verifikator {OFFICE}, sejak Selasa, 11 Agustus 2026."
    assert "Setuju dengan 2 syarat" in nurul and CONDITIONS[0] in nurul


def the_verifier_drafts(post):
    verifier = visitor("verifikator.batam")
    verifier.click(f"Susun keputusan {the_file().registration_number}")
    verifier.click("Simpan dan teruskan untuk diparaf", expect=400)
    for condition in Condition.objects.all():
        verifier.choose(f"result-{condition.pk}", "accepted")
    verifier.click("Simpan dan teruskan untuk diparaf")
    stands("drafting", "agency", "endorser")
    assert the_file().decision.conditions == CONDITIONS
    assert post.new() == ["kabid.batam desk_next_signature"]


def the_endorser_gives_paraf(post):
    kabid = visitor("kabid.batam")
    kabid.click(f"Baca dan paraf {the_file().registration_number}")
    concept = kabid.click("Buka KONSEP").answer.body
    assert "KONSEP" in text_of(concept) and "BATAM/VIII/2026" not in text_of(concept)
    kabid.open(f"/permohonan/{the_file().uuid}/paraf/").click("Paraf dan teruskan")
    stands("signing", "agency", "head")
    assert post.new() == ["kadis.batam desk_next_signature"]


def the_head_signs(post):
    kadis = visitor("kadis.batam")
    kadis.click(f"Baca dan tanda tangani {the_file().registration_number}").click("Tanda tangani izin")
    file = stands("issued", "nobody")
    assert f"Izin ditetapkan dengan nomor {file.permit.number}." in kadis
    assert file.permit.number == PERMIT_NUMBER
    assert (file.permit.issued_on, file.permit.valid_until) == (date(2026, 8, 12), date(2031, 8, 12))
    assert file.due_at is None
    assert post.new() == []
    assert "Sedang dibuat" in at_file("pemohon")


def the_worker_prints(post):
    assert render_documents() == 2
    assert render_documents() == 0
    assert sorted(PrintedDocument.objects.values_list("kind", flat=True)) == ["permit", "receipt"]
    assert post.new() == ["pemohon permit_ready"]


def she_reads_her_permit() -> str:
    nurul = at_file("pemohon")
    assert nurul.lead == "Selesai: izin terbit pada Rabu, 12 Agustus 2026."
    pdf = the_pdf(nurul, "Unduh izin (PDF)")
    stored = PrintedDocument.objects.get(kind="permit")
    assert hashlib.sha256(pdf).hexdigest() == stored.sha256
    text = text_of(pdf)
    for words in (PERMIT_NUMBER, "Nurul Hidayati Siregar", *CONDITIONS, "bukan tanda tangan elektronik tersertifikasi"):
        assert words in text
    return qr_of(last_page_of(pdf))


def anybody_verifies_it(path):
    assert path == f"/verifikasi/{Permit.objects.get().verification_code}/"
    somebody = visitor().open(path)
    assert "Izin ini asli dan masih berlaku." in somebody
    assert PERMIT_NUMBER in somebody and "N. H. S." in somebody
    assert not any(word in somebody for word in PERSONAL)


def the_mails_are_in_the_mailbox():
    mailbox = visitor().open("/kotak-surat/?alamat=pemohon@demo.test")
    subjects = mailbox.items("main h2")
    assert len(subjects) == 6
    assert PERMIT_NUMBER not in " ".join(subjects)
    mailbox.click(subjects[0])
    assert f"/permohonan/{the_file().uuid}/" in mailbox
