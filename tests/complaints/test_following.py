"""The reporter follows, answers, is content or not: with number and code, or from the account. Names stay hidden."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from audit.models import JournalEntry, Replay
from complaints.actions import ledger, reporting
from complaints.actions.reporting import accept_answer, reopen_complaint, reply_as_reporter
from complaints.models import Complaint, ComplaintMessage
from complaints.progress import standing_of
from complaints.views import following
from notifications.models import Message
from ptsp_portal.lib.limits import Limit
from ptsp_portal.lib.moment import moved_to
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests.applications.visiting import picture
from tests.complaints.living import fresh, received
from tests.complaints.reading import post, words
from tests.factories import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
FOLLOW, OPENED = "/pengaduan/ikuti/", "/pengaduan/ikuti/buka/"


def opened(complaint, client=None):
    """A browser that typed number and code."""
    client = client or Client()
    client.get(FOLLOW)
    answer = client.post(
        FOLLOW,
        {"number": complaint.number.lower(), "secret": f" {complaint.secret[:4]}-{complaint.secret[4:].lower()}"},
    )
    assert (answer.status_code, answer["Location"]) == (302, OPENED)
    return client


def asked(complaint, text="Tanggal berapa itu?"):
    complaint.ask_reporter()
    said(complaint, "desk", text)
    ledger.pause(complaint)
    ledger.save(complaint)
    return complaint


def answered(complaint, text="Antrean ditambah satu loket."):
    complaint.verify()
    complaint.save()
    complaint.answer()
    complaint.answered_at = ledger.now()
    said(complaint, "answer", text)
    ledger.stop(complaint)
    ledger.save(complaint)
    return complaint


def said(complaint, side, text):
    return ComplaintMessage.objects.create(
        complaint=complaint, side=side, text=text, by=person("pengaduan.batam"), agency=complaint.office
    )


def told(occasion):
    rows = Message.objects.filter(occasion=f"complaints/{occasion}", channel="inapp").select_related("user")
    return sorted(row.user.email.split("@")[0] for row in rows)


def untouched(complaint):
    complaint = fresh(complaint)
    return complaint.change_count, complaint.state, complaint.thread.count(), complaint.clock_events.count()


def test_number_and_code_open_the_complaint_and_wrong_ones_are_all_alike(client, monkeypatch):
    complaint = received(by=None)
    client.get(FOLLOW)
    wrong = [
        client.post(FOLLOW, {"number": number, "secret": secret})
        for number, secret in (
            (complaint.number, "00000000"),
            ("ADU-BATAM-2026-999999-9", complaint.secret),
            ("tidak ada", "x"),
        )
    ]
    assert [page.status_code for page in wrong] == [404, 404, 404]
    assert {str(page.context["problem"]) for page in wrong} == {str(following.NOT_FOUND)}
    assert client.get(OPENED).status_code == 302
    page = opened(complaint, client).get(OPENED)
    for words_on_page in (
        "sedang dibaca petugas pengaduan DPMPTSP Kota Batam",
        "Jumat, 7 Agustus 2026",
        "Antrean di loket tiga jam",
    ):
        assert words_on_page in words(page), words_on_page
    assert page["Cache-Control"] == "no-store" and complaint.secret not in page.content.decode()
    post(client, OPENED, act="close")
    assert client.get(OPENED).status_code == 302
    monkeypatch.setattr(following, "PER_NUMBER", Limit("complaint-number", tries=1, window=timedelta(minutes=10)))
    assert client.post(FOLLOW, {"number": complaint.number, "secret": complaint.secret}).status_code == 429


def test_the_reporter_answers_what_was_asked_and_the_days_run_again(at_usual_moment):
    complaint = asked(received(by=None, identity="confidential", reporter={"name": "Budi Santoso"}))
    client = opened(complaint)
    page = words(client.get(OPENED))
    assert "Kami menunggu keterangan dari Anda" in page and "Tanggal berapa itu?" in page
    officer = person("pengaduan.batam")
    assert officer.full_name not in page and "Budi" not in page
    photo = SimpleUploadedFile("loket.jpg", picture(), content_type="image/jpeg")
    with moved_to(at_usual_moment + timedelta(days=2)):
        assert post(client, OPENED, act="reply", text="Tanggal 3.", files=[photo]).status_code == 302
        complaint = fresh(complaint)
        assert (complaint.state, complaint.holder_agency) == ("received", complaint.office)
        assert complaint.due_at > at_usual_moment + timedelta(days=5)
        assert told("desk_replied") == ["pengaduan.batam"]
        entry = JournalEntry.objects.get(verb="complaint.replied")
        assert (entry.actor, entry.facts["was_asked"]) == (None, True)
        paper = complaint.attachments.get()
        download = client.get(f"/pengaduan/ikuti/berkas/{paper.uuid}/")
        assert download["Content-Disposition"].startswith("attachment") and b"".join(download.streaming_content)
        assert Client().get(f"/pengaduan/ikuti/berkas/{paper.uuid}/").status_code == 404


def test_a_flood_of_messages_on_one_complaint_is_stopped(monkeypatch, at_usual_moment):
    monkeypatch.setattr(reporting, "MOST_AN_HOUR", 2)
    complaint = received()
    for _message in range(2):
        reply_as_reporter(complaint.uuid, by=None, text="Masih menunggu.")
    with pytest.raises(Refused, match="satu jam lagi"):
        reply_as_reporter(complaint.uuid, by=None, text="Masih menunggu.")
    assert complaint.thread.count() == 2
    with moved_to(at_usual_moment + timedelta(minutes=61)):
        assert reply_as_reporter(complaint.uuid, by=None, text="Masih menunggu.")


def test_the_reporter_never_reads_an_internal_note():
    complaint = received()
    note = said(complaint, "note", "Jangan sampai pelapor tahu.")
    page = words(opened(complaint).get(OPENED))
    assert note.text not in page and "Percakapan" not in page


def test_content_closes_with_a_rating(signed_in):
    complaint = answered(received())
    client = signed_in("pemohon")
    path = f"/pengaduan/saya/{complaint.uuid}/"
    assert complaint.number in words(client.get("/pengaduan/saya/"))
    assert "Antrean ditambah satu loket." in words(client.get(path))
    assert post(client, path, act="accept").status_code == 400
    assert fresh(complaint).state == "answered"
    assert post(client, path, act="reply", text="Halo?").status_code == 302
    assert fresh(complaint).thread.count() == 1
    post(client, path, act="accept", rating="4")
    complaint = fresh(complaint)
    assert (complaint.state, complaint.rating, complaint.closed_at is None) == ("closed", 4, False)
    assert post(client, path, act="nonsense").status_code == 400
    before = untouched(complaint)
    with pytest.raises(WrongState, match="sudah selesai"):
        reply_as_reporter(complaint.uuid, by=person("pemohon"), text="Satu lagi.")
    with pytest.raises(WrongState, match="tidak menunggu tanggapan"):
        accept_answer(complaint.uuid, by=person("pemohon"), rating=1)
    assert untouched(complaint) == before
    assert signed_in("pemohon2").get(path).status_code == 404


def test_not_content_reopens_once_with_words():
    complaint = answered(received(by=None))
    client = opened(complaint)
    assert post(client, OPENED, act="reopen", text=" ").status_code == 400
    assert fresh(complaint).state == "answered"
    post(client, OPENED, act="reopen", text="Masih antre dua jam.")
    complaint = fresh(complaint)
    assert (complaint.state, complaint.reopened_at is None, complaint.due_at is None) == ("reopened", False, False)
    assert told("desk_reopened") == ["pengaduan.batam"]
    complaint.answer()
    complaint.save()
    page = words(client.get(OPENED))
    assert "Ombudsman" in page and "Buka kembali" not in page
    before = untouched(complaint)
    with pytest.raises(WrongState, match="satu kali"):
        reopen_complaint(complaint.uuid, by=None, text="Lagi.")
    with pytest.raises(Refused, match="Pilih satu penilaian"):
        accept_answer(complaint.uuid, by=None, rating=5)
    assert untouched(complaint) == before


def test_another_account_speaks_for_nobody():
    complaint = received()
    before = untouched(complaint)
    for act in (reply_as_reporter, reopen_complaint):
        with pytest.raises(NotAllowed):
            act(complaint.uuid, by=person("pemohon2"), text="Saya juga.")
    with pytest.raises(Refused, match="Tulis pesan"):
        reply_as_reporter(complaint.uuid, by=None, text="\0 ")
    assert untouched(complaint) == before


def test_who_is_signed_in_and_opens_with_the_code_leaves_no_trace_of_the_account(signed_in, user_named):
    complaint = received(by=None, identity="anonymous")
    client = opened(complaint, signed_in("pemohon"))
    post(client, OPENED, act="reply", text="Kemarin lagi.")
    owner = user_named("pemohon")
    assert complaint.thread.get().by is None
    assert not Replay.objects.filter(owner=str(owner.uuid)).exists()
    assert not Replay.objects.filter(location__contains=str(complaint.uuid)).exists()
    assert not JournalEntry.objects.filter(actor=owner.uuid, subject=complaint.uuid).exists()


def test_of_a_grave_one_the_page_names_only_the_inspectorate():
    complaint = received("pungli", by=None)
    standing = standing_of(Complaint.objects.opened_by(complaint.uuid).get())
    assert standing.holder == "Inspektorat" and "Inspektorat" in standing.sentence
    assert complaint.office.name not in standing.sentence
    said(complaint, "unit", "Sedang kami periksa.")
    assert standing_of(Complaint.objects.opened_by(complaint.uuid).get()).thread[0].who == "Inspektorat"
