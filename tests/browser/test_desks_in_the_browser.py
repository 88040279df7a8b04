"""One file over every desk: two agencies ask the applicant, one comes to look, sets a condition, and a deputy signs the permit."""

import re
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import TimeoutError

from ptsp_portal.demo.answers import sample_pdf, sample_picture
from tests.browser.conftest import PHONE
from tests.journeys.story import text_of
from tests.running_portal import wait_until

REKLAME = "Izin Penyelenggaraan Reklame"
OFFICE = "DPMPTSP Kota Batam"
BUSINESS = "CV Bahari Jaya"
WIB = ZoneInfo("Asia/Jakarta")
ADDRESS = "Alamat lokasi kegiatan"
DESIGN = "Desain, isi dan tipologi reklame"
ANSWERS = {
    "jenis_reklame": "Neon box",
    "tema": "Bahari Jaya – ikan segar setiap hari",
    "panjang_m": "2,5",
    "lebar_m": "2,2",
    "sisi": "2",
    "jumlah": "1",
    "status_lahan": "Sewa swasta",
    "tayang_mulai": "2027-02-01",
    "tayang_selesai": "2028-01-31",
    "alamat_lokasi": "Jalan Raja Ali Haji No. 8",
    "wilayah": "21.71.03.1003",
}
PAPERS = {
    "surat_permohonan": "pdf",
    "ktp": "jpg",
    "bukti_lahan": "pdf",
    "foto_lokasi": "jpg",
    "desain": "png",
    "lunas_pajak": "pdf",
}
SEEN = ("lokasi", "penanggung_jawab", "kegiatan", "sarana", "keselamatan", "lingkungan", "ruang")
CONDITION = "Kurangi lebar papan menjadi 2 m."
REQUEST = """SELECT r.uuid FROM applications_recommendation r JOIN agencies_agency a ON a.id = r.agency_id
    WHERE r.application_id = %s AND a.name LIKE %s"""
DEPUTY = """
from datetime import timedelta
from accounts.models import User
from agencies.models import Membership, today
head, deputy = Membership.objects.get(user__email="kadis.batam@demo.test"), User.objects.get(email="sekda.batam@demo.test")
head.delegations.create(
    deputy=deputy, kind="plh", decree="094/12", from_on=today(), until_on=today() + timedelta(days=1)
)
"""


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def says(page, words):
    """Waits until the page says so; what it says instead fails the test."""
    try:
        page.locator("main").get_by_text(words).locator("visible=true").first.wait_for()
    except TimeoutError:
        pytest.fail(f"no “{words}” on {page.url}: {page.locator('main').inner_text()}")


def answer(page, code, value):
    """One question of the form, whatever its control is."""
    field = page.locator(f"main [name={code}]")
    if field.first.get_attribute("type") == "radio":
        page.locator(f"main [name={code}][value='{value}']").check()
    elif field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)


class File:
    """The file of this story: where its pages are."""

    def __init__(self, portal, address):
        self.portal, self.address = portal, address
        uuid = re.search(r"/permohonan/([\w-]+)/", address)[1]
        self.pk = portal.ask("SELECT id FROM applications_application WHERE uuid = %s", uuid)

    def request(self, agency) -> str:
        """The page of the request to the agency that is called so."""
        return f"/rekomendasi/{self.portal.ask(REQUEST, self.pk, f'{agency}%')}/"

    def number(self) -> str:
        return self.portal.ask("SELECT registration_number FROM applications_application WHERE id = %s", self.pk)

    def state(self) -> str:
        return self.portal.ask("SELECT state FROM applications_application WHERE id = %s", self.pk)


