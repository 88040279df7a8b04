"""What the desk and the units are told when the reporter speaks. Whoever may not see the complaint is told nothing."""

from complaints.notices.addressing import desk_of, people_at, tell


def tell_handlers_replied(complaint) -> None:
    """Whoever holds it now, and the desk that keeps it."""
    users = {user.pk: user for user in desk_of(complaint)}
    if not complaint.is_grave and complaint.holder_agency_id and complaint.holder_role:
        users |= {user.pk: user for user in people_at(complaint.holder_agency_id, complaint.holder_role)}
    tell("desk_replied", complaint, users.values())


def tell_desk_reopened(complaint) -> None:
    tell("desk_reopened", complaint, desk_of(complaint), due_at=complaint.due_at)
