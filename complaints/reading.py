"""What the page of one complaint shows to whoever keeps or handles it. Reads only."""

from django.utils.translation import gettext as _

from applications.timeline import lines_of
from audit.models import JournalEntry
from complaints.models import Complaint, ComplaintMessage
from complaints.standing import reporter_of

Side, Identity = ComplaintMessage.Side, Complaint.Identity


def reporter_words(complaint) -> str:
    """Who reported, as far as it stands on the page; telephone and address only by a look with a reason."""
    reporter = reporter_of(complaint)
    if complaint.identity == Identity.OPEN and reporter and reporter.name:
        return reporter.name
    return {
        Identity.OPEN: _("tidak menyebut nama"),
        Identity.CONFIDENTIAL: _("dirahasiakan"),
        Identity.ANONYMOUS: _("tanpa nama"),
    }[complaint.identity]


def place_words(complaint) -> str:
    """As the reporter wrote it, and the chosen region with those above it up to the city."""
    names, place = [complaint.place_words], complaint.place
    while place is not None and (place == complaint.place or place.parent_id):
        names.append(place.full_name)
        place = place.parent
    return ", ".join(name for name in names if name)


def thread_of(complaint) -> list[dict]:
    """Oldest first, with the papers of each; people in office read the officers' names."""
    rows = complaint.thread.select_related("by", "agency").prefetch_related("attachments")
    return [_line(row) for row in rows]


def timeline_of(complaint) -> list[dict]:
    return lines_of(JournalEntry.objects.timeline(complaint), for_applicant=False)


def _line(row) -> dict:
    if row.side == Side.REPORTER:
        who = _("Pelapor")
    else:
        who = " · ".join(part for part in (row.by and row.by.full_name, row.agency and row.agency.name) if part)
    return {
        "text": row.text,
        "at": row.at,
        "who": who,
        "kind": row.get_side_display(),
        "is_note": row.side == Side.NOTE,
        "is_answer": row.side == Side.ANSWER,
        "files": list(row.attachments.all()),
    }
