import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications.models.application import Application
from applications.models.permit_type import PermitType
from applications.models.recommendation import Recommendation
from applications.queries import PermitQuerySet
from applications.states import PermitLifecycle
from ptsp_portal.lib.lifecycle import append_only, guards, never_deleted, never_rewritten
from ptsp_portal.lib.moment import now

# What was signed: the status lives on, these never change.
ISSUED = (
    "application_id office_id permit_type_id number holder_name issued_on valid_until verification_code signed_by_id "
    "signed_at signer_name signer_position"
).split()


class Permit(PermitLifecycle):
    """What is issued (izin). The number is drawn in the transaction of the head's act and stays in the register for ever."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.OneToOneField(Application, models.PROTECT, related_name="permit")
    office = models.ForeignKey(Agency, models.PROTECT, related_name="permits")
    permit_type = models.ForeignKey(PermitType, models.PROTECT, related_name="permits")
    number = models.CharField(_("nomor"), max_length=50)
    holder_name = models.CharField(_("pemegang"), max_length=160)
    issued_on = models.DateField(_("terbit"))
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    # 16 Crockford characters = 80 random bits.
    verification_code = models.CharField(max_length=16, unique=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=now)
    signer_name = models.CharField(max_length=120)
    signer_position = models.CharField(max_length=160)

    # What became of it, for pages that ask no further: written by the acts on the permit. Since when its status is not
    # "active" from the day of issue; the last day of a suspension; what is the latest document, and how it spells the holder.
    status_since = models.DateTimeField(null=True, blank=True)
    suspended_until = models.DateField(null=True, blank=True)
    version = models.PositiveSmallIntegerField(default=1, db_default=1)  # of its document
    corrected_at = models.DateTimeField(null=True, blank=True)
    corrected_name = models.CharField(max_length=160, blank=True, default="", db_default="")
    search = models.GeneratedField(
        expression=SearchVector("holder_name", "corrected_name", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = PermitQuerySet.as_manager()

    class Meta:
        verbose_name = _("izin")
        verbose_name_plural = _("izin")
        constraints = [models.UniqueConstraint(fields=["office", "number"], name="permit_number_once_per_office")]
        indexes = [
            # For the reminders: what runs out in the next days, out of very many.
            models.Index(
                fields=["valid_until"],
                condition=Q(status="active", valid_until__isnull=False),
                name="permits_running_out",
            ),
            # The registers: newest first, whole or of one type; what is out of force; what ends next.
            models.Index(fields=["office", "-issued_on", "-id"], name="permit_book"),
            models.Index(fields=["office", "permit_type", "-issued_on", "-id"], name="permit_book_of_type"),
            models.Index(
                fields=["office", "status", "-issued_on", "-id"],
                condition=~Q(status="active"),
                name="permits_out_of_force",
            ),
            models.Index(
                fields=["office", "valid_until", "id"],
                condition=Q(status="active", valid_until__isnull=False),
                name="permits_by_end",
            ),
            models.Index(F("issued_on").desc(), F("id").desc(), name="all_permits"),
            models.Index(Upper("number"), name="permit_number"),
            models.Index(
                fields=["suspended_until"], condition=Q(suspended_until__isnull=False), name="suspensions_to_end"
            ),
            GinIndex(fields=["search"], name="permit_search"),
        ]
        triggers = [never_rewritten(*ISSUED), *guards(PermitLifecycle, "active", field="status")]

    def __str__(self):
        return self.number

    @property
    def today(self):
        """The date on the office's wall."""
        return self.office.region.local_date(now())

    def live_status(self, day) -> str:
        """`expired` is a fact of the calendar, not a stored state."""
        if self.status == self.Status.ACTIVE and self.valid_until and self.valid_until < day:
            return "expired"
        return self.status

    @property
    def shown_name(self) -> str:
        """The holder as the present document spells it."""
        return self.corrected_name or self.holder_name


