"""The office looks at a file: each document, the return with one list, the registration, the check of the substance."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies import numbering
from agencies.working_days import calendar_of
from applications import notices, policies
from applications.actions import ledger, recommendations
from applications.models import Application, Document, PrintedDocument, ReturnNotice
from applications.search_words import search_text_of
from audit.log import record
from ptsp_portal.lib.background import wake
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Incomplete, Refused, WrongState, require

State = Application.State
Check = Document.Check
NOT_NOW = _("Berkas ini tidak sedang menunggu pemeriksaan. Tidak ada yang berubah.")
NOTE_NEEDED = _("Tulis apa yang perlu diperbaiki pada setiap dokumen yang tidak sesuai.")
NOTHING_TO_REPAIR = _("Tulis sekurang-kurangnya satu hal yang perlu diperbaiki pemohon.")
NOT_ALL_FIT = _("Berkas belum dapat didaftarkan: masih ada dokumen yang belum diperiksa atau belum sesuai.")


@transaction.atomic
def check_documents(uuid, *, by, results: dict) -> Application:
    """Write down the result of looking at documents: {document uuid: (fit|unfit, note)}. An unfit one needs a note."""
    application = Application.objects.locked(uuid)
    require(policies.can_check_documents, by, application)
    if not policies.ACTS["check_documents"].possible(application):
        raise WrongState(NOT_NOW)
    documents = {document.uuid: document for document in application.documents.answering_requirements()}
    if not results.keys() <= documents.keys():  # replaced since the page was opened
        raise WrongState(NOT_NOW)
    if any(result == Check.UNFIT and not note.strip() for result, note in results.values()):
        raise Refused(NOTE_NEEDED)
    for document_uuid, (result, note) in results.items():
        document = documents[document_uuid]
        if (document.check_result, document.check_note) != (result, note):
            document.check_result, document.check_note = result, note.strip()
            document.checked_by, document.checked_at = by, now()
            document.save()
    ledger.save(application)
    fit = sum(result == Check.FIT for result, _note in results.values())
    record(
        "document.checked",
        application,
        by=by,
        office=application.office,
        role=_role(application),
        fit=fit,
        of=len(documents),
    )
    return application


@transaction.atomic
def return_application(uuid, *, by, items: list[dict]) -> Application:
    """Send the file back with one itemised list. Before registration nothing is counted; after it the clock pauses."""
    application = Application.objects.locked(uuid)
    require(policies.can_return, by, application)
    if not any(item["note"].strip() for item in items):
        raise Refused(NOTHING_TO_REPAIR)
    role = _role(application)
    if application.state == State.REGISTERED:
        application.return_registered()
        ledger.note(application, ledger.Kind.PAUSE, ledger.Holder.APPLICANT, reason=ledger.Reason.REPAIR)
    else:
        application.return_unregistered()
        ledger.note(application, ledger.Kind.HAND_OVER, ledger.Holder.APPLICANT)
    application.times_returned += 1
    ledger.save(application)
    ReturnNotice.objects.create(application=application, items=items, by=by, at=now())
    reason = "\n".join(item["note"] for item in items)
    record(
        "application.returned",
        application,
        by=by,
        office=application.office,
        role=role,
        reason=reason,
        items=len(items),
    )
    notices.tell_applicant_returned(application, len(items))
    return application


@transaction.atomic
def register_application(uuid, *, by) -> Application:
    """The file is complete: number, promised date, receipt. The days start to count (handbook 2.4)."""
    application = Application.objects.locked(uuid)
    require(policies.can_register, by, application)
    application.register()
    _refuse_unless_all_fit(application)
    office, moment = application.office, now()
    year = office.region.local_date(moment).year
    ordinal = numbering.draw(office, "registration", year)
    application.registration_number = numbering.registration_number(office, year, ordinal)
    application.search_text = search_text_of(application)
    application.tracking_secret = numbering.tracking_secret()
    application.registered_at, application.registered_by = moment, by
    application.promised_on = calendar_of(office.region).promise(moment, application.standard.time_limit_days)
    ledger.hand_over_to_office(application, "verifier", ledger.Kind.START)
    ledger.save(application)
    PrintedDocument.objects.create(
        application=application, kind=PrintedDocument.Kind.RECEIPT, created_at=moment, next_try_at=moment
    )
    record(
        "application.registered",
        application,
        by=by,
        office=office,
        role="front_desk",
        number=application.registration_number,
        promised_on=application.promised_on.isoformat(),
    )
    notices.tell_applicant_registered(application)
    notices.tell_desk_new_file(application, but_not=by)
    wake("applications.render_documents")
    return application


@transaction.atomic
def verify_application(uuid, *, by) -> Application:
    """The substance is right: ask every agency of stage 1 at once, or go straight to drafting when there is no stage."""
    application = Application.objects.locked(uuid)
    require(policies.can_verify, by, application)
    _refuse_unless_all_fit(application)
    application.verified_at, application.verified_by = now(), by
    if application.standard.stages:
        application.ask_agencies()
        asked = recommendations.open_stage(application, 1)
    else:
        application.skip_agencies()
        ledger.hand_over_to_office(application, "verifier")
        asked = []
    ledger.save(application)
    record("application.verified", application, by=by, office=application.office, role="verifier", asked=len(asked))
    recommendations.announce(application, asked, by=by)
    return application


def _refuse_unless_all_fit(application) -> None:
    documents = application.documents.answering_requirements().exclude(check_result=Check.FIT)
    names = {r["code"]: r["name"] for r in application.standard.requirements}
    unfit = [(names.get(document.requirement_code, document.original_name), None) for document in documents]
    if unfit:
        raise Incomplete(NOT_ALL_FIT, unfit)


def _role(application) -> str:
    return "front_desk" if application.state == State.SUBMITTED else "verifier"
