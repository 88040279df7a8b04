"""What the holder of a permit is told after the day it was issued: its end comes near, it has run out, a copy, its closure."""

from django.urls import reverse

from applications.notices.addressing import tell_applicant, tell_holder
from ptsp_portal.lib.survey_link import survey_path


def tell_holder_runs_out(permit, days_left: int) -> None:
    """So many days before the last one; the link opens the permit's page, where one button begins the renewal."""
    _tell_holder("permit_runs_out", permit, days=days_left)


def tell_holder_has_run_out(permit) -> None:
    _tell_holder("permit_has_run_out", permit)


def tell_applicant_copy_ready(application) -> None:
    """As the permit: only when it is stored."""
    tell_applicant("copy_ready", application, permit=application.of_permit.number, survey=survey_path(application.uuid))


def tell_applicant_permit_closed(application) -> None:
    tell_applicant(
        "permit_closed", application, permit=application.of_permit.number, survey=survey_path(application.uuid)
    )


def _tell_holder(occasion, permit, **more) -> None:
    context = {
        "permit": permit.number,
        "service": permit.permit_type.name,
        "office": permit.office.name,
        "until": permit.valid_until,
        **more,
    }
    link = reverse("applications:held_permit", args=[permit.uuid])
    at_counter = reverse("applications:permit", args=[permit.uuid])
    tell_holder(permit, f"applications/{occasion}", context, link, counter_link=at_counter)
