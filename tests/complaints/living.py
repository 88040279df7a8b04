"""Points of a complaint's life, each reached through the real actions."""

from agencies.models import Agency
from complaints.actions.receiving import receive_complaint
from complaints.models import Complaint, ComplaintCategory
from tests.factories import BATAM, person


def category(code):
    return ComplaintCategory.objects.get(code=code)


def received(code="prosedur", *, by="pemohon", identity="open", office=BATAM, **more):
    """From the web; `by=None`: without an account."""
    return receive_complaint(
        by=person(by) if by else None,
        office=Agency.objects.get(slug=office),
        category=category(code),
        text=more.pop("text", "Antrean di loket tiga jam."),
        identity=identity,
        **more,
    )


def fresh(complaint):
    return Complaint.objects.get(pk=complaint.pk)
