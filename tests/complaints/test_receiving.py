"""A complaint comes in: one number, the limits of the day, the days begin, and nobody who may not sees it."""

from datetime import UTC, datetime, timedelta

import pytest

from complaints.models import Complaint, ComplaintLimit
from notifications.models import Message
from ptsp_portal.lib.rules import Refused
from tests.complaints.living import received

pytestmark = pytest.mark.usefixtures("reference", "at_usual_moment")


def seen_by(user):
    return set(Complaint.objects.visible_to(user))


def test_a_complaint_gets_a_number_its_limits_and_its_first_deadline(user_named):
    complaint = received("izin-terlambat")
    assert complaint.number.startswith("ADU-BATAM-2026-000001-")
    assert (complaint.forward_days, complaint.limit_days, complaint.duty) == (3, 14, "ordinary")
    # Received on Tuesday the 4th at 09.00: to be forwarded until closing time of Friday the 7th.
    assert complaint.due_at == datetime(2026, 8, 7, 9, 0, tzinfo=UTC)
    assert (complaint.holder_agency, complaint.holder_role) == (complaint.office, "complaint_officer")
    assert complaint.reporter.user == user_named("pemohon") and len(complaint.secret) == 8
    told = Message.objects.filter(about=complaint.uuid, channel="inapp").values_list("user__email", "occasion")
    assert set(told) == {
        ("pemohon@demo.test", "complaints/received"),
        ("pengaduan.batam@demo.test", "complaints/desk_received"),
    }
    assert seen_by(user_named("pengaduan.batam")) == seen_by(user_named("kadis.batam")) == {complaint}
    for stranger in ("loket.batam", "verifikator.batam", "pengaduan.kepri", "gubernur", "pemohon", "inspektorat.batam"):
        assert seen_by(user_named(stranger)) == set(), stranger


def test_a_grave_complaint_is_kept_by_the_inspectorate_alone(user_named):
    complaint = received("pungli", identity="confidential")
    assert complaint.office.code == "INSPEKTORAT" and complaint.number.startswith("ADU-ITDA2171-2026-000001-")
    assert seen_by(user_named("inspektorat.batam")) == seen_by(user_named("inspektur.batam")) == {complaint}
    for stranger in ("pengaduan.batam", "kadis.batam", "loket.batam", "pengaduan.kepri"):
        assert seen_by(user_named(stranger)) == set(), stranger


def test_an_anonymous_reporter_leaves_no_name_and_no_account():
    complaint = received(identity="anonymous", reporter={"name": "Budi", "email": "b@contoh.test", "phone": ""})
    assert (complaint.reporter.user, complaint.reporter.name) == (None, "")
    assert complaint.reporter.email == "b@contoh.test"
    assert Message.objects.filter(about=complaint.uuid, address="b@contoh.test").count() == 1


def test_a_complaint_keeps_the_limits_of_its_day_of_receipt(office_of):
    ComplaintLimit.objects.create(duty="ordinary", days=10, from_on="2026-08-05")
    old = received("prosedur")
    assert old.limit_days == 14


def test_an_empty_complaint_is_refused():
    with pytest.raises(Refused, match="Tulis apa yang Anda adukan"):
        received(text=" \0 ")
    assert not Complaint.objects.exists()


def test_a_letter_is_from_no_day_that_can_not_be(at_usual_moment):
    for moment in (at_usual_moment + timedelta(minutes=1), at_usual_moment - timedelta(days=6 * 366)):
        with pytest.raises(Refused, match="lima tahun"):
            received(by="loket.batam", channel="letter", received_at=moment)
    assert not Complaint.objects.exists()
