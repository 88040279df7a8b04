"""To whom a message goes, and what every message says: a number and a state, never a person."""

from django.urls import reverse

from agencies.models import Membership
from notifications.outbox import Letter, enqueue_all


def extension_of(recommendation) -> dict:
    """What is said of a request whose agency takes more days."""
    zone = recommendation.application.office.region.zone
    return {"agency": recommendation.agency.name, "due_at": recommendation.due_at, "zone": zone}


def file_link(application) -> str:
    return reverse("applications:file", args=[application.uuid])


def context_of(application, **more) -> dict:
    return {
        "number": application.registration_number or application.reference or "",
        "service": application.permit_type.name,
        "office": application.office.name,
        **more,
    }


def applicants(application) -> list:
    """Present representatives of the business; for oneself whoever filed it and whom it is for."""
    if application.business_id:
        rights = application.business.representations.active().select_related("person__user")
        return [right.person.user for right in rights if right.person.user]
    people = {user.pk: user for user in (application.filed_by, application.person.user) if user}
    return list(people.values())


def tell_applicant(occasion, application, **more) -> None:
    letters = [
        Letter(
            user, f"applications/{occasion}", context_of(application, **more), file_link(application), application.uuid
        )
        for user in applicants(application)
    ]
    enqueue_all(letters)


def people_of(agencies, *roles) -> list:
    """Today's members with one of the roles, of all the agencies at once."""
    members = Membership.objects.current().filter(agency__in=agencies, role__in=roles, user__is_active=True)
    return list(members.select_related("user").order_by("user_id"))


def tell_desk(occasion, application, *roles, but_not=None, **more) -> None:
    context, link = context_of(application, **more), file_link(application)
    users = {member.user_id: member.user for member in people_of([application.office_id], *roles)}
    users.pop(but_not and but_not.pk, None)
    enqueue_all([Letter(user, f"applications/{occasion}", context, link, application.uuid) for user in users.values()])
