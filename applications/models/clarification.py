"""Asking the applicant: questions as verifier and agencies write them, merged into one list, answered item by item."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications.models.application import Application
from applications.models.recommendation import Recommendation
from applications.queries import ClarificationQuerySet, QuestionQuerySet
from ptsp_portal.lib.lifecycle import append_only, never_deleted
from ptsp_portal.lib.moment import now


class On(models.TextChoices):
    """What a question is about."""

    DOCUMENT = "document", _("dokumen")
    FIELD = "field", _("isian")
    OTHER = "other", _("hal lain")


class Clarification(models.Model):
    """One consolidated request to the applicant (konfirmasi persyaratan, OSS 41). The clock stops from `sent_at` to `answered_at`.

    Beyond the standard's allowance, or with less than two working days left, it waits for the superior's consent first.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="clarifications")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)
    needs_consent = models.BooleanField(default=False)
    reason_beyond = models.TextField(blank=True)  # why it is needed although the allowance is used up
    consented_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    consent_note = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # Refused by the superior, or the file ended: nobody waits for it any more.
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = ClarificationQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(answered_at__isnull=True, cancelled_at__isnull=True),
                name="one_open_clarification",
            ),
            models.CheckConstraint(
                condition=Q(needs_consent=False) | Q(sent_at__isnull=True) | Q(consented_by__isnull=False),
                name="beyond_the_allowance_only_with_consent",
            ),
        ]
        indexes = [
            models.Index(
                fields=["sent_at"],
                condition=Q(sent_at__isnull=False, answered_at__isnull=True, cancelled_at__isnull=True),
                name="clarifications_not_answered",
            )
        ]
        triggers = never_deleted()


class ClarificationItem(models.Model):
    """One thing that the applicant is asked, whoever asked it; and the answer."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clarification = models.ForeignKey(Clarification, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    on = models.CharField(max_length=8, choices=On.choices)
    code = models.CharField(max_length=60, blank=True)
    answer = models.TextField(blank=True)
    # The field's new answer in stored form (secrets sealed); written into the file when the whole list is sent.
    has_new_value = models.BooleanField(default=False)
    new_value = models.JSONField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["clarification", "position"], name="one_item_per_position")]
        triggers = never_deleted()


class Question(models.Model):
    """An open question of the verifier or of an agency; it reaches the applicant as part of one merged item."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="questions")
    # Empty for the issuing office's own question.
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, null=True, blank=True, related_name="questions")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    on = models.CharField(max_length=8, choices=On.choices)
    code = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    item = models.ForeignKey(ClarificationItem, models.PROTECT, null=True, blank=True, related_name="questions")
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        triggers = never_deleted()


class ThreadMessage(models.Model):
    """The conversation on a file between applicant and office: written once, kept."""

    class Side(models.TextChoices):
        APPLICANT = "applicant", _("pemohon")
        OFFICE = "office", _("kantor")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="thread")
    side = models.CharField(max_length=9, choices=Side.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["application", "at", "id"], name="file_thread")]
        triggers = append_only()
