"""What a file and a recommendation can become: each lifecycle on one screen, no side effects.

A transition sets fields of its own row and nothing else. The picture in docs/ is drawn from these declarations, and so are
the database triggers. Labels: handbook 2.3 (staff word; the applicant's plain words stand beside it; OSS code).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransitionMixin, FSMField, transition

STATE_WORDS = {  # state: (label for staff, plain words for the applicant, OSS status code or "")
    "draft": (_("Draf"), _("Belum dikirim"), ""),
    "submitted": (_("Diajukan – menunggu pemeriksaan loket"), _("Menunggu diperiksa"), "09"),
    "returned": (_("Dikembalikan – berkas belum lengkap"), _("Anda perlu melengkapi berkas"), "11"),
    "registered": (_("Terdaftar – verifikasi substansi"), _("Sudah diterima, sedang diperiksa"), "10"),
    "recommendation": (_("Pertimbangan teknis OPD"), _("Menunggu pertimbangan dinas"), "20"),
    "drafting": (_("Penyusunan keputusan"), _("Keputusan sedang disusun"), "45"),
    "signing": (_("Menunggu tanda tangan kepala"), _("Menunggu tanda tangan"), "20"),
    "issued": (_("Terbit"), _("Selesai – izin terbit"), "50"),
    "rejected": (_("Ditolak"), _("Ditolak, lihat alasannya dan cara keberatan"), "90"),
    "withdrawn": (_("Ditarik pemohon"), _("Anda batalkan"), ""),
    "lapsed": (_("Gugur"), _("Ditutup karena tidak dilengkapi"), "90"),
}


class ApplicationLifecycle(ConcurrentTransitionMixin, models.Model):
    """draft → submitted ⇄ returned → registered → recommendation → drafting → signing → issued; ends besides."""

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        RETURNED = "returned"
        REGISTERED = "registered"
        RECOMMENDATION = "recommendation"
        DRAFTING = "drafting"
        SIGNING = "signing"
        ISSUED = "issued"
        REJECTED = "rejected"
        WITHDRAWN = "withdrawn"
        LAPSED = "lapsed"

    ENDS = (State.ISSUED, State.REJECTED, State.WITHDRAWN, State.LAPSED)
    AT_OFFICE = (State.SUBMITTED, State.REGISTERED, State.RECOMMENDATION, State.DRAFTING, State.SIGNING)
    UNDECIDED = (State.DRAFT, State.RETURNED, *AT_OFFICE)

    # Not protected=True: the guard is in the database (reliability 3.1).
    state = FSMField(_("keadaan"), default=State.DRAFT, choices=State.choices, editable=False, db_index=False)

    class Meta:
        abstract = True

    @transition(state, State.DRAFT, State.SUBMITTED)
    def submit(self):
        """The applicant sends the complete file."""

    @transition(state, State.SUBMITTED, State.RETURNED)
    def return_unregistered(self):
        """The counter sends the file back with an itemised list, before it has a number."""

    @transition(state, State.REGISTERED, State.RETURNED)
    def return_registered(self):
        """The verifier sends a registered file back; its number and its promised date stay."""

    @transition(state, State.RETURNED, State.SUBMITTED, conditions=[lambda file: not file.registration_number])
    def resubmit_unregistered(self):
        """The applicant sends the repaired file to the counter again."""

    @transition(state, State.RETURNED, State.REGISTERED, conditions=[lambda file: bool(file.registration_number)])
    def resubmit_registered(self):
        """The applicant sends a repaired, already registered file straight back to the verifier."""

    @transition(state, State.SUBMITTED, State.REGISTERED)
    def register(self):
        """The counter found the file complete; number and receipt."""

    @transition(state, State.REGISTERED, State.RECOMMENDATION)
    def ask_agencies(self):
        """The verifier found the substance right; the agencies of stage 1 are asked."""

    @transition(state, State.REGISTERED, State.DRAFTING)
    def skip_agencies(self):
        """The verifier found the substance right and the standard has no stage."""

    @transition(state, [State.DRAFTING, State.SIGNING], State.RECOMMENDATION)
    def reopen_recommendations(self):
        """An agency is asked late, or asked again after a fact changed or the decision was sent back to it."""

    @transition(state, State.RECOMMENDATION, State.DRAFTING)
    def finish_recommendations(self):
        """The last required answer is in."""

    @transition(state, State.DRAFTING, State.SIGNING)
    def finish_draft(self):
        """Drafted and endorsed by every role on the standard's list."""

    @transition(state, State.SIGNING, State.DRAFTING)
    def redraft(self):
        """The head sends the draft back with a reason: to its writer or to an earlier endorser."""

    @transition(state, State.SIGNING, State.ISSUED)
    def issue(self):
        """The head signs the permit."""

    @transition(state, [State.REGISTERED, State.RECOMMENDATION, State.DRAFTING, State.SIGNING], State.ISSUED)
    def deem(self):
        """The head states that the limit passed without a decision, where the standard counts silence as consent."""

    @transition(state, State.SIGNING, State.REJECTED)
    def reject(self):
        """The head signs the refusal."""

    @transition(state, State.REJECTED, State.DRAFTING)
    def reopen_after_objection(self):
        """The head granted the applicant's objection: the refusal is annulled and the decision is drafted anew."""

    @transition(
        state,
        [
            State.DRAFT,
            State.SUBMITTED,
            State.RETURNED,
            State.REGISTERED,
            State.RECOMMENDATION,
            State.DRAFTING,
            State.SIGNING,
        ],
        State.WITHDRAWN,
    )
    def withdraw(self):
        """The applicant takes the file back, any time before the head's act."""

    @transition(state, [State.RETURNED, State.REGISTERED, State.RECOMMENDATION, State.DRAFTING], State.LAPSED)
    def lapse(self):
        """Not repaired, or a clarification not answered, within the standard's limit and after two reminders."""


