"""Whoever can't use a computer: a fisherman at his village office, his daughter's account, and a day without power."""

import json
import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.test import Client

from agencies.loading.people import PASSWORD
from agencies.models import Person
from applications.models import PaperBlock, PaperEntry
from applications.tasks import render_documents
from notifications.models import Message
from ptsp_portal.demo.answers import sample_pdf, sample_picture
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.signed_call import signature
from tests.applications.helping import FISHERMAN, code_sent
from tests.factories import add_post, answered_by_all, findings
from tests.journeys.story import Visitor, at_file, stands, text_of, the_file, the_pdf, visitor

pytestmark = pytest.mark.django_db

PROVINCE, OFFICE = "dpmptsp-provinsi-kepulauan-riau", "DPMPTSP Provinsi Kepulauan Riau"
ANSWERS = {
    "Tinggal sejak": "01-02-2019",
    "Status tempat tinggal": "Milik sendiri",
    "Untuk keperluan": "Pembukaan rekening bank",
    "Alamat tempat tinggal": "Kampung Tua RT 001 RW 002",
    "Desa/Kelurahan (kode Kemendagri)": "21.71.03.1003",
}
PAPERS = ["KTP-el pemohon", "Kartu Keluarga", "Surat pengantar RT/RW"]


STALL = {
    "Peruntukan": "Usaha",
    "Luas (m2)": "12",
    "Mulai": "01-09-2026",
    "Sampai": "31-08-2027",
    "Alamat lokasi kegiatan": "Tempat pendaratan ikan Tanjung Riau",
    "Desa/Kelurahan (kode Kemendagri)": "21.71.03.1003",
}
DRAWINGS = {
    "Surat permohonan bermeterai (atau e-meterai)": "pdf",
    "KTP-el pemohon / penanggung jawab": "jpg",
    "Gambar situasi/denah dan luas yang dimohon": "pdf",
    "Rencana penggunaan": "pdf",
    "Pernyataan kesanggupan mengembalikan aset dan tidak mengalihkan": "pdf",
}
SECRET = "k" * 40


def who_stands_here(
    officer: Visitor, consent: str, service="kelurahan-tanjung-riau/SK-DOMISILI", expect=200
) -> Visitor:
    """The first page: typed from the KTP that he shows."""
    typed = {
        "Layanan yang diajukan": service, "NIK": FISHERMAN["nik"],
        "Nama sesuai identitas": FISHERMAN["name"], "Tempat lahir": FISHERMAN["birth_place"], "Tanggal lahir": "1964-02-12",
        "Jenis kelamin": "Laki-laki", "Alamat": FISHERMAN["address"], "Nomor HP pemohon": "0812 7000 9876",
    }  # fmt: skip
    for label, value in typed.items():
        officer.fill(label, value)
    return officer.choose("consent", consent).click("Lanjut: isian dan dokumen", expect)


def everything(officer: Visitor, answers=ANSWERS, papers=None) -> Visitor:
    """The second page."""
    for label, value in answers.items():
        officer.fill(label, value)
    for name, kind in (papers or dict.fromkeys(PAPERS, "jpg")).items():
        content = sample_pdf(name) if kind == "pdf" else sample_picture(name, kind)
        officer.attach(name, (f"{name.split()[0].lower()}.{kind}", content))
        officer.tick(f"Asli sudah dilihat: {name}")
    return officer.click("Simpan dan periksa")


def an_account(name, *posts) -> Visitor:
    user = get_user_model().objects.create(
        email=f"{name}@demo.test", full_name=f"{name.title()} Binti Awang", password=make_password(PASSWORD)
    )
    for slug, role in posts:
        add_post(user, slug, role)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return Visitor().sign_in(name)


def texted() -> list[str]:
    """What his telephone got, in order."""
    rows = Message.objects.filter(channel="sms", address=FISHERMAN["phone"]).order_by("pk")
    return [each.occasion.split("/")[1] for each in rows]


def the_bank_says(bill) -> int:
    """The bank's signed notice that the bill was paid an hour ago."""
    told = {
        "bill": bill.number, "amount": bill.amount, "reference": "BRK-5",
        "paid_at": (now() - timedelta(hours=1)).isoformat(),
    }  # fmt: skip
    body, stamp = json.dumps(told).encode(), str(int(now().timestamp()))
    signed = {"X-PTSP-Timestamp": stamp, "X-PTSP-Signature": signature(SECRET, stamp, body)}
    line = Client(enforce_csrf_checks=True)
    return line.post("/api/pembayaran/", body, content_type="application/json", headers=signed).status_code


