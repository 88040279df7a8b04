"""The clock ledger: append-only events, and the arithmetic from events and a calendar to days, shares and deadlines.

The abstract row stands here so that files, recommendations and (later) complaints share it; each app has concrete rows
with real foreign keys. Days are working days of the region as exact fractions; the law's unit is the whole working day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from math import ceil, floor

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.working_days import WorkCalendar
from ptsp_portal.lib.lifecycle import append_only


class ClockEvent(models.Model):
    """One entry of a ledger. Whatever its kind, it names who holds the thing from then on."""

    class Kind(models.TextChoices):
        HAND_OVER = "hand_over", _("berpindah")
        START = "start", _("mulai dihitung")
        PAUSE = "pause", _("berhenti dihitung")
        RESUME = "resume", _("dihitung lagi")
        RESTART = "restart", _("dihitung ulang dari awal")
        STOP = "stop", _("selesai")

    class Holder(models.TextChoices):
        APPLICANT = "applicant", _("pemohon")
        AGENCY = "agency", _("instansi")
        AGENCIES = "agencies", _("instansi yang dimintai rekomendasi")
        NOBODY = "nobody", _("selesai")

    class Reason(models.TextChoices):
        """The legal list of reasons to stop counting (handbook 2.4; OSS codes 41/42)."""

        REPAIR = "repair", _("perbaikan berkas oleh pemohon")
        CLARIFICATION = "clarification", _("konfirmasi persyaratan")
        PAYMENT = "payment", _("menunggu pembayaran")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    holder = models.CharField(max_length=10, choices=Holder.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=16, choices=Reason.choices, blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "id"]
        triggers = append_only()


APPLICANT = (ClockEvent.Holder.APPLICANT.value, None)


@dataclass(frozen=True)
class Reckoning:
    """What a ledger says at one moment. Amounts are working days (exact fractions).

    `counted`: days counted against the limit since the (re)start. `left`: limit minus counted, negative when late.
    `shares`: who held the thing meanwhile. Keys ("agency", id) and ("agencies", None) split `counted` between them;
    ("applicant", None) is the working time that the applicant held it, which never counts and survives a restart.
    `due_at`: when the limit is or was used up; None before the start, while paused and after the end.
    `day_number`: which day of the limit is running ("hari kerja ke-n"), 0 on day zero. `held_since`: when the present
    holder (with agency and role) got it.
    """

    counted: Fraction = Fraction(0)
    left: Fraction = Fraction(0)
    shares: dict[tuple[str, int | None], Fraction] = field(default_factory=dict)
    due_at: datetime | None = None
    day_number: int = 0
    is_running: bool = False
    is_paused: bool = False
    # How often it stopped since the (re)start, and how often the count began (1 after the start, 2 after one restart).
    pauses: int = 0
    counts: int = 0
    holder: str = ""
    agency_id: int | None = None
    role: str = ""
    held_since: datetime | None = None

    @property
    def applicant_days(self) -> Fraction:
        return self.shares.get(APPLICANT, Fraction(0))


def reckon(events: Iterable, calendar: WorkCalendar, limit_days: int, at: datetime) -> Reckoning:
    """Days, shares, deadline and holder at the moment `at`, from ledger entries (later ones are ignored).

    Days count from opening time of the working day after day zero (day 0 = day of receipt, handbook 2.4) of the `start`;
    `pause` stops them, `resume` goes on, `restart` begins anew with a day zero of its own, `stop` ends. Time that the
    applicant holds never counts. An entry out of place (a second start, a resume before any start) only hands over.
    Raises ValueError when `limit_days` < 1.
    """
    if limit_days < 1:
        raise ValueError("a limit is at least one working day")
    past = sorted(
        (event for event in events if event.at <= at), key=lambda event: (event.at, getattr(event, "id", None) or 0)
    )
    tally = _Tally(calendar, limit_days)
    for event in past:
        tally.work_until(event.at)
        tally.take(event)
    tally.work_until(at)
    return tally.reckoning(at)


class _Tally:
    """A ledger read from the first entry to the last; `work_until` lets time pass, `take` applies one entry."""

    def __init__(self, calendar: WorkCalendar, limit_days: int):
        self.calendar, self.limit = calendar, limit_days
        self.counted = Fraction(0)
        self.shares: dict[tuple[str, int | None], Fraction] = {}
        self.counts_from: datetime | None = None
        self.used_up_at: datetime | None = None
        self.is_running = False
        self.is_stopped = False
        self.is_paused = False
        self.pauses = self.counts = 0
        self.last: datetime | None = None
        self.holder = self.role = ""
        self.agency_id = self.held_since = None

    @property
    def key(self) -> tuple[str, int | None]:
        return (self.holder, self.agency_id if self.holder == ClockEvent.Holder.AGENCY else None)

    @property
    def is_counting(self) -> bool:
        return self.is_running and self.key != APPLICANT

    def work_until(self, moment: datetime):
        """Let the time from the last entry to `moment` pass."""
        if self.last is not None:
            if self.key == APPLICANT and not self.is_stopped:
                self._share(self.calendar.worked(self.last, moment))
            elif self.is_counting:
                self._count(max(self.last, self.counts_from), moment)
        self.last = moment

    def _count(self, start: datetime, end: datetime):
        amount = self.calendar.worked(start, end)
        if self.used_up_at is None and self.counted + amount >= self.limit:
            self.used_up_at = self.calendar.advance(start, self.limit - self.counted)
        self.counted += amount
        self._share(amount)

    def _share(self, amount: Fraction):
        self.shares[self.key] = self.shares.get(self.key, Fraction(0)) + amount

    def take(self, event):
        """Apply one entry: what it does to the counting, then who holds the thing."""
        kinds = ClockEvent.Kind
        if event.kind == kinds.RESTART or (event.kind == kinds.START and self.counts_from is None):
            self._begin(event.at)
        elif event.kind == kinds.PAUSE:
            self.is_running, self.is_paused = False, True
            # Paying is no question of the office: it does not use up the allowance of questions.
            self.pauses += getattr(event, "reason", "") != ClockEvent.Reason.PAYMENT
        elif event.kind == kinds.RESUME:
            self.is_running, self.is_paused = self.counts_from is not None and not self.is_stopped, False
        elif event.kind == kinds.STOP:
            self.is_running, self.is_stopped, self.is_paused = False, True, False
        if (event.holder, event.agency_id, event.role) != (
            self.holder,
            self.agency_id,
            self.role,
        ) or self.held_since is None:
            self.holder, self.agency_id, self.role, self.held_since = (
                event.holder,
                event.agency_id,
                event.role,
                event.at,
            )

    def _begin(self, moment: datetime):
        self.counts_from = self.calendar.counting_start(moment)
        self.counted, self.used_up_at = Fraction(0), None
        self.shares = {key: share for key, share in self.shares.items() if key == APPLICANT}
        self.is_running, self.is_stopped, self.is_paused = True, False, False
        self.pauses, self.counts = 0, self.counts + 1

    def reckoning(self, at: datetime) -> Reckoning:
        """The result, once time has passed up to `at`."""
        return Reckoning(
            counted=self.counted,
            left=self.limit - self.counted,
            shares=self.shares,
            due_at=self._due_at(),
            day_number=self._day_number(at),
            is_running=self.is_counting,
            is_paused=self.is_paused,
            pauses=self.pauses,
            counts=self.counts,
            holder=self.holder,
            agency_id=self.agency_id,
            role=self.role,
            held_since=self.held_since,
        )

    def _due_at(self) -> datetime | None:
        if not self.is_counting:
            return None
        return self.used_up_at or self.calendar.advance(max(self.last, self.counts_from), self.limit - self.counted)

    def _day_number(self, at: datetime) -> int:
        if self.counts_from is None:
            return 0
        today = self.calendar.local_date(at)
        is_office_day = self.calendar.is_working_day(today) and at < self.calendar.closing(today)
        if self.is_counting and is_office_day and today >= self.calendar.local_date(self.counts_from):
            return floor(self.counted) + 1
        return ceil(self.counted)
