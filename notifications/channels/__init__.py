from django.conf import settings


def mail_can_leave() -> bool:
    """Without a mail server nothing leaves; a demo then shows its mails on the portal's own mailbox page."""
    return bool(settings.EMAIL_HOST) or settings.DEMO


def sms_can_leave() -> bool:
    """Without a gateway no SMS is promised; a demo shows them on its mailbox page, beside the mails."""
    return bool(settings.SMS_GATEWAY_URL) or settings.DEMO


def open_channels() -> list[str]:
    """The channels through which something leaves today."""
    return [name for name, is_open in (("email", mail_can_leave()), ("sms", sms_can_leave())) if is_open]
