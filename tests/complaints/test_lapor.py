"""A file of SP4N-LAPOR! in and out: looked at line by line, taken in once, without formulas and without names."""

import csv
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.models import JournalEntry
from complaints import lapor
from complaints.actions.lapor import import_lapor
from complaints.models import Complaint
from ptsp_portal.lib.rules import NotAllowed
from tests.complaints.living import received
from tests.complaints.reading import post, words
from tests.factories import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
PATH = "/kerja/pengaduan/lapor/"
GOOD = """Tracking ID;Tanggal;Judul;Isi;Kategori;Anonim;Rahasia;Nama Pelapor;Lokasi
1001;30-07-2026 10:00;Izin lama;Sudah dua bulan.;Izin terlambat;tidak;tidak;Budi Santoso;Batam Kota
1002;31/07/2026;;'=2+3 diminta membayar;pungli;ya;;Rina;
1003;2026-08-01;Jalan;Berlubang;Entah apa;;ya;Sari Dewi;
"""
BAD = """tracking id,tanggal,isi
1001,30-07-2026,Sudah ada
,30-07-2026,Tanpa nomor
1004,kemarin,Tanggal aneh
1005,01-01-2030,Masa depan
1006,01-08-2026,
1007,01-08-2026,Baik
1007,01-08-2026,Dua kali
"""


def given(client, text):
    return post(client, PATH, file=SimpleUploadedFile("lapor.csv", text.encode()))


def test_a_file_is_looked_at_then_taken_in_once(signed_in):
    client = signed_in("pengaduan.batam")
    assert given(client, GOOD)["Location"] == PATH
    page = words(client.get(PATH))
    assert (
        "3 baris baru, 0 sudah terdaftar" in page
        and "Kategori tidak dikenal" in page
        and "Langsung ke inspektorat" in page
    )
    assert not Complaint.objects.exists()
    post(client, PATH, act="keep")
    rows = {row.lapor_number: row for row in Complaint.objects.select_related("category", "reporter")}
    assert [(row.channel, row.identity, row.category.code) for row in rows.values()] == [
        ("lapor", "open", "izin-terlambat"), ("lapor", "anonymous", "pungli"), ("lapor", "confidential", "lainnya"),
    ]  # fmt: skip
    assert rows["1002"].reporter.name == "" and rows["1002"].text == "=2+3 diminta membayar"
    assert rows["1001"].text == "Izin lama\n\nSudah dua bulan." and rows["1001"].place_words == "Batam Kota"
    assert JournalEntry.objects.get(verb="complaint.imported").facts["taken_in"] == 3
    assert "tidak tersimpan lagi" in words(client.get(post(client, PATH, act="keep")["Location"]))
    # The same file again, and one whose lines are wrong: only what is new and right comes in.
    given(client, BAD)
    page = words(client.get(PATH))
    assert "1 baris baru, 1 sudah terdaftar dan tidak berubah, 5 keliru" in page
    for sentence in (
        "Tracking ID kosong",
        "Tanggal tidak terbaca",
        "belum tiba",
        "Isi kosong",
        "sudah ada di baris lain",
    ):
        assert sentence in page, sentence
    post(client, PATH, act="keep")
    assert Complaint.objects.count() == 4 and Complaint.objects.get(lapor_number="1001").text.startswith("Izin lama")


def test_what_is_no_such_file_is_refused_with_a_reason(signed_in):
    client = signed_in("pengaduan.batam")
    for content, reason in (
        (b"a,b\n1,2\n", "Kolom yang wajib tidak ada"),
        (b"\xff\xfe\x00", "bukan teks UTF-8"),
        (b'tracking id,tanggal,isi\n1,2,"tidak ditutup\n', "bukan CSV yang utuh"),
        (b"tracking id,tanggal,isi\n" + b"1,1-8-2026,x\n" * 301, "Paling banyak 300 baris"),
    ):
        page = post(client, PATH, file=SimpleUploadedFile("x.csv", content))
        assert page.status_code == 400 and reason in words(page), reason


def test_only_the_complaint_desk_exchanges_with_lapor(signed_in, office_of):
    for account in ("loket.batam", "kadis.batam", "inspektorat.batam"):
        assert signed_in(account).get(PATH).status_code == 404, account
    office = office_of("dpmptsp-kota-batam")
    with pytest.raises(NotAllowed):
        import_lapor(office.pk, by=person("loket.batam"), lines=lapor.read(GOOD, office))
    assert not Complaint.objects.exists()


def test_the_export_names_nobody_runs_nothing_and_is_written_down(signed_in):
    received("prosedur", identity="confidential", text='=HYPERLINK("x")', reporter={"name": "Nama Rahasia"})
    received("pungli", text="Diminta uang.")
    page = signed_in("pengaduan.batam").get(f"{PATH}unduh/")
    rows = list(csv.DictReader(StringIO(page.content.decode("utf-8-sig"))))
    assert list(rows[0]) == lapor.OUT
    (row,) = rows  # the grave one is the inspectorate's
    assert row["isi"] == '\'=HYPERLINK("x")' and row["status"] == "Belum terverifikasi"
    assert row["instansi"] == "DPMPTSP Kota Batam" and row["tanggal"] == "04-08-2026 09:00"
    for hidden in ("Rahasia", "Nurul", "Diminta uang"):
        assert hidden not in page.content.decode()
    assert JournalEntry.objects.get(verb="complaint.exported").facts["complaints"] == 1


def test_hostile_files_end_in_a_sentence_and_hostile_lines_beside_the_good_ones(signed_in, office_of):
    client = signed_in("pengaduan.batam")
    for content in (b"\n\n", b",,,\n,,\n", b"\xef\xbb\xbf\n", b"\x00"):
        page = post(client, PATH, file=SimpleUploadedFile("x.csv", content))
        assert page.status_code == 400 and "kosong" in words(page), content
    head = "tracking id;tanggal;isi;nama pelapor;surel;kategori\n"
    lines = [
        "1;01-01-0001;Tahun satu;;;",
        "2;05-05-2005 10:00;Salah ketik tahun;;;",
        '3;01-08-2026;Baik;Budi;"a@b.test\nBcc: semua@b.test";',
        "4;01-08-2026;Baik juga;Budi;budi@contoh.test;",
    ]
    read = lapor.read(head + "\n".join(lines), office_of("dpmptsp-kota-batam"))
    assert [line.is_new for line in read] == [False, False, True, True]
    import_lapor(office_of("dpmptsp-kota-batam").pk, by=person("pengaduan.batam"), lines=read)
    mails = dict(Complaint.objects.values_list("lapor_number", "reporter__email"))
    assert {number: bool(mail) for number, mail in mails.items()} == {"3": False, "4": True}
