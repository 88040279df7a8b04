"""What the public page counts: complaints of twelve months by month, category and office; small counts stay hidden."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from statistics import median

from django.core.cache import cache

from agencies.clock import reckon
from agencies.working_days import calendar_of
from complaints.models import Complaint, ComplaintClockEvent
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.small_counts import hidden_among

MONTHS = 12
KEPT_FOR = timedelta(minutes=30)


@dataclass(frozen=True)
class Line:
    """`received` and `answered` are None where hidden, and with them what is reckoned from them. Days are calendar days."""

    label: object
    received: int | None
    answered: int | None
    median_days: int | None
    in_time: int | None


def figures() -> dict:
    """{"total": Line, "months", "categories", "offices": [Line]}; reckoned anew every half hour."""
    day = now().date()
    found = cache.get(f"complaint-figures:{day}")
    if found is None:
        found = _reckoned()
        cache.set(f"complaint-figures:{day}", found, timeout=int(KEPT_FOR.total_seconds()))
    return found


def _reckoned() -> dict:
    since = _first_of_month(MONTHS - 1)
    rows = list(
        Complaint.objects.filter(received_at__gte=since)
        .select_related("category", "office__region")
        .order_by("received_at")
    )
    in_time = answered_in_time([row for row in rows if row.answered_at])
    groups = {"months": defaultdict(list), "categories": defaultdict(list), "offices": defaultdict(list)}
    for row in rows:
        local = row.office.region.local_date(row.received_at)
        groups["months"][local.replace(day=1)].append(row)
        groups["categories"][row.category.name].append(row)
        groups["offices"][row.office.name].append(row)
    lines = {name: lines_of(group, in_time) for name, group in groups.items()}
    lines["months"].sort(key=lambda line: line.label, reverse=True)
    for name in ("categories", "offices"):
        lines[name].sort(key=lambda line: (-(line.received or 0), line.label))
    return {"total": lines_of({"": rows}, in_time)[0], **lines}


def lines_of(groups, in_time) -> list[Line]:
    """One line a group; what is hidden: lib/small_counts.py."""
    received = shown({label: len(rows) for label, rows in groups.items()})
    answered = shown({label: sum(1 for row in rows if row.answered_at) for label, rows in groups.items()})
    return [_line(label, rows, received[label], answered[label], in_time) for label, rows in groups.items()]


def shown(counts: dict) -> dict:
    """The counts with None in place of what must not be seen."""
    hidden = hidden_among(counts)
    return {label: None if label in hidden else count for label, count in counts.items()}


def _line(label, rows, received, answered, in_time) -> Line:
    if answered is None:
        return Line(label, received, None, None, None)
    took = [(row.answered_at - row.received_at) / timedelta(days=1) for row in rows if row.answered_at]
    punctual = sum(1 for row in rows if in_time.get(row.pk))
    return Line(label, received, answered, max(1, ceil(median(took))), 100 * punctual // answered)


def answered_in_time(rows) -> dict[int, bool]:
    """Of each answered complaint, from its ledger, whether its working days were not used up."""
    events, calendars = defaultdict(list), {}
    for event in ComplaintClockEvent.objects.filter(complaint__in=[row.pk for row in rows]).order_by("at", "id"):
        events[event.complaint_id].append(event)
    found = {}
    for row in rows:
        region = row.office.region
        calendar = calendars.setdefault(region.pk, None) or calendar_of(region)
        calendars[region.pk] = calendar
        found[row.pk] = reckon(events[row.pk], calendar, row.limit_days, row.answered_at).left >= 0
    return found


def _first_of_month(back: int):
    """The first moment of the month that lies `back` months before this one (UTC is near enough for a page of months)."""
    day = now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for _month in range(back):
        day = (day - timedelta(days=1)).replace(day=1)
    return day
