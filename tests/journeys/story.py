"""What the journeys share: the moved clock, the post that went out, the one file of the story, and filing a form."""

from contextlib import ExitStack
from datetime import datetime
from zoneinfo import ZoneInfo

import pypdfium2
import zxingcpp

from applications.models import Application
from notifications.models import Message
from ptsp_portal.demo.answers import sample_pdf, sample_picture
from ptsp_portal.lib.moment import moved_to
from tests.journeys.browsing import Visitor

BATAM_TIME = ZoneInfo("Asia/Jakarta")


class Clock:
    """`clock.strikes("5 Aug 08:30")`: it is that time in Kepulauan Riau (WIB), in the year of the story, 2026."""

    def __init__(self):
        self.stack = ExitStack()

    def strikes(self, words: str) -> None:
        moment = datetime.strptime(f"2026 {words}", "%Y %d %b %H:%M").replace(tzinfo=BATAM_TIME)
        self.stack.enter_context(moved_to(moment))


class Post:
    """Who was told what since the last look; every message in the portal has its e-mail."""

    def __init__(self):
        self.seen = 0

    def new(self) -> list[str]:
        """Sorted "account occasion", one for each message in the portal."""
        rows = list(Message.objects.filter(pk__gt=self.seen).select_related("user").order_by("pk"))
        self.seen = max([self.seen, *(row.pk for row in rows)])
        told = {channel: sorted(_told(row) for row in rows if row.channel == channel) for channel in ("inapp", "email")}
        assert told["inapp"] == told["email"]
        return told["inapp"]


def _told(row) -> str:
    return f"{row.user.email.split('@')[0]} {row.occasion.split('/')[1]}"


def the_file() -> Application:
    """The only file there is."""
    return Application.objects.get()


def stands(state, holder, role="") -> Application:
    """The file is in that state, held by the applicant, an agency's role, the agencies or nobody."""
    file = the_file()
    assert (file.state, file.holder, file.holder_role) == (state, holder, role)
    return file


def visitor(name="", line=None) -> Visitor:
    """Somebody at the front page; with a name (of the demo accounts) signed in."""
    return Visitor(line).sign_in(name) if name else Visitor(line).open("/")


def at_file(name) -> Visitor:
    """That person signed in, on the page of the file."""
    return visitor(name).open(f"/permohonan/{the_file().uuid}/")


def start(who: Visitor, service: str, office: str, words: str = "") -> Visitor:
    """From the catalogue to the new draft, as a person goes."""
    who.open("/layanan/").fill("Cari layanan", words or service).click("Tampilkan")
    who.click(service)
    if who.asks("Nama kantor"):  # a service of one office needs no search
        who.fill("Nama kantor", office).click("Cari")
    return who.click(office).click("Ajukan")


def answer_all(who: Visitor, answers: dict) -> Visitor:
    """Through every section, from the applicant's to the papers: each answer goes where its label stands."""
    left = dict(answers)
    who.click("Pemohon").click("Simpan dan lanjut")
    while "Simpan dan lanjut" in who:
        here = who.heading
        for label in [label for label in left if who.asks(label)]:
            who.fill(label, left.pop(label))
        who.click("Simpan dan lanjut")
        assert who.heading != here, who
    assert left == {}
    assert who.heading == "Dokumen"
    return who


def upload(who: Visitor, paper: str, kind: str = "pdf") -> Visitor:
    """One paper for the requirement of that name."""
    content = sample_pdf(paper) if kind == "pdf" else sample_picture(paper, kind)
    return who.attach(f"Pilih berkas: {paper}", (f"{paper.split()[0].lower()}.{kind}", content)).click(
        f"Unggah: {paper}"
    )


def send(who: Visitor) -> Visitor:
    who.click("Lanjut: periksa dan kirim").click("Kirim permohonan")
    assert "Permohonan Anda sudah kami terima" in who, who
    return who


def the_pdf(who: Visitor, link: str) -> bytes:
    """What lies behind that download link."""
    content = who.click(link).answer
    assert content.headers["content-type"] == "application/pdf"
    assert content.headers["content-disposition"].startswith("attachment")
    assert content.body.startswith(b"%PDF-")
    return content.body


def text_of(pdf: bytes) -> str:
    """All pages, with every run of white space as one blank."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join(pages).split())


def last_page_of(pdf: bytes):
    """As a picture, twice as fine as a screen."""
    with pypdfium2.PdfDocument(pdf) as document:
        return document[len(document) - 1].render(scale=2.5).to_pil()


def qr_of(picture) -> str:
    """What the one QR code on the picture says."""
    (code,) = zxingcpp.read_barcodes(picture)
    return code.text
