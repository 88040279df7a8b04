"""The applicant objects to a rejection; the head answers. Granted, the file is reopened with a new clock for a permit alone.

Source: UU 30/2014 art. 75–78; handbook 2.6. Silence never acts by itself (rule 5): it is only said aloud.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies import numbering
from agencies.policies import signing_capacity
from applications import notices, objections, policies
from applications.actions import ledger
from applications.actions.drafting import new_document
from applications.actions.issuance import print_later
from applications.models import Application, Objection, Permit, PrintedDocument
from audit.log import record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

Outcome = Objection.Outcome
LETTER_CODE = "KEBERATAN"
MOST_FILES = 5
TEXT_NEEDED = _("Tulis mengapa Anda berkeberatan.")
LETTER_NEEDED = _(
    "Unggah pindaian surat keberatan yang ditandatangani atau dicap jempol pemohon: petugas tidak berkeberatan atas namanya "
    "tanpa itu. Tidak ada yang berubah."
)
TOO_MANY_FILES = _("Paling banyak %(most)d berkas.")
NOT_WAITING = _("Keberatan ini sudah diputuskan. Tidak ada yang berubah.")
REASONS_NEEDED = _("Tulis alasannya; pemohon membacanya dalam suratnya.")
OTHER_FILING_RUNS = _(
    "Permohonan lain atas izin yang sama sedang berjalan. Selesaikan itu dahulu, lalu kabulkan keberatan ini. Tidak ada yang "
    "berubah."
)


@transaction.atomic
def file_objection(uuid, *, by, text, uploads=()) -> Objection:
    """`uploads` are (inspected, content, safe name). Registered with a number at once; the desk has ten working days."""
    application = Application.objects.locked(uuid)
    require(policies.can_object, by, application)
    _refuse_unfit(application, by, text, uploads)
    office, year = application.office, application.office.region.local_date(now()).year
    ordinal = numbering.draw(office, "objection", year)
    objection = Objection.objects.create(
        application=application,
        office=office,
        number=f"KB-{office.short_code}-{year}-{ordinal:06}",
        text=text.replace("\0", "").strip(),
        filed_by=by,
        filed_at=now(),
        due_at=objections.answer_due(application),
    )
    for inspected, content, name in uploads:
        new_document(application, by=by, inspected=inspected, content=content, name=name, objection=objection)
    ledger.save(application)
    record(
        "objection.filed", application, by=by, office=office, **policies.filing_role(by, application),
        number=objection.number, files=len(uploads), reason=objection.text,
    )  # fmt: skip
    notices.tell_applicant_objection_filed(objection)
    notices.tell_desk_objection_filed(objection)
    return objection


@transaction.atomic
def refuse_objection(uuid, *, by, reasons) -> Objection:
    """The rejection stands; the letter names the way to appeal."""
    objection = _locked_for_answer(uuid, by, reasons)
    _answer(objection, by, Outcome.REFUSED, reasons)
    ledger.save(objection.application)
    _record_answer("objection.refused", objection, by)
    notices.tell_applicant_objection_answered(objection)
    return objection


@transaction.atomic
def grant_objection(uuid, *, by, reasons) -> Objection:
    """The rejection is annulled and the file reopened at the drafting desk; its days count from the beginning."""
    objection = _locked_for_answer(uuid, by, reasons)
    application = objection.application
    _refuse_while_another_runs(application)
    _answer(objection, by, Outcome.GRANTED, reasons)
    application.reopen_after_objection()
    application.closed_at = None
    ledger.hand_over_to_office(application, "verifier", ledger.Kind.RESTART)
    ledger.save(application)
    # Only now: the database keeps the decision of a file that is rejected as it was signed.
    decision = application.decision
    decision.is_ready, decision.round = False, decision.round + 1
    decision.save()
    _record_answer("objection.granted", objection, by)
    notices.tell_applicant_objection_answered(objection)
    notices.tell_drafter_reopened(objection)
    return objection


@transaction.atomic
def warn_of_objection(uuid, *, late: bool) -> bool:
    """The system warns the desk once before the answer is due, and once when it is late. False when somebody was quicker."""
    objection = Objection.objects.locked(uuid)
    column = "warned_late_at" if late else "warned_near_at"
    if objection.outcome or getattr(objection, column):
        return False
    objection.warned_near_at = objection.warned_near_at or now()
    if late:
        objection.warned_late_at = now()
    objection.save()
    record(
        "objection.warned", objection.application, by=None, office=objection.office, role="system",
        number=objection.number, late=late,
    )  # fmt: skip
    notices.tell_desk_objection_due(objection, late=late)
    return True


def _refuse_unfit(application, by, text, uploads) -> None:
    problem = objections.why_not(application)
    if problem:
        raise WrongState(problem)
    if not text.replace("\0", "").strip():
        raise Refused(TEXT_NEEDED)
    if not uploads and not policies.is_applicant(by, application):
        raise Refused(LETTER_NEEDED)
    if len(uploads) > MOST_FILES:
        raise Refused(TOO_MANY_FILES % {"most": MOST_FILES})


def _refuse_while_another_runs(application) -> None:
    """The permit's row is the lock of what is filed about it, as when a filing is sent."""
    if application.of_permit_id is None:
        return
    permit = Permit.objects.locked_row(Permit.objects.values_list("uuid", flat=True).get(pk=application.of_permit_id))
    if Application.objects.open().filter(of_permit=permit).exclude(pk=application.pk).exists():
        raise WrongState(OTHER_FILING_RUNS)


def _locked_for_answer(uuid, by, reasons) -> Objection:
    objection = Objection.objects.locked(uuid)
    require(policies.can_decide_objection, by, objection.application)
    if objection.outcome:
        raise WrongState(NOT_WAITING)
    if not reasons.replace("\0", "").strip():
        raise Refused(REASONS_NEEDED)
    return objection


def _answer(objection, by, outcome, reasons) -> None:
    """Decided, numbered and the letter owed."""
    application = objection.application
    capacity = signing_capacity(by, application.office, application.standard.signing_role)
    today = application.office.region.local_date(now())
    objection.outcome, objection.reasons = outcome, reasons.replace("\0", "").strip()
    objection.decided_by, objection.decided_at = by, now()
    objection.signer_name, objection.signer_position = by.full_name, capacity.position
    objection.letter_number = numbering.permit_number(
        application.standard.number_pattern,
        classification=application.standard.classification,
        ordinal=numbering.draw(application.office, "answer", today.year),
        type_code=LETTER_CODE,
        office_code=application.office.short_code,
        local_date=today,
    )
    objection.save()
    print_later(application, PrintedDocument.Kind.OBJECTION)


def _record_answer(verb, objection, by) -> None:
    application = objection.application
    record(
        verb, application, by=by, office=application.office, role=application.standard.signing_role,
        number=objection.number, letter=objection.letter_number, reason=objection.reasons,
    )  # fmt: skip
