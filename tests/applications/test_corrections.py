"""A typing error on an issued permit: same number and dates, a new version of the document, and nothing signed is rewritten."""

import pytest

from applications.actions import corrections
from applications.corrections import as_corrected, items_of
from applications.models import Permit, PrintedDocument
from applications.permit_document import permit_doc
from applications.printing import pdf_of
from applications.tasks import render_documents
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests import factories
from tests.factories import fresh, measured, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


@pytest.fixture
def permit():
    return factories.permit()


def again(permit) -> Permit:
    return Permit.objects.get(pk=permit.pk)


def propose(permit, by="verifikator.batam", reason="Menurut KTP.", **values):
    values = {key.replace("__", ":"): value for key, value in values.items()}
    return corrections.propose_correction(permit.uuid, by=person(by), values=values, reason=reason)


def standing(permit):
    row = again(permit)
    return (
        row.version,
        row.application.change_count,
        row.corrections.count(),
        JournalEntry.objects.count(),
        Message.objects.count(),
    )


def a_text_field(permit) -> str:
    """The code of an answer of plain text."""
    file = permit.application
    return next(
        field["code"] for field in file.standard.fields if field["type"] == "text" and file.answers.get(field["code"])
    )


def test_a_signed_correction_is_the_next_version_of_the_same_permit(permit, monkeypatch):
    monkeypatch.setattr("applications.tasks.pdf_of", lambda printed: b"%PDF-" + str(printed.pk).encode())
    render_documents()
    code, name = a_text_field(permit), permit.holder_name
    answers, number = dict(permit.application.answers), permit.number
    proposed = propose(permit, holder_name=name + " S.Ft", **{f"field__{code}": "Klinik Sehat Bersama Batam"})
    assert [change["on"] for change in proposed.changes] == ["holder_name", "field"]
    assert permit_doc(fresh(permit.application))["holder"]["name"] == name
    signed = corrections.sign_correction(proposed.uuid, by=person("kadis.batam"))
    row = again(permit)
    assert (signed.version, row.version, row.number, row.issued_on) == (2, 2, number, permit.issued_on)
    assert (row.holder_name, row.shown_name) == (name, name + " S.Ft")
    assert fresh(permit.application).answers == answers
    reading = as_corrected(fresh(permit.application))
    assert (reading.holder_name, reading.answers[code]) == (name + " S.Ft", "Klinik Sehat Bersama Batam")
    file = fresh(permit.application)
    old, new = permit_doc(file), permit_doc(file, signed)
    assert (old["holder"]["name"], old["correction"]) == (name, [])
    assert new["holder"]["name"] == name + " S.Ft" and new["number"] == old["number"]
    assert new["issued_on_text"] == old["issued_on_text"] and new["signer"] == old["signer"]
    assert "Versi 2" in new["correction"][0] and "nama pemegang" in new["correction"][0]
    owed = PrintedDocument.objects.filter(kind="permit").order_by("pk")
    assert [(each.correction_id, bool(each.stored_at)) for each in owed] == [(None, True), (signed.pk, False)]
    render_documents()
    told = Message.objects.filter(about=permit.uuid, channel="inapp", occasion="applications/permit_corrected")
    assert [row.user.email for row in told] == ["pemohon@demo.test"]


def test_the_third_version_builds_on_the_second_and_a_proposal_can_come_back(permit):
    file = permit.application
    factories.corrected(permit, holder_address=file.holder_address + " Tiban")
    proposed = propose(permit, holder_address=file.holder_address + " Tiban Baru")
    corrections.refuse_correction(proposed.uuid, by=person("kadis.batam"), reason="Belum ada buktinya.")
    assert again(permit).version == 2
    third = factories.corrected(permit, holder_address=file.holder_address + " Tiban Lama")
    assert third.changes[0]["old"].endswith(" Tiban")
    assert as_corrected(fresh(file), upto=2).holder_address.endswith(" Tiban")
    assert as_corrected(fresh(file)).holder_address.endswith(" Tiban Lama")


def test_many_small_corrections_do_not_lead_to_another_holder(permit):
    name = permit.holder_name
    third = len(name) // 3
    once, twice = "x" * third + name[third:], "x" * 2 * third + name[2 * third :]
    factories.corrected(permit, holder_name=once)
    before = standing(permit)
    with pytest.raises(Refused, match="pergantian pemegang"):
        propose(permit, holder_name=twice)
    assert standing(permit) == before and again(permit).shown_name == once


def test_what_is_no_typing_error_is_refused_in_words(permit):
    code, before = a_text_field(permit), standing(permit)
    for values, words in (
        ({"holder_name": "Budi Santoso"}, "pergantian pemegang"),
        ({"number": "503/1"}, "tidak dapat diperbaiki"),
        ({"holder_identity": "2171035203900004"}, "tidak dapat diperbaiki"),
        ({"holder_address": " "}, "tidak boleh dikosongkan"),
        ({f"field__{code}": ""}, "tidak boleh dikosongkan"),
        ({f"field__{code}": "x" * 5000}, "Terlalu panjang"),
        ({"holder_name": permit.holder_name}, "Tidak ada yang berbeda"),
        ({"holder_name": permit.holder_name + " ", "reason": " "}, "salah ketik"),
    ):
        with pytest.raises(Refused, match=words):
            propose(permit, **values)
    with pytest.raises(NotAllowed):
        propose(permit, by="kadis.batam", holder_address="Jalan Baru 1")
    assert standing(permit) == before
    keys = {item.key for item in items_of(permit.application)}
    assert "holder_name" in keys and f"field:{code}" in keys


def test_a_permit_out_of_force_gets_no_new_document_and_waits_for_one_signature_at_a_time(permit):
    proposed = propose(permit, holder_address="Jalan Baru 1")
    before = standing(permit)
    with pytest.raises(WrongState, match="masih menunggu tanda tangan"):
        propose(permit, holder_address="Jalan Baru 2")
    assert standing(permit) == before
    measured(permit, "revocation", ground="law")
    before = standing(permit)
    with pytest.raises(WrongState, match="tidak dibuat lagi"):
        corrections.sign_correction(proposed.uuid, by=person("kadis.batam"))
    corrections.refuse_correction(proposed.uuid, by=person("kadis.batam"), reason="Sudah dicabut.")
    with pytest.raises(WrongState, match="tidak dibuat lagi"):
        propose(permit, holder_address="Jalan Baru 2")
    assert again(permit).version == 1


def test_the_corrected_permit_is_a_real_pdf(permit):
    signed = factories.corrected(permit, holder_address="Jalan Raja Ali Haji No. 8, Tiban Baru")
    printed = PrintedDocument.objects.select_related("correction").get(correction=signed)
    assert pdf_of(printed).startswith(b"%PDF-")