def test_a_sign_is_asked_about_looked_at_and_permitted_by_a_deputy(people, portal, shoot):
    file = File(portal, files_it(people("pemohon")))
    registered_and_verified(people, file)
    two_agencies_ask_in_one_list(people, file, shoot)
    the_applicant_answers_each(people, file, shoot)
    a_visit_is_agreed(people, file, shoot)
    seen_on_a_phone(people("opd.pupr.batam", viewport=PHONE), file.number(), shoot)
    signed_by_the_applicant(people("pemohon"), file, shoot)
    three_agencies_answer(people, file, shoot)
    the_condition_is_taken_over(people, file, shoot)
    the_deputy_signs(people, file, shoot)
    the_permit_says_it(people("pemohon"), file, shoot)


def files_it(page) -> str:
    """For the business, from the office's page to the sent file; its address."""
    page.goto("/layanan/REKLAME/")
    page.get_by_label("Nama kantor").fill("Batam")
    press(page, "Cari")
    follow(page, OFFICE)
    press(page, "Ajukan")
    follow(page, "Pemohon")
    page.get_by_role("group", name="Atas nama siapa permohonan ini?").get_by_label(BUSINESS).check()
    press(page, "Simpan dan lanjut")
    page.wait_for_url(re.compile("/isi/(?!pemohon)"))
    while not page.url.endswith("/dokumen/"):
        here = page.url
        for code in [code for code in ANSWERS if page.locator(f"main [name={code}]").count()]:
            answer(page, code, ANSWERS[code])
        press(page, "Simpan dan lanjut")
        page.wait_for_url(lambda url, here=here: url != here)
    for code, kind in PAPERS.items():
        uploads(page, code, kind)
    follow(page, "Lanjut: periksa dan kirim")
    press(page, "Kirim permohonan")
    says(page, f"Menunggu petugas loket {OFFICE}")
    return page.url


def uploads(page, code, kind):
    content = sample_pdf(code) if kind == "pdf" else sample_picture(code, kind)
    mime = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}[kind]
    page.locator(f"#berkas-{code}").set_input_files({"name": f"{code}.{kind}", "mimeType": mime, "buffer": content})
    page.locator(f"#{code}").get_by_role("button", name=re.compile("^Unggah")).click()
    page.locator(f"#{code}").get_by_role("link", name=f"{code}.{kind}").wait_for()


def registered_and_verified(people, file):
    loket = people("loket.batam")
    loket.goto(f"{file.address}periksa/")
    press(loket, "Tandai yang lain sesuai")
    press(loket, "Daftarkan")
    loket.get_by_role("link", name="Cetak tanda terima").wait_for()
    verifier = people("verifikator.batam")
    verifier.goto(f"{file.address}periksa/")
    press(verifier, "Verifikasi dan minta rekomendasi")
    says(verifier, "3 instansi dimintai rekomendasi sekaligus")


def two_agencies_ask_in_one_list(people, file, shoot):
    asks(people("opd.pupr.batam"), file.request("Dinas Pekerjaan Umum"), ADDRESS, "Di sebelah mana tiangnya?", shoot)
    asks(people("opd.satpolpp.batam"), file.request("Satuan Polisi"), DESIGN, "Apakah menyala malam hari?")
    verifier = people("verifikator.batam")
    verifier.goto(f"{file.address}konfirmasi/")
    says(verifier, "Di sebelah mana tiangnya?")
    says(verifier, "Apakah menyala malam hari?")
    shoot(verifier, "desks-2-one-list")
    press(verifier, "Kirim kepada pemohon")
    says(verifier, "Pemohon diminta menjelaskan 2 hal – waktu dihentikan")


def asks(officer, request, about, words, shoot=None):
    officer.goto(request)
    follow(officer, "Tanya pemohon")
    officer.get_by_label("Tentang apa?").select_option(about)
    officer.get_by_label("Pertanyaan", exact=True).fill(words)
    if shoot:
        shoot(officer, "desks-1-question")
    press(officer, "Catat pertanyaan")
    says(officer, "Verifikator mengirimnya kepada pemohon bersama pertanyaan instansi lain")


