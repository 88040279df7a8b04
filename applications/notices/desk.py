"""What the desks of the issuing office are told."""

from agencies.models import Delegation
from agencies.queries import today
from applications.notices.addressing import context_of, extension_of, file_link, people_of, tell_desk
from notifications.outbox import Letter, enqueue_all


def tell_desk_new_file(application, *, but_not=None) -> None:
    """Whoever must look at it now: the counter, or the verifier of a registered file; not who just handed it to themselves."""
    role = "verifier" if application.registration_number else "front_desk"
    tell_desk("desk_new_file", application, role, but_not=but_not)


def tell_desk_answers_complete(application, *, but_not=None) -> None:
    """Everything is in; not whoever withdrew the last request just now."""
    tell_desk("desk_answers_complete", application, "verifier", but_not=but_not)


def tell_desk_extended(recommendation) -> None:
    """An agency takes more days: whoever waits for its answer."""
    application = recommendation.application
    tell_desk("desk_extended", application, "verifier", **extension_of(recommendation))


def tell_desk_next_signature(application) -> None:
    """The next endorser or the signer, and whoever stands in for them today (Plh./Plt.)."""
    _tell_whose_turn("desk_next_signature", application)


def tell_endorser_sent_back(application) -> None:
    """The earlier endorser to whom the draft went back, and whoever stands in for them."""
    _tell_whose_turn("desk_sent_to_endorser", application)


def _tell_whose_turn(occasion, application) -> None:
    context, link = context_of(application), file_link(application)
    posts = people_of([application.office_id], application.holder_role)
    lent = Delegation.objects.filter(
        membership__in=posts, from_on__lte=today(), until_on__gte=today(), deputy__is_active=True
    )
    users = {post.user_id: post.user for post in posts} | {
        each.deputy_id: each.deputy for each in lent.select_related("deputy")
    }
    enqueue_all([Letter(user, f"applications/{occasion}", context, link, application.uuid) for user in users.values()])


def tell_drafter_sent_back(application) -> None:
    drafter = application.decision.drafted_by
    link = file_link(application)
    enqueue_all([Letter(drafter, "applications/desk_sent_back", context_of(application), link, application.uuid)])
