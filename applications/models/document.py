import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application
from applications.models.recommendation import Recommendation
from applications.queries import DocumentQuerySet
from ptsp_portal.lib.moment import now


def storage_path(document, filename):
    """A generated name: nothing of the user's file name reaches the disk."""
    return f"berkas/{document.uuid.hex[:2]}/{document.uuid.hex}{document.extension}"


class Document(models.Model):
    """An uploaded file: the answer to one requirement, or an attachment of a recommendation. Replaced, never overwritten."""

    class Check(models.TextChoices):
        UNCHECKED = "unchecked", _("belum diperiksa")
        FIT = "fit", _("sesuai")
        UNFIT = "unfit", _("perlu diperbaiki")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="documents")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, null=True, blank=True, related_name="documents")
    requirement_code = models.CharField(max_length=60, blank=True)
    file = models.FileField(upload_to=storage_path, max_length=120)
    original_name = models.CharField(max_length=120)
    extension = models.CharField(max_length=10)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    # Nobody: an attachment that came through a signed link, without an account.
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_at = models.DateTimeField(default=now)
    removed_at = models.DateTimeField(null=True, blank=True)
    # Brought for an item of a clarification, and not yet sent with the answer: no paper of the file yet.
    clarification_item = models.ForeignKey(
        "applications.ClarificationItem", models.PROTECT, null=True, blank=True, related_name="documents"
    )
    is_pending = models.BooleanField(default=False)
    # Sent along with the applicant's objection to a rejection.
    objection = models.ForeignKey(
        "applications.Objection", models.PROTECT, null=True, blank=True, related_name="documents"
    )
    check_result = models.CharField(max_length=10, choices=Check.choices, default=Check.UNCHECKED)
    check_note = models.CharField(max_length=500, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(recommendation__isnull=False) | Q(objection__isnull=False) | ~Q(requirement_code=""),
                name="document_answers_requirement_or_recommendation",
            ),
            models.CheckConstraint(
                condition=Q(recommendation__isnull=False) | Q(uploaded_by__isnull=False),
                name="only_an_agencys_attachment_has_no_uploader",
            ),
        ]
        indexes = [models.Index(fields=["application", "requirement_code"], name="file_documents")]
