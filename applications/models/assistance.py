import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications.models.application import Application
from ptsp_portal.lib.crypto import SealedTextField
from ptsp_portal.lib.moment import now


def consent_path(assistance, filename):
    """A generated name: nothing of the user's file name reaches the disk."""
    return f"persetujuan/{assistance.uuid.hex[:2]}/{assistance.uuid.hex}.{filename.rpartition('.')[2]}"


class Assistance(models.Model):
    """An officer types for a person: who helped, what was shown, how the person consented, and the hand-over to an account.

    It stays when the file is handed over; `Application.assisting_agency` ends with it. Codes are kept as keyed hashes only.
    """

    class Identity(models.TextChoices):
        KTP = "ktp", _("KTP-el")
        FAMILY_CARD = "family_card", _("kartu keluarga")
        PASSPORT = "passport", _("paspor")
        LICENCE = "licence", _("SIM")
        LETTER = "letter", _("surat keterangan perekaman KTP-el")

    class Consent(models.TextChoices):
        CODE = "code", _("kode sekali pakai ke HP pemohon")
        PAPER = "paper", _("formulir persetujuan yang ditandatangani atau dicap jempol")

    class Relation(models.TextChoices):
        SELF = "self", _("pemohon sendiri")
        FAMILY = "family", _("keluarga yang membantu")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.OneToOneField(Application, models.PROTECT, related_name="assistance")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    helper = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    identity_shown = models.CharField(max_length=12, choices=Identity.choices)
    # Requirement codes of the papers whose originals the helper has seen.
    originals_seen = models.JSONField(default=list, blank=True)
    started_at = models.DateTimeField(default=now)

    # How it was given; `consent_at` is when it was: the code was right, or the signed form was stored.
    consent = models.CharField(max_length=5, choices=Consent.choices)
    consent_at = models.DateTimeField(null=True, blank=True)
    consent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    phone = SealedTextField(blank=True)
    code_hash = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True, blank=True)
    code_expires_at = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    codes_sent = models.PositiveSmallIntegerField(default=0)
    form = models.FileField(upload_to=consent_path, max_length=120, blank=True)
    form_type = models.CharField(max_length=80, blank=True)
    form_sha256 = models.CharField(max_length=64, blank=True)

    handover_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    handover_for = models.CharField(max_length=6, choices=Relation.choices, blank=True)
    handover_expires_at = models.DateTimeField(null=True, blank=True)
    handover_tries = models.PositiveSmallIntegerField(default=0)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    handed_over_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    handed_over_as = models.CharField(max_length=6, choices=Relation.choices, blank=True)

    class Meta:
        verbose_name = _("pendampingan")
        verbose_name_plural = _("pendampingan")
        constraints = [
            models.CheckConstraint(
                condition=Q(consent_at__isnull=True) | ~Q(consent="paper") | ~Q(form_sha256=""),
                name="paper_consent_has_its_form",
            ),
            models.CheckConstraint(
                condition=Q(handed_over_at__isnull=True, handed_over_to__isnull=True)
                | Q(handed_over_at__isnull=False, handed_over_to__isnull=False, handover_hash__isnull=True),
                name="handed_over_once_to_somebody",
            ),
        ]
