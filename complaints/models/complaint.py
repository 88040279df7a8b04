"""The one register of complaints (pengaduan), whatever the channel. Handbook part 5; limits and categories are data."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.clock import ClockEvent
from agencies.models import Agency, Region
from applications.models import Application, Permit
from complaints.queries import ComplaintQuerySet
from complaints.states import ComplaintLifecycle
from ptsp_portal.lib.crypto import SealedTextField
from ptsp_portal.lib.lifecycle import guards, never_deleted, never_rewritten
from ptsp_portal.lib.moment import now

OPEN = Q(closed_at__isnull=True)


class Duty(models.TextChoices):
    """Which legal limit binds: the days stand in `ComplaintLimit` (UU 25/2009; PermenPANRB 62/2018, handbook 5)."""

    FORWARD = "forward", _("tanggapan pertama dan disposisi")
    INFORMATION = "information", _("permintaan informasi atau keluhan ringan")
    ORDINARY = "ordinary", _("pengaduan tanpa pemeriksaan lapangan")
    EXAMINATION = "examination", _("pengaduan dengan pemeriksaan lapangan")


class ComplaintLimit(models.Model):
    """Working days of one duty from a date on. The youngest row not in the future binds; a complaint keeps the row's days."""

    duty = models.CharField(_("kewajiban"), max_length=12, choices=Duty.choices)
    days = models.PositiveSmallIntegerField(_("hari kerja"))
    from_on = models.DateField(_("berlaku sejak"))
    legal_basis = models.CharField(_("dasar"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("batas waktu pengaduan")
        verbose_name_plural = _("batas waktu pengaduan")
        ordering = ["duty", "-from_on"]
        constraints = [models.UniqueConstraint(fields=["duty", "from_on"], name="one_complaint_limit_per_day")]


class ComplaintCategory(models.Model):
    """What a complaint is about, and where it goes when no file is bound to it: data, edited by people."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("nama"), max_length=120)
    name_en = models.CharField(_("nama (Inggris)"), max_length=120, blank=True)
    help_text = models.CharField(_("penjelasan"), max_length=200, blank=True)
    duty = models.CharField(_("batas waktu"), max_length=12, choices=Duty.choices, default=Duty.ORDINARY)
    # An agency's code in the region of the place, or above it; empty: the issuing office itself.
    agency_code = models.CharField(_("instansi tujuan"), max_length=20, blank=True)
    # Illegal fees and abuse of power: to the inspectorate, invisible to the unit complained about and to all below it.
    is_grave = models.BooleanField(_("ke inspektorat, tersembunyi dari unit yang diadukan"), default=False)
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)
    is_active = models.BooleanField(_("aktif"), default=True)

    class Meta:
        verbose_name = _("kategori pengaduan")
        verbose_name_plural = _("kategori pengaduan")
        ordering = ["position", "name"]

    def __str__(self):
        return self.name


class Complaint(ComplaintLifecycle):
    """One complaint. Its row is the lock for everything under it; who reported stands in `Reporter`, read apart.

    `holder_agency`, `holder_role`, `held_since` and `due_at` are caches of the clock ledger, in which `APPLICANT` is the reporter.
    """

    class Channel(models.TextChoices):
        WEB = "web", _("daring")
        WALK_IN = "walk_in", _("datang ke loket")
        PHONE = "phone", _("telepon")
        LETTER = "letter", _("surat")
        WHATSAPP = "whatsapp", _("WhatsApp")
        LAPOR = "lapor", _("SP4N-LAPOR!")

    class Identity(models.TextChoices):
        OPEN = "open", _("nama saya boleh diketahui penangan")
        CONFIDENTIAL = "confidential", _("nama saya hanya diketahui petugas pengaduan")
        ANONYMOUS = "anonymous", _("tanpa nama")

    class MovedWith(models.TextChoices):
        FILE = "file", _("mengikuti pemegang berkas")
        PLACE = "place", _("menurut kategori dan tempat")
        PERSON = "person", _("ditentukan petugas")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Whose complaint desk keeps it: a PTSP, or the inspectorate for what is grave.
    office = models.ForeignKey(Agency, models.PROTECT, related_name="complaints_kept")
    number = models.CharField(_("nomor"), max_length=40, unique=True)
    secret = SealedTextField()  # with the number: to follow and to answer, without an account
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.WEB)
    lapor_number = models.CharField(_("nomor LAPOR!"), max_length=40, blank=True)
    identity = models.CharField(max_length=12, choices=Identity.choices, default=Identity.OPEN)
    category = models.ForeignKey(ComplaintCategory, models.PROTECT, related_name="complaints")
    duty = models.CharField(max_length=12, choices=Duty.choices, default=Duty.ORDINARY)
    limit_days = models.PositiveSmallIntegerField()  # of `duty`, kept from the day of receipt
    forward_days = models.PositiveSmallIntegerField()
    title = models.CharField(_("pokok"), max_length=160, blank=True)  # the desk's words
    text = models.TextField(_("isi"))
    place = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    place_words = models.CharField(_("tempat kejadian"), max_length=200, blank=True)
    happened_on = models.DateField(_("tanggal kejadian"), null=True, blank=True)
    # Whom it is about; nobody there, or below, ever handles or sees a grave one.
    about_agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="complaints_about")
    about_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True, related_name="complaints")
    permit = models.ForeignKey(Permit, models.PROTECT, null=True, blank=True, related_name="complaints")
    is_grave = models.BooleanField(default=False)
    moved_with = models.CharField(max_length=6, choices=MovedWith.choices, default=MovedWith.PLACE)

    received_at = models.DateTimeField(default=now)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    routed_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reopened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(max_length=300, blank=True)
    passed_to = models.CharField(_("yang berwenang"), max_length=200, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="duplicates")
    split_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    rating = models.PositiveSmallIntegerField(_("penilaian pelapor (1–4)"), null=True, blank=True)

    holder_agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="complaints_held")
    holder_role = models.CharField(max_length=20, blank=True)
    held_since = models.DateTimeField(default=now)
    due_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)  # of the question that the reporter has not answered
    change_count = models.PositiveIntegerField(default=0)
    # Redacted for the public page, by a person.
    public_question = models.TextField(blank=True)
    public_answer = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    search = models.GeneratedField(
        expression=SearchVector("number", "title", "text", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("pengaduan")
        verbose_name_plural = _("pengaduan")
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=4), name="complaint_rating_in_range"
            ),
            models.UniqueConstraint(
                fields=["lapor_number"], condition=~Q(lapor_number=""), name="one_complaint_per_lapor_number"
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(merged_into__isnull=False), name="merged_complaint_names_the_other"
            ),
            models.CheckConstraint(
                condition=~Q(state="passed_on") | ~Q(passed_to=""), name="passed_on_names_whose_it_is"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "due_at", "id"], condition=OPEN, name="complaint_desk"),
            models.Index(fields=["holder_agency", "due_at", "id"], condition=OPEN, name="complaints_at_unit"),
            models.Index(fields=["office", "-id"], name="complaint_book"),
            models.Index(fields=["application"], condition=Q(application__isnull=False), name="complaints_on_file"),
            models.Index(fields=["due_at"], condition=OPEN & Q(due_at__isnull=False), name="complaint_can_be_late"),
            models.Index(
                fields=["-published_at"], condition=Q(published_at__isnull=False), name="complaints_published"
            ),
            GinIndex(fields=["search"], name="complaint_search"),
        ]
        triggers = [
            *guards(ComplaintLifecycle, "received"),
            never_rewritten("number", "received_at", "text", "office_id"),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        """For people in office."""
        return reverse("complaints:complaint", args=[self.uuid])

    @property
    def binding_days(self) -> int:
        """Working days from receipt: to forward it, once that is done to answer it."""
        return self.forward_days if self.routed_at is None else self.limit_days

    @property
    def is_handed_back(self) -> bool:
        """A unit said that it is not its authority, and the desk has not sent it on."""
        return self.state == self.State.VERIFIED and self.routed_at is not None

    @property
    def is_late(self) -> bool:
        return self.due_at is not None and self.due_at < now()


class Reporter(models.Model):
    """Who reported (pelapor). A table of its own: a confidential name is read by the complaint desk alone, each look journalled.

    Anonymous complaints have none, or one without a name that keeps only where to reach them.
    """

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="reporter")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="reported")
    name = SealedTextField(blank=True)
    phone = SealedTextField(blank=True)
    email = SealedTextField(blank=True)
    address = SealedTextField(blank=True)

    class Meta:
        triggers = never_deleted()


class ComplaintRoute(models.Model):
    """One disposition: to whom, why, how it came about. The open one is the present unit."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="routes")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="complaint_routes")
    role = models.CharField(max_length=20, default="officer")  # whose work it is there; the head sees it in any case
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    moved_with = models.CharField(max_length=6, choices=Complaint.MovedWith.choices)
    at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"], condition=Q(ended_at__isnull=True), name="one_open_complaint_route"
            )
        ]
        triggers = never_deleted()


class ComplaintClockEvent(ClockEvent):
    """The ledger of one complaint; working days of the office's region, from receipt."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="clock_events")

    class Meta(ClockEvent.Meta):
        indexes = [models.Index(fields=["complaint", "at", "id"], name="complaint_ledger")]
