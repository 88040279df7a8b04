"""A field visit (peninjauan lapangan): its day, its team, what was seen, and the minutes (BAP)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications.models.application import Application
from applications.models.document import Document
from applications.models.recommendation import Recommendation
from applications.queries import InspectionPhotoQuerySet, InspectionQuerySet
from applications.states import InspectionLifecycle
from ptsp_portal.lib.lifecycle import guards
from ptsp_portal.lib.moment import now


class Inspection(InspectionLifecycle):
    """One visit for one agency's opinion. The applicant consents to the day; team and applicant sign the minutes."""

    class Result(models.TextChoices):
        FIT = "fit", _("Sesuai dengan permohonan")
        FIT_IF = "fit_if", _("Sesuai dengan syarat")
        UNFIT = "unfit", _("Tidak sesuai dengan permohonan")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="inspections")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="inspections")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="inspections")
    starts_at = models.DateTimeField(_("waktu"))
    place = models.CharField(_("tempat"), max_length=300)
    purpose = models.TextField(_("yang diperiksa"), blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=now)
    # The applicant's answer to the proposed day: consent, or another wish.
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    wished_at = models.DateTimeField(null=True, blank=True)
    wish_note = models.CharField(max_length=500, blank=True)
    letter_number = models.CharField(_("nomor surat tugas"), max_length=50, blank=True)
    # {item code: {"result": "yes"|"no"|"na", "note": text}}; saved while on the spot, whatever the signal.
    checklist = models.JSONField(default=dict, blank=True)
    findings = models.TextField(_("hasil"), blank=True)
    result = models.CharField(max_length=6, choices=Result.choices, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reported_at = models.DateTimeField(null=True, blank=True)
    applicant_signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    applicant_signed_at = models.DateTimeField(null=True, blank=True)
    applicant_remark = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("peninjauan lapangan")
        verbose_name_plural = _("peninjauan lapangan")
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation"],
                condition=Q(state__in=["proposed", "agreed", "reported"]),
                name="one_open_inspection_per_request",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["reported", "signed"]) | ~Q(result=""), name="reported_visit_has_a_result"
            ),
        ]
        indexes = [models.Index(fields=["agency", "state", "starts_at"], name="agency_visits")]
        triggers = guards(InspectionLifecycle, "proposed")


class InspectionMember(models.Model):
    """One member of the team, and their signature under the minutes."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="team")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    title = models.CharField(max_length=160, blank=True)
    is_lead = models.BooleanField(default=False)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-is_lead", "id"]
        constraints = [models.UniqueConstraint(fields=["inspection", "user"], name="once_in_a_team")]


class InspectionPhoto(models.Model):
    """A photograph with its time and place. `client_key` is made of its bytes: a photo sent twice is one photo."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="photos")
    document = models.OneToOneField(Document, models.PROTECT, related_name="inspection_photo")
    client_key = models.UUIDField(default=uuid.uuid4)
    taken_at = models.DateTimeField()
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    caption = models.CharField(max_length=200, blank=True)

    objects = InspectionPhotoQuerySet.as_manager()

    class Meta:
        ordering = ["taken_at", "id"]
        constraints = [models.UniqueConstraint(fields=["inspection", "client_key"], name="a_photo_once")]
