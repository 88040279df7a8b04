"""Who is told what about a complaint: a number and a state, never a person, never a word of the complaint."""

from complaints.notices.desk import tell_desk_received
from complaints.notices.replies import tell_desk_reopened, tell_handlers_replied
from complaints.notices.reporter import tell_reporter, tell_reporter_received

__all__ = [
    "tell_desk_received",
    "tell_desk_reopened",
    "tell_handlers_replied",
    "tell_reporter",
    "tell_reporter_received",
]
