"""One consolidated clarification (konfirmasi persyaratan): every open question of the office and the agencies in one list.

The file's days stop while the applicant has it, and those of the agencies that asked; the other agencies work on (rule 3).
A pause beyond the standard's allowance, or in the last two working days, waits for a superior's consent first.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import notices, policies
from applications.actions import ledger
from applications.models import Application, Clarification, ClarificationItem
from applications.pauses import why_consent
from applications.topics import gathered
from audit.log import record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

NOT_NOW = _("Pada tahap ini pemohon tidak dapat ditanya lagi. Tidak ada yang berubah.")
ONE_AT_A_TIME = _(
    "Sudah ada konfirmasi persyaratan yang belum selesai pada berkas ini; hanya satu yang berjalan pada satu waktu."
)
NOTHING_TO_ASK = _("Belum ada pertanyaan untuk dikirim. Catat dulu sekurang-kurangnya satu.")
CHANGED = _("Daftar pertanyaan berubah sejak halaman Anda dibuka. Baca daftar yang terakhir, lalu kirim lagi.")
REASON_NEEDED = _("%(why)s Tulis alasan mengapa pertanyaan ini tetap perlu; atasan dan pemohon membacanya.")
NOTHING_WAITS = _("Tidak ada permintaan jeda yang menunggu persetujuan pada berkas ini. Tidak ada yang berubah.")
NOTE_NEEDED = _("Tulis alasannya, supaya verifikator tahu mengapa jeda ini tidak disetujui.")


@transaction.atomic
def send_clarification(uuid, *, by, reason_beyond="", seen=None) -> Clarification:
    """Merge every open question into one list and send it, or lay it before the superior where the pause needs consent.

    `seen`: uuids of the questions on the page that was read; a list that differs is refused.
    """
    application = Application.objects.locked(uuid)
    require(policies.can_clarify, by, application)
    if not policies.ACTS["clarify"].possible(application):
        raise WrongState(NOT_NOW)
    if application.clarifications.open().exists():
        raise WrongState(ONE_AT_A_TIME)
    questions = list(application.questions.open())
    if seen is not None and {str(each.uuid) for each in questions} != {str(each) for each in seen}:
        raise WrongState(CHANGED)
    if not questions:
        raise Refused(NOTHING_TO_ASK)
    why = why_consent(ledger.reckoning_of(application), application.standard.pauses_allowed)
    if why and not reason_beyond.strip():
        raise Refused(REASON_NEEDED % {"why": why})
    clarification = Clarification.objects.create(
        application=application,
        created_by=by,
        created_at=now(),
        needs_consent=bool(why),
        reason_beyond=reason_beyond.strip() if why else "",
    )
    items = _merge(application, clarification, questions)
    if why:
        ledger.save(application)
        _record("clarification.prepared", application, by, "verifier", reason=reason_beyond, items=len(items))
        notices.tell_superiors_clarification_waits(application, but_not=by)
    else:
        _send(application, clarification, by, "verifier")
    return clarification


@transaction.atomic
def consent_to_clarification(uuid, *, by, note="") -> Clarification:
    """The superior allows the pause; the list goes to the applicant at once."""
    application, clarification, role = _awaiting_consent(uuid, by)
    clarification.consented_by, clarification.consent_note = by, note.strip()
    _send(application, clarification, by, role, reason=note)
    return clarification


@transaction.atomic
def refuse_clarification(uuid, *, by, note) -> Clarification:
    """The superior does not allow the pause, and says why; the questions are open again."""
    application, clarification, role = _awaiting_consent(uuid, by)
    if not note.strip():
        raise Refused(NOTE_NEEDED)
    clarification.consented_by, clarification.consent_note = by, note.strip()
    clarification.cancelled_at = now()
    clarification.save()
    application.questions.filter(item__clarification=clarification).update(item=None)
    ledger.save(application)
    _record("clarification.refused", application, by, role, reason=note)
    notices.tell_preparer_clarification_refused(clarification)
    return clarification


def _awaiting_consent(uuid, by):
    """(locked file, what waits, the role in which it is decided)."""
    application = Application.objects.locked(uuid)
    clarification = application.clarifications.awaiting_consent().select_related("created_by").first()
    if clarification is None or not policies.ACTS["consent"].possible(application):
        raise WrongState(NOTHING_WAITS)
    require(policies.can_consent, by, application)
    clarification.application = application
    return application, clarification, policies.superior_role(by, application)


def _merge(application, clarification, questions) -> list[ClarificationItem]:
    """One item per field, document or other thing, in the standard's order, whoever asked: two statements and one per item."""
    groups = gathered(application, questions)
    items = [
        ClarificationItem(clarification=clarification, position=place, on=topic.on, code=topic.code)
        for place, (topic, _asked) in enumerate(groups, start=1)
    ]
    ClarificationItem.objects.bulk_create(items)
    for item, (_topic, asked) in zip(items, groups, strict=True):
        application.questions.filter(pk__in=[each.pk for each in asked]).update(item=item)
    return items


def _send(application, clarification, by, role, reason="") -> None:
    """Days stop: the file's, and of the open requests whose agencies asked."""
    clarification.sent_at = now()
    clarification.save()
    asking = list(requests_asking(application, clarification))
    ledger.note_requests(asking, ledger.Kind.PAUSE, ledger.Reason.CLARIFICATION)
    ledger.note(application, ledger.Kind.PAUSE, ledger.Holder.APPLICANT, reason=ledger.Reason.CLARIFICATION)
    ledger.save(application)
    items = clarification.items.count()
    _record("clarification.sent", application, by, role, reason=reason, items=items, agencies=len(asking))
    notices.tell_applicant_clarification(application, items)


def requests_asking(application, clarification):
    """The requests of a locked file, still open, whose agencies have a question in this list."""
    asked = application.questions.filter(item__clarification=clarification, recommendation__isnull=False)
    return application.recommendations.open().filter(pk__in=asked.values("recommendation")).select_related("agency")


def _record(verb, application, by, role, reason="", **facts) -> None:
    record(verb, application, by=by, office=application.office, role=role, reason=reason, **facts)
