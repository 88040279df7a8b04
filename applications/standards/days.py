"""Days of a standard, always on the wall of its office."""

from datetime import date

from agencies.queries import today
from ptsp_portal.lib.moment import now


def today_of(office) -> date:
    """The office's local day; of the national templates, which have no office, the westernmost."""
    return office.region.local_date(now()) if office else today()


def begins_on(standard) -> date:
    """The first day that it can hold: its own, today at the earliest."""
    return max(standard.effective_from, today_of(standard.office))
