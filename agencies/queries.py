"""How places, offices and people in office are found."""

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from ptsp_portal.lib.moment import now

WIB = ZoneInfo("Asia/Jakarta")


def today():
    """The date in the westernmost office zone (WIB) is near enough for terms of office, which are whole days.

    Not the date in UTC: it changes at 07.00 WIB, which is 09.00 in Papua, an hour into office hours.
    """
    return now().astimezone(WIB).date()


class RegionQuerySet(models.QuerySet):
    def within(self, code: str):
        """The region `code` and everything below it."""
        return self.filter(Q(code=code) | Q(code__startswith=f"{code}."))

    def of_level(self, level: str):
        return self.filter(level=level)

    def villages_like(self, text: str):
        """Kelurahan and desa by words of their own name, their kecamatan's or their regency's; best names first."""
        found = self.of_level("kelurahan").select_related("parent__parent")
        for word in text.split():
            above = Q(parent__name__icontains=word) | Q(parent__parent__name__icontains=word)
            found = found.filter(above | Q(name__icontains=word))
        is_named_so = models.Case(models.When(name__icontains=text.strip(), then=0), default=1)
        return found.order_by(is_named_so, "name", "code")


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


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own identity. Officers see the identity in a file through the file, never here."""
        return self.filter(user=user)


class BusinessQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The businesses that this user may act for today. A claim that nobody accepted shows nothing."""
        representations = self.model._meta.get_field("representations").related_model
        acting = representations.objects.active().filter(person__user=user, business=models.OuterRef("pk"))
        return self.filter(models.Exists(acting))


class RepresentationQuerySet(models.QuerySet):
    def active(self):
        day = today()
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=day), status="active", from_on__lte=day)

    def visible_to(self, user):
        """One's own, whatever became of them, and those who act for the same businesses today."""
        mine = self.model.objects.active().filter(person__user=user).values("business")
        return self.filter(Q(person__user=user) | Q(pk__in=self.model.objects.active().filter(business__in=mine)))

    def awaiting(self, user):
        """Claims that this counter officer may decide: businesses of the region of the PTSP or below it, never one's own."""
        desks = user.memberships.current().filter(role="front_desk", agency__kind="ptsp", agency__is_active=True)
        places = Q(pk__in=[])
        for code in desks.values_list("agency__region_id", flat=True):
            places |= Q(business__region=code) | Q(business__region__code__startswith=f"{code}.")
        return self.filter(places, status="claimed").exclude(person__user=user)