def the_applicant_answers_each(people, file, shoot):
    nurul = people("pemohon")
    nurul.goto(file.address)
    says(nurul, "2 hal perlu Anda jelaskan – waktu dihentikan")
    says(nurul, "Selama menunggu pemohon, hari layanan tidak dihitung.")
    says(nurul, "Hari layanan berhenti dihitung")
    shoot(nurul, "desks-3-clock-stands")
    follow(nurul, "Jawab sekarang")
    assert nurul.url.endswith("/jawab/")
    says(nurul, "Sejak itu hari layanan tidak dihitung.")
    nurul.get_by_label(ADDRESS, exact=True).fill("Jalan Raja Ali Haji No. 8, kiri gerbang")
    press(nurul, re.compile(f"^Simpan ?: {ADDRESS}"))
    says(nurul, "1 dari 2 hal sudah Anda jawab.")
    nurul.get_by_label(f"Penjelasan Anda: {DESIGN}").fill("Tidak menyala.")
    press(nurul, re.compile(f"^Simpan ?: {DESIGN}"))
    says(nurul, "2 dari 2 hal sudah Anda jawab.")
    shoot(nurul, "desks-4-answers")
    press(nurul, "Kirim jawaban")
    says(nurul, "Jawaban Anda sudah kami terima")
    assert nurul.get_by_text("Hari layanan berhenti dihitung", exact=True).count() == 0
    says(nurul, "Berhenti 1 kali")
    shoot(nurul, "desks-5-clock-runs")


def later_today() -> str:
    """As a browser's picker writes it, on the office's wall; in the day's last minutes the next day is awaited."""
    now = datetime.now(WIB)
    last = now.replace(hour=23, minute=59, second=0, microsecond=0)
    if last - now < timedelta(minutes=1):
        time.sleep((last - now).total_seconds() + 61)
        return later_today()
    return min(now + timedelta(hours=3), last).strftime("%Y-%m-%dT%H:%M")


def a_visit_is_agreed(people, file, shoot):
    pupr = people("opd.pupr.batam")
    pupr.goto(file.request("Dinas Pekerjaan Umum"))
    says(pupr, "Jalan Raja Ali Haji No. 8, kiri gerbang")
    shoot(pupr, "desks-6-request")
    follow(pupr, "Usulkan peninjauan")
    pupr.get_by_label("Hari dan jam").fill(later_today())
    pupr.get_by_label("Tempat", exact=True).fill("Jalan Raja Ali Haji No. 8")
    lead = file.portal.ask("SELECT uuid FROM accounts_user WHERE email = 'opd.pupr.batam@demo.test'")
    pupr.get_by_label("Ketua tim").select_option(str(lead))
    shoot(pupr, "desks-7-visit-proposed")
    press(pupr, "Usulkan kepada pemohon")
    says(pupr, "menunggu persetujuan pemohon")
    nurul = people("pemohon")
    nurul.goto(file.address)
    shoot(nurul, "desks-8-consent")
    press(nurul, "Setuju, saya ada di tempat")
    says(nurul, "akan datang pada")
    shoot(nurul, "desks-9-visit-agreed")


def seen_on_a_phone(phone, number, shoot):
    """The checklist, a photo, the conclusion, and the officer's own signature."""
    phone.goto("/kerja/peninjauan/")
    shoot(phone, "desks-10-phone-visits")
    phone.locator("main").get_by_role("link", name=re.compile(f"Buka.*{number}")).click()
    follow(phone, "Isi daftar periksa")
    for code in SEEN:
        phone.locator(f"[name=result-{code}][value=yes]").check()
    press(phone, "Simpan")
    says(phone, "Tersimpan di server:")
    photo = {"name": "tiang.jpg", "mimeType": "image/jpeg", "buffer": sample_picture("Tiang", "jpg")}
    phone.locator("[name=photos]").set_input_files(photo)
    phone.get_by_label("Keterangan").fill("Tiang dari timur")
    press(phone, "Kirim foto")
    phone.get_by_role("link", name="Tiang dari timur").wait_for()
    phone.locator("[name=result-ukuran][value=no]").check()
    phone.locator("[name=note-ukuran]").fill(CONDITION)
    phone.get_by_label("Hasil peninjauan dengan kata-kata").fill("Papan 2,2 m, melewati batas.")
    phone.get_by_label("Sesuai dengan syarat").check()
    shoot(phone, "desks-11-phone-checklist")
    press(phone, "Selesai: susun BAP")
    follow(phone, "Baca dan tanda tangani BAP")
    shoot(phone, "desks-12-phone-signature")
    press(phone, "Tanda tangani BAP")
    says(phone, "BAP selesai setelah semua pihak menandatangani")
    shoot(phone, "desks-13-phone-signed")


