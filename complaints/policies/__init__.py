"""Who may do what to a complaint. The action asks in its second line, the page draws its buttons from the same rules."""

from complaints.policies.people import can_receive_for_others
from complaints.standing import is_at_desk, is_at_unit, is_hidden_from, is_reporter, keeper_of, reporter_of

__all__ = [
    "can_receive_for_others", "is_at_desk", "is_at_unit", "is_hidden_from", "is_reporter", "keeper_of", "reporter_of",
]  # fmt: skip
