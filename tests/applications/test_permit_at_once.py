"""Two acts on one permit, one code or one proposal at the same moment: one of them counts, the other reads why not, and neither
waits for the other for ever."""

from datetime import timedelta
from decimal import Decimal

import pytest

from agencies import actions as rights
from agencies.models import Agency, Membership
from applications.actions import (
    assisting,
    emergency,
    hand_over,
    issuance,
    later_filings,
    levy,
    measures,
    objections,
    passing_on,
    queue,
    submission,
)
from applications.actions.issuance import store_printed_document
from applications.models import Bill, HandOver, Objection, PaperBlock, Permit
from ptsp_portal.lib.moment import moved_to, now
from tests.applications.helping import code_sent, helped
from tests.applications.living import IN_TIME, LURAH, a_permit, begun, sent, to_signing
from tests.factories import BATAM, billed, colleague, findings, fresh, open_counter, pay, person, ready_to_bill
from tests.two_at_once import at_once

pytestmark = pytest.mark.usefixtures("own_database", "at_usual_moment")
DESK = "petugas.tanjungriau"


def outcomes(first, second):
    return [actor.outcome() for actor in at_once(first, second)]


def measure_waiting(permit):
    """A suspension that the lurah may sign; proposed by a verifier of the village."""
    texts = {"reason": "Alamat palsu.", "legal_basis": "Pasal 12", "to_repair": "Laporkan alamat."}
    return measures.propose_measure(permit.uuid, by=person(DESK), kind="suspension", **texts)


def test_whoever_locks_a_row_lets_others_point_to_it():
    """A foreign key is looked up at the commit, when the journal is locked already: a stronger lock was a deadlock."""
    permit = a_permit()
    for document in permit.application.printed_documents.all():
        store_printed_document(document.pk, b"%PDF-1.7 izin")
    handed = {"by": person(DESK), "way": "post", "courier": "Pos", "tracking_number": "P1"}
    assert outcomes(
        lambda: hand_over.hand_over_permit(permit.application.uuid, **handed),
        lambda: later_filings.start_later_filing(permit.uuid, by=person("pemohon"), kind="closure"),
    ) == ["done", "done"]
    batam = Agency.objects.get(slug=BATAM)
    open_counter(batam)
    assert outcomes(
        lambda: queue.take_ticket(batam.pk, "A"),
        lambda: emergency.reserve_numbers(batam.pk, by=person("loket.batam"), count=2, reason="Listrik padam"),
    ) == ["done", "done"]
    assert (HandOver.objects.count(), PaperBlock.objects.count(), findings()) == (1, 1, [])


@pytest.mark.parametrize("signs_first", [True, False])
def test_a_renewal_and_a_suspension_signed_at_once_never_both_stand(signs_first):
    permit = a_permit()
    with moved_to(IN_TIME):
        file, measure = to_signing(sent(permit, "renewal")), measure_waiting(permit)
        acts = [
            lambda: issuance.sign_decision(file.uuid, by=person(LURAH)),
            lambda: measures.sign_measure(measure.uuid, by=person(LURAH)),
        ]
        assert outcomes(*(acts if signs_first else reversed(acts))) == ["done", "WrongState"]
        assert Permit.objects.get(pk=permit.pk).status == ("superseded" if signs_first else "suspended")
        assert fresh(file).state == ("issued" if signs_first else "signing") and findings() == []


def test_a_bill_is_made_once_and_paid_or_taken_back():
    file, clerk = ready_to_bill(), person("verifikator.batam")

    def assess():
        return levy.assess_levy(file.uuid, by=clerk, quantity=Decimal(1))

    assert outcomes(assess, assess) == ["done", "WrongState"]
    bill = Bill.objects.get()
    assert outcomes(lambda: pay(bill), lambda: levy.cancel_bill(file.uuid, by=clerk, reason="Salah baris.")) == [
        "done",
        "WrongState",
    ]
    other, second = billed(by="pemohon2")
    assert outcomes(
        lambda: levy.cancel_bill(other.uuid, by=clerk, reason="Salah baris."), lambda: pay(second, reference="TBP-2")
    ) == ["done", "WrongState"]
    ends = [(bool(each.paid_at), bool(each.cancelled_at)) for each in Bill.objects.order_by("pk")]
    assert ends == [(True, False), (False, True)] and findings() == []


def test_a_code_and_a_proposal_are_used_once():
    file, desk = helped(), person(DESK)
    assisting.send_consent_code(file.uuid, by=desk)
    code = code_sent()
    one, two = at_once(*[lambda: assisting.check_consent_code(file.uuid, by=desk, code=code)] * 2)
    assert (one.result, two.outcome()) == (True, "WrongState")
    handover = passing_on.make_handover_code(file.uuid, by=desk, relation="family")
    daughter, stranger = colleague("putri"), colleague("orang.lain")
    one, two = at_once(
        lambda: passing_on.take_over_file(handover, by=daughter, relation="family"),
        lambda: passing_on.take_over_file(handover, by=stranger, relation="family"),
    )
    assert (one.result, two.result, fresh(file).filed_by) == (file, None, daughter)
    request = rights.propose_role(
        Agency.objects.get(slug=BATAM).pk, by=person("admin.batam"), email="rina@contoh.id", full_name="Rina",
        role="verifier", from_on=now().date(),
    )  # fmt: skip
    second = colleague("admin2.batam", (BATAM, "office_admin"))
    assert outcomes(
        lambda: rights.confirm_rights(request.uuid, by=person("kadis.batam")),
        lambda: rights.confirm_rights(request.uuid, by=second),
    ) == ["done", "WrongState"]
    assert Membership.objects.filter(user__email="rina@contoh.id").count() == 1


def test_an_objection_is_not_granted_while_another_filing_about_the_permit_is_sent():
    permit = a_permit()
    with moved_to(IN_TIME):
        file = to_signing(sent(permit, "amendment", keperluan="Lain"))
        issuance.reject_application(file.uuid, by=person(LURAH), reasons=["Kurang."], legal_basis="Pasal 1")
        objections.file_objection(file.uuid, by=person("pemohon"), text="Lengkap.")
        other, objection = begun(permit, "closure"), Objection.objects.get()
    with moved_to(IN_TIME + timedelta(hours=1)):
        assert outcomes(
            lambda: submission.submit_application(other.uuid, by=person("pemohon")),
            lambda: objections.grant_objection(objection.uuid, by=person(LURAH), reasons="Benar."),
        ) == ["done", "WrongState"]
    assert (fresh(file).state, fresh(other).state) == ("rejected", "submitted") and findings() == []
