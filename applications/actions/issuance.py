"""The head's act: number, permit (or refusal letter) and the end of the clock in one transaction; the PDF comes later."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies import numbering
from agencies.policies import signing_capacity
from applications import notices, policies
from applications.actions import later_filings, ledger, recommendations
from applications.actions.decision import REFUSAL_NEEDS, refuse_second_rejection
from applications.models import Application, Decision, Permit, PrintedDocument, Rejection
from audit.log import record
from ptsp_portal.lib.background import wake
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

State = Application.State
Verdict = Decision.Verdict
NOT_NOW = _("Berkas ini tidak sedang menunggu tanda tangan. Tidak ada yang berubah.")
STALE = _(
    "Konsep berubah sejak halaman Anda dibuka. Baca konsep yang terakhir, lalu tanda tangani. Tidak ada yang berubah."
)
RENDER = "applications.render_documents"
REFUSAL_CODE = "TOLAK"
VERBS = {"duplicate": "permit.copied", "closure": "permit.closed"}


@transaction.atomic
def sign_decision(uuid, *, by, seen_change_count=None) -> Application:
    """Sign the draft as it stands: a permit, or the refusal that was drafted. `seen_change_count`: the page that was read."""
    application = _locked_for_signing(uuid, by)
    if seen_change_count is not None and seen_change_count != application.change_count:
        raise WrongState(STALE)
    if application.decision.verdict == Verdict.REJECT:
        return _sign_refusal(application, by, application.decision.reasons, application.decision.legal_basis)
    return _sign_permit(application, by)


@transaction.atomic
def reject_application(uuid, *, by, reasons: list[str], legal_basis: str) -> Application:
    """The head refuses what was drafted as a permit, with reasons and the legal basis."""
    application = _locked_for_signing(uuid, by)
    refuse_second_rejection(application, Verdict.REJECT)
    if not (any(reason.strip() for reason in reasons) and legal_basis.strip()):
        raise Refused(REFUSAL_NEEDS)
    decision = application.decision
    decision.verdict, decision.reasons, decision.legal_basis = Verdict.REJECT, list(reasons), legal_basis.strip()
    decision.save()
    return _sign_refusal(application, by, decision.reasons, decision.legal_basis)


def _locked_for_signing(uuid, by) -> Application:
    application = Application.objects.locked(uuid)
    if application.state != State.SIGNING:
        raise WrongState(NOT_NOW)
    require(policies.can_sign, by, application)
    return application


def _sign_permit(application, by) -> Application:
    application.issue()
    permit, withdrawn = grant_permit(application, by)
    role = application.standard.signing_role
    record(
        VERBS.get(application.kind, "permit.issued"),
        application,
        by=by,
        office=application.office,
        role=role,
        number=permit.number,
    )
    recommendations.announce_withdrawn(application, withdrawn, by=by, role=role)
    return application


def grant_permit(application, by) -> tuple[Permit, list]:
    """What follows on a locked file once its state is "issued": end of the clock, number, permit, the PDF that is owed.

    A renewal and an amendment take the old permit's place; a duplicate and a closure act on the permit that there is. Returns
    the permit and the requests that were withdrawn; the act writes both down.
    """
    old, role = later_filings.permit_to_act_on(application), application.standard.signing_role
    withdrawn = _end(application)
    today, signature = _signature(application, by)
    if not application.makes_a_permit:
        print_later(application, application.outcome.document)
        later_filings.fulfil(application, old, signature, by=by, role=role)
        return old, withdrawn
    type_code = application.permit_type.code
    number = _draw_number(application, "permit", today, type_code, printed_code=type_code)
    permit = Permit.objects.create(
        application=application,
        office=application.office,
        permit_type=application.permit_type,
        number=number,
        holder_name=application.holder_name,
        issued_on=today,
        valid_until=_runs_until(application, old, today),
        verification_code=numbering.crockford(16),
        **signature,
    )
    print_later(application, PrintedDocument.Kind.PERMIT)
    if old is not None:
        later_filings.replace(old, permit, by=by, role=role)
    return permit, withdrawn


def _sign_refusal(application, by, reasons, legal_basis) -> Application:
    application.reject()
    withdrawn = _end(application)
    today, signature = _signature(application, by)
    # One register of refusals per office and year: a type's code beside the mark would not fit into 50 characters.
    number = _draw_number(application, "rejection", today, "", printed_code=REFUSAL_CODE)
    Rejection.objects.create(
        application=application,
        office=application.office,
        number=number,
        reasons=reasons,
        legal_basis=legal_basis,
        **signature,
    )
    print_later(application, PrintedDocument.Kind.REJECTION)
    role = application.standard.signing_role
    record(
        "application.rejected",
        application,
        by=by,
        office=application.office,
        role=role,
        number=number,
        reason="\n".join(reasons),
    )
    recommendations.announce_withdrawn(application, withdrawn, by=by, role=role)
    return application


def _end(application) -> list:
    withdrawn = recommendations.withdraw_open(application)
    ledger.close(application)
    ledger.save(application)
    return withdrawn


def _signature(application, by):
    capacity = signing_capacity(by, application.office, application.standard.signing_role)
    today = application.office.region.local_date(now())
    return today, {
        "signed_by": by,
        "signed_at": now(),
        "signer_name": by.full_name,
        "signer_position": capacity.position,
    }


def _draw_number(application, series, today, type_code, *, printed_code) -> str:
    """Drawn last among the locks of a file: application → children → number series → journal head."""
    office, standard = application.office, application.standard
    ordinal = numbering.draw(office, series, today.year, type_code)
    return numbering.permit_number(
        standard.number_pattern,
        classification=standard.classification,
        ordinal=ordinal,
        type_code=printed_code,
        office_code=office.short_code,
        local_date=today,
    )


def _runs_until(application, old, today):
    """A renewal goes on from the old permit's last day while that lies ahead; an amendment keeps it."""
    if application.kind == Application.Kind.AMENDMENT:
        return old.valid_until
    still_runs = old is not None and old.valid_until is not None and old.valid_until >= today
    return _valid_until(old.valid_until if still_runs else today, application.standard)


