"""The rows that the addresses of the matrix name: one file with everything that can hang on a file, and a draft that Batam's
counter types for somebody."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from agencies.actions import propose_role
from agencies.models import Agency, Membership
from applications.actions.appointments import book_appointment
from applications.actions.assisting import record_paper_consent
from applications.actions.bundles import start_bundle
from applications.actions.clarification import send_clarification
from applications.actions.corrections import propose_correction
from applications.actions.emergency import reserve_numbers
from applications.actions.guides import start_guide
from applications.actions.inspection import propose_inspection
from applications.actions.measures import propose_measure
from applications.actions.objections import file_objection
from applications.actions.questions import ask_questions
from applications.actions.queue import take_ticket
from applications.models import (
    Bill,
    BulkAct,
    Guide,
    HandOver,
    InspectionPhoto,
    PaymentNotice,
    Permit,
    PermitType,
    Phrase,
    PrintedDocument,
)
from complaints.models import ComplaintWarning, SurveyAction, SurveySetting, SurveySuggestion
from dashboards.actions.exports import ask_export
from dashboards.actions.taskforce import list_case
from dashboards.digests import make_due_digests
from dashboards.models import InvestmentFile
from notifications.models import Message
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.survey_link import survey_path
from tests.applications.helping import helped
from tests.applications.living import a_permit, begun
from tests.complaints.living import received
from tests.complaints.living import routed as complaint_routed
from tests.factories import (
    BATAM,
    issued,
    measured,
    next_standard,
    open_counter,
    paper,
    person,
    registered,
    verified,
)
from tests.lived import lived_once
from tests.permissions import standard_parts

OF_A_REQUEST = """ask assign extend delegate approve refuse_proposal withdraw_request ask_again send_answer_link
    revoke_answer_link propose_visit deem_request""".split()
OF_A_HELPED = "assist_sheet assist_send assist_code consent_form consent_scan pass_on".split()
OF_A_STANDARD = "standard_file standard_file_download standard_compare".split()
OF_A_TRIAL = "trial trial_papers trial_check trial_result drop_trial".split()
OF_A_BILL = ["bill_document", "payment_proof", "confirm_payment"]
OF_A_VISIT = """visit agree_visit wish_other_time propose_visit_again cancel_visit checklist add_photos reopen_minutes
    sign_minutes paper_signature""".split()
OF_A_BUNDLE = "bundle use_answers use_papers send_bundle".split()
OF_A_GUIDE = "edit_guide try_guide new_question".split()
OF_A_VERSION = "standard ask_review review_standard rework_standard publish_standard drop_standard".split()
OF_A_PERMIT = "permit propose_measure propose_correction".split()

INVESTMENT_TABLE = {"code": "21.71", "year": 2021, "cut": "tahun", "ending": "csv"}

# address: its parts, from the world below; what is not here takes the world's values by the names of its parts.
EXAMPLES = {
    "applications:start_filing": lambda of: {"office_slug": BATAM, "code": "SIPF"},
    **{f"applications:{name}": lambda of: {"uuid": of["standard"]} for name in OF_A_STANDARD},
    "applications:office_service": lambda of: {"office_slug": BATAM, "code": "SIPF"},
    "applications:standard_poster": lambda of: {"office_slug": BATAM, "code": "SIPF"},
    "applications:standard_annex": lambda of: {"office_slug": BATAM, "code": "SIPF"},
    "applications:held_permit": lambda of: {"uuid": of["permit"]},
    "applications:edit_cause": lambda of: {"uuid": of["closing"]},
    "applications:start_later": lambda of: {"uuid": of["permit"], "kind": "closure"},
    "applications:use_again": lambda of: {"uuid": of["uuid"], "document": of["document"]},
    "applications:edit_section": lambda of: {"uuid": of["uuid"], "section": "lokasi"},
    "applications:printed": lambda of: {"uuid": of["uuid"], "kind": "receipt"},
    "applications:document": lambda of: {"uuid": of["document"]},
    "applications:recommendation": lambda of: {"uuid": of["request"]},
    "applications:acknowledge": lambda of: {"uuid": of["request"]},
    **{f"applications:{name}": lambda of: {"uuid": of["request"]} for name in OF_A_REQUEST},
    **{f"applications:{name}": lambda of: {"uuid": of["visit"]} for name in OF_A_VISIT},
    "applications:remove_photo": lambda of: {"document": of["photo"]},
    **{f"applications:{name}": lambda of: {"uuid": of["helped"]} for name in OF_A_HELPED},
    "applications:paper_block": lambda of: {"uuid": of["paper_block"]},
    "applications:paper_stubs": lambda of: {"uuid": of["paper_block"]},
    "applications:blank_form": lambda of: {"office_slug": BATAM, "code": "SIPF"},
    "applications:visit_document": lambda of: {"uuid": of["visit"], "kind": "assignment"},
    "applications:answer": lambda of: {"uuid": of["asked_file"]},
    "applications:answer_item": lambda of: {"uuid": of["asked_file"], "item": of["item"]},
    "applications:drop_question": lambda of: {"uuid": of["question"]},
    "applications:bulk_result": lambda of: {"uuid": of["bulk"]},
    "applications:carry_on_bulk": lambda of: {"uuid": of["bulk"]},
    "applications:answer_link_paper": lambda of: {"token": "nonsense", "uuid": of["document"]},
    **{f"applications:{name}": lambda of: {"uuid": of["bill"]} for name in OF_A_BILL},
    **{f"applications:{name}": lambda of: {"uuid": of["standard"]} for name in ("trials", "dry_run")},
    **{f"applications:{name}": lambda of: {"uuid": of["standard"], "trial": of["trial"]} for name in OF_A_TRIAL},
    "applications:trial_section": lambda of: {"uuid": of["standard"], "trial": of["trial"], "section": "lokasi"},
    "applications:trial_letter": lambda of: {"uuid": of["standard"], "trial": of["trial"], "letter": "permit"},
    "applications:settle_notice": lambda of: {"uuid": of["notice"]},
    "applications:hand_over_receipt": lambda of: {"uuid": of["hand_over"]},
    "applications:hand_over_scan": lambda of: {"uuid": of["hand_over"]},
    "applications:keep_scan": lambda of: {"uuid": of["hand_over"]},
    **{f"applications:{name}": lambda of: {"uuid": of["measured"]} for name in OF_A_PERMIT},
    **{f"applications:{name}": lambda of: {"uuid": of["standard"]} for name in OF_A_VERSION},
    "applications:standard_section": lambda of: {"uuid": of["standard"], "section": "umum"},
    "applications:permit_paper": lambda of: {"uuid": of["measured"], "document": of["letter"]},
    "applications:sign_measure": lambda of: {"uuid": of["measure"]},
    "applications:sign_correction": lambda of: {"uuid": of["correction"]},
    "applications:file_objection": lambda of: {"uuid": of["objected"]},
    "applications:decide_objection": lambda of: {"uuid": of["objected"]},
    "complaints:on_permit": lambda of: {"code": of["verification"]},
    "complaints:my_complaint": lambda of: {"uuid": of["own_complaint"]},
    "complaints:publish": lambda of: {"uuid": of["own_complaint"]},
    "complaints:own_paper": lambda of: {"uuid": of["own_complaint_paper"]},
    "figures:open_data": lambda of: {"cut": "kantor", "form": "json"},
    "notifications:message": lambda of: {"uuid": of["message"]},
    "notifications:mail": lambda of: {"uuid": of["mail"]},
    "applications:ticket": lambda of: {"uuid": of["ticket"]},
    "applications:appointment": lambda of: {"uuid": of["appointment"]},
    **{f"applications:{name}": lambda of: {"slug": "klinik"} for name in ("guide", "start_guided")},
    **{f"applications:{name}": lambda of: {"uuid": of["bundle"]} for name in OF_A_BUNDLE},
    "applications:bundle_sent": lambda of: {"uuid": of["bundle"], "act": of["bundle_act"]},
    **{f"applications:{name}": lambda of: {"office_slug": BATAM, "uuid": of["guide"]} for name in OF_A_GUIDE},
    **{
        f"applications:{name}": lambda of: {"office_slug": BATAM, "uuid": of["guide"], "question": "obat"}
        for name in ("edit_question", "new_choice")
    },
    "applications:edit_choice": lambda of: {
        "office_slug": BATAM,
        "uuid": of["guide"],
        "question": "obat",
        "choice": "ya",
    },
    "applications:phrase": lambda of: {"office_slug": BATAM, "uuid": of["phrase"]},
    "applications:letters": lambda of: {"uuid": of["standard"]},
    "applications:letter": lambda of: {"uuid": of["standard"], "letter": "permit"},
    "applications:letter_sample": lambda of: {"uuid": of["standard"], "letter": "permit"},
    "complaints:complaint": lambda of: {"uuid": of["complaint"]},
    "complaints:act": lambda of: {"uuid": of["complaint"], "act": "jawab"},
    "complaints:referral": lambda of: {"uuid": of["complaint"]},
    "complaints:paper": lambda of: {"uuid": of["complaint"], "attachment_uuid": of["complaint_paper"]},
    "survey:answer": lambda of: {"token": of["survey_token"]},
    "survey:plan_done": lambda of: {"uuid": of["plan"]},
    "survey:suggestion": lambda of: {"uuid": of["suggestion"]},
    **{f"investment:{name}": lambda of: {"uuid": of["investment"]} for name in ("file", "send_back")},
    **{f"investment:{name}": lambda of: {"code": "21.71"} for name in ("region", "inside")},
    **{f"investment:{name}": lambda of: INVESTMENT_TABLE for name in ("table", "inside_table")},
    "investment:sample": lambda of: {"kind": "target", "ending": "csv"},
    **{f"dashboards:{name}": lambda of: {"uuid": of["case"]} for name in ("case", "answer_case", "close_case")},
    "dashboards:take_export": lambda of: {"uuid": of["export"]},
    "agencies:rights_request": lambda of: {"uuid": of["rights"]},
    "agencies:end_post": lambda of: {"uuid": of["post"]},
    "agencies:prolong_post": lambda of: {"uuid": of["post"]},
    "agencies:lend_post": lambda of: {"uuid": of["post"]},
    "agencies:end_delegation": lambda of: {"uuid": of["delegation"]},
    "agencies:business": lambda of: {"uuid": of["business"]},
    "agencies:edit_business": lambda of: {"uuid": of["business"]},
    "agencies:claim": lambda of: {"uuid": uuid4()},
    "agencies:claim_letter": lambda of: {"uuid": uuid4()},
    "agencies:end_representation": lambda of: {"uuid": of["right"]},
    **standard_parts.EXAMPLES,
}


@lived_once
def world_of() -> dict:
    """The files: one that waits for its agency, with a visit proposed and a question noted; one that waits for its applicant;
    one rejected and objected to; one issued, with a signed and a proposed measure and a proposed correction; one that ended in
    a permit, with a draft of its closure; and a draft that a counter types."""
    next_standard("SIPF", has_inspection=True)
    file, asked_file = verified(), registered()
    request, permit = file.recommendations.get(), a_permit()
    dinkes, verifier = person("opd.dinkes.batam"), person("verifikator.batam")
    visit = propose_inspection(
        request.uuid, by=dinkes, starts_at=now() + timedelta(days=2), place="Tiban", team=[dinkes]
    )
    photo = file.documents.last()
    InspectionPhoto.objects.create(inspection=visit, document=photo, taken_at=now())
    about = {"on": "other", "code": "", "note": "Jam praktik hari Sabtu?"}
    question = ask_questions(file.uuid, by=dinkes, asked=[about], recommendation=request.uuid)[0]
    ask_questions(asked_file.uuid, by=verifier, asked=[about])
    clarification = send_clarification(asked_file.uuid, by=verifier)
    owner = person("pemohon")
    bill, notice, handed = _papers(file)
    right = owner.person.representations.select_related("business").get()
    counter = person("loket.batam")
    helped_file = helped(by="loket.batam", agency=BATAM, office=BATAM, code="SIPF", channel="counter")
    _name, content, inspected = paper("ktp", ("jpg",))
    record_paper_consent(helped_file.uuid, by=counter, inspected=inspected, content=content)
    paper_block = reserve_numbers(helped_file.office_id, by=counter, count=2, reason="Cadangan")
    messages = Message.objects.filter(user=owner, about=file.uuid)
    objected = issued(verdict="reject")
    file_objection(objected.uuid, by=owner, text="Lokasinya sesuai.")
    held = issued().permit
    warning = measured(held, "warning")
    texts = {"reason": "Papan nama.", "legal_basis": "Pasal 12"}
    measure = propose_measure(held.uuid, by=verifier, kind="revocation", ground="law", **texts)
    correction = propose_correction(
        held.uuid, by=verifier, values={"holder_address": "Jalan Baru No. 1"}, reason="Salah ketik."
    )
    case = list_case(
        file.uuid, by=person("kadis.batam"), owner_pk=request.agency_id, promise="Dipercepat", promised_on=now().date()
    )
    return (
        _office()
        | _guided()
        | _proofs()
        | _reported()
        | _complaint(file)
        | standard_parts.standard_parts()
        | {
            "measured": held.uuid,
            "case": case.uuid,
            "letter": warning.printed_documents.get().uuid,
            "measure": measure.uuid,
            "correction": correction.uuid,
            "objected": objected.uuid,
            "uuid": file.uuid,
            "permit": permit.uuid,
            "verification": permit.verification_code,
            "closing": begun(permit, "closure").uuid,
            "request": request.uuid,
            "visit": visit.uuid,
            "question": question.uuid,
            "asked_file": asked_file.uuid,
            "bill": bill.uuid,
            "notice": notice.uuid,
            "hand_over": handed.uuid,
            "item": clarification.items.get().uuid,
            "bulk": BulkAct.objects.create(by=person("kabid.batam"), verb="endorse").uuid,
            "photo": photo.uuid,
            "document": file.documents.first().uuid,
            "message": messages.filter(channel="inapp").first().uuid,
            "mail": messages.filter(channel="email").first().uuid,
            "business": right.business.uuid,
            "right": right.uuid,
            "helped": helped_file.uuid,
            "paper_block": paper_block.uuid,
            "survey_token": survey_path(objected.uuid).split("/")[-2],
            "desk": "verifikasi",
            "code": "SIPF",
            "token": "nonsense",
        }
    )


def _proofs() -> dict:
    """A digest, and a report that Batam's head ordered."""
    span, head = (date(2026, 7, 1), date(2026, 7, 31)), person("kadis.batam")
    region = Agency.objects.get(slug=BATAM).region
    make_due_digests()
    export = ask_export(by=head, kind="report", form="pdf", region=region, span=span)
    return {"day": "2026-08-03", "export": export.uuid}


