"""The pages of the desk: the queue with its chips, one complaint, and its acts as forms."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Phrase
from complaints.models import Complaint, ComplaintWarning
from ptsp_portal.lib.moment import moved_to
from tests.complaints.living import DESK, agency, fresh, received, routed, verified
from tests.complaints.test_clock import at

pytestmark = pytest.mark.usefixtures("reference", "at_usual_moment")


def queue_of(client, **chips):
    page = client.get(reverse("complaints:queue"), chips)
    assert page.status_code == 200
    return [row.number for row in page.context["page"].rows]


def test_the_queue_shows_what_waits_for_me_and_asks_no_more_for_more(signed_in):
    mine, away = received(), routed("dampak-usaha")
    client = signed_in(DESK)
    assert queue_of(client) == [mine.number]
    assert set(queue_of(client, saringan="semua")) == {mine.number, away.number}
    assert queue_of(client, cari="antrean") and queue_of(client, cari=away.number.lower()) == [away.number]
    with moved_to(at(11)):
        client.logout()  # the session of the week before is over
        assert queue_of(signed_in(DESK), saringan="lewat") == [mine.number]
    client = signed_in(DESK)
    with CaptureQueriesContext(connection) as few:
        queue_of(client)
    for _ in range(4):
        received()
    with CaptureQueriesContext(connection) as more:
        assert len(queue_of(client)) == 5
    assert len(more) == len(few) <= 22
    work = client.get(reverse("applications:desk_home")).content.decode()
    assert mine.number in work and away.number not in work


def test_the_desk_works_a_complaint_through_its_forms(signed_in):
    complaint = received("dampak-usaha")
    client = signed_in(DESK)

    def send(slug, **fields):
        address = reverse("complaints:act", args=[complaint.uuid, slug])
        assert client.get(address).status_code == 200
        return client.post(address, {"once": uuid4(), **fields})

    assert send("verifikasi", title="").status_code == 400 and fresh(complaint).state == "received"
    sent = send("verifikasi", title="Bau limbah", category=complaint.category_id, about_account="tidak@ada.test")
    assert sent.status_code == 400 and "Tidak ada akun" in sent.content.decode()
    assert send("verifikasi", title="Bau limbah", category=complaint.category_id).status_code == 302
    assert send("catatan", text="Pernah dilaporkan 2025.").status_code == 302
    assert send("disposisi").status_code == 302
    assert fresh(complaint).holder_agency == agency("DLH")
    Phrase.objects.create(agency=agency("DLH"), use="complaint", text="Terima kasih atas laporannya.")
    client = signed_in("opd.dlh.batam")
    page = client.get(complaint.get_absolute_url()).content.decode()
    assert "Mulai menangani" in page and "Pecah menjadi dua" not in page and "Pernah dilaporkan 2025." in page
    assert send("tangani").status_code == 302
    assert send("jawab", text="").status_code == 400
    assert send("jawab", text="Sudah ditutup.", phrases=["Terima kasih atas laporannya."]).status_code == 302
    answer = complaint.thread.get(side="answer").text
    assert answer == "Sudah ditutup.\nTerima kasih atas laporannya."
    refused = client.get(reverse("complaints:act", args=[complaint.uuid, "pecah"]))
    assert refused.status_code == 403
    assert client.get(reverse("complaints:act", args=[complaint.uuid, "tidakada"])).status_code == 404


def test_the_referral_for_the_ombudsman_is_there_once_the_limit_is_long_over(signed_in):
    complaint = verified(identity="confidential")
    client, address = signed_in(DESK), reverse("complaints:referral", args=[complaint.uuid])
    assert client.get(address).status_code == 404
    ComplaintWarning.objects.create(complaint=complaint, rung="ombudsman", due_at=complaint.due_at)
    found = client.get(address)
    assert found["Content-Type"] == "application/pdf" and found.content.startswith(b"%PDF")


def test_a_village_head_without_a_complaint_officer_finds_it_waiting(signed_in, office_of):
    complaint = received(office="kecamatan-sekupang")
    assert complaint.holder_role == "head"
    assert queue_of(signed_in("camat.sekupang")) == [complaint.number]
    assert Complaint.objects.get().office == office_of("kecamatan-sekupang")
