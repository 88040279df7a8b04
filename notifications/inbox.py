"""What a user does with their messages: count the unread ones, open one."""

from notifications.models import Message
from ptsp_portal.lib.moment import now


def unread_count(user) -> int:
    """For the bell in the page head; one indexed query. Nobody signed in has none."""
    return Message.objects.in_app_of(user).unread().count() if user.is_authenticated else 0


def open_message(uuid, *, by) -> Message | None:
    """Mark one of the reader's own messages as read; None when it is not theirs. Twice changes nothing."""
    message = Message.objects.in_app_of(by).filter(uuid=uuid).first()
    if message is not None and message.read_at is None:
        Message.objects.filter(pk=message.pk, read_at=None).update(read_at=now())
    return message
