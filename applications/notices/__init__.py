"""Who is told what: one function per occasion, by reader. The words are in templates/applications/messages/.

A message names a number and a state, never a person: it may be read over a shoulder.
"""

from applications.notices.agency import (
    tell_agencies_asked,
    tell_agencies_withdrawn,
)
from applications.notices.applicant import (
    tell_applicant_agencies_asked,
    tell_applicant_permit_ready,
    tell_applicant_registered,
    tell_applicant_rejected,
    tell_applicant_resubmitted,
    tell_applicant_returned,
    tell_applicant_submitted,
    tell_applicant_withdrawn,
)
from applications.notices.desk import (
    tell_desk_answers_complete,
    tell_desk_new_file,
    tell_desk_next_signature,
    tell_drafter_sent_back,
)
from applications.notices.keepers import (
    tell_keepers_broken,
)
from applications.notices.thread import (
    tell_applicant_message,
    tell_desk_message,
)

__all__ = [
    "tell_agencies_asked",
    "tell_agencies_withdrawn",
    "tell_applicant_agencies_asked",
    "tell_applicant_message",
    "tell_applicant_permit_ready",
    "tell_applicant_registered",
    "tell_applicant_rejected",
    "tell_applicant_resubmitted",
    "tell_applicant_returned",
    "tell_applicant_submitted",
    "tell_applicant_withdrawn",
    "tell_desk_answers_complete",
    "tell_desk_message",
    "tell_desk_new_file",
    "tell_desk_next_signature",
    "tell_drafter_sent_back",
    "tell_keepers_broken",
]
