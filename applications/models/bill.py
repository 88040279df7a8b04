"""The levy of one file: the bill (SKRD), its payment, and what the bank said. The portal never holds money."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications.models.application import Application
from applications.models.upload import KeptUpload
from applications.queries import BillQuerySet, NoticeQuerySet, PaymentQuerySet
from ptsp_portal.lib.lifecycle import append_only, never_deleted, never_rewritten
from ptsp_portal.lib.moment import now

BILLED = "uuid application_id office_id number tariff lines amount issued_at issued_by_id expires_on".split()
TOLD = "uuid reference bill_number amount paid_at received_at bill_id office_id result".split()
UNPAID = Q(paid_at__isnull=True, cancelled_at__isnull=True)


class Bill(models.Model):
    """What the applicant owes under the tariff of the standard (SKRD). At most one that is not cancelled per file.

    Expiry is a fact of the calendar; a bill is replaced by cancelling it and issuing the next one.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="bills")
    office = models.ForeignKey(Agency, models.PROTECT, related_name="bills")
    number = models.CharField(_("nomor SKRD"), max_length=48, unique=True)
    tariff = models.JSONField()  # the standard's rule as it was applied
    lines = models.JSONField()  # levy.Line.as_json() each
    amount = models.PositiveBigIntegerField(_("jumlah (rupiah)"))
    issued_at = models.DateTimeField(default=now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    expires_on = models.DateField(_("berlaku sampai"))
    paid_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)

    objects = BillQuerySet.as_manager()

    class Meta:
        verbose_name = _("SKRD")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(cancelled_at__isnull=True), name="one_live_bill_per_file"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_bill_is_for_something"),
            models.CheckConstraint(
                condition=Q(paid_at__isnull=True) | Q(cancelled_at__isnull=True), name="a_paid_bill_is_not_cancelled"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | ~Q(cancel_reason=""), name="a_cancelled_bill_says_why"
            ),
        ]
        indexes = [models.Index(fields=["office", "-id"], condition=UNPAID, name="unpaid_bills")]
        triggers = [never_rewritten(*BILLED), *never_deleted()]

    def __str__(self):
        return self.number

    @property
    def is_unpaid(self) -> bool:
        return self.paid_at is None and self.cancelled_at is None

    def state_on(self, day: date) -> str:
        """open, paid, cancelled, or expired: the last is read off the calendar."""
        if self.cancelled_at:
            return "cancelled"
        if self.paid_at:
            return "paid"
        return "expired" if self.expires_on < day else "open"


class Payment(KeptUpload):
    """How one bill was paid: told by the bank, or proved to the treasurer, who uploads the paper. Written once."""

    class Way(models.TextChoices):
        CALLBACK = "callback", _("pemberitahuan bank")
        TREASURER = "treasurer", _("bukti bendahara")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    bill = models.OneToOneField(Bill, models.PROTECT, related_name="payment")
    office = models.ForeignKey(Agency, models.PROTECT, related_name="payments")
    way = models.CharField(max_length=9, choices=Way.choices)
    reference = models.CharField(_("nomor SSRD/TBP atau rujukan bank"), max_length=64)
    amount = models.PositiveBigIntegerField()
    paid_on = models.DateField(_("dibayar pada"))
    recorded_at = models.DateTimeField(default=now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PaymentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "way", "reference"], name="one_payment_per_reference"),
            models.CheckConstraint(
                condition=Q(way="callback") | Q(recorded_by__isnull=False), name="a_treasurer_answers_for_a_proof"
            ),
        ]
        indexes = [models.Index(fields=["office", "-paid_on", "-id"], name="payments_by_day")]
        triggers = append_only()


class PaymentNotice(models.Model):
    """Every authentic notice of the bank, with what became of it; those that paid nothing wait for the treasurer."""

    class Result(models.TextChoices):
        PAID = "paid", _("lunas dicatat")
        UNKNOWN_BILL = "unknown_bill", _("nomor SKRD tidak dikenal")
        AMOUNT_DIFFERS = "amount_differs", _("jumlahnya berbeda")
        CANCELLED = "cancelled", _("SKRD sudah dibatalkan")
        EXPIRED = "expired", _("dibayar setelah SKRD kedaluwarsa")
        TOO_EARLY = "too_early", _("dibayar sebelum SKRD terbit")
        ALREADY_PAID = "already_paid", _("SKRD sudah lunas dengan rujukan lain")
        REFERENCE_REUSED = "reference_reused", _("rujukan bank sudah dipakai untuk pembayaran lain")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=64)
    bill_number = models.CharField(max_length=64)
    amount = models.PositiveBigIntegerField()
    paid_at = models.DateTimeField()
    received_at = models.DateTimeField(default=now)
    bill = models.ForeignKey(Bill, models.PROTECT, null=True, blank=True, related_name="notices")
    office = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    result = models.CharField(max_length=16, choices=Result.choices)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_note = models.CharField(max_length=500, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(result="reference_reused"), name="one_notice_per_reference"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | ~Q(settled_note=""), name="a_settled_notice_says_how"
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "-id"],
                condition=Q(settled_at__isnull=True) & ~Q(result="paid"),
                name="notices_to_settle",
            )
        ]
        triggers = [never_rewritten(*TOLD), *never_deleted()]


class ForgedCall(models.Model):
    """How many payment notices with a wrong signature came on one day; nothing else of them is kept."""

    on = models.DateField(unique=True)
    count = models.PositiveIntegerField(default=0)
