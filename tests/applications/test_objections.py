"""The objection to a rejection: once, within 21 working days; granted, the file is reopened with a new clock for a permit alone."""

from datetime import date, timedelta

import pytest

from applications import objections as limits
from applications.actions import decision, issuance, objections
from applications.deadlines import Calendars, batches, differences
from applications.models import Application, Objection, PrintedDocument
from applications.permit_document import permit_doc
from applications.permit_letters import objection_doc
from applications.policies import allowed
from applications.progress import progress_of
from applications.tasks import render_documents, warn_of_objections
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests import factories
from tests.factories import findings, fresh, person, untouched

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


@pytest.fixture
def rejected(monkeypatch):
    """Rejected, and the letter can be read."""
    monkeypatch.setattr("applications.tasks.pdf_of", lambda printed: b"%PDF-")
    file = factories.issued(verdict="reject")
    render_documents()
    return fresh(file)


def objected(file, **how):
    return objections.file_objection(file.uuid, by=person("pemohon"), text="Lokasinya sesuai RTRW.", **how)


def told(occasion):
    rows = Message.objects.filter(occasion=f"applications/{occasion}", channel="inapp").select_related("user")
    return sorted(row.user.email.split("@")[0] for row in rows)


def test_an_objection_has_a_number_a_deadline_and_readers(rejected):
    assert limits.last_day(rejected) == date(2026, 9, 4)  # 21 working days after 4 August, two days off among them
    name, content, inspected = factories.paper("bukti", ("pdf",))
    objection = objected(rejected, uploads=[(inspected, content, name)])
    assert objection.number == "KB-BATAM-2026-000001"
    assert objection.office.region.local_date(objection.due_at) == date(2026, 8, 19)
    assert objection.documents.count() == 1
    assert objection.documents.get() not in rejected.documents.answering_requirements()
    assert told("objection_filed") == ["pemohon"]
    assert told("desk_objection") == ["kadis.batam", "verifikator.batam"]
    assert "dijawab paling lambat Rabu, 19 Agustus 2026" in progress_of(fresh(rejected)).sentence
    assert "decide_objection" in allowed(person("kadis.batam"), fresh(rejected))
    before = untouched(rejected)
    with pytest.raises(WrongState, match="satu kali"):
        objected(rejected)
    with pytest.raises(NotAllowed):
        objections.grant_objection(objection.uuid, by=person("verifikator.batam"), reasons="Ya.")
    with pytest.raises(Refused, match="Tulis alasannya"):
        objections.refuse_objection(objection.uuid, by=person("kadis.batam"), reasons=" ")
    assert untouched(rejected) == before


def test_an_objection_is_refused_after_its_last_day_and_for_strangers(rejected, at_usual_moment):
    before = untouched(rejected)
    with pytest.raises(NotAllowed):
        objections.file_objection(rejected.uuid, by=person("pemohon2"), text="Saya juga.")
    with pytest.raises(Refused, match="Tulis mengapa"):
        objections.file_objection(rejected.uuid, by=person("pemohon"), text=" \0")
    with moved_to(at_usual_moment + timedelta(days=32)):  # 5 September
        assert "object" not in allowed(person("pemohon"), rejected)
        with pytest.raises(WrongState, match="Jumat, 4 September 2026"):
            objected(rejected)
    assert untouched(rejected) == before
    assert not Objection.objects.exists()
    with moved_to(at_usual_moment + timedelta(days=31)):  # 4 September, the last day
        assert objected(rejected).number


