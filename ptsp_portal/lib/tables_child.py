"""Takes a CSV or XLSX apart in a process of its own, with little memory and little time. Started by `tables.py`, by path.

Reads the file from standard input, writes one JSON object: {"rows": [[cell, …], …]} or {"refused": "<code>"}. A cell is a
text, a number or null; formulas count as what the program that wrote them had worked out. Codes: `tables.REFUSALS`. Imports neither
Django nor the portal.
"""

import csv
import io
import json
import math
import os
import resource
import sys
import zipfile
from datetime import date, datetime, time

MEMORY = 768 * 1024 * 1024
CPU_SECONDS = 8
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 5001, 40, 500
# A workbook is a ZIP: what it may unpack to, and of how many parts. A sheet of 5,000 rows unpacks to some 5 MB.
MOST_UNPACKED, MOST_PARTS = 40 * 1024 * 1024, 300
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# What can't stand in the database's JSON or would turn a line around on the screen.
UNSEEN = dict.fromkeys(
    [*range(32), 127, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0xFFFE]
)


class Bad(Exception):
    """Refused; the argument is the code."""


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def rows_of(data):
    if data.startswith(OLD_EXCEL):
        raise Bad("old_excel")
    rows = of_workbook(data) if data.startswith(ZIP) else of_text(data)
    kept = []
    for row in rows:
        cells = [plain(cell) for cell in row]
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise Bad("too_wide")
        # An empty line keeps its place, so that a line's number is the one people see in their program.
        kept.append(cells)
        if len(kept) > MOST_ROWS and any(cells):
            raise Bad("too_long")
    while kept and not kept[-1]:
        kept.pop()
    if not kept:
        raise Bad("empty")
    return kept


def of_workbook(data):
    os.environ["OPENPYXL_LXML"] = "False"  # so that defusedxml reads it
    import openpyxl  # noqa: PLC0415 - after the limits are set, so that loading it counts too

    if not openpyxl.DEFUSEDXML:
        raise Bad("broken")
    parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Bad("too_complex")
    if any(part.flag_bits & 1 for part in parts):
        raise Bad("encrypted")
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise Bad("unknown")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Bad("macros")
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    page = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), None)
    if page is None:
        raise Bad("empty")
    page.reset_dimensions()  # what the file says of its own size is not to be believed
    return page.iter_rows(values_only=True, max_row=MOST_ROWS + 1000, max_col=MOST_COLUMNS + 1)


def of_text(data):
    text = decoded(data)
    if "\0" in text:
        raise Bad("unknown")
    head = text.lstrip().split("\n", 1)[0]
    comma = max(",;\t", key=head.count)
    csv.field_size_limit(LONGEST_CELL * 20)
    return csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True)


def decoded(data):
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")  # what spreadsheets on older machines write


def plain(cell):
    if cell is None or isinstance(cell, bool):
        return None if cell is None else str(cell)
    if isinstance(cell, (int, float)):
        if not math.isfinite(cell):
            return str(cell)
        return int(cell) if cell == int(cell) and abs(cell) < 1e15 else cell
    if isinstance(cell, (datetime, date, time)):
        return cell.isoformat()
    text = str(cell).translate(UNSEEN).replace("\xa0", " ").strip()
    if len(text) > LONGEST_CELL:
        raise Bad("cell_too_long")
    return text or None


def main():
    limit()
    data = sys.stdin.buffer.read()
    try:
        answer = {"rows": rows_of(data)}
    except Bad as refusal:
        answer = {"refused": str(refusal)}
    except (MemoryError, RecursionError):
        answer = {"refused": "too_complex"}
    except Exception:  # noqa: BLE001 - whatever the parser trips over, the file is not one we read
        answer = {"refused": "broken"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
