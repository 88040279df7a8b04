"""E-mail: into the outbox when somebody sends, out by SMTP when a worker delivers.

Libraries (sign-up confirmations, password resets) send through Django's EMAIL_BACKEND. Ours writes rows instead, in the
caller's transaction, so those mails get the same retries as our own and a dead mail server never breaks a page.
"""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

from notifications.models import Message
from notifications.outbox import DELIVER, mail_row
from ptsp_portal.lib.background import wake

LIBRARY = "library"
# These mails carry one-time links or codes: their text goes as soon as it was handed over.
ONE_TIME = {LIBRARY, "applications/answer_link", "applications/answer_code"}


class OutboxBackend(BaseEmailBackend):
    """Turns each mail into one row per recipient. Attachments are refused: nothing here sends any."""

    def send_messages(self, email_messages):
        rows = []
        for mail in email_messages:
            if mail.attachments:
                raise ValueError("the outbox carries no attachments")
            html = next(
                (part.content for part in getattr(mail, "alternatives", []) if part.mimetype == "text/html"), ""
            )
            for address in mail.recipients():
                rows.append(
                    mail_row(address=address, subject=mail.subject, text=mail.body, html=html, occasion=LIBRARY)
                )
        if rows:
            Message.objects.bulk_create(rows)
            wake(DELIVER)
        return len(email_messages)


def send(message: Message) -> None:
    """Hand one message over; raises what smtplib or the socket raises. Never call it inside a transaction."""
    if not settings.EMAIL_HOST:
        return
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[message.address],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
        connection=SmtpBackend(fail_silently=False, timeout=settings.EMAIL_TIMEOUT),
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    mail.send()