def he_agrees_and_his_daughter_goes_on(officer) -> Visitor:
    file = stands("draft", "applicant")
    assert Person.objects.get(name=FISHERMAN["name"]).user is None
    officer.fill("Kode dari HP pemohon", "12").click("Ajukan", expect=400)
    assert the_file().state == "draft"
    officer.fill("Kode dari HP pemohon", code_sent()).click("Catat persetujuan saja")
    assert "Sudah tercatat" in officer
    officer.click("Cetak kode serah terima").choose("relation", "family").click("Buat kode")
    (code,) = officer.items(".handover-code")
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}", code)
    laila = an_account("laila").open("/permohonan/").click("Terima permohonan dengan kode serah terima")
    laila.fill("Kode serah terima", code).choose("relation", "family").click("Terima permohonan")
    assert "Permohonan keluarga Anda sekarang di akun Anda" in laila and "Semua sudah terisi" in laila
    for page in (f"/loket/bantu/{file.uuid}/", f"/permohonan/{file.uuid}/"):
        officer.open(page, expect=404)
    return laila


def test_a_fisherman_without_email_files_at_his_village_pays_at_the_bank_and_collects(
    clock, post, settings, monkeypatch
):
    settings.PAYMENT_CALLBACK_SECRETS = [SECRET]
    officer = visitor("petugas.tanjungriau").click("Bantu pemohon mengajukan")
    everything(who_stands_here(officer, "code", f"{PROVINCE}/PAKAI-ASET"), STALL, DRAWINGS)
    assert "Periksa dan ajukan" in officer.heading and "Masih kurang" not in officer
    laila = he_agrees_and_his_daughter_goes_on(officer)
    assert texted() == ["consent_code", "passed_to_family"]
    laila.click("Periksa dan kirim").click("Kirim permohonan")
    assert laila.lead == f"Menunggu petugas loket {OFFICE}, sejak Selasa, 4 Agustus 2026."
    file = stands("submitted", "agency", "front_desk")
    assert (file.holder_name, file.channel) == (FISHERMAN["name"], "village")
    told = post.new()
    assert [each for each in told if "laila" in each] == ["laila submitted"]
    assert [each for each in told if "tanjungriau" in each] == ["petugas.tanjungriau passed_on"]

    clock.strikes("5 Aug 10:00")
    visitor("loket.kepri").click(f"Periksa {file.reference}").click("Tandai yang lain sesuai").click("Daftarkan")
    at_file("verifikator.kepri").click("Periksa berkas").click("Verifikasi dan minta rekomendasi")
    answered_by_all(the_file())
    stands("drafting", "agency", "verifier")
    assert {each for each in post.new() if "laila" in each} == {"laila registered", "laila agencies_asked"}

    clock.strikes("7 Aug 09:00")
    at_file("verifikator.kepri").click("Tetapkan retribusi").click("Terbitkan SKRD")
    stands("drafting", "applicant")
    assert post.new() == ["laila bill_issued"]
    assert "Rp360.000" in at_file("laila")
    clock.strikes("10 Aug 15:00")
    assert the_bank_says(the_file().bills.get()) == 200
    stands("drafting", "agency", "verifier")
    assert post.new() == ["laila bill_paid", "verifikator.kepri desk_bill_paid"]
    assert "Lunas" in at_file("laila")
    treasurer = an_account("bendahara.kepri", (PROVINCE, "treasurer"))
    assert "Rp360.000" in treasurer.open("/bendahara/rekonsiliasi/")

    clock.strikes("11 Aug 09:00")
    at_file("verifikator.kepri").click("Susun keputusan").click("Simpan dan teruskan untuk diparaf")
    at_file("kabid.kepri").click("Baca konsep dan paraf").click("Paraf dan teruskan")
    at_file("kadis.kepri").click("Baca konsep dan tanda tangani").click("Tanda tangani")
    stands("issued", "nobody")
    with monkeypatch.context() as quick:  # only the receipt of the hand-over is read as a PDF here
        quick.setattr("applications.tasks.pdf_of", lambda printed: b"%PDF-")
        render_documents()
    assert [each for each in post.new() if "laila" in each or "tanjungriau" in each] == ["laila permit_ready"]
    assert texted() == ["consent_code", "passed_to_family", "permit_ready"]
    he_collects_it(clock, the_file().permit)
    assert findings() == []


def he_collects_it(clock, permit):
    """With his KTP; the receipt that he signed is kept."""
    clock.strikes("12 Aug 09:00")
    counter = at_file("loket.kepri").click("Penyerahan izin")
    counter.fill("Nama penerima", FISHERMAN["name"]).fill("Identitas yang ditunjukkan", "KTP-el").click(
        "Catat penyerahan"
    )
    render_documents()
    receipt = text_of(the_pdf(counter.open(counter.address), "Tanda terima untuk ditandatangani (PDF)"))
    assert permit.number in receipt and FISHERMAN["name"] in receipt
    counter.open(f"/permohonan/{the_file().uuid}/").click("Penyerahan izin")
    counter.attach("scan", ("tanda.jpg", sample_picture("Tanda tangan", "jpg")))
    counter.click("Unggah")
    assert the_file().hand_overs.get().file
    assert "Diambil di loket" in at_file("laila")


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
