"""Expected dates that were told, and patterns that an inspector would look at, day by day."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from agencies.models import Agency
from applications.models import Application
from dashboards.queries import PatternQuerySet
from ptsp_portal.lib.lifecycle import append_only
from ptsp_portal.lib.moment import now


class Estimate(models.Model):
    """The expected date that was told when the file got its receipt. Kept as it was, so that it can be checked: a rebuild of
    the figures makes none and changes none. `group` is a `cubes.Like`, `phase` a `cubes.Phase`."""

    application = models.OneToOneField(Application, models.PROTECT, primary_key=True, related_name="+")
    made_at = models.DateTimeField(default=now)
    phase = models.PositiveSmallIntegerField()
    half_on = models.DateField()
    most_on = models.DateField()
    group = models.PositiveSmallIntegerField()
    cases = models.PositiveIntegerField()

    class Meta:
        triggers = append_only()


class PatternDay(models.Model):
    """One day of one office that was looked through. Its row is the lock of that day."""

    office = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    on = models.DateField()
    looked_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "on"], name="office_day_looked_at_once")]


class Pattern(models.Model):
    """How often one kind of pattern was seen at one desk of an office on one day: `n` of `of` acts. `desk` is a role, never a
    person. `examples` are files, at most `patterns.EXAMPLES`. Made from the ledgers, so it can be made anew."""

    class Kind(models.TextChoices):
        OVERTAKEN = "overtaken"
        FAST = "fast"
        SAME = "same"
        OUTSIDE = "outside"

    kind = models.CharField(max_length=9, choices=Kind.choices)
    office = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    desk = models.CharField(max_length=30)
    on = models.DateField()
    n = models.PositiveIntegerField()
    of = models.PositiveIntegerField()
    examples = ArrayField(models.UUIDField(), default=list)

    objects = PatternQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "on", "kind", "desk"], name="one_pattern_per_desk_and_day")
        ]
