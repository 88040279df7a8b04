"""Who is told what: one function per occasion, by reader. The words are in templates/applications/messages/.

A message names a number and a state, never a person: it may be read over a shoulder.
"""

from applications.notices.agency import (
    mail_answer_link,
    mail_link_code,
    tell_agencies_asked,
    tell_agencies_withdrawn,
    tell_head_proposal,
    tell_officer_assigned,
    tell_officer_proposal_refused,
    tell_officers_answered_by_link,
    tell_unit_handed_down,
)
from applications.notices.applicant import (
    tell_applicant_agencies_asked,
    tell_applicant_extended,
    tell_applicant_moved_to_version,
    tell_applicant_permit_ready,
    tell_applicant_registered,
    tell_applicant_rejected,
    tell_applicant_resubmitted,
    tell_applicant_returned,
    tell_applicant_submitted,
    tell_applicant_withdrawn,
)
from applications.notices.appointments import tell_appointment
from applications.notices.assisting import (
    tell_helpers_passed_on,
    text_consent_code,
    text_holder_passed_on,
)
from applications.notices.clarification import (
    tell_agencies_clarification_answered,
    tell_applicant_clarification,
    tell_desk_clarification_answered,
    tell_desk_question_asked,
    tell_preparer_clarification_refused,
    tell_superiors_clarification_waits,
)
from applications.notices.clock import (
    tell_agencies_deadline_moved,
    tell_applicant_clock_restarted,
    tell_applicant_deemed,
    tell_deadline_moved,
    tell_desk_clock_restarted,
    tell_of_deadlines,
    tell_recommendation_deemed,
)
from applications.notices.desk import (
    tell_desk_answers_complete,
    tell_desk_extended,
    tell_desk_new_file,
    tell_desk_next_signature,
    tell_drafter_sent_back,
    tell_endorser_sent_back,
)
from applications.notices.inspection import (
    tell_about_visit_document,
    tell_agency_visit_wished,
    tell_all_minutes_to_sign,
    tell_all_visit_cancelled,
    tell_applicant_visit_proposed,
    tell_team_visit_agreed,
    tell_team_visit_cancelled,
)
from applications.notices.keepers import (
    tell_keepers_broken,
)
from applications.notices.levy import (
    tell_applicant_before_lapse,
    tell_applicant_bill_cancelled,
    tell_applicant_billed,
    tell_applicant_lapsed,
    tell_applicant_paid,
    tell_applicant_sent,
    tell_desk_lapsed,
    tell_desk_paid,
)
from applications.notices.permit import (
    tell_applicant_copy_ready,
    tell_applicant_permit_closed,
    tell_holder_has_run_out,
    tell_holder_runs_out,
)
from applications.notices.permits import (
    tell_applicant_objection_answered,
    tell_applicant_objection_filed,
    tell_desk_objection_due,
    tell_desk_objection_filed,
    tell_drafter_reopened,
    tell_holder_corrected,
    tell_holder_measure,
    tell_proposer_refused,
    tell_signers_of_proposal,
)
from applications.notices.standards import (
    tell_publishers,
    tell_reviewers,
    tell_writers_published,
    tell_writers_returned,
)
from applications.notices.thread import (
    tell_applicant_message,
    tell_desk_message,
)

__all__ = [
    "mail_answer_link", "mail_link_code", "tell_about_visit_document", "tell_agencies_asked",
    "tell_agencies_clarification_answered", "tell_agencies_deadline_moved", "tell_agencies_withdrawn",
    "tell_agency_visit_wished", "tell_all_minutes_to_sign", "tell_all_visit_cancelled",
    "tell_applicant_agencies_asked", "tell_applicant_before_lapse", "tell_applicant_bill_cancelled",
    "tell_applicant_billed", "tell_applicant_clarification", "tell_applicant_clock_restarted",
    "tell_applicant_copy_ready", "tell_applicant_deemed", "tell_applicant_extended", "tell_applicant_lapsed",
    "tell_applicant_message", "tell_applicant_moved_to_version", "tell_applicant_objection_answered",
    "tell_applicant_objection_filed",
    "tell_applicant_paid", "tell_applicant_permit_closed", "tell_applicant_permit_ready",
    "tell_applicant_registered", "tell_applicant_rejected", "tell_applicant_resubmitted", "tell_applicant_returned",
    "tell_applicant_sent", "tell_applicant_submitted", "tell_applicant_visit_proposed", "tell_applicant_withdrawn",
    "tell_appointment", "tell_deadline_moved", "tell_desk_answers_complete", "tell_desk_clarification_answered",
    "tell_desk_clock_restarted", "tell_desk_extended", "tell_desk_lapsed", "tell_desk_message",
    "tell_desk_new_file", "tell_desk_next_signature", "tell_desk_objection_due", "tell_desk_objection_filed",
    "tell_desk_paid", "tell_desk_question_asked", "tell_drafter_reopened", "tell_drafter_sent_back",
    "tell_endorser_sent_back", "tell_head_proposal", "tell_helpers_passed_on", "tell_holder_corrected",
    "tell_holder_has_run_out", "tell_holder_measure", "tell_holder_runs_out", "tell_keepers_broken",
    "tell_of_deadlines", "tell_officer_assigned", "tell_officer_proposal_refused", "tell_officers_answered_by_link",
    "tell_preparer_clarification_refused", "tell_proposer_refused", "tell_publishers", "tell_recommendation_deemed",
    "tell_reviewers",
    "tell_signers_of_proposal", "tell_superiors_clarification_waits", "tell_team_visit_agreed",
    "tell_team_visit_cancelled", "tell_unit_handed_down", "tell_writers_published", "tell_writers_returned",
    "text_consent_code", "text_holder_passed_on",
]  # fmt: skip
