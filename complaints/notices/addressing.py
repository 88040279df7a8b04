"""To whom a message about a complaint goes. Whoever may not see it is told nothing."""

from django.urls import reverse

from agencies.models import Delegation, Membership
from agencies.queries import today
from complaints.posts import DESK
from complaints.standing import is_hidden_from, keeper_of
from notifications.outbox import Letter, enqueue_all

FOLLOW_PATH = "/pengaduan/ikuti/"  # number and secret open it; neither ever stands in an address


def context_of(complaint, **more) -> dict:
    return {"number": complaint.number, "office": complaint.office.name, "zone": complaint.office.region.zone, **more}


def desk_link(complaint) -> str:
    return reverse("complaints:complaint", args=[complaint.uuid])


def people_at(agency_id, *roles) -> list:
    """Today's people of those posts in one agency, heads with their deputies (Plh./Plt.)."""
    posts = Membership.objects.current().filter(agency=agency_id, role__in=roles, user__is_active=True)
    users = {post.user_id: post.user for post in posts.select_related("user").order_by("user_id")}
    lent = Delegation.objects.filter(
        membership__in=Membership.objects.current().filter(agency=agency_id, role__in=roles),
        from_on__lte=today(),
        until_on__gte=today(),
        deputy__is_active=True,
    )
    users |= {each.deputy_id: each.deputy for each in lent.select_related("deputy")}
    return list(users.values())


def first_of(complaint, agency_id, *chain) -> list:
    """The people of the first post that anybody holds who may see it: an empty chair passes it on, and so does a post whose
    only holder it is about."""
    for post in chain:
        if people := seeing(complaint, people_at(agency_id, post)):
            return people
    return []


def seeing(complaint, users) -> list:
    """Those who may see it."""
    return [user for user in users if not is_hidden_from(user, complaint)]


def desk_of(complaint) -> list:
    """The complaint officers of the office that keeps it, else its head; of what is grave the inspectorate's people."""
    keeper = keeper_of(complaint)
    return (
        people_at(keeper, "officer", DESK, "head") if complaint.is_grave else first_of(complaint, keeper, DESK, "head")
    )


def tell(occasion, complaint, users, *, but_not=None, link="", **more) -> int:
    """Send to those who may see it; returns how many."""
    readers = [user for user in seeing(complaint, users) if user != but_not]
    context, link = context_of(complaint, **more), link or desk_link(complaint)
    enqueue_all([Letter(user, f"complaints/{occasion}", context, link, complaint.uuid) for user in readers])
    return len(readers)
