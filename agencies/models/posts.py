"""Who is in office, from when to when; and what a second person must confirm before anybody's rights get wider."""

import uuid

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.models.registers import Agency
from agencies.queries import DelegationQuerySet, MembershipQuerySet, RightsRequestQuerySet, today
from ptsp_portal.lib.moment import now


class Membership(models.Model):
    """A user's role in an agency, from a date to a date (jabatan)."""

    class Role(models.TextChoices):
        FRONT_DESK = "front_desk", _("petugas loket")
        VERIFIER = "verifier", _("verifikator")
        ENDORSER = "endorser", _("pemaraf")
        HEAD = "head", _("kepala")
        OFFICER = "officer", _("petugas teknis")
        TREASURER = "treasurer", _("bendahara")
        COMPLAINT_OFFICER = "complaint_officer", _("petugas pengaduan")
        EXECUTIVE = "executive", _("pimpinan daerah")
        AUDITOR = "auditor", _("auditor")
        OFFICE_ADMIN = "office_admin", _("admin kantor")

    # Drawn by the database, so that rows of before there were addresses of posts have each their own.
    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("pengguna")
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships", verbose_name=_("instansi"))
    role = models.CharField(_("peran"), max_length=20, choices=Role.choices)
    title = models.CharField(_("nama jabatan"), max_length=120, blank=True)
    from_on = models.DateField(_("sejak"), default=today)
    until_on = models.DateField(_("sampai"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("jabatan")
        verbose_name_plural = _("jabatan")
        constraints = [
            models.UniqueConstraint(fields=["user", "agency", "role", "from_on"], name="one_membership_per_start"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="membership_dates_in_order"
            ),
        ]
        indexes = [models.Index(fields=["agency", "role"])]

    def __str__(self):
        return f"{self.user} · {self.get_role_display()} · {self.agency}"


class Delegation(models.Model):
    """A signer's authority lent for a period (Plh./Plt.). The deputy signs "a.n." and stays bound by separation of duties."""

    class Kind(models.TextChoices):
        PLH = "plh", "Plh."
        PLT = "plt", "Plt."

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="delegations", verbose_name=_("jabatan yang diwakili")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegations", verbose_name=_("pengganti")
    )
    kind = models.CharField(_("jenis"), max_length=3, choices=Kind.choices)
    decree = models.CharField(_("nomor surat perintah"), max_length=80)
    from_on = models.DateField(_("sejak"))
    until_on = models.DateField(_("sampai"))

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("pelimpahan wewenang")
        verbose_name_plural = _("pelimpahan wewenang")
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="delegation_dates_in_order")
        ]


class RightsRequest(models.Model):
    """Wider rights that an office_admin proposes (a role, more time in it, a delegation); they begin when another person confirms.

    The one who confirms is neither the proposer nor the one who gains; the database says so too.
    """

    class Kind(models.TextChoices):
        GRANT = "grant", _("jabatan baru")
        PROLONG = "prolong", _("perpanjangan jabatan")
        DELEGATE = "delegate", _("pelimpahan wewenang")

    class Status(models.TextChoices):
        WAITING = "waiting", _("menunggu orang kedua")
        CONFIRMED = "confirmed", _("disetujui")
        REFUSED = "refused", _("ditolak")
        WITHDRAWN = "withdrawn", _("ditarik kembali")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="rights_requests")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    # Who gains: an account, or the address and name of somebody whose account is made by the confirmation.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    email = models.EmailField()
    full_name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Membership.Role.choices)
    title = models.CharField(max_length=120, blank=True)
    # Prolonged, or lent: the post; and its last day as the proposer saw it.
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    seen_until_on = models.DateField(null=True, blank=True)
    acting = models.CharField(max_length=3, choices=Delegation.Kind.choices, blank=True)
    decree = models.CharField(max_length=80, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=now)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)  # of a refusal

    objects = RightsRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at"]
        indexes = [
            models.Index(fields=["agency"], condition=Q(status="waiting"), name="rights_requests_waiting"),
            models.Index(fields=["agency", "-proposed_at"], name="rights_requests_of_agency"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="rights_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=True) | ~Q(user=F("proposed_by")), name="nobody_proposes_own_rights"
            ),
            models.CheckConstraint(
                condition=Q(status="waiting") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="rights_decision_has_a_name",
            ),
            models.CheckConstraint(
                condition=~Q(status="confirmed")
                | Q(user__isnull=False) & ~Q(decided_by=F("proposed_by")) & ~Q(decided_by=F("user")),
                name="rights_confirmed_by_a_second_person",
            ),
        ]

    @property
    def tag_kind(self) -> str:
        """The tag that its status wears."""
        return {"waiting": "wait", "confirmed": "ok", "refused": "late", "withdrawn": "quiet"}[self.status]
