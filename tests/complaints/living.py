"""Points of a complaint's life, each reached through the real actions."""

from agencies.models import Agency
from complaints.actions.answering import answer_complaint, take_up_complaint
from complaints.actions.desk import route_complaint, verify_complaint
from complaints.actions.receiving import receive_complaint
from complaints.models import Complaint, ComplaintCategory
from tests.factories import BATAM, person
from tests.lived import lived_once

DESK = "pengaduan.batam"


def category(code):
    return ComplaintCategory.objects.get(code=code)


@lived_once
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


@lived_once
def verified(code="prosedur", *, desk=DESK, **more):
    complaint = received(code, **more)
    verify_complaint(complaint.uuid, by=person(desk), title="Antrean panjang", category=category(code))
    return fresh(complaint)


@lived_once
def routed(code="prosedur", *, desk=DESK, **more):
    complaint = verified(code, desk=desk, **more)
    route_complaint(complaint.uuid, by=person(desk))
    return fresh(complaint)


@lived_once
def answered(code="prosedur", *, by=DESK, **more):
    complaint = routed(code, **more)
    take_up_complaint(complaint.uuid, by=person(by))
    answer_complaint(complaint.uuid, by=person(by), text="Loket ditambah satu.")
    return fresh(complaint)


def agency(code, region="21.71"):
    return Agency.objects.get(region_id=region, code=code)


def fresh(complaint):
    return Complaint.objects.get(pk=complaint.pk)


def seen_by(name):
    return set(Complaint.objects.visible_to(person(name)))
