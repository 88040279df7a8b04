"""What happens on a complaint: the thread, its papers, the warnings that were given, and what was found."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications.models.upload import KeptUpload
from complaints.models.complaint import Complaint
from complaints.queries import AttachmentQuerySet, FindingQuerySet
from ptsp_portal.lib.lifecycle import append_only, never_deleted
from ptsp_portal.lib.moment import now


class ComplaintMessage(models.Model):
    """One message on a complaint. `note` is internal; the reporter sees the others, without the names of officers."""

    class Side(models.TextChoices):
        REPORTER = "reporter", _("pelapor")
        DESK = "desk", _("petugas pengaduan")
        UNIT = "unit", _("unit penangan")
        ANSWER = "answer", _("jawaban resmi")
        NOTE = "note", _("catatan internal")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="thread")
    side = models.CharField(max_length=8, choices=Side.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["complaint", "at", "id"], name="complaint_thread")]
        triggers = append_only()


class ComplaintAttachment(KeptUpload):
    """A checked upload: of the reporter, or of an answer."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="attachments")
    message = models.ForeignKey(ComplaintMessage, models.PROTECT, null=True, blank=True, related_name="attachments")
    is_from_reporter = models.BooleanField(default=True)
    at = models.DateTimeField(default=now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        triggers = never_deleted()


class ComplaintWarning(models.Model):
    """One rung of the escalation ladder, climbed once."""

    class Rung(models.TextChoices):
        UNIT = "unit", _("kepala unit")
        AGENCY = "agency", _("kepala instansi")
        SECRETARY = "secretary", _("sekretaris daerah atau inspektorat")
        OMBUDSMAN = "ombudsman", _("berkas rujukan Ombudsman disiapkan")
        REMEDY = "remedy", _("perbaikan belum dilaporkan")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="warnings")
    rung = models.CharField(max_length=10, choices=Rung.choices)
    due_at = models.DateTimeField()  # the limit that it was about: a new one warns anew
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["complaint", "rung", "due_at"], name="each_complaint_rung_once")]
        triggers = append_only()


class Finding(models.Model):
    """What the examination found: justified or not, which maladministration, which remedy and by when; followed until done."""

    class Kind(models.TextChoices):
        """Kinds of maladministration as the Ombudsman counts them (UU 37/2008; handbook 5)."""

        DELAY = "delay", _("penundaan berlarut")
        PROCEDURE = "procedure", _("penyimpangan prosedur")
        NO_SERVICE = "no_service", _("tidak memberikan pelayanan")
        DEMAND = "demand", _("permintaan imbalan")
        ABUSE = "abuse", _("penyalahgunaan wewenang")
        DISCRIMINATION = "discrimination", _("diskriminasi")
        INCOMPETENT = "incompetent", _("tidak kompeten")
        OTHER = "other", _("lainnya")

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="finding")
    is_justified = models.BooleanField(_("terbukti"))
    kind = models.CharField(_("jenis maladministrasi"), max_length=14, choices=Kind.choices, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField(_("uraian"))
    remedy = models.TextField(_("perbaikan"), blank=True)
    due_on = models.DateField(_("selesai paling lambat"), null=True, blank=True)
    done_on = models.DateField(_("selesai pada"), null=True, blank=True)
    done_words = models.TextField(_("yang dilakukan"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(is_justified=False) | ~Q(kind=""), name="justified_finding_has_a_kind"),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(done_on__isnull=True, due_on__isnull=False), name="remedies_to_follow"
            )
        ]
        triggers = never_deleted()

    @property
    def is_about_a_late_file(self) -> bool:
        """Justified delay on a file; what is grave never shows on the file that the unit reads."""
        return (
            self.is_justified
            and self.kind == self.Kind.DELAY
            and self.complaint.application_id is not None
            and not self.complaint.is_grave
        )
