"""The waiting room: who is called next, and who comes at an hour that was agreed. States are moments; nothing is deleted."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications.queue_rows import AppointmentQuerySet, CounterSettingQuerySet, QueueTicketQuerySet
from ptsp_portal.lib.crypto import SealedTextField
from ptsp_portal.lib.moment import now


class Letter(models.TextChoices):
    """What somebody comes for; J is a kept appointment."""

    FILING = "A", _("Permohonan")
    COLLECTING = "B", _("Pengambilan")
    ASKING = "C", _("Informasi dan pengaduan")
    APPOINTMENT = "J", _("Janji temu")


# What the kiosk and the appointment page offer.
OFFERED = [choice for choice in Letter.choices if choice[0] != "J"]


class CounterSetting(models.Model):
    """How an office's counter receives people. Its row is the lock of the office's queue and appointments."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.OneToOneField(Agency, models.PROTECT, related_name="counter_setting")
    queue_on = models.BooleanField(default=False)
    counters = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    letters = ArrayField(models.CharField(max_length=1), default=list, blank=True)
    appointments_on = models.BooleanField(default=False)
    slot_minutes = models.PositiveSmallIntegerField(default=30)
    seats = models.PositiveSmallIntegerField(default=2)  # people received at the same time
    days_ahead = models.PositiveSmallIntegerField(default=14)
    # Within office hours; empty: from opening, until closing.
    first_at = models.TimeField(null=True, blank=True)
    last_at = models.TimeField(null=True, blank=True)

    objects = CounterSettingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(slot_minutes__gte=5, seats__gte=1, days_ahead__gte=1), name="appointments_have_room"
            )
        ]


class Appointment(models.Model):
    """An hour at the counter. Of a person with an account, or of a name and telephone with a code."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Agency, models.PROTECT, related_name="appointments")
    starts_at = models.DateTimeField()
    seat = models.PositiveSmallIntegerField()
    letter = models.CharField(max_length=1, choices=OFFERED)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    name = models.CharField(max_length=120)
    phone = SealedTextField(blank=True)
    phone_hash = models.CharField(max_length=64, blank=True, editable=False)
    code = SealedTextField(blank=True)
    booked_at = models.DateTimeField(default=now)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    remind_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "seat"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "starts_at", "seat"],
                condition=Q(cancelled_at__isnull=True),
                name="one_appointment_per_seat",
            ),
            models.UniqueConstraint(
                fields=["user", "starts_at"],
                condition=Q(cancelled_at__isnull=True, user__isnull=False),
                name="one_appointment_per_person_and_minute",
            ),
            models.UniqueConstraint(
                fields=["phone_hash", "starts_at"],
                condition=Q(cancelled_at__isnull=True, user__isnull=True),
                name="one_appointment_per_phone_and_minute",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(phone_hash="") & ~Q(code=""), name="appointment_can_be_found_again"
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], condition=~Q(name=""), name="appointments_to_forget"),
            models.Index(
                fields=["remind_at"],
                condition=Q(reminded_at__isnull=True, cancelled_at__isnull=True),
                name="appointments_to_remind",
            ),
        ]


class QueueTicket(models.Model):
    """A number in the row of one office, letter and day. Its random address is how its holder follows it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Agency, models.PROTECT, related_name="queue_tickets")
    on = models.DateField()  # the office's local date
    letter = models.CharField(max_length=1, choices=Letter.choices)
    number = models.PositiveSmallIntegerField()
    appointment = models.OneToOneField(Appointment, models.PROTECT, null=True, blank=True, related_name="ticket")
    taken_at = models.DateTimeField(default=now)
    turn_at = models.DateTimeField()  # when it came, or the hour of the appointment
    called_at = models.DateTimeField(null=True, blank=True)
    calls = models.PositiveSmallIntegerField(default=0)
    counter = models.CharField(max_length=40, blank=True)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    served_at = models.DateTimeField(null=True, blank=True)
    skipped_at = models.DateTimeField(null=True, blank=True)

    objects = QueueTicketQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "on", "letter", "number"], name="one_ticket_per_number"),
            models.UniqueConstraint(
                fields=["office", "on", "counter"],
                condition=Q(called_at__isnull=False, served_at__isnull=True, skipped_at__isnull=True),
                name="one_person_at_a_counter",
            ),
            models.CheckConstraint(
                condition=Q(called_at__isnull=True) | ~Q(counter="") & Q(called_by__isnull=False),
                name="a_call_names_its_counter",
            ),
            models.CheckConstraint(
                condition=Q(served_at__isnull=True) | Q(called_at__isnull=False, skipped_at__isnull=True),
                name="served_after_a_call",
            ),
        ]

    def __str__(self):
        return f"{self.letter}-{self.number:03}"
