import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications.models.application import Application
from applications.queries import RecommendationQuerySet
from applications.states import RecommendationLifecycle
from ptsp_portal.lib.lifecycle import guards, never_rewritten
from ptsp_portal.lib.moment import now


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
                condition=Q(state__in=["requested", "acknowledged"]),
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
        indexes = [models.Index(fields=["agency", "state", "due_at", "id"], name="agency_queue")]
        triggers = [
            *guards(RecommendationLifecycle, "requested"),
            never_rewritten(
                "verdict", "reasons", "conditions", "given_by_id", "closed_at", when="OLD.\"state\" = 'given'"
            ),
        ]
