"""What the worker prints: once, whole, and again after whatever happened to it on the way."""

import hashlib
import os
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection

from applications import tasks
from applications.actions import decision, issuance
from applications.models import PrintedDocument
from applications.printing import pdf_of
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.pdf import RenderFailed
from tests.factories import fresh, in_state, issued, person, registered
from tests.two_at_once import all_at_once, at_once

USUAL = pytest.mark.usefixtures("reference", "at_usual_moment")
COMMITTING = pytest.mark.usefixtures("own_database", "at_usual_moment")


def words_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as opened:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in opened).split())


def codes_on(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as opened:
        return [code.text for page in opened for code in zxingcpp.read_barcodes(page.render(scale=2).to_pil())]


def stored(file, kind) -> tuple[PrintedDocument, bytes]:
    row = file.printed_documents.get(kind=kind)
    with default_storage.open(row.file) as opened:
        return row, opened.read()


def squeezed(text):
    return re.sub(r"\s", "", text)


def issued_with(*conditions):
    file = in_state("drafting")
    decision.draft_decision(
        file.uuid, by=person("verifikator.batam"), verdict="issue", conditions=conditions, ready=True
    )
    decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    issuance.sign_decision(file.uuid, by=person("kadis.batam"))
    return fresh(file)


@pytest.mark.django_db
@USUAL
def test_a_permit_is_printed_once_with_its_number_its_conditions_and_a_code_that_leads_to_it():
    file = issued_with("Papan nama dipasang di tempat yang mudah dilihat.", "Laporan setiap enam bulan.")
    assert tasks.render_documents() == 2
    assert tasks.render_documents() == 0
    row, content = stored(file, "permit")
    assert (row.sha256, row.size, row.attempts) == (hashlib.sha256(content).hexdigest(), len(content), 1)
    printed = squeezed(words_of(content))
    for words in (
        file.permit.number,
        "Nurul Hidayati Siregar",
        "Papan nama dipasang",
        "Laporan setiap enam bulan",
        "Disahkan dalam sistem",
    ):
        assert squeezed(words).lower() in printed.lower(), words
    assert codes_on(content) == [f"{settings.SITE_URL}/verifikasi/{file.permit.verification_code}/"]
    assert JournalEntry.objects.get(subject=file.uuid, verb="permit.rendered").facts == {"sha256": row.sha256}


@pytest.mark.django_db
@USUAL
def test_a_receipt_carries_the_number_in_its_code_and_the_secret_only_in_words():
    file = registered()
    assert tasks.render_documents() == 1
    _row, content = stored(file, "receipt")
    assert codes_on(content) == [file.registration_number]
    printed = squeezed(words_of(content))
    assert file.registration_number in printed
    assert f"{file.tracking_secret[:4]}-{file.tracking_secret[4:]}" in printed


@pytest.mark.django_db
@USUAL
def test_the_receipt_is_indonesian_for_every_reader_and_names_the_code_as_the_tracking_page_does(client):
    file = registered()
    client.force_login(file.filed_by)
    client.post("/bahasa/", {"language": "en"})
    page = client.get(f"/permohonan/{file.uuid}/tanda-terima/").content.decode()
    assert "Back to the file" in page and '<div class="value">baru</div>' in page
    assert "kode lacak ini" in page


@pytest.mark.django_db
@USUAL
def test_a_refusal_prints_its_number_every_reason_the_law_and_the_way_to_object():
    file = issued(verdict="reject")
    assert tasks.render_documents() == 2
    row, content = stored(file, "rejection")
    assert row.sha256 == hashlib.sha256(content).hexdigest()
    printed = squeezed(words_of(content)).lower()
    for words in (file.rejection.number, "Lokasi tidak sesuai tata ruang.", "Perda RTRW", "keberatan"):
        assert squeezed(words).lower() in printed, words


@pytest.mark.django_db
@USUAL
def test_the_applicant_is_told_when_the_document_is_there_and_not_before():
    issued()
    assert not Message.objects.filter(occasion="applications/permit_ready").exists()
    tasks.render_documents()
    tasks.render_documents()
    assert Message.objects.filter(occasion="applications/permit_ready").count() == 2


@pytest.mark.django_db
@USUAL
def test_a_rendering_that_fails_stands_on_its_row_and_blocks_no_other(monkeypatch):
    file = issued()

    def out_of_paper(printed):
        if printed.kind == "receipt":
            raise RenderFailed("not finished within 60 seconds; the renderer was ended")
        return pdf_of(printed)

    monkeypatch.setattr(tasks, "pdf_of", out_of_paper)
    assert tasks.render_documents() == 1
    receipt = file.printed_documents.get(kind="receipt")
    assert (receipt.stored_at, receipt.attempts) == (None, 1)
    assert receipt.error == "RenderFailed: not finished within 60 seconds; the renderer was ended"
    waits = []
    for _again in range(8):
        waits.append(receipt.next_try_at - now())
        assert tasks.render_documents() == 0  # not before its time
        with moved_to(receipt.next_try_at):
            tasks.render_documents()
            receipt.refresh_from_db()
            last = now()
        waits[-1] = waits[-1] if len(waits) == 1 else receipt.next_try_at - last
    assert receipt.attempts == 9 and waits[0] == timedelta(minutes=1) and waits[-1] == timedelta(minutes=30)
    monkeypatch.undo()
    with moved_to(receipt.next_try_at):
        assert tasks.render_documents() == 1
    assert (
        file.printed_documents.get(kind="receipt").error,
        file.printed_documents.filter(stored_at=None).count(),
    ) == ("", 0)


@COMMITTING
def test_two_workers_with_one_rendering_store_it_once():
    file = issued()
    row = file.printed_documents.get(kind="permit")
    one, two = at_once(
        lambda: issuance.store_printed_document(row.pk, b"%PDF-1.7 first"),
        lambda: issuance.store_printed_document(row.pk, b"%PDF-1.7 second"),
    )
    assert (one.error, one.result, two.error, two.result) == (None, True, None, False)
    row, content = stored(file, "permit")
    assert (content, row.sha256) == (b"%PDF-1.7 first", hashlib.sha256(b"%PDF-1.7 first").hexdigest())
    assert len(permits_on_disk()) == 1
    assert JournalEntry.objects.filter(verb="permit.rendered").count() == 1
    assert Message.objects.filter(occasion="applications/permit_ready").count() == 2


@COMMITTING
def test_two_workers_at_once_share_the_work():
    files = [issued(), issued()]
    actors = all_at_once([tasks.render_documents] * 2)
    assert [actor.error for actor in actors] == [None, None]
    assert sum(actor.result for actor in actors) == 4
    assert PrintedDocument.objects.filter(application__in=files, attempts=1).exclude(stored_at=None).count() == 4
    assert len(permits_on_disk()) == 4


def permits_on_disk() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT, "terbit").rglob("*") if path.is_file()]


