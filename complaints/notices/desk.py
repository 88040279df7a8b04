"""What the complaint desk, the units and those above them are told. Who may not see a complaint hears nothing of it."""

from django.urls import reverse

from agencies.models import Agency
from applications.notices.clock import secretaries_of
from complaints.models import ComplaintWarning
from complaints.notices.addressing import desk_of, first_of, people_at, seeing, tell
from complaints.notices.reporter import tell_reporter
from complaints.posts import grave_office, lineage_ids
from complaints.standing import keeper_of

Rung = ComplaintWarning.Rung


def tell_desk_received(complaint) -> None:
    tell("desk_received", complaint, desk_of(complaint), due_at=complaint.due_at)


def tell_desk(occasion, complaint, *, but_not=None, **more) -> None:
    tell(occasion, complaint, desk_of(complaint), but_not=but_not, **more)


def tell_unit_routed(complaint, target) -> None:
    """Whoever has the post there; an empty chair passes it to the head."""
    tell("unit_routed", complaint, first_of(complaint, target.agency.pk, target.role, "head"), due_at=complaint.due_at)


def tell_head_copy(complaint, target) -> None:
    """The head of the complaint desk, for the eye: not once more when the head is the one it went to."""
    heads = people_at(keeper_of(complaint), "head")
    if target.agency.pk != keeper_of(complaint) or target.role != "head":
        tell("head_copy", complaint, heads, agency=target.agency.name, due_at=complaint.due_at)


def tell_holder_moved(complaint, *, before, words) -> None:
    people = (
        first_of(complaint, complaint.holder_agency_id, complaint.holder_role, "head")
        if complaint.holder_agency_id
        else []
    )
    tell("deadline_moved", complaint, people, before=before, due_at=complaint.due_at, words=words)


def tell_of_deadline(complaint, rung) -> int:
    """One rung; returns how many people it reached."""
    if rung == Rung.OMBUDSMAN:
        tell_reporter("ombudsman_ready", complaint)
        return tell("desk_ombudsman", complaint, {*desk_of(complaint), *people_at(keeper_of(complaint), "head")})
    if rung == Rung.SECRETARY:
        # They read numbers, not complaints: the link leads to their own work.
        return tell(
            "late_above", complaint, _above(complaint), link=reverse("applications:desk_home"), due_at=complaint.due_at
        )
    agency, role = complaint.holder_agency_id, complaint.holder_role
    people = first_of(complaint, agency, role, "head") if rung == Rung.UNIT else _heads(complaint)
    return tell("deadline_near", complaint, people, due_at=complaint.due_at, is_late=complaint.is_late)


def tell_remedy_owed(finding) -> None:
    tell("remedy_owed", finding.complaint, _owing(finding), due_on=finding.due_on)


def tell_remedy_late(finding) -> int:
    people = {*_owing(finding), *desk_of(finding.complaint)}
    return tell("remedy_late", finding.complaint, people, due_on=finding.due_on)


def _owing(finding) -> list:
    """The head who owes it, else the desk. What is grave stays with the desk: the agency hears of it from the inspectorate, not
    from the portal."""
    heads = [] if finding.complaint.is_grave else people_at(finding.agency_id, "head")
    return seeing(finding.complaint, heads) or desk_of(finding.complaint)


def _heads(complaint) -> list:
    """The head of the unit, else of the agency above it, else of the desk; never one whom it is about."""
    agency = complaint.holder_agency
    while agency is not None:
        if people := seeing(complaint, people_at(agency.pk, "head")):
            return people
        agency = agency.parent if not complaint.is_grave else None
    return seeing(complaint, people_at(keeper_of(complaint), "head")) or desk_of(complaint)


def _above(complaint) -> list:
    """The regional secretary; of what is grave the next inspectorate, and nobody of the region that is complained about."""
    if not complaint.is_grave:
        return secretaries_of(complaint.office)
    keeper = Agency.objects.select_related("region__parent").get(pk=keeper_of(complaint))
    if keeper.region.parent is None:
        return []
    upper = grave_office(Agency(region=keeper.region.parent), complaint.about_agency)
    return people_at(upper.pk, "head") if upper and upper.pk not in lineage_ids(keeper) else []
