import pgtrigger
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Region
from applications.queries import OfferQuerySet, PermitTypeQuerySet


class PermitType(models.Model):
    """The legal kind of a permit or letter. How an office does it is its `ServiceStandard`."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("nama"), max_length=160)
    name_en = models.CharField(_("nama (Inggris)"), max_length=160, blank=True)
    level = models.CharField(_("tingkat"), max_length=12, choices=Region.Level.choices)
    sector = models.CharField(_("sektor"), max_length=80)
    # Empty: a national kind. Else the office that made this service for itself; no other office offers it.
    owner = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="own_types", verbose_name=_("dibuat oleh")
    )

    objects = PermitTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("jenis izin")
        verbose_name_plural = _("jenis izin")
        ordering = ["name"]
        # Addresses, files and papers know a service by its code, and whose it is decides who may offer it.
        triggers = [
            pgtrigger.Protect(
                name="code_and_owner_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    'OLD."code" IS DISTINCT FROM NEW."code" OR OLD."owner_id" IS DISTINCT FROM NEW."owner_id" OR '
                    '(OLD."owner_id" IS NOT NULL AND OLD."level" IS DISTINCT FROM NEW."level")'
                ),
            )
        ]

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name


class Offer(models.Model):
    """An office offers a type: under its own published standard, else under the national template."""

    office = models.ForeignKey(Agency, models.PROTECT, related_name="offers", verbose_name=_("kantor"))
    permit_type = models.ForeignKey(PermitType, models.PROTECT, related_name="offers", verbose_name=_("jenis izin"))
    is_open = models.BooleanField(_("dibuka"), default=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("layanan kantor")
        verbose_name_plural = _("layanan kantor")
        constraints = [models.UniqueConstraint(fields=["office", "permit_type"], name="one_offer_per_office_and_type")]
