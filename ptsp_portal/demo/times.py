"""When a step of a tale happens."""

from datetime import datetime, timedelta

from ptsp_portal.lib.moment import now


def mid_morning(calendar, days: int) -> datetime:
    """Two hours after opening so many working days ago, never after now."""
    moment = now()
    day = calendar.local_date(moment)
    while days or not calendar.is_working_day(day):
        days -= calendar.is_working_day(day)
        day -= timedelta(days=1)
    return min(calendar.opening(day) + timedelta(hours=2), moment)
