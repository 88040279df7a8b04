"""Uploaded files: what they are by their content, and whether the portal keeps them. Knows no model and no user.

    found = inspect(file, allowed={"pdf", "jpg"}, max_bytes=settings.UPLOAD_MAX_BYTES, name=file.name)
    found.kind · content_type · extension · size · sha256 (of the bytes as uploaded) · name (safe to show) · pages (pdf)
    found.cleaned            the bytes to keep instead (pictures: re-encoded without place, camera or thumbnails), or None
    found.content(file)      the bytes to store: `cleaned`, or the file itself
    safe_name(name)          for display and downloads: ≤ 120 characters, no path, no control or direction marks
    ACCEPT[kind]             for the `accept` attribute of a file input; KINDS all kinds known here

Refusals are `UploadRefused` with a sentence that says what is wrong and what to do. `file` may be bytes or an open
binary file (an UploadedFile); it is read once and rewound. PDFs are parsed in a process of their own
(`uploads_child.py`); the other kinds in `upload_kinds.py`.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import threading
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ptsp_portal.lib import upload_kinds
from ptsp_portal.lib.upload_kinds import UploadRefused

__all__ = ["ACCEPT", "KINDS", "Inspected", "UploadRefused", "inspect", "safe_name"]

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "geojson": "application/geo+json",
    "kml": "application/vnd.google-earth.kml+xml",
    "dwg": "image/vnd.dwg",
    "zip": "application/zip",
}
KINDS = frozenset(CONTENT_TYPES)
ACCEPT = {
    "pdf": ".pdf,application/pdf",
    "jpg": ".jpg,.jpeg,image/jpeg",
    "png": ".png,image/png",
    "geojson": ".geojson,.json,application/geo+json",
    "kml": ".kml",
    "dwg": ".dwg",
    "zip": ".zip",
}
EXTENSIONS = {
    "pdf": "pdf", "jpg": "jpg", "jpeg": "jpg", "jpe": "jpg", "jfif": "jpg", "png": "png", "geojson": "geojson",
    "json": "geojson", "kml": "kml", "dwg": "dwg", "zip": "zip",
}  # fmt: skip
# A file that would run or be shown as a page by its name is refused even when its content is harmless; any other strange
# ending is put right without a word (`_with_extension`).
ACTIVE_ENDING = re.compile(
    "exe|com|bat|cmd|scr|msi|dll|js|jse|vbs|vbe|wsf|ps1|hta|lnk|jar|apk|sh|reg|iso|x?html?|svgz?|php[0-9]?|phtml|aspx?|jspx?|cgi|pl|py|swf"
)
NAME_LENGTH = 120
PDF_SECONDS = 10
CHILD = Path(__file__).with_name("uploads_child.py")
# Decoding is the heavy part; more than two at a time would only make all of them slow on a small server.
HEAVY = threading.BoundedSemaphore(2)
PDF_REFUSALS = {
    "encrypted": gettext_lazy("PDF ini dikunci dengan kata sandi. Simpan ulang tanpa kata sandi, lalu unggah lagi."),
    "broken": gettext_lazy("PDF ini rusak atau tidak lengkap. Simpan atau pindai ulang berkasnya, lalu unggah lagi."),
    "javascript": gettext_lazy("PDF ini berisi program (JavaScript). Cetak ulang ke PDF, lalu unggah hasilnya."),
    "auto_action": gettext_lazy(
        "PDF ini menjalankan perintah sendiri saat dibuka. Cetak ulang ke PDF, lalu unggah hasilnya."
    ),
    "launch": gettext_lazy("PDF ini mencoba menjalankan program lain. Cetak ulang ke PDF, lalu unggah hasilnya."),
    "attachment": gettext_lazy("PDF ini membawa berkas lain di dalamnya. Unggah setiap berkas sendiri-sendiri."),
    "rich_media": gettext_lazy(
        "PDF ini berisi video, suara, atau gambar 3D. Cetak ulang ke PDF, lalu unggah hasilnya."
    ),
    "xfa": gettext_lazy(
        "PDF ini formulir XFA yang tidak terbaca di semua perangkat. Cetak ke PDF biasa, lalu unggah hasilnya."
    ),
    "too_many_pages": gettext_lazy("PDF ini lebih dari 500 halaman. Unggah hanya bagian yang diminta."),
    "no_pages": gettext_lazy("PDF ini tidak berisi halaman."),
    "too_complex": gettext_lazy("PDF ini terlalu rumit untuk diperiksa. Cetak ulang ke PDF, lalu unggah hasilnya."),
}


@dataclass(frozen=True)
class Inspected:
    kind: str
    content_type: str
    size: int
    sha256: str
    extension: str
    name: str
    cleaned: bytes | None = None
    pages: int | None = None

    def content(self, file) -> bytes:
        """What to store. `sha256` and `size` stay those of the file as it was handed in."""
        return self.cleaned if self.cleaned is not None else _read(file, self.size)


def inspect(file, *, allowed: set[str], max_bytes: int, name: str) -> Inspected:
    """Look into the file and say what it is; raises UploadRefused. The name never decides the kind."""
    data = _read(file, max_bytes)
    shown = safe_name(name)
    kind = upload_kinds.sniff(data)
    _check_kind(kind, _last_extension(shown), set(allowed), data)
    cleaned, pages = None, None
    with HEAVY:
        if kind == "pdf":
            pages = _inspect_pdf(data)
        elif kind in ("jpg", "png"):
            cleaned = upload_kinds.clean_picture(data, kind)
        else:
            upload_kinds.CHECKS[kind](data)
    return Inspected(
        kind=kind, content_type=CONTENT_TYPES[kind], size=len(data), sha256=hashlib.sha256(data).hexdigest(),
        extension=kind, name=_with_extension(shown, kind), cleaned=cleaned, pages=pages,
    )  # fmt: skip


def _read(file, max_bytes: int) -> bytes:
    """At most `max_bytes`: whatever a client declares, only what was read counts."""
    if isinstance(file, bytes):
        data = file[: max_bytes + 1]
    else:
        file.seek(0)
        data = file.read(max_bytes + 1)
        file.seek(0)
    if not data:
        raise UploadRefused(_("Berkas ini kosong (0 byte). Pilih berkasnya sekali lagi."))
    if len(data) > max_bytes:
        raise UploadRefused(
            _("Berkas ini terlalu besar. Paling besar %(limit)s MB; perkecil atau pindai dengan mutu lebih rendah.")
            % {"limit": f"{max_bytes / 1024 / 1024:.1f}".rstrip("0").rstrip(".").replace(".", ",")}
        )
    return data


def _check_kind(kind: str | None, extension: str, allowed: set[str], data: bytes):
    wanted = ", ".join(sorted(one.upper() for one in allowed))
    if kind is None:
        plain = _("Isi berkas ini tidak kami kenali. Yang diterima: %(wanted)s.") % {"wanted": wanted}
        raise UploadRefused(upload_kinds.reason_unknown(data) or plain)
    named = EXTENSIONS.get(extension)
    if kind not in allowed:
        if named in allowed:
            raise UploadRefused(
                _("Nama berkas ini berakhiran .%(extension)s, tetapi isinya %(kind)s. Yang diterima: %(wanted)s.")
                % {"extension": extension, "kind": kind.upper(), "wanted": wanted}
            )
        raise UploadRefused(
            _("Berkas ini berjenis %(kind)s. Yang diterima di sini: %(wanted)s.")
            % {"kind": kind.upper(), "wanted": wanted}
        )
    if ACTIVE_ENDING.fullmatch(extension):
        raise UploadRefused(
            _(
                "Akhiran nama berkas .%(extension)s tidak diterima. Beri nama yang berakhiran .%(kind)s, lalu unggah lagi."
            )
            % {"extension": extension, "kind": kind}
        )


def _inspect_pdf(data: bytes) -> int:
    """Pages of a PDF that has been parsed whole; the parser runs outside, without our environment or secrets."""
    if b"%%EOF" not in data[-2048:]:
        raise UploadRefused(PDF_REFUSALS["broken"])
    try:
        done = subprocess.run(  # noqa: S603 - our own script, no shell
            [sys.executable, "-I", str(CHILD)], input=data, capture_output=True, timeout=PDF_SECONDS, check=False,
            env={"PATH": os.environ.get("PATH", ""), "LD_LIBRARY_PATH": os.environ.get("LD_LIBRARY_PATH", "")},
        )  # fmt: skip
        answer = json.loads(done.stdout) if done.returncode == 0 else {"refused": "too_complex"}
    except (subprocess.TimeoutExpired, BrokenPipeError, ValueError):
        answer = {"refused": "too_complex"}
    if "refused" in answer:
        raise UploadRefused(PDF_REFUSALS.get(answer["refused"], PDF_REFUSALS["broken"]))
    return answer["pages"]


def safe_name(name: str) -> str:
    """The name as people may see it: no folders, no control, direction or joining marks, at most 120 characters.

    The end is kept when it must be cut, so what follows the last dot stays what it was.
    """
    text = unicodedata.normalize("NFC", str(name or "")).replace("\\", "/").rsplit("/", 1)[-1]
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    text = re.sub(r'[<>:"|?*;%`$]', "_", text)
    text = re.sub(r"\s+", " ", text).strip(" .")
    if len(text) > NAME_LENGTH:
        stem, dot, extension = text.rpartition(".")
        keep = f"{dot}{extension}" if dot and len(extension) <= 10 else ""
        text = (stem if keep else text)[: NAME_LENGTH - len(keep)].rstrip(" .") + keep
    return text or "berkas"


def _last_extension(shown: str) -> str:
    """Letters and digits behind the last dot, in lower case; "Surat No. 12" has none."""
    found = re.search(r"\.([A-Za-z0-9]{1,10})$", shown)
    return found.group(1).lower() if found and not found.group(1).isdigit() else ""


def _with_extension(shown: str, kind: str) -> str:
    """Named as what it is: `foto.jpg` that holds a PNG becomes `foto.png`; an inner `.exe` can't pass for an ending."""
    extension = _last_extension(shown)
    if EXTENSIONS.get(extension) == kind:
        stem, ending = shown[: -len(extension) - 1], extension
    else:
        stem, ending = (shown[: -len(extension) - 1] if extension else shown), kind
    stem = re.sub(r"\.(?=[A-Za-z][A-Za-z0-9]{1,4}(?:\.|$))", "_", stem)
    return f"{stem[: NAME_LENGTH - len(ending) - 1] or 'berkas'}.{ending}"
