"""Who of an agency works on what: colleagues for assigning, and how much each has open and late, in one statement."""

from django.contrib.auth import get_user_model
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from agencies.models import Agency, Membership
from agencies.scoping import own_or_lent_agency_ids
from applications.models import Recommendation
from applications.queries import AGENCY_ROLES
from ptsp_portal.lib.moment import now


def colleagues_of(recommendation):
    """Whom this request can be assigned to: today's officers and heads of the agency asked and of the unit that has it."""
    places = [recommendation.agency_id] + ([recommendation.unit_id] if recommendation.unit_id else [])
    requests = Recommendation.objects.filter(Q(agency__in=places) | Q(unit__in=places))
    return _with_load(_at_work_in(places), requests)


def load_of(user) -> list:
    """Everybody of the user's agencies and of their sub-units, with `open_requests` and `late_requests`; the busiest first.

    Only requests that this user sees count. One statement; people without a request are there with 0.
    """
    mine = own_or_lent_agency_ids(user, AGENCY_ROLES)
    places = Agency.objects.filter(Q(pk__in=mine) | Q(parent__in=mine), is_active=True).values("pk")
    people = _with_load(_at_work_in(places), Recommendation.objects.addressed_to(user))
    return list(people.order_by("-late_requests", "-open_requests", "full_name"))


def _at_work_in(places):
    posts = Membership.objects.current().filter(agency__in=places, role__in=AGENCY_ROLES)
    return get_user_model().objects.filter(is_active=True, pk__in=posts.values("user")).order_by("full_name")


def _with_load(people, requests):
    theirs = requests.open().filter(assigned_to=OuterRef("pk")).order_by().values("assigned_to")
    return people.annotate(open_requests=_count(theirs, Q()), late_requests=_count(theirs, Q(due_at__lt=now())))


def _count(theirs, condition):
    counted = theirs.annotate(n=Count("pk", filter=condition) if condition else Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
