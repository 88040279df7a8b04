"""Places, offices, people and businesses. The registers that everything else points to."""

import uuid
from zoneinfo import ZoneInfo

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.queries import (
    AgencyQuerySet,
    BusinessQuerySet,
    PersonQuerySet,
    RegionQuerySet,
    RepresentationQuerySet,
    today,
)
from ptsp_portal.lib.crypto import SealedTextField, fingerprint
from ptsp_portal.lib.lifecycle import never_deleted
from ptsp_portal.lib.moment import now

ZONES = [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")]


class Region(models.Model):
    """A province, regency/city, kecamatan or kelurahan/desa, keyed by its Kemendagri code (handbook 4.2: BPS codes differ)."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("provinsi")
        REGENCY_CITY = "regency_city", _("kabupaten/kota")
        KECAMATAN = "kecamatan", _("kecamatan")
        KELURAHAN = "kelurahan", _("kelurahan/desa")

    code = models.CharField(_("kode Kemendagri"), max_length=13, primary_key=True)
    bps_code = models.CharField(_("kode BPS"), max_length=10, blank=True)
    name = models.CharField(_("nama"), max_length=80)
    kind = models.CharField(_("sebutan"), max_length=12)  # provinsi, kabupaten, kota, kecamatan, kelurahan, desa
    level = models.CharField(_("tingkat"), max_length=12, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("induk")
    )
    zone = models.CharField(_("zona waktu"), max_length=20, choices=ZONES, default="Asia/Jakarta")
    # Office hours; empty means: as the region above.
    work_days = ArrayField(
        models.PositiveSmallIntegerField(), blank=True, default=list, verbose_name=_("hari kerja (1 = Senin)")
    )
    opens_at = models.TimeField(_("buka"), null=True, blank=True)
    closes_at = models.TimeField(_("tutup"), null=True, blank=True)
    friday_closes_at = models.TimeField(_("tutup hari Jumat"), null=True, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("wilayah")
        verbose_name_plural = _("wilayah")
        ordering = ["code"]
        indexes = [
            models.Index(fields=["level", "name"]),
            models.Index(fields=["code"], name="region_code_prefix", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self) -> str:
        """With what it is called: "Kota Batam", "Kecamatan Sekupang", "Kelurahan Tanjung Riau"."""
        return f"{self.kind.capitalize()} {self.name}"

    @property
    def lineage(self) -> list[str]:
        """Codes from this region up to its province: the place where "nearest above" is looked for."""
        parts = self.code.split(".")
        return [".".join(parts[:n]) for n in range(len(parts), 0, -1)]

    def local_date(self, moment):
        """The date of an aware moment in this region's zone."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def contains(self, code: str) -> bool:
        return code == self.code or code.startswith(f"{self.code}.")


class Holiday(models.Model):
    """A day off: for all (no region) or for one region and everything below it. Copied from a package, then edited by people."""

    class Kind(models.TextChoices):
        NATIONAL = "national", _("libur nasional")
        JOINT_LEAVE = "joint_leave", _("cuti bersama")
        REGIONAL = "regional", _("libur daerah")

    on = models.DateField(_("tanggal"))
    name = models.CharField(_("nama"), max_length=160)
    kind = models.CharField(_("jenis"), max_length=12, choices=Kind.choices)
    region = models.ForeignKey(Region, models.CASCADE, null=True, blank=True, verbose_name=_("wilayah"))
    legal_basis = models.CharField(_("dasar"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("hari libur")
        verbose_name_plural = _("hari libur")
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["on", "region"], nulls_distinct=False, name="one_holiday_per_day_and_region"
            )
        ]

    def __str__(self):
        return f"{self.on}: {self.name}"


class CalendarChange(models.Model):
    """A calendar was changed: open deadlines of the region (empty: everywhere) are still to be moved. Later work as a row.

    Once they are moved (`finished_at`) the sweep looks a second time some minutes later (`settled_at`): an act that had read
    the old calendar may have been committed behind it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, models.CASCADE, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=now)
    last_id = models.BigIntegerField(default=0)  # files up to this one are done
    moved = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField(default=now)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(settled_at__isnull=True), name="calendar_changes_to_apply")
        ]


class Agency(models.Model):
    """An office of one region (OPD / instansi)."""

    class Kind(models.TextChoices):
        PTSP = "ptsp", _("PTSP (penerbit izin)")
        OPD = "opd", _("perangkat daerah")
        KECAMATAN = "kecamatan", _("kecamatan")
        KELURAHAN = "kelurahan", _("kelurahan/desa")
        VERTICAL = "vertical", _("instansi vertikal")
        INSPECTORATE = "inspectorate", _("inspektorat")
        LEADERSHIP = "leadership", _("pimpinan daerah")

    ISSUING = (Kind.PTSP, Kind.KECAMATAN, Kind.KELURAHAN)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, models.PROTECT, related_name="agencies", verbose_name=_("wilayah"))
    kind = models.CharField(_("jenis"), max_length=12, choices=Kind.choices)
    code = models.CharField(_("kode instansi"), max_length=20)
    name = models.CharField(_("nama"), max_length=160)
    slug = models.SlugField(_("alamat laman"), max_length=60, unique=True)
    # In front of registration numbers, and {kode_kantor} in permit numbers; only offices that issue have one.
    short_code = models.CharField(_("kode kantor"), max_length=16, unique=True, null=True, blank=True)
    address = models.CharField(_("alamat"), max_length=200, blank=True)
    phone = models.CharField(_("telepon"), max_length=30, blank=True)
    # Where a signed link for an answer without an account may be sent, and nowhere else.
    email = models.EmailField(_("surel resmi"), blank=True)
    # A sub-unit (UPT, bidang, puskesmas) that the agency hands requests down to.
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("bagian dari")
    )
    is_active = models.BooleanField(_("aktif"), default=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("instansi")
        verbose_name_plural = _("instansi")
        ordering = ["region_id", "name"]
        constraints = [models.UniqueConstraint(fields=["region", "code"], name="one_agency_per_code_and_region")]

    def __str__(self):
        return self.name

    @property
    def journal_chain(self) -> str:
        return f"{self.region_id}/{self.code}"


class Person(models.Model):
    """A natural person: identity stored once and reused. NIK sealed at rest, found by fingerprint, masked on screen."""

    class Sex(models.TextChoices):
        FEMALE = "P", _("Perempuan")
        MALE = "L", _("Laki-laki")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="person")
    name = models.CharField(_("nama sesuai KTP"), max_length=120)
    nik = SealedTextField(_("NIK"))
    nik_hash = models.CharField(max_length=64, unique=True, editable=False)
    birth_place = models.CharField(_("tempat lahir"), max_length=60, blank=True)
    birth_on = models.DateField(_("tanggal lahir"), null=True, blank=True)
    sex = models.CharField(_("jenis kelamin"), max_length=1, choices=Sex.choices, blank=True)
    address = models.CharField(_("alamat"), max_length=200)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("kelurahan/desa"))
    phone = SealedTextField(_("nomor HP"), blank=True)
    npwp = SealedTextField(_("NPWP"), blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("orang")
        verbose_name_plural = _("orang")

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.nik_hash = fingerprint(self.nik)
        super().save(*args, **kwargs)


class Business(models.Model):
    """A legal body or sole trader with a NIB. Who may act for it: `Representation`."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("nama usaha"), max_length=160)
    legal_form = models.CharField(_("bentuk badan"), max_length=40, blank=True)
    nib = SealedTextField(_("NIB"))
    nib_hash = models.CharField(max_length=64, unique=True, editable=False)
    npwp = SealedTextField(_("NPWP"), blank=True)
    address = models.CharField(_("alamat"), max_length=200)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("kelurahan/desa"))
    created_at = models.DateTimeField(default=now, editable=False)

    objects = BusinessQuerySet.as_manager()

    class Meta:
        verbose_name = _("usaha")
        verbose_name_plural = _("usaha")

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.nib_hash = fingerprint(self.nib)
        super().save(*args, **kwargs)


