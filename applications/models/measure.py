import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications.models.permit import Permit
from applications.queries import ProposalQuerySet
from ptsp_portal.lib.lifecycle import never_deleted
from ptsp_portal.lib.moment import now

OPEN = Q(signed_at__isnull=True, refused_at__isnull=True)


class Proposal(models.Model):
    """What a verifier proposes about an issued permit, and the head or deputy signs or gives back with a reason.

    Once signed or given back the row stays as it is (the database refuses).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reason = models.TextField()
    # Nobody: the system, when a suspension with an end date runs out.
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(default=now)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signer_name = models.CharField(max_length=120, blank=True)
    signer_position = models.CharField(max_length=160, blank=True)
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    refused_at = models.DateTimeField(null=True, blank=True)
    refusal = models.TextField(blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["proposed_at", "id"]

    @property
    def is_open(self) -> bool:
        return self.signed_at is None and self.refused_at is None


def _kept() -> list:
    """Written once: a proposal that was signed or given back never changes and never goes."""
    closed = pgtrigger.Condition('OLD."signed_at" IS NOT NULL OR OLD."refused_at" IS NOT NULL')
    return [pgtrigger.Protect(name="final_once_closed", operation=pgtrigger.Update, condition=closed), *never_deleted()]


class PermitMeasure(Proposal):
    """What the office does to an issued permit: warning 1–3, suspension, reinstatement, revocation (handbook 2.6)."""

    class Kind(models.TextChoices):
        WARNING = "warning", _("teguran")
        SUSPENSION = "suspension", _("pembekuan")
        REINSTATEMENT = "reinstatement", _("pengaktifan kembali")
        REVOCATION = "revocation", _("pencabutan")

    class Ground(models.TextChoices):
        SANCTION = "sanction", _("sanksi sesudah teguran atau pembekuan")
        FALSE_DATA = "false_data", _("data atau dokumen tidak benar")
        LAW = "law", _("ketentuan peraturan perundang-undangan")

    permit = models.ForeignKey(Permit, models.PROTECT, related_name="measures")
    office = models.ForeignKey(Agency, models.PROTECT, related_name="permit_measures")
    kind = models.CharField(max_length=13, choices=Kind.choices)
    ordinal = models.PositiveSmallIntegerField(null=True, blank=True)  # of a warning: 1, 2 or 3
    ground = models.CharField(max_length=10, choices=Ground.choices, blank=True)  # of a revocation
    until_on = models.DateField(null=True, blank=True)  # last day of a suspension; none: until it is lifted
    to_repair = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True)
    number = models.CharField(_("nomor surat"), max_length=50, blank=True)

    class Meta(Proposal.Meta):
        constraints = [
            models.UniqueConstraint(fields=["permit"], condition=OPEN, name="one_open_measure_per_permit"),
            models.UniqueConstraint(
                fields=["office", "number"], condition=~Q(number=""), name="measure_number_once_per_office"
            ),
            models.UniqueConstraint(
                fields=["permit", "ordinal"],
                condition=Q(kind="warning", signed_at__isnull=False),
                name="each_warning_once_per_permit",
            ),
            models.CheckConstraint(
                condition=Q(kind="warning", ordinal__gte=1, ordinal__lte=3)
                | (~Q(kind="warning") & Q(ordinal__isnull=True)),
                name="warnings_are_counted",
            ),
            models.CheckConstraint(
                condition=(Q(kind="revocation") & ~Q(ground="")) | (~Q(kind="revocation") & Q(ground="")),
                name="revocation_names_its_ground",
            ),
            # The end of a suspension by its own date needs no letter; every act of a person has one.
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(signed_by__isnull=True) | ~Q(number=""),
                name="signed_measure_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=False) | Q(kind="reinstatement"), name="only_an_end_comes_by_itself"
            ),
        ]
        indexes = [models.Index(fields=["office", "proposed_at"], condition=OPEN, name="measures_to_sign")]
        triggers = _kept()

    @property
    def words(self):
        """Teguran 2, pembekuan, …: lazy, because its reader may have another language than whoever acts."""
        label = self.Kind(self.kind).label
        return format_lazy("{} {}", label, self.ordinal) if self.ordinal else label


class PermitCorrection(Proposal):
    """A typing error put right: the document is made anew as the next version; the filing and the permit's row stay as they are.

    `changes`: [{"on": "field" | "holder_name" | "holder_address" | "condition", "code": field code or place of the condition,
    "old", "new"}], answers in their stored form. Numbers, dates, the type and the holder's identity are never among them.
    """

    permit = models.ForeignKey(Permit, models.PROTECT, related_name="corrections")
    changes = models.JSONField()
    version = models.PositiveSmallIntegerField(null=True, blank=True)  # of the document, from 2; given when signed

    class Meta(Proposal.Meta):
        constraints = [
            models.UniqueConstraint(fields=["permit"], condition=OPEN, name="one_open_correction_per_permit"),
            models.UniqueConstraint(fields=["permit", "version"], name="each_version_once_per_permit"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, version__isnull=True)
                | Q(signed_at__isnull=False, version__gte=2, signed_by__isnull=False),
                name="signed_correction_is_a_version",
            ),
            models.CheckConstraint(condition=Q(proposed_by__isnull=False), name="somebody_proposes_a_correction"),
        ]
        indexes = [models.Index(fields=["permit", "proposed_at"], condition=OPEN, name="corrections_to_sign")]
        triggers = _kept()
