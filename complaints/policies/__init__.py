"""Who may do what to a complaint. The action asks in its second line, the page draws its buttons from the same rules."""

from complaints.policies.acts import (
    ACTS,
    allowed,
    can_answer,
    can_ask,
    can_find,
    can_hand_back,
    can_merge,
    can_note,
    can_pass_on,
    can_renew_code,
    can_report_remedy,
    can_route,
    can_see_identity,
    can_split,
    can_take_up,
    can_verify,
    can_write,
    handles,
    has_name,
)
from complaints.policies.people import can_receive_for_others
from complaints.policies.reporters import can_exchange_lapor, can_publish, can_speak_as_reporter
from complaints.standing import is_at_desk, is_at_unit, is_hidden_from, is_reporter, keeper_of, keeping, reporter_of

__all__ = [
    "ACTS", "allowed", "can_answer", "can_ask", "can_find", "can_hand_back", "can_merge", "can_note", "can_pass_on",
    "can_receive_for_others", "can_renew_code", "can_report_remedy", "can_route", "can_see_identity", "can_split", "can_take_up",
    "can_verify", "can_write", "handles", "has_name", "is_at_desk", "is_at_unit", "is_hidden_from", "is_reporter", "keeper_of",
    "keeping",
    "reporter_of", "can_exchange_lapor", "can_publish", "can_speak_as_reporter",
]  # fmt: skip
