"""Nobody handles what is about themselves: not the part that was split off, not what it was merged into, not the remedy."""

from datetime import date

import pytest

from agencies.models import Delegation, Membership
from complaints import policies
from complaints.actions import answering, desk
from complaints.actions.clock import warn_of_complaint
from complaints.models import Complaint, ComplaintMessage
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to
from ptsp_portal.lib.rules import NotAllowed, Refused
from tests.complaints.living import DESK, agency, category, fresh, received, routed, seen_by, verified
from tests.factories import person

pytestmark = pytest.mark.usefixtures("reference", "at_usual_moment")


def about(name, complaint):
    Complaint.objects.filter(pk=complaint.pk).update(about_user=person(name))
    return fresh(complaint)


def told(complaint, occasion):
    rows = Message.objects.filter(about=complaint.uuid, occasion=f"complaints/{occasion}", channel="inapp")
    return sorted(row.user.email.split("@")[0] for row in rows.select_related("user"))


def test_a_part_is_about_the_same_person_as_the_whole():
    whole = about(DESK, verified())
    part = desk.split_complaint(
        whole.uuid, by=person("kadis.batam"), text="Bagian lain.", category=category("prosedur")
    )
    assert part.about_user == person(DESK) and seen_by(DESK) == set()
    assert told(part, "desk_received") == ["kadis.batam"]


def test_a_duplicate_takes_along_whom_it_is_about():
    first, other = about(DESK, received()), received()
    desk.merge_complaint(first.uuid, by=person("kadis.batam"), into_number=other.number)
    assert seen_by(DESK) == set()
    with pytest.raises(NotAllowed):
        answering.answer_complaint(other.uuid, by=person(DESK), text="Tidak benar.")
    # About two people: neither may read what is about the other's complaint, so they stay apart.
    third = about("kadis.batam", received())
    fourth = about(DESK, received())
    inspector = person("inspektorat.batam")
    Membership.objects.create(user=inspector, agency=third.office, role="complaint_officer", from_on=date(2026, 1, 1))
    with pytest.raises(Refused, match="orang yang berbeda"):
        desk.merge_complaint(third.uuid, by=inspector, into_number=fourth.number)
    assert fresh(third).state == "received" and not ComplaintMessage.objects.exists()


def test_the_head_whom_it_is_about_does_not_report_its_remedy_nor_hear_of_it_nor_the_deputy_of_another_post():
    complaint = routed("infrastruktur")
    answering.take_up_complaint(complaint.uuid, by=person("opd.pupr.batam"))
    answering.answer_complaint(complaint.uuid, by=person("opd.pupr.batam"), text="Sudah.")
    complaint = about("kepala.pupr.batam", complaint)
    answering.record_finding(
        complaint.uuid, by=person(DESK), is_justified=True, kind="abuse", words="Terbukti.", remedy="Minta maaf.",
        due_on=date(2026, 8, 20),
    )  # fmt: skip
    head = person("kepala.pupr.batam")
    with pytest.raises(NotAllowed):
        answering.report_remedy(complaint.uuid, by=head, words="Sudah saya perbaiki.")
    assert policies.allowed(head, fresh(complaint)) == [] and fresh(complaint).finding.done_on is None
    assert told(complaint, "remedy_owed") == [DESK]  # somebody hears of it
    post = Membership.objects.get(agency=agency("DPMPTSP"), role="head", user=person("kadis.batam"))
    Delegation.objects.create(
        membership=post, deputy=head, kind="plh", from_on=date(2026, 8, 1), until_on=date(2026, 8, 30)
    )
    assert not policies.is_at_desk(person("kepala.pupr.batam"), fresh(complaint))


def test_a_rung_about_the_head_climbs_to_the_next_one():
    complaint = about("kadis.batam", routed())
    with moved_to(complaint.due_at):
        warn_of_complaint(complaint.uuid, "agency")
    heard = told(complaint, "deadline_near")
    assert heard and "kadis.batam" not in heard
