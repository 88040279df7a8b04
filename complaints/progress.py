"""Where a complaint stands, in the words of its reporter: agencies, never officers; of a grave one only "inspektorat"."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django_fsm import can_proceed

from complaints.models import Complaint, ComplaintMessage

State, Side = Complaint.State, ComplaintMessage.Side


@dataclass(frozen=True)
class Said:
    who: str
    text: str
    at: object
    is_answer: bool
    is_own: bool
    papers: list


@dataclass(frozen=True)
class Standing:
    sentence: str
    holder: str
    verbs: list
    thread: list = field(default_factory=list)
    first_papers: list = field(default_factory=list)
    asked: str = ""
    may_not_reopen: bool = False


def standing_of(complaint: Complaint) -> Standing:
    thread = _thread(complaint)
    asked = ""
    if complaint.state == State.WAITING:
        asked = next((said.text for said in reversed(thread) if not said.is_own), "")
    return Standing(
        sentence=_sentence(complaint),
        holder=holder_of(complaint),
        verbs=verbs_of(complaint),
        thread=thread,
        first_papers=list(complaint.attachments.for_reporter().filter(message=None)),
        asked=asked,
        may_not_reopen=complaint.state == State.ANSWERED and not can_proceed(complaint.reopen),
    )


def verbs_of(complaint) -> list[str]:
    """What the reporter may do now."""
    found = []
    if complaint.state in Complaint.OPEN and complaint.state != State.ANSWERED:
        found.append("reply")
    if can_proceed(complaint.close):
        found.append("accept")
    if can_proceed(complaint.reopen):
        found.append("reopen")
    return found


def holder_of(complaint) -> str:
    """The agency that works on it; empty while it is the reporter's turn, and at the end."""
    if complaint.state in (State.WAITING, State.ANSWERED, *Complaint.ENDS):
        return ""
    return _named(complaint, complaint.holder_agency or complaint.office)


def _named(complaint, agency) -> str:
    return _("Inspektorat") if complaint.is_grave else agency.name


def _sentence(complaint) -> str:
    names = {"holder": holder_of(complaint), "other": complaint.passed_to}
    if complaint.state == State.MERGED:
        names["number"] = complaint.merged_into.number
    return SENTENCES[complaint.state]() % names


# Called late, so that each is in the language of the page.
SENTENCES = {
    State.RECEIVED: lambda: _("Pengaduan Anda sudah diterima dan sedang dibaca petugas pengaduan %(holder)s."),
    State.WAITING: lambda: _("Kami menunggu keterangan dari Anda. Selama itu hari kerja kami tidak dihitung."),
    State.VERIFIED: lambda: _("Pengaduan Anda sudah dibaca; %(holder)s menentukan siapa yang menanganinya."),
    State.ROUTED: lambda: _("Pengaduan Anda sudah diteruskan kepada %(holder)s untuk ditangani."),
    State.IN_PROGRESS: lambda: _("%(holder)s sedang menangani pengaduan Anda."),
    State.ANSWERED: lambda: _("Pengaduan Anda sudah dijawab. Baca jawabannya, lalu beri tahu kami apakah Anda puas."),
    State.CLOSED: lambda: _("Pengaduan Anda selesai."),
    State.REOPENED: lambda: _("Pengaduan Anda dibuka kembali; %(holder)s mulai lagi dari yang Anda tulis."),
    State.PASSED_ON: lambda: _("Ini bukan wewenang kantor kami. Yang berwenang: %(other)s."),
    State.MERGED: lambda: _(
        "Pengaduan Anda digabung dengan pengaduan lain tentang hal yang sama dan ditangani bersama, dengan nomor %(number)s."
    ),
}


def _thread(complaint) -> list[Said]:
    rows = complaint.thread.exclude(side=Side.NOTE).select_related("agency").prefetch_related("attachments")
    return [
        Said(
            who=_who(complaint, row),
            text=row.text,
            at=row.at,
            is_answer=row.side == Side.ANSWER,
            is_own=row.side == Side.REPORTER,
            papers=list(row.attachments.all()),
        )
        for row in rows
    ]


def _who(complaint, message) -> str:
    if message.side == Side.REPORTER:
        return _("Anda")
    if message.side == Side.DESK:
        return _("Petugas pengaduan")
    name = _named(complaint, message.agency or complaint.office)
    return _("Jawaban resmi %(name)s") % {"name": name} if message.side == Side.ANSWER else name
