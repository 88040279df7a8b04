"""Where a file stands, who holds it since when, and whose days were used: computed from the ledgers, for pages to show.

Four SQL statements for one file, however many agencies and events: file ledger, recommendations with their ledgers, calendar.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from agencies.clock import Reckoning, reckon
from agencies.working_days import WorkCalendar, calendar_of
from applications.lanes import Lane, days_words, lanes_of, lanes_title
from applications.models import Application
from applications.objections import open_objection
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.wording import day_words

State = Application.State


@dataclass(frozen=True)
class Holder:
    """Somebody whose turn it is: an agency, an office's desk or the applicant."""

    name: str
    since: datetime | None
    due_at: datetime | None


@dataclass(frozen=True)
class Step:
    """One place on the rail: done, now, todo or stopped (components/rail.html)."""

    label: str
    note: str
    state: str


@dataclass(frozen=True)
class Progress:
    application: Application
    sentence: str
    holders: list[Holder]
    lanes: list[Lane]
    steps: list[Step]
    reckoning: Reckoning
    applicant_days: Fraction
    office_days: Fraction
    agency_days: Fraction
    limit_days: int
    is_late: bool
    zone: str
    calendar: WorkCalendar
    lanes_title: str = ""
    next_words: str = ""
    as_applicant: bool = False
    # Why the clock stands still now, "" while it runs; how often it may without the superior's consent; where it began anew.
    pause_reason: str = ""
    pauses_allowed: int = 1
    restarts: list = field(default_factory=list)
    moves: list = field(default_factory=list)  # to a newer version of the standard
    bar: list[tuple[str, int]] = field(default_factory=list)

    @property
    def day_number(self) -> int:
        return self.reckoning.day_number

    @property
    def promised_on(self) -> date | None:
        return self.application.promised_on

    @property
    def clock_parts(self) -> list[dict]:
        """For components/clock_bar.html: whose days, of the days allowed; nobody's empty part is drawn."""
        words = dict(self.clock_words)
        return [
            {"who": who, "percent": percent, "text": words[who]}
            for who, percent in self.bar
            if percent or who == "office"
        ]

    @property
    def clock_aside(self) -> list[dict]:
        return [{"who": "you", "text": dict(self.clock_words)["you"]}] if self.applicant_days else []

    @property
    def clock_summary(self) -> str:
        words = {"used": days_words(self.office_days + self.agency_days), "limit": self.limit_days}
        return gettext("Terpakai %(used)s dari %(limit)d hari kerja.") % words

    @property
    def has_two_stages(self) -> bool:
        return len({lane.stage for lane in self.lanes}) > 1

    @property
    def clock_words(self) -> list[tuple[str, str]]:
        """(who, words) of the legend under the bar; the applicant's days are shown but never counted."""
        return [
            ("office", gettext("Kantor %(days)s") % {"days": days_words(self.office_days)}),
            ("agency", gettext("Dinas %(days)s") % {"days": days_words(self.agency_days)}),
            ("you", self._applicant_words() % {"days": days_words(self.applicant_days)}),
        ]

    def _applicant_words(self) -> str:
        return (
            gettext("Anda %(days)s (tidak dihitung)")
            if self.as_applicant
            else gettext("Pemohon %(days)s (tidak dihitung)")
        )


def progress_of(application: Application, *, as_applicant: bool = False) -> Progress:
    """The whole picture of one file. `as_applicant` says "Anda" instead of "pemohon"."""
    moment = now()
    office = application.office
    calendar = calendar_of(office.region)
    limit = application.standard.time_limit_days
    events = list(application.clock_events.order_by("at", "id"))
    reckoning = reckon(events, calendar, limit, moment)
    lanes = lanes_of(application, calendar, moment)
    shares = reckoning.shares
    agency_days = shares.get(("agencies", None), Fraction(0))
    office_days = sum((days for (who, _id), days in shares.items() if who == "agency"), Fraction(0))
    holders = _holders(application, lanes, as_applicant)
    return Progress(
        application=application,
        sentence=_sentence(application, holders, as_applicant),
        holders=holders,
        lanes=lanes,
        steps=_steps(application, lanes),
        reckoning=reckoning,
        applicant_days=shares.get(("applicant", None), Fraction(0)),
        office_days=office_days,
        agency_days=agency_days,
        limit_days=limit,
        is_late=bool(application.due_at and application.due_at < moment),
        zone=office.region.zone,
        calendar=calendar,
        lanes_title=lanes_title([lane for lane in lanes if lane.is_current]),
        next_words=_next_words(application, events) if as_applicant else "",
        as_applicant=as_applicant,
        pause_reason=_pause_reason(events) if reckoning.is_paused else "",
        pauses_allowed=application.standard.pauses_allowed,
        restarts=[event for event in events if event.kind == "restart"],
        moves=[event for event in events if event.kind == "hand_over" and event.words],
        bar=_bar(office_days, agency_days, limit),
    )


