"""Who is told what about a service standard: the service and its state, never a person or a reason."""

from django.urls import reverse

from agencies.models import Delegation
from agencies.queries import today
from applications.notices.addressing import people_of
from applications.queries import WRITING_ROLES
from notifications.outbox import Letter, enqueue_all


def tell_reviewers(standard, *, but_not) -> None:
    """Colleagues who did not write it: one of them shall look at it."""
    posts = people_of([standard.office_id], *WRITING_ROLES)
    users = {post.user_id: post.user for post in posts if post.user_id != but_not.pk}
    _tell("standard_to_review", standard, _without_writers(standard, users))


def tell_publishers(standard) -> None:
    """The head and whoever stands in today (Plh./Plt.): it is reviewed and waits to be put in force."""
    posts = people_of([standard.office_id], "head")
    lent = Delegation.objects.filter(
        membership__in=posts, from_on__lte=today(), until_on__gte=today(), deputy__is_active=True
    )
    users = {post.user_id: post.user for post in posts} | {
        each.deputy_id: each.deputy for each in lent.select_related("deputy")
    }
    _tell("standard_to_publish", standard, _without_writers(standard, users))


def tell_writers_returned(standard, *, but_not) -> None:
    _tell("standard_returned", standard, [each for each in _writers(standard) if each.pk != but_not.pk])


def tell_writers_published(standard) -> None:
    _tell("standard_published", standard, _writers(standard))


def _writers(standard) -> list:
    return list(standard.writers.filter(is_active=True))


def _without_writers(standard, users) -> list:
    wrote = set(standard.writers.values_list("pk", flat=True))
    return [user for pk, user in users.items() if pk not in wrote]


def _tell(occasion, standard, users) -> None:
    context = {
        "service": standard.permit_type.name,
        "office": standard.office.name,
        "version": standard.version,
        "from_on": standard.effective_from,
    }
    link = reverse("applications:standard", args=[standard.uuid])
    enqueue_all([Letter(user, f"applications/{occasion}", context, link, standard.uuid) for user in users])
