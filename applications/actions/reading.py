"""Looking is written down too: every view of an applicant's paper by somebody in office (rule 8; UU PDP art. 32)."""

from django.db import transaction

from applications import policies
from applications.models import Document
from audit.log import record

IDENTITY = ("ktp", "kk", "pas_foto", "npwp", "paspor", "akta")


@transaction.atomic
def note_document_viewed(document: Document, *, by) -> None:
    """The applicant's own look leaves no entry; anybody else's does. `by` None: somebody of an agency with a signed link."""
    application = document.application
    if by is not None and policies.is_applicant(by, application):
        return
    role = "office" if by is not None else "link"
    verb = "identity.viewed" if document.requirement_code.startswith(IDENTITY) else "document.viewed"
    record(verb, application, by=by, office=application.office, role=role, requirement=document.requirement_code)


@transaction.atomic
def note_consent_viewed(application, *, by) -> None:
    """The signed consent form shows a signature or a thumb print."""
    record("identity.viewed", application, by=by, office=application.office, role="office", requirement="persetujuan")


@transaction.atomic
def note_proof_viewed(application, what: str, *, by) -> None:
    """The receipt that a recipient signed, or the paper of a payment: `what` names it."""
    if not policies.is_applicant(by, application):
        record("document.viewed", application, by=by, office=application.office, role="office", requirement=what)


@transaction.atomic
def note_letter_viewed(application, kind: str, *, by) -> None:
    """A KONSEP or a permit names its holder's identity in full: somebody in office who opens one leaves an entry (rule 27)."""
    if not policies.is_applicant(by, application):
        record("identity.viewed", application, by=by, office=application.office, role="office", requirement=kind)


@transaction.atomic
def note_secret_shown(application, *, by) -> None:
    """The receipt with its tracking secret was opened again."""
    record("tracking.secret_shown", application, by=by, office=application.office, role="")
