"""The rows that the addresses of the matrix name: one file with everything that can hang on a file."""

from datetime import timedelta
from uuid import uuid4

from applications.actions.clarification import send_clarification
from applications.actions.inspection import propose_inspection
from applications.actions.questions import ask_questions
from applications.models import Bill, BulkAct, HandOver, PaymentNotice, Permit, PrintedDocument
from notifications.models import Message
from ptsp_portal.lib.moment import now
from tests.factories import BATAM, next_standard, person, registered, verified

OF_A_REQUEST = """ask assign extend delegate approve refuse_proposal withdraw_request ask_again send_answer_link
    revoke_answer_link propose_visit deem_request""".split()
OF_A_BILL = ["bill_document", "payment_proof", "confirm_payment"]
OF_A_VISIT = """visit agree_visit wish_other_time propose_visit_again cancel_visit checklist add_photos reopen_minutes
    sign_minutes paper_signature""".split()

# address: its parts, from the world below; what is not here takes the world's values by the names of its parts.
EXAMPLES = {
    "applications:start_filing": lambda of: {"office_slug": BATAM, "code": "SIPF"},
    "applications:office_service": lambda of: {"office_slug": BATAM, "code": "SIPF"},
    "applications:edit_section": lambda of: {"uuid": of["uuid"], "section": "lokasi"},
    "applications:printed": lambda of: {"uuid": of["uuid"], "kind": "receipt"},
    "applications:document": lambda of: {"uuid": of["document"]},
    "applications:recommendation": lambda of: {"uuid": of["request"]},
    "applications:acknowledge": lambda of: {"uuid": of["request"]},
    **{f"applications:{name}": lambda of: {"uuid": of["request"]} for name in OF_A_REQUEST},
    **{f"applications:{name}": lambda of: {"uuid": of["visit"]} for name in OF_A_VISIT},
    "applications:visit_document": lambda of: {"uuid": of["visit"], "kind": "assignment"},
    "applications:answer": lambda of: {"uuid": of["asked_file"]},
    "applications:answer_item": lambda of: {"uuid": of["asked_file"], "item": of["item"]},
    "applications:drop_question": lambda of: {"uuid": of["question"]},
    "applications:bulk_result": lambda of: {"uuid": of["bulk"]},
    "applications:carry_on_bulk": lambda of: {"uuid": of["bulk"]},
    "applications:answer_link_paper": lambda of: {"token": "nonsense", "uuid": of["document"]},
    **{f"applications:{name}": lambda of: {"uuid": of["bill"]} for name in OF_A_BILL},
    "applications:settle_notice": lambda of: {"uuid": of["notice"]},
    "applications:hand_over_receipt": lambda of: {"uuid": of["hand_over"]},
    "applications:hand_over_scan": lambda of: {"uuid": of["hand_over"]},
    "applications:keep_scan": lambda of: {"uuid": of["hand_over"]},
    "notifications:message": lambda of: {"uuid": of["message"]},
    "notifications:mail": lambda of: {"uuid": of["mail"]},
    "agencies:business": lambda of: {"uuid": of["business"]},
    "agencies:edit_business": lambda of: {"uuid": of["business"]},
    "agencies:claim": lambda of: {"uuid": uuid4()},
    "agencies:claim_letter": lambda of: {"uuid": uuid4()},
    "agencies:end_representation": lambda of: {"uuid": of["right"]},
}


def world_of() -> dict:
    """Two files: one that waits for its agency, with a visit proposed and a question noted; one that waits for its applicant."""
    next_standard("SIPF", has_inspection=True)
    file, asked_file = verified(), registered()
    request = file.recommendations.get()
    dinkes, verifier = person("opd.dinkes.batam"), person("verifikator.batam")
    visit = propose_inspection(
        request.uuid, by=dinkes, starts_at=now() + timedelta(days=2), place="Tiban", team=[dinkes]
    )
    about = {"on": "other", "code": "", "note": "Jam praktik hari Sabtu?"}
    question = ask_questions(file.uuid, by=dinkes, asked=[about], recommendation=request.uuid)[0]
    ask_questions(asked_file.uuid, by=verifier, asked=[about])
    clarification = send_clarification(asked_file.uuid, by=verifier)
    owner = person("pemohon")
    bill, notice, handed = _papers(file)
    right = owner.person.representations.select_related("business").get()
    messages = Message.objects.filter(user=owner, about=file.uuid)
    return {
        "uuid": file.uuid,
        "request": request.uuid,
        "visit": visit.uuid,
        "question": question.uuid,
        "asked_file": asked_file.uuid,
        "bill": bill.uuid,
        "notice": notice.uuid,
        "hand_over": handed.uuid,
        "item": clarification.items.get().uuid,
        "bulk": BulkAct.objects.create(by=person("kabid.batam"), verb="endorse").uuid,
        "document": file.documents.first().uuid,
        "message": messages.filter(channel="inapp").first().uuid,
        "mail": messages.filter(channel="email").first().uuid,
        "business": right.business.uuid,
        "right": right.uuid,
        "desk": "verifikasi",
        "code": "SIPF",
        "token": "nonsense",
    }


def _papers(file):
    """A bill, a notice of the bank and a hand-over, as bare rows: who may see them does not depend on how they came about."""
    verifier, office = person("verifikator.batam"), file.office
    bill = Bill.objects.create(
        application=file, office=office, number="SKRD-BATAM-2026-000001-1", tariff={}, lines=[], amount=1000,
        issued_by=verifier, expires_on=now().date(), cancelled_at=now(), cancel_reason="contoh",
    )  # fmt: skip
    PrintedDocument.objects.create(application=file, kind="skrd", bill=bill)
    notice = PaymentNotice.objects.create(
        reference="R",
        bill_number=bill.number,
        amount=1,
        paid_at=now(),
        bill=bill,
        office=office,
        result="amount_differs",
    )
    permit = Permit.objects.create(
        application=file, office=office, permit_type=file.permit_type, number="1", holder_name="A", issued_on=now().date(),
        verification_code="0123456789ABCDEF", signed_by=verifier, signer_name="A", signer_position="B",
    )  # fmt: skip
    handed = HandOver.objects.create(
        permit=permit,
        application=file,
        way="counter",
        by=verifier,
        recipient_name="A",
        relation="holder",
        identity="ktp",
    )
    PrintedDocument.objects.create(application=file, kind="handover", hand_over=handed)
    return bill, notice, handed
