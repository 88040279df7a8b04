"""Who may bring a complaint into the register for somebody else."""

from agencies.policies import has_role
from complaints.posts import DESK


def can_receive_for_others(user, office) -> bool:
    """Enters what came in by word, letter or telephone: the counter, the complaint officer, the head."""
    return has_role(user, office, "front_desk", DESK, "head")
