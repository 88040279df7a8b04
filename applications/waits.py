"""Files that wait for their applicant: when to remind, and when a file lapses (handbook 2.6; two months at Pasuruan). Reads only.

The wait is a row with an empty column: a return that was not repaired, a clarification that was not answered. A bill that is
not paid is none: it runs out by itself, and the file waits. Days are calendar days of the office.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from applications.models import Application, Clarification, LapseReminder, ReturnNotice, ServiceStandard
from ptsp_portal.lib.moment import now

FIRST, SECOND = 1, 2
LAST_WEEK = 7
# However long the sweep did not run: so many days between the two, and from the second one to the end.
BETWEEN, AFTER_SECOND = 2, 5


@dataclass(frozen=True)
class Wait:
    """What a file waits for, on its locked row. `asked_on` is the office's local day."""

    asked_on: date
    limit: int
    return_notice: ReturnNotice | None = None
    clarification: Clarification | None = None
    reminders: tuple[LapseReminder, ...] = ()

    def step_due(self, today: date) -> int:
        """The reminder that is due today, 0 for none."""
        if not self.reminders:
            return FIRST if today >= self.asked_on + timedelta(days=first_after(self.limit)) else 0
        if len(self.reminders) == 1:
            soonest = self.reminders[0].sent_on + timedelta(days=BETWEEN)
            return SECOND if today >= max(soonest, self.asked_on + timedelta(days=second_after(self.limit))) else 0
        return 0

    def last_day(self, step: int, today: date) -> date:
        """Until its end an answer counts, when the reminder is sent today; later than the limit where the sweep was late."""
        still_to_come = AFTER_SECOND if step == SECOND else BETWEEN + AFTER_SECOND
        return max(self.asked_on + timedelta(days=self.limit), today + timedelta(days=still_to_come))

    def has_lapsed(self, today: date) -> bool:
        """Both reminders are sent, and the day that the second one named is over."""
        return len(self.reminders) == 2 and today > self.reminders[1].last_day


def first_after(limit: int) -> int:
    return limit // 2


def second_after(limit: int) -> int:
    """A week before the end; of a short limit, halfway between the first reminder and the end."""
    return max(limit - LAST_WEEK, (first_after(limit) + limit) // 2)


def wait_of(application: Application) -> Wait | None:
    """What this file waits for; asked under its lock."""
    returned = application.return_notices.filter(answered_at__isnull=True).first()
    asked = application.clarifications.open().sent().first()
    if application.closed_at or (returned is None and asked is None):
        return None
    region = application.office.region
    reminders = tuple((returned or asked).reminders.order_by("step"))
    for reminder in reminders:
        reminder.sent_on = region.local_date(reminder.sent_at)
    return Wait(
        asked_on=region.local_date(returned.at if returned else asked.sent_at),
        limit=application.standard.lapse_after_days,
        return_notice=returned,
        clarification=None if returned else asked,
        reminders=reminders,
    )


def due() -> Iterator:
    """UUIDs of files that may be due for a reminder or for lapsing; whether they are, is asked under the lock.

    One statement for each limit in use and each step, over the partial indexes of unanswered rows. The moments are a day
    generous: the office's own day decides.
    """
    limits = list(ServiceStandard.objects.order_by().values_list("lapse_after_days", flat=True).distinct())
    for limit in limits:
        for rows, at, owner in ((_returns(), "at", "return_notice"), (_clarifications(), "sent_at", "clarification")):
            mine = rows.filter(application__standard__lapse_after_days=limit)
            sent = LapseReminder.objects.filter(**{owner: OuterRef("pk")})
            for days, missing in ((first_after(limit), FIRST), (second_after(limit), SECOND)):
                late = mine.filter(**{f"{at}__lte": _ago(days)}).exclude(Exists(sent.filter(step=missing)))
                if missing == SECOND:
                    late = late.filter(Exists(sent.filter(step=FIRST, sent_at__lte=_ago(BETWEEN))))
                yield from late.order_by(at).values_list("application__uuid", flat=True)
            over = mine.filter(Exists(sent.filter(step=SECOND, last_day__lt=now().date() + timedelta(days=1))))
            yield from over.filter(**{f"{at}__lte": _ago(limit)}).values_list("application__uuid", flat=True)


def _ago(days: int):
    return now() - timedelta(days=days - 1)


def _returns():
    return ReturnNotice.objects.filter(answered_at__isnull=True)


def _clarifications():
    return Clarification.objects.filter(sent_at__isnull=False, answered_at__isnull=True, cancelled_at__isnull=True)
