"""The list of the acceleration task force (Satgas): files beyond a limit, who owes what until when, and what was said since.

Beside the file: nothing here changes it, its clock or whose turn it is.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications.models import Application
from dashboards.queries import TaskforceCaseQuerySet
from ptsp_portal.lib.lifecycle import append_only, never_deleted, never_rewritten
from ptsp_portal.lib.moment import now


class TaskforceCase(models.Model):
    """One file that somebody in charge follows until it moves on. `held_as`: who had it when it was listed, for knowing that."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    office = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("penanggung jawab"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("pejabat yang ditunjuk")
    )
    held_as = models.CharField(max_length=48)
    due_on = models.DateField(null=True)
    promise = models.TextField(_("tindakan yang dijanjikan"), max_length=500)
    promised_on = models.DateField(_("selesai paling lambat"))
    listed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    listed_at = models.DateTimeField(default=now)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = TaskforceCaseQuerySet.as_manager()

    class Meta:
        ordering = [F("closed_at").desc(nulls_first=True), "promised_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "owner"], condition=Q(closed_at__isnull=True), name="one_open_case_per_owner"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="a_case_is_closed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "promised_on"], name="cases_of_office"),
            models.Index(fields=["owner", "promised_on"], name="cases_of_owner"),
        ]
        triggers = [
            never_rewritten("uuid", "application_id", "office_id", "owner_id", "held_as", "listed_by_id", "listed_at"),
            *never_deleted(),
        ]

    def __str__(self):
        return f"{self.application} · {self.owner}"

    def get_absolute_url(self):
        return reverse("dashboards:case", args=[self.uuid])


class TaskforceNote(models.Model):
    """What was said about a case. `promised_on` where it gave a new day."""

    class Kind(models.TextChoices):
        LISTED = "listed", _("masuk daftar")
        ANSWERED = "answered", _("jawaban")
        CLOSED = "closed", _("selesai")

    case = models.ForeignKey(TaskforceCase, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = models.TextField(max_length=500)
    promised_on = models.DateField(null=True)

    class Meta:
        ordering = ["at", "id"]
        triggers = append_only()
