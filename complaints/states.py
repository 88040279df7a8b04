"""What a complaint can become, on one screen, no side effects (handbook part 5). The picture in docs/ is drawn from it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransitionMixin, FSMField, transition


class ComplaintLifecycle(ConcurrentTransitionMixin, models.Model):
    """received → verified → routed → in progress → answered → closed; besides: waiting, reopened, passed on, merged."""

    class State(models.TextChoices):
        RECEIVED = "received", _("diterima")
        WAITING = "waiting", _("menunggu kelengkapan dari pelapor")
        VERIFIED = "verified", _("terverifikasi")
        ROUTED = "routed", _("didisposisikan")
        IN_PROGRESS = "in_progress", _("dalam proses")
        ANSWERED = "answered", _("dijawab – menunggu tanggapan pelapor")
        CLOSED = "closed", _("selesai")
        REOPENED = "reopened", _("dibuka kembali")
        PASSED_ON = "passed_on", _("diteruskan – bukan wewenang")
        MERGED = "merged", _("digabung dengan pengaduan lain")

    ENDS = (State.CLOSED, State.PASSED_ON, State.MERGED)
    AT_DESK = (State.RECEIVED, State.VERIFIED, State.REOPENED)
    AT_UNIT = (State.ROUTED, State.IN_PROGRESS)
    OPEN = (
        State.RECEIVED,
        State.WAITING,
        State.VERIFIED,
        State.ROUTED,
        State.IN_PROGRESS,
        State.ANSWERED,
        State.REOPENED,
    )

    state = FSMField(_("keadaan"), default=State.RECEIVED, choices=State.choices, editable=False, db_index=False)

    class Meta:
        abstract = True

    @transition(state, State.RECEIVED, State.VERIFIED)
    def verify(self):
        """The complaint desk read it: its kind, its place and whom it is about are settled."""

    @transition(state, [State.RECEIVED, State.VERIFIED, State.ROUTED, State.IN_PROGRESS, State.REOPENED], State.WAITING)
    def ask_reporter(self):
        """Something is missing; the reporter is asked, the days stop."""

    @transition(state, State.WAITING, State.RECEIVED, conditions=[lambda it: it.verified_at is None])
    def take_reply_unverified(self):
        """The reporter answered before the desk had verified."""

    @transition(state, State.WAITING, State.VERIFIED, conditions=[lambda it: it.verified_at and it.routed_at is None])
    def take_reply_verified(self):
        """The reporter answered; the desk goes on."""

    @transition(state, State.WAITING, State.IN_PROGRESS, conditions=[lambda it: it.routed_at is not None])
    def take_reply_routed(self):
        """The reporter answered; the unit goes on."""

    @transition(state, [State.VERIFIED, State.ROUTED, State.IN_PROGRESS, State.REOPENED], State.ROUTED)
    def route(self):
        """To the unit that can answer, or to another one."""

    @transition(state, [State.ROUTED, State.IN_PROGRESS], State.VERIFIED)
    def hand_back(self):
        """Not this unit's authority; the desk routes it anew."""

    @transition(state, State.ROUTED, State.IN_PROGRESS)
    def take_up(self):
        """The unit works on it."""

    @transition(state, [State.VERIFIED, State.ROUTED, State.IN_PROGRESS, State.REOPENED], State.ANSWERED)
    def answer(self):
        """The reporter has an answer; its days are over."""

    @transition(state, State.ANSWERED, State.CLOSED)
    def close(self):
        """The reporter is content, or was silent for the time that the rule gives."""

    @transition(state, State.WAITING, State.CLOSED)
    def close_unanswered(self):
        """The reporter never sent what was asked for."""

    @transition(state, [State.ANSWERED, State.CLOSED], State.REOPENED, conditions=[lambda it: it.reopened_at is None])
    def reopen(self):
        """The reporter is not content; once."""

    @transition(state, [State.RECEIVED, State.VERIFIED, State.ROUTED, State.IN_PROGRESS], State.PASSED_ON)
    def pass_on(self):
        """Not our authority; the reporter is told whose it is."""

    @transition(state, [State.RECEIVED, State.VERIFIED, State.ROUTED, State.IN_PROGRESS], State.MERGED)
    def merge(self):
        """A duplicate: goes on as another complaint."""
