"""Letters become PDFs whose text is the data, and no document can harm the worker that asked for it."""

import io
import os
import re
import signal
import subprocess
import sys
import threading
import time

import pikepdf
import pypdfium2 as pdfium
import pytest
import zxingcpp
from django.utils.safestring import mark_safe
from PIL import Image

from ptsp_portal.lib import pdf
from ptsp_portal.lib.qr import qr_data_uri
from tests.lib import letters

FOLDER = "applications/print/"
BOMB = (
    "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='9' height='9'>"
    "<defs><g id='a0'><rect width='1' height='1'/></g>"
    + "".join(f"<g id='a{n}'>" + f"<use xlink:href='#a{n - 1}'/>" * 10 + "</g>" for n in range(1, 10))
    + "</defs><use xlink:href='#a9'/></svg>"
)


@pytest.fixture(scope="module")
def renderer():
    renderer = pdf.Renderer(seconds=60)
    yield renderer
    renderer.close()


@pytest.fixture
def impatient():
    """A renderer of its own with a warm child and a limit of three seconds."""
    renderer = pdf.Renderer(seconds=3)
    renderer.render("<p>warm")
    yield renderer
    renderer.close()


def text_of(document: bytes) -> str:
    """All words of the PDF, one blank between any two."""
    with pdfium.PdfDocument(document) as opened:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in opened).split())


def squeezed(text: str) -> str:
    """Without blanks, so that it does not matter where a long word was broken."""
    return re.sub(r"\s", "", text)


def pages_as_pictures(document: bytes) -> list[Image.Image]:
    """The pages at 144 dots per inch, about what a cheap scanner gives."""
    with pdfium.PdfDocument(document) as opened:
        return [page.render(scale=2).to_pil() for page in opened]


