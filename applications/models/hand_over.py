import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application
from applications.models.permit import Permit
from applications.models.upload import KeptUpload
from applications.queries import HandOverQuerySet
from ptsp_portal.lib.lifecycle import never_deleted, never_rewritten
from ptsp_portal.lib.moment import now

HANDED = (
    "uuid permit_id application_id way at by_id recipient_name relation identity courier tracking_number is_again reason"
).split()


class HandOver(KeptUpload):
    """How an issued permit reached its holder (handbook 2.1, step 12): at the counter, by post, or downloaded.

    The upload is the receipt with the recipient's signature. A second hand-over is a re-delivery, with its reason.
    """

    class Way(models.TextChoices):
        COUNTER = "counter", _("diambil di loket")
        POST = "post", _("dikirim lewat pos atau kurir")
        DOWNLOAD = "download", _("diunduh pemohon")

    class Relation(models.TextChoices):
        HOLDER = "holder", _("pemohon sendiri")
        PROXY = "proxy", _("kuasa dengan surat kuasa")

    class Identity(models.TextChoices):
        KTP = "ktp", _("KTP-el")
        SIM = "sim", _("SIM")
        PASSPORT = "passport", _("paspor")
        OTHER = "other", _("kartu lain yang berfoto")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    permit = models.ForeignKey(Permit, models.PROTECT, related_name="hand_overs")
    application = models.ForeignKey(Application, models.PROTECT, related_name="hand_overs")
    way = models.CharField(_("cara"), max_length=8, choices=Way.choices)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recipient_name = models.CharField(_("nama penerima"), max_length=160, blank=True)
    relation = models.CharField(max_length=6, choices=Relation.choices, blank=True)
    identity = models.CharField(_("identitas yang ditunjukkan"), max_length=8, choices=Identity.choices, blank=True)
    courier = models.CharField(_("kurir"), max_length=60, blank=True)
    tracking_number = models.CharField(_("nomor resi"), max_length=60, blank=True)
    is_again = models.BooleanField(default=False)
    reason = models.CharField(_("alasan penyerahan ulang"), max_length=300, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(is_again=False) & ~Q(way="download"), name="handed_over_once"
            ),
            models.UniqueConstraint(fields=["application"], condition=Q(way="download"), name="first_download_once"),
            models.CheckConstraint(condition=Q(is_again=False) | ~Q(reason=""), name="a_redelivery_says_why"),
            models.CheckConstraint(
                condition=~Q(way="counter") | (~Q(recipient_name="") & ~Q(relation="") & ~Q(identity="")),
                name="at_the_counter_somebody_shows_who_they_are",
            ),
            models.CheckConstraint(
                condition=~Q(way="post") | (~Q(courier="") & ~Q(tracking_number="")), name="a_letter_can_be_traced"
            ),
        ]
        triggers = [never_rewritten(*HANDED), *never_deleted()]
