"""What the helping counter and the person it helps are told."""

from applications.notices.addressing import context_of, people_of, phone_of
from notifications.channels import sms_can_leave
from notifications.outbox import Letter, enqueue_all, text_to


def text_consent_code(application, assistance, code: str) -> None:
    """To the applicant's own telephone; the code stands in this SMS only."""
    kind = application.get_kind_display() if application.of_permit_id else ""
    context = context_of(application, code=code, agency=assistance.agency.name, kind=kind)
    text_to(assistance.phone, "applications/consent_code", context, application.uuid)


def tell_helpers_passed_on(application, agency) -> None:
    """The counter that helped: its part ends, an account holds the file. No link, because it may see the file no longer."""
    context = context_of(application)
    users = {member.user_id: member.user for member in people_of([agency.pk], "front_desk")}
    enqueue_all([Letter(user, "applications/passed_on", context, "", application.uuid) for user in users.values()])


def text_holder_passed_on(application) -> None:
    """To the person in whose name it stays: the family's account goes on from here, and news come there."""
    phone = phone_of(application)
    if phone and sms_can_leave():
        text_to(phone, "applications/passed_to_family", context_of(application), application.uuid)
