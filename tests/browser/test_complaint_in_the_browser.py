"""A file stands still: on her phone she complains from its page, the agency that holds it answers, and she says how it was."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE

STUCK = """SELECT a.uuid FROM applications_application a JOIN accounts_user u ON u.id = a.filed_by_id
    JOIN agencies_agency o ON o.id = a.office_id
    WHERE u.email = 'pemohon@demo.test' AND o.slug = 'dpmptsp-kota-batam' AND a.state = 'recommendation'
    ORDER BY a.due_at LIMIT 1"""
HOLDER = """SELECT lower(a.code) FROM complaints_complaint c JOIN agencies_agency a ON a.id = c.holder_agency_id
    WHERE c.number = %s"""
WORDS = "Berkas saya diam dua bulan; setiap kali saya tanya, jawabannya “masih di dinas”."
ANSWER = "Maaf atas keterlambatan ini. Peninjauan kami lakukan hari Kamis, dan rekomendasinya terbit Jumat."


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def works(page, address, act, **typed):
    """One act of the desk or the unit on its own page."""
    page.goto(f"{address}{act}/")
    for name, value in typed.items():
        page.locator(f"main [name={name}]").fill(value)
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(re.compile(r"/kerja/pengaduan/[\w-]+/$"))


def test_a_complaint_about_a_stuck_file_is_answered_and_rated(open_page, portal, shoot):
    citizen = open_page("pemohon", viewport=PHONE)
    citizen.goto(f"/permohonan/{portal.ask(STUCK)}/")
    citizen.get_by_role("link", name="Sampaikan pengaduan tentang berkas ini").click()
    citizen.get_by_label("Tentang apa?").select_option(index=1)
    citizen.get_by_label("Apa yang terjadi?").fill(WORDS)
    assert citizen.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    shoot(citizen, "complaint-form")
    citizen.wait_for_timeout(4500)  # longer than a robot takes
    press(citizen, "Kirim pengaduan")
    number = citizen.locator(".registration").inner_text()
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}", citizen.locator(".secret").inner_text())
    shoot(citizen, "complaint-receipt")

    desk = open_page("pengaduan.batam")
    desk.goto(f"/kerja/pengaduan/?cari={number}")
    desk.get_by_role("link", name=number).click()
    address = desk.url
    works(desk, address, "verifikasi", title="Rekomendasi lambat")
    works(desk, address, "disposisi")
    unit = open_page(f"opd.{portal.ask(HOLDER, number)}.batam")
    unit.goto(address)
    expect(unit.locator("main")).to_contain_text(WORDS)
    works(unit, address, "tangani")
    works(unit, address, "jawab", text=ANSWER)

    citizen.goto("/pengaduan/saya/")
    citizen.get_by_role("link", name=number).click()
    expect(citizen.locator("main")).to_contain_text(ANSWER)
    shoot(citizen, "complaint-answered")
    citizen.get_by_label("4 – Sangat baik").check()
    press(citizen, "Puas, tutup pengaduan ini")
    expect(citizen.locator("main")).to_contain_text("Pengaduan Anda selesai.")
    assert citizen.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
