"""What a reporter may do, and what the complaint desk does for the public and for LAPOR!."""

from agencies.policies import has_role
from complaints.posts import DESK
from complaints.standing import is_at_desk, is_reporter


def can_speak_as_reporter(user, complaint) -> bool:
    """The account that sent it; without one (None) whoever opened it with number and code, which are the right."""
    return user is None or is_reporter(user, complaint)


def can_publish(user, complaint) -> bool:
    """The complaint officer of the office that keeps it. What is grave is never on the public page."""
    return not complaint.is_grave and has_role(user, complaint.office, DESK) and is_at_desk(user, complaint)


def can_exchange_lapor(user, office) -> bool:
    """Only the complaint desk takes in and hands out files of LAPOR!."""
    return has_role(user, office, DESK)
