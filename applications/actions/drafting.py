"""Filling in a filing: starting it, saving answers, adding and removing documents."""

import uuid as uuids
from dataclasses import dataclass
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies.policies import may_represent
from applications import policies
from applications.actions import ledger
from applications.models import Application, Assistance, Document, Offer, ServiceStandard
from applications.papers_asked import refuse_too_large
from applications.used_before import used_before_for
from audit.log import record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import NOT_ALLOWED, NotAllowed, Refused, WrongState, require

MOST_DOCUMENTS = 20
QUOTA_BYTES = 500 * 1024 * 1024  # of one person, in filings that were never sent
NOT_SERVED = _("Kantor ini belum melayani layanan tersebut secara daring. Silakan datang ke loketnya.")
NO_PERSON = _("Lengkapi dulu data diri Anda, supaya tidak perlu diketik ulang di setiap permohonan.")
NOT_OFFERED = _("Jenis permohonan ini belum dapat diajukan di sini.")
TOO_MANY = _("Sudah ada %(most)d berkas pada permohonan ini. Hapus dulu yang tidak diperlukan.")
TOO_MUCH = _("Ruang berkas Anda pada permohonan yang belum dikirim sudah penuh. Kirim atau tarik dulu sebagian.")
HOLDER_SETTLED = _(
    "Pemohon tidak dapat diganti setelah permohonan dikirim. Tarik permohonan ini lalu ajukan yang baru bila atas nama lain."
)
NO_SUCH_REQUIREMENT = _("Persyaratan ini tidak ada pada layanan yang Anda ajukan.")
NOT_OFFERED_AGAIN = _(
    "Dokumen itu tidak dapat dipakai lagi untuk persyaratan ini. Unggah berkasnya. Tidak ada yang berubah."
)
NO_FORM = _("Salinan dan penutupan memakai isi izin itu sendiri, jadi isiannya tidak dapat diubah.")
HOLDER_FIXED = _("Pemohonnya pemegang izin itu sendiri, jadi tidak dapat diganti.")
NOT_EDITABLE = _("Permohonan ini sudah dikirim, jadi isinya tidak dapat diubah lagi. Tidak ada yang berubah.")
NOT_REPRESENTED = _("Anda belum terdaftar sebagai wakil usaha tersebut.")


@transaction.atomic
def start_filing(*, by, office, permit_type, kind="new", business=None, bundle=None) -> Application:
    """A new draft under the standard in force today. Raises Refused when the office does not serve it online."""
    refuse_unserved(office, permit_type)
    person = getattr(by, "person", None)
    if person is None:
        raise Refused(NO_PERSON)
    if business is not None and not may_represent(by, business):
        raise NotAllowed(NOT_REPRESENTED)
    standard = standard_for(office, permit_type, kind)
    application = Application.objects.create(
        office=office,
        permit_type=permit_type,
        standard=standard,
        kind=kind,
        filed_by=by,
        person=person,
        business=business,
        bundle=bundle,
        held_since=now(),
        created_at=now(),
        changed_at=now(),
    )
    record("application.started", application, by=by, office=office, role="applicant", type=permit_type.code)
    return application


def refuse_unserved(office, permit_type) -> None:
    """Part of starting a filing: the service is open at this office, and the office has a counter online."""
    offered = Offer.objects.public().filter(office=office, permit_type=permit_type).exists()
    if not offered or not type(office).objects.serving_online().filter(pk=office.pk).exists():
        raise Refused(NOT_SERVED)


def standard_for(office, permit_type, kind="new") -> ServiceStandard:
    """Part of starting a filing: the standard in force today. Raises Refused when there is none for this kind."""
    standard = ServiceStandard.objects.for_office(office, permit_type, office.region.local_date(now()))
    if standard is None or kind != "new" or kind not in standard.kinds:
        raise Refused(NOT_OFFERED)
    return standard


@transaction.atomic
def save_answers(uuid, *, by, answers: dict) -> Application:
    """Replace the stored answers of a draft or returned file (already in stored form: secrets sealed)."""
    application = _locked_for_editing(uuid, by)
    if not application.makes_a_permit:
        raise Refused(NO_FORM)
    put_answers(application, answers)
    ledger.save(application)
    record(
        "application.draft_saved",
        application,
        by=by,
        office=application.office,
        **policies.filing_role(by, application),
    )
    return application


def put_answers(application, answers: dict) -> None:
    """Part of saving: what the office found about an answer of a returned file ends with the answer. The caller saves."""
    if application.state == Application.State.RETURNED:
        changed = [code for code, value in answers.items() if application.answers.get(code) != value]
        gone = [code for code in application.answers if code not in answers]
        application.field_checks.filter(field_code__in=[*changed, *gone]).delete()
    application.answers = answers


@transaction.atomic
def choose_business(uuid, *, by, business) -> Application:
    """File for oneself (None) or for a business that one may represent; settled once the file was sent."""
    application = _locked_for_editing(uuid, by)
    if application.of_permit_id and business != application.business:
        raise Refused(HOLDER_FIXED)
    if application.submitted_at is not None and business != application.business:
        raise WrongState(HOLDER_SETTLED)
    if business is not None and not may_represent(by, business):
        raise NotAllowed(NOT_REPRESENTED)
    # Another representative of the business may fill it in, not carry it off, out of the sight of whoever began it.
    # What a counter files is the person's own.
    is_others = by.pk != application.filed_by_id or application.assisting_agency_id is not None
    if business != application.business and is_others:
        raise NotAllowed(NOT_ALLOWED)
    application.business = business
    ledger.save(application)
    record(
        "application.draft_saved",
        application,
        by=by,
        office=application.office,
        **policies.filing_role(by, application),
    )
    return application


