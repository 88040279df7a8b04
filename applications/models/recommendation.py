import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications.models.application import Application
from applications.queries import AnswerLinkQuerySet, RecommendationQuerySet
from applications.states import RecommendationLifecycle
from ptsp_portal.lib.lifecycle import guards, never_deleted, never_rewritten
from ptsp_portal.lib.moment import now

OPEN = Q(state__in=RecommendationLifecycle.OPEN)


class Recommendation(RecommendationLifecycle):
    """One agency's technical opinion on one application (rekomendasi / pertimbangan teknis); addressed to the organisation."""

    class Verdict(models.TextChoices):
        FAVOURABLE = "favourable", _("Setuju")
        CONDITIONAL = "conditional", _("Setuju dengan syarat")
        UNFAVOURABLE = "unfavourable", _("Tidak setuju")
        NOT_APPLICABLE = "not_applicable", _("Bukan kewenangan / tidak terkait")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="recommendations")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="recommendations")
    # Two codes of a stage that give one agency make one request (product.md).
    codes = ArrayField(models.CharField(max_length=20))
    stage = models.PositiveSmallIntegerField()
    is_required = models.BooleanField(default=True)
    days = models.PositiveSmallIntegerField()
    requested_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    verdict = models.CharField(max_length=16, choices=Verdict.choices, blank=True)
    reasons = models.TextField(blank=True)
    conditions = models.JSONField(default=list, blank=True)
    # Asked late, or again: the reason, and the answer that this one replaces. An answer once given is kept.
    is_current = models.BooleanField(default=True)
    asked_again_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="asked_again")
    reason_asked = models.TextField(blank=True)
    withdrawal_reason = models.TextField(blank=True)
    # Inside the agency: who works on it, and the sub-unit that it was handed to.
    assigned_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    assigned_at = models.DateTimeField(null=True, blank=True)
    unit = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="delegated_recommendations")
    unit_note = models.TextField(blank=True)
    extended_days = models.PositiveSmallIntegerField(default=0)  # contained in `days`
    extension_reason = models.TextField(blank=True)
    # An answer that waits for the agency's head: {"verdict", "reasons", "conditions"}; with "returned" (the head's note) it
    # waits no longer and is only what the next form starts with.
    proposal = models.JSONField(null=True, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    # Who answered by a signed link, without an account: name and position as typed.
    answered_as = models.CharField(max_length=200, blank=True)
    deemed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    # {fact: fingerprint} of what the opinion relied on when it was given (applications/facts.py).
    facts = models.JSONField(default=dict, blank=True)
    # A cache of ledger.read_came_back: asked again, refused by the agency's own head, or answered by the applicant.
    came_back = models.BooleanField(default=False, db_default=False)
    # A stale answer form is refused: the form carries the version that it was drawn from.
    version = models.PositiveIntegerField(default=0)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("rekomendasi")
        verbose_name_plural = _("rekomendasi")
        ordering = ["stage", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "agency"],
                condition=OPEN,
                name="one_open_recommendation_per_agency",
            ),
            models.CheckConstraint(
                condition=~Q(state="given") | ~Q(verdict=""), name="given_recommendation_has_verdict"
            ),
            models.CheckConstraint(
                condition=~Q(verdict__in=["conditional", "unfavourable"]) | ~Q(reasons=""),
                name="reserved_verdict_has_reasons",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "due_at", "id"], name="agency_queue"),
            models.Index(fields=["unit", "state", "due_at", "id"], condition=Q(unit__isnull=False), name="unit_queue"),
            # What is few among very many open requests: came back, or lies with the agency's head.
            models.Index(
                fields=["agency", "due_at", "id"], condition=OPEN & Q(came_back=True), name="came_back_to_agency"
            ),
            models.Index(
                fields=["agency", "due_at", "id"], condition=OPEN & Q(proposal__isnull=False), name="with_agency_head"
            ),
            # The newest files that an agency or a sub-unit was asked about: where its search begins.
            models.Index(fields=["agency", "-application"], name="agency_files"),
            models.Index(fields=["unit", "-application"], condition=Q(unit__isnull=False), name="unit_files"),
            models.Index(fields=["due_at"], condition=OPEN, name="request_can_be_late"),
        ]
        triggers = [
            *guards(RecommendationLifecycle, "requested"),
            never_rewritten(
                "verdict",
                "reasons",
                "conditions",
                "given_by_id",
                "answered_as",
                "approved_by_id",
                "closed_at",
                when="OLD.\"state\" = 'given'",
            ),
        ]

    @property
    def awaits_head(self) -> bool:
        """An answer is written, and the agency's head has not looked at it yet."""
        return bool(self.proposal) and "returned" not in self.proposal and self.state in self.OPEN

    @property
    def needs_head(self) -> bool:
        """The standard lets the agency's head approve what its officers answer."""
        return bool(set(self.codes) & set(self.application.standard.agency_head_approves))


class Condition(models.Model):
    """One condition of one answer, followed from the agency's words to the permit's (rule: accepted one by one)."""

    class Result(models.TextChoices):
        OPEN = "open", _("belum diputuskan")
        ACCEPTED = "accepted", _("diterima")
        REWORDED = "reworded", _("diterima dengan perubahan kata")
        DECLINED = "declined", _("tidak dimuat")

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="condition_rows")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    result = models.CharField(max_length=8, choices=Result.choices, default=Result.OPEN)
    wording = models.TextField(blank=True)  # as it stands in the permit, when reworded
    note = models.TextField(blank=True)  # why it was declined
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["recommendation_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "position"], name="one_condition_per_position"),
            models.CheckConstraint(condition=~Q(result="declined") | ~Q(note=""), name="declining_gives_a_reason"),
            models.CheckConstraint(condition=~Q(result="reworded") | ~Q(wording=""), name="rewording_has_words"),
        ]
        triggers = [never_rewritten("recommendation_id", "position", "text"), *never_deleted()]

    @property
    def permit_text(self) -> str:
        """The words that go into the permit; "" for a condition that is not taken over."""
        return {"accepted": self.text, "reworded": self.wording}.get(self.result, "")


class AnswerLink(models.Model):
    """A signed link by which an agency answers without an account: bound to the agency's own address, for a limited time."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="answer_links")
    address = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, blank=True)  # the step-up code that was mailed last
    code_sent_at = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)

    objects = AnswerLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