def _pause_reason(events) -> str:
    last = [event for event in events if event.kind == "pause"][-1]
    return last.get_reason_display()


DESKS = {
    "front_desk": _("petugas loket %(office)s"),
    "verifier": _("verifikator %(office)s"),
    "endorser": _("pemaraf %(office)s"),
    "head": _("kepala %(office)s"),
}


def _holders(application, lanes, as_applicant) -> list[Holder]:
    """All who hold the file, nearest due date first (product.md, "When several hold a file")."""
    waiting = [lane for lane in lanes if lane.closed_at is None]
    waiting.sort(key=lambda lane: (lane.due_at is None, lane.due_at))
    if application.holder == "agencies":
        return [Holder(lane.agency, lane.requested_at, lane.due_at) for lane in waiting]
    if application.holder == "applicant":
        who = Holder(gettext("Anda") if as_applicant else gettext("pemohon"), application.held_since, None)
        # One agency can wait for the applicant while the others work on.
        return [who, *(Holder(lane.agency, lane.requested_at, lane.due_at) for lane in waiting if lane.is_running)]
    if application.holder == "agency":
        name = str(DESKS.get(application.holder_role, "%(office)s")) % {"office": application.office.name}
        return [Holder(name, application.held_since, application.due_at)]
    return []


def _sentence(application, holders, as_applicant) -> str:
    ended = {
        State.ISSUED: application.outcome.ended,
        State.REJECTED: _("Permohonan ditolak pada %(day)s."),
        State.WITHDRAWN: _("Permohonan ditarik pemohon pada %(day)s."),
        State.LAPSED: _("Permohonan ditutup pada %(day)s karena tidak dilengkapi."),
    }.get(application.state)
    if ended:
        words = {"day": _day(application, application.closed_at)}
        if application.state == State.REJECTED and (objection := open_objection(application)):
            words["due"] = _day(application, objection.due_at)
            return gettext("Permohonan ditolak pada %(day)s; keberatan atasnya dijawab paling lambat %(due)s.") % words
        return ended % words
    if application.state == State.DRAFT:
        return gettext("Permohonan ini belum dikirim.")
    names = [holder.name for holder in holders] or [application.office.name]
    if application.holder == "applicant" and len(names) > 1:
        words = {"who": names[0], "day": _day(application, application.held_since), "names": ", ".join(names[1:])}
        return gettext("Menunggu %(who)s, sejak %(day)s; sementara itu %(names)s tetap bekerja.") % words
    since = _day(application, min(holder.since for holder in holders) if holders else application.held_since)
    if application.state == State.RETURNED and as_applicant:
        return gettext("Berkas belum lengkap: menunggu perbaikan Anda, sejak %(day)s.") % {"day": since}
    if len(names) > 1:
        words = {"names": ", ".join(names), "day": since, "count": len(names)}
        return gettext("Menunggu %(count)d instansi sekaligus: %(names)s, sejak %(day)s.") % words
    return gettext("Menunggu %(name)s, sejak %(day)s.") % {"name": names[0], "day": since}


def _day(application, moment) -> str:
    return day_words(application.office.region.local_date(moment), get_language() or "id") if moment else ""


