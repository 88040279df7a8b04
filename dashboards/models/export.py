"""What the worker makes for those who govern: long tables, the report of a month, packs of evidence. Later work as a row."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Region
from dashboards.queries import ExportQuerySet
from ptsp_portal.lib.lifecycle import never_rewritten
from ptsp_portal.lib.moment import now

KEPT_FOR = timedelta(days=30)


class Export(models.Model):
    """One order. To do while `stored_at`, `failed_at` and `gone_at` are empty; `done` of `total` is what the page shows meanwhile.

    It is about the offices of `region` and below, or about one of them. Stored once: the database refuses another file.
    """

    class Kind(models.TextChoices):
        FILES = "files", _("Daftar berkas")
        REQUESTS = "requests", _("Daftar permintaan rekomendasi")
        REPORT = "report", _("Laporan bulanan")
        PTSP = "pack-ptsp", _("Bukti penilaian kinerja PTSP")
        OMBUDSMAN = "pack-ori", _("Bukti penilaian kepatuhan Ombudsman")
        KPK = "pack-kpk", _("Bukti area perizinan KPK")

    class Form(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"
        PDF = "pdf", "PDF"
        ZIP = "zip", "ZIP"

    PACKS = (Kind.PTSP, Kind.OMBUDSMAN, Kind.KPK)
    TABLES = (Kind.FILES, Kind.REQUESTS)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    form = models.CharField(max_length=4, choices=Form.choices)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    office = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.CharField(
        max_length=12, blank=True
    )  # of a table: which day lies in the span, see dashboards/exports.py
    first = models.DateField()
    last = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)

    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    file = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    stored_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)  # given up; `error` says why
    gone_at = models.DateTimeField(null=True, blank=True)  # the file was erased when its time was over
    next_try_at = models.DateTimeField(default=now)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stored_at__isnull=True) | (~Q(sha256="") & ~Q(file="")), name="stored_export_has_hash"
            ),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="export_span_in_order"),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(stored_at__isnull=True, failed_at__isnull=True, gone_at__isnull=True),
                name="exports_to_make",
            ),
            models.Index(fields=["asked_by", "-created_at"], name="exports_of_person"),
        ]
        triggers = [never_rewritten("file", "sha256", "size", "stored_at", when="OLD.stored_at IS NOT NULL")]

    def __str__(self):
        return f"{self.kind} {self.first}–{self.last}"

    @property
    def is_open(self) -> bool:
        return not (self.stored_at or self.failed_at or self.gone_at)

    @property
    def is_ready(self) -> bool:
        return bool(self.stored_at and not self.gone_at)

    @property
    def kept_until(self):
        return self.stored_at and self.stored_at + KEPT_FOR

    @property
    def percent(self) -> int:
        return min(99, 100 * self.done // self.total) if self.total else 0

    @property
    def journal_chain(self) -> str:
        """Where its acts are written: the office's chain, or the portal's where it is about several."""
        return self.office.journal_chain if self.office_id else "portal"
