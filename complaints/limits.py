"""Legal limits of a complaint on a day, in working days: dated rows, edited by people; a complaint keeps what it began with."""

from datetime import date, timedelta

from complaints.models import ComplaintLimit, Duty

# What the law says where no row does (PermenPANRB 62/2018 with UU 25/2009 art. 44–50; handbook 5): nobody is turned away
# because an administrator emptied a table.
IN_FORCE_SINCE = date(2018, 12, 31)
# Nobody takes in an older letter; a slip of the year would count working days for ever.
OLDEST = timedelta(days=5 * 366)
LEGAL_BASIS = "PermenPANRB 62/2018; UU 25/2009"
LEGAL_DAYS = {Duty.FORWARD: 3, Duty.INFORMATION: 5, Duty.ORDINARY: 14, Duty.EXAMINATION: 60}


def days_on(day: date) -> dict[str, int]:
    """{duty: working days} in force on `day`: of each duty the youngest row that had begun."""
    rows = ComplaintLimit.objects.filter(from_on__lte=day).order_by("from_on").values_list("duty", "days")
    return {duty.value: days for duty, days in LEGAL_DAYS.items()} | dict(rows)
