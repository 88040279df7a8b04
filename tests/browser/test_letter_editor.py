"""The editor of a letter: keyboard, toolbar and the menu of placeholders; what it shows goes back into the same text."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from applications.letters.markup import parse
from applications.letters.placeholders import NAMES
from applications.letters.portal_texts import TEXTS
from tests.browser.conftest import PHONE

START = """
from django.contrib.auth import get_user_model
from agencies.models import Agency
from applications.actions.standards import start_standard
start_standard(Agency.objects.get(slug="dpmptsp-kota-batam").pk, "SIPF",
    by=get_user_model().objects.get(email="verifikator.batam@demo.test"))
"""
DRAFT = """SELECT s.uuid FROM applications_servicestandard s JOIN applications_permittype t ON t.id = s.permit_type_id
    WHERE t.code = %s AND s.status = 'draft' ORDER BY s.id DESC LIMIT 1"""
KEPT = "SELECT letters ->> 'permit' FROM applications_servicestandard WHERE uuid = %s"
WRITTEN = """## Keputusan kami

Izin bagi {{ pemohon.nama }} dan **tebal** biasa.

1. satu
2. dua \\* bintang

::: tengah
Di tengah
:::

{{ daftar_ketentuan }}

Akhir
\\- bukan butir
"""
THERE_AND_BACK = [
    TEXTS["permit"],
    "Satu **tebal {{ pemohon.nama }}** dan *miring*, ***dua*** a_b_c \\_x\\_ 3 \\* 4 \\\\ <3 & “x”",
    "1\\. bukan daftar\n\\- bukan butir\n\\## bukan judul\n\\::: bukan tanda",
    "3. a\n   - b\n     - c\n4. d\n   lanjut\n\n## Judul *m*\n\n### Kecil",
    "::: tengah\nA\n\n**B**\n:::\n\n::: kanan\nC\nD\n:::\n\nE",
    "| A | B \\| x |\n|---|--:|\n| **x** | {{ kantor.nama }} |\n|  | y |",
]


@pytest.fixture
def editor(open_page, portal):
    portal.manage("shell", "-c", START)
    page, uuid = open_page("verifikator.batam"), portal.ask(DRAFT, "SIPF")
    page.goto(f"/standar/{uuid}/surat/permit/")
    return page, uuid


def blocks(text):
    """Without the lines on which they stood."""

    def bare(thing):
        if isinstance(thing, dict):
            return {key: bare(value) for key, value in thing.items() if key != "line"}
        return [bare(each) for each in thing] if isinstance(thing, list) else thing

    return bare(parse(text, NAMES).blocks)


def test_a_letter_is_written_with_keyboard_and_menu_and_every_text_survives_the_editor(editor, portal, shoot):
    page, uuid = editor
    by_hand(page)
    shoot(page, "letter-1-written")
    page.get_by_role("button", name="Simpan dan lihat contoh").click()
    page.wait_for_url("**/surat/permit/#contoh")
    assert portal.ask(KEPT, uuid) == WRITTEN
    assert page.get_by_text("Izin bagi Siti Contoh Rahmawati dan tebal biasa.").is_visible()
    for text in THERE_AND_BACK:
        if page.get_by_role("textbox", name="Naskah surat").first.evaluate("node => node.tagName") != "TEXTAREA":
            page.get_by_role("button", name="Naskah polos").click()
        page.locator("textarea").fill(text)
        page.get_by_role("button", name="Tampilan surat").click()  # the server reads it, and the page comes anew
        rich = page.locator("[data-letter-rich]")
        rich.wait_for()
        rich.dispatch_event("input")
        page.get_by_role("button", name="Naskah polos").click()
        assert blocks(page.locator("textarea").input_value()) == blocks(text), text
    page.locator("textarea").fill("Baik.\n{{ settings }}")
    page.get_by_role("button", name="Simpan naskah").click()
    assert page.get_by_role("link", name="Baris 2: {{ settings }} tidak dikenal").is_visible()
    assert page.locator("textarea").input_value().endswith("{{ settings }}") and portal.ask(KEPT, uuid) == WRITTEN
    page.set_viewport_size(PHONE)
    page.goto(f"/standar/{uuid}/surat/permit/")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    shoot(page, "letter-2-phone")
    assert Axe().run(page).response["violations"] == []


def by_hand(page):
    keys = page.keyboard
    page.get_by_role("textbox", name="Naskah surat").click()
    page.get_by_role("button", name="Judul", exact=True).click()
    keys.type("Keputusan kami\nIzin bagi ")
    page.locator("summary", has_text="Pemohon").click()
    page.get_by_role("button", name="Sisipkan Nama pemohon").click()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "textbox"
    keys.type("dan ")
    keys.press("Control+b")
    keys.type("tebal")
    keys.press("Control+b")
    keys.type(" biasa.\n")
    page.get_by_role("button", name="Daftar bernomor").click()
    keys.type("satu\ndua * bintang\n\nDi tengah")
    page.get_by_role("button", name="Tengah").click()
    page.locator("summary", has_text="Bagian siap pakai").click()
    page.get_by_role("button", name="Sisipkan Ketentuan izin").click()
    keys.type("Akhir")
    keys.press("Shift+Enter")
    keys.type("- bukan butir")
