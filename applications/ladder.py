"""The warning ladder (handbook 2.5): which rung of which file or request is due. Reads only.

The desk two working days before, the superior one day before, the head on the day, the region's secretary once the limit has
passed. A rung that a sweep missed is still due; one that was climbed in this count of the clock is not. Days are those of the
office's own calendar and begin when it opens, so that nobody is warned at midnight.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from agencies.models import Agency
from agencies.working_days import WorkCalendar
from applications.deadlines import Calendars
from applications.models import (
    Application,
    ApplicationClockEvent,
    DeadlineWarning,
    Recommendation,
    RecommendationClockEvent,
)
from ptsp_portal.lib.moment import now

Rung = DeadlineWarning.Rung
DAYS_BEFORE = {Rung.DESK: 2, Rung.SUPERIOR: 1, Rung.HEAD: 0}
COUNTING = ["registered", "recommendation", "drafting", "signing"]


def horizons(calendar: WorkCalendar, at: datetime) -> dict[str, datetime]:
    """{rung: moment}: the rung is due for what is due before that moment."""
    today = calendar.local_date(at)
    if at < calendar.opening(today):
        today -= timedelta(days=1)
    ends = {rung: _end_of(calendar.add_working_days(today, days), calendar) for rung, days in DAYS_BEFORE.items()}
    return {**ends, Rung.SECRETARY: at}


def due_rungs() -> Iterator[tuple[Agency, str, datetime, bool]]:
    """(office, rung, before, of files or of requests) wherever somebody is to be warned.

    Offices with one calendar are asked for together, so the number of statements grows with the calendars (three zones and the
    regional days off), not with the offices or the files.
    """
    working = Application.objects.filter(office=OuterRef("pk"), state__in=COUNTING)
    offices = list(Agency.objects.filter(Exists(working)).select_related("region"))
    calendars, alike = Calendars(), {}
    calendars.load(office.region for office in offices)
    for office in offices:
        alike.setdefault(calendars.of(office.region), {})[office.pk] = office
    for calendar, group in alike.items():
        for rung, before in horizons(calendar, now()).items():
            for of_files, rows in ((True, files_to_warn), (False, requests_to_warn)):
                name = "office_id" if of_files else "application__office_id"
                concerned = rows(list(group), rung, before).order_by().values_list(name, flat=True).distinct()
                for office_id in concerned:
                    yield group[office_id], rung, before, of_files


def files_to_warn(offices: list[int], rung: str, before: datetime):
    """Files of these offices that are due before the moment and were not warned on this rung; `times` counts the clock's starts."""
    files = Application.objects.filter(due_at__lt=before, office__in=offices)
    climbed = DeadlineWarning.objects.filter(application=OuterRef("pk"), recommendation__isnull=True)
    return _not_yet(
        files, climbed, rung, ApplicationClockEvent.objects.filter(application=OuterRef("pk")), "application"
    )


def requests_to_warn(offices: list[int], rung: str, before: datetime):
    """The same of the open requests of these offices' files."""
    requests = Recommendation.objects.open().filter(due_at__lt=before, application__office__in=offices)
    climbed = DeadlineWarning.objects.filter(recommendation=OuterRef("pk"))
    ledger = RecommendationClockEvent.objects.filter(recommendation=OuterRef("pk"))
    return _not_yet(requests, climbed, rung, ledger, "recommendation")


def _not_yet(rows, climbed, rung, ledger, owner):
    restarts = ledger.filter(kind="restart").order_by().values(owner).annotate(n=Count("pk")).values("n")
    times = Coalesce(Subquery(restarts, output_field=IntegerField()), 0) + Value(1)
    rows = rows.annotate(times=times)
    return rows.filter(~Exists(climbed.filter(rung=rung, count=OuterRef("times")))).order_by("due_at", "pk")


def _end_of(day, calendar) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(calendar.zone))
