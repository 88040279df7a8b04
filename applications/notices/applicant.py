"""What the applicant is told."""

from applications.notices.addressing import extension_of, tell_applicant
from ptsp_portal.lib.survey_link import survey_path


def tell_applicant_submitted(application) -> None:
    """The acknowledgement, at once, with the reference."""
    tell_applicant("submitted", application)


def tell_applicant_resubmitted(application) -> None:
    tell_applicant("resubmitted", application)


def tell_applicant_returned(application, items: int) -> None:
    tell_applicant("returned", application, items=items)


def tell_applicant_registered(application) -> None:
    tell_applicant(
        "registered", application, promised_on=application.promised_on, days=application.standard.time_limit_days
    )


def tell_applicant_agencies_asked(application, requests) -> None:
    tell_applicant("agencies_asked", application, agencies=[each.agency.name for each in requests])


def tell_applicant_extended(recommendation) -> None:
    """An agency takes more days for its answer; why stands on the file page."""
    tell_applicant("agency_extended", recommendation.application, **extension_of(recommendation))


def tell_applicant_permit_ready(application) -> None:
    """Only when the document is stored, so that the link works when it is read."""
    tell_applicant("permit_ready", application, survey=survey_path(application.uuid))


def tell_applicant_rejected(application) -> None:
    tell_applicant("rejected", application, survey=survey_path(application.uuid))


def tell_applicant_moved_to_version(application) -> None:
    tell_applicant("moved_to_version", application, is_promised=application.promised_on is not None)


def tell_applicant_withdrawn(application) -> None:
    tell_applicant("withdrawn", application, survey=survey_path(application.uuid))