class RecommendationLifecycle(ConcurrentTransitionMixin, models.Model):
    """requested → acknowledged → given; besides: withdrawn by the office, deemed on silence where the standard allows."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("diminta")
        ACKNOWLEDGED = "acknowledged", _("diterima dinas")
        GIVEN = "given", _("dijawab")
        WITHDRAWN = "withdrawn", _("ditarik")
        DEEMED = "deemed", _("dianggap setuju")

    OPEN = (State.REQUESTED, State.ACKNOWLEDGED)

    state = FSMField(_("keadaan"), default=State.REQUESTED, choices=State.choices, editable=False, db_index=False)

    class Meta:
        abstract = True

    @transition(state, State.REQUESTED, State.ACKNOWLEDGED)
    def acknowledge(self):
        """The agency confirms that it has the request."""

    @transition(state, [State.REQUESTED, State.ACKNOWLEDGED], State.GIVEN)
    def give(self):
        """The agency answers; an answer once given is kept."""

    @transition(state, [State.REQUESTED, State.ACKNOWLEDGED], State.WITHDRAWN)
    def withdraw(self):
        """No longer asked."""

    @transition(state, [State.REQUESTED, State.ACKNOWLEDGED], State.DEEMED)
    def deem(self):
        """Silence, where the standard allows it."""


class InspectionLifecycle(ConcurrentTransitionMixin, models.Model):
    """proposed → agreed → reported → signed; besides: cancelled. A field visit (peninjauan lapangan) and its minutes (BAP).

    Another day after the consent is another visit: the letter of the first one (surat tugas) names its day and never changes.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("jadwal diusulkan")
        AGREED = "agreed", _("jadwal disetujui")
        REPORTED = "reported", _("BAP menunggu tanda tangan")
        SIGNED = "signed", _("BAP ditandatangani")
        CANCELLED = "cancelled", _("dibatalkan")

    OPEN = (State.PROPOSED, State.AGREED, State.REPORTED)

    state = FSMField(_("keadaan"), default=State.PROPOSED, choices=State.choices, editable=False, db_index=False)

    class Meta:
        abstract = True

    @transition(state, State.PROPOSED, State.AGREED)
    def agree(self):
        """The applicant consents to the day."""

    @transition(state, State.AGREED, State.REPORTED)
    def report(self):
        """The team was there; the minutes are written and wait for the signatures."""

    @transition(state, State.REPORTED, State.AGREED)
    def reopen(self):
        """The minutes are corrected before everybody has signed; the signatures given are void."""

    @transition(state, State.REPORTED, State.SIGNED)
    def finish(self):
        """The team and the applicant have signed the minutes."""

    @transition(state, [State.PROPOSED, State.AGREED, State.REPORTED], State.CANCELLED)
    def cancel(self):
        """The visit does not take place, or its minutes are given up."""


class PermitLifecycle(ConcurrentTransitionMixin, models.Model):
    """active ⇄ suspended → revoked; besides: superseded by a newer permit, closed at the holder's wish.

    Expiry is no step: it follows from `valid_until` and the calendar (`Permit.live_status`).
    """

    class Status(models.TextChoices):
        ACTIVE = "active", _("berlaku")
        SUSPENDED = "suspended", _("dibekukan")
        REVOKED = "revoked", _("dicabut")
        SUPERSEDED = "superseded", _("diganti")
        CLOSED = "closed", _("ditutup atas permintaan pemegang")

    status = FSMField(_("status"), default=Status.ACTIVE, choices=Status.choices, editable=False, db_index=False)

    class Meta:
        abstract = True

    @transition(status, Status.ACTIVE, Status.SUSPENDED)
    def suspend(self):
        """The office takes the permit out of force for a time (pembekuan)."""

    @transition(status, Status.SUSPENDED, Status.ACTIVE)
    def reinstate(self):
        """The suspension is lifted."""

    @transition(status, [Status.ACTIVE, Status.SUSPENDED], Status.REVOKED)
    def revoke(self):
        """The office takes the permit away (pencabutan)."""

    @transition(status, Status.ACTIVE, Status.SUPERSEDED)
    def supersede(self):
        """A renewal or an amendment was issued in its place."""

    @transition(status, Status.ACTIVE, Status.CLOSED)
    def close(self):
        """The holder gives the permit up (penutupan)."""


class StandardLifecycle(models.Model):
    """draft ⇄ reviewed → published → superseded. From `published` on nothing in it changes (product.md, rule 4)."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draf")
        REVIEWED = "reviewed", _("diperiksa")
        PUBLISHED = "published", _("ditetapkan")
        SUPERSEDED = "superseded", _("diganti")

    status = FSMField(_("status"), default=Status.DRAFT, choices=Status.choices, editable=False, db_index=False)

    class Meta:
        abstract = True

    @transition(status, Status.DRAFT, Status.REVIEWED)
    def review(self):
        """Somebody who did not write it found nothing missing; its content is settled."""

    @transition(status, Status.REVIEWED, Status.DRAFT)
    def rework(self):
        """It goes back to its writers."""

    @transition(status, Status.REVIEWED, Status.PUBLISHED)
    def publish(self):
        """The head, who did not write it, puts it in force from a date."""

    @transition(status, Status.PUBLISHED, Status.SUPERSEDED)
    def supersede(self):
        """A later version is in force."""
