"""The public page: figures that point at nobody, and answers that an officer released in redacted words."""

from datetime import timedelta

import pytest

from complaints.actions.publishing import pointing_at_people, publish_complaint, withdraw_publication
from complaints.figures import shown
from ptsp_portal.lib.moment import moved_to
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests.complaints.living import fresh, received
from tests.complaints.reading import post, words
from tests.complaints.test_following import answered
from tests.factories import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def test_small_counts_stay_hidden_and_a_single_one_can_not_be_reckoned():
    assert shown({"a": 12, "b": 3, "c": 2}) == {"a": 12, "b": None, "c": None}
    assert shown({"a": 12, "b": 3, "c": 7}) == {"a": 12, "b": None, "c": None}
    assert shown({"a": 12, "b": 5}) == {"a": 12, "b": 5}
    assert shown({"": 4}) == {"": None}


def test_the_public_page_counts_answers_and_how_many_were_in_time(client, at_usual_moment):
    page = words(client.get("/pengaduan/angka/"))
    assert "Belum cukup pengaduan" in page
    rows = [received("izin-terlambat", by=None) for _each in range(6)]
    received("diskriminasi", by=None)
    with moved_to(at_usual_moment + timedelta(days=2)):
        for row in rows[:5]:
            answered(row)
    with moved_to(at_usual_moment + timedelta(days=60)):
        answered(rows[5])
        page = words(client.get("/pengaduan/angka/"))
    assert "7 pengaduan diterima" in page and "6 sudah dijawab, 83% tepat waktu; separuhnya dalam 2 hari" in page
    # The only hidden one takes the next smallest with it.
    assert "Izin terlambat – – – –" in page and "Diskriminasi – – – –" in page
    assert "DPMPTSP Kota Batam 7 6 2 hari 83%" in page


def test_an_answer_is_released_without_anything_that_points_at_people(signed_in, client):
    complaint = received(reporter={"phone": "+6281277001234"})
    path = f"/kerja/pengaduan/terbit/{complaint.uuid}/"
    with pytest.raises(WrongState, match="sudah dijawab"):
        publish_complaint(complaint.uuid, by=person("pengaduan.batam"), question="A", answer="B")
    complaint = answered(complaint)
    for question in ("Nurul Hidayati diminta menunggu.", "Hubungi 0812 7700 1234.", "surel ke a@b.test"):
        with pytest.raises(Refused, match="menunjuk kepada orang"):
            publish_complaint(complaint.uuid, by=person("pengaduan.batam"), question=question, answer="Sudah.")
    with pytest.raises(NotAllowed):
        publish_complaint(complaint.uuid, by=person("kadis.batam"), question="A", answer="B")
    assert fresh(complaint).published_at is None and "Belum ada yang diterbitkan" in words(
        client.get("/pengaduan/jawaban/")
    )
    officer = signed_in("pengaduan.batam")
    assert "Antrean di loket tiga jam." in words(officer.get(path))
    assert post(officer, path, question="Antre lama di loket.", answer="Satu loket ditambah.").status_code == 302
    page = words(client.get("/pengaduan/jawaban/"))
    assert "Antre lama di loket." in page and "Antrean di loket tiga jam." not in page and complaint.number not in page
    assert post(officer, path, act="withdraw").status_code == 302
    assert "Antre lama" not in words(client.get("/pengaduan/jawaban/"))
    with pytest.raises(WrongState, match="tidak sedang terbit"):
        withdraw_publication(complaint.uuid, by=person("pengaduan.batam"))


def test_a_grave_complaint_is_never_released():
    complaint = answered(received("pungli", identity="confidential", reporter={"name": "Rina Melati"}))
    for account in ("inspektorat.batam", "pengaduan.batam"):
        with pytest.raises(NotAllowed):
            publish_complaint(complaint.uuid, by=person(account), question="A", answer="B")
    assert pointing_at_people("Ibu Rina Melati datang.", complaint) == ["nama pelapor"]
