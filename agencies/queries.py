"""How places, offices and people in office are found."""

from django.db import models
from django.db.models import Q

from ptsp_portal.lib.moment import now


def today():
    """The date in the westernmost office zone is near enough for terms of office, which are whole days."""
    return now().date()


class RegionQuerySet(models.QuerySet):
    def within(self, code: str):
        """The region `code` and everything below it."""
        return self.filter(Q(code=code) | Q(code__startswith=f"{code}."))

    def of_level(self, level: str):
        return self.filter(level=level)


class AgencyQuerySet(models.QuerySet):
    def serving_online(self):
        """Offices with a counter officer today: only they take filings (others show "belum melayani daring")."""
        return self.filter(memberships__in=self._counter_officers()).distinct()

    def with_online_flag(self):
        return self.annotate(is_online=models.Exists(self._counter_officers().filter(agency=models.OuterRef("pk"))))

    def _counter_officers(self):
        memberships = self.model._meta.get_field("memberships").related_model
        return memberships.objects.current().filter(role="front_desk", user__is_active=True)


class MembershipQuerySet(models.QuerySet):
    def current(self):
        day = today()
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=day), from_on__lte=day)


class RepresentationQuerySet(models.QuerySet):
    def active(self):
        day = today()
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=day), status="active", from_on__lte=day)
