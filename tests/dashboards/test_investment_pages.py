"""The pages of investment: who sees which, a file from upload to publication, tables to take along."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from dashboards.models import InvestmentFile, InvestmentRealisation
from ptsp_portal.lib.tables import read_table
from ptsp_portal.lib.xlsx_export import xlsx_bytes
from tests.dashboards.investing import (
    BATAM_OFFICE,
    KEPRI,
    TRILLION,
    handed_in,
    kepri_2021,
    kept,
    line,
    published,
    sheet,
)
from tests.factories import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def enter(name) -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def upload(client, *lines, kind="realisasi", office=KEPRI):
    cells = sheet(kind, *lines)
    given = SimpleUploadedFile("angka kita.xlsx", xlsx_bytes(cells[0], cells[1:]))
    data = {"once": str(uuid4()), "kind": kind, "file": given}
    return client.post(f"/investasi/kerja/unggah/{office}/", data)


def post(client, address, **data):
    return client.post(address, {"once": str(uuid4())} | data)


def test_everybody_reads_the_published_figures(client):
    kepri_2021()
    assert "Provinsi Kepulauan Riau" in words(client.get("/investasi/"))
    page = words(client.get("/investasi/21/"))
    assert "Rp24,96 triliun dari target Rp21 triliun pada 2021, sampai Triwulan III: 118,9%." in page
    assert "Angka tetap" in page and 'role="img"' in page and "style=" not in page
    client.cookies["django_language"] = "en"
    assert client.get("/investasi/64/").status_code == 200
    for gone in ("/investasi/21.71.03/", "/investasi/99/", "/investasi/21/?tahun=abc"):
        assert client.get(gone).status_code == 404


def test_a_provisional_figure_says_so(client):
    kept(line())
    assert "Sementara" in words(client.get("/investasi/21/"))


def test_a_year_of_too_few_projects_is_not_shown_outside_and_has_no_table_there(client):
    published(line(kode_wilayah="21.05", proyek=2))
    page = words(client.get("/investasi/21.05/"))
    assert "kurang dari lima proyek" in page and "Rp1 triliun" not in page
    assert client.get("/investasi/21.05/2021/sektor.csv").status_code == 404
    inside = words(enter("gubernur").get("/investasi/kerja/wilayah/21.05/"))
    assert "Rp1 triliun" in inside


@pytest.mark.parametrize(
    ("who", "code", "status"),
    [
        ("gubernur", "21", 200),
        ("gubernur", "21.71", 200),
        ("gubernur", "64", 404),
        ("kadis.batam", "21.71", 200),
        ("kadis.batam", "21", 404),
        ("kadis.batam", "21.01", 404),
        ("loket.batam", "21.71", 404),
        ("admin.batam", "21.71", 404),
        ("kepala.dinkes.batam", "21.71", 404),
        ("pemohon", "21.71", 404),
    ],
)
def test_inside_a_person_reads_only_the_regions_governed(who, code, status):
    client = enter(who)
    assert client.get(f"/investasi/kerja/wilayah/{code}/").status_code == status
    if status == 404:
        assert client.get(f"/investasi/kerja/wilayah/{code}/2021/tahun.csv").status_code == 404


def test_a_file_from_upload_to_publication():
    admin, head = enter("admin.kepri"), enter("kadis.kepri")
    address = upload(admin, line(), line(triwulan="II", kode_wilayah="2101"))["Location"]
    page = words(admin.get(address))
    assert "1 dari 2 baris keliru" in page and "<b>kode_wilayah</b>" in page and 'value="keep"' not in page
    assert head.get(address).status_code == 404, "not kept yet: the uploader's alone"
    assert post(admin, address, act="keep").status_code == 409 and not InvestmentRealisation.objects.exists()
    address = upload(admin, line(), line(triwulan="II"))["Location"]
    assert "2 baris siap disimpan" in words(admin.get(address))
    assert post(admin, address, act="keep").status_code == 302
    assert "Orang lain" in words(admin.get(address)) and 'value="publish"' not in words(admin.get(address))
    assert post(admin, address, act="publish").status_code == 403
    assert 'value="publish"' in words(head.get(address))
    post(head, address, act="publish")
    assert InvestmentRealisation.objects.filter(status="final").count() == 2
    assert "angka kita.xlsx" in words(head.get("/investasi/kerja/"))
    assert head.get(f"{address}kembalikan/").status_code == 404, "decided"


def test_a_head_sends_back_with_a_reason():
    file, head = kept(line()), enter("kadis.kepri")
    address = f"/investasi/kerja/berkas/{file.uuid}/kembalikan/"
    assert post(head, address).status_code == 400 and enter("admin.kepri").get(address).status_code == 404
    post(head, address, reason="Angka tertukar.")
    assert "Angka tertukar." in words(enter("admin.kepri").get(f"/investasi/kerja/berkas/{file.uuid}/"))
    assert not InvestmentRealisation.objects.shown().exists()


def test_what_is_no_table_is_refused_with_a_sentence_and_nothing_is_kept():
    admin = enter("admin.kepri")
    for content, why in [(b"PK\x03\x04x", "rusak"), (b"a;b\n1;2\n", "Kolom yang wajib tidak ada")]:
        data = {"once": str(uuid4()), "kind": "realisasi", "file": SimpleUploadedFile("x.xlsx", content)}
        answer = admin.post(f"/investasi/kerja/unggah/{KEPRI}/", data)
        assert answer.status_code == 400 and why in words(answer)
    assert not InvestmentFile.objects.exists()


def test_offices_do_not_see_each_others_files():
    file = kept(line(), office=BATAM_OFFICE)
    assert enter("kadis.batam").get(f"/investasi/kerja/berkas/{file.uuid}/").status_code == 200
    for other in ("kadis.kepri", "kadis.tanjungpinang", "gubernur", "loket.batam"):
        assert enter(other).get(f"/investasi/kerja/berkas/{file.uuid}/").status_code == 404
    assert enter("kadis.batam").get(f"/investasi/kerja/unggah/{BATAM_OFFICE}/").status_code == 404
    assert enter("admin.batam").get(f"/investasi/kerja/unggah/{KEPRI}/").status_code == 404


def test_a_correction_is_looked_at_with_what_it_replaces():
    published(line())
    file = handed_in(line(nilai_rp=2 * TRILLION))
    assert "Menggantikan angka tetap Rp1 triliun." in words(
        enter("admin.kepri").get(f"/investasi/kerja/berkas/{file.uuid}/")
    )


def test_tables_go_as_csv_and_xlsx(client):
    published(line(sumber="=1+1", jenis="PMA", negara="SG", nilai_usd=70_000_000))
    csv = client.get("/investasi/21/2021/negara.csv").content.decode("utf-8-sig").splitlines()
    assert csv[1] == f"1,Singapura,{TRILLION},70000000,100,9,tetap"
    book = load_workbook(BytesIO(client.get("/investasi/21/2021/wilayah.xlsx").content))
    assert [cell.value for cell in book.active[2]][:5] == [1, "21.71", "Kota Batam", TRILLION, 100]
    for gone in ("/investasi/21/2021/firma.csv", "/investasi/21/2021/negara.pdf", "/investasi/21/2019/negara.csv"):
        assert client.get(gone).status_code == 404


def test_the_sample_can_be_handed_in_as_it_is():
    admin = enter("admin.kepri")
    for kind, lines in (("realisasi", 2), ("target", 1)):
        for ending in ("csv", "xlsx"):
            content = admin.get(f"/investasi/kerja/contoh/{kind}.{ending}").content
            data = {"once": str(uuid4()), "kind": kind, "file": SimpleUploadedFile(f"x.{ending}", content)}
            address = admin.post(f"/investasi/kerja/unggah/{KEPRI}/", data)["Location"]
            assert f"{lines} baris siap disimpan" in words(admin.get(address))
    assert read_table(content)[0][0] == "tahun"
