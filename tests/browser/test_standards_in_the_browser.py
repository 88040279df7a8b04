"""What a licensing officer does without a programmer: a national template adopted, changed, and published from tomorrow."""

import re
from datetime import date

from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_desks_in_the_browser import follow, press, says
from tests.browser.test_every_page_is_clean import AXE
from tests.journeys.story import text_of

SIPF = "Surat Izin Praktik Fisioterapis (SIPF)"
NATUNA, NATUNA_SLUG = "DPMPTSP Kabupaten Natuna", "dpmptsp-kabupaten-natuna"
PAPER = "Surat keterangan tinggal di Natuna"
WORDS = "Izin ini diberikan bagi pelayanan warga pulau-pulau Natuna."
NOTE = "Jangka waktu menjadi 4 hari kerja."


def is_clean(page):
    """In order for eyes and ears, and no wider than the screen."""
    found = Axe().run(page, options=AXE).response["violations"]
    assert [(each["id"], [node["html"][:160] for node in each["nodes"]]) for each in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url


def saves(page):
    """The form's own button, at its foot."""
    page.locator("main .acts-foot .btn-primary").click()


def home(page, uuid):
    page.goto(f"/standar/{uuid}/")


def uuid_of(page) -> str:
    return re.search(r"/standar/([\w-]+)/", page.url)[1]


def section(page, uuid, name):
    """From the list of sections into one of them, as a person goes."""
    home(page, uuid)
    follow(page, name)


def test_natuna_adopts_a_template_and_publishes_it_with_four_days_and_another_paper(people, shoot):
    writer = people("verifikator.natuna")
    uuid = adopted(writer, shoot)
    four_days(writer, uuid)
    another_paper(writer, uuid)
    own_words(writer, uuid, shoot)
    nothing_is_missing(writer, uuid, shoot)
    declared_complete(people("kabid.natuna"), uuid, shoot)
    day = published(people("kadis.natuna"), uuid, shoot)
    the_public_reads_it(people(""), day, shoot)


def adopted(page, shoot) -> str:
    page.get_by_role("navigation").get_by_role("link", name="Standar layanan", exact=True).first.click()
    follow(page, "Pustaka templat nasional")
    page.get_by_label("Cari nama atau kode").fill("fisioterapis")
    press(page, "Saring")
    is_clean(page)
    shoot(page, "standards-1-library")
    press(page, re.compile("^Ambil dan sesuaikan"))
    says(page, "Draf versi 1 siap disesuaikan.")
    is_clean(page)
    shoot(page, "standards-2-draft")
    return uuid_of(page)


def four_days(page, uuid):
    section(page, uuid, "Waktu, masa berlaku, dan jenis permohonan")
    page.locator("[name=time_limit_days]").fill("4")
    is_clean(page)
    saves(page)
    says(page, "Tersimpan dalam draf.")


def another_paper(page, uuid):
    section(page, uuid, "Persyaratan dokumen")
    follow(page, "Tambah persyaratan")
    page.get_by_label("Nama dokumen").fill(PAPER)
    page.get_by_label("Kantor yang menerbitkan dokumen ini").fill("Kantor desa")
    is_clean(page)
    saves(page)
    says(page, PAPER)


def own_words(page, uuid, shoot):
    """The portal's own text with a sentence more, and its sample as a PDF."""
    section(page, uuid, "Naskah surat")
    page.locator("#permit").click()
    follow(page, "Mulai dari naskah portal")
    press(page, "Naskah polos")
    text = page.locator("textarea")
    text.fill(f"{text.input_value()}\n\n{WORDS}\n")
    press(page, "Simpan dan lihat contoh")
    page.wait_for_url("**/surat/permit/#contoh")
    says(page, WORDS)
    is_clean(page)
    shoot(page, "standards-3-letter")
    sample = page.get_by_role("link", name="Lihat contoh lengkap (PDF, tab baru)").get_attribute("href")
    pdf = page.request.get(sample).body()
    assert pdf.startswith(b"%PDF-")
    assert WORDS in text_of(pdf) and "CONTOH" in text_of(pdf)


def nothing_is_missing(page, uuid, shoot):
    home(page, uuid)
    shoot(page, "standards-4-checked")
    assert page.locator("#periksa ~ ul .tag-late").count() == 0
    press(page, "Minta rekan memeriksa")
    says(page, "Rekan-rekan yang tidak ikut menulis sudah diberi tahu.")


def declared_complete(page, uuid, shoot):
    home(page, uuid)
    is_clean(page)
    follow(page, "Nyatakan lengkap")
    is_clean(page)
    shoot(page, "standards-5-review")
    press(page, "Ya, sudah lengkap")
    says(page, "Dinyatakan lengkap. Kepala kantor sudah diberi tahu.")


def published(page, uuid, shoot, today=False) -> str:
    """From tomorrow, as the page offers; else from today. The day."""
    home(page, uuid)
    follow(page, "Tetapkan")
    offered = page.get_by_label("Berlaku sejak")
    if today:
        offered.fill(offered.get_attribute("min"))
    day = offered.input_value()
    page.get_by_label("Nomor SK penetapan").fill("SK 12 TAHUN 2026")
    page.get_by_label("Tanggal SK").fill(offered.get_attribute("min"))
    page.get_by_label("Apa yang berubah").fill(NOTE)
    is_clean(page)
    shoot(page, "standards-6-publish")
    press(page, "Tetapkan")
    says(page, "Standar ditetapkan.")
    return day


def the_public_reads_it(page, day, shoot):
    page.goto(f"/layanan/SIPF/{NATUNA_SLUG}/")
    is_clean(page)
    shoot(page, "standards-7-public")
    first = date.fromisoformat(day)
    says(page, re.compile(rf"Standar baru berlaku mulai {first.day} \w+ {first.year}"))
    says(page, NOTE)
    says(page, "5 hari kerja")
    assert PAPER not in page.locator("main").inner_text()
