"""The counter in a browser: an ordinary file in three screens, its receipt on paper, the number on the waiting room's screen."""

import re
from urllib.parse import urlsplit

from ptsp_portal.demo.answers import sample_picture
from tests.browser.conftest import PHONE
from tests.browser.test_desks_in_the_browser import answer, press, says
from tests.journeys.story import text_of

OFFICE = "dpmptsp-kota-batam"
SMS = "SELECT text FROM notifications_message WHERE channel = 'sms' AND address = %s ORDER BY id DESC LIMIT 1"
STATE = "SELECT state FROM applications_application WHERE registration_number = %s"
WHO = {
    "service": "kelurahan-tanjung-riau/SK-DOMISILI", "nik": "2171031506750001", "name": "Mahmud bin Ismail",
    "birth_place": "Pulau Terong", "birth_on": "1975-06-15", "sex": "L", "address": "Kampung Tua RT 003 RW 001",
    "phone": "0812 7000 4321", "consent": "code",
}  # fmt: skip
ANSWERS = {
    "sejak": "2019-02-01", "status_rumah": "Milik sendiri", "keperluan": "Kartu nelayan",
    "alamat": "Kampung Tua RT 003 RW 001", "wilayah": "21.71.03.1003",
}  # fmt: skip
MOST_WAITING = 20
PAPERS = ("ktp", "kk", "pengantar_rt_rw")
# A number of today, at night too: the kiosk gives none while the office is closed.
TICKETS = """
from django.db import transaction
from applications.actions.queue import new_ticket
from applications.models import CounterSetting
with transaction.atomic():
    setting = CounterSetting.objects.locked(CounterSetting.objects.get(office__slug="dpmptsp-kota-batam").office_id)
    print("taken", new_ticket(setting.office, setting.letters[0]))
"""


def test_an_ordinary_file_takes_three_screens_and_its_receipt_is_printed(open_page, portal, shoot):
    officer, screens = open_page("petugas.tanjungriau"), []
    officer.on("framenavigated", lambda frame: screens.append(urlsplit(frame.url).path))
    officer.goto("/loket/bantu/baru/")
    shoot(officer, "counter-1-who")
    for code, value in WHO.items():
        answer(officer, code, value)
    press(officer, "Lanjut: isian dan dokumen")
    officer.locator("#dokumen").wait_for()
    for code, value in ANSWERS.items():
        answer(officer, code, value)
    for code in PAPERS:
        scan = {"name": f"{code}.jpg", "mimeType": "image/jpeg", "buffer": sample_picture(code, "jpg")}
        officer.locator(f"#{code} input[type=file]").set_input_files(scan)
        officer.locator(f"#{code} input[type=checkbox]").check()
    shoot(officer, "counter-2-everything")
    press(officer, "Simpan dan periksa")
    officer.get_by_label("Kode dari HP pemohon").fill(re.search(r"\d{6}", portal.ask(SMS, "+6281270004321"))[0])
    shoot(officer, "counter-3-check")
    press(officer, "Ajukan dan daftarkan")
    says(officer, "Terdaftar. Cetak tanda terima ini")
    assert len(screens) == 4 and screens[-1].endswith("/tanda-terima/"), screens
    number = re.search(r"TGRIAU-\d{4}-\d{6}-\S", officer.locator("main").inner_text())[0]
    assert portal.ask(STATE, number) == "registered"
    shoot(officer, "counter-4-receipt")
    officer.wait_for_load_state()  # the sheet for printing may come after the words
    paper = officer.pdf(format="A4", print_background=True)
    printed = text_of(paper)
    assert number in printed and "GRATIS" in printed and "Mahmud" in printed
    assert "Pekerjaan saya" not in printed and "Terdaftar. Cetak" not in printed, "the paper has no menu and no message"


def test_the_screen_of_the_waiting_room_shows_the_number_that_is_called(open_page, portal, shoot):
    number = re.search(r"taken (\S+)", portal.manage("shell", "-c", TICKETS))[1]
    screen, phone, desk = open_page(), open_page(viewport=PHONE), open_page("loket.batam")
    desk.goto("/loket/antrean/")
    desk.get_by_label("Saya duduk di").select_option(index=1)
    press(desk, "Pakai")
    for _turn in range(MOST_WAITING):  # whoever waits since the demo story comes first
        desk.get_by_role("button", name=re.compile("anggil berikutnya$")).click()
        called = desk.locator(".slip-number").inner_text().strip()
        if called == number:
            break
    shoot(desk, "counter-5-called")
    for page, name in ((screen, "counter-6-screen"), (phone, "counter-7-screen-on-a-phone")):
        page.goto(f"/antrean/{OFFICE}/layar/")
        assert page.locator(".board-counters .newest .board-number").inner_text() == number
        shoot(page, name)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
