"""The first journey as people live it: a physiotherapist's licence in a real browser, then on a phone without scripts."""

import re

from ptsp_portal.demo.answers import sample_pdf, sample_picture
from tests.browser.conftest import PHONE
from tests.running_portal import wait_until

SIPF = "Surat Izin Praktik Fisioterapis (SIPF)"
OFFICE = "DPMPTSP Kota Batam"
PAPERS = {"ktp": "jpg", "pas_foto": "jpg", "str": "pdf", "ket_tempat_praktik": "pdf", "pernyataan_keabsahan": "pdf"}


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def files_it(page) -> str:
    """From the catalogue to the sent file; the address of the file."""
    page.goto("/layanan/")
    page.get_by_label("Cari layanan").fill("fisioterapis")
    press(page, "Tampilkan")
    follow(page, SIPF)
    page.get_by_label("Nama kantor").fill("Batam")
    press(page, "Cari")
    follow(page, OFFICE)
    press(page, "Ajukan")
    follow(page, "Pemohon")
    press(page, "Simpan dan lanjut")
    page.get_by_label("Nomor STR").fill("25 03 1 2 2 21-4711")
    page.get_by_role("group", name="Permohonan SIP ke-").get_by_label("1", exact=True).check()
    page.get_by_role("group", name="Jenis tempat praktik").get_by_label("Klinik").check()
    page.get_by_label("Nama fasilitas / tempat praktik").fill("Klinik Fisioterapi Sehat Bersama")
    press(page, "Simpan dan lanjut")
    page.get_by_label("Alamat lokasi kegiatan").fill("Jalan Gajah Mada No. 12, Tiban")
    page.locator("select[name=wilayah]").select_option("21.71.03.1003")
    press(page, "Simpan dan lanjut")
    page.locator("[name=jadwal_praktik-0-hari]").select_option("Senin")
    page.locator("[name=jadwal_praktik-0-jam]").fill("08.00–12.00")
    press(page, "Simpan dan lanjut")
    for code, kind in PAPERS.items():
        uploads(page, code, kind)
    follow(page, "Lanjut: periksa dan kirim")
    press(page, "Kirim permohonan")
    assert "Menunggu petugas loket DPMPTSP Kota Batam" in page.locator(".lead-sentence").inner_text()
    return page.url


def uploads(page, code, kind):
    content = sample_pdf(code) if kind == "pdf" else sample_picture(code, kind)
    mime = "application/pdf" if kind == "pdf" else "image/jpeg"
    page.locator(f"#berkas-{code}").set_input_files({"name": f"{code}.{kind}", "mimeType": mime, "buffer": content})
    page.locator(f"#{code}").get_by_role("button", name=re.compile("^Unggah")).click()
    page.locator(f"#{code}").get_by_role("link", name=f"{code}.{kind}").wait_for()


def test_a_licence_from_the_catalogue_to_the_verified_permit(open_page, portal, shoot):
    nurul = open_page("pemohon")
    address = files_it(nurul)
    shoot(nurul, "journey-1-sent")
    loket = open_page("loket.batam")
    loket.goto(f"{address}periksa/")
    press(loket, "Tandai yang lain sesuai")
    shoot(loket, "journey-2-check")
    press(loket, "Daftarkan")
    number = re.search(r"BATAM-\d{4}-\d{6}-\w", loket.locator(".page-head").inner_text()).group()
    loket.get_by_role("link", name="Cetak tanda terima").click()
    assert number in loket.locator(".registration").inner_text()
    shoot(loket, "journey-3-receipt")
    verifier = open_page("verifikator.batam")
    verifier.goto(f"{address}periksa/")
    press(verifier, "Verifikasi dan minta rekomendasi")
    dinkes = open_page("opd.dinkes.batam")
    dinkes.goto("/kerja/")
    dinkes.get_by_role("link", name=f"Baca dan jawab {number}").click()
    press(dinkes, "Tandai sudah kami terima")
    dinkes.get_by_label("Setuju dengan syarat").check()
    dinkes.get_by_label("Alasan").fill("Ruang praktik memenuhi syarat.")
    dinkes.get_by_label("Syarat (satu per baris)").fill("Tempat praktik memasang papan nama.")
    shoot(dinkes, "journey-4-answer")
    press(dinkes, "Kirim jawaban")
    verifier.goto(f"{address}keputusan/")
    verifier.get_by_label("Terima: Tempat praktik memasang papan nama.").check()
    press(verifier, "Simpan dan teruskan untuk diparaf")
    kabid = open_page("kabid.batam")
    kabid.goto(f"{address}paraf/")
    press(kabid, "Paraf dan teruskan")
    kadis = open_page("kadis.batam")
    kadis.goto(f"{address}tanda-tangan/")
    shoot(kadis, "journey-5-sign")
    press(kadis, "Tanda tangani izin")
    assert "Izin ditetapkan dengan nomor" in kadis.locator("main").inner_text()
    nurul.goto(address)
    wait_until(lambda: nurul.reload() and is_printed(nurul), "the permit was not printed: " + portal.said(), pause=1)
    with nurul.expect_download() as download:
        nurul.get_by_role("link", name="Unduh izin (PDF)").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    shoot(nurul, "journey-6-permit")
    code = portal.ask("SELECT verification_code FROM applications_permit ORDER BY id DESC LIMIT 1")
    anybody = open_page()
    anybody.goto(f"/verifikasi/{code}/")
    assert "Izin ini asli dan masih berlaku." in anybody.locator("main").inner_text()
    shoot(anybody, "journey-7-verified")


def is_printed(page):
    return page.get_by_role("link", name="Unduh izin (PDF)").count()


def test_filing_works_on_a_small_phone_without_scripts(open_page, shoot):
    rizky = open_page("pemohon2", viewport=PHONE, java_script_enabled=False)
    files_it(rizky)
    shoot(rizky, "phone-sent")
    rizky.goto("/permohonan/")
    assert SIPF in rizky.locator("main").inner_text()


def test_the_waiting_page_refreshes_itself_when_something_changed(open_page):
    nurul = open_page("pemohon2")
    address = files_it(nurul)
    part = nurul.locator("#keadaan").get_attribute("hx-get")
    assert nurul.request.get(part).status == 204
    nurul.goto(f"{address}tarik/")
    press(nurul, "Ya, tarik permohonan")
    changed = nurul.request.get(part)
    assert changed.status == 200
    assert "Ada perkembangan baru" in changed.text()
