from django.db import models

from agencies.clock import ClockEvent
from applications.models.application import Application
from applications.models.recommendation import Recommendation


class ApplicationClockEvent(ClockEvent):
    """The file's ledger: begins at submission; days count only between start and stop."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="clock_events")

    class Meta(ClockEvent.Meta):
        indexes = [models.Index(fields=["application", "at", "id"], name="file_ledger")]


class RecommendationClockEvent(ClockEvent):
    """One recommendation's ledger: begins at the request."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="clock_events")

    class Meta(ClockEvent.Meta):
        indexes = [models.Index(fields=["recommendation", "at", "id"], name="recommendation_ledger")]