NEXT = {  # What the applicant can expect, in each state.
    State.SUBMITTED: _(
        "Petugas loket memeriksa kelengkapannya. Bila lengkap, Anda mendapat nomor registrasi dan tanggal janji selesai; "
        "bila ada yang kurang, Anda kami beri tahu di sini dan lewat surel."
    ),
    State.RETURNED: _(
        "Perbaiki yang tertulis di halaman ini, lalu kirim lagi. Yang sudah benar tidak perlu diisi ulang."
    ),
    State.REGISTERED: _("Petugas memeriksa isi permohonan Anda. Bila ada yang perlu diperjelas, Anda kami beri tahu."),
    State.RECOMMENDATION: _(
        "Setelah semua jawaban masuk, kantor menyusun keputusan. Anda tidak perlu datang ke instansi itu."
    ),
    State.DRAFTING: _("Keputusan disusun dan diperiksa, lalu dibaca dan ditetapkan oleh kepala."),
    State.SIGNING: _("Keputusan tinggal ditetapkan oleh kepala. Hasilnya dapat Anda unduh di halaman ini."),
    State.REJECTED: _(
        "Baca alasannya dan cara mengajukan keberatan pada surat penolakan. Anda juga boleh mengajukan permohonan baru."
    ),
    State.WITHDRAWN: _("Permohonan ini tidak diproses lagi. Anda dapat mengajukan permohonan baru kapan saja."),
    State.LAPSED: _("Anda dapat mengajukan permohonan baru kapan saja."),
}

TO_ANSWER = _(
    "Jawab pertanyaan di halaman ini. Selama itu hari layanan tidak dihitung; setelah Anda menjawab, hitungannya berlanjut."
)


TO_PAY = _(
    "Bayar retribusi menurut SKRD di halaman ini. Selama itu hari layanan tidak dihitung; setelah lunas, hitungannya berlanjut."
)


def _next_words(application, events) -> str:
    if application.state == State.DRAFTING and application.holder == "applicant" and events[-1].reason == "payment":
        return str(TO_PAY)
    waits = application.holder == "applicant" and application.state in (
        State.REGISTERED,
        State.RECOMMENDATION,
        State.DRAFTING,
    )
    if application.state == State.ISSUED:
        return str(application.outcome.next_words)
    return str(TO_ANSWER if waits else NEXT.get(application.state, ""))


REACHED = {
    State.DRAFT: -1,
    State.SUBMITTED: 0,
    State.REGISTERED: 1,
    State.RECOMMENDATION: 2,
    State.DRAFTING: 3,
    State.SIGNING: 3,
    State.ISSUED: 4,
    State.REJECTED: 4,
}


def _steps(application, lanes) -> list[Step]:
    """The rail. A returned, withdrawn or lapsed file stands where it last was."""
    at = REACHED.get(application.state)
    if at is None:
        at = 2 if lanes else 1 if application.registered_at else 0
    lanes = [lane for lane in lanes if lane.is_current]
    received = sum(lane.closed_at is not None for lane in lanes)
    answers = gettext("%(received)d dari %(all)d jawaban") % {"received": received, "all": len(lanes)} if lanes else ""
    stopped = application.state in (State.REJECTED, State.WITHDRAWN, State.LAPSED)
    last = gettext("Ditolak") if application.state == State.REJECTED else str(application.outcome.last_step)
    closed = application.closed_at if application.state in (State.ISSUED, State.REJECTED) else None
    places = [
        (gettext("Dikirim"), _short(application, application.submitted_at)),
        (gettext("Terdaftar"), _short(application, application.registered_at)),
        (gettext("Rekomendasi"), answers),
        (gettext("Keputusan"), ""),
        (last, _short(application, closed)),
    ]
    has_stages = bool(application.stages)
    ended = closed is not None
    here = "stopped" if stopped else "done" if ended else "now"
    return [
        Step(label, note, "done" if place < at else "todo" if place > at else here)
        for place, (label, note) in enumerate(places)
        if has_stages or place != 2
    ]


def _short(application, moment) -> str:
    return (
        day_words(application.office.region.local_date(moment), get_language() or "id").split(", ", 1)[-1]
        if moment
        else ""
    )


def _bar(office_days, agency_days, limit) -> list[tuple[str, int]]:
    """(who, percent) of the limit; never over the bar's end."""
    whole = max(Fraction(limit), office_days + agency_days, Fraction(1))
    return [("office", round(float(office_days / whole) * 100)), ("agency", round(float(agency_days / whole) * 100))]
