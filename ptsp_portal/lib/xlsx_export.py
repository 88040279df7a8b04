"""XLSX whose cells are numbers, dates and plain texts: nothing in it is ever a formula.

A text stays exactly what it was, also when it begins with "=": its cell says that it is a text, so no apostrophe is needed as in
CSV. Written row by row, so a long table costs little memory.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO

from django.http import HttpResponse
from django.utils.functional import Promise

from ptsp_portal.lib.wording import moment_words

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60
# What XML 1.0 can't carry; a spreadsheet program would call the whole file broken.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
TEXT_LIMIT = 32_767  # of one cell, by the format
NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


def xlsx_response(filename: str, head: list[str], rows: Iterable[list], *, sheet="Data", notes=()) -> HttpResponse:
    """An attachment, as xlsx_bytes() makes it; never kept by a cache on the way."""
    response = HttpResponse(xlsx_bytes(head, rows, sheet=sheet, notes=notes), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def xlsx_bytes(head: list[str], rows: Iterable[list], *, sheet="Data", notes: Iterable[list] = ()) -> bytes:
    """The workbook: a bold first line that stays in view, then `rows`. `notes` are lines of a second sheet, "Keterangan"."""
    # Half a megabyte of modules that most processes never need.
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook(write_only=True)
    page = book.create_sheet(NOT_IN_A_SHEET_NAME.sub(" ", sheet)[:31])
    page.freeze_panes = "A2"
    for place, words in enumerate(head, start=1):
        page.column_dimensions[get_column_letter(place)].width = min(WIDEST, max(12, len(str(words)) + 3))
    page.append([_cell(page, words, font=Font(bold=True)) for words in head])
    for row in rows:
        page.append([_cell(page, value) for value in row])
    if notes:
        second = book.create_sheet("Keterangan")
        second.column_dimensions["A"].width = second.column_dimensions["B"].width = 40
        for row in notes:
            second.append([_cell(second, value) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(page, value, font=None):
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    if isinstance(value, datetime):
        value = moment_words(value, "Asia/Jakarta")  # the format knows no time zones
    if isinstance(value, (str, Promise)):
        value = FORBIDDEN.sub("", str(value))[:TEXT_LIMIT]
    elif value is not None and not isinstance(value, (bool, int, float, date)) and not hasattr(value, "as_tuple"):
        value = str(value)
    cell = WriteOnlyCell(page, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # else a text that begins with "=" becomes a formula
    if font:
        cell.font = font
    return cell
