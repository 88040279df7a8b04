"""Keeping the promise: one waiting mail or SMS at a time, claimed, sent without a transaction, and then marked.

A crash between the mail server's "250" and our commit sends the mail twice, with the same Message-ID; a crash before it
sends it after HOLD. Nothing is lost.
"""

import logging
import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings

from notifications.channels import mailer, open_channels, sms
from notifications.models import Message
from ptsp_portal.lib.identifiers import masked
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.sweep import claim_one

log = logging.getLogger(__name__)

SENDERS = {Message.Channel.EMAIL: mailer, Message.Channel.SMS: sms}

# Longer than a worker may live (time limit 120 s), so nobody else takes a mail that is being sent.
HOLD = timedelta(minutes=5)
# Twelve tries over 23 hours: the first at once, then after these waits in minutes.
LADDER = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30, 60, 120, 180, 240, 360, 360)]
TRIES = len(LADDER) + 1
# A 5xx answer is meant to be final; servers say it in passing troubles too.
TRIES_WHEN_PERMANENT = 4
LONGEST_ERROR = 300


def deliver_next() -> Message | None:
    """Try the earliest waiting message whose time has come; the row afterwards, or None when there is none."""
    channels = open_channels()
    if not channels:
        return None
    message = claim_one(Message.objects.waiting(channels), hold=HOLD)
    if message is None:
        return None
    if message.attempts > TRIES:  # its worker was killed every time
        return _mark(message, state=Message.State.PARKED, error=message.error or "worker lost", **_spent(message))
    try:
        SENDERS[message.channel].send(message)
    except Exception as error:  # whatever it is, the row must say so and come back later
        return _failed(message, error)
    return _sent(message)


def _sent(message):
    return _mark(message, state=Message.State.SENT, sent_at=now(), error="", **_spent(message))


def _spent(message) -> dict:
    """What goes once it was handed over or given up: a mail's one-time link or code, an SMS's words and most of its number."""
    if message.channel == Message.Channel.SMS:
        return {"text": "", "address": masked(message.address)} if settings.SMS_GATEWAY_URL else {}
    return {"text": "", "html": ""} if message.occasion in mailer.ONE_TIME and settings.EMAIL_HOST else {}


def _failed(message, error):
    tries = TRIES_WHEN_PERMANENT if _is_permanent(error) else TRIES
    text = _without_addresses(error)
    if message.attempts >= tries:
        log.error("message %s parked after %s tries: %s", message.uuid, message.attempts, text)
        return _mark(message, state=Message.State.PARKED, error=text, **_spent(message))
    return _mark(message, next_try_at=now() + LADDER[message.attempts - 1], error=text)


def _mark(message, **fields):
    """Only a waiting row: a late answer never undoes what another worker has settled."""
    Message.objects.waiting().filter(pk=message.pk).update(**fields)
    message.refresh_from_db()
    return message


def _is_permanent(error) -> bool:
    if isinstance(error, sms.SmsRefused):
        return error.is_permanent
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _answer in error.recipients.values())
    return isinstance(error, SMTPResponseException) and error.smtp_code >= 500


def _without_addresses(error) -> str:
    """The reason for people who mend things; addresses are personal data and stay out of it."""
    if isinstance(error, SMTPRecipientsRefused):
        error_text = "; ".join(f"{code} {answer!r}" for code, answer in error.recipients.values())
    else:
        error_text = str(error)
    return re.sub(r"[^\s<>'\"(]+@[^\s<>'\")]+", "…", f"{type(error).__name__}: {error_text}")[:LONGEST_ERROR]
