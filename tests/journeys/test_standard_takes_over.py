"""An office's own standard takes over on its first day: who filed before keeps the old version to the end, later ones the new."""

from datetime import date

import pytest

from agencies.models import Agency
from applications import tasks
from applications.actions import decision, issuance, standards, submission, verification
from applications.models import Application
from ptsp_portal.lib import pdf
from tests.factories import add_paper, answered_by_all, filled, fresh, officer_of, person
from tests.journeys.story import answer_all, send, start, upload, visitor
from tests.journeys.test_sipf import ANSWERS, SIPF

pytestmark = pytest.mark.django_db

NATUNA, SLUG = "DPMPTSP Kabupaten Natuna", "dpmptsp-kabupaten-natuna"
ISLAND, PAPER = "Pulau tempat praktik", "Surat keterangan tinggal di Natuna"
WORDS = "Izin ini diberikan bagi pelayanan warga pulau-pulau Natuna."
LETTER = f"""Diberikan kepada {{{{ pemohon.nama }}}}, berlaku sampai {{{{ tanggal.berlaku_sampai }}}}.

{WORDS}

{{{{ daftar_isian }}}}
"""
AT_NATUNA = ANSWERS | {"Desa/Kelurahan (kode Kemendagri)": "Kelurahan Ranai Kota"}


@pytest.fixture
def printer(monkeypatch):
    """The pages of each letter; making PDFs of them is tested elsewhere."""
    pages = []
    monkeypatch.setattr(pdf, "render", lambda html: pages.append(html) or html.encode())
    return pages


def test_who_filed_yesterday_keeps_the_old_version_and_who_files_today_has_the_new_one(clock, printer):
    new = adopted()
    clock.strikes("4 Aug 09:10")
    published_from_tomorrow(new)
    clock.strikes("4 Aug 09:30")
    first = sent(files("pemohon", AT_NATUNA))
    begun = filled("SIPF", SLUG, by="pemohon2")
    clock.strikes("5 Aug 08:30")
    submission.submit_application(begun.uuid, by=person("pemohon2"))
    asks_for_more(files("pemohon", AT_NATUNA | {ISLAND: "Bunguran"}))
    second = Application.objects.latest("pk")
    old_version = first.standard
    assert (old_version.office, fresh(begun).standard) == (None, old_version) and second.standard_id == new.pk
    clock.strikes("5 Aug 09:00")
    # Registered at the same minute: the day of filing decides, not the day of registration.
    assert receipt(first) == "paling lambat Rabu, 12 Agustus 2026 (5 hari kerja)"
    assert receipt(begun) == "paling lambat Rabu, 12 Agustus 2026 (5 hari kerja)"
    assert receipt(second) == "paling lambat Selasa, 11 Agustus 2026 (4 hari kerja)"
    clock.strikes("6 Aug 09:00")
    for file in (first, begun, second):
        decided(file)
    clock.strikes("6 Aug 10:00")
    tasks.render_documents()
    said = {
        file.pk: next(page for page in printer if fresh(file).permit.number in page) for file in (first, begun, second)
    }
    assert [WORDS in said[file.pk] for file in (first, begun, second)] == [False, False, True]
    assert [ISLAND in said[file.pk] for file in (first, second)] == [False, True] and "Bunguran" in said[second.pk]
    for file in map(fresh, (first, begun)):
        assert (file.state, file.standard, file.promised_on) == ("issued", old_version, date(2026, 8, 12))


def adopted():
    """As in the browser (tests/browser/test_standards_in_the_browser.py), and one question more."""
    writer, office = person("verifikator.natuna"), Agency.objects.get(slug=SLUG)
    draft = standards.start_standard(office.pk, "SIPF", by=writer)
    island = {"code": "pulau", "label_id": ISLAND, "type": "text", "required": True}
    paper = {"code": "ket_tinggal", "name": PAPER, "mandatory": True, "formats": ["pdf"]}
    return standards.save_terms(
        draft.uuid, by=writer, revision=draft.revision, time_limit_days=4, fields=[*draft.fields, island],
        requirements=[*draft.requirements, paper], letters={"permit": LETTER},
    )  # fmt: skip


def published_from_tomorrow(draft):
    visitor("kabid.natuna").open(f"/standar/{draft.uuid}/").click("Nyatakan lengkap").click("Ya, sudah lengkap")
    head = visitor("kadis.natuna").open(f"/standar/{draft.uuid}/").click("Tetapkan")
    head.fill("Nomor SK penetapan", "SK 12 TAHUN 2026").fill("Tanggal SK", "2026-08-04")
    head.fill("Apa yang berubah", "Jangka waktu menjadi 4 hari kerja.").click("Tetapkan")
    assert "Standar ditetapkan." in head
    public = visitor().open(f"/layanan/SIPF/{SLUG}/")
    assert "Standar baru berlaku mulai 5 Agustus 2026" in public and "Jangka waktu menjadi 4 hari kerja." in public
    assert PAPER not in public and "5 hari kerja" in public


def files(name, answers):
    """Up to the check before sending: with every paper that the national template demands."""
    who = start(visitor(name), SIPF, NATUNA, "fisioterapis")
    answer_all(who, answers)
    assert (ISLAND in answers) == (PAPER in who)
    file = Application.objects.latest("pk")
    for requirement in file.standard.requirements_for("new"):
        if requirement["mandatory"] and requirement["name"] != PAPER:
            add_paper(file, requirement)
    return who


def sent(who) -> Application:
    send(who)
    return Application.objects.latest("pk")


def asks_for_more(who):
    """The new paper is demanded, and is the only thing that is."""
    who.click("Lanjut: periksa dan kirim").click("Kirim permohonan", expect=400)
    assert who.items(".summary li") == [f"Dokumen belum ada: {PAPER}"]
    who.click(f"Dokumen belum ada: {PAPER}")
    send(upload(who, PAPER))


def receipt(file) -> str:
    """Checked and registered at the counter's desk; the promise on the receipt."""
    loket = visitor("loket.natuna").open(f"/permohonan/{file.uuid}/periksa/")
    loket.click("Tandai yang lain sesuai").click("Daftarkan").click("Cetak tanda terima")
    (promise,) = loket.items(".promise")
    return promise


def decided(file):
    """Verified, recommended, endorsed and signed."""
    verifier, office = person("verifikator.natuna"), file.office
    verification.verify_application(file.uuid, by=verifier)
    answered_by_all(file)
    decision.draft_decision(file.uuid, by=verifier, verdict="issue", conditions=[], ready=True)
    decision.endorse_decision(file.uuid, by=officer_of(office, "endorser"))
    issuance.sign_decision(file.uuid, by=officer_of(office, "head"))
