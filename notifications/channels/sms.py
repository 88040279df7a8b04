"""SMS through whatever gateway the office has: one POST of JSON {"id", "to", "text"} with a bearer token; 2xx is "taken over".

`id` is the same at every try, so a gateway that knows it sends nothing twice.
"""

import json
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from notifications.models import Message

# Passing troubles among the answers that are meant to be final.
TRY_LATER = {408, 425, 429}


class SmsRefused(Exception):
    """The gateway said no; only the number of its answer is kept, because its words may repeat the telephone number."""

    def __init__(self, status: int):
        super().__init__(f"the gateway answered {status}")
        self.is_permanent = 400 <= status < 500 and status not in TRY_LATER


class _Stay(HTTPRedirectHandler):
    """A redirect would carry the token to somebody else."""

    def redirect_request(self, *_anything):
        return None


def send(message: Message) -> None:
    """Hand one message over; raises SmsRefused or what the socket raises. Never call it inside a transaction."""
    if not settings.SMS_GATEWAY_URL:
        return
    body = json.dumps({"id": str(message.uuid), "to": message.address, "text": message.text}).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}"}
    request = Request(settings.SMS_GATEWAY_URL, data=body, headers=headers, method="POST")
    try:
        with build_opener(_Stay()).open(request, timeout=settings.SMS_TIMEOUT):
            return
    except HTTPError as error:
        with error:
            raise SmsRefused(error.code) from None
