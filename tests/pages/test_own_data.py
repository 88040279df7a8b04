"""Whoever asks gets everything about themselves, with who looked at it, and nothing about anybody else."""

from datetime import timedelta

import pytest

from audit.models import JournalEntry
from ptsp_portal.lib.moment import moved_to
from tests.complaints.living import received
from tests.factories import at_signing, submitted

pytestmark = pytest.mark.django_db


def test_the_applicant_takes_all_own_data_with_them(signed_in, user_named, at_usual_moment, client):
    mine, other = submitted(), submitted(by="pemohon2")
    ktp = mine.documents.get(requirement_code="ktp")
    complaint = received()
    received(identity="anonymous", text="Tanpa nama saja.")
    looked = signed_in("loket.batam").get(f"/berkas/{ktp.uuid}/")
    assert looked.getvalue()
    answer = signed_in("pemohon").get("/profil/data-saya/")
    assert answer["Content-Disposition"].startswith("attachment") and answer["Cache-Control"] == "no-store"
    data = answer.json()
    assert data["orang"]["nik"] == "2171035405910001"
    assert [file["acuan"] for file in data["permohonan"]] == [mine.reference]
    assert [look["dokumen"] for look in data["yang_melihat"]] == ["ktp"]
    assert [row["number"] for row in data["pengaduan"]] == [complaint.number]
    assert "Tanpa nama saja" not in answer.content.decode()
    assert other.reference not in answer.content.decode()
    assert JournalEntry.objects.filter(verb="export.made", actor=user_named("pemohon").uuid).count() == 1


def test_a_stranger_is_asked_to_sign_in(client, reference):
    assert client.get("/profil/data-saya/")["Location"].startswith("/akun/login/")


def test_long_after_sign_in_the_password_is_asked_for_again(signed_in, at_usual_moment):
    client = signed_in("pemohon")
    assert client.get("/profil/data-saya/").status_code == 200
    with moved_to(at_usual_moment + timedelta(minutes=16)):
        answer = client.get("/profil/data-saya/")
    assert answer["Location"].startswith("/akun/reauthenticate/?next=")
    assert JournalEntry.objects.filter(verb="export.made").count() == 1


def test_whoever_opens_the_concept_with_the_whole_identity_is_written_down(signed_in, user_named, at_usual_moment):
    file = at_signing()
    looks = JournalEntry.objects.about(file).filter(verb="identity.viewed")
    before = looks.count()
    assert signed_in("kadis.batam").get(f"/permohonan/{file.uuid}/konsep/").status_code == 200
    assert looks.count() == before + 1
    entry = looks.latest("id")
    assert (entry.actor, entry.facts) == (user_named("kadis.batam").uuid, {"requirement": "concept"})
