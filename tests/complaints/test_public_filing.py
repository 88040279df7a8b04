"""Anybody complains on one page; the receipt leads back; a robot keeps nothing and a person is never stopped."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from audit.models import JournalEntry, Replay
from complaints import guard
from complaints.models import Complaint
from notifications.models import Message
from ptsp_portal.lib.limits import Limit
from tests.applications.visiting import picture
from tests.complaints.reading import A_WHILE, answer_of, newest, send, typed, words
from tests.factories import issued, verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def a_photo():
    return SimpleUploadedFile("loket.jpg", picture(), content_type="image/jpeg")


def test_a_passer_by_complains_with_a_photo_and_gets_number_and_code(client):
    answer = send(client, **typed(), files=[a_photo()], phone="0812 7700 1234")
    assert (answer.status_code, answer["Location"]) == (302, "/pengaduan/tanda-terima/")
    complaint = newest()
    assert (complaint.channel, complaint.identity, complaint.received_by) == ("web", "open", None)
    assert (complaint.reporter.name, complaint.reporter.user) == ("Budi Santoso", None)
    assert complaint.attachments.count() == 1
    receipt = client.get(answer["Location"])
    assert complaint.number in words(receipt) and f"{complaint.secret[:4]}-{complaint.secret[4:]}" in words(receipt)
    assert "Budi" not in words(receipt) and receipt["Cache-Control"] == "no-store"
    # Another browser sees no receipt, and the mail says a number and nothing of the complaint.
    assert Client().get(answer["Location"]).status_code == 404
    mail = Message.objects.get(about=complaint.uuid, address="budi@contoh.test")
    assert complaint.number in mail.text
    assert not [secret for secret in ("Budi", "Antrean", complaint.secret) if secret in mail.text + mail.subject]


def test_what_is_missing_is_said_and_nothing_is_kept(client):
    page = send(client, text=" ", identity="open", happened_on="2099-01-01")
    assert page.status_code == 400
    for sentence in (
        "Tulis apa yang terjadi",
        "Pilih kantornya",
        "Pilih yang paling mendekati",
        "Tulis nama Anda",
        "belum tiba",
    ):
        assert sentence in words(page), sentence
    assert not Complaint.objects.exists()


def test_a_wrong_file_keeps_what_was_typed(client):
    page = send(client, **typed(), files=[SimpleUploadedFile("virus.exe", b"MZ\x90")])
    assert page.status_code == 400 and not Complaint.objects.exists()
    assert "harus dipilih sekali lagi" in words(page) and "disuruh kembali besok" in words(page)


def test_links_about_illegal_fees_choose_the_grave_category(client):
    page = client.get("/pengaduan/?kategori=pungutan")
    chosen = page.context["form"].initial["category"]
    assert chosen == typed("pungli")["category"]
    assert client.get("/pengaduan/?kategori=%00ada").status_code == 200


def test_an_anonymous_complaint_leads_to_no_account_even_when_signed_in(signed_in, user_named):
    client, user = signed_in("pemohon"), user_named("pemohon")
    assert "tidak disambungkan dengan akun Anda" in words(client.get("/pengaduan/"))
    send(client, **typed("pungli", identity="anonymous", email="", name="Nurul"))
    complaint = newest()
    assert (complaint.reporter.user, complaint.reporter.name) == (None, "")
    assert complaint.office.kind == "inspectorate"
    assert not Message.objects.filter(user=user).exists() and not Replay.objects.filter(owner=str(user.uuid)).exists()
    assert not JournalEntry.objects.filter(actor=user.uuid, verb__startswith="complaint").exists()
    assert complaint.number not in words(client.get("/pengaduan/saya/"))
    assert complaint.number in words(client.get("/pengaduan/tanda-terima/"))


def test_the_journal_never_names_who_reported(signed_in, user_named):
    send(signed_in("pemohon"), **typed("pungli", identity="confidential", phone="", email=""))
    complaint = newest()
    assert complaint.reporter.user == user_named("pemohon")
    (entry,) = JournalEntry.objects.filter(subject=complaint.uuid)
    assert entry.actor is None and "Nurul" not in str(entry.facts)


def test_a_file_is_complained_about_by_whoever_may_see_it(signed_in, anonymous_client):
    file = verified()
    path = f"/pengaduan/berkas/{file.uuid}/"
    assert anonymous_client.get(path).status_code == 302
    assert signed_in("pemohon2").get(path).status_code == 404
    assert signed_in("pemohon2").post(path, {"once": "x"}).status_code in (400, 404)
    client = signed_in("pemohon")
    assert file.registration_number in words(client.get(path))
    send(client, path, **typed("izin-terlambat"))
    assert (newest().application, newest().office) == (file, file.office)
    # A typed number binds for the same people; for anybody else it stays in the words.
    send(client, **typed("izin-terlambat", number=file.registration_number.lower()))
    assert newest().application == file
    send(anonymous_client, **typed("izin-terlambat", number=file.registration_number))
    assert newest().application is None and file.registration_number in newest().text


def test_a_permit_is_complained_about_with_its_code_alone(client):
    permit = issued().permit
    assert client.get("/pengaduan/izin/0000000000000000/").status_code == 404
    path = f"/pengaduan/izin/{permit.verification_code}/"
    assert path in client.get(f"/verifikasi/{permit.verification_code}/").content.decode()
    page = client.get(path)
    assert permit.number in words(page) and permit.shown_name not in words(page)
    send(client, path, **typed("dampak-usaha", identity="anonymous", name=""))
    assert (newest().permit, newest().application) == (permit, None)


# Robots and people


def test_a_robot_sees_what_everybody_sees_and_keeps_nothing(client):
    answer = send(client, took=timedelta(0), **typed(isian_kosong="http://beli.test"))
    assert (answer.status_code, answer["Location"]) == (302, "/pengaduan/tanda-terima/")
    page = client.get(answer["Location"])
    assert page.status_code == 200 and "ADU-" in words(page)
    assert not Complaint.objects.exists() and not Message.objects.exists()
    assert (
        client.post("/pengaduan/", typed(isian_kosong="x", once="0c7ab3ce-0ea4-4e06-b2f2-9a7f6a30a9e5")).status_code
        == 302
    )
    assert not Complaint.objects.exists()


@pytest.mark.parametrize(
    ("took", "trap"),
    [(timedelta(seconds=1), ""), (A_WHILE, "diisi pembaca layar"), (timedelta(days=2), "")],
    ids=["very quick", "fills in the trap", "came back after two days"],
)
def test_a_person_with_one_strange_sign_is_asked_a_sum_and_gets_through(client, took, trap):
    page = send(client, took=took, **typed(isian_kosong=trap))
    assert page.status_code == 400 and not Complaint.objects.exists()
    assert "disuruh kembali besok" in words(page)
    wrong = send(client, page=page, took=took, **typed(isian_kosong=trap, jawaban="99"))
    assert wrong.status_code == 400 and not Complaint.objects.exists()
    answer = send(client, page=wrong, took=took, **typed(isian_kosong=trap, jawaban=answer_of(wrong)))
    assert answer.status_code == 302 and Complaint.objects.count() == 1


def test_a_village_behind_one_address_is_asked_a_sum_and_never_stopped(client, monkeypatch):
    monkeypatch.setattr(guard, "CALM", Limit("complaints-calm", tries=2, window=timedelta(hours=1)))
    for _neighbour in range(2):
        assert send(Client(), **typed()).status_code == 302
    page = client.get("/pengaduan/")
    assert "Berapa" in words(page)
    assert send(client, page=page, **typed()).status_code == 400
    assert send(client, page=page, **typed(jawaban=answer_of(page))).status_code == 302
    assert Complaint.objects.count() == 3
    assert (guard.FLOOD.tries, guard.FLOOD.window) == (400, timedelta(hours=1))


def test_robots_at_the_same_address_stop_nobody(client, monkeypatch):
    monkeypatch.setattr(guard, "CALM", Limit("complaints-calm", tries=1, window=timedelta(hours=1)))
    monkeypatch.setattr(guard, "FLOOD", Limit("complaints-flood", tries=2, window=timedelta(hours=1)))
    for _robot in range(3):
        send(client, took=timedelta(0), **typed(isian_kosong="http://beli.test"))
    page = client.get("/pengaduan/")
    assert send(client, page=page, **typed(jawaban=answer_of(page))).status_code == 302
    assert Complaint.objects.count() == 1


def test_a_flood_is_stopped_and_the_words_stay(client, monkeypatch):
    monkeypatch.setattr(guard, "FLOOD", Limit("complaints-flood", tries=1, window=timedelta(hours=1)))
    send(client, **typed())
    page = send(client, **typed(text="Yang ini nyata."))
    assert page.status_code == 429 and Complaint.objects.count() == 1
    assert "Yang ini nyata." in words(page) and "1708" in words(page)


def test_the_page_sent_twice_is_kept_once(client):
    page = client.get("/pengaduan/")
    key = "5a4b7f0e-6a0e-4f4c-9d3f-7f64c9f53a11"
    answers = [send(client, page=page, **typed(once=key)) for _click in range(2)]
    assert [answer["Location"] for answer in answers] == ["/pengaduan/tanda-terima/"] * 2
    assert Complaint.objects.count() == 1
