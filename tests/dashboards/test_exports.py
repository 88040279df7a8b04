"""What the worker makes for those who govern: once, whole, for whoever asked alone, and gone after thirty days."""

import csv
import hashlib
import io
import os
import signal
import zipfile
from datetime import date, timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connections

from agencies.models import Agency, Region
from audit.models import JournalEntry
from complaints.models import SurveyAction
from dashboards import evidence_pack, making, monthly_report, tasks
from dashboards import exports as tables
from dashboards.actions.exports import ask_export, store_export, take_export
from dashboards.evidence import HERE, MISSING, OWN, PARTLY
from dashboards.folding import rebuild_figures
from dashboards.models import Export, FileFact
from dashboards.tasks import fold, forget_exports, make_exports
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.rules import NotAllowed, Refused
from ptsp_portal.load.run import Order, generate
from tests import factories
from tests.complaints.living import answered
from tests.factories import BATAM, colleague, measured, person

pytestmark = pytest.mark.usefixtures("at_usual_moment")
YEAR = (date(2026, 1, 1), date(2026, 8, 4))
EVER = (date(2025, 8, 5), date(2026, 8, 4))


def batam():
    return Region.objects.get(pk="21.71")


def ask(by="kadis.batam", kind="files", form="csv", span=YEAR, day="masuk", **about) -> Export:
    about = {"region": batam()} | about
    return ask_export(by=person(by), kind=kind, form=form, span=span, day=day if kind in Export.TABLES else "", **about)


def content(export) -> bytes:
    export.refresh_from_db()
    with default_storage.open(export.file) as file:
        return file.read()


def lines(export) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content(export).decode("utf-8-sig"))))


def test_an_export_of_a_killed_worker_is_taken_up_again_and_made_once(own_database, monkeypatch):
    generate(Order(files=80, processes=1))
    rebuild_figures()
    monkeypatch.setattr(tables, "AT_ONCE", 7)
    monkeypatch.setattr(making, "TELL_EVERY", 5)
    facts = FileFact.objects.filter(submitted_on__range=EVER, office__region__code__startswith="21")
    export = ask_export(
        by=person("gubernur"), kind="files", form="csv", region=Region.objects.get(pk="21"), span=EVER, day="masuk"
    )
    connections.close_all()
    child = os.fork()
    if not child:  # a worker that dies in the middle of the table
        tell = tasks.note_progress
        monkeypatch.setattr(
            tasks, "note_progress", lambda *said: (tell(*said), said[1] and os.kill(os.getpid(), signal.SIGKILL))
        )  # fmt: skip
        make_exports()
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    export.refresh_from_db()
    assert (export.done, export.stored_at, export.attempts) == (5, None, 1)
    assert make_exports() == 0  # still held by the dead one
    with moved_to(now() + making.HOLD + timedelta(seconds=1)):
        assert make_exports() == 1
        assert make_exports() == 0
    found = lines(export)
    numbers = sorted(row[0] for row in found[1:])
    assert numbers == sorted(
        first or second for first, second in facts.values_list("application__registration_number", "application__reference")
    )  # fmt: skip
    assert len(numbers) > 20 and len(set(numbers)) == len(numbers)
    assert export.sha256 == hashlib.sha256(content(export)).hexdigest()
    assert (export.done, export.total) == (len(numbers), len(numbers))
    assert not store_export(export.pk, ContentFile(b"of a second worker"), "0" * 64)
    assert lines(export) == found
    assert [entry.verb for entry in JournalEntry.objects.about(export)] == ["export.asked", "export.stored"]


@pytest.mark.usefixtures("reference")
def test_a_table_holds_numbers_of_files_and_no_people_in_both_forms():
    file = factories.issued()
    fold()
    as_csv, as_xlsx = ask(), ask(form="xlsx")
    requests = ask(kind="requests", office=Agency.objects.get(slug=BATAM))
    assert make_exports() == 3
    head, row = lines(as_csv)
    said = dict(zip(head, row, strict=True))
    assert (said["nomor"], said["hasil"], said["terlambat"]) == (file.registration_number, "terbit", "tidak")
    assert person("pemohon").full_name not in content(as_csv).decode()
    sheet = openpyxl.load_workbook(io.BytesIO(content(as_xlsx))).worksheets[0]
    assert [cell.value for cell in sheet[2]][:2] == row[:2]
    head, row = lines(requests)
    assert dict(zip(head, row, strict=True))["hasil"] == "dijawab"
    elsewhere = ask(by="gubernur", region=Region.objects.get(pk="21.72"))
    make_exports()
    assert len(lines(elsewhere)) == 1


