"""Investment targets and realisation (handbook part 9): sums of regions, sectors and countries; never a firm.

Every figure comes in with a file that one person keeps as provisional and another publishes as final. A row is never rewritten: a
correction is a new row, and the old one says when and by which it was replaced. The database repeats that.
"""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Region
from dashboards.investment_rows import FigureQuerySet, InvestmentFileQuerySet
from ptsp_portal.lib.lifecycle import never_deleted, never_rewritten
from ptsp_portal.lib.moment import now


class InvestmentSector(models.Model):
    """One of the 23 sectors of the investment ministry, or "00" for what a publication does not break down."""

    class Group(models.TextChoices):
        PRIMARY = "primer", _("Primer")
        SECONDARY = "sekunder", _("Sekunder")
        TERTIARY = "tersier", _("Tersier")
        NONE = "-", _("Tidak dirinci")

    code = models.CharField(_("kode"), max_length=4, primary_key=True)
    name = models.CharField(_("nama"), max_length=120)
    name_en = models.CharField(_("nama (Inggris)"), max_length=120, blank=True)
    group = models.CharField(_("kelompok"), max_length=8, choices=Group.choices)

    class Meta:
        verbose_name = _("sektor investasi")
        verbose_name_plural = _("sektor investasi")
        ordering = ["code"]
        triggers = never_deleted()

    def __str__(self):
        return self.name

    @property
    def words(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name


class InvestmentFile(models.Model):
    """What somebody handed in: first a preview with its cells, then kept (provisional), then published or returned."""

    class Kind(models.TextChoices):
        TARGET = "target", _("target")
        REALISATION = "realisasi", _("realisasi")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Agency, models.PROTECT, related_name="investment_files")
    kind = models.CharField(_("jenis"), max_length=9, choices=Kind.choices)
    name = models.CharField(_("nama berkas"), max_length=120)
    sha256 = models.CharField(max_length=64)
    cells = models.JSONField(default=list)  # as read; emptied when kept or dropped
    lines = models.PositiveIntegerField(default=0)  # figures that came in with it
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)
    kept_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("alasan"), max_length=500, blank=True)

    objects = InvestmentFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("berkas investasi")
        verbose_name_plural = _("berkas investasi")
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("created_by")),
                name="investment_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(returned_at__isnull=True), name="investment_one_decision"
            ),
            models.CheckConstraint(
                condition=Q(kept_at__isnull=False) | Q(published_at__isnull=True, returned_at__isnull=True),
                name="investment_kept_before_decided",
            ),
        ]
        indexes = [models.Index(fields=["office", "-created_at"])]
        triggers = [
            *never_deleted(),
            never_rewritten("uuid", "office_id", "kind", "name", "sha256", "created_by_id", "created_at"),
            pgtrigger.Protect(
                name="decided_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.published_at IS NOT NULL OR OLD.returned_at IS NOT NULL"),
            ),
        ]

    @property
    def is_target(self) -> bool:
        return self.kind == self.Kind.TARGET

    @property
    def is_preview(self) -> bool:
        return self.kept_at is None and self.dropped_at is None

    @property
    def is_waiting(self) -> bool:
        """Kept as provisional and not decided."""
        return bool(self.kept_at and not self.published_at and not self.returned_at)

    @property
    def standing(self) -> tuple[str, str]:
        """(kind of tag, words)."""
        if self.published_at:
            return "ok", _("Tetap, diterbitkan")
        if self.returned_at:
            return "late", _("Dikembalikan")
        if self.kept_at:
            return "wait", _("Sementara, menunggu kepala")
        return "quiet", _("Dibatalkan") if self.dropped_at else _("Sedang diperiksa")


class Figure(models.Model):
    """What targets and realisations have alike."""

    class Status(models.TextChoices):
        PROVISIONAL = "provisional", _("sementara")
        FINAL = "final", _("tetap")

    year = models.PositiveSmallIntegerField(_("tahun"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("wilayah"))
    source = models.CharField(_("sumber"), max_length=200)
    status = models.CharField(_("keadaan"), max_length=11, choices=Status.choices, default=Status.PROVISIONAL)
    line = models.PositiveIntegerField(_("baris"))
    created_at = models.DateTimeField(default=now)
    published_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def key(self) -> tuple:
        """What this is the figure of; a later row with the same key takes its place."""
        return tuple(getattr(self, name) for name in self.KEY)


def figure_guards(*values: str) -> list:
    """Values stay for ever; born provisional; final once, and then only replaced once."""
    return [
        *never_deleted(),
        never_rewritten("file_id", "line", "year", "region_id", "source", "created_at", *values),
        pgtrigger.Protect(
            name="born_provisional",
            operation=pgtrigger.Insert,
            condition=pgtrigger.Condition("NEW.status <> 'provisional' OR NEW.superseded_at IS NOT NULL"),
        ),
        pgtrigger.Protect(
            name="final_stays_final",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                "OLD.superseded_at IS NOT NULL OR (OLD.status = 'final' AND (NEW.status <> 'final' "
                "OR NEW.published_at IS DISTINCT FROM OLD.published_at))"
            ),
        ),
    ]


