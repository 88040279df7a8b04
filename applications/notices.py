"""Who is told what: one function per occasion. The words are in templates/applications/messages/.

A message names a number and a state, never a person: it may be read over a shoulder.
"""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from agencies.models import Delegation, Membership
from agencies.queries import today
from notifications.models import Message
from notifications.outbox import Letter, enqueue_all
from ptsp_portal.lib.moment import now


def _file_link(application) -> str:
    return reverse("applications:file", args=[application.uuid])


def _context(application, **more) -> dict:
    return {
        "number": application.registration_number or application.reference or "",
        "service": application.permit_type.name,
        "office": application.office.name,
        **more,
    }


def _applicants(application) -> list:
    """Present representatives of the business; for oneself whoever filed it and whom it is for."""
    if application.business_id:
        rights = application.business.representations.active().select_related("person__user")
        return [right.person.user for right in rights if right.person.user]
    people = {user.pk: user for user in (application.filed_by, application.person.user) if user}
    return list(people.values())


def _tell_applicant(occasion, application, **more) -> None:
    letters = [
        Letter(
            user, f"applications/{occasion}", _context(application, **more), _file_link(application), application.uuid
        )
        for user in _applicants(application)
    ]
    enqueue_all(letters)


def _people_of(agencies, *roles) -> list:
    """Today's members with one of the roles, of all the agencies at once."""
    members = Membership.objects.current().filter(agency__in=agencies, role__in=roles, user__is_active=True)
    return list(members.select_related("user").order_by("user_id"))


def _tell_desk(occasion, application, *roles, but_not=None) -> None:
    context, link = _context(application), _file_link(application)
    users = {member.user_id: member.user for member in _people_of([application.office_id], *roles)}
    users.pop(but_not and but_not.pk, None)
    enqueue_all([Letter(user, f"applications/{occasion}", context, link, application.uuid) for user in users.values()])


def tell_applicant_submitted(application) -> None:
    """The acknowledgement, at once, with the reference."""
    _tell_applicant("submitted", application)


def tell_applicant_resubmitted(application) -> None:
    _tell_applicant("resubmitted", application)


def tell_applicant_returned(application, items: int) -> None:
    _tell_applicant("returned", application, items=items)


def tell_applicant_registered(application) -> None:
    _tell_applicant(
        "registered", application, promised_on=application.promised_on, days=application.standard.time_limit_days
    )


def tell_applicant_agencies_asked(application, requests) -> None:
    _tell_applicant("agencies_asked", application, agencies=[each.agency.name for each in requests])


def tell_applicant_permit_ready(application) -> None:
    """Only when the document is stored, so that the link works when it is read."""
    _tell_applicant("permit_ready", application)


def tell_applicant_rejected(application) -> None:
    _tell_applicant("rejected", application)


def tell_applicant_withdrawn(application) -> None:
    _tell_applicant("withdrawn", application)


def tell_desk_new_file(application, *, but_not=None) -> None:
    """Whoever must look at it now: the counter, or the verifier of a registered file; not who just handed it to themselves."""
    role = "verifier" if application.registration_number else "front_desk"
    _tell_desk("desk_new_file", application, role, but_not=but_not)


def tell_desk_answers_complete(application) -> None:
    _tell_desk("desk_answers_complete", application, "verifier")


def tell_desk_next_signature(application) -> None:
    """The next endorser or the signer, and whoever stands in for them today (Plh./Plt.)."""
    context, link = _context(application), _file_link(application)
    posts = _people_of([application.office_id], application.holder_role)
    lent = Delegation.objects.filter(
        membership__in=posts, from_on__lte=today(), until_on__gte=today(), deputy__is_active=True
    )
    users = {post.user_id: post.user for post in posts} | {
        each.deputy_id: each.deputy for each in lent.select_related("deputy")
    }
    enqueue_all(
        [Letter(user, "applications/desk_next_signature", context, link, application.uuid) for user in users.values()]
    )


def tell_drafter_sent_back(application) -> None:
    drafter = application.decision.drafted_by
    link = _file_link(application)
    enqueue_all([Letter(drafter, "applications/desk_sent_back", _context(application), link, application.uuid)])


def tell_agencies_asked(application, requests) -> None:
    """Every officer of every agency asked; one query for the people, one statement for the messages."""
    by_agency = {each.agency_id: each for each in requests}
    letters = []
    for member in _people_of(list(by_agency), "officer"):
        request = by_agency[member.agency_id]
        context = _context(
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
            _context(application),
            reverse("applications:recommendation", args=[by_agency[member.agency_id].uuid]),
            application.uuid,
        )
        for member in _people_of(list(by_agency), "officer")
    ]
    enqueue_all(letters)


@transaction.atomic
def tell_keepers_broken(findings: list[str]) -> None:
    """What the hourly look found, to the accounts that open the admin; once a day is enough."""
    occasion, yesterday = "applications/rules_broken", now() - timedelta(days=1)
    if Message.objects.filter(occasion=occasion, created_at__gt=yesterday).exists():
        return
    context = {"count": len(findings), "findings": findings[:10]}
    keepers = User.objects.filter(is_staff=True, is_active=True)
    enqueue_all([Letter(user, occasion, context, reverse("health")) for user in keepers])
