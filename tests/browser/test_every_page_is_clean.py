"""Every page that a link of the demo story leads to, for each role: in order for eyes, ears, phones and the network."""

from itertools import pairwise
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from tests.browser.conftest import DESK, PHONE

ROLES = {  # account: where it begins
    "": "/",
    "pemohon": "/permohonan/",
    "loket.batam": "/kerja/",
    "verifikator.batam": "/kerja/",
    "kabid.batam": "/kerja/",
    "kadis.batam": "/kerja/",
    "opd.pupr.batam": "/kerja/",
    "camat.sekupang": "/kerja/",
    "petugas.tanjungriau": "/loket/bantu/",
    "bendahara.batam": "/bendahara/",
    "admin.batam": "/kantor/",
    "pengaduan.batam": "/kerja/pengaduan/?saringan=semua",
    "inspektorat.batam": "/kerja/pengaduan/",
    "inspektur.batam": "/kerja/pengaduan/?saringan=semua",
    "pengaduan.kepri": "/loket/pengaduan/",
    "gubernur": "/kerja/",
}
# Who writes an office's standards: of that only, from its overview on. The head sees what waits for the head.
OVERVIEW = "/kantor/dpmptsp-kabupaten-natuna/layanan/"
OF_STANDARDS = (OVERVIEW, "/kantor/dpmptsp-kabupaten-natuna/panduan/", "/standar/")
# What is printed on a wall, or stands at a door: no link has to lead there.
BESIDES = {
    "": [
        "/antrean/dpmptsp-kota-batam/",
        "/antrean/dpmptsp-kota-batam/layar/",
        "/janji/",
        "/janji/dpmptsp-kota-batam/",
        "/layanan/kantor/dpmptsp-kota-batam/",
        "/register-izin/",
        "/verifikasi/",
        "/pengaduan/angka/",
        "/pengaduan/jawaban/",
        "/survei/dpmptsp-kota-batam/",
        "/survei/kiosk/dpmptsp-kota-batam/",
        "/statistik/",
        "/investasi/",
        "/investasi/21/",
        "/panduan/",
        "/panduan/klinik/?wilayah=21.71",
        "/panduan/klinik/?wilayah=21.03&j-tempat=ada_slf&j-lingkungan=sudah&j-dokter=belum&j-obat=tidak&j-reklame=ya",
        "/panduan/usaha-kecil/?wilayah=21.71&j-nib=belum&j-surat=keduanya&j-tempat=rumah&j-reklame=ya",
        "/layanan/kantor/dpmptsp-kabupaten-natuna/",
        "/layanan/PASAR-MALAM/",
        "/layanan/PASAR-MALAM/dpmptsp-kabupaten-natuna/",
        "/layanan/SIPDR/dpmptsp-kabupaten-natuna/",
    ],
    "pemohon": ["/pengaduan/saya/"],
    "pengaduan.batam": ["/kerja/pengaduan/?saringan=selesai", "/kerja/survei/", "/kerja/survei/kertas/"],
    "gubernur": [
        "/pimpinan/",
        "/pimpinan/wilayah/?wilayah=21.71",
        "/pimpinan/layanan/",
        "/pimpinan/standar/",
        "/pimpinan/macet/",
        "/pimpinan/macet/instansi/",
        "/pimpinan/macet/satgas/",
        "/pimpinan/berkas/?apa=lewat",
        "/pimpinan/berkas/?apa=diputus",
        "/pimpinan/perkiraan/",
        "/pimpinan/pola/",
        "/pimpinan/unduhan/",
        "/pimpinan/bukti/",
        "/investasi/kerja/",
        "/investasi/kerja/wilayah/21/",
    ],
}
# Whoever governs a city or heads an agency sees the same pages with less on them: only these, no link is followed.
LEADERS = {
    "walikota.batam": ["/pimpinan/", "/pimpinan/wilayah/", "/pimpinan/macet/"],
    "kepala.dinkes.batam": ["/pimpinan/", "/pimpinan/macet/", "/pimpinan/macet/instansi/"],
}
# Other things stand below each other on a phone: what people fill in there themselves is checked at that width too,
# and what leaders read there.
ALSO_ON_A_PHONE = (
    *("/pengaduan/", "/kerja/pengaduan/", "/loket/pengaduan/", "/survei/", "/kerja/survei/"),
    *("/pimpinan/", "/statistik/", "/investasi/", "/standar/", "/panduan/"),
)
IN_THE_DARK = {"kadis.batam", "loket.batam", "pemohon"}
NOT_PAGES = {
    "printed",
    "document",
    "concept",
    "blank_form",
    "paper_stubs",
    "consent_form",
    "own_paper",
    "lapor_export",
    "account_logout",
}
SEVERAL = {
    "file": 5,
    "task_list": 2,
    "check": 2,
    "recommendation": 3,
    "draft_decision": 2,
    "edit_section": 3,
    "complaint": 4,
    "act": 8,
    "service": 3,
    "office_service": 3,
    "public_services": 2,
    "files": 2,
    "guide": 4,
    "standard": 4,
    "standard_section": 4,
    "standard_part": 5,
    "service_versions": 3,
    "standard_compare": 2,
    "add_field": 3,
    "edit_field": 4,
    "edit_requirement": 2,
    "trial_section": 2,
    "letter": 2,
}
MOST_PAGES = 45
MOST_BYTES = 100_000
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
seen_by_all: dict[str, int] = {}


