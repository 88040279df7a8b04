"""How long a sign-in lasts: ten hours for everybody, and half an hour without a click for people in office (rule 20)."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import logout
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from ptsp_portal.lib.moment import now

LONGEST = timedelta(hours=10)
IDLE_IN_OFFICE = timedelta(minutes=30)
# Writing "last seen" at every click would write the session row at every click.
GRAIN = timedelta(minutes=1)
BEGAN, SEEN = "signed_in_at", "seen_at"


class SessionLimits:
    """Goes below MessageMiddleware. A session that is over becomes nobody's; the audience of the page does the rest."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            if self._is_over(request):
                logout(request)
                messages.info(
                    request, _("Anda keluar otomatis karena sudah lama tidak ada kegiatan. Silakan masuk lagi.")
                )
            else:
                self._touch(request)
        return self.get_response(request)

    def _is_over(self, request) -> bool:
        moment = now()
        if moment - _moment(request.session.get(BEGAN), moment) > LONGEST:
            return True
        return moment - _moment(request.session.get(SEEN), moment) > IDLE_IN_OFFICE and request.user.in_office

    def _touch(self, request):
        """A page that refreshes itself is not a person at work."""
        moment = now()
        session = request.session
        if BEGAN not in session:
            session[BEGAN] = moment.isoformat()
        by_itself = request.method == "GET" and "HX-Request" in request.headers
        if SEEN not in session or (not by_itself and moment - _moment(session[SEEN], moment) >= GRAIN):
            session[SEEN] = moment.isoformat()


def _moment(text, otherwise):
    return (parse_datetime(text) if text else None) or otherwise