class Representation(models.Model):
    """The right of a person to act for a business. A claim sees nothing until somebody entitled accepts it."""

    class Status(models.TextChoices):
        CLAIMED = "claimed", _("menunggu persetujuan")
        ACTIVE = "active", _("berlaku")
        REFUSED = "refused", _("ditolak")
        ENDED = "ended", _("berakhir")

    class Basis(models.TextChoices):
        FIRST = "first", _("pendaftar pertama")
        INVITED = "invited", _("diundang wakil yang ada")
        POWER_OF_ATTORNEY = "power_of_attorney", _("surat kuasa")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="representations")
    business = models.ForeignKey(Business, models.PROTECT, related_name="representations")
    status = models.CharField(max_length=10, choices=Status.choices)
    basis = models.CharField(max_length=20, choices=Basis.choices, blank=True)
    # The scanned surat kuasa of a claim, stored as an upload is: checked by content, served only through a permission check.
    letter = models.FileField(upload_to="kuasa/", blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    # Why a claim was refused, in the officer's words; the journal keeps its hash.
    reason = models.TextField(_("alasan"), blank=True)
    from_on = models.DateField(default=today)
    until_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    objects = RepresentationQuerySet.as_manager()

    class Meta:
        verbose_name = _("kuasa")
        verbose_name_plural = _("kuasa")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "business"],
                condition=Q(status__in=["claimed", "active"]),
                name="one_open_representation",
            )
        ]


class NumberSeries(models.Model):
    """A gap-free counter: the row is locked in the transaction that uses the number, so a rollback gives it back."""

    class Kind(models.TextChoices):
        REGISTRATION = "registration", _("nomor registrasi")
        PERMIT = "permit", _("nomor izin")
        REJECTION = "rejection", _("nomor surat penolakan")
        PAPER = "paper", _("nomor register darurat")
        BILL = "bill", _("nomor SKRD")
        MEASURE = "measure", _("nomor surat tindakan atas izin")
        OBJECTION = "objection", _("nomor register keberatan")
        ANSWER = "answer", _("nomor keputusan atas keberatan")
        COMPLAINT = "complaint", _("nomor pengaduan")

    office = models.ForeignKey(Agency, models.PROTECT, related_name="series")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    type_code = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("seri nomor")
        verbose_name_plural = _("seri nomor")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "type_code", "year"], name="one_series_per_office_type_year"
            )
        ]
        triggers = [
            *never_deleted(),
            # One step at a time: a number is never skipped and never drawn twice.
            pgtrigger.Protect(
                name="one_step",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition('NEW."last" <> OLD."last" + 1'),
            ),
        ]