def _valid_until(today, standard):
    """The same day so many months on (the last day of a shorter month); None means unlimited."""
    if standard.validity_months is None:
        return None
    months = today.month - 1 + standard.validity_months
    year, month = today.year + months // 12, months % 12 + 1
    for day in range(today.day, 27, -1):
        try:
            return today.replace(year=year, month=month, day=day)
        except ValueError:
            continue
    return today.replace(year=year, month=month)


def print_later(application, kind, recommendation=None, **of) -> None:
    """A PDF of the file, of one agency's part, or of one `bill` or `hand_over`, is owed from now on."""
    PrintedDocument.objects.create(
        application=application, recommendation=recommendation, kind=kind, created_at=now(), next_try_at=now(), **of
    )
    wake(RENDER)


@transaction.atomic
def store_printed_document(pk, content: bytes) -> bool:
    """Keep a rendered PDF, once: the first to come wins, a second rendering of the same row is dropped. Told when stored."""
    application = Application.objects.locked(
        Application.objects.values_list("uuid", flat=True).get(printed_documents=pk)
    )
    printed = application.printed_documents.get(pk=pk)
    if printed.stored_at is not None:
        return False
    name = f"terbit/{printed.uuid.hex[:2]}/{printed.uuid.hex}.pdf"
    if default_storage.exists(name):  # left by a worker that died between the file and the row
        default_storage.delete(name)
    printed.file = default_storage.save(name, ContentFile(content))
    printed.sha256, printed.size = hashlib.sha256(content).hexdigest(), len(content)
    printed.stored_at, printed.error = now(), ""
    printed.save()
    ledger.save(application)
    record(
        f"{printed.kind}.rendered",
        application,
        by=None,
        office=application.office,
        role="system",
        sha256=printed.sha256,
    )
    if printed.correction_id:
        notices.tell_holder_corrected(printed.correction)
    elif printed.kind == PrintedDocument.Kind.PERMIT:
        notices.tell_applicant_permit_ready(application)
    elif printed.kind == PrintedDocument.Kind.DUPLICATE:
        notices.tell_applicant_copy_ready(application)
    elif printed.kind == PrintedDocument.Kind.CLOSURE:
        notices.tell_applicant_permit_closed(application)
    elif printed.kind == PrintedDocument.Kind.REJECTION:
        notices.tell_applicant_rejected(application)
    elif printed.inspection_id:
        notices.tell_about_visit_document(printed)
    return True


@transaction.atomic
def note_printing_failure(pk, error: str, next_try_at) -> None:
    """A failed rendering stays visible on the row, and is tried again."""
    PrintedDocument.objects.filter(pk=pk, stored_at__isnull=True).update(error=error[:300], next_try_at=next_try_at)
