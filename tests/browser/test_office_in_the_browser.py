"""An office begins: its first admin is appointed on the server; a new officer, a day off and a deputy follow in the browser."""

import re
from datetime import timedelta

from agencies.loading.people import PASSWORD
from tests.browser.test_desks_in_the_browser import follow, press, says
from tests.running_portal import wait_until

OFFICE = "dpmptsp-kota-tanjungpinang"
MAIL = "SELECT text FROM notifications_message WHERE address = %s ORDER BY id DESC LIMIT 1"
FILE_IN = """SELECT f.uuid FROM applications_application f JOIN agencies_agency a ON a.id = f.office_id
    WHERE a.slug = %s AND f.state = %s AND f.due_at > now() ORDER BY f.due_at LIMIT 1"""
DUE = "SELECT due_at AT TIME ZONE 'Asia/Jakarta' FROM applications_application WHERE uuid = %s"
STATE = "SELECT state FROM applications_application WHERE uuid = %s"


def test_an_officer_a_day_off_and_a_deputy_are_set_up_and_everything_follows(open_page, portal, shoot):
    portal.manage("appoint_first", OFFICE, "office_admin", "admin.tpi@demo.test", "Ani Rahmawati")
    sets_a_password(open_page(), portal, "admin.tpi@demo.test")
    admin, head = open_page("admin.tpi"), open_page("kadis.tanjungpinang")
    a_new_officer(admin, head, shoot)
    sets_a_password(open_page(), portal, "dodi@demo.test")
    dodi = open_page("dodi")
    dodi.goto("/kerja/verifikasi/")
    assert dodi.locator("table.queue tbody tr").count() >= 1
    a_day_off(admin, portal, shoot)
    a_deputy_signs(admin, head, open_page("sekda.kepri"), portal, shoot)


def sets_a_password(page, portal, address):
    """Behind the link in the mail to a new account."""
    link = re.search(r"/akun/password/reset/key/\S+", portal.ask(MAIL, address))[0]
    page.goto(link)
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile("done|login"))


def a_new_officer(admin, head, shoot):
    admin.get_by_role("navigation").get_by_role("link", name="Kantor", exact=True).first.click()
    follow(admin, "Tambah petugas")
    admin.get_by_label("Alamat surel").fill("dodi@demo.test")
    admin.get_by_label("Nama lengkap dan gelar").fill("Dodi Irawan, S.H.")
    admin.get_by_label("Verifikator", exact=True).check()
    press(admin, "Usulkan")
    says(admin, "Usulan tercatat.")
    shoot(admin, "office-1-proposed")
    confirms(head, "Dodi Irawan, S.H.: verifikator")


def confirms(head, words):
    head.goto("/kantor/")
    follow(head, words)
    press(head, "Setujui usulan")
    says(head, "Disetujui. Haknya berlaku mulai tanggal itu")


def a_day_off(admin, portal, shoot):
    file = portal.ask(FILE_IN, OFFICE, "recommendation") or portal.ask(FILE_IN, OFFICE, "registered")
    before = portal.ask(DUE, file)
    admin.goto(f"/kantor/{OFFICE}/kalender/")
    admin.get_by_label("Tanggal").fill(f"{before:%Y-%m-%d}")
    admin.get_by_label("Nama hari libur").fill("Hari jadi kota")
    press(admin, "Simpan hari libur")
    says(admin, "Hari libur tersimpan.")
    wait_until(lambda: portal.ask(DUE, file) >= before + timedelta(days=1), "no deadline moved: " + portal.said())
    wait_until(
        lambda: admin.reload() and admin.get_by_text(re.compile(r"^\s*[1-9]\d* tenggat bergeser")).count(),
        "the page says nothing of it",
    )
    shoot(admin, "office-2-day-off")


def a_deputy_signs(admin, head, deputy, portal, shoot):
    file = portal.ask(FILE_IN.replace("AND f.due_at > now() ", ""), OFFICE, "signing")
    deputy.goto(f"/permohonan/{file}/tanda-tangan/")
    assert deputy.get_by_role("button", name="Tanda tangani izin").count() == 0
    admin.goto(f"/kantor/{OFFICE}/")
    admin.locator("tr", has_text="kadis.tanjungpinang@demo.test").get_by_role("link", name="Limpahkan").click()
    admin.get_by_label("Plh. – pejabatnya berhalangan sementara").check()
    admin.get_by_label("Alamat surel pengganti").fill("sekda.kepri@demo.test")
    admin.get_by_label("Nomor surat perintah").fill("094/17/2026")
    admin.get_by_label("Sampai").fill(admin.get_by_label("Mulai").input_value())
    press(admin, "Usulkan")
    says(admin, "Usulan tercatat.")
    confirms(head, re.compile(r"kepala \(Plh\.\)"))
    deputy.goto(f"/permohonan/{file}/tanda-tangan/")
    shoot(deputy, "office-3-deputy")
    press(deputy, "Tanda tangani izin")
    says(deputy, "Izin ditetapkan dengan nomor")
    assert portal.ask(STATE, file) == "issued"
