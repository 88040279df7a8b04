"""What the agencies asked are told: their officers, their head, a sub-unit, and the organisation's own address."""

from django.urls import reverse

from agencies.models import Delegation
from agencies.queries import today
from applications.notices.addressing import context_of, people_of
from notifications.outbox import Letter, enqueue_all, mail_to


def tell_agencies_asked(application, requests) -> None:
    """Every officer of every agency asked; one query for the people, one statement for the messages."""
    by_agency = {each.agency_id: each for each in requests}
    letters = []
    for member in people_of(list(by_agency), "officer"):
        request = by_agency[member.agency_id]
        context = context_of(
            application, agency=request.agency.name, due_at=request.due_at, zone=application.office.region.zone
        )
        link = reverse("applications:recommendation", args=[request.uuid])
        letters.append(Letter(member.user, "applications/agency_asked", context, link, request.uuid))
    enqueue_all(letters)


def tell_agencies_withdrawn(application, requests) -> None:
    """The agency's officers, and those of the sub-unit that has it."""
    by_agency = {each.agency_id: each for each in requests}
    by_agency |= {each.unit_id: each for each in requests if each.unit_id}
    letters = [
        Letter(
            member.user,
            "applications/agency_withdrawn",
            context_of(application),
            reverse("applications:recommendation", args=[by_agency[member.agency_id].uuid]),
            application.uuid,
        )
        for member in people_of(list(by_agency), "officer")
    ]
    enqueue_all(letters)


def tell_officer_assigned(recommendation) -> None:
    _tell([recommendation.assigned_to], "officer_assigned", recommendation)


def tell_unit_handed_down(recommendation, before) -> None:
    """The sub-unit that has it now; and the one that had it, so that nobody works on it there any more."""
    if recommendation.unit is not None:
        _tell(_officers([recommendation.unit]), "unit_handed_down", recommendation)
    if before is not None:
        _tell(_officers([before]), "unit_taken_back", recommendation)


def tell_head_proposal(recommendation) -> None:
    """The agency's head, and whoever stands in for the head today (Plh./Plt.)."""
    posts = people_of([recommendation.agency_id], "head")
    lent = Delegation.objects.filter(
        membership__in=posts, from_on__lte=today(), until_on__gte=today(), deputy__is_active=True
    )
    heads = [post.user for post in posts] + [each.deputy for each in lent.select_related("deputy")]
    _tell(heads, "head_proposal", recommendation)


def tell_officer_proposal_refused(recommendation) -> None:
    """Whoever wrote it; after an answer by a signed link, which nobody with an account wrote, the officers."""
    writer = recommendation.proposed_by
    at = [recommendation.unit or recommendation.agency]
    _tell([writer] if writer else _officers(at), "proposal_refused", recommendation)


def tell_officers_answered_by_link(recommendation) -> None:
    """The agency's own officers learn that somebody answered in its name."""
    _tell(_officers([recommendation.agency]), "answered_by_link", recommendation)


def mail_answer_link(link, token: str) -> None:
    """To the organisation's own address, and to nobody else; the token stands in this mail only."""
    recommendation = link.recommendation
    application = recommendation.application
    context = context_of(application, agency=recommendation.agency.name, until=link.expires_at) | {
        "zone": application.office.region.zone
    }
    path = reverse("applications:answer_link", args=[token])
    mail_to(link.address, "applications/answer_link", context, path, recommendation.uuid)


def mail_link_code(link, code: str) -> None:
    context = context_of(link.recommendation.application, code=code)
    mail_to(link.address, "applications/answer_code", context, "", link.recommendation.uuid)


def _officers(agencies) -> list:
    return [member.user for member in people_of([each.pk for each in agencies], "officer")]


def _tell(users, occasion, recommendation) -> None:
    application = recommendation.application
    context = context_of(
        application,
        agency=recommendation.agency.name,
        due_at=recommendation.due_at,
        zone=application.office.region.zone,
    )
    link = reverse("applications:recommendation", args=[recommendation.uuid])
    people = {user.pk: user for user in users}.values()
    enqueue_all([Letter(user, f"applications/{occasion}", context, link, recommendation.uuid) for user in people])
