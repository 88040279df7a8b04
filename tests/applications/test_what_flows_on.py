"""From one filing to the next: corrections, levy and the hand-over of a copy, for a holder who always comes to the counter."""

from datetime import timedelta

import pytest

from applications.actions import corrections, counter_sheet, levy
from applications.actions.decision import draft_decision
from applications.actions.hand_over import Recipient, hand_over_permit
from applications.actions.issuance import store_printed_document
from applications.changes import changes_of
from applications.levy_documents import hand_over_doc
from applications.models import Permit
from applications.permit_document import copy_doc, permit_doc
from ptsp_portal.lib.moment import moved_to
from ptsp_portal.lib.rules import Refused
from tests.applications.helping import (
    VILLAGE,
    filled_in,
    for_holder,
    helped,
    helped_permit,
    registered_here,
    signed_here,
    told,
)
from tests.applications.living import IN_TIME
from tests.factories import colleague, fresh, next_standard, paper, pay, person, untouched

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
DESK, LURAH = "petugas.tanjungriau", "lurah.tanjungriau"


def with_papers(file):
    """Every mandatory paper and nothing else: the answers stay as they were carried over."""
    uploads = []
    for each in (one for one in file.requirements if one["mandatory"]):
        name, content, inspected = paper(each["code"], tuple(each["formats"]))
        uploads.append((each["code"], inspected, content, name))
    counter_sheet.save_sheet(
        file.uuid, by=person(DESK), version=fresh(file).change_count, answers=file.answers, uploads=uploads,
        originals=[code for code, *_rest in uploads],
    )  # fmt: skip
    return fresh(file)


def test_a_correction_flows_into_a_copy_and_into_two_renewals():
    permit, right = helped_permit(), "Awang bin Saleh"
    values = {"holder_name": right, "field:keperluan": "Kartu nelayan"}
    verifier = colleague("verifikator.tr", (VILLAGE, "verifier"))
    proposed = corrections.propose_correction(permit.uuid, by=verifier, values=values, reason="Menurut KTP.")
    corrections.sign_correction(proposed.uuid, by=person(LURAH))
    permit = Permit.objects.get(pk=permit.pk)
    copied = signed_here(registered_here(for_holder(permit, "duplicate", cause="damaged")))
    doc = copy_doc(copied)
    assert doc["holder"]["name"] == right == copied.holder_name
    assert "Kartu nelayan" in [each.get("text") for each in doc["answers"]]
    for moment in (IN_TIME, IN_TIME + timedelta(days=190)):
        with moved_to(moment):
            file = for_holder(permit, "renewal")
            assert file.answers["keperluan"] == "Kartu nelayan" and changes_of(file) == []
            permit = signed_here(registered_here(with_papers(file))).permit
        assert permit.holder_name == right == permit_doc(permit.application)["holder"]["name"]


def test_a_paid_letter_is_billed_anew_when_it_is_renewed_and_its_copy_is_free():
    next_standard("SK-DOMISILI", has_fee=True, levy={"kind": "fixed", "amount": 50_000, "label": "Surat"})
    colleague("bendahara.tr", (VILLAGE, "treasurer"))

    def paid(file, reference):
        with pytest.raises(Refused, match="etribusi"):
            draft_decision(file.uuid, by=person(DESK), verdict="issue", ready=True)
        bill = levy.assess_levy(file.uuid, by=person(DESK))
        pay(bill, by=person("bendahara.tr"), reference=reference)
        assert told("sms")[-2:] == ["bill_issued", "bill_paid"]
        return signed_here(file)

    old = paid(registered_here(filled_in(helped())), "TBP-1").permit
    with moved_to(IN_TIME):
        renewal = paid(registered_here(with_papers(for_holder(old, "renewal"))), "TBP-2")
        assert renewal.bills.get() != old.application.bills.get()
        copy = registered_here(for_holder(renewal.permit, "duplicate", cause="damaged"))
        before = untouched(copy)
        with pytest.raises(Refused, match="GRATIS"):
            levy.assess_levy(copy.uuid, by=person(DESK))
        assert untouched(copy) == before
        is_collected(signed_here(copy))


def is_collected(copied):
    for printed in copied.printed_documents.filter(stored_at=None):
        store_printed_document(printed.pk, b"%PDF-1.7")
    assert told("sms")[-1] == "copy_ready"
    him = Recipient("Awang Bin Salleh", "holder", "ktp")
    handed = hand_over_permit(copied.uuid, by=person(DESK), way="counter", recipient=him)
    about = dict(hand_over_doc(handed)["about"])
    assert handed.permit == copied.of_permit and not copied.of_permit.application.hand_overs.exists()
    assert (about["Yang diserahkan"], about["Nomor izin"]) == ("Salinan izin", copied.of_permit.number)
