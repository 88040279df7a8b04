"""The conversation on a file as its pages show it: who says what, newest last, and whether an answer is due."""

from django.utils.translation import gettext as _

from applications.models import ThreadMessage

LAST = 10
MOST = 200
Side = ThreadMessage.Side


def conversation_of(application, reader, *, as_applicant: bool, most: int = LAST) -> dict:
    """For _thread.html: the last messages, and whether there are older ones. The applicant reads the office's name where
    people in office read the officer's, as on the timeline. One statement."""
    rows = list(application.thread.select_related("by").order_by("-at", "-id")[: most + 1])
    shown = [_line(row, application, reader, as_applicant) for row in reversed(rows[:most])]
    return {
        "messages": shown,
        "has_older": len(rows) > most,
        "awaits_office": bool(application.unanswered_since) and not as_applicant,
    }


def _line(row, application, reader, as_applicant) -> dict:
    if row.by_id == reader.pk:
        who = _("Anda")
    elif row.side == Side.OFFICE and as_applicant:
        who = application.office.name
    else:
        who = row.by.full_name
    if row.side == Side.OFFICE and not as_applicant:
        who = f"{who} · {application.office.name}"
    if row.side == Side.APPLICANT and not as_applicant:
        who = f"{who} · {_('pemohon')}"
    return {"text": row.text, "at": row.at, "who": who, "side": row.side}
