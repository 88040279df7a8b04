"""What the applicant, the team and the agency are told about a field visit: a number, a time, never a place or a person."""

from django.urls import reverse

from applications.models import PrintedDocument
from applications.notices.addressing import applicants_or_helpers, context_of, people_of
from notifications.outbox import Letter, enqueue_all


def tell_applicant_visit_proposed(inspection) -> None:
    _tell("visit_proposed", inspection, applicants_or_helpers(inspection.application))


def tell_agency_visit_wished(inspection) -> None:
    """Whoever proposed it and the team; nobody of them in office any more: every officer of the agency."""
    people = {inspection.proposed_by_id: inspection.proposed_by} | {user.pk: user for user in _team(inspection)}
    in_office = {member.user_id for member in people_of([inspection.agency_id], "officer", "head")}
    told = [user for pk, user in people.items() if pk in in_office]
    _tell("visit_wished", inspection, told or [each.user for each in people_of([inspection.agency_id], "officer")])


def tell_team_visit_agreed(inspection) -> None:
    _tell("visit_agreed", inspection, _team(inspection))


def tell_team_visit_cancelled(inspection, *, but_not=None) -> None:
    _tell("visit_cancelled", inspection, _team(inspection), but_not)


def tell_all_visit_cancelled(inspection, *, but_not=None) -> None:
    _tell("visit_cancelled", inspection, [*applicants_or_helpers(inspection.application), *_team(inspection)], but_not)


def tell_all_minutes_to_sign(inspection, *, but_not=None) -> None:
    """Everybody whose signature is missing; whoever wrote them goes on to sign without a message."""
    _tell("minutes_to_sign", inspection, [*applicants_or_helpers(inspection.application), *_team(inspection)], but_not)


def tell_about_visit_document(printed) -> None:
    """Only when it is stored: the letter to the team, the signed minutes to the applicant and the team."""
    inspection = printed.inspection
    if printed.kind == PrintedDocument.Kind.ASSIGNMENT:
        _tell("assignment_ready", inspection, _team(inspection))
    else:
        _tell("minutes_ready", inspection, [*applicants_or_helpers(inspection.application), *_team(inspection)])


def _team(inspection) -> list:
    return [member.user for member in inspection.team.select_related("user")]


def _tell(occasion, inspection, users, but_not=None) -> None:
    application = inspection.application
    context = context_of(
        application, agency=inspection.agency.name, starts_at=inspection.starts_at, zone=application.office.region.zone
    )
    link = reverse("applications:visit", args=[inspection.uuid])
    told = {user.pk: user for user in users if but_not is None or user.pk != but_not.pk}
    enqueue_all([Letter(user, f"applications/{occasion}", context, link, inspection.uuid) for user in told.values()])
