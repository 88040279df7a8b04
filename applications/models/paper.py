import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications.models.application import Application
from applications.queries import PaperBlockQuerySet
from ptsp_portal.lib.identifiers import with_check_digit
from ptsp_portal.lib.moment import now


class PaperBlock(models.Model):
    """Numbers reserved for a day without power or line: printed on stubs, given out by hand, entered here afterwards."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="paper_blocks")
    prefix = models.CharField(max_length=30)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    reserved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reserved_at = models.DateTimeField(default=now)

    objects = PaperBlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("blok nomor darurat")
        verbose_name_plural = _("blok nomor darurat")
        ordering = ["-first"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="paper_numbers_in_order"),
            models.UniqueConstraint(fields=["agency", "first"], name="one_paper_block_per_first_number"),
        ]

    def __str__(self):
        return f"{self.number_text(self.first)} – {self.number_text(self.last)}"

    def number_text(self, number: int) -> str:
        """ "OFF-21.71-000123-4": the last digit checks all before it, so that a number misread from paper is noticed."""
        return with_check_digit(f"{self.prefix}-{number:06}")

    @property
    def size(self) -> int:
        return self.last - self.first + 1

    @property
    def unused(self) -> int:
        """Of a block read `with_counts`."""
        return self.size - self.used - self.voided


class PaperEntry(models.Model):
    """What became of one reserved number: a file with its true receipt time, or void with a reason. Once, for ever."""

    block = models.ForeignKey(PaperBlock, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    application = models.OneToOneField(Application, models.PROTECT, null=True, blank=True, related_name="paper_entry")
    received_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("isian nomor darurat")
        verbose_name_plural = _("isian nomor darurat")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["block", "number"], name="a_paper_number_is_entered_once"),
            models.CheckConstraint(
                condition=Q(application__isnull=False, received_at__isnull=False, void_reason="")
                | (Q(application__isnull=True, received_at__isnull=True) & ~Q(void_reason="")),
                name="a_paper_number_is_a_file_or_void",
            ),
        ]

    def __str__(self):
        return self.block.number_text(self.number)
