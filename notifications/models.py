"""The outbox and everybody's inbox: one row per message, person and channel, with its final text."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notifications.queries import MessageQuerySet
from ptsp_portal.lib.moment import now


class Message(models.Model):
    """One message. An in-app row is sent when it is written; an e-mail or SMS row waits for delivery.deliver_next()."""

    class Channel(models.TextChoices):
        INAPP = "inapp", _("di portal")
        EMAIL = "email", _("surel")
        SMS = "sms", _("SMS")

    class State(models.TextChoices):
        WAITING = "waiting", _("menunggu")
        SENT = "sent", _("terkirim")
        PARKED = "parked", _("gagal")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="received_messages"
    )
    channel = models.CharField(max_length=10, choices=Channel)
    address = models.CharField(max_length=254, blank=True)
    # Which template: "applications/submitted"; "library" for mails that a library sends.
    occasion = models.CharField(max_length=80)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    about = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    # The same at every try, so that a mail sent twice by a crash is recognised as one.
    message_id = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField(default=now)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at", "id"], name="message_waiting", condition=Q(state="waiting")),
            models.Index(fields=["user", "-created_at", "-id"], name="message_inbox", condition=Q(channel="inapp")),
            models.Index(fields=["user"], name="message_unread", condition=Q(channel="inapp", read_at=None)),
            models.Index(fields=["-created_at", "-id"], name="message_mailbox", condition=Q(channel="email")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(channel__in=["email", "sms"], next_try_at__isnull=False),
                name="message_waiting_knows_when",
            ),
            models.CheckConstraint(
                condition=~Q(channel="email") | ~Q(address="") & ~Q(message_id=""), name="message_mail_has_an_address"
            ),
            models.CheckConstraint(condition=~Q(channel="sms") | ~Q(address=""), name="message_sms_has_a_number"),
            models.CheckConstraint(
                condition=~Q(channel="inapp") | Q(user__isnull=False), name="message_inapp_has_a_reader"
            ),
        ]

    def __str__(self):
        return f"{self.channel} {self.occasion} {self.state}"
