"""The rendering child: reads HTML from stdin, writes PDF to stdout, one document after the other, and nothing else.

Started by `lib/pdf.py` as a plain script with its own small environment: no Django, no settings, no secrets, no
database. It may be killed at any moment. WeasyPrint can be made to hang or to eat memory by markup (a table of a hundred thousand
columns, nested flex boxes), and only a process of its own can be given limits and be ended from outside.

    in:   4 bytes length (big endian), the HTML as UTF-8
    out:  1 byte "P" or "E", 4 bytes length, the PDF or the reason as UTF-8
"""

import base64
import gc
import logging
import os
import resource
import shutil
import signal
import struct
import sys
import threading
import time
from pathlib import Path
from typing import BinaryIO

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

PRINT_FOLDER = Path(__file__).resolve().parents[2] / "static" / "print"
# (family, file, weight, style). WeasyPrint knows no unicode-range, so the extended letters are a family of their own.
FONTS = [
    (family, f"source-sans-3-{subset}-{weight}-{style}.woff2", weight, style)
    for family, subset in (("PTSP Sans", "latin"), ("PTSP Sans Ext", "latin-ext"))
    for weight, style in ((400, "normal"), (400, "italic"), (700, "normal"))
] + [  # names may be written in Jawi and Javanese letters; rarer scripts come from the system's fonts
    ("PTSP Arabic", "noto-sans-arabic-arabic-400-normal.woff2", 400, "normal"),
    ("PTSP Javanese", "noto-sans-javanese-javanese-400-normal.woff2", 400, "normal"),
]
REASON_CHARS = 300
KILL_GRACE = 5  # seconds after the parent should have ended us

logging.getLogger("fontTools").setLevel(logging.ERROR)


class NothingButData(URLFetcher):
    """Opens data: URLs only. Anything else ends the document: our templates never ask, so something got in."""

    def __init__(self):
        super().__init__(allowed_protocols=["data"], allow_redirects=False, fail_on_errors=True)


class Studio:
    """Stylesheet, fonts and fetcher: made once, used for every document."""

    def __init__(self, folder: Path = PRINT_FOLDER):
        self.fetcher = NothingButData()
        self.fonts = FontConfiguration()
        self.stylesheet = CSS(string=stylesheet(folder), url_fetcher=self.fetcher, font_config=self.fonts)

    def render(self, html: str) -> bytes:
        """Tagged PDF (PDF/UA-1). The same HTML gives the same bytes: no clock, no random identifier."""
        document = HTML(string=html, url_fetcher=self.fetcher)
        return document.write_pdf(
            stylesheets=[self.stylesheet],
            font_config=self.fonts,
            pdf_variant="pdf/ua-1",
            cache={},
        )


def stylesheet(folder: Path = PRINT_FOLDER) -> str:
    """Fonts as data: URLs, the look shared with print pages on the screen, then what only paper needs."""
    faces = "".join(
        f"@font-face {{ font-family: '{family}'; font-weight: {weight}; font-style: {style};"
        f" src: url(data:font/woff2;base64,{base64.b64encode((folder / 'fonts' / file).read_bytes()).decode()}) }}\n"
        for family, file, weight, style in FONTS
    )
    return faces + (folder / "letter.css").read_text("utf-8") + (folder / "print.css").read_text("utf-8")


def main() -> None:
    """Arguments: the parent's process id, bytes of memory, seconds per document."""
    parent, memory, seconds = (int(argument) for argument in sys.argv[1:4])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print must not land in the middle of an answer
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    studio = Studio()
    gc.freeze()  # what lives as long as we do need not be looked through after every document
    while (html := _read(sys.stdin.buffer)) is not None:
        # Second net: without a parent that watches, the kernel ends a hanging document even inside C code.
        signal.alarm(seconds + KILL_GRACE)
        kind, payload = _answer(studio, html)
        signal.alarm(0)
        answers.write(kind + struct.pack(">I", len(payload)) + payload)
        answers.flush()
    _leave()


def _answer(studio: Studio, html: bytes) -> tuple[bytes, bytes]:
    try:
        return b"P", studio.render(html.decode("utf-8"))
    except BaseException as error:  # a refused URL is a BaseException; the next document deserves its chance
        return b"E", f"{type(error).__name__}: {error}"[:REASON_CHARS].encode("utf-8", "replace")


def _read(source: BinaryIO) -> bytes | None:
    """One message, or None at the end of the stream."""
    header = source.read(4)
    if len(header) < 4:
        return None
    (size,) = struct.unpack(">I", header)
    body = source.read(size)
    return body if len(body) == size else None


def _end_with(parent: int) -> None:
    """End when the parent is gone.

    The end of stdin is not enough (a sibling forked later may hold the pipe open), and PR_SET_PDEATHSIG is too much: it
    fires when the *thread* that started us ends, which in a threaded server is every minute.
    """
    while os.getppid() == parent:
        time.sleep(1)
    _leave()


def _leave() -> None:
    """Nobody else can tidy up when the parent was killed: take the folder of unpacked fonts along."""
    if scratch := os.environ.get("PTSP_PDF_SCRATCH"):
        shutil.rmtree(scratch, ignore_errors=True)
    os._exit(0)


if __name__ == "__main__":
    main()
