"""XLSX whose cells are numbers, dates and plain texts: nothing in it is ever a formula.

A text stays exactly what it was, also when it begins with "=": its cell says that it is a text, so no apostrophe is needed as in
CSV. Written by hand (a workbook is a ZIP of small XML parts): the library that reads workbooks would take 24 MB of every process.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import HttpResponse

from ptsp_portal.lib.wording import moment_words

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NARROWEST, WIDEST = 12, 60
# What XML 1.0 can't carry; a spreadsheet program would call the whole file broken.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
TEXT_LIMIT = 32_767  # of one cell, by the format
NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
FIRST_DAY = date(1899, 12, 30)  # day 0 of the format
BOLD, DAY = 1, 2  # places in cellXfs below

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/>'
    '<xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def xlsx_response(filename: str, head: list[str], rows: Iterable[list], *, sheet="Data", notes=()) -> HttpResponse:
    """An attachment, as xlsx_bytes() makes it; never kept by a cache on the way."""
    response = HttpResponse(xlsx_bytes(head, rows, sheet=sheet, notes=notes), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def xlsx_bytes(head: list[str], rows: Iterable[list], *, sheet="Data", notes: Iterable[list] = ()) -> bytes:
    """The workbook: a bold first line that stays in view, then `rows`. `notes` are lines of a second sheet, "Keterangan"."""
    sheets = [(NOT_IN_A_SHEET_NAME.sub(" ", sheet)[:31], [head], rows)]
    notes = list(notes)
    if notes:
        sheets.append(("Keterangan", notes[:1], notes[1:]))
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as book:
        for name, content in _frame([name for name, _head, _rows in sheets]).items():
            book.writestr(name, content)
        for place, (_name, first, others) in enumerate(sheets, start=1):
            with book.open(f"xl/worksheets/sheet{place}.xml", "w") as part:
                for piece in _sheet(first, others):
                    part.write(piece.encode())
    return out.getvalue()


def _frame(names: list[str]) -> dict[str, str]:
    """Every part but the sheets."""
    numbers = range(1, len(names) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{KIND}.worksheet+xml"/>' for n in numbers
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{LINKS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    listed = "".join(
        f'<sheet name={quoteattr(FORBIDDEN.sub("", name))} sheetId="{n}" r:id="rId{n}"/>'
        for n, name in zip(numbers, names, strict=True)
    )
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>{overrides}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{links}'
        f'<Relationship Id="rId{len(names) + 1}" Type="{LINKS}/styles" Target="styles.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{listed}</sheets></workbook>',
        "xl/styles.xml": STYLES,
    }


def _sheet(first: list[list], others: Iterable[list]):
    """The pieces of one sheet, row by row: a long table is never in memory whole."""
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{min(WIDEST, max(NARROWEST, len(str(words)) + 3))}" customWidth="1"/>'
        for n, words in enumerate(first[0], start=1)
    )
    yield (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        f'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>{widths}</cols><sheetData>'
    )
    yield _row(first[0], BOLD)
    for row in others:
        yield _row(row)
    yield "</sheetData></worksheet>"


def _row(cells: list, style=0) -> str:
    return f"<row>{''.join(_cell(value, style) for value in cells)}</row>"


def _cell(value, style=0) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float, Decimal)) and value == value and abs(value) != float("inf"):
        return f"<c><v>{value}</v></c>"
    if isinstance(value, datetime):
        value = moment_words(value, "Asia/Jakarta")  # the format knows no time zones
    elif isinstance(value, date):
        return f'<c s="{DAY}"><v>{(value - FIRST_DAY).days}</v></c>'
    text = escape(FORBIDDEN.sub("", str(value))[:TEXT_LIMIT])
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{text}</t></is></c>'
