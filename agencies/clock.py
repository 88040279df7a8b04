"""The clock ledger: append-only events, and the arithmetic from events and a calendar to days, shares and deadlines.

The abstract row stands here so that files, recommendations and (later) complaints share it; each app has concrete rows
with real foreign keys. Days are working days of the region as exact fractions; the law's unit is the whole working day.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from ptsp_portal.lib.lifecycle import append_only


class ClockEvent(models.Model):
    """One entry of a ledger. Whatever its kind, it names who holds the thing from then on."""

    class Kind(models.TextChoices):
        HAND_OVER = "hand_over", _("berpindah")
        START = "start", _("mulai dihitung")
        PAUSE = "pause", _("berhenti dihitung")
        RESUME = "resume", _("dihitung lagi")
        RESTART = "restart", _("dihitung ulang dari awal")
        STOP = "stop", _("selesai")

    class Holder(models.TextChoices):
        APPLICANT = "applicant", _("pemohon")
        AGENCY = "agency", _("instansi")
        AGENCIES = "agencies", _("instansi yang dimintai rekomendasi")
        NOBODY = "nobody", _("selesai")

    class Reason(models.TextChoices):
        """The legal list of reasons to stop counting (handbook 2.4; OSS codes 41/42)."""

        REPAIR = "repair", _("perbaikan berkas oleh pemohon")
        CLARIFICATION = "clarification", _("konfirmasi persyaratan")
        PAYMENT = "payment", _("menunggu pembayaran")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    holder = models.CharField(max_length=10, choices=Holder.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=16, choices=Reason.choices, blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "id"]
        triggers = append_only()
