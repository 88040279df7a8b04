"""What the helping counter and the person it helps are told."""

from applications.notices.addressing import context_of, people_of
from notifications.outbox import Letter, enqueue_all, text_to


def text_consent_code(application, assistance, code: str) -> None:
    """To the applicant's own telephone; the code stands in this SMS only."""
    context = context_of(application, code=code, agency=assistance.agency.name)
    text_to(assistance.phone, "applications/consent_code", context, application.uuid)


def tell_helpers_passed_on(application, agency) -> None:
    """The counter that helped: its part ends, an account holds the file. No link, because it may see the file no longer."""
    context = context_of(application)
    users = {member.user_id: member.user for member in people_of([agency.pk], "front_desk")}
    enqueue_all([Letter(user, "applications/passed_on", context, "", application.uuid) for user in users.values()])
