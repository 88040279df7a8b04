"""Refusals: what an action raises when it says no. Each carries a sentence for the user; a middleware shows it."""

import logging

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django_fsm import TransitionNotAllowed

log = logging.getLogger(__name__)


class Refused(Exception):
    """The act was refused; nothing changed. `message` is for the user, in plain words."""

    status = 409

    def __init__(self, message):
        super().__init__(str(message))
        self.message = message


class NotAllowed(Refused):
    """This person may not do this, now or ever."""

    status = 403


class WrongState(Refused):
    """The file stands elsewhere by now (another tab, another officer)."""


class Incomplete(Refused):
    """Something is missing; `gaps` is a list of (label, url or None)."""

    def __init__(self, message, gaps):
        super().__init__(message)
        self.gaps = gaps


NOT_ALLOWED = _("Langkah ini tidak tersedia untuk akun Anda pada berkas ini.")
WRONG_STATE = _(
    "Berkas ini sudah berpindah langkah. Muat ulang halamannya untuk melihat keadaan terakhir; tidak ada yang berubah."
)


def refusal(explain):
    """Give a policy the words for its no: a sentence, or `explain(user, thing)` that returns one ("" for nothing to add)."""

    def mark(rule):
        rule.explain = explain
        return rule

    return mark


def require(rule, by, thing):
    """Raise NotAllowed unless `rule(by, thing)`; the first line of every action after the lock."""
    if not rule(by, thing):
        explain = getattr(rule, "explain", None)
        raise NotAllowed((explain(by, thing) if callable(explain) else explain) or NOT_ALLOWED)


class RefusalMiddleware:
    """Turns a refusal into a page: what happened, that nothing changed, and the way back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, TransitionNotAllowed):
            exception = WrongState(WRONG_STATE)
        if not isinstance(exception, Refused):
            return None
        # Every action and every @once view is its own transaction, rolled back by the exception before it gets here.
        gaps = getattr(exception, "gaps", [])
        return render(request, "refused.html", {"message": exception.message, "gaps": gaps}, status=exception.status)
