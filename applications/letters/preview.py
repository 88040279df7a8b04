"""A letter of a draft as it would be printed for a made-up file, marked CONTOH: no number is drawn and nothing is stored.

preview_pdf(standard, letter, answers=None) -> bytes      sample_doc(standard, letter, answers=None) -> dict
"""

from django.utils import translation

from applications.inspection_documents import assignment_doc
from applications.letters.placeholders import ASSIGNMENT, BILL, PERMIT, RECEIPT, REJECTION
from applications.letters.sample import NUMBER, sample_bill, sample_file, sample_inspection, sample_office
from applications.levy_documents import skrd_doc
from applications.permit_document import permit_doc, receipt_doc, rejection_doc
from ptsp_portal.lib import pdf

MARK = "CONTOH – bukan surat, tidak berlaku"
TEMPLATES = {PERMIT: "permit", REJECTION: "rejection", RECEIPT: "receipt", ASSIGNMENT: "assignment", BILL: "skrd"}
BUILDERS = {
    PERMIT: permit_doc,
    REJECTION: rejection_doc,
    RECEIPT: receipt_doc,
    ASSIGNMENT: lambda file: assignment_doc(sample_inspection(file)),
    BILL: lambda file: skrd_doc(sample_bill(file)),
}


class NoOffice(Exception):
    """A national template of a level at which there is no office yet."""


def preview_pdf(standard, letter: str, answers: dict | None = None) -> bytes:
    """`answers`: as they are stored (of a trial filing); without them made-up ones. Raises lib.pdf.RenderFailed, NoOffice."""
    return pdf.letter(f"applications/print/{TEMPLATES[letter]}.html", sample_doc(standard, letter, answers))


def sample_doc(standard, letter: str, answers: dict | None = None) -> dict:
    """The keys of the real letter. Genuineness can't be checked: a sample has no code. Raises NoOffice."""
    office = sample_office(standard)
    if office is None:
        raise NoOffice
    with translation.override("id"):
        doc = BUILDERS[letter](sample_file(standard, office, answers))
    foot = f"{NUMBER} · {doc['title']} · {office.name}"
    return doc | {"watermark": NUMBER, "mark": MARK, "verification": {}, "foot": foot}
