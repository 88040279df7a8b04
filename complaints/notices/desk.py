"""What the complaint desk and the units are told."""

from complaints.notices.addressing import desk_of, tell


def tell_desk_received(complaint) -> None:
    tell("desk_received", complaint, desk_of(complaint), due_at=complaint.due_at)
