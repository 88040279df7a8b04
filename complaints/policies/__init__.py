"""Who may do what to a complaint. The action asks in its second line, the page draws its buttons from the same rules."""

from complaints.policies.people import can_receive_for_others
from complaints.policies.reporters import can_exchange_lapor, can_publish, can_speak_as_reporter
from complaints.standing import is_at_desk, is_at_unit, is_hidden_from, is_reporter, keeper_of, reporter_of

__all__ = [
    "can_exchange_lapor", "can_publish", "can_receive_for_others", "can_speak_as_reporter",
    "is_at_desk", "is_at_unit", "is_hidden_from", "is_reporter", "keeper_of", "reporter_of",
]  # fmt: skip
