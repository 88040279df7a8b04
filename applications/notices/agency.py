"""What the agencies asked are told."""

from django.urls import reverse

from applications.notices.addressing import context_of, people_of
from notifications.outbox import Letter, enqueue_all


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
    by_agency = {each.agency_id: each for each in requests}
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