@pytest.mark.usefixtures("reference")
def test_nobody_orders_beyond_the_own_reach_and_only_the_one_who_asked_takes_it(client):
    with pytest.raises(NotAllowed):
        ask(region=Region.objects.get(pk="21.72"))
    with pytest.raises(NotAllowed):
        ask(by="verifikator.batam")
    assert Export.objects.count() == 0
    export = ask()
    assert ask().pk == export.pk  # the same while it is being made
    address = f"/pimpinan/unduhan/{export.uuid}/"
    client.force_login(person("kadis.batam"))
    assert client.get(address).status_code == 302
    make_exports()
    assert b"".join(client.get(address).streaming_content) == content(export)
    assert JournalEntry.objects.about(export).filter(verb="export.downloaded").count() == 1
    client.force_login(person("gubernur"))
    assert client.get(address).status_code == 404
    person("kadis.batam").memberships.update(until_on=date(2026, 8, 3))
    client.force_login(person("kadis.batam"))
    assert client.get(address).status_code == 404
    assert JournalEntry.objects.about(export).filter(verb="export.downloaded").count() == 1


@pytest.mark.usefixtures("reference")
def test_a_sixth_order_waits_for_the_others_and_old_files_go(monkeypatch):
    for day in range(1, 6):
        ask(span=(date(2026, 8, 1), date(2026, 8, day)) if day < 5 else YEAR)
    with pytest.raises(Refused):
        ask(form="xlsx")
    make_exports()
    export = Export.objects.earliest("pk")
    name = export.file
    with moved_to(now() + timedelta(days=29)):
        assert forget_exports() == 0
    with moved_to(now() + timedelta(days=31)):
        assert forget_exports() == 5
        assert not default_storage.exists(name)
        with pytest.raises(Refused):
            take_export(export.uuid, by=person("kadis.batam"))


@pytest.mark.usefixtures("reference")
def test_what_fails_is_tried_again_said_and_given_up(monkeypatch):
    monkeypatch.setitem(tables.MOST_ROWS, "csv", -1)
    long, export = ask(), ask(kind="report", form="pdf", span=(date(2026, 8, 1), date(2026, 8, 31)))
    monkeypatch.setattr(making, "report_pdf", lambda _export: 1 / 0)
    monkeypatch.setitem(making.MAKERS, "report", making._report)
    assert make_exports() == 0
    long.refresh_from_db()
    export.refresh_from_db()
    assert long.failed_at and "Terlalu panjang: 0 baris" in long.error
    assert (export.failed_at, export.error) == (None, "ZeroDivisionError")
    for _turn in range(7):
        with moved_to(now() + timedelta(days=1)):
            make_exports()
        Export.objects.filter(pk=export.pk).update(next_try_at=now())
    export.refresh_from_db()
    assert export.failed_at and not export.file


@pytest.mark.usefixtures("reference")
def test_the_report_of_a_month_says_what_the_cells_say(monkeypatch):
    file = factories.issued()
    fold()
    made = []
    monkeypatch.setattr(monthly_report, "letter", lambda template, doc: made.append(doc) or b"%PDF")
    ask(kind="report", form="pdf", span=(date(2026, 8, 1), date(2026, 8, 31)))
    assert make_exports() == 1
    doc = made[0]
    assert doc["summary"] == "1 berkas masuk, 1 izin terbit, 0 ditolak. 100,0% keputusan tepat waktu."
    assert doc["by_office"]["rows"] == [[file.office.name, "1", "1", "0", "0", "100,0%", "0"]]
    assert doc["totals"]["rows"][0] == ["Masuk", "1", "0", "–", "0", "–"]
    assert (doc["is_running"], doc["period"], doc["place"]) == (True, "Agustus 2026", "Kota Batam")


