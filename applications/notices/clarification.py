"""Who is told what about questions to the applicant."""

from django.urls import reverse

from agencies.models import Delegation
from agencies.queries import today
from applications.notices.addressing import context_of, people_of, tell_applicant, tell_desk
from notifications.outbox import Letter, enqueue_all


def tell_desk_question_asked(application, recommendation) -> None:
    """The verifier merges and sends; an agency's question alone reaches nobody."""
    link = reverse("applications:clarification", args=[application.uuid])
    context = context_of(application, agency=recommendation.agency.name)
    letters = [
        Letter(member.user, "applications/desk_question_asked", context, link, application.uuid)
        for member in people_of([application.office_id], "verifier")
    ]
    enqueue_all(letters)


def tell_superiors_clarification_waits(application, *, but_not) -> None:
    """Endorsers and head of the office, and who stands in for the head today; not whoever prepared it."""
    posts = people_of([application.office_id], "endorser", "head")
    lent = Delegation.objects.filter(
        membership__in=[post for post in posts if post.role == "head"],
        from_on__lte=today(),
        until_on__gte=today(),
        deputy__is_active=True,
    )
    users = {post.user_id: post.user for post in posts}
    users |= {each.deputy_id: each.deputy for each in lent.select_related("deputy")}
    users.pop(but_not.pk, None)
    link = reverse("applications:clarification_consent", args=[application.uuid])
    context = context_of(application)
    enqueue_all(
        [Letter(user, "applications/clarification_waits", context, link, application.uuid) for user in users.values()]
    )


def tell_preparer_clarification_refused(clarification) -> None:
    application = clarification.application
    link = reverse("applications:clarification", args=[application.uuid])
    letter = Letter(
        clarification.created_by, "applications/clarification_refused", context_of(application), link, application.uuid
    )
    enqueue_all([letter])


def tell_applicant_clarification(application, items: int) -> None:
    tell_applicant("clarification_sent", application, items=items)


def tell_desk_clarification_answered(application) -> None:
    tell_desk("clarification_answered", application, "verifier")


def tell_agencies_clarification_answered(application, requests) -> None:
    """The officers of the agencies that asked: their days count again. Sub-units too, where a request was handed down."""
    by_agency = {each.unit_id or each.agency_id: each for each in requests}
    letters = []
    for member in people_of(list(by_agency), "officer"):
        request = by_agency[member.agency_id]
        context = context_of(application, due_at=request.due_at, zone=application.office.region.zone)
        link = reverse("applications:recommendation", args=[request.uuid])
        letters.append(Letter(member.user, "applications/question_answered", context, link, request.uuid))
    enqueue_all(letters)
