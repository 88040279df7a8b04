"""What the reporter does: reply, be content, or have it reopened once. `by` is the account that sent it; None for whoever
opened it with number and code, which are the right.

The journal never says who: for a complaint that is not open not even which account.
"""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from audit.log import record
from complaints import notices, policies
from complaints.actions import ledger
from complaints.actions.receiving import MOST_FILES, TOO_MANY_FILES, keep_file
from complaints.models import Complaint, ComplaintMessage
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

WORDS_NEEDED = _("Tulis pesan Anda. Tidak ada yang terkirim.")
OVER = _("Pengaduan ini sudah selesai. Pesan Anda tidak terkirim.")
ANSWER_FIRST = _(
    "Pengaduan ini sudah dijawab. Nyatakan apakah Anda puas; bila belum, tulis di situ apa yang belum beres. Pesan Anda tidak "
    "terkirim."
)
NOT_ANSWERED = _("Pengaduan ini sedang tidak menunggu tanggapan Anda. Tidak ada yang berubah.")
ONCE_ONLY = _(
    "Pengaduan hanya dapat dibuka kembali satu kali. Bila belum puas, Anda dapat meminta Ombudsman RI memeriksanya, gratis. "
    "Tidak ada yang berubah."
)
TOO_MUCH = _("Terlalu banyak pesan dalam satu jam. Pesan Anda tidak terkirim; coba lagi satu jam lagi.")
RATING_NEEDED = _("Pilih satu penilaian, 1 sampai 4. Tidak ada yang berubah.")
MOST_AN_HOUR = 30  # far beyond any person; each may bring papers and is told to the desk
CONTENT = "Pelapor menerima jawabannya."


@transaction.atomic
def reply_as_reporter(uuid, *, by, text, uploads=()) -> ComplaintMessage:
    """A message with papers; whoever asked goes on, and the days run again."""
    complaint = Complaint.objects.locked(uuid)
    require(policies.can_speak_as_reporter, by, complaint)
    if complaint.state == Complaint.State.ANSWERED:
        raise WrongState(ANSWER_FIRST)
    if complaint.state in Complaint.ENDS:
        raise WrongState(OVER)
    hour = complaint.thread.filter(side=ComplaintMessage.Side.REPORTER, at__gt=now() - timedelta(hours=1))
    if hour.count() >= MOST_AN_HOUR:
        raise Refused(TOO_MUCH)
    message = _said(complaint, text, uploads)
    if was_waiting := complaint.state == Complaint.State.WAITING:
        _take_up_again(complaint)
        ledger.resume(complaint)
    ledger.save(complaint)
    _record("complaint.replied", complaint, files=len(uploads), was_asked=was_waiting)
    notices.tell_handlers_replied(complaint)
    return message


@transaction.atomic
def accept_answer(uuid, *, by, rating) -> Complaint:
    """The reporter is content, and says how well it was handled (1–4)."""
    complaint = Complaint.objects.locked(uuid)
    require(policies.can_speak_as_reporter, by, complaint)
    if not can_proceed(complaint.close):
        raise WrongState(NOT_ANSWERED)
    if rating not in range(1, 5):
        raise Refused(RATING_NEEDED)
    complaint.close()
    complaint.rating = rating
    ledger.close(complaint, CONTENT)
    ledger.save(complaint)
    _record("complaint.closed", complaint, rating=rating)
    return complaint


@transaction.atomic
def reopen_complaint(uuid, *, by, text) -> Complaint:
    """Not content: once, with words. The desk has it again and the days of its duty begin anew."""
    complaint = Complaint.objects.locked(uuid)
    require(policies.can_speak_as_reporter, by, complaint)
    if not can_proceed(complaint.reopen):
        raise WrongState(ONCE_ONLY if complaint.reopened_at else NOT_ANSWERED)
    complaint.reopen()
    complaint.reopened_at, complaint.closed_at, complaint.closed_why, complaint.rating = now(), None, "", None
    _said(complaint, text)
    ledger.restart(complaint)
    ledger.save(complaint)
    _record("complaint.reopened", complaint)
    notices.tell_desk_reopened(complaint)
    return complaint


def _said(complaint, text, uploads=()) -> ComplaintMessage:
    text = text.replace("\0", "").strip()
    if not text:
        raise Refused(WORDS_NEEDED)
    if len(uploads) > MOST_FILES:
        raise Refused(TOO_MANY_FILES % {"most": MOST_FILES})
    message = ComplaintMessage.objects.create(
        complaint=complaint, side=ComplaintMessage.Side.REPORTER, text=text, at=now()
    )
    for inspected, content, name in uploads:
        keep_file(complaint, inspected, content, name, message=message)
    return message


def _take_up_again(complaint) -> None:
    """Out of waiting, to where it was asked from."""
    steps = (complaint.take_reply_unverified, complaint.take_reply_verified, complaint.take_reply_routed)
    next(step for step in steps if can_proceed(step))()


def _record(verb, complaint, **facts) -> None:
    record(verb, complaint, by=None, office=complaint.office, role="reporter", number=complaint.number, **facts)
