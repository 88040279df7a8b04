"""The counter's one page: all answers and papers of an assisted filing at once, and sending it with its registration."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import policies
from applications.actions import drafting, ledger, submission, verification
from applications.models import Application
from audit.log import record
from ptsp_portal.lib.rules import Refused, WrongState, require

STALE = _(
    "Draf ini berubah sejak halaman Anda dibuka, di tab lain atau oleh petugas lain. Belum ada yang disimpan. Yang Anda ketik "
    "masih ada di bawah; berkas yang Anda pilih perlu dipilih lagi. Simpan lagi bila isian di bawah yang benar."
)
ORIGINALS = _(
    "Belum semua dokumen ditandai “asli sudah dilihat”, jadi belum dapat didaftarkan sekaligus. Tandai dulu di halaman isian, "
    "atau ajukan saja; pendaftarannya menyusul. Tidak ada yang berubah."
)


class Stale(WrongState):
    """Another tab or another officer saved meanwhile."""


@transaction.atomic
def save_sheet(uuid, *, by, version: int, answers: dict, originals=(), uploads=(), removed=()) -> Application:
    """Replace the answers (in stored form), add checked papers (requirement code, inspected, content, name), take some off.

    `version`: the `change_count` of the page; raises Stale when the file is another by now.
    """
    application = Application.objects.locked(uuid)
    require(policies.assists, by, application)
    if not policies.ACTS["edit"].possible(application):
        raise WrongState(drafting.NOT_EDITABLE)
    if application.change_count != version:
        raise Stale(STALE)
    if application.makes_a_permit:  # a copy and a closure have no form
        drafting.put_answers(application, answers)
    for document in application.documents.answering_requirements().filter(uuid__in=removed):
        drafting.take_off(application, document)
    for code, inspected, content, name in uploads:
        drafting.refuse_unfit_upload(application, by, code, content, size=inspected.size)
        drafting.new_document(
            application, by=by, inspected=inspected, content=content, name=name, requirement_code=code
        )
    _note_originals(application, originals)
    ledger.save(application)
    record(
        "application.draft_saved", application, by=by, office=application.office,
        **policies.filing_role(by, application), added=len(uploads), removed=len(removed),
    )  # fmt: skip
    return application


def _note_originals(application, codes) -> None:
    assistance = application.assistance
    present = set(application.documents.answering_requirements().values_list("requirement_code", flat=True))
    assistance.originals_seen = sorted(set(codes) & present)
    assistance.save(update_fields=["originals_seen"])


@transaction.atomic
def submit_and_register(uuid, *, by) -> Application:
    """At the office's own counter an ordinary file is sent, found complete and registered in one act.

    Rule 7 allows registering what one typed. Papers whose originals were seen are fit; one that was not stops the act.
    """
    application = Application.objects.locked(uuid)
    require(policies.can_submit, by, application)
    require(policies.can_register, by, application)
    papers = list(application.documents.answering_requirements())
    if any(paper.requirement_code not in application.assistance.originals_seen for paper in papers):
        raise Refused(ORIGINALS)
    submission.submit_application(uuid, by=by, is_registered_next=True)
    results = {paper.uuid: ("fit", "") for paper in papers}
    if results:
        verification.check_documents(uuid, by=by, results=results)
    return verification.register_application(uuid, by=by)
