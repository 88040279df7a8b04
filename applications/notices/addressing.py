"""To whom a message goes, and what every message says: a number and a state, never a person."""

from django.urls import reverse

from agencies.models import Membership
from applications.models import Assistance
from notifications.channels import sms_can_leave
from notifications.outbox import Letter, enqueue_all, text_to

PASS_ON = "applications/pass_on"
# How it ended is told to a holder without account too while the family's account holds the file.
ENDS = ("permit_ready", "rejected", "copy_ready", "permit_closed")


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
    """Present representatives of the business; for oneself whoever filed it and whom it is for. Nobody: a person without an
    account, whom a counter helps."""
    if application.business_id:
        rights = application.business.representations.active().select_related("person__user")
        return [right.person.user for right in rights if right.person.user]
    filed_by = application.filed_by if application.assisting_agency_id is None else None
    people = {user.pk: user for user in (filed_by, application.person.user) if user}
    return list(people.values())


def applicants_or_helpers(application) -> list:
    """For what must be answered: without an account the counter that helps."""
    users = applicants(application)
    if users or application.assisting_agency_id is None:
        return users
    return list(
        {each.user_id: each.user for each in people_of([application.assisting_agency_id], "front_desk")}.values()
    )


def tell_applicant(occasion, application, **more) -> None:
    """By account; without one by SMS where there is a number and a gateway; else the helping counter shall tell them."""
    name, context, link = f"applications/{occasion}", context_of(application, **more), file_link(application)
    users = applicants(application)
    is_texted = _lacks_account(application) and (occasion in ENDS or not users) and _text(application, name, context)
    if not users and not is_texted:
        _let_counter_tell(application, name, context, link)
    enqueue_all([Letter(user, name, context, link, application.uuid) for user in users])


def tell_holder(permit, name, context, link, *, counter_link="", about=None) -> None:
    """Of an issued permit. By account; a holder without one by SMS too, be the file in the family's hands; where neither
    goes, the counter that helped shall tell them."""
    application, about = permit.application, about or permit.application.uuid
    users = applicants(application)
    enqueue_all([Letter(user, name, context, link, about) for user in users])
    is_texted = _lacks_account(application) and _text(application, name, context, about)
    if not users and not is_texted:
        _let_counter_tell(application, name, context, counter_link or link, about)


def _lacks_account(application) -> bool:
    """Held by a person whom no account is."""
    return application.business_id is None and application.person.user_id is None


def phone_of(application) -> str:
    """As the counter wrote it down for this filing, else the person's own."""
    assistance = Assistance.objects.filter(application=application).first()
    return (assistance and assistance.phone) or application.person.phone


def _text(application, name, context, about=None) -> bool:
    """Whether an SMS is on its way."""
    phone = phone_of(application)
    if not phone or not sms_can_leave():
        return False
    text_to(phone, name, context, about or application.uuid)
    return True


def _let_counter_tell(application, name, context, link, about=None) -> None:
    helped_at = application.assisting_agency_id
    if helped_at is None:
        return
    users = {member.user_id: member.user for member in people_of([helped_at], "front_desk")}
    about = about or application.uuid
    enqueue_all([Letter(user, name, context, link, about, through=PASS_ON) for user in users.values()])


def people_of(agencies, *roles) -> list:
    """Today's members with one of the roles, of all the agencies at once."""
    members = Membership.objects.current().filter(agency__in=agencies, role__in=roles, user__is_active=True)
    return list(members.select_related("user").order_by("user_id"))


def tell_desk(occasion, application, *roles, but_not=None, **more) -> None:
    context, link = context_of(application, **more), file_link(application)
    users = {member.user_id: member.user for member in people_of([application.office_id], *roles)}
    users.pop(but_not and but_not.pk, None)
    enqueue_all([Letter(user, f"applications/{occasion}", context, link, application.uuid) for user in users.values()])
