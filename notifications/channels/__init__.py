"""How a message leaves: one module per channel, and which ways are open."""

from django.conf import settings


def mail_can_leave() -> bool:
    """Without a mail server nothing leaves; a demo then shows its mails on the portal's own mailbox page."""
    return bool(settings.EMAIL_HOST) or settings.DEMO