def signed_by_the_applicant(page, file, shoot):
    page.goto(file.address)
    follow(page, "Baca dan tanda tangani BAP")
    says(page, CONDITION)
    page.get_by_label("Catatan Anda").fill("Papan akan diperkecil.")
    shoot(page, "desks-14-applicant-signs")
    press(page, "Tanda tangani BAP")
    says(page, "BAP ditandatangani semua pihak")


def three_agencies_answer(people, file, shoot):
    pupr = people("opd.pupr.batam")
    pupr.goto(file.request("Dinas Pekerjaan Umum"))
    assert pupr.get_by_label("Syarat (satu per baris)").input_value() == CONDITION
    agrees(pupr, "Setuju dengan syarat", shoot)
    for name, agency in (("opd.bapenda.batam", "Badan Pendapatan"), ("opd.satpolpp.batam", "Satuan Polisi")):
        people(name).goto(file.request(agency))
        agrees(people(name), "Setuju")
    assert file.state() == "drafting"


def agrees(officer, verdict, shoot=None):
    officer.get_by_role("group", name="Rekomendasi Anda").get_by_label(verdict, exact=True).check()
    if shoot:
        shoot(officer, "desks-15-answer")
    press(officer, "Kirim jawaban")
    officer.get_by_role("button", name="Kirim jawaban").wait_for(state="detached")


def the_condition_is_taken_over(people, file, shoot):
    verifier = people("verifikator.batam")
    verifier.goto(f"{file.address}keputusan/")
    condition = verifier.get_by_role("group", name=CONDITION)
    condition.locator("[value=accepted]").check()
    shoot(verifier, "desks-16-draft")
    press(verifier, "Simpan dan teruskan untuk diparaf")
    kabid = people("kabid.batam")
    kabid.goto(f"{file.address}paraf/")
    says(kabid, CONDITION)
    shoot(kabid, "desks-17-endorse")
    press(kabid, "Paraf dan teruskan")
    kabid.get_by_role("button", name="Paraf dan teruskan").wait_for(state="detached")
    assert file.state() == "signing"


def the_deputy_signs(people, file, shoot):
    file.portal.manage("shell", "-c", DEPUTY)
    sekda = people("sekda.batam")
    sekda.goto("/kerja/tanda-tangan/")
    shoot(sekda, "desks-18-deputy-desk")
    sekda.goto(f"{file.address}tanda-tangan/")
    says(sekda, "Anda bertindak sebagai Plh.")
    shoot(sekda, "desks-19-deputy-signs")
    press(sekda, "Tanda tangani izin")
    says(sekda, "Izin ditetapkan dengan nomor")
    position = file.portal.ask("SELECT signer_position FROM applications_permit WHERE application_id = %s", file.pk)
    assert position == "Plh. Kepala DPMPTSP Kota Batam"


def the_permit_says_it(page, file, shoot):
    link = page.get_by_role("link", name="Unduh izin (PDF)")
    page.goto(file.address)
    wait_until(lambda: page.reload() and link.count(), "the permit was not printed: " + file.portal.said(), pause=1)
    with page.expect_download() as download:
        link.click()
    text = text_of(download.value.path().read_bytes())
    assert BUSINESS in text and CONDITION in text and "PLH. KEPALA DPMPTSP KOTA BATAM" in text
    says(page, "Berhenti 1 kali")
    shoot(page, "desks-20-permit")
