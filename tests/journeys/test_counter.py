"""Whoever can't use a computer: a fisherman at his village office, his daughter's account, and a day without power."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.management import call_command

from agencies.loading.people import PASSWORD
from agencies.models import Person
from applications.models import PaperBlock, PaperEntry
from applications.tasks import render_documents
from notifications.models import Message
from ptsp_portal.demo.answers import sample_picture
from tests.applications.helping import FISHERMAN, code_sent
from tests.journeys.story import Visitor, at_file, stands, text_of, the_file, the_pdf, visitor

pytestmark = pytest.mark.django_db

LETTER, VILLAGE = "Surat Keterangan Domisili", "Kelurahan Tanjung Riau"
ANSWERS = {
    "Tinggal sejak": "01-02-2019",
    "Status tempat tinggal": "Milik sendiri",
    "Untuk keperluan": "Pembukaan rekening bank",
    "Alamat tempat tinggal": "Kampung Tua RT 001 RW 002",
    "Desa/Kelurahan (kode Kemendagri)": "21.71.03.1003",
}
PAPERS = ["KTP-el pemohon", "Kartu Keluarga", "Surat pengantar RT/RW"]


def who_stands_here(officer: Visitor, consent: str, expect=200) -> Visitor:
    """The first page: typed from the KTP that he shows."""
    typed = {
        "Layanan yang diajukan": "kelurahan-tanjung-riau/SK-DOMISILI", "NIK": FISHERMAN["nik"],
        "Nama sesuai identitas": FISHERMAN["name"], "Tempat lahir": FISHERMAN["birth_place"], "Tanggal lahir": "1964-02-12",
        "Jenis kelamin": "Laki-laki", "Alamat": FISHERMAN["address"], "Nomor HP pemohon": "0812 7000 9876",
    }  # fmt: skip
    for label, value in typed.items():
        officer.fill(label, value)
    return officer.choose("consent", consent).click("Lanjut: isian dan dokumen", expect)


def everything(officer: Visitor) -> Visitor:
    """The second page."""
    for label, value in ANSWERS.items():
        officer.fill(label, value)
    for name in PAPERS:
        officer.attach(name, (f"{name.split()[0].lower()}.jpg", sample_picture(name, "jpg")))
        officer.tick(f"Asli sudah dilihat: {name}")
    return officer.click("Simpan dan periksa")


def an_account(name) -> Visitor:
    user = get_user_model().objects.create(
        email=f"{name}@demo.test", full_name=f"{name.title()} Binti Awang", password=make_password(PASSWORD)
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return Visitor().sign_in(name)


def test_a_fisherman_without_email_files_at_the_village_and_his_daughter_goes_on(clock):
    officer = visitor("petugas.tanjungriau").click("Bantu pemohon mengajukan")
    everything(who_stands_here(officer, "code"))
    assert "Periksa dan ajukan" in officer.heading and "Masih kurang" not in officer
    file = stands("draft", "applicant")
    assert Person.objects.get(name=FISHERMAN["name"]).user is None
    officer.fill("Kode dari HP pemohon", "12").click("Ajukan saja", expect=400)
    assert the_file().state == "draft"
    # He agrees, and his daughter shall send it from home.
    officer.fill("Kode dari HP pemohon", code_sent()).click("Catat persetujuan saja")
    assert "Sudah tercatat" in officer
    officer.click("Cetak kode serah terima").choose("relation", "family").click("Buat kode")
    (code,) = officer.items(".handover-code")
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}", code)
    laila = an_account("laila").open("/permohonan/").click("Terima permohonan dengan kode serah terima")
    laila.fill("Kode serah terima", code).choose("relation", "family").click("Terima permohonan")
    assert "Permohonan keluarga Anda sekarang di akun Anda" in laila
    assert "Semua sudah terisi" in laila
    officer.open(f"/loket/bantu/{file.uuid}/", expect=404)
    laila.click("Periksa dan kirim").click("Kirim permohonan")
    assert laila.lead == f"Menunggu petugas loket {VILLAGE}, sejak Selasa, 4 Agustus 2026."
    file = stands("submitted", "agency", "front_desk")
    assert (file.holder_name, file.channel) == (FISHERMAN["name"], "village")
    clock.strikes("4 Aug 10:00")
    officer = visitor("petugas.tanjungriau").click(f"Periksa {file.reference}")
    officer.click("Tandai yang lain sesuai").click("Daftarkan")
    stands("registered", "agency", "verifier")
    assert the_file().registration_number in at_file("laila")
    told = Message.objects.filter(occasion="applications/registered", channel="inapp")
    assert [each.user.email for each in told] == ["laila@demo.test"]


def test_a_number_of_a_day_without_power_becomes_a_file_whose_promise_counts_from_that_day(clock):
    clock.strikes("5 Aug 09:00")
    head = visitor("lurah.tanjungriau").open("/loket/darurat/")
    head.fill("Berapa nomor?", "4").fill("Untuk apa", "Musim angin utara").click("Pesan nomor")
    block = PaperBlock.objects.get()
    assert block.number_text(1) in head
    # Thursday the 6th, no power: the stub is filled in by hand at 10.20. On Monday it is entered.
    clock.strikes("10 Aug 09:00")
    officer = visitor("petugas.tanjungriau").open("/loket/darurat/").click(str(block))
    officer.click(f"Masukkan: {block.number_text(2)}")
    officer.fill("Diterima tanggal", "2026-08-06").fill("Diterima pukul", "10:20")
    everything(who_stands_here(officer, "paper"))
    officer.attach("Pindaian formulir persetujuan", ("formulir.jpg", sample_picture("Persetujuan", "jpg")))
    officer.click("Ajukan dan daftarkan")
    file = stands("registered", "agency", "verifier")
    assert file.promised_on.isoformat() == "2026-08-07"  # one working day after Thursday, not after Monday
    assert "paling lambat Jumat, 7 Agustus 2026" in officer and "Kamis, 6 Agustus 2026 pukul 10.20 WIB" in officer
    assert PaperEntry.objects.get().number == 2
    assert render_documents() == 1
    receipt = text_of(the_pdf(at_file("petugas.tanjungriau"), "Unduh tanda terima (PDF)"))
    assert file.registration_number in receipt and "7 Agustus 2026" in receipt
    call_command("recompute_deadlines", "--check")
    # The same number again.
    officer.open(f"/loket/darurat/masukkan/?nomor={block.number_text(2)}")
    officer.fill("Diterima tanggal", "2026-08-06").fill("Diterima pukul", "10:20")
    who_stands_here(officer, "paper", expect=400)
    assert "sudah pernah dimasukkan" in officer and PaperEntry.objects.count() == 1
