"""How places, offices and people in office are found."""

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from ptsp_portal.lib.moment import now

WIB = ZoneInfo("Asia/Jakarta")
KEEPERS = ("office_admin", "head")


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

    def kept_by(self, user):
        """Offices whose own page this user sees: its office_admins and its head."""
        posts = user.memberships.current().filter(role__in=KEEPERS)
        return self.filter(pk__in=posts.values("agency"), is_active=True)

    def _counter_officers(self):
        memberships = self.model._meta.get_field("memberships").related_model
        return memberships.objects.current().filter(role="front_desk", user__is_active=True)


class MembershipQuerySet(models.QuerySet):
    def kept_by(self, user):
        """Posts of the offices whose page this user sees."""
        return self.filter(agency__in=user.memberships.current().filter(role__in=KEEPERS).values("agency"))

    def not_over(self):
        """Held today or later."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=today()))

    def current(self):
        day = today()
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=day), from_on__lte=day)


class DelegationQuerySet(models.QuerySet):
    def kept_by(self, user):
        posts = user.memberships.current().filter(role__in=KEEPERS)
        return self.filter(membership__agency__in=posts.values("agency"))

    def not_over(self):
        return self.filter(until_on__gte=today())


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


class RightsRequestQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(status="waiting")

    def visible_to(self, user):
        """Of the agencies that this user keeps or heads, and of those whose requests a PTSP of the region or above confirms."""
        keepers = user.memberships.current().filter(role__in=KEEPERS).select_related("agency")
        seen = Q(pk__in=[])
        for post in keepers:
            seen |= Q(agency=post.agency_id)
            if post.agency.kind == "ptsp":
                code = post.agency.region_id
                below = Q(agency__region=code) | Q(agency__region__code__startswith=f"{code}.")
                seen |= below & ~Q(agency__kind="ptsp")
        return self.filter(seen)
