"""The unit's work: taking it up, the official answer, what was found, and the remedy that is followed until it is done."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit.log import record
from complaints import notices, policies
from complaints.actions import ledger
from complaints.actions.parts import Side, needed, pass_answer_on, refuse_unless_possible, say, speaks_for, write_down
from complaints.actions.receiving import MOST_FILES, TOO_MANY_FILES, keep_file
from complaints.models import Complaint, Finding
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, require

ANSWER_NEEDED = _("Tulis jawabannya; pelapor membacanya sebagai jawaban resmi.")
WORDS_NEEDED = _("Tulis apa yang ditemukan.")
KIND_NEEDED = _("Pengaduan yang terbukti perlu jenis maladministrasinya.")
DUE_NEEDED = _("Perbaikan perlu tanggal selesai yang belum lewat.")
BACK_NEEDED = _("Tulis mengapa ini bukan wewenang unit Anda; meja pengaduan membacanya.")
NOT_OURS = _("Bukan wewenang %(unit)s: %(reason)s")
WHOSE = _("Menurut unit ini yang berwenang: %(whose)s.")
DONE_NEEDED = _("Tulis apa yang sudah dilakukan.")


@transaction.atomic
def take_up_complaint(uuid, *, by) -> Complaint:
    """The unit works on it from now on."""
    complaint = Complaint.objects.locked(uuid)
    require(policies.can_take_up, by, complaint)
    refuse_unless_possible("take_up", complaint)
    complaint.take_up()
    ledger.save(complaint)
    write_down("complaint.taken_up", complaint, by=by, agency=complaint.holder_agency)
    return complaint


@transaction.atomic
def hand_back_complaint(uuid, *, by, reason, whose=None) -> Complaint:
    """Not this unit's authority: the desk has it again and sends it on. The days go on, and nothing is closed."""
    complaint = Complaint.objects.locked(uuid)
    require(policies.can_hand_back, by, complaint)
    refuse_unless_possible("hand_back", complaint)
    reason = needed(reason, BACK_NEEDED, 500)
    route = complaint.routes.select_related("agency").get(ended_at__isnull=True)
    words = str(NOT_OURS) % {"unit": route.agency.name, "reason": reason}
    if whose is not None:
        words += "\n" + str(WHOSE) % {"whose": whose.name}
    say(complaint, Side.NOTE, words, by=by, agency=route.agency)
    write_down("complaint.handed_back", complaint, by=by, agency=route.agency, reason=reason)
    complaint.hand_back()
    route.ended_at = now()
    route.save()
    ledger.note(complaint, ledger.Kind.HAND_OVER, **ledger.whose_turn(complaint))  # no unit any more, so the desk's
    ledger.save(complaint)
    notices.tell_desk("desk_handed_back", complaint, due_at=complaint.due_at)
    return complaint


@transaction.atomic
def answer_complaint(uuid, *, by, text, uploads=()) -> Complaint:
    """The official answer, with papers. Its days are over; whoever reported a duplicate reads the same words."""
    complaint = Complaint.objects.locked(uuid)
    require(policies.can_answer, by, complaint)
    refuse_unless_possible("answer", complaint)
    text = needed(text, ANSWER_NEEDED)
    if len(uploads) > MOST_FILES:
        raise Refused(TOO_MANY_FILES % {"most": MOST_FILES})
    side, agency = speaks_for(complaint, by)
    write_down("complaint.answered", complaint, by=by, agency=agency, files=len(uploads))
    message = say(complaint, Side.ANSWER, text, by=by, agency=agency)
    for inspected, content, name in uploads:
        keep_file(complaint, inspected, content, name, message=message, is_from_reporter=False)
    complaint.answer()
    complaint.answered_at, complaint.answered_by = now(), by
    complaint.routes.filter(ended_at__isnull=True).update(ended_at=now())
    ledger.stop(complaint)
    ledger.save(complaint)
    notices.tell_reporter("answered", complaint)
    pass_answer_on(complaint, message)
    if side == Side.UNIT:
        notices.tell_desk("desk_answered", complaint, but_not=by)
    return complaint


@transaction.atomic
def record_finding(uuid, *, by, is_justified, words, kind="", agency=None, remedy="", due_on=None) -> Finding:
    """Once. A justified delay stands on the journal of the file too, and counts in the figures (`Finding.objects.delays`)."""
    complaint = Complaint.objects.locked(uuid)
    require(policies.can_find, by, complaint)
    refuse_unless_possible("find", complaint)
    words, remedy = needed(words, WORDS_NEEDED), remedy.replace("\0", "").strip() if is_justified else ""
    if is_justified and not kind:
        raise Refused(KIND_NEEDED)
    if remedy and (due_on is None or due_on < complaint.office.region.local_date(now())):
        raise Refused(DUE_NEEDED)
    finding = Finding.objects.create(
        complaint=complaint, is_justified=is_justified, kind=kind if is_justified else "", words=words, remedy=remedy,
        agency=agency or (complaint.routes.last().agency if complaint.routes.exists() else complaint.office),
        due_on=due_on if remedy else None, by=by, at=now(),
    )  # fmt: skip
    ledger.save(complaint)
    write_down("finding.recorded", complaint, by=by, is_justified=is_justified, kind=str(finding.kind))
    if remedy:
        notices.tell_remedy_owed(finding)
    if finding.is_about_a_late_file:
        application = complaint.application
        record(
            "application.delay_found", application, by=by, office=application.office, role="complaint_officer",
            agency=finding.agency.journal_chain, number=complaint.number,
        )  # fmt: skip
    return finding


@transaction.atomic
def report_remedy(uuid, *, by, words) -> Finding:
    """The remedy is done: what was done, and the day."""
    complaint = Complaint.objects.locked(uuid)
    require(policies.can_report_remedy, by, complaint)
    refuse_unless_possible("report_remedy", complaint)
    finding = complaint.finding
    finding.done_words, finding.done_on = needed(words, DONE_NEEDED), complaint.office.region.local_date(now())
    finding.save()
    ledger.save(complaint)
    write_down("finding.done", complaint, by=by, agency=finding.agency)
    notices.tell_desk("desk_remedy_done", complaint, but_not=by)
    return finding
