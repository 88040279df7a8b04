"""What the task force's list asks about a file: who can owe something, and whether it moved on. Reads only."""

from agencies.models import Agency
from applications.models import Application
from dashboards.models import TaskforceCase
from dashboards.reach import Reach

# Of an application that is read for the list: never what the applicant wrote, nor who that is.
UNREAD = (
    "answers",
    "holder_name",
    "holder_identity",
    "holder_address",
    "search_text",
    "tracking_secret",
    "cause_words",
)


def files_for_list(reach: Reach):
    """Sent files at the offices of a reach."""
    files = Application.objects.filter(office__in=reach.office_ids, submitted_at__isnull=False)
    return files.select_related("office__region", "permit_type").defer(*UNREAD)


def owners_of(application):
    """Who can owe something about a file: its office, and the agencies whose answer is open."""
    asked = application.recommendations.open().values("agency")
    return Agency.objects.filter(pk=application.office_id) | Agency.objects.filter(pk__in=asked)


def held_as(application) -> str:
    return f"{application.holder}/{application.holder_role}/{application.holder_agency_id or ''}"


def has_moved_on(case: TaskforceCase) -> bool:
    """An agency that was asked is done with its answer; an office when the file is on another desk, or ended."""
    application = case.application
    if application.closed_at is not None:
        return True
    if case.owner_id != case.office_id:
        return not application.recommendations.open().filter(agency=case.owner_id).exists()
    return held_as(application) != case.held_as
