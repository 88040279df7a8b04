"""The rows that the addresses of the matrix name: one file with everything that can hang on a file."""

from datetime import timedelta
from uuid import uuid4

from applications.actions.clarification import send_clarification
from applications.actions.corrections import propose_correction
from applications.actions.inspection import propose_inspection
from applications.actions.measures import propose_measure
from applications.actions.objections import file_objection
from applications.actions.questions import ask_questions
from applications.models import BulkAct
from notifications.models import Message
from ptsp_portal.lib.moment import now
from tests.factories import BATAM, issued, measured, next_standard, person, registered, verified

OF_A_REQUEST = """ask assign extend delegate approve refuse_proposal withdraw_request ask_again send_answer_link
    revoke_answer_link propose_visit deem_request""".split()
OF_A_VISIT = """visit agree_visit wish_other_time propose_visit_again cancel_visit checklist add_photos reopen_minutes
    sign_minutes paper_signature""".split()
OF_A_PERMIT = "permit propose_measure propose_correction".split()

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
    **{f"applications:{name}": lambda of: {"uuid": of["permit"]} for name in OF_A_PERMIT},
    "applications:permit_paper": lambda of: {"uuid": of["permit"], "document": of["letter"]},
    "applications:sign_measure": lambda of: {"uuid": of["measure"]},
    "applications:sign_correction": lambda of: {"uuid": of["correction"]},
    "applications:file_objection": lambda of: {"uuid": of["objected"]},
    "applications:decide_objection": lambda of: {"uuid": of["objected"]},
    "notifications:message": lambda of: {"uuid": of["message"]},
    "notifications:mail": lambda of: {"uuid": of["mail"]},
    "agencies:business": lambda of: {"uuid": of["business"]},
    "agencies:edit_business": lambda of: {"uuid": of["business"]},
    "agencies:claim": lambda of: {"uuid": uuid4()},
    "agencies:claim_letter": lambda of: {"uuid": uuid4()},
    "agencies:end_representation": lambda of: {"uuid": of["right"]},
}


def world_of() -> dict:
    """Four files: one that waits for its agency, with a visit proposed and a question noted; one that waits for its applicant;
    one rejected and objected to; one issued, with a signed and a proposed measure and a proposed correction."""
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
    right = owner.person.representations.select_related("business").get()
    messages = Message.objects.filter(user=owner, about=file.uuid)
    objected = issued(verdict="reject")
    file_objection(objected.uuid, by=owner, text="Lokasinya sesuai.")
    permit = issued().permit
    warning = measured(permit, "warning")
    texts = {"reason": "Papan nama.", "legal_basis": "Pasal 12"}
    measure = propose_measure(permit.uuid, by=verifier, kind="revocation", ground="law", **texts)
    correction = propose_correction(
        permit.uuid, by=verifier, values={"holder_address": "Jalan Baru No. 1"}, reason="Salah ketik."
    )
    return {
        "permit": permit.uuid,
        "letter": warning.printed_documents.get().uuid,
        "measure": measure.uuid,
        "correction": correction.uuid,
        "objected": objected.uuid,
        "uuid": file.uuid,
        "request": request.uuid,
        "visit": visit.uuid,
        "question": question.uuid,
        "asked_file": asked_file.uuid,
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
