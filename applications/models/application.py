import uuid
from datetime import date

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.clock import ClockEvent
from agencies.models import Agency, Business, Person
from applications.models.permit_type import PermitType
from applications.models.service_standard import ServiceStandard
from applications.outcomes import ON_THE_SAME_PERMIT, REPLACING, outcome_of
from applications.queries import ApplicationQuerySet
from applications.states import STATE_WORDS, ApplicationLifecycle
from ptsp_portal.lib.crypto import SealedTextField
from ptsp_portal.lib.lifecycle import guards, never_rewritten
from ptsp_portal.lib.moment import now

# As `open()` says it, so that an index of open files fits.
OPEN = Q(closed_at__isnull=True, submitted_at__isnull=False)


class Application(ApplicationLifecycle):
    """One filing (permohonan). Its row is the lock for everything under it.

    `holder*`, `held_since` and `due_at` are caches of the clock ledger, rewritten by the action that writes the event;
    `promised_on` (on the receipt) never changes. `change_count` grows with every act, so a page knows whether it is stale.
    """

    class Kind(models.TextChoices):
        NEW = "new", _("baru")
        RENEWAL = "renewal", _("perpanjangan")
        AMENDMENT = "amendment", _("perubahan")
        DUPLICATE = "duplicate", _("salinan")
        CLOSURE = "closure", _("penutupan")

    class Cause(models.TextChoices):
        LOST = "lost", _("hilang")
        DAMAGED = "damaged", _("rusak")

    class Channel(models.TextChoices):
        WEB = "web", _("daring oleh pemohon")
        COUNTER = "counter", _("dibantu di loket")
        VILLAGE = "village", _("dibantu di kelurahan, desa, atau kecamatan")
        MOBILE = "mobile", _("jemput bola")
        PAPER = "paper", _("buku register darurat")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Agency, models.PROTECT, related_name="applications")
    permit_type = models.ForeignKey(PermitType, models.PROTECT, related_name="applications")
    standard = models.ForeignKey(ServiceStandard, models.PROTECT, related_name="applications")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.NEW)
    # The permit that a renewal, an amendment, a duplicate or a closure is about.
    of_permit = models.ForeignKey(
        "applications.Permit", models.PROTECT, null=True, blank=True, related_name="later_filings"
    )
    # Started together with others from a guide.
    bundle = models.ForeignKey("applications.Bundle", models.PROTECT, null=True, blank=True, related_name="filings")
    # Of a duplicate: why. And in the holder's words why the permit is changed, copied or closed.
    cause = models.CharField(max_length=10, choices=Cause.choices, blank=True, default="", db_default="")
    cause_words = models.TextField(blank=True, default="", db_default="")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.WEB, db_default=Channel.WEB)
    # Whose officer files it on behalf of the person, until it is handed over to an account (`filed_by` is then that officer).
    assisting_agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="assisted_filings")

    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="filed_applications")
    person = models.ForeignKey(Person, models.PROTECT, related_name="applications")
    business = models.ForeignKey(Business, models.PROTECT, null=True, blank=True, related_name="applications")
    # As it stood when submitted, so that a permit prints what was filed: name, identity (sealed), address, region.
    holder_name = models.CharField(max_length=160, blank=True)
    holder_identity = SealedTextField(blank=True)
    holder_address = models.CharField(max_length=400, blank=True)

    answers = models.JSONField(default=dict, blank=True)
    reference = models.CharField(max_length=12, unique=True, null=True, blank=True)
    registration_number = models.CharField(max_length=40, unique=True, null=True, blank=True)
    tracking_secret = SealedTextField(blank=True)

    created_at = models.DateTimeField(default=now, editable=False)
    changed_at = models.DateTimeField(default=now, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    registered_at = models.DateTimeField(null=True, blank=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    promised_on = models.DateField(null=True, blank=True)

    holder = models.CharField(max_length=10, choices=ClockEvent.Holder.choices, default=ClockEvent.Holder.APPLICANT)
    holder_agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    holder_role = models.CharField(max_length=20, blank=True)
    held_since = models.DateTimeField(default=now)
    due_at = models.DateTimeField(null=True, blank=True)
    # The present desk had it before and got it back: from the applicant, or from a later desk that sent it back.
    came_back = models.BooleanField(default=False, db_default=False)
    # Since when the applicant's words in the conversation wait for an answer of the office.
    unanswered_since = models.DateTimeField(null=True, blank=True)

    # Where it is about, for "same place" and for the search; written when the file is sent.
    place_code = models.CharField(max_length=13, blank=True)
    place_words = models.CharField(max_length=200, blank=True)
    search_text = models.TextField(blank=True)
    search = models.GeneratedField(
        expression=SearchVector("search_text", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    stage = models.PositiveSmallIntegerField(default=0)
    answers_requested = models.PositiveSmallIntegerField(default=0)
    answers_received = models.PositiveSmallIntegerField(default=0)
    times_returned = models.PositiveSmallIntegerField(default=0)
    change_count = models.PositiveIntegerField(default=0)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("permohonan")
        verbose_name_plural = _("permohonan")
        constraints = [
            models.CheckConstraint(
                condition=Q(registration_number__isnull=False, promised_on__isnull=False, registered_at__isnull=False)
                | ~Q(state__in=["registered", "recommendation", "drafting", "signing", "issued", "rejected"]),
                name="registered_files_have_number_and_promise",
            ),
            models.CheckConstraint(
                condition=Q(answers_received__lte=F("answers_requested")), name="no_more_answers_than_requests"
            ),
            # Drafts may lie side by side; the second one that is sent is refused.
            models.UniqueConstraint(fields=["of_permit"], condition=OPEN, name="one_running_filing_per_permit"),
            models.CheckConstraint(
                condition=Q(kind="new") | Q(of_permit__isnull=False), name="later_filings_name_their_permit"
            ),
        ]
        indexes = [
            # A desk's queue: oldest deadline first, paged by key (files without a deadline last).
            models.Index(fields=["office", "state", "due_at", "id"], name="desk_queue"),
            # The same for open files only, by what a desk holds, by service, and all of them: each chip of a queue is one range.
            models.Index(fields=["office", "due_at", "id"], condition=OPEN, name="open_at_office"),
            models.Index(
                fields=["office", "holder", "holder_role", "due_at", "id"], condition=OPEN, name="held_at_office"
            ),
            models.Index(
                fields=["office", "permit_type", "holder", "holder_role", "due_at", "id"],
                condition=OPEN,
                name="service_queue",
            ),
            models.Index(
                fields=["office", "holder_role", "due_at", "id"],
                condition=OPEN & Q(came_back=True),
                name="came_back_to_desk",
            ),
            models.Index(
                fields=["office", "unanswered_since", "id"],
                condition=OPEN & Q(unanswered_since__isnull=False),
                name="unanswered_at_office",
            ),
            models.Index(fields=["office", "-id"], name="office_files"),
            models.Index(fields=["holder_agency", "due_at"], condition=Q(closed_at__isnull=True), name="held_by"),
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="can_still_be_late"),
            models.Index(fields=["filed_by", "-id"], name="my_files"),
            models.Index(fields=["person", "-id"], name="person_files"),
            models.Index(fields=["place_code", "place_words", "-id"], condition=~Q(place_code=""), name="place_files"),
            GinIndex(fields=["search"], name="file_search"),
            models.Index(
                fields=["assisting_agency", "-id"],
                condition=Q(assisting_agency__isnull=False),
                name="assisted_files",
            ),
            models.Index(fields=["business", "-id"], condition=Q(business__isnull=False), name="business_files"),
        ]
        triggers = [
            # What stands on the receipt in the applicant's hands.
            never_rewritten(
                "registration_number", "promised_on", "registered_at", when='OLD."registration_number" IS NOT NULL'
            ),
            *guards(ApplicationLifecycle, "draft"),
        ]

    def __str__(self):
        return self.registration_number or self.reference or str(self.uuid)

    @property
    def staff_label(self):
        return self.outcome.staff if self.state == self.State.ISSUED else STATE_WORDS[self.state][0]

    @property
    def applicant_label(self):
        return self.outcome.applicant if self.state == self.State.ISSUED else STATE_WORDS[self.state][1]

    @property
    def outcome(self):
        """What it ends in, in words."""
        return outcome_of(self.kind)

    @property
    def makes_a_permit(self) -> bool:
        """False for a duplicate and a closure: the head's act is on the permit that there is (`issued_permit`)."""
        return self.kind not in ON_THE_SAME_PERMIT

    @property
    def issued_permit(self):
        """The permit that an issued file ended in: its own; of a duplicate and a closure the one that they are about. Else None."""
        if self.state != self.State.ISSUED:
            return None
        return self.permit if self.makes_a_permit else self.of_permit

    @property
    def has_fee(self) -> bool:
        """The standard's levy is for a permit; a copy and a closure cost nothing."""
        return self.standard.has_fee and self.makes_a_permit

    @property
    def replaces_a_permit(self) -> bool:
        return self.kind in REPLACING

    @property
    def stages(self) -> list[list[str]]:
        """The codes asked in each stage. Nobody has an opinion on a copy or a closure: they go straight to drafting."""
        return self.standard.stages if self.makes_a_permit else []

    @property
    def requirements(self) -> list[dict]:
        """The papers that this filing must or may bring; once it was sent, those of the day on which it was."""
        day = self.filing_day if self.standard.retirements.get("requirements") else None
        return self.standard.requirements_for(self.kind, self.cause, day)

    @property
    def filing_day(self) -> date:
        """The office's day on which it was sent; today, as long as it was not."""
        return self.office.region.local_date(self.submitted_at or now())


class ReturnNotice(models.Model):
    """One return of a file to the applicant: one itemised list, who wrote it and when it was answered (handbook 2.6)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="return_notices")
    # [{"on": "document"|"field"|"other", "code": requirement or field code, "note": what to repair}]
    items = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(answered_at__isnull=True), name="one_open_return_notice"
            )
        ]
        indexes = [models.Index(fields=["at"], condition=Q(answered_at__isnull=True), name="returns_not_answered")]


class FieldCheck(models.Model):
    """What the verifier found about one answer: fits or not, with a note (verification per field)."""

    class Result(models.TextChoices):
        FIT = "fit", _("sesuai")
        UNFIT = "unfit", _("perlu diperbaiki")

    application = models.ForeignKey(Application, models.PROTECT, related_name="field_checks")
    field_code = models.CharField(max_length=60)
    result = models.CharField(max_length=5, choices=Result.choices)
    note = models.CharField(max_length=500, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "field_code"], name="one_check_per_field"),
            models.CheckConstraint(condition=~Q(result="unfit") | ~Q(note=""), name="unfit_field_has_a_note"),
        ]
