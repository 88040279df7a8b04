"""Who may do what to a file, a recommendation or an inspection: plain yes/no rules, and `allowed(user, thing)`.

Rule 7 (separation of duties): one person may register, verify and draft, but nobody who did any of these, or recommended,
may endorse or sign; nobody acts on their own application. State is asked of the lifecycle, never of a role.

`people` says who somebody is to a file, `files` and its neighbours hold the rules, `acts` the table of verbs.
"""

from applications.policies.acts import ACTS, RECOMMENDATION_ACTS, Act, allowed
from applications.policies.files import (
    barred,
    can_check_documents,
    can_draft,
    can_edit,
    can_endorse,
    can_register,
    can_return,
    can_see_receipt,
    can_send_back,
    can_sign,
    can_submit,
    can_verify,
    can_withdraw,
    next_endorsing_role,
)
from applications.policies.people import (
    ALREADY_WORKED_ON_IT,
    OWN_FILE,
    has_own_interest,
    is_applicant,
    worked_on_it,
)
from applications.policies.requests import barred_from_answering, can_acknowledge, can_give
from applications.policies.thread import can_write

__all__ = [
    "ACTS", "ALREADY_WORKED_ON_IT", "OWN_FILE", "RECOMMENDATION_ACTS", "Act", "allowed", "barred", "barred_from_answering",
    "can_acknowledge", "can_check_documents", "can_draft", "can_edit", "can_endorse", "can_give", "can_register",
    "can_return", "can_see_receipt", "can_send_back", "can_sign", "can_submit", "can_verify", "can_withdraw", "can_write",
    "has_own_interest", "is_applicant", "next_endorsing_role", "worked_on_it",
]  # fmt: skip
