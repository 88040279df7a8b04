"""Limits over holidays, the pause, the ladder, and silence: times of the office at Batam (WIB, 08.00 to 16.00)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from agencies.actions import save_holiday
from agencies.models import CalendarChange, Holiday, Region
from complaints.actions import answering, ledger, talking
from complaints.actions.clock import pursue_reporter, warn_of_complaint
from complaints.deadlines import differences
from complaints.models import Complaint, Finding
from complaints.tasks import check_deadlines, end_silences, move_deadlines, warn_of_complaints
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to
from tests.complaints.living import (
    DESK,
    answered,
    category,
    fresh,
    received,
    route_complaint,
    routed,
    verify_complaint,
)
from tests.factories import person

pytestmark = pytest.mark.usefixtures("reference", "at_usual_moment")

WIB = ZoneInfo("Asia/Jakarta")


def at(day, hour="09.00", month=8):
    hours, minutes = map(int, hour.split("."))
    return datetime(2026, month, day, hours, minutes, tzinfo=WIB)


# Monday, 17 August 2026 is Independence Day; 25 August is Maulid. Received, its category: forwarded by, answered by.
TABLE = [
    (at(4), "prosedur", at(7, "16.00"), at(26, "16.00")),
    (at(4, "16.30"), "prosedur", at(10, "16.00"), at(27, "16.00")),  # after hours: the next working day is day zero
    (at(8), "prosedur", at(13, "16.00"), at(1, "16.00", 9)),  # a Saturday
    (at(13), "posisi-berkas", at(19, "16.00"), at(21, "16.00")),  # five days over the 17th
    (at(14, "15.00"), "posisi-berkas", at(20, "16.00"), at(24, "16.00")),
]


@pytest.mark.parametrize(("when", "code", "forwarded", "answer"), TABLE)
def test_limits_count_working_days_from_receipt(when, code, forwarded, answer):
    with moved_to(when):
        complaint = received(code)
    assert complaint.due_at == forwarded
    with moved_to(max(when, at(10, "10.00"))):
        assert routed_now(complaint).due_at == answer
        assert list(differences()) == []


def routed_now(complaint):
    verify_complaint(complaint.uuid, by=person(DESK), title="Antrean", category=category(complaint.category.code))
    route_complaint(complaint.uuid, by=person(DESK))
    return fresh(complaint)


def test_days_that_wait_for_the_reporter_do_not_count():
    complaint = routed("posisi-berkas")  # received on the 4th at 09.00, so due on the 11th at closing time
    assert complaint.due_at == at(11, "16.00")
    with moved_to(at(5, "12.00")):
        talking.ask_reporter(complaint.uuid, by=person(DESK), text="Berkas yang mana?")
    with moved_to(at(7, "12.00")):
        complaint = Complaint.objects.get()
        complaint.take_reply_routed()
        ledger.resume(complaint)
        complaint.save()
        assert complaint.due_at == at(13, "16.00")
        assert (complaint.holder_role, list(differences())) == ("complaint_officer", [])


def test_a_changed_calendar_moves_the_open_deadlines():
    complaint, done = routed(), answered()
    before = complaint.due_at
    holiday = Holiday(on=date(2026, 8, 12), name="Pilkada", kind="regional", region=Region.objects.get(code="21.71"))
    save_holiday(holiday, by=person("admin"))
    assert move_deadlines() == 1 and move_deadlines() == 0
    assert fresh(complaint).due_at == before + timedelta(days=1) and fresh(done).due_at is None
    told = Message.objects.filter(about=complaint.uuid, occasion="complaints/deadline_moved", channel="inapp")
    assert [message.user for message in told] == [person(DESK)]


def test_a_calendar_that_changed_while_the_worker_was_away_for_days_is_not_missed():
    complaint = routed("infrastruktur")
    before = complaint.due_at
    holiday = Holiday(on=date(2026, 8, 12), name="Pilkada", kind="regional", region=Region.objects.get(code="21.71"))
    save_holiday(holiday, by=person("admin"))
    with moved_to(at(10)):
        assert move_deadlines() == 1 and fresh(complaint).due_at == before + timedelta(days=1)
    CalendarChange.objects.update(
        finished_at=at(4), settled_at=at(4)
    )  # looked at twice, and a day after that once more
    Complaint.objects.update(due_at=before)
    with moved_to(at(4, "12.00")):
        assert move_deadlines() == 1
    Complaint.objects.update(due_at=before)
    with moved_to(at(10)):
        assert move_deadlines() == 0 and check_deadlines() == 1 and check_deadlines() == 0
    assert fresh(complaint).due_at == before + timedelta(days=1)


def test_the_command_names_a_cache_that_the_ledger_contradicts_and_writes_it_right():
    complaint = routed()
    Complaint.objects.update(due_at=at(5))
    with pytest.raises(CommandError, match="1 differences"):
        call_command("recompute_complaints", check=True, verbosity=0)
    assert fresh(complaint).due_at == at(5)
    call_command("recompute_complaints")
    assert fresh(complaint).due_at == complaint.due_at


def told(complaint, occasion):
    rows = Message.objects.filter(about=complaint.uuid, occasion=f"complaints/{occasion}", channel="inapp")
    return sorted(row.user.email.split("@")[0] for row in rows.select_related("user"))


def rungs(complaint):
    return list(complaint.warnings.order_by("id").values_list("rung", flat=True))


def test_the_ladder_is_climbed_once_rung_by_rung():
    complaint = routed("dampak-usaha")
    due = complaint.due_at.astimezone(WIB)  # sixty working days, at closing time
    calendar_days = {"long before": due - timedelta(days=20), "the day before": due - timedelta(days=1, hours=4)}
    with moved_to(calendar_days["long before"]):
        assert warn_of_complaints() == 0
    with moved_to(calendar_days["the day before"]):
        assert warn_of_complaints() == 1 and warn_of_complaints() == 0
    assert told(complaint, "deadline_near") == ["opd.dlh.batam", "opd2.dlh.batam"]
    with moved_to(due - timedelta(hours=2)):
        assert warn_of_complaints() == 1
    # DLH has no head at Batam: the desk's head hears of it.
    assert told(complaint, "deadline_near")[0] == "kadis.batam"
    with moved_to(due + timedelta(hours=1)):
        assert warn_of_complaints() == 1
    assert told(complaint, "late_above") == ["sekda.batam"]
    with moved_to(due + timedelta(days=4)):
        assert warn_of_complaints() == 1 and warn_of_complaints() == 0
    assert rungs(complaint) == ["unit", "agency", "secretary", "ombudsman"]
    assert told(complaint, "ombudsman_ready") == ["pemohon"] and DESK in told(complaint, "desk_ombudsman")
    assert not warn_of_complaint(complaint.uuid, "unit")


def test_more_late_ones_than_one_look_takes_keep_no_other_from_its_warning(monkeypatch):
    monkeypatch.setattr("complaints.tasks.MOST_PER_RUN", 1)
    late, last = [received() for _each in range(4)], routed()
    with moved_to(last.due_at + timedelta(minutes=1)):
        assert warn_of_complaints() == 15 and warn_of_complaints() == 0
    assert {tuple(rungs(each)) for each in (*late, last)} == {("unit", "agency", "secretary")}


def test_the_secretary_hears_nothing_of_what_is_grave_but_the_inspectorate_above_does():
    complaint = received("pungli", identity="confidential")
    with moved_to(at(11)):
        warn_of_complaints()
    assert rungs(complaint) == ["unit", "agency", "secretary"]
    readers = set(Message.objects.filter(about=complaint.uuid).values_list("user__email", flat=True))
    assert readers == {"pemohon@demo.test", "inspektorat.batam@demo.test", "inspektur.batam@demo.test"}


def test_an_answer_without_reaction_is_closed_after_ten_working_days():
    complaint = answered()  # on the 4th; ten working days over the 17th end on the 19th
    with moved_to(at(19, "15.00")):
        assert end_silences() == 0 and fresh(complaint).state == "answered"
    with moved_to(at(19, "16.01")):
        assert end_silences() == 1 and end_silences() == 0
    complaint = fresh(complaint)
    assert (complaint.state, complaint.closed_at) == ("closed", at(19, "16.01"))
    assert "10 hari kerja" in complaint.closed_why and told(complaint, "closed") == ["pemohon"]


def test_a_question_without_reply_is_reminded_of_and_then_closed():
    complaint = received()
    talking.ask_reporter(complaint.uuid, by=person(DESK), text="Loket nomor berapa?")
    with moved_to(at(11, "15.00")):
        assert pursue_reporter(complaint.uuid) == ""
    with moved_to(at(12)):  # five working days are over
        assert end_silences() == 1 and told(complaint, "reminded") == ["pemohon"]
    with moved_to(at(28, "15.00")):
        assert end_silences() == 0
    with moved_to(at(28, "16.01")):  # ten more, over the 17th and the 25th
        assert end_silences() == 1
    assert fresh(complaint).state == "closed" and "melengkapi" in fresh(complaint).closed_why


def test_a_remedy_that_is_late_is_said_once():
    complaint = answered("infrastruktur", by="opd.pupr.batam")
    answering.record_finding(
        complaint.uuid, by=person(DESK), is_justified=True, kind="no_service", words="Rusak.", remedy="Perbaiki.",
        due_on=date(2026, 8, 6),
    )  # fmt: skip
    assert told(complaint, "remedy_owed") == ["kepala.pupr.batam"]
    with moved_to(at(6)):
        assert warn_of_complaints() == 0
    with moved_to(at(7)):
        assert warn_of_complaints() == 1 and warn_of_complaints() == 0
    assert told(complaint, "remedy_late") == ["kepala.pupr.batam", DESK]
    assert Finding.objects.get().done_on is None
