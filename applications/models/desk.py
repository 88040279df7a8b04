"""What makes an officer's day shorter: phrases, saved filters, acts on many files with a result for each."""

import uuid

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications.queries import PhraseQuerySet
from ptsp_portal.lib.moment import now


class Phrase(models.Model):
    """A sentence of the phrase library; without an agency it is everybody's."""

    class Use(models.TextChoices):
        REASON = "reason", _("alasan rekomendasi")
        CONDITION = "condition", _("syarat")
        DECISION = "decision", _("ketentuan izin")
        REFUSAL = "refusal", _("alasan penolakan")
        QUESTION = "question", _("pertanyaan kepada pemohon")
        COMPLAINT = "complaint", _("jawaban pengaduan")

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="phrases", verbose_name=_("instansi")
    )
    use = models.CharField(_("dipakai untuk"), max_length=10, choices=Use.choices)
    text = models.TextField(_("kalimat"), max_length=1000)
    is_active = models.BooleanField(_("dipakai"), default=True)

    objects = PhraseQuerySet.as_manager()

    class Meta:
        verbose_name = _("frasa")
        verbose_name_plural = _("pustaka frasa")
        ordering = ["use", "id"]
        indexes = [models.Index(fields=["use", "agency"], name="phrases_of_a_use")]


class SavedFilter(models.Model):
    """One officer's own filter of one queue: a name for a query string."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters")
    desk = models.CharField(max_length=20)
    name = models.CharField(_("nama"), max_length=60)
    query = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "desk", "name"], name="one_filter_per_name")]


class BulkAct(models.Model):
    """One act on many files, each of them a transaction of its own; the page with the results survives a reload."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=40)
    created_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)


class BulkItem(models.Model):
    """One file of an act on many, and what became of it."""

    class Result(models.TextChoices):
        WAITING = "waiting", _("menunggu")
        DONE = "done", _("berhasil")
        REFUSED = "refused", _("ditolak")

    act = models.ForeignKey(BulkAct, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    thing = models.UUIDField()  # of the file or the recommendation
    label = models.CharField(max_length=60)
    seen = models.PositiveIntegerField(null=True, blank=True)  # the version of it that was on the page
    result = models.CharField(max_length=8, choices=Result.choices, default=Result.WAITING)
    message = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["act", "position"], name="one_bulk_item_per_position")]