def _reported() -> dict:
    """A complaint that the owner sent with her account, with a paper."""
    name, content, inspected = paper("bukti", ("pdf",))
    complaint = received(uploads=[(inspected, content, name)])
    return {"own_complaint": complaint.uuid, "own_complaint_paper": complaint.attachments.get().uuid}


def _office() -> dict:
    """The page of the office at Batam: somebody proposed, a post, a deputy, a phrase; its queue and its appointments."""
    batam, keeper = Agency.objects.get(slug=BATAM), person("admin.batam")
    head = Membership.objects.get(user=person("kadis.batam"))
    tomorrow = now().date() + timedelta(days=1)
    lent = head.delegations.create(
        deputy=person("sekda.batam"), kind="plh", decree="1", from_on=tomorrow, until_on=tomorrow
    )
    gain = {"email": "baru@demo.test", "full_name": "Baru", "role": "front_desk", "from_on": now().date()}
    open_counter(batam)
    hour = datetime.combine(tomorrow, time(10), ZoneInfo(batam.region.zone))
    phrase = Phrase.objects.create(agency=batam, use="question", text="Mohon jelaskan jam kegiatan.")
    SurveySetting.objects.create(office=batam, kiosk_on=True)
    line = {"element": "waktu", "what": "Loket kedua", "who": "Kasi", "due_on": tomorrow, "by": head.user}
    suggestion = SurveySuggestion.objects.create(office=batam, month=tomorrow.replace(day=1), text="Tambah kursi.")
    return {
        "office_slug": BATAM,
        "plan": SurveyAction.objects.create(office=batam, **line).uuid,
        "suggestion": suggestion.uuid,
        "rights": propose_role(batam.pk, by=keeper, **gain).uuid,
        "post": head.uuid,
        "delegation": lent.uuid,
        "investment": InvestmentFile.objects.create(
            office=batam, kind="target", name="a.csv", sha256="0" * 64, created_by=keeper, kept_at=now()
        ).uuid,
        "phrase": phrase.uuid,
        "ticket": take_ticket(batam.pk, "A").uuid,
        "appointment": book_appointment(batam.pk, hour, by=person("pemohon"), letter="A").uuid,
    }


def _guided() -> dict:
    """A bundle of the owner with the result of a sending, and Batam's own guide with a question."""
    office, owner = Agency.objects.get(slug=BATAM), person("pemohon")
    started = start_bundle(
        by=owner, title="Saya mau membuka klinik", services=[(office, PermitType.objects.get(code="KLINIK"))]
    )
    source = Guide.objects.get(slug="klinik", office=None)
    guide = start_guide(office.pk, by=person("verifikator.batam"), source_uuid=source.uuid)
    act = BulkAct.objects.create(by=owner, verb="submit")
    return {"bundle": started.uuid, "bundle_act": act.uuid, "guide": guide.uuid}


def _complaint(file) -> dict:
    """Of the applicant about the file, at the health office now, with a paper; long over its limit."""
    _name, content, inspected = paper("bukti", ("jpg",))
    complaint = complaint_routed("izin-terlambat", application=file, uploads=[(inspected, content, "bukti.jpg")])
    ComplaintWarning.objects.create(complaint=complaint, rung="ombudsman", due_at=complaint.due_at)
    return {"complaint": complaint.uuid, "complaint_paper": complaint.attachments.get().uuid}


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
