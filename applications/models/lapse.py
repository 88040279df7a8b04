from django.db import models
from django.db.models import Q

from applications.models.application import Application, ReturnNotice
from applications.models.clarification import Clarification
from ptsp_portal.lib.lifecycle import append_only
from ptsp_portal.lib.moment import now


class LapseReminder(models.Model):
    """A reminder that a return or a clarification waits for the applicant: two before the file lapses, each sent once.

    `last_day` is the day that the applicant was told: until its end an answer counts, whatever the sweep missed.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="lapse_reminders")
    return_notice = models.ForeignKey(ReturnNotice, models.PROTECT, null=True, blank=True, related_name="reminders")
    clarification = models.ForeignKey(Clarification, models.PROTECT, null=True, blank=True, related_name="reminders")
    step = models.PositiveSmallIntegerField()
    last_day = models.DateField()
    sent_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["sent_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["return_notice", "step"], name="return_reminded_once_per_step"),
            models.UniqueConstraint(fields=["clarification", "step"], name="clarification_reminded_once_per_step"),
            models.CheckConstraint(
                condition=Q(return_notice__isnull=False, clarification__isnull=True)
                | Q(return_notice__isnull=True, clarification__isnull=False),
                name="a_reminder_is_about_one_thing",
            ),
            models.CheckConstraint(condition=Q(step__in=[1, 2]), name="two_reminders"),
        ]
        triggers = append_only()
