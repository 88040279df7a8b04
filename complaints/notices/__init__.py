"""Who is told what about a complaint: a number and a state, never a person, never a word of the complaint."""

from complaints.notices.desk import (
    tell_desk,
    tell_desk_received,
    tell_head_copy,
    tell_holder_moved,
    tell_of_deadline,
    tell_remedy_late,
    tell_remedy_owed,
    tell_unit_routed,
)
from complaints.notices.replies import tell_desk_reopened, tell_handlers_replied
from complaints.notices.reporter import tell_reporter, tell_reporter_received

__all__ = [
    "tell_desk", "tell_desk_received", "tell_head_copy", "tell_holder_moved", "tell_of_deadline", "tell_remedy_late",
    "tell_remedy_owed", "tell_reporter", "tell_reporter_received", "tell_unit_routed",
    "tell_desk_reopened", "tell_handlers_replied",
]  # fmt: skip
