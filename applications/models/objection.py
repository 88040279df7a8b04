import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications.models.application import Application
from applications.queries import ObjectionQuerySet
from ptsp_portal.lib.lifecycle import never_deleted, never_rewritten
from ptsp_portal.lib.moment import now

FILED = "uuid application_id office_id number text filed_by_id filed_at due_at".split()


class Objection(models.Model):
    """The applicant objects to a rejection (keberatan, UU 30/2014 art. 75–78): once, within 21 working days, answered within 10.

    Granted, it annuls the rejection and reopens the file; the letter of rejection stays in the register.
    """

    class Outcome(models.TextChoices):
        REFUSED = "refused", _("ditolak")
        GRANTED = "granted", _("dikabulkan")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.OneToOneField(Application, models.PROTECT, related_name="objection")
    office = models.ForeignKey(Agency, models.PROTECT, related_name="objections")
    number = models.CharField(_("nomor"), max_length=50)
    text = models.TextField()
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    # When the head and the verifiers were warned: before the end, and after it.
    warned_near_at = models.DateTimeField(null=True, blank=True)
    warned_late_at = models.DateTimeField(null=True, blank=True)

    outcome = models.CharField(max_length=7, choices=Outcome.choices, blank=True)
    reasons = models.TextField(blank=True)
    letter_number = models.CharField(_("nomor surat"), max_length=50, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    signer_name = models.CharField(max_length=120, blank=True)
    signer_position = models.CharField(max_length=160, blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "number"], name="objection_number_once_per_office"),
            models.UniqueConstraint(
                fields=["office", "letter_number"],
                condition=~Q(letter_number=""),
                name="objection_letter_once_per_office",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True, letter_number="")
                | (Q(decided_at__isnull=False) & ~Q(outcome="") & ~Q(reasons="") & ~Q(letter_number="")),
                name="decided_objection_has_reasons_and_letter",
            ),
        ]
        indexes = [models.Index(fields=["due_at", "office"], condition=Q(outcome=""), name="objections_to_answer")]
        triggers = [
            never_rewritten(*FILED),
            pgtrigger.Protect(
                name="final_once_decided",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.\"outcome\" <> ''"),
            ),
            *never_deleted(),
        ]

    def __str__(self):
        return self.number

    @property
    def is_late(self) -> bool:
        return not self.outcome and self.due_at < now()