def leaves(value):
    """Every text in a tree of text, except pictures."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from leaves(each)
    elif value and not value.startswith("data:"):
        yield value


@pytest.mark.parametrize(
    ("template", "doc"),
    [("permit.html", letters.permit()), ("rejection.html", letters.rejection()), ("receipt.html", letters.receipt())],
)
def test_a_letter_prints_every_text_of_its_data(template, doc):
    printed = squeezed(text_of(pdf.letter(FOLDER + template, doc))).lower()
    missing = [text for text in leaves(doc) if squeezed(text).lower() not in printed]
    assert missing == []


def test_hostile_text_is_printed_as_text_and_does_nothing():
    doc = letters.hostile_permit()
    made = pdf.letter(FOLDER + "permit.html", doc)
    printed = squeezed(text_of(made))
    assert squeezed("</td><link rel=attachment href=file:///etc/passwd> {{ doc.number }}") in printed
    assert printed.count("<script>alert(1)") == 12
    assert "Makmur Sejahtera Abadi Tbk & <b>Rekan</b>" in text_of(made)
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert not opened.attachments
        assert "/JavaScript" not in opened.Root.get("/Names", {})
        assert len(opened.pages) == 3


def test_arabic_and_javanese_letters_have_glyphs():
    made = pdf.letter(FOLDER + "permit.html", letters.hostile_permit())
    with pikepdf.open(io.BytesIO(made)) as opened:
        fonts = {str(font.BaseFont) for page in opened.pages for font in page.Resources.Font.values()}
    for family in ("PTSP-Sans", "PTSP-Arabic", "PTSP-Javanese"):
        assert any(family in font for font in fonts), f"{family} is not embedded, only {fonts}"
    printed = text_of(made)
    assert "ꦧꦸꦢꦶ" in printed
    assert set("محمد") <= set(printed)


def test_an_ordinary_permit_fits_one_page_and_says_who_it_is():
    with pikepdf.open(io.BytesIO(pdf.letter(FOLDER + "permit.html", letters.permit()))) as opened:
        assert len(opened.pages) == 1
        assert opened.Root.Lang == "id"
        assert opened.Root.MarkInfo.Marked
        assert str(opened.docinfo["/Title"]).startswith("Surat Izin Praktik Fisioterapis – 500.16.7.2/0042")


def test_the_foot_counts_pages_and_names_the_check():
    printed = text_of(pdf.letter(FOLDER + "permit.html", letters.hostile_permit()))
    assert [f"Halaman {n} dari 3" in printed for n in (1, 2, 3)] == [True] * 3
    assert printed.count("Periksa keaslian: " + letters.CHECK_URL) == 3


def test_the_same_letter_gives_the_same_bytes():
    assert len({pdf.letter(FOLDER + "permit.html", letters.permit()) for _ in range(2)}) == 1


def test_a_concept_has_a_watermark_and_neither_number_nor_code():
    made = pdf.letter(FOLDER + "concept.html", letters.permit() | {"number": "", "verification": {}})
    printed = text_of(made)
    assert "KONSEP – belum disahkan" in printed
    assert "(diberikan saat disahkan)" in printed
    assert "bukan tanda tangan" not in printed
    assert letters.VERIFICATION["code"] not in printed
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert not opened.pages[0].get_images()


def test_the_signature_block_says_what_it_is_not():
    for template, doc in (("permit.html", letters.permit()), ("rejection.html", letters.rejection())):
        printed = text_of(pdf.letter(FOLDER + template, doc))
        assert "Disahkan dalam sistem – bukan tanda tangan elektronik tersertifikasi" in printed


def test_a_free_service_says_so_and_a_paid_one_names_its_fee():
    assert "GRATIS" in text_of(pdf.letter(FOLDER + "receipt.html", letters.receipt()))
    paid = text_of(pdf.letter(FOLDER + "receipt.html", letters.receipt() | {"fee_text": "Rp250.000 (perkiraan)"}))
    assert "Rp250.000 (perkiraan)" in paid
    assert "GRATIS" not in paid


def test_the_printed_codes_can_be_read_by_a_phone():
    for template, doc, content in (
        ("permit.html", letters.permit(), letters.CHECK_URL),
        ("receipt.html", letters.receipt(), "BTM-2026-000123-7"),
    ):
        pictures = pages_as_pictures(pdf.letter(FOLDER + template, doc))
        assert [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)] == [content]


def test_a_code_that_nobody_could_scan_is_refused():
    for text in ("", "x" * 301):
        with pytest.raises(ValueError):
            qr_data_uri(text)


def test_long_texts_and_lists_are_cut_and_say_so():
    cut = pdf.limited({"text": "a" * 5000, "rows": [["x", "y"]] * 301, "answers": [{"label": "l", "text": "t"}] * 302})
    assert cut["text"] == "a" * 4000 + pdf.CUT
    assert len(cut["rows"]) == 301
    assert cut["rows"][-1][0].startswith("… dan 1 lagi")
    assert cut["answers"][-1]["label"].startswith("… dan 2 lagi")


def test_marks_that_turn_the_reading_direction_and_safe_strings_lose_their_power():
    assert pdf.limited("a\u202eb\x00c\u2066d\ne") == "abcd\ne"
    assert type(pdf.limited(mark_safe("<b>"))) is str
    assert pdf.limited([1, None, True]) == ["1", None, True]


@pytest.mark.parametrize(
    "markup",
    [
        "<img src='{url}'>",
        "<link rel=attachment href='{url}'>",
        "<link rel=stylesheet href='{url}'>",
        "<style>@import '{url}';</style>",
        "<p style='background: url({url})'>x",
        "<object data='{url}'></object>",
        "<base href='{url}'><img src='x.png'>",
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='{url}' width='9' height='9'/></svg>",
    ],
)
def test_nothing_but_data_urls_is_ever_opened(renderer, tmp_path, markup):
    secret = tmp_path / "secret.png"
    Image.new("RGB", (4, 4), "red").save(secret)
    for url in (f"file://{secret}", "http://127.0.0.1:9/secret.png", "https://127.0.0.1:9/s", "ftp://127.0.0.1:9/s"):
        try:
            made = renderer.render(markup.replace("{url}", url))
        except pdf.RenderFailed as refused:
            assert "FatalURLFetchingError" in str(refused)
        else:
            with pikepdf.open(io.BytesIO(made)) as opened:
                assert not opened.attachments
                assert not opened.pages[0].get_images()


def test_a_hanging_document_is_ended_at_the_limit_and_the_next_one_is_made(impatient):
    hanging = impatient.child_pid
    started = time.monotonic()
    with pytest.raises(pdf.RenderFailed, match="not finished within 3 seconds"):
        impatient.render(BOMB)
    assert time.monotonic() - started < 6
    with pytest.raises(ProcessLookupError):
        os.kill(hanging, 0)
    assert impatient.render("<p>next").startswith(b"%PDF")
    assert impatient.child_pid != hanging


def test_a_killed_child_is_replaced(impatient):
    first = impatient.child_pid
    os.kill(first, signal.SIGKILL)
    impatient._process.wait()
    assert impatient.render("<p>again").startswith(b"%PDF")
    assert impatient.child_pid != first


def test_a_child_killed_in_the_middle_of_a_document_fails_that_document_only(impatient):
    threading.Timer(0.5, os.kill, (impatient.child_pid, signal.SIGKILL)).start()
    with pytest.raises(pdf.RenderFailed, match="ended in the middle"):
        impatient.render(BOMB)
    assert impatient.render("<p>again").startswith(b"%PDF")


def test_a_document_that_eats_memory_fails_and_the_next_one_is_made():
    small = pdf.Renderer(seconds=60, memory=300 * 1024**2)  # a plain page takes a third of it
    try:
        assert small.render("<p>fits").startswith(b"%PDF")
        with pytest.raises(pdf.RenderFailed):
            small.render("<p>x" * 60_000)
        assert small.render("<p>fits").startswith(b"%PDF")
    finally:
        small.close()


def test_a_fault_in_a_document_is_told_and_does_not_reach_the_next(renderer):
    with pytest.raises(pdf.RenderFailed, match="RecursionError"):
        renderer.render("<div>" * 3000)
    assert "next" in text_of(renderer.render("<p>next"))


def test_a_document_beyond_the_size_limit_never_reaches_the_child(renderer):
    with pytest.raises(pdf.RenderFailed, match="bytes of HTML"):
        renderer.render("x" * (pdf.HTML_BYTES + 1))


def test_a_child_is_used_for_many_documents_and_then_replaced():
    short_lived = pdf.Renderer(lifetime=2)
    try:
        pids = []
        for _ in range(3):
            short_lived.render("<p>x")
            pids.append(short_lived.child_pid)
        assert pids[0] is not None
        assert pids[1] is None  # ended after its second document
        assert pids[2] not in (None, pids[0])
    finally:
        short_lived.close()


def test_threads_get_their_own_letters(renderer):
    printed = {}

    def ask(n):
        printed[n] = text_of(renderer.render(f"<p>letter {n}"))

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {n: f"letter {n}" in text for n, text in printed.items()} == dict.fromkeys(range(6), True)


def test_the_child_knows_no_secrets_and_ends_with_its_parent(tmp_path):
    story = (
        "import os, time; from ptsp_portal.lib import pdf; pdf.render('<p>x');"
        "print(pdf._renderer.child_pid, pdf._renderer._scratch, flush=True); time.sleep(60)"
    )
    secret = os.environ | {"SECRET_KEY": "canary"}
    parent = subprocess.Popen([sys.executable, "-c", story], stdout=subprocess.PIPE, text=True, env=secret)
    pid, scratch = parent.stdout.readline().split()
    with open(f"/proc/{pid}/environ", "rb") as environment:
        assert b"canary" not in environment.read()
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 10
    while (os.path.exists(f"/proc/{pid}") or os.path.exists(scratch)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not os.path.exists(f"/proc/{pid}")
    assert not os.path.exists(scratch)


def test_a_forked_worker_starts_a_child_of_its_own(renderer):
    pdf.render("<p>parent")
    mine = pdf._renderer.child_pid
    reader, writer = os.pipe()
    forked = os.fork()
    if forked == 0:
        pdf.render("<p>forked")
        os.write(writer, str(pdf._renderer.child_pid).encode())
        pdf._renderer.close()
        os._exit(0)
    os.waitpid(forked, 0)
    theirs = int(os.read(reader, 20))
    assert theirs != mine
    assert pdf._renderer.child_pid == mine
    assert pdf.render("<p>parent").startswith(b"%PDF")
