"""An unexpected fault: a short number that the user can name and that stands beside the trace in the log (rule 29)."""

import logging
import sys

from django.http import HttpResponseServerError
from django.template.loader import render_to_string
from django.utils.crypto import get_random_string

log = logging.getLogger("incident")
READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def server_error(request):
    """The 500 page, made without the request's context: whatever broke must not break it again."""
    incident = get_random_string(8, READABLE)
    fault = sys.exc_info()[0]
    view = request.resolver_match.view_name if request.resolver_match else "?"
    log.error("incident %s: %s on %s", incident, fault.__name__ if fault else "?", view)
    return HttpResponseServerError(render_to_string("500.html", {"incident": incident}))
