"""Letters as PDF: our own templates, made in one long-lived child process that may be killed (`pdf_child.py`).

Only templates of `templates/*/print/` and plain text values come in here; never HTML, CSS, SVG or pictures of a user
(design rule 24). `letter(template, doc)` is the ordinary way; `render(html)` is the engine below it. Both may be called
from any thread; documents of one worker process are made one after the other.
"""

import atexit
import logging
import os
import re
import selectors
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from django.template.loader import render_to_string

log = logging.getLogger(__name__)

SECONDS_PER_DOCUMENT = 60
MEMORY_BYTES = 1024**3
DOCUMENTS_PER_CHILD = 200  # then a fresh one, so nothing that leaks can pile up
HTML_BYTES = 2 * 1024**2
PDF_BYTES = 64 * 1024**2
TEXT_CHARS = 4000
LIST_ITEMS = 300
PICTURE_CHARS = 20_000  # a QR code has some 800
CUT = " … (dipotong; teks lengkapnya ada pada berkas permohonan)"
CHILD = Path(__file__).with_name("pdf_child.py")
# Control characters, and marks that turn the reading direction: a name may not make another text look different.
INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")


class RenderFailed(Exception):
    """The document could not be made: too long, out of memory, killed, or a fault in the template. Try again later."""


def letter(template: str, doc: dict) -> bytes:
    """Render `template` with `doc` (text, lists and dicts; keys are listed at the head of each template) to a PDF."""
    return render(render_to_string(template, {"doc": limited(doc)}))


