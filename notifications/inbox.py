"""What a user does with their messages: read the list, open one."""

from notifications.models import Message
from ptsp_portal.lib.moment import now


def open_message(uuid, *, by) -> Message | None:
    """Mark one of the reader's own messages as read; None when it is not theirs. Twice changes nothing."""
    message = Message.objects.in_app_of(by).filter(uuid=uuid).first()
    if message is not None and message.read_at is None:
        Message.objects.filter(pk=message.pk, read_at=None).update(read_at=now())
    return message


def parted(text, link) -> tuple[str, str]:
    """(words, way on): in the list the last line of a letter, "Lihat berkas Anda: <address>", is a button, not an address."""
    words, _break, last = text.rstrip().rpartition("\n\n")
    label, colon, address = last.partition(": ")
    is_way_on = link and colon and address.endswith(link) and " " not in address and "\n" not in last
    return (words, label) if is_way_on and words else (text, "")
