"""The office looks at a file: each document, the return with one list, the registration, the check of the substance."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies import numbering
from agencies.working_days import calendar_of
from applications import notices, policies
from applications.actions import ledger, recommendations
from applications.models import Application, Document, FieldCheck, PrintedDocument, ReturnNotice
from applications.paper_register import counts_from
from applications.pauses import why_consent
from applications.place import remember_place
from applications.schema.form import FormSpec
from audit.log import record
from ptsp_portal.lib.background import wake
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Incomplete, Refused, WrongState, require

State = Application.State
Check = Document.Check
NOT_NOW = _("Berkas ini tidak sedang menunggu pemeriksaan. Tidak ada yang berubah.")
APPLICANT_ANSWERS = _("Berkas ini menunggu jawaban pemohon atas konfirmasi persyaratan. Tidak ada yang berubah.")
NOTE_NEEDED = _("Tulis apa yang perlu diperbaiki pada setiap dokumen yang tidak sesuai.")
NO_SUCH_FIELD = _("Isian ini tidak ada pada layanan yang diajukan. Tidak ada yang berubah.")
NOTHING_TO_REPAIR = _("Tulis sekurang-kurangnya satu hal yang perlu diperbaiki pemohon.")
NOT_ALL_FIT = _(
    "Berkas belum dapat diteruskan: masih ada dokumen yang belum diperiksa, atau dokumen atau isian yang belum sesuai."
)
PAUSE_NEEDS_CONSENT = _(
    "%(why)s Mengembalikan berkas menghentikan hari layanan, dan itu sekarang perlu persetujuan atasan. Pakai “Konfirmasi "
    "persyaratan”: tulis alasannya, lalu atasan memutuskan. Tidak ada yang berubah."
)


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
def check_fields(uuid, *, by, results: dict) -> Application:
    """Write down what was found about answers: {code: (fit|unfit|"", note)}; "" takes a result back, an unfit one needs a note.

    A code that begins with `_` is no field but another thing to repair; only the note says what.
    """
    application = Application.objects.locked(uuid)
    require(policies.can_check_documents, by, application)
    if not policies.ACTS["check_documents"].possible(application):
        raise WrongState(NOT_NOW)
    known = {field.code for field in FormSpec.from_json(application.standard.fields).fields}
    if any(code not in known and not code.startswith("_") for code in results):
        raise Refused(NO_SUCH_FIELD)
    if any(result == FieldCheck.Result.UNFIT and not note.strip() for result, note in results.values()):
        raise Refused(NOTE_NEEDED)
    if not _keep_results(application, results, by):
        return application
    ledger.save(application)
    found = [result for result, _note in results.values()]
    counts = {result: found.count(result) for result in FieldCheck.Result.values}
    record("field.checked", application, by=by, office=application.office, role=_role(application), **counts)
    return application


def _keep_results(application, results, by) -> bool:
    """Whether anything was written: pressing "Simpan" twice is no act."""
    present = {check.field_code: check for check in application.field_checks.all()}
    wanted = {code: (result, note.strip()) for code, (result, note) in results.items()}
    gone = [code for code, (result, _note) in wanted.items() if not result and code in present]
    changed = [
        FieldCheck(application=application, field_code=code, result=result, note=note, checked_by=by, checked_at=now())
        for code, (result, note) in wanted.items()
        if result and (code not in present or (present[code].result, present[code].note) != (result, note))
    ]
    replaced = [*gone, *(check.field_code for check in changed)]
    application.field_checks.filter(field_code__in=replaced).delete()
    FieldCheck.objects.bulk_create(changed)
    return bool(replaced)


@transaction.atomic
def return_application(uuid, *, by, items: list[dict]) -> Application:
    """Send the file back with one itemised list. Before registration nothing is counted; after it the clock pauses."""
    application = Application.objects.locked(uuid)
    require(policies.can_return, by, application)
    _refuse_while_applicant_answers(application)
    if not any(item["note"].strip() for item in items):
        raise Refused(NOTHING_TO_REPAIR)
    role = _role(application)
    if application.state == State.REGISTERED:
        _refuse_pause_without_consent(application)
        application.return_registered()
        ledger.note(application, ledger.Kind.PAUSE, ledger.Holder.APPLICANT, reason=ledger.Reason.REPAIR)
    else:
        application.return_unregistered()
        ledger.note(application, ledger.Kind.HAND_OVER, ledger.Holder.APPLICANT)
    application.times_returned += 1
    ledger.save(application)
    # What must be repaired stands in the notice from now on; what fits stays marked until its answer changes.
    application.field_checks.filter(result=FieldCheck.Result.UNFIT).delete()
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
    """The file is complete: number, promised date, receipt. The days start to count (handbook 2.4).

    From the emergency register, and never returned: they count from when the paper was received.
    """
    application = Application.objects.locked(uuid)
    require(policies.can_register, by, application)
    application.register()
    _refuse_unless_all_fit(application)
    office, moment = application.office, counts_from(application) or now()
    year = office.region.local_date(now()).year
    ordinal = numbering.draw(office, "registration", year)
    application.registration_number = numbering.registration_number(office, year, ordinal)
    application.tracking_secret = numbering.tracking_secret()
    application.registered_at, application.registered_by = moment, by
    application.promised_on = calendar_of(office.region).promise(moment, application.standard.time_limit_days)
    remember_place(application)  # its number can be searched from now on
    ledger.hand_over_to_office(application, "verifier", ledger.Kind.START, at=counts_from(application))
    ledger.save(application)
    PrintedDocument.objects.create(
        application=application, kind=PrintedDocument.Kind.RECEIPT, created_at=now(), next_try_at=now()
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
    _refuse_while_applicant_answers(application)
    _refuse_unless_all_fit(application)
    application.verified_at, application.verified_by = now(), by
    if application.stages:
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
    labels = {field.code: field.label for field in FormSpec.from_json(application.standard.fields).fields}
    found = application.field_checks.filter(result=FieldCheck.Result.UNFIT).order_by("field_code")
    unfit += [(labels.get(check.field_code, check.note), None) for check in found]
    if unfit:
        raise Incomplete(NOT_ALL_FIT, unfit)


def _refuse_while_applicant_answers(application) -> None:
    """Nothing is decided about a registered file while a clarification stops its days."""
    if application.state == State.REGISTERED and application.holder == ledger.Holder.APPLICANT:
        raise WrongState(APPLICANT_ANSWERS)


def _refuse_pause_without_consent(application) -> None:
    """Rule 3: beyond the allowance, or in the last days, a pause is the superior's to allow."""
    why = why_consent(ledger.reckoning_of(application), application.standard.pauses_allowed)
    if why:
        raise Refused(PAUSE_NEEDS_CONSENT % {"why": why})


def _role(application) -> str:
    return "front_desk" if application.state == State.SUBMITTED else "verifier"