def limited(value):
    """Return a copy of a tree of text in which no text and no list is long enough to harm the renderer.

    Texts over 4,000 characters and lists over 300 items are cut and say so; data: URLs (QR codes) pass. Invisible
    control and direction marks are removed. What is neither dict, list nor tuple becomes text, except None and
    booleans.
    """
    if isinstance(value, dict):
        return {key: limited(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [limited(each) for each in value[:LIST_ITEMS]] + _rest(value)
    if value is None or isinstance(value, bool):
        return value
    text = "".join(INVISIBLE.split(str(value)))  # joined anew: a text marked safe elsewhere is plain text here
    if len(text) <= (PICTURE_CHARS if text.startswith("data:image/png;base64,") else TEXT_CHARS):
        return text
    return text[:TEXT_CHARS] + CUT


def _rest(items) -> list:
    """What stands in place of the items that were cut, in the shape of the others."""
    if len(items) <= LIST_ITEMS:
        return []
    note = f"… dan {len(items) - LIST_ITEMS} lagi{CUT}"
    first = items[0]
    if isinstance(first, dict):
        return [{"label": note, "text": ""}]
    if isinstance(first, (list, tuple)):
        return [[note, *[""] * (len(first) - 1)]]
    return [note]


class Renderer:
    """One child process and the rules about it. Limits are arguments so that a test need not wait a minute."""

    def __init__(self, *, seconds=SECONDS_PER_DOCUMENT, memory=MEMORY_BYTES, lifetime=DOCUMENTS_PER_CHILD):
        self.seconds, self.memory, self.lifetime = seconds, memory, lifetime
        self._lock = threading.Lock()
        self._process: subprocess.Popen | None = None
        self._scratch = ""
        self._made = 0

    def render(self, html: str) -> bytes:
        """Return the PDF; raises RenderFailed after `seconds`, out of memory, or when the child died or refused."""
        body = html.encode("utf-8")
        if len(body) > HTML_BYTES:
            raise RenderFailed(f"the document has {len(body)} bytes of HTML, more than {HTML_BYTES}")
        with self._lock:
            deadline = time.monotonic() + self.seconds
            process = self._ready_process()
            try:
                kind, payload = self._exchange(process, struct.pack(">I", len(body)) + body, deadline)
            except BaseException:
                self._stop()  # half an exchange would hand the next caller somebody else's letter
                raise
            self._made += 1
            if self._made >= self.lifetime or payload.startswith(b"MemoryError"):
                self._stop()
        if kind != b"P":
            raise RenderFailed(payload.decode("utf-8", "replace"))
        return payload

    def close(self) -> None:
        """End the child; the next document starts another."""
        with self._lock:
            self._stop()

    @property
    def child_pid(self) -> int | None:
        """The child's process id while it lives."""
        process = self._process
        return process.pid if process and process.poll() is None else None

    def forget(self) -> None:
        """In a forked copy of this process: the child belongs to the original, leave it alone."""
        process, self._process, self._scratch, self._made = self._process, None, "", 0
        self._lock = threading.Lock()
        if process:
            process.returncode = 0
            process.stdin.close()
            process.stdout.close()

    def _ready_process(self) -> subprocess.Popen:
        if self._process and self._process.poll() is not None:
            log.warning("the rendering child ended by itself (%s); starting another", self._process.returncode)
            self._stop()
        if not self._process:
            self._start()
        return self._process

    def _start(self) -> None:
        self._scratch = tempfile.mkdtemp(prefix="ptsp-pdf-")
        self._made = 0
        # A small environment of its own: the child has no business with keys and passwords.
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        environment |= {"TMPDIR": self._scratch, "PTSP_PDF_SCRATCH": self._scratch, "PYTHONHASHSEED": "0"}
        environment["MALLOC_ARENA_MAX"] = "1"  # a heap of 64 MB for each of Pango's threads counts against the limit
        numbers = (os.getpid(), self.memory, max(1, round(self.seconds)))
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(CHILD), *map(str, numbers)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            env=environment,
            start_new_session=True,  # Ctrl-C is for the worker, which may want to finish its document
        )
        os.set_blocking(self._process.stdin.fileno(), False)
        os.set_blocking(self._process.stdout.fileno(), False)

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process:
            process.kill()
            process.wait()
            process.stdin.close()
            process.stdout.close()
        if self._scratch:
            shutil.rmtree(self._scratch, ignore_errors=True)
            self._scratch = ""

    def _exchange(self, process, message: bytes, deadline: float) -> tuple[bytes, bytes]:
        """Send one message and read one answer, neither waiting beyond the deadline."""
        outgoing, incoming = memoryview(message), bytearray()
        with selectors.DefaultSelector() as ready:
            ready.register(process.stdin, selectors.EVENT_WRITE)
            ready.register(process.stdout, selectors.EVENT_READ)
            while not _complete(incoming):
                left = deadline - time.monotonic()
                if left <= 0:
                    raise RenderFailed(f"not finished within {self.seconds} seconds; the renderer was ended")
                for key, _ in ready.select(left):
                    if key.fileobj is process.stdin:
                        outgoing = outgoing[_write(process.stdin, outgoing) :]
                        if not outgoing:
                            ready.unregister(process.stdin)
                    else:
                        incoming += _read(process.stdout)
        return bytes(incoming[:1]), bytes(incoming[5:])


def _complete(answer: bytearray) -> bool:
    if len(answer) < 5:
        return False
    (size,) = struct.unpack(">I", answer[1:5])
    if size > PDF_BYTES:
        raise RenderFailed(f"the document has {size} bytes, more than {PDF_BYTES}")
    return len(answer) >= 5 + size


def _write(pipe, data: memoryview) -> int:
    try:
        return os.write(pipe.fileno(), data)
    except BlockingIOError:
        return 0
    except BrokenPipeError:
        raise RenderFailed("the renderer ended before it had the document") from None


def _read(pipe) -> bytes:
    try:
        chunk = os.read(pipe.fileno(), 1 << 20)
    except BlockingIOError:
        return b""
    if not chunk:
        raise RenderFailed("the renderer ended in the middle of the document")
    return chunk


_renderer = Renderer()
os.register_at_fork(after_in_child=_renderer.forget)
atexit.register(_renderer.close)


def render(html: str) -> bytes:
    """Render one of our own pages to a PDF in this process's child; see `Renderer.render`."""
    return _renderer.render(html)