@transaction.atomic
def add_document(uuid, *, by, requirement_code, inspected, content: bytes, name) -> Document:
    """Attach a checked upload (`lib.uploads.inspect`) to one requirement.

    The file is written before the row commits: a crash leaves at most a file without a row, never a row without a file.
    """
    application = _locked_for_editing(uuid, by)
    refuse_unfit_upload(application, by, requirement_code, content, size=inspected.size)
    document = new_document(
        application, by=by, inspected=inspected, content=content, name=name, requirement_code=requirement_code
    )
    ledger.save(application)
    record(
        "application.document_added",
        application,
        by=by,
        office=application.office,
        **policies.filing_role(by, application),
        requirement=requirement_code,
    )
    return document


def refuse_unfit_upload(application, by, requirement_code, content: bytes, *, size: int) -> None:
    """Part of adding a paper: one of the file's requirements, not too large for it, not too many, and not too much unsent.

    `size`: of the file as it was handed in; a picture is stored as we wrote it anew.
    """
    requirement = next((each for each in application.requirements if each["code"] == requirement_code), None)
    if requirement is None:
        raise Refused(NO_SUCH_REQUIREMENT)
    refuse_too_large(requirement, size)
    if application.documents.answering_requirements().count() >= MOST_DOCUMENTS:
        raise Refused(TOO_MANY % {"most": MOST_DOCUMENTS})
    if Document.objects.unsent_bytes_of(by) + len(content) > QUOTA_BYTES:
        raise Refused(TOO_MUCH)


@transaction.atomic
def use_document_again(uuid, *, by, requirement_code, document_uuid) -> Document:
    """Answer a requirement with a copy of what the same holder brought before. Only what the page offers; the copy is a file of
    its own, because removing a paper from a draft deletes its content."""
    application = _locked_for_editing(uuid, by)
    offered = used_before_for(application, [requirement_code]).get(requirement_code, [])
    old = next((each for each in offered if each.uuid == document_uuid), None)
    if old is None:
        raise Refused(NOT_OFFERED_AGAIN)
    with old.file.storage.open(old.file.name) as stored:
        content = stored.read()
    refuse_unfit_upload(application, by, requirement_code, content, size=old.size)
    kind = Inspected(old.extension.lstrip("."), old.content_type, old.sha256)
    document = new_document(
        application, by=by, inspected=kind, content=content, name=old.original_name, requirement_code=requirement_code
    )
    ledger.save(application)
    facts = {"requirement": requirement_code, "used_again": True, **policies.filing_role(by, application)}
    record("application.document_added", application, by=by, office=application.office, **facts)
    return document


@dataclass(frozen=True)
class Inspected:
    """What the inspection said of a paper when it was first brought (as `lib.uploads.Inspected`)."""

    extension: str
    content_type: str
    sha256: str


def new_document(
    application, *, by, inspected, content, name, requirement_code="", recommendation=None, item=None, objection=None
) -> Document:
    """A stored upload; part of an action, never called outside one. Brought for an item of a clarification it is pending."""
    document = Document(
        uuid=uuids.uuid4(),
        application=application,
        recommendation=recommendation,
        requirement_code=requirement_code,
        original_name=name,
        extension=f".{inspected.extension.lstrip('.')}",
        content_type=inspected.content_type,
        size=len(content),
        sha256=inspected.sha256,
        uploaded_by=by,
        uploaded_at=now(),
        clarification_item=item,
        is_pending=item is not None,
        objection=objection,
    )
    document.file.save(name, ContentFile(content), save=False)
    document.save()
    return document


@transaction.atomic
def remove_document(document_uuid, *, by) -> Application:
    """Take a document off an unsent file. Of a draft nothing stays; of a returned file the old upload is kept as evidence."""
    application = _locked_for_editing(
        Document.objects.values_list("application__uuid", flat=True).get(uuid=document_uuid), by
    )
    document = application.documents.answering_requirements().filter(uuid=document_uuid).first()
    if document is None:  # another tab was quicker
        return application
    take_off(application, document)
    ledger.save(application)
    record(
        "application.document_removed",
        application,
        by=by,
        office=application.office,
        **policies.filing_role(by, application),
        requirement=document.requirement_code,
    )
    return application


def take_off(application, document) -> None:
    """Part of removing a paper. The caller saves the file."""
    document.removed_at = now()
    document.save()
    if application.state == Application.State.DRAFT:
        transaction.on_commit(partial(document.file.storage.delete, document.file.name), robust=True)


@transaction.atomic
def forget_draft(uuid) -> bool:
    """The system closes an abandoned draft and erases what was typed and uploaded. False when somebody was quicker."""
    application = Application.objects.locked(uuid)
    if not Application.objects.abandoned().filter(pk=application.pk).exists():
        return False
    for document in application.documents.current():
        document.removed_at = now()
        document.save()
        transaction.on_commit(partial(document.file.storage.delete, document.file.name), robust=True)
    application.answers, application.cause_words = {}, ""
    if assistance := Assistance.objects.filter(application=application).first():
        assistance.phone, assistance.code_hash, assistance.handover_hash = "", "", None
        assistance.save()
        if assistance.form:
            transaction.on_commit(partial(assistance.form.storage.delete, assistance.form.name), robust=True)
    application.withdraw()
    ledger.close(application)
    ledger.save(application)
    record("application.withdrawn", application, by=None, office=application.office, role="system", abandoned=True)
    return True


def _locked_for_editing(uuid, by) -> Application:
    application = Application.objects.locked(uuid)
    require(policies.can_edit, by, application)
    if not policies.ACTS["edit"].possible(application):
        raise WrongState(NOT_EDITABLE)
    return application