@pytest.mark.usefixtures("reference")
def test_a_pack_claims_nothing_that_it_does_not_hold(monkeypatch):
    office = Agency.objects.get(slug=BATAM)
    permit = factories.issued().permit
    measured(permit, "warning")
    answered()
    colleague("pengaduan2.batam", (BATAM, "complaint_officer"))
    SurveyAction.objects.create(
        office=office, element="waktu", what="x", who="x", due_on=now().date(), by=person("kadis.batam")
    )
    fold()
    monkeypatch.setattr(evidence_pack, "letter", lambda template, doc: b"%PDF")
    packs = {kind: ask(kind=kind, form="zip", office=office) for kind in Export.PACKS}
    assert make_exports() == 3
    held, marks = {}, {}
    for kind, export in packs.items():
        with zipfile.ZipFile(io.BytesIO(content(export))) as pack:
            held[kind] = {name: pack.read(name) for name in pack.namelist()}
        rows = list(csv.DictReader(io.StringIO(held[kind]["daftar-bukti.csv"].decode("utf-8-sig"))))
        marks[kind] = {row["bukti"]: row["keadaan"] for row in rows}
        tables_named = {row["tabel"] for row in rows if row["tabel"]}
        assert {f"tabel/{name}" for name in tables_named} == {name for name in held[kind] if name.startswith("tabel/")}
        sums = held[kind].pop("SHA256SUMS").decode()
        assert sums.splitlines() == sorted(
            (f"{hashlib.sha256(body).hexdigest()}  {name}" for name, body in held[kind].items()), key=lambda line: line[66:]
        )  # fmt: skip
        assert held[kind]["daftar-bukti.pdf"].startswith(b"%PDF")
    kpk = marks["pack-kpk"]
    assert kpk["Pengawasan dan sanksi sesudah terbit"] == HERE
    assert kpk["Catatan diperiksa keutuhannya"] == HERE
    assert kpk["Sidik harian yang diterbitkan"] == MISSING
    assert kpk["Pendelegasian wewenang"] == PARTLY
    assert marks["pack-ori"]["Survei kepuasan masyarakat"] == MISSING
    assert marks["pack-ori"]["Tindak lanjut survei"] == HERE
    assert marks["pack-ptsp"]["Sertifikat dan pelatihan petugas"] == OWN
    assert "teguran,1" in held["pack-kpk"]["tabel/pengawasan.csv"].decode()


@pytest.mark.usefixtures("reference")
def test_the_pages_order_and_show_how_far_it_is(client, django_assert_max_num_queries):
    client.force_login(person("kadis.batam"))
    page = client.get("/pimpinan/unduhan/")
    assert "Belum ada unduhan" in page.content.decode()
    order = {"buat": "laporan", "l-about": f"k:{BATAM}", "l-month": "2026-07", "once": str(uuid4())}
    assert client.post("/pimpinan/unduhan/", order).status_code == 302
    table = {"t-kind": "files", "t-about": "w:21.71", "t-by": "masuk", "t-form": "csv", "once": str(uuid4())}
    assert (
        client.post("/pimpinan/unduhan/", table | {"t-first": "2026-08-04", "t-last": "2026-08-01"}).status_code == 400
    )
    table["once"] = str(uuid4())
    assert (
        client.post("/pimpinan/unduhan/", table | {"t-first": "2026-01-01", "t-last": "2026-08-04"}).status_code == 302
    )
    pack = {"kind": "pack-kpk", "about": "w:21.71", "first": "2026-01-01", "last": "2026-08-04", "once": str(uuid4())}
    assert client.post("/pimpinan/bukti/", pack).status_code == 302
    Export.objects.filter(kind="files").update(done=30, total=40)
    with django_assert_max_num_queries(12):
        words = client.get("/pimpinan/unduhan/keadaan/").content.decode()
    assert "75%" in words and "hx-trigger" in words and "Menunggu giliran" in words
    assert "KPK" not in words
    assert "hx-get" in client.get("/pimpinan/bukti/").content.decode()
    outside = pack | {"about": "w:21.72", "once": str(uuid4())}
    assert client.post("/pimpinan/bukti/", outside).status_code == 400
    assert Export.objects.count() == 3


@pytest.mark.usefixtures("reference")
def test_a_province_is_offered_its_licensing_offices_and_a_city_opened_in_it_every_office(client):
    client.force_login(person("gubernur"))
    whole = client.get("/pimpinan/unduhan/").content.decode()
    assert "k:dpmptsp-kota-batam" in whole and "k:kecamatan-sekupang" not in whole
    assert len(whole.encode()) < 60_000
    opened = client.get("/pimpinan/unduhan/", {"wilayah": "21.71"}).content.decode()
    assert "k:dpmptsp-kota-batam" in opened and "k:kecamatan-sekupang" in opened and "tanjungpinang" not in opened
