from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.clock import ClockEvent
from applications.models.application import Application
from applications.models.recommendation import Recommendation
from ptsp_portal.lib.lifecycle import append_only
from ptsp_portal.lib.moment import now


class ApplicationClockEvent(ClockEvent):
    """The file's ledger: begins at submission; days count only between start and stop."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="clock_events")
    # What the head wrote when the count began anew; the applicant reads it.
    words = models.TextField(blank=True, default="", db_default="")

    class Meta(ClockEvent.Meta):
        indexes = [models.Index(fields=["application", "at", "id"], name="file_ledger")]


class RecommendationClockEvent(ClockEvent):
    """One recommendation's ledger: begins at the request."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="clock_events")

    class Meta(ClockEvent.Meta):
        indexes = [models.Index(fields=["recommendation", "at", "id"], name="recommendation_ledger")]


class DeadlineWarning(models.Model):
    """One rung of the warning ladder that was climbed: written once per file or request, rung and count, however often the
    sweep looks. `count` is how often the clock had begun by then: a restart makes the ladder free again."""

    class Rung(models.TextChoices):
        DESK = "desk", _("meja")
        SUPERIOR = "superior", _("atasan")
        HEAD = "head", _("kepala")
        SECRETARY = "secretary", _("sekretaris daerah")

    application = models.ForeignKey(Application, models.PROTECT, related_name="deadline_warnings")
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, null=True, blank=True, related_name="deadline_warnings"
    )
    rung = models.CharField(max_length=9, choices=Rung.choices)
    count = models.PositiveSmallIntegerField(default=1)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(default=now)
    told = models.PositiveSmallIntegerField(default=0)  # how many people

    class Meta:
        ordering = ["sent_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "recommendation", "rung", "count"],
                nulls_distinct=False,
                name="one_warning_per_rung",
            )
        ]
        triggers = append_only()
