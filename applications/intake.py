"""By which door files came in: submitted files of one's offices by month and channel (handbook 2.1)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import TruncMonth

from applications.models import Application
from ptsp_portal.lib.moment import now

ROLES = ("front_desk", "head")


def intake_of(user, region) -> list[dict]:
    """[{month, counts (in the order of the channels), total}], newest first: this month and the eleven before; one statement.

    Months are those of `region`'s clock.
    """
    zone, today = ZoneInfo(region.zone), region.local_date(now())
    since = today.year * 12 + today.month - 12  # months since year 0, of the month eleven before this one
    first = datetime(since // 12, since % 12 + 1, 1, tzinfo=zone)
    files = Application.objects.at_office_of(user, *ROLES).filter(submitted_at__gte=first).order_by()
    rows = files.annotate(month=TruncMonth("submitted_at", tzinfo=zone)).values("month", "channel")
    counted = {(row["month"].date(), row["channel"]): row["n"] for row in rows.annotate(n=Count("pk"))}
    return [_line(month, counted) for month in sorted({month for month, _channel in counted}, reverse=True)]


def _line(month, counted) -> dict:
    counts = [counted.get((month, channel), 0) for channel in Application.Channel.values]
    return {"month": month, "counts": counts, "total": sum(counts)}
