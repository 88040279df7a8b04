"""What a user does with their messages: open one."""

from notifications.models import Message
from ptsp_portal.lib.moment import now


def open_message(uuid, *, by) -> Message | None:
    """Mark one of the reader's own messages as read; None when it is not theirs. Twice changes nothing."""
    message = Message.objects.in_app_of(by).filter(uuid=uuid).first()
    if message is not None and message.read_at is None:
        Message.objects.filter(pk=message.pk, read_at=None).update(read_at=now())
    return message
