"""Who may do what to a file, a recommendation or an inspection: plain yes/no rules, and `allowed(user, thing)`.

Rule 7 (separation of duties): one person may register, verify and draft, but nobody who did any of these, or recommended,
may endorse or sign; nobody acts on their own application. State is asked of the lifecycle, never of a role.

`people` says who somebody is to a file, `files` and its neighbours hold the rules, `acts` the table of verbs.
"""

from applications.policies.act import Act
from applications.policies.acts import ACTS, INSPECTION_ACTS, RECOMMENDATION_ACTS, allowed
from applications.policies.assisting import (
    can_assist_at,
    can_keep_register,
    can_pass_on,
    can_record_consent,
    helping_agencies,
)
from applications.policies.bulk import can_carry_on_bulk_act
from applications.policies.clarification import (
    can_answer,
    can_ask,
    can_clarify,
    can_consent,
    may_ask_applicant,
    superior_role,
    waits_for_applicant,
)
from applications.policies.clock import can_deem, can_deem_recommendation, can_restart, may_be_deemed
from applications.policies.counter import can_call, can_cancel_appointment, can_keep_phrases, can_set_counter
from applications.policies.files import (
    barred,
    can_check_documents,
    can_draft,
    can_edit,
    can_endorse,
    can_move_version,
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
from applications.policies.guides import can_use_bundle, can_write_guide
from applications.policies.inspection import (
    can_answer_visit,
    can_handle_visit,
    can_propose_visit,
    can_record_paper,
    can_sign_as_team,
    can_sign_visit,
    can_write_minutes,
    member_of,
)
from applications.policies.levy import (
    awaits_payment,
    can_assess,
    can_cancel_bill,
    can_confirm_payment,
    can_export_payments,
    can_hand_over,
    can_settle_notice,
    may_assess,
)
from applications.policies.objections import can_decide_objection, can_object
from applications.policies.people import (
    ALREADY_WORKED_ON_IT,
    OWN_FILE,
    acts_for_applicant,
    assists,
    filing_role,
    has_own_interest,
    is_applicant,
    worked_on_it,
)
from applications.policies.permits import (
    PERMIT_ACTS,
    can_file_about,
    can_propose_about_permit,
    can_sign_correction,
    can_sign_measure,
    open_correction,
    open_measure,
    why_not_sign,
)
from applications.policies.requests import (
    barred_from_answering,
    can_acknowledge,
    can_add_request,
    can_approve,
    can_ask_again,
    can_assign,
    can_delegate,
    can_extend,
    can_give,
    can_propose,
    can_refuse_proposal,
    can_send_answer_link,
    can_withdraw_request,
    has_head,
    is_head_of,
    may_work_on,
)
from applications.policies.standards import (
    STANDARD_ACTS,
    can_open_service,
    can_publish_standard,
    can_return_standard,
    can_review_standard,
    can_write_standard,
    can_write_standards,
    wrote,
)
from applications.policies.thread import can_write

__all__ = [
    "ACTS", "ALREADY_WORKED_ON_IT", "Act", "INSPECTION_ACTS", "OWN_FILE", "PERMIT_ACTS", "RECOMMENDATION_ACTS", "STANDARD_ACTS",
    "acts_for_applicant", "allowed", "assists", "awaits_payment", "barred", "barred_from_answering",
    "can_acknowledge", "can_add_request", "can_answer", "can_answer_visit", "can_approve", "can_ask",
    "can_ask_again", "can_assess", "can_assign", "can_assist_at", "can_call", "can_cancel_appointment",
    "can_cancel_bill", "can_carry_on_bulk_act", "can_check_documents", "can_clarify", "can_confirm_payment",
    "can_consent", "can_decide_objection", "can_deem", "can_deem_recommendation", "can_delegate", "can_draft",
    "can_edit", "can_endorse", "can_export_payments", "can_extend", "can_file_about", "can_give", "can_hand_over",
    "can_handle_visit", "can_keep_phrases", "can_keep_register", "can_move_version", "can_object", "can_open_service",
    "can_pass_on", "can_propose",
    "can_propose_about_permit", "can_propose_visit", "can_publish_standard", "can_record_consent", "can_record_paper",
    "can_refuse_proposal", "can_register", "can_restart", "can_return", "can_return_standard", "can_review_standard",
    "can_see_receipt", "can_send_answer_link",
    "can_send_back", "can_set_counter", "can_settle_notice", "can_sign", "can_sign_as_team", "can_sign_correction",
    "can_sign_measure", "can_sign_visit", "can_submit", "can_use_bundle", "can_verify", "can_withdraw", "can_withdraw_request",
    "can_write", "can_write_guide", "can_write_minutes",
    "can_write_standard", "can_write_standards", "filing_role", "has_head", "has_own_interest", "helping_agencies",
    "is_applicant", "is_head_of", "may_ask_applicant", "may_assess", "may_be_deemed", "may_work_on", "member_of",
    "next_endorsing_role", "open_correction", "open_measure", "superior_role", "waits_for_applicant",
    "why_not_sign", "worked_on_it", "wrote",
]  # fmt: skip
