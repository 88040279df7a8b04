"""Whoever asks gets everything about themselves, with who looked at it, and nothing about anybody else."""

import pytest

from audit.models import JournalEntry
from tests.factories import submitted

pytestmark = pytest.mark.django_db


def test_the_applicant_takes_all_own_data_with_them(signed_in, user_named, at_usual_moment, client):
    mine, other = submitted(), submitted(by="pemohon2")
    ktp = mine.documents.get(requirement_code="ktp")
    looked = signed_in("loket.batam").get(f"/berkas/{ktp.uuid}/")
    assert looked.getvalue()
    answer = signed_in("pemohon").get("/profil/data-saya/")
    assert answer["Content-Disposition"].startswith("attachment") and answer["Cache-Control"] == "no-store"
    data = answer.json()
    assert data["orang"]["nik"] == "2171035405910001"
    assert [file["acuan"] for file in data["permohonan"]] == [mine.reference]
    assert [look["dokumen"] for look in data["yang_melihat"]] == ["ktp"]
    assert other.reference not in answer.content.decode()
    assert JournalEntry.objects.filter(verb="export.made", actor=user_named("pemohon").uuid).count() == 1


def test_a_stranger_is_asked_to_sign_in(client, reference):
    assert client.get("/profil/data-saya/")["Location"].startswith("/akun/login/")
