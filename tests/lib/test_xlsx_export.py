"""XLSX: numbers are numbers, texts are texts, and nothing in it is a formula."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

from openpyxl import load_workbook

from ptsp_portal.lib.xlsx_export import xlsx_bytes, xlsx_response

EVIL = '=HYPERLINK("http://x","klik")'
ROWS = [
    [EVIL, 12, Decimal("13.96"), date(2021, 9, 30), None],
    ["+62 811", 1.5, True, datetime(2021, 9, 30, 3, tzinfo=UTC), "a\x00\x0bb"],
]


def test_what_goes_in_comes_out_and_no_cell_is_a_formula():
    data = xlsx_bytes(["Teks", "=Bulat", "Pecahan", "Hari", "Kosong"], ROWS)
    page = load_workbook(BytesIO(data)).active
    cells = list(page.iter_rows())
    assert [cell.value for cell in cells[1]][:3] == [EVIL, 12, 13.96]
    assert cells[1][3].value.date() == date(2021, 9, 30) and cells[1][4].value is None
    assert [cells[2][0].value, cells[2][4].value] == ["+62 811", "ab"]
    assert "10.00 WIB" in cells[2][3].value
    assert all(cell.data_type != "f" for row in cells for cell in row)
    assert b"<f>" not in ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_the_answer_is_a_download_that_no_cache_keeps():
    answer = xlsx_response("data.xlsx", ["a"], [], sheet="Tahun [2021]/x")
    assert answer["Content-Disposition"] == 'attachment; filename="data.xlsx"' and answer["Cache-Control"] == "no-store"
    assert load_workbook(BytesIO(answer.content)).sheetnames == ["Tahun  2021  x"]