def one_of_each(key, name) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=[*key, "status"], condition=Q(superseded_at__isnull=True), name=name)


class InvestmentTarget(Figure):
    """What a region means to reach in a year, in rupiah."""

    class Kind(models.TextChoices):
        TOTAL = "total", _("PMA dan PMDN")
        PMA = "pma", "PMA"
        PMDN = "pmdn", "PMDN"

    KEY = ("year", "region_id", "kind")
    VALUES = ("amount_idr",)

    file = models.ForeignKey(InvestmentFile, models.PROTECT, related_name="targets")
    kind = models.CharField(_("jenis"), max_length=5, choices=Kind.choices)
    amount_idr = models.DecimalField(_("target (rupiah)"), max_digits=20, decimal_places=2)
    superseded_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced")

    class Meta:
        verbose_name = _("target investasi")
        verbose_name_plural = _("target investasi")
        constraints = [
            one_of_each(("year", "region", "kind"), "one_standing_target"),
            models.CheckConstraint(condition=Q(amount_idr__gte=0), name="target_not_negative"),
        ]
        triggers = figure_guards("kind", "amount_idr")


class InvestmentRealisation(Figure):
    """What came in: of a region, a span of quarters, a kind, a sector and (PMA) a country."""

    class Kind(models.TextChoices):
        PMA = "pma", "PMA"
        PMDN = "pmdn", "PMDN"

    KEY = ("year", "first_quarter", "last_quarter", "region_id", "kind", "sector_id", "country")
    VALUES = ("value_idr", "value_usd", "rate", "workers_local", "workers_foreign", "projects")

    file = models.ForeignKey(InvestmentFile, models.PROTECT, related_name="realisations")
    # Usually the same. A sum published "January to September" is one row from quarter 1 to 3, and no quarter's figure.
    first_quarter = models.PositiveSmallIntegerField(_("dari triwulan"))
    last_quarter = models.PositiveSmallIntegerField(_("sampai triwulan"))
    kind = models.CharField(_("jenis"), max_length=4, choices=Kind.choices)
    sector = models.ForeignKey(InvestmentSector, models.PROTECT, related_name="+", verbose_name=_("sektor"))
    country = models.CharField(_("negara asal"), max_length=2, blank=True)  # ISO 3166; "ZZ": not broken down
    value_idr = models.DecimalField(_("nilai (rupiah)"), max_digits=20, decimal_places=2)
    value_usd = models.DecimalField(_("nilai (US$)"), max_digits=18, decimal_places=2, null=True, blank=True)
    rate = models.DecimalField(_("kurs"), max_digits=12, decimal_places=2, null=True, blank=True)
    workers_local = models.PositiveIntegerField(_("TKI"), null=True, blank=True)
    workers_foreign = models.PositiveIntegerField(_("TKA"), null=True, blank=True)
    projects = models.PositiveIntegerField(_("proyek"), null=True, blank=True)
    superseded_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced")

    class Meta:
        verbose_name = _("realisasi investasi")
        verbose_name_plural = _("realisasi investasi")
        constraints = [
            one_of_each(
                ("year", "first_quarter", "last_quarter", "region", "kind", "sector", "country"),
                "one_standing_realisation",
            ),
            models.CheckConstraint(
                condition=Q(first_quarter__gte=1, last_quarter__lte=4, first_quarter__lte=F("last_quarter")),
                name="quarters_in_order",
            ),
            models.CheckConstraint(
                condition=Q(kind="pma") & ~Q(country="") | Q(kind="pmdn", country=""), name="country_of_pma_only"
            ),
            models.CheckConstraint(condition=Q(value_idr__gte=0), name="realisation_not_negative"),
        ]
        indexes = [
            models.Index(
                fields=["year", "region"], condition=Q(superseded_at__isnull=True), name="standing_realisations"
            )
        ]
        triggers = figure_guards(
            "first_quarter", "last_quarter", "kind", "sector_id", "country", "value_idr", "value_usd", "rate",
            "workers_local", "workers_foreign", "projects",
        )  # fmt: skip
