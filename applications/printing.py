"""Which builder and which template make which owed PDF."""

from django.utils import translation
from django.utils.translation import gettext

from applications.evidence_document import evidence_doc
from applications.inspection_documents import VISIT_DOCUMENTS
from applications.levy_documents import OF_A_BILL, OF_A_HAND_OVER
from applications.models import PrintedDocument
from applications.permit_document import closure_doc, copy_doc, permit_doc, receipt_doc, rejection_doc
from applications.permit_letters import measure_doc, objection_doc
from ptsp_portal.lib.pdf import letter

OF_A_FILE = {
    "receipt": receipt_doc,
    "permit": permit_doc,
    "rejection": rejection_doc,
    "duplicate": copy_doc,
    "closure": closure_doc,
    "objection": objection_doc,
}
OF_A_PART = {"evidence": evidence_doc}


def pdf_of(printed: PrintedDocument) -> bytes:
    """An owed document, rendered in the child process. Raises lib.pdf.RenderFailed."""
    with translation.override("id"):
        doc = _doc_of(printed)
        return letter(f"applications/print/{printed.kind}.html", doc)


def _doc_of(printed) -> dict:
    if printed.inspection_id:
        return VISIT_DOCUMENTS[printed.kind](printed.inspection)
    if printed.bill_id:
        return OF_A_BILL[printed.kind](printed.bill)
    if printed.hand_over_id:
        return OF_A_HAND_OVER[printed.kind](printed.hand_over)
    if printed.measure_id:
        return measure_doc(printed.measure)
    if printed.correction_id:
        return permit_doc(printed.application, printed.correction)
    of_a_part = OF_A_PART.get(printed.kind)
    return of_a_part(printed) if of_a_part else OF_A_FILE[printed.kind](printed.application)


def document_title(printed: PrintedDocument) -> str:
    """For the download's file name and link."""
    return {
        "receipt": gettext("Tanda terima"),
        "permit": gettext("Izin"),
        "rejection": gettext("Surat penolakan"),
        "evidence": gettext("Berkas bukti"),
        "assignment": gettext("Surat tugas"),
        "minutes": gettext("BAP peninjauan"),
        "duplicate": gettext("Salinan izin"),
        "closure": gettext("Surat penutupan izin"),
        "skrd": gettext("SKRD"),
        "handover": gettext("Tanda terima penyerahan"),
        "measure": gettext("Surat tindakan"),
        "objection": gettext("Keputusan keberatan"),
    }[printed.kind]
