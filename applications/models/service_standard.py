from datetime import date

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications.models.permit_type import PermitType
from applications.outcomes import ON_THE_SAME_PERMIT
from applications.queries import StandardQuerySet
from applications.states import StandardLifecycle
from ptsp_portal.lib.lifecycle import declared_transitions, never_truncated
from ptsp_portal.lib.moment import now

# What a standard says; settled with the review. `applications/standards/terms.py` names each for people.
TERMS = (
    "kinds fields requirements stages agency_from advisory agency_terms time_limit_days validity_months has_fee levy "
    "lapse_after_days has_inspection legal_basis retirements endorsing_roles signing_role number_pattern classification components "
    "pauses_allowed deemed_recommendation deemed_approval extension_days agency_head_approves relies_on checklist letters"
).split()
WHOSE = ["uuid", "office_id", "permit_type_id", "version"]
PUBLICATION = [
    "effective_from", "decree_number", "decree_on", "change_note", "prepared_by_id", "reviewed_by_id", "reviewed_at",
    "published_by_id", "published_at", "based_on_id",
]  # fmt: skip


# An office's version: nobody reviews or publishes what they wrote, whatever row is written by hand.
BY_ANOTHER = """
    IF NEW."office_id" IS NOT NULL AND NEW."status" IN ('reviewed', 'published') AND OLD."status" <> NEW."status" THEN
        IF NEW."reviewed_by_id" IS NULL OR (NEW."status" = 'published' AND NEW."published_by_id" IS NULL) THEN
            RAISE EXCEPTION 'a standard is reviewed and published by somebody';
        END IF;
        IF EXISTS (
            SELECT 1 FROM "applications_servicestandard_writers"
            WHERE "servicestandard_id" = NEW."id" AND "user_id" IN (NEW."reviewed_by_id", NEW."published_by_id")
        ) THEN
            RAISE EXCEPTION 'a standard is never reviewed or published by one of its writers';
        END IF;
    END IF;
    RETURN NEW;
"""
# The last day is the one thing of a published version that a later one still sets: once, and then only earlier.
LONGER = (
    '((OLD."status" IN (\'published\', \'superseded\') AND OLD."effective_until" IS DISTINCT FROM NEW."effective_until" '
    'AND (OLD."status" = \'superseded\' OR NEW."effective_until" IS NULL OR NEW."effective_until" > OLD."effective_until")) '
    'OR (NEW."status" = \'superseded\' AND NEW."effective_until" IS NULL))'
)
WRITERS_SETTLED = """
    IF TG_OP = 'UPDATE' OR EXISTS (
        SELECT 1 FROM "applications_servicestandard"
        WHERE "id" = CASE TG_OP WHEN 'DELETE' THEN OLD."servicestandard_id" ELSE NEW."servicestandard_id" END
        AND "status" <> 'draft'
    ) THEN
        RAISE EXCEPTION 'who wrote a standard is settled with its review';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
"""


