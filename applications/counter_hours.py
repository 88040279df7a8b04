"""When a counter takes tickets, and which hours can be booked: working days and office hours of its region."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from agencies.working_days import FRIDAY, WorkCalendar, calendar_of
from applications.models.counter import Appointment, CounterSetting
from ptsp_portal.lib.moment import now


@dataclass(frozen=True)
class Slot:
    """An hour that can be booked, with the seats still free."""

    starts_at: datetime
    free: int

    @property
    def key(self) -> str:
        """As a form sends it: the office's wall clock."""
        return f"{self.starts_at:%Y-%m-%dT%H:%M}"


def local_day(office) -> date:
    return office.region.local_date(now())


def is_open(office) -> bool:
    """Within office hours of a working day."""
    calendar, moment = calendar_of(office.region), now()
    day = calendar.local_date(moment)
    return calendar.is_working_day(day) and calendar.opening(day) <= moment < calendar.closing(day)


def slots_of(setting: CounterSetting) -> dict[date, list[Slot]]:
    """{working day: its slots} from now until `days_ahead`, full ones too. Three queries."""
    calendar = calendar_of(setting.office.region)
    today = calendar.local_date(now())
    hours = {}
    for ahead in range(setting.days_ahead + 1):
        day = today + timedelta(days=ahead)
        if calendar.is_working_day(day):
            hours[day] = [at for at in _starts(setting, calendar, day) if at > now()]
    taken = _taken(setting, [at for starts in hours.values() for at in starts])
    found = {
        day: [Slot(at, max(0, setting.seats - taken.get(at, 0))) for at in starts] for day, starts in hours.items()
    }
    return {day: slots for day, slots in found.items() if slots}


def is_slot(setting: CounterSetting, starts_at: datetime) -> bool:
    """An hour that the office offers now, whether or not somebody has it."""
    calendar = calendar_of(setting.office.region)
    day, today = calendar.local_date(starts_at), calendar.local_date(now())
    in_time = now() < starts_at and day <= today + timedelta(days=setting.days_ahead)
    return in_time and calendar.is_working_day(day) and starts_at in _starts(setting, calendar, day)


def remind_at(office, starts_at: datetime) -> datetime:
    """The day before, at the hour when the office opens."""
    calendar = calendar_of(office.region)
    return calendar.opening(calendar.local_date(starts_at) - timedelta(days=1))


def appointments_of_day(office) -> list[Appointment]:
    """Of the office's today, who has not come yet."""
    start = datetime.combine(local_day(office), time(), ZoneInfo(office.region.zone))
    rows = Appointment.objects.kept().filter(office=office, arrived_at__isnull=True)
    return list(rows.filter(starts_at__gte=start, starts_at__lt=start + timedelta(days=1)))


def _starts(setting, calendar: WorkCalendar, day: date) -> list[datetime]:
    zone, length = ZoneInfo(calendar.zone), timedelta(minutes=setting.slot_minutes)
    closes = calendar.friday_closes if day.isoweekday() == FRIDAY else calendar.closes
    at = datetime.combine(day, max(setting.first_at or calendar.opens, calendar.opens), zone)
    end = datetime.combine(day, min(setting.last_at or closes, closes), zone)
    starts = []
    while at + length <= end:
        starts.append(at)
        at += length
    return starts


def _taken(setting, starts: list[datetime]) -> dict[datetime, int]:
    taken: dict[datetime, int] = {}
    if starts:
        rows = Appointment.objects.kept().filter(office=setting.office, starts_at__range=(starts[0], starts[-1]))
        for at in rows.values_list("starts_at", flat=True):
            taken[at] = taken.get(at, 0) + 1
    return taken
