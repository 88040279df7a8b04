"""Merged complaints: whoever reported one reads the answer, however late or roundabout it was merged."""

import pytest

from complaints.actions import answering, desk
from complaints.models import ComplaintMessage
from notifications.models import Message
from ptsp_portal.lib.rules import Refused
from tests.complaints.living import DESK, agency, answered, category, fresh, received, routed
from tests.factories import person

pytestmark = pytest.mark.usefixtures("reference", "at_usual_moment")


def answers(complaint):
    return list(complaint.thread.filter(side=ComplaintMessage.Side.ANSWER).values_list("text", flat=True))


def test_the_answer_reaches_the_duplicate_of_a_duplicate():
    first, second, third = received(), received(), routed()
    desk.merge_complaint(first.uuid, by=person(DESK), into_number=second.number)
    desk.merge_complaint(second.uuid, by=person(DESK), into_number=third.number)
    answering.take_up_complaint(third.uuid, by=person(DESK))
    answering.answer_complaint(third.uuid, by=person(DESK), text="Loket ditambah satu.")
    assert answers(first) == answers(second) == answers(third) == ["Loket ditambah satu."]
    assert Message.objects.filter(about=first.uuid, occasion="complaints/answered", channel="inapp").count() == 1


def test_what_is_merged_after_the_answer_gets_it_at_once():
    other, late = answered(), received()
    desk.merge_complaint(late.uuid, by=person(DESK), into_number=other.number)
    assert answers(late) == ["Loket ditambah satu."] and fresh(late).state == "merged"
    assert Message.objects.filter(about=late.uuid, occasion="complaints/answered", channel="inapp").count() == 1


def test_grave_ones_about_different_agencies_stay_apart():
    first, other = received("pungli", about_agency=agency("DLH")), received("pungli", about_agency=agency("DPMPTSP"))
    with pytest.raises(Refused, match="instansi yang berbeda"):
        desk.merge_complaint(first.uuid, by=person("inspektorat.batam"), into_number=other.number)
    assert fresh(first).state == "received"


def test_a_part_that_nobody_may_keep_is_refused_with_words():
    complaint = received()
    agency("INSPEKTORAT").__class__.objects.filter(code__in=["INSPEKTORAT", "SETDA"]).update(is_active=False)
    with pytest.raises(Refused, match="inspektorat"):
        desk.split_complaint(complaint.uuid, by=person(DESK), text="Diminta uang.", category=category("pungli"))
    assert not complaint.parts.exists()