def _differs(names) -> str:
    return " OR ".join(f'OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in names)


class ServiceStandard(StandardLifecycle):
    """One office's (or the national template's) versioned, dated offer of a permit type.

    A published version never changes (the database refuses); an application keeps the version it was filed under. A draft may
    be incomplete: `applications/standards/check.py` says what is missing before it is published.
    `stages` is a list of lists of agency codes; `agency_from` maps a code to {"agency", "field"}: the answer that names
    the agency's region. Days are working days; `validity_months` empty means unlimited.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    permit_type = models.ForeignKey(PermitType, models.PROTECT, related_name="standards", verbose_name=_("jenis izin"))
    office = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="standards", verbose_name=_("kantor")
    )
    version = models.PositiveSmallIntegerField(_("versi"), default=1)
    effective_from = models.DateField(_("berlaku sejak"))
    effective_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    # Counted up by each saved change of a draft, so that two writers never overwrite each other unseen.
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=now)
    # The version of the national template that it was taken from, or last compared with.
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    # Everybody who changed the draft; none of them reviews or publishes it. `prepared_by` is the last of them.
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    decree_number = models.CharField(_("nomor SK penetapan"), max_length=80, blank=True)
    decree_on = models.DateField(_("tanggal SK"), null=True, blank=True)
    change_note = models.CharField(_("apa yang berubah"), max_length=500, blank=True)
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
    # {agency code: {"days", "inspects", "deemed"}}: what differs from the general rule for one agency; each key optional.
    agency_terms = models.JSONField(_("aturan per dinas"), default=dict, blank=True)
    # {"requirements": {code: {"on", "why"}}, "legal_basis": {text: {"on", "why"}}}: from that day no longer asked, or no
    # longer law; shown with the reason.
    retirements = models.JSONField(_("dicabut"), default=dict, blank=True)
    # {letter: text in our markup}: see applications/letters/. A letter left out has the portal's own layout.
    letters = models.JSONField(_("naskah surat"), default=dict, blank=True)
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
            models.UniqueConstraint(
                fields=["permit_type", "office"],
                condition=Q(status__in=("draft", "reviewed")),
                nulls_distinct=False,
                name="one_standard_being_written",
            ),
            models.CheckConstraint(
                condition=Q(prepared_by__isnull=True)
                | (~Q(published_by=models.F("prepared_by")) & ~Q(reviewed_by=models.F("prepared_by"))),
                name="standard_published_by_another",
            ),
            models.CheckConstraint(condition=Q(time_limit_days__gte=1), name="standard_has_a_time_limit"),
            models.CheckConstraint(condition=Q(lapse_after_days__gte=10), name="lapse_leaves_time_for_reminders"),
        ]
        triggers = [
            pgtrigger.FSM(
                name="declared_steps_only", field="status", transitions=declared_transitions(StandardLifecycle)
            ),
            pgtrigger.Protect(
                name="published_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"OLD.\"status\" IN ('published', 'superseded') AND ({_differs([*TERMS, *WHOSE, *PUBLICATION])})"
                ),
            ),
            pgtrigger.Protect(
                name="reviewed_is_settled",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"OLD.\"status\" = 'reviewed' AND NEW.\"status\" <> 'draft' AND ({_differs([*TERMS, *WHOSE])})"
                ),
            ),
            pgtrigger.Protect(
                name="published_never_deleted",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.\"status\" <> 'draft'"),
            ),
            pgtrigger.Protect(
                name="period_only_shrinks", operation=pgtrigger.Update, condition=pgtrigger.Condition(LONGER)
            ),
            pgtrigger.Trigger(
                name="never_by_a_writer", when=pgtrigger.Before, operation=pgtrigger.Update, func=BY_ANOTHER
            ),
            never_truncated(),
        ]

    def __str__(self):
        return f"{self.permit_type.code} v{self.version}"

    def stage_days(self) -> int:
        """Working days each stage has: max(1, (limit − kept back) // stages) (issue 1, the catalogue)."""
        return max(1, (self.time_limit_days - self.kept_back) // max(1, len(self.stages)))

    @property
    def kept_back(self) -> int:
        """Working days that the office itself needs beside the agencies: two from a limit of five days on, else one."""
        return 2 if self.time_limit_days >= 5 else 1

    def days_of(self, codes) -> int:
        """Working days for one request; the longest when several codes give one agency."""
        own = [self.agency_terms.get(code, {}).get("days") or self.stage_days() for code in codes]
        return max(own, default=self.stage_days())

    def inspects(self, codes) -> bool:
        """Whether an agency asked under these codes may visit the place; one asked beside the standard follows the general rule."""
        if not codes:
            return self.has_inspection
        return any(self.agency_terms.get(code, {}).get("inspects", self.has_inspection) for code in codes)

    def silence_counts(self, codes) -> bool:
        """Whether silence of the agency asked under these codes may be taken as no objection."""
        terms = [self.agency_terms.get(code, {}).get("deemed", self.deemed_recommendation) for code in codes]
        return all(terms) if terms else self.deemed_recommendation

    @property
    def has_visits(self) -> bool:
        """Whether any agency of the service may visit the place."""
        return self.inspects(self._codes)

    @property
    def any_silence_counts(self) -> bool:
        """Whether there is an agency whose silence may be taken as no objection."""
        return self.deemed_recommendation or any(self.silence_counts([code]) for code in self._codes)

    @property
    def _codes(self) -> list[str]:
        return [code for stage in self.stages for code in stage]

    def requirements_for(self, kind: str, cause: str = "", day: date | None = None) -> list[dict]:
        """The requirements of one kind of filing. Without `for`: every kind that ends in a permit; `when`: one cause alone.

        `day`: the local day of the filing; what was retired by then is no longer asked.
        """
        general = kind not in ON_THE_SAME_PERMIT
        asked = [r for r in self.requirements if (kind in r["for"] if r.get("for") else general)]
        asked = [r for r in asked if r.get("when", "") in ("", cause)]
        return [r for r in asked if day is None or not self.is_retired("requirements", r["code"], day)]

    def laws_on(self, day: date) -> list[str]:
        """The legal bases that hold on a day."""
        return [law for law in self.legal_basis if not self.is_retired("legal_basis", law, day)]

    def is_retired(self, what: str, key: str, day: date) -> bool:
        ended = self.retirements.get(what, {}).get(key)
        return bool(ended) and ended["on"] <= day.isoformat()


class StandardWriter(ServiceStandard.writers.through):
    """Who wrote a version: rows come while it is a draft, and from its review on they stay as they are."""

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="settled_with_the_review",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=WRITERS_SETTLED,
            ),
            never_truncated(),
        ]
