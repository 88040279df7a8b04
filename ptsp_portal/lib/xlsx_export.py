"""XLSX whose cells are numbers, dates and plain texts: nothing in it is ever a formula.

A text stays exactly what it was, also when it begins with "=": its cell says that it is a text, so no apostrophe is needed as in
CSV. Written row by row, so a long table costs little memory.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from django.http import HttpResponse
from xlsxwriter import Workbook

from ptsp_portal.lib.wording import moment_words

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NARROWEST, WIDEST = 12, 60
# What XML 1.0 can't carry; a spreadsheet program would call the whole file broken.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
TEXT_LIMIT = 32_767  # of one cell, by the format
NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


def xlsx_response(filename: str, head: list[str], rows: Iterable[list], *, sheet="Data", notes=()) -> HttpResponse:
    """An attachment, as xlsx_bytes() makes it; never kept by a cache on the way."""
    response = HttpResponse(xlsx_bytes(head, rows, sheet=sheet, notes=notes), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def xlsx_bytes(head: list[str], rows: Iterable[list], *, sheet="Data", notes: Iterable[list] = ()) -> bytes:
    """The workbook: a bold first line that stays in view, then `rows`. `notes` are lines of a second sheet, "Keterangan"."""
    out = BytesIO()
    with Workbook(out, {"constant_memory": True, "in_memory": True}) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        page = book.add_worksheet(NOT_IN_A_SHEET_NAME.sub(" ", sheet)[:31])
        page.freeze_panes(1, 0)
        for column, words in enumerate(head):
            page.set_column(column, column, min(WIDEST, max(NARROWEST, len(str(words)) + 3)))
        _write(page, [head], bold, day)
        _write(page, rows, None, day, first=1)
        if notes := list(notes):
            page = book.add_worksheet("Keterangan")
            page.set_column(0, 1, WIDEST)
            _write(page, notes, None, day)
    return out.getvalue()


def _write(page, rows: Iterable[list], style, day, first: int = 0) -> None:
    for number, row in enumerate(rows, start=first):
        for column, value in enumerate(row):
            _cell(page, number, column, value, style, day)


def _cell(page, row: int, column: int, value, style, day) -> None:
    """By name of the kind, never by guessing from the text."""
    if value is None:
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value, style)
    elif isinstance(value, (int, float, Decimal)) and value == value and abs(value) != float("inf"):
        page.write_number(row, column, value, style)
    elif isinstance(value, date) and not isinstance(value, datetime):
        page.write_datetime(row, column, value, day)
    else:
        if isinstance(value, datetime):
            value = moment_words(value, "Asia/Jakarta")  # the format knows no time zones
        page.write_string(row, column, FORBIDDEN.sub("", str(value))[:TEXT_LIMIT], style)