class Crawl:
    """Breadth first; of each kind of page (url name) a few, and public pages once for all roles."""

    def __init__(self, starts, is_public, within=("/",)):
        self.waiting, self.known, self.within = list(starts), set(starts), within
        self.counts = seen_by_all if is_public else dict(seen_by_all)

    def take(self):
        while self.waiting:
            path = self.waiting.pop(0)
            kind = kind_of(path)
            if kind and self.counts.get(kind, 0) < SEVERAL.get(kind, 1):
                self.counts[kind] = self.counts.get(kind, 0) + 1
                return path
        return None

    def add(self, page):
        here = urlsplit(page.url)
        for link in page.locator("a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))"):
            target = urlsplit(urljoin(page.url, link))
            path = target.path + (f"?{target.query}" if target.query else "")
            if target.netloc == here.netloc and path.startswith(self.within) and path not in self.known:
                self.known.add(path)
                self.waiting.append(path)


def kind_of(path) -> str:
    """The url name, with the desk; "" for what is no page of ours."""
    try:
        match = resolve(path.split("?")[0])
    except Resolver404:
        return path
    if match.view_name == "survey:answer":  # in the demo's mailbox; gone once it was answered, as most of them are
        return ""
    if (
        match.url_name in NOT_PAGES
        or "admin" in match.namespaces
        or path.split("?")[0].endswith((".pdf", ".csv", ".xlsx"))
    ):
        return ""
    return " ".join([match.url_name, *(value for name, value in match.kwargs.items() if name == "desk")])


@pytest.mark.parametrize("name", ROLES, ids=lambda name: name or "anybody")
def test_every_page_is_clean(name, open_page, shoot):
    page = open_page(name, color_scheme="dark" if name in IN_THE_DARK else "light")
    faults, visited = walk(page, Crawl([ROLES[name], *BESIDES.get(name, [])], is_public=not name), name, shoot)
    assert faults == []
    assert visited >= 2


def test_the_pages_of_a_writer_of_standards_are_clean(open_page, shoot):
    crawl = Crawl([OVERVIEW], is_public=False, within=OF_STANDARDS)
    faults, visited = walk(open_page("verifikator.natuna"), crawl, "verifikator.natuna", shoot, most=80)
    assert faults == []
    assert visited >= 60


def test_the_pages_of_a_head_who_publishes_are_clean(open_page, shoot):
    page = open_page("kadis.natuna", color_scheme="dark")
    page.goto(OVERVIEW)
    clinic = page.locator("tr", has_text="KLINIK").locator("a[href^='/standar/']").first.get_attribute("href")
    paths = [OVERVIEW, *(f"{clinic}{end}" for end in ("", "tetapkan/", "kembalikan/", "umum/", "uji/"))]
    assert list(faults_along(paths, page, shoot, "kadis.natuna")) == []


def walk(page, crawl, name, shoot, most=MOST_PAGES):
    """(faults, how many pages were visited)"""
    faults, visited = [], 0
    while visited < most and (path := crawl.take()):
        if (answer := visit(page, path)) is None:
            continue
        visited += 1
        faults += [
            f"{path}: {fault}"
            for fault in faults_at_both_widths(page, path, answer, shoot, f"{name or 'anybody'}-{visited:02}")
        ]
        crawl.add(page)
    return faults, visited


@pytest.mark.parametrize("name", LEADERS)
def test_the_pages_of_a_citys_leaders_are_clean(name, open_page, shoot):
    assert list(faults_along(LEADERS[name], open_page(name), shoot, name)) == []


def faults_along(paths, page, shoot, name):
    for place, path in enumerate(paths):
        answer = visit(page, path)
        for fault in faults_at_both_widths(page, path, answer, shoot, f"{name}-{place:02}"):
            yield f"{path}: {fault}"


def faults_at_both_widths(page, path, answer, shoot, title):
    name = f"{title}-{kind_of(path).replace(' ', '-')[:40]}"
    yield from faults_of(page, answer)
    shoot(page, name)
    page.set_viewport_size(PHONE)
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > PHONE["width"]:
        yield f"{wide} px wide on a phone"
    if path.startswith(ALSO_ON_A_PHONE):
        yield from (f"on a phone: {fault}" for fault in violations_on(page))
    shoot(page, f"{name}-phone")
    page.set_viewport_size(DESK)


def visit(page, path):
    """The page's answer; None for what the browser saves instead of showing."""
    try:
        return page.goto(path)
    except Error as error:
        if "Download is starting" in error.message:
            return None
        raise


def faults_of(page, answer):
    if answer.status >= 400:
        yield f"status {answer.status}"
    if len(answer.body()) > MOST_BYTES:
        yield f"{len(answer.body())} bytes"
    headings = page.locator("h1").count()
    if headings != 1:
        yield f"{headings} first headings"
    levels = page.locator("main :is(h1, h2, h3, h4)").evaluate_all("all => all.map(each => Number(each.tagName[1]))")
    if any(lower > higher + 1 for higher, lower in pairwise(levels)):
        yield f"headings skip a level: {levels}"
    yield from violations_on(page)


def violations_on(page):
    for violation in Axe().run(page, options=AXE).response["violations"]:
        for node in violation["nodes"][:3]:
            yield f"{violation['id']}: {node['html'][:200]} {node.get('failureSummary', '')[:300]}"


class _Fine:
    status = 200

    @staticmethod
    def body():
        return b"x" * (MOST_BYTES + 1)


def test_the_check_sees_what_is_wrong(browser):
    """Else an empty list of faults would prove nothing."""
    page = browser.new_page(viewport=PHONE)
    page.set_content(
        "<html><body><main><h1>a</h1><h1>b</h1><h3>c</h3></main>"
        "<img src='data:,'><input><p style='width: 900px'>wide</p></body></html>"
    )
    found = " ".join(faults_of(page, _Fine))
    rules = ("2 first headings", "skip a level", "100001 bytes", "image-alt", "label", "html-has-lang")
    assert all(rule in found for rule in rules), found
    page.close()
