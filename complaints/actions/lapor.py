"""Taking in a file of SP4N-LAPOR!, and noting that one was handed out. Only the complaint desk."""

from django.db import transaction

from agencies.models import Agency
from audit.log import record
from complaints import policies
from complaints.actions.receiving import receive_complaint
from complaints.models import Complaint
from ptsp_portal.lib.rules import require


@transaction.atomic
def import_lapor(office_pk, *, by, lines) -> list[Complaint]:
    """Every line that is new (lapor.Line); one whose number is known is left as it is, so a file may be taken in again.

    The office's row is the lock: two imports at once don't take in one number twice.
    """
    office = Agency.objects.select_for_update(of=("self",), no_key=True).select_related("region").get(pk=office_pk)
    require(policies.can_exchange_lapor, by, office)
    numbers = [line.number for line in lines]
    known = set(Complaint.objects.filter(lapor_number__in=numbers).values_list("lapor_number", flat=True))
    kept = [
        receive_complaint(
            by=by, office=office, channel=Complaint.Channel.LAPOR, lapor_number=line.number,
            about_agency=office if line.values["category"].is_grave else None, **line.values,
        )
        for line in lines
        if line.is_new and line.number not in known
    ]  # fmt: skip
    record("complaint.imported", office, by=by, office=office, role="complaint_officer", taken_in=len(kept))
    return kept


@transaction.atomic
def note_lapor_exported(office, *, by, count) -> None:
    """Whoever takes complaints out of the portal is written down."""
    require(policies.can_exchange_lapor, by, office)
    record("complaint.exported", office, by=by, office=office, role="complaint_officer", complaints=count)
