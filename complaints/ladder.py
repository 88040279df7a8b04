"""When a complaint is near its limit, late, silent or forgotten: computed from rows and the office's calendar. Reads only."""

from datetime import datetime, timedelta

from agencies.working_days import WorkCalendar
from complaints.models import Complaint, ComplaintWarning

Rung = ComplaintWarning.Rung
# UU 25/2009 art. 50: a decision within 60 days; whoever waited longer may go to the Ombudsman with the ready-made file.
OMBUDSMAN_DAYS = 60
# Silence of the reporter (handbook 5): the answer stands, or the question is dropped after a reminder.
SILENCE_DAYS = 10
REMIND_DAYS = 5
# No calendar has a longer row of days off: what is further away than that needs no look today.
LONGEST_HOLIDAY = timedelta(days=21)


def rungs_due(complaint: Complaint, calendar: WorkCalendar, at: datetime) -> list[str]:
    """The rungs that its limit has reached, lowest first: one working day before, on the day, afterwards, 60 days."""
    if complaint.due_at is None:
        return []
    today, due = calendar.local_date(at), calendar.local_date(complaint.due_at)
    found = []
    if today >= due or calendar.working_days_between(today, due) <= 1:
        found.append(Rung.UNIT)
    if today >= due:
        found.append(Rung.AGENCY)
    if complaint.due_at < at:
        found.append(Rung.SECRETARY)
        left = max(OMBUDSMAN_DAYS - complaint.binding_days, 0)
        if calendar.add_working_days(due, left) < today:
            found.append(Rung.OMBUDSMAN)
    return found


def closes_at(complaint: Complaint, calendar: WorkCalendar) -> datetime:
    """When an answered complaint is closed unless the reporter says something."""
    return calendar.deadline(complaint.answered_at, SILENCE_DAYS)


def reminds_at(complaint: Complaint, calendar: WorkCalendar) -> datetime:
    """When the reporter, who was asked, is reminded."""
    return calendar.deadline(complaint.held_since, REMIND_DAYS)


def drops_at(complaint: Complaint, calendar: WorkCalendar) -> datetime:
    """When a complaint whose question stays unanswered is closed; after the reminder."""
    return calendar.deadline(complaint.reminded_at, SILENCE_DAYS)
