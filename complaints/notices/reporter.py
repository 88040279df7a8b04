"""What the reporter is told: by account, else by the address or telephone that they left, else nothing. Never a name."""

from django.urls import reverse

from complaints.notices.addressing import FOLLOW_PATH, context_of
from complaints.standing import reporter_of
from notifications.channels import sms_can_leave
from notifications.outbox import Letter, enqueue_all, mail_to, text_to


def tell_reporter(occasion, complaint, **more) -> None:
    reporter = reporter_of(complaint)
    if reporter is None:
        return
    name, context = f"complaints/{occasion}", context_of(complaint, **more)
    if reporter.user_id:
        path = reverse("complaints:my_complaint", args=[complaint.uuid])
        enqueue_all([Letter(reporter.user, name, context, path, complaint.uuid)])
    elif reporter.email:
        mail_to(reporter.email, name, context, FOLLOW_PATH, complaint.uuid)
    elif reporter.phone and sms_can_leave():
        text_to(reporter.phone, name, context, complaint.uuid)


def tell_reporter_received(complaint) -> None:
    tell_reporter("received", complaint)
