"""Reading a CSV or XLSX that somebody uploaded. Knows no model and no user; the parser runs outside (`tables_child.py`).

read_table(file)     rows of cells, the first row too: each a text, an int, a float or None. Raises UploadRefused.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ptsp_portal.lib.upload_kinds import UploadRefused
from ptsp_portal.lib.uploads import HEAVY

MOST_BYTES = 2 * 1024 * 1024
MOST_LINES = 5000
SECONDS = 12
CHILD = Path(__file__).with_name("tables_child.py")
ACCEPT = ".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REFUSALS = {
    "old_excel": gettext_lazy("Ini berkas Excel lama (.xls). Simpan sebagai Excel Workbook (.xlsx) atau CSV, lalu unggah lagi."),
    "too_wide": gettext_lazy("Ada baris dengan lebih dari 40 kolom. Pakai kolom seperti pada berkas contoh."),
    "too_long": gettext_lazy("Berkas ini lebih dari 5.000 baris. Bagi menjadi beberapa berkas."),
    "cell_too_long": gettext_lazy("Ada sel yang berisi lebih dari 500 huruf. Ringkas isinya."),
    "empty": gettext_lazy("Berkas ini tidak berisi baris."),
    "too_complex": gettext_lazy("Berkas ini terlalu besar setelah dibuka. Salin datanya ke berkas baru, lalu unggah lagi."),
    "encrypted": gettext_lazy("Berkas ini dikunci dengan kata sandi. Simpan ulang tanpa kata sandi, lalu unggah lagi."),
    "macros": gettext_lazy("Berkas ini berisi makro. Simpan sebagai Excel Workbook (.xlsx) biasa, lalu unggah lagi."),
    "unknown": gettext_lazy("Isi berkas ini bukan CSV atau XLSX."),
    "broken": gettext_lazy("Berkas ini rusak atau bukan CSV/XLSX yang utuh. Simpan ulang, lalu unggah lagi."),
}  # fmt: skip


def read_table(file) -> list[list]:
    """`file` is bytes or an open binary file; what a client declares about it counts for nothing."""
    data = file if isinstance(file, bytes) else file.read(MOST_BYTES + 1)
    if not data:
        raise UploadRefused(_("Berkas ini kosong (0 byte). Pilih berkasnya sekali lagi."))
    if len(data) > MOST_BYTES:
        raise UploadRefused(_("Berkas ini lebih besar dari 2 MB. Bagi menjadi beberapa berkas."))
    with HEAVY:
        answer = _ask_the_child(data)
    if "refused" in answer:
        raise UploadRefused(REFUSALS.get(answer["refused"], REFUSALS["broken"]))
    return answer["rows"]


def _ask_the_child(data: bytes) -> dict:
    """Without our environment or secrets; killed when it takes too long."""
    try:
        done = subprocess.run(  # noqa: S603 - our own script, no shell
            [sys.executable, "-I", str(CHILD)], input=data, capture_output=True, timeout=SECONDS, check=False,
            env={"PATH": os.environ.get("PATH", ""), "LD_LIBRARY_PATH": os.environ.get("LD_LIBRARY_PATH", "")},
        )  # fmt: skip
        return json.loads(done.stdout) if done.returncode == 0 else {"refused": "too_complex"}
    except (subprocess.TimeoutExpired, BrokenPipeError, ValueError):
        return {"refused": "too_complex"}
