import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications.models.permit_type import PermitType
from applications.outcomes import ON_THE_SAME_PERMIT
from applications.queries import StandardQuerySet

FROZEN = (
    "office_id permit_type_id version fields requirements stages agency_from advisory time_limit_days validity_months has_fee "
    "levy lapse_after_days has_inspection kinds legal_basis endorsing_roles signing_role number_pattern classification components "
    "effective_from pauses_allowed deemed_recommendation deemed_approval extension_days agency_head_approves relies_on "
    "checklist"
).split()


class ServiceStandard(models.Model):
    """One office's (or the national template's) versioned, dated offer of a permit type.

    A published version never changes (the database refuses); an application keeps the version it was filed under.
    `stages` is a list of lists of agency codes; `agency_from` maps a code to {"agency", "field"}: the answer that names
    the agency's region. Days are working days; `validity_months` empty means unlimited.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draf")
        PUBLISHED = "published", _("berlaku")
        SUPERSEDED = "superseded", _("diganti")

    permit_type = models.ForeignKey(PermitType, models.PROTECT, related_name="standards", verbose_name=_("jenis izin"))
    office = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="standards", verbose_name=_("kantor")
    )
    version = models.PositiveSmallIntegerField(_("versi"), default=1)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    effective_from = models.DateField(_("berlaku sejak"))
    effective_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    kinds = ArrayField(models.CharField(max_length=12), verbose_name=_("jenis permohonan"))
    fields = models.JSONField(_("isian"), default=list)
    requirements = models.JSONField(_("persyaratan"), default=list)
    stages = models.JSONField(_("tahap rekomendasi"), default=list)
    agency_from = models.JSONField(_("instansi dari isian"), default=dict)
    advisory = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, verbose_name=_("hanya memberi saran")
    )
    time_limit_days = models.PositiveSmallIntegerField(_("jangka waktu (hari kerja)"))
    validity_months = models.PositiveSmallIntegerField(_("masa berlaku (bulan)"), null=True, blank=True)
    has_fee = models.BooleanField(_("berbayar"), default=False)
    # The tariff: see applications/levy.py. A service that costs something and has none can't be billed yet.
    levy = models.JSONField(_("tarif retribusi"), default=dict, blank=True)
    # Calendar days after which a file whose applicant does not answer is closed, after two reminders (handbook 2.6).
    lapse_after_days = models.PositiveSmallIntegerField(_("gugur bila tidak dijawab (hari kalender)"), default=60)
    has_inspection = models.BooleanField(_("ada peninjauan lapangan"), default=False)
    legal_basis = models.JSONField(_("dasar hukum"), default=list)
    endorsing_roles = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, verbose_name=_("pemaraf berurutan")
    )
    signing_role = models.CharField(_("penanda tangan"), max_length=20, default="head")
    classification = models.CharField(_("klasifikasi arsip"), max_length=20, default="500.16.7")
    number_pattern = models.CharField(
        _("pola nomor"),
        max_length=120,
        default="{klasifikasi}/{urut:04}/{kode_izin}/{kode_kantor}/{bulan_romawi}/{tahun}",
    )
    # The clock (rule 3, rule 5): how often it may stop for the applicant without the superior's consent; what silence means.
    pauses_allowed = models.PositiveSmallIntegerField(_("jeda tanpa persetujuan atasan"), default=1)
    deemed_recommendation = models.BooleanField(_("diam berarti tidak keberatan (dinas)"), default=False)
    deemed_approval = models.BooleanField(_("fiktif positif"), default=False)
    # An agency may lengthen its own limit once, by so many working days.
    extension_days = models.PositiveSmallIntegerField(_("perpanjangan dinas (hari kerja)"), default=2)
    agency_head_approves = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, verbose_name=_("kepala dinas menyetujui")
    )
    # {agency code: [field codes and requirement codes]}: the facts that its opinion rests on; a code left out means all.
    relies_on = models.JSONField(_("dasar pendapat dinas"), default=dict, blank=True)
    # [{"code", "label"}] of a field visit; empty means the general list.
    checklist = models.JSONField(_("daftar periksa lapangan"), default=list, blank=True)
    # The 14 components of UU 25/2009 art. 21 that are plain text (procedure, product, complaints, …); see handbook part 7.
    components = models.JSONField(_("komponen standar"), default=dict, blank=True)

    objects = StandardQuerySet.as_manager()

    class Meta:
        verbose_name = _("standar pelayanan")
        verbose_name_plural = _("standar pelayanan")
        constraints = [
            models.UniqueConstraint(
                fields=["permit_type", "office", "version"], nulls_distinct=False, name="one_standard_per_version"
            ),
            models.CheckConstraint(condition=Q(time_limit_days__gte=1), name="standard_has_a_time_limit"),
            models.CheckConstraint(condition=Q(lapse_after_days__gte=10), name="lapse_leaves_time_for_reminders"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.\"status\" <> 'draft' AND (NEW.\"status\" = 'draft' OR "
                    + " OR ".join(f'OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in FROZEN)
                    + ")"
                ),
            ),
            pgtrigger.Protect(
                name="published_never_deleted",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.\"status\" <> 'draft'"),
            ),
        ]

    def __str__(self):
        return f"{self.permit_type.code} v{self.version}"

    def stage_days(self) -> int:
        """Working days each stage has: max(1, (limit − k) // stages), k = 2 from five days on, else 1 (issue 1, the catalogue)."""
        kept_back = 2 if self.time_limit_days >= 5 else 1
        return max(1, (self.time_limit_days - kept_back) // max(1, len(self.stages)))

    def requirements_for(self, kind: str, cause: str = "") -> list[dict]:
        """The requirements of one kind of filing. Without `for`: every kind that ends in a permit; `when`: one cause alone."""
        general = kind not in ON_THE_SAME_PERMIT
        asked = [r for r in self.requirements if (kind in r["for"] if r.get("for") else general)]
        return [r for r in asked if r.get("when", "") in ("", cause)]