WORKER = """
import sys, time, django
django.setup()
from applications import tasks
from applications.actions import issuance

def stop(*args, **kwargs):
    print("here", flush=True)
    time.sleep(60)

def rendered_then_stop(printed):
    made = render(printed)
    stop()

if sys.argv[1] == "rendering":
    render, tasks.pdf_of = tasks.pdf_of, rendered_then_stop
elif sys.argv[1] == "before the commit":  # the file is on the disk by then
    issuance.record = stop
print(tasks.render_documents(), flush=True)
"""


def worker(where) -> subprocess.Popen:
    """A real process with the task, on this test's database and its folder."""
    to = connection.settings_dict
    address = f"postgres://{to['USER']}:{to['PASSWORD']}@{to['HOST']}:{to['PORT']}/{to['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": address, "MEDIA_ROOT": str(settings.MEDIA_ROOT), "DJANGO_SETTINGS_MODULE": "ptsp_portal.settings_test"
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, where],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.parametrize(("where", "left_on_disk"), [("rendering", 0), ("before the commit", 1)])
@COMMITTING
def test_after_a_killed_worker_the_document_appears_once(where, left_on_disk):
    file = issued()
    process = worker(where)
    with process.stdout:
        assert process.stdout.readline() == b"here\n"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert file.printed_documents.exclude(stored_at=None).count() == 0
    assert len(permits_on_disk()) == left_on_disk
    assert not Message.objects.filter(occasion="applications/permit_ready").exists()
    with moved_to(datetime.now(UTC) + tasks.HOLD):
        assert tasks.render_documents() == 2
        assert tasks.render_documents() == 0
    row, content = stored(file, "permit")
    assert row.sha256 == hashlib.sha256(content).hexdigest()
    assert len(permits_on_disk()) == 2
    assert Message.objects.filter(occasion="applications/permit_ready").count() == 2
    assert JournalEntry.objects.filter(subject=file.uuid, verb="permit.rendered").count() == 1
