"""What belongs to the writing of a standard: blank forms, trial filings, dry runs on the files of last year."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications.models.service_standard import ServiceStandard
from applications.models.upload import KeptUpload
from applications.outcomes import ON_THE_SAME_PERMIT
from applications.queries import StandardPartQuerySet
from ptsp_portal.lib.lifecycle import never_deleted, never_rewritten
from ptsp_portal.lib.moment import now

# Also what is told of a blank form to whoever takes it.
FORM = "uuid office_id file file_name file_kind file_type file_size file_sha256 uploaded_by_id uploaded_at".split()


class StandardFile(KeptUpload):
    """A blank form that a requirement offers for download. Never replaced: another form is another row, so a published standard
    always gives out the form it was published with."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Agency, models.PROTECT, related_name="standard_files")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("formulir kosong")
        verbose_name_plural = _("formulir kosong")
        triggers = [never_rewritten(*FORM), *never_deleted()]


class TrialFiling(models.Model):
    """A test filing of a draft. Nothing of it is a file: no number, no queue, no clock, no figure, no message."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    standard = models.ForeignKey(ServiceStandard, models.CASCADE, related_name="trials")
    kind = models.CharField(max_length=12, default="new")
    # Of a copy: lost or damaged, which asks for other papers.
    cause = models.CharField(max_length=10, blank=True, default="")
    answers = models.JSONField(default=dict, blank=True)
    # Codes of the requirements that the tester says to have; nothing is uploaded.
    papers = models.JSONField(default=list, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    objects = StandardPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("permohonan uji")
        verbose_name_plural = _("permohonan uji")

    @property
    def office(self) -> Agency:
        return self.standard.office

    @property
    def makes_a_permit(self) -> bool:
        return self.kind not in ON_THE_SAME_PERMIT

    @property
    def stages(self) -> list[list[str]]:
        return self.standard.stages if self.makes_a_permit else []

    @property
    def has_fee(self) -> bool:
        return self.standard.has_fee and self.makes_a_permit

    @property
    def requirements(self) -> list[dict]:
        """As on the first day that the version can be filed under: what is retired by then is not asked."""
        day = max(self.office.region.local_date(now()), self.standard.effective_from)
        return self.standard.requirements_for(self.kind, self.cause, day)


class DryRun(models.Model):
    """A draft tried on the files of the year before: which would have been late, what each agency would get, what would differ.

    The worker does it, batch after batch; until it is finished `result` says how far it came, afterwards what was found: plain
    JSON without personal data. `revision` is the one of the draft that was tried.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    standard = models.ForeignKey(ServiceStandard, models.CASCADE, related_name="dry_runs")
    revision = models.PositiveIntegerField()
    from_on = models.DateField()
    until_on = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    next_try_at = models.DateTimeField(default=now)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict, blank=True)
    error = models.CharField(max_length=200, blank=True)

    objects = StandardPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("uji pada berkas lama")
        verbose_name_plural = _("uji pada berkas lama")
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(finished_at__isnull=True), name="dry_runs_to_do"),
        ]