class Fulfilment(models.Model):
    """The head's act on a filing that makes no permit of its own: a copy of the permit, or its closure. Written once."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="fulfilment")
    permit = models.ForeignKey(Permit, models.PROTECT, related_name="fulfilments")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=now)
    signer_name = models.CharField(max_length=120)
    signer_position = models.CharField(max_length=160)

    class Meta:
        triggers = append_only()


class PermitReminder(models.Model):
    """The holder was told that the permit runs out in so many days (90, 60, 30 or 7), or that it has run out (0)."""

    RUNGS = (90, 60, 30, 7)
    RUN_OUT = 0

    permit = models.ForeignKey(Permit, models.PROTECT, related_name="reminders")
    days = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["permit", "days"], name="each_reminder_once")]
        triggers = append_only()


class Rejection(models.Model):
    """A numbered refusal letter with reasons, legal basis and the way to object (surat penolakan)."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="rejection")
    office = models.ForeignKey(Agency, models.PROTECT, related_name="rejections")
    number = models.CharField(_("nomor"), max_length=50)
    reasons = models.JSONField()
    legal_basis = models.TextField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=now)
    signer_name = models.CharField(max_length=120)
    signer_position = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "number"], name="rejection_number_once_per_office")]
        triggers = append_only()


class PrintedDocument(models.Model):
    """A PDF that is to be made, or was: the later work of the worker. `stored_at` empty means: still to do.

    Written once: a stored document's hash and file never change (the database refuses).
    """

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("tanda terima")
        PERMIT = "permit", _("izin")
        REJECTION = "rejection", _("surat penolakan")
        EVIDENCE = "evidence", _("berkas bukti dikabulkan karena hukum")
        ASSIGNMENT = "assignment", _("surat tugas")
        MINUTES = "minutes", _("berita acara pemeriksaan")
        DUPLICATE = "duplicate", _("salinan izin")
        CLOSURE = "closure", _("surat penutupan izin")
        SKRD = "skrd", _("surat ketetapan retribusi daerah (SKRD)")
        HANDOVER = "handover", _("tanda terima penyerahan")
        MEASURE = "measure", _("surat tindakan atas izin")
        OBJECTION = "objection", _("keputusan atas keberatan")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="printed_documents")
    # Of one agency's part only: the evidence of its silence; of one visit: its letter and its minutes.
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, null=True, blank=True, related_name="printed_documents"
    )
    inspection = models.ForeignKey(
        "applications.Inspection", models.PROTECT, null=True, blank=True, related_name="printed_documents"
    )
    # Of one bill, or of one hand-over.
    bill = models.ForeignKey(
        "applications.Bill", models.PROTECT, null=True, blank=True, related_name="printed_documents"
    )
    hand_over = models.ForeignKey(
        "applications.HandOver", models.PROTECT, null=True, blank=True, related_name="printed_documents"
    )
    # The letter of one measure; the permit as it reads since one correction.
    measure = models.ForeignKey(
        "applications.PermitMeasure", models.PROTECT, null=True, blank=True, related_name="printed_documents"
    )
    correction = models.ForeignKey(
        "applications.PermitCorrection", models.PROTECT, null=True, blank=True, related_name="printed_documents"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    file = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=now)
    stored_at = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField(default=now)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "application",
                    "kind",
                    "recommendation",
                    "inspection",
                    "bill",
                    "hand_over",
                    "measure",
                    "correction",
                ],
                nulls_distinct=False,
                name="one_document_per_kind",
            ),
            models.CheckConstraint(
                condition=Q(stored_at__isnull=True) | ~Q(sha256=""), name="stored_document_has_hash"
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(stored_at__isnull=True), name="documents_to_render")
        ]
        triggers = [
            pgtrigger.Protect(
                name="stored_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition('OLD."stored_at" IS NOT NULL'),
            ),
            *never_deleted(),
        ]
