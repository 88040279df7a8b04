"""The guided question path (“Saya mau membuka klinik”) and the bundle of filings that it starts."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Business, Person
from applications.queries import BundleQuerySet, GuideQuerySet
from ptsp_portal.lib.moment import now


class Guide(models.Model):
    """A few questions that lead to the list of services one needs. `questions` is checked by applications/schema/guide.py.

    Without an office it is everybody's (loaded by command); an office's own stands before it in the office's place.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="guides")
    slug = models.SlugField(max_length=60)
    title = models.CharField(_("judul"), max_length=160)
    title_en = models.CharField(_("judul (Inggris)"), max_length=160, blank=True)
    intro = models.TextField(_("pengantar"), max_length=1000, blank=True)
    questions = models.JSONField(default=list, blank=True)
    is_published = models.BooleanField(_("tampil untuk umum"), default=False)
    revision = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(default=now)

    objects = GuideQuerySet.as_manager()

    class Meta:
        verbose_name = _("panduan pertanyaan")
        verbose_name_plural = _("panduan pertanyaan")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "slug"], nulls_distinct=False, name="one_guide_per_office_and_slug"
            )
        ]

    def __str__(self):
        return self.title_en if get_language() == "en" and self.title_en else self.title


class Bundle(models.Model):
    """Filings of one person or business that were started together; each goes its own way, identity and papers are shared."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    guide = models.ForeignKey(Guide, models.PROTECT, null=True, blank=True, related_name="bundles")
    title = models.CharField(max_length=160)
    picks = models.JSONField(default=dict, blank=True)  # {question code: choice code}
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    business = models.ForeignKey(Business, models.PROTECT, null=True, blank=True, related_name="+")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)

    objects = BundleQuerySet.as_manager()

    class Meta:
        verbose_name = _("paket permohonan")
        verbose_name_plural = _("paket permohonan")
        indexes = [models.Index(fields=["started_by", "-created_at"], name="bundles_of_a_person")]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="bundle_has_a_title")]

    def __str__(self):
        return self.title