def test_a_refused_objection_leaves_the_rejection_and_names_the_way_to_appeal(rejected):
    objection = objected(rejected)
    objections.refuse_objection(objection.uuid, by=person("kadis.batam"), reasons="Lokasi memang tidak sesuai.")
    file = fresh(rejected)
    assert (file.state, file.objection.outcome, file.closed_at is None) == ("rejected", "refused", False)
    doc = objection_doc(file)
    assert doc["outcome"] == "ditolak" and "Pengadilan Tata Usaha Negara" in " ".join(doc["remedy"])
    assert PrintedDocument.objects.get(kind="objection", application=file).stored_at is None
    assert told("objection_refused") == ["pemohon"]
    before = untouched(file)
    with pytest.raises(WrongState, match="sudah diputuskan"):
        objections.grant_objection(objection.uuid, by=person("kadis.batam"), reasons="Berubah pikiran.")
    assert untouched(file) == before
    assert findings() == []


def test_a_granted_objection_reopens_the_file_and_only_a_permit_may_follow(rejected, at_usual_moment):
    with moved_to(at_usual_moment + timedelta(days=2)):
        objection = objected(rejected)
        objections.grant_objection(objection.uuid, by=person("kadis.batam"), reasons="Lokasi sesuai.")
        file = fresh(rejected)
        assert (file.state, file.closed_at, file.holder_role) == ("drafting", None, "verifier")
        assert file.office.region.local_date(file.due_at) > date(2026, 8, 6)
        assert (file.decision.round, file.decision.is_ready) == (2, False)
        assert list(differences([each for batch in batches() for each in batch], Calendars())) == []
        assert findings() == []
        assert told("objection_granted") == ["pemohon"] and told("desk_reopened") == ["verifikator.batam"]
        before = untouched(file)
        with pytest.raises(Refused, match="hanya izin yang dapat ditetapkan"):
            decision.draft_decision(
                file.uuid, by=person("verifikator.batam"), verdict="reject", reasons=["Tidak."], legal_basis="Pasal 1"
            )
        assert untouched(file) == before
        decision.draft_decision(file.uuid, by=person("verifikator.batam"), verdict="issue", ready=True)
        decision.endorse_decision(file.uuid, by=person("kabid.batam"))
        before = untouched(file)
        assert "reject" not in allowed(person("kadis.batam"), fresh(file))
        with pytest.raises(Refused, match="hanya izin yang dapat ditetapkan"):
            issuance.reject_application(file.uuid, by=person("kadis.batam"), reasons=["Tidak."], legal_basis="Pasal 1")
        assert untouched(file) == before
        issuance.sign_decision(file.uuid, by=person("kadis.batam"))
        file = fresh(file)
        assert (file.state, file.rejection.number != file.permit.number) == ("issued", True)
        considering = " ".join(permit_doc(file)["considering"])
        assert objection.number in considering and file.rejection.number in considering
        assert findings() == []


def test_silence_is_said_aloud_and_decides_nothing(rejected, at_usual_moment):
    objection = objected(rejected)
    assert warn_of_objections() == 0
    with moved_to(at_usual_moment + timedelta(days=13)):  # 17 August is a day off: the 19th is two working days ahead
        assert (warn_of_objections(), warn_of_objections()) == (1, 0)
        assert told("desk_objection_due") == ["kadis.batam", "verifikator.batam"]
    with moved_to(at_usual_moment + timedelta(days=16)):
        assert (warn_of_objections(), warn_of_objections()) == (1, 0)
        objection = Objection.objects.get()
        assert objection.is_late and objection.outcome == ""
        assert Application.objects.get(pk=rejected.pk).state == "rejected"
        objections.refuse_objection(objection.uuid, by=person("kadis.batam"), reasons="Terlambat, tetapi dijawab.")
        assert warn_of_objections() == 0


def test_the_head_who_prepared_the_rejection_does_not_answer_the_objection(rejected):
    objection = objected(rejected)
    Application.objects.filter(pk=rejected.pk).update(verified_by=person("kadis.batam"))
    before = untouched(rejected)
    with pytest.raises(NotAllowed, match="orang lain"):
        objections.refuse_objection(objection.uuid, by=person("kadis.batam"), reasons="Tetap.")
    assert untouched(rejected) == before
