"""Handing over an issued permit: at the counter, by post or by download; a second time only with a reason."""

import pytest

from applications.actions import hand_over
from applications.actions.hand_over import Recipient
from applications.actions.issuance import store_printed_document
from applications.models import HandOver, PrintedDocument
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests.applications.filing import ABSENT, a_photo, fetch, page_of, send, words
from tests.factories import at_signing, fresh, issued, measured, paper, person, untouched

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
COUNTER = "loket.batam"
DAUGHTER = Recipient("Siti Aminah", "proxy", "ktp")


def printed():
    """Issued, and its PDF stored (any bytes will do)."""
    file = issued()
    for document in file.printed_documents.all():
        store_printed_document(document.pk, b"%PDF-1.7 izin")
    return fresh(file)


def collect(file, **how):
    return hand_over.hand_over_permit(
        file.uuid, **{"by": person(COUNTER), "way": "counter", "recipient": DAUGHTER} | how
    )


def test_collected_once_and_once_more_only_with_a_reason():
    file = printed()
    handed = collect(file)
    assert (handed.relation, handed.identity, handed.is_again) == ("proxy", "ktp", False)
    assert handed.printed_documents.get().kind == PrintedDocument.Kind.HANDOVER
    before = untouched(file)
    for again in ({}, {"way": "post", "courier": "Pos", "tracking_number": "P1"}):
        with pytest.raises(WrongState, match="04-08-2026"):
            collect(file, **again)
    assert untouched(file) == before and HandOver.objects.count() == 1
    assert collect(file, reason="Lembar pertama rusak kena air.").is_again


def test_what_is_missing_is_said_and_nothing_is_written():
    file = printed()
    before = untouched(file)
    for how in (
        {"recipient": Recipient()},
        {"recipient": Recipient("Siti", "daughter", "ktp")},
        {"way": "post"},
        {"way": "post", "courier": "Pos Indonesia", "tracking_number": " "},
        {"way": "download"},
    ):
        with pytest.raises(Refused):
            collect(file, **how)
    with pytest.raises(NotAllowed):
        collect(file, by=person("verifikator.batam"))
    clerk = person(COUNTER)
    with pytest.raises(Refused, match="nama Anda sendiri"):
        collect(file, recipient=Recipient(clerk.full_name.upper(), "proxy", "ktp"))
    assert untouched(file) == before and not HandOver.objects.exists()


def test_a_revoked_permit_is_not_handed_over():
    file = printed()
    measured(file.permit, "suspension")
    measured(file.permit, "revocation", ground="sanction")
    before = untouched(file)
    with pytest.raises(WrongState, match="sudah dicabut"):
        collect(file)
    assert untouched(file) == before and not HandOver.objects.exists()


def test_before_the_signature_and_before_the_pdf_nothing_is_handed_over():
    with pytest.raises(WrongState, match="belum terbit"):
        collect(at_signing())
    with pytest.raises(WrongState, match="masih dibuat"):
        collect(issued())
    assert not HandOver.objects.exists()


def test_by_post_the_applicant_is_told_the_number_of_the_letter():
    file = printed()
    collect(file, way="post", recipient=None, courier="Pos Indonesia", tracking_number="P2608040001")
    assert "P2608040001" in Message.objects.get(occasion="applications/permit_sent", channel="inapp").text


def test_only_the_first_download_of_the_applicant_is_a_hand_over(client):
    file = printed()
    address = page_of("printed", file, "permit")
    client.force_login(person(COUNTER))
    fetch(client, address)
    assert not HandOver.objects.exists()
    client.force_login(person("pemohon"))
    assert fetch(client, address).status_code == fetch(client, address).status_code == 200
    assert HandOver.objects.get().way == "download"
    assert "Diunduh pemohon" in words(client.get(page_of("file", file)))
    collect(file)  # a paper for whoever wants one is no second collection


def test_the_signed_receipt_is_kept_once_and_downloaded_by_those_who_see_the_file(client):
    file = printed()
    handed = collect(file)
    client.force_login(person(COUNTER))
    page = page_of("hand_over", file)
    keep = f"/penyerahan/{handed.uuid}/pindaian/simpan/"
    assert "Siti Aminah" in words(client.get(page))
    send(client, keep)  # nothing chosen
    handed.refresh_from_db()
    assert not handed.file
    send(client, keep, scan=a_photo())
    name, content, inspected = paper("lagi", ("pdf",))
    with pytest.raises(WrongState):
        hand_over.keep_signed_receipt(handed.uuid, by=person(COUNTER), inspected=inspected, content=content, name=name)
    for who, status in ((COUNTER, 200), ("pemohon", 200), ("pemohon2", ABSENT)):
        client.force_login(person(who))
        assert fetch(client, f"/penyerahan/{handed.uuid}/pindaian/").status_code == status
    looked = JournalEntry.objects.filter(verb="document.viewed", facts__requirement="tanda_terima_penyerahan")
    assert [entry.actor for entry in looked] == [person(COUNTER).uuid]


def test_the_page_asks_for_what_its_way_needs(client):
    file = printed()
    client.force_login(person(COUNTER))
    page = page_of("hand_over", file)
    missing = send(client, page, way="post", recipient_name="Siti", relation="holder", identity="ktp")
    assert missing.status_code == 400 and not HandOver.objects.exists()
    done = send(client, page, way="counter", recipient_name="Siti", relation="holder", identity="sim")
    assert done.status_code == 302 and HandOver.objects.get().recipient_name == "Siti"
    assert (
        send(client, page, way="counter", recipient_name="Siti", relation="holder", identity="sim").status_code == 400
    )
    assert HandOver.objects.count() == 1
