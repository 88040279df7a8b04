"""Figures kept while work goes on: a mark for what changed, a fact for each file and request, and cells that add facts up.

All of it can be thrown away and made anew from the ledgers (`rebuild_figures`); nothing else may rest on it. Database triggers
(migration 0001) write the marks in the transaction of the act, so no change is missed, whoever makes it.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from agencies.models import Agency
from applications.models import Application, PermitType, Recommendation
from dashboards.queries import CellQuerySet, FileFactQuerySet, RequestFactQuerySet
from ptsp_portal.lib.moment import now


class Stale(models.Model):
    """A mark: this file or request changed and is to be folded in again. Later work as a row."""

    FILE, REQUEST = "file", "request"

    kind = models.CharField(max_length=7)
    source = models.BigIntegerField()


class Folding(models.Model):
    """One row: whoever holds its lock folds. `folded_at` is "as of when" on every page of figures."""

    folded_at = models.DateTimeField(default=now)
    rebuilt_at = models.DateTimeField(null=True, blank=True)


class FileFact(models.Model):
    """What one sent file says for the figures, computed from its ledger. Days are local dates of the office; numbers of days are
    working days rounded up. `phases`: days that were left at the entry into each `Phase`, -1 for one it never had."""

    application = models.OneToOneField(
        Application, models.PROTECT, primary_key=True, related_name="+", db_constraint=False
    )
    office = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    service = models.ForeignKey(PermitType, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    place = models.CharField(max_length=13)
    submitted_on = models.DateField()
    registered_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    outcome = models.CharField(max_length=9, blank=True)  # issued, rejected, withdrawn, lapsed; "" while open
    limit_days = models.PositiveSmallIntegerField()
    used_days = models.PositiveSmallIntegerField(null=True)
    is_late = models.BooleanField(default=False)
    is_last_minute = models.BooleanField(default=False)
    is_deemed = models.BooleanField(default=False)
    is_reopened = models.BooleanField(default=False)
    allows_deemed = models.BooleanField(default=False)  # its standard counts silence as consent
    pauses = models.PositiveSmallIntegerField(default=0)
    phases = ArrayField(models.SmallIntegerField(), null=True)
    # While open: whose turn it is and until when; phase and day in which it is, for what is expected.
    holder = models.PositiveSmallIntegerField(null=True)
    due_on = models.DateField(null=True)
    phase = models.PositiveSmallIntegerField(null=True)
    phase_since = models.DateTimeField(null=True)
    # The same by the stage of recommendations (`cubes.stage_code`), 0 outside; once decided: code, days left, code, days left …
    stage = models.PositiveSmallIntegerField(default=0)
    stage_since = models.DateTimeField(null=True)
    stages = ArrayField(models.SmallIntegerField(), null=True)
    # Of the expected date that was told at its registration: whether each held. None while open and where none was told.
    half_held = models.BooleanField(null=True)
    most_held = models.BooleanField(null=True)
    # Minutes of the last stay at each of `cubes.TIMED_DESKS`, by the clock on the wall; -1 where it never lay.
    desk_minutes = ArrayField(models.SmallIntegerField(), null=True)
    # Rupiah of the bill that stands, and of its payment.
    billed_on = models.DateField(null=True)
    billed = models.PositiveBigIntegerField(default=0)
    paid_on = models.DateField(null=True)
    paid = models.PositiveBigIntegerField(default=0)
    expires_on = models.DateField(null=True)  # of its permit, while that is in force

    objects = FileFactQuerySet.as_manager()

    class Meta:
        indexes = [
            # From a number to the files behind it.
            models.Index(
                fields=["office", "closed_on", "application"], condition=Q(closed_on__isnull=False), name="fact_closed"
            ),
            models.Index(fields=["office", "submitted_on", "application"], name="fact_submitted"),
            models.Index(fields=["office", "closed_on", "application"], condition=Q(is_late=True), name="fact_late"),
            models.Index(
                fields=["office", "due_on", "application"], condition=Q(closed_on__isnull=True), name="fact_open"
            ),
            models.Index(
                fields=["office", "service", "holder", "due_on"],
                condition=Q(closed_on__isnull=True),
                name="fact_open_service",
            ),
            models.Index(fields=["office", "registered_on", "application"], name="fact_registered"),
            # One service of an office; without these a service that an office never has would be looked for among all its files.
            models.Index(fields=["office", "service", "closed_on", "application"], name="fact_service_closed"),
            models.Index(fields=["office", "service", "submitted_on", "application"], name="fact_service_submitted"),
            models.Index(fields=["office", "service", "registered_on", "application"], name="fact_service_registered"),
            # The same for what lies in one kecamatan or kelurahan, at whichever office.
            models.Index(fields=["place", "closed_on", "application"], name="fact_place_closed"),
            models.Index(fields=["place", "submitted_on", "application"], name="fact_place_submitted"),
            models.Index(fields=["place", "registered_on", "application"], name="fact_place_registered"),
            # What is rare among very many.
            *(
                models.Index(fields=["office", "closed_on", "application"], condition=condition, name=f"fact_{name}")
                for name, condition in {
                    "rejected": Q(outcome="rejected"),
                    "ended": Q(outcome__in=["withdrawn", "lapsed"]),
                    "paused": Q(pauses__gt=0),
                    "last_minute": Q(is_last_minute=True),
                    "reopened": Q(is_reopened=True),
                    "deemed": Q(is_deemed=True),
                }.items()
            ),
            models.Index(
                fields=["office", "due_on", "application"],
                condition=Q(closed_on__isnull=True, allows_deemed=True),
                name="fact_may_be_deemed",
            ),
        ]


class RequestFact(models.Model):
    """What one request for a recommendation says for the figures; days in the time of the agency asked."""

    recommendation = models.OneToOneField(
        Recommendation, models.PROTECT, primary_key=True, related_name="+", db_constraint=False
    )
    application = models.ForeignKey(Application, models.PROTECT, related_name="+", db_constraint=False)
    office = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    requested_on = models.DateField()
    closed_on = models.DateField(null=True)
    result = models.CharField(max_length=9, blank=True)  # given, deemed, withdrawn; "" while open
    limit_days = models.PositiveSmallIntegerField()
    own_days = models.PositiveSmallIntegerField(null=True)
    is_late = models.BooleanField(default=False)
    is_last_minute = models.BooleanField(default=False)
    is_unfavourable = models.BooleanField(default=False)
    is_asked_again = models.BooleanField(default=False)
    pauses = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True)

    objects = RequestFactQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "closed_on", "recommendation"],
                condition=Q(closed_on__isnull=False),
                name="request_closed",
            ),
            models.Index(
                fields=["agency", "due_on", "recommendation"], condition=Q(closed_on__isnull=True), name="request_open"
            ),
            models.Index(fields=["agency", "requested_on", "recommendation"], name="request_asked"),
            *(
                models.Index(
                    fields=["agency", "closed_on", "recommendation"], condition=condition, name=f"request_{name}"
                )
                for name, condition in {
                    "late": Q(is_late=True),
                    "paused": Q(pauses__gt=0),
                    "last_minute": Q(is_last_minute=True),
                    "again": Q(is_asked_again=True),
                }.items()
            ),
        ]


class Cell(models.Model):
    """One count: see `dashboards.cubes`. Plain numbers instead of foreign keys, for it is only a sum of facts."""

    cube = models.PositiveSmallIntegerField()
    at = models.DateField()
    office = models.IntegerField(default=0)
    agency = models.IntegerField(default=0)
    service = models.IntegerField(default=0)
    place = models.CharField(max_length=13, default="")
    bucket = models.IntegerField(default=0)
    n = models.BigIntegerField(default=0)

    objects = CellQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cube", "office", "agency", "service", "place", "at", "bucket"],
                name="one_cell_per_key",
                include=["n"],
            )
        ]
        indexes = [models.Index(fields=["cube", "agency", "at"], condition=Q(cube=7), name="cell_asked_by_agency")]
