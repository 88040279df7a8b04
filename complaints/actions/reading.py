"""Reading that leaves a trace in the journal."""

from django.db import transaction

from complaints.actions.parts import write_down
from complaints.models import Complaint
from complaints.policies import is_at_desk
from ptsp_portal.lib.rules import require


@transaction.atomic
def note_referral_made(uuid, *, by) -> None:
    """Somebody of the desk took the file for the Ombudsman along."""
    complaint = Complaint.objects.locked(uuid)
    require(is_at_desk, by, complaint)
    write_down("complaint.referral_made", complaint, by=by)
