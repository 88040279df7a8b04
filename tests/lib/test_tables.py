"""Uploaded tables: read outside, refused with a sentence when they are not what they seem."""

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from ptsp_portal.lib import tables_child
from ptsp_portal.lib.tables import MOST_BYTES, read_table
from ptsp_portal.lib.upload_kinds import UploadRefused
from ptsp_portal.lib.xlsx_export import xlsx_bytes


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
        if name not in old.namelist():
            new.writestr(name, content)
    return out.getvalue()


WORKBOOK = xlsx_bytes(["tahun", "nilai"], [[2021, 13.96], ["=1+1", None]])


def test_a_workbook_and_a_csv_give_the_same_cells():
    assert read_table(WORKBOOK) == [["tahun", "nilai"], [2021, 13.96], ["=1+1"]]
    assert read_table("\ufefftahun;nilai\r\n2021;13,96\r\n\r\nx;\u202ey\r\n".encode()) == [
        ["tahun", "nilai"],
        ["2021", "13,96"],
        [],
        ["x", "y"],
    ]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "kosong"),
        (b"a" * (MOST_BYTES + 1), "2 MB"),
        (b"\n\n", "tidak berisi"),
        (b"a,\0b\n", "bukan CSV"),
        (b"\xd0\xcf\x11\xe0rest", "Excel lama"),
        (b"PK\x03\x04rest", "rusak"),
        (b'a,b\n"open', "rusak"),
        (with_part(WORKBOOK, "xl/vbaProject.bin", b"x"), "makro"),
        (with_part(WORKBOOK, "xl/media/bomb.bin", bytes(50 * 1024 * 1024)), "terlalu besar setelah dibuka"),
        (
            with_part(
                WORKBOOK,
                "xl/worksheets/sheet1.xml",
                b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>',
            ),
            "rusak",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_not_what_it_seems_is_refused(data, why):
    with pytest.raises(UploadRefused, match=why):
        read_table(data)


def test_the_childs_own_limits_hold():
    """Called in this process for its pure part; the limits on memory and time are the child's."""
    for data, code in [
        (b"a\n" * 5003, "too_long"),
        (b"," * 50 + b"x\n", "too_wide"),
        (b"x" * 501, "cell_too_long"),
    ]:
        with pytest.raises(tables_child.Bad, match=code):
            tables_child.rows_of(data)
    assert json.dumps(tables_child.plain(float("nan"))) == '"nan"'
