"""Holders are told before a permit runs out and when it has: once for each rung, whatever the sweep missed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from applications import expiry
from applications.actions.reminders import remind_of_expiry
from applications.models import Permit
from applications.permits import days_left
from applications.tasks import remind_of_expiring_permits
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to
from tests.applications.living import HELD, a_permit, sent, to_the_end
from tests.factories import next_standard

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
# The letter's last day is 4 February 2027.
END = datetime(2027, 2, 4, 3, 0, tzinfo=UTC)


def told(permit) -> list:
    """Days of the reminders, in the order of their sending."""
    return list(permit.reminders.order_by("pk").values_list("days", flat=True))


def look(days_before, permit):
    with moved_to(END - timedelta(days=days_before)):
        remind_of_expiring_permits()
    return told(permit)


def test_each_rung_is_told_once_however_often_the_worker_looks():
    permit = a_permit()
    assert look(91, permit) == []
    seen = [look(days, permit)[-1:] for days in (90, 89, 61, 60, 60, 31, 30, 8, 7, 1, 0, -1, -1, -2)]
    assert [each for (each,) in seen] == [90, 90, 90, 60, 60, 60, 30, 30, 7, 7, 7, 0, 0, 0]
    assert told(permit) == [90, 60, 30, 7, 0]
    letters = Message.objects.filter(occasion__startswith="applications/permit_", channel="email").order_by("pk")
    assert {each.user.email for each in letters} == {"pemohon@demo.test"}
    assert [each.occasion.split("/")[1] for each in letters] == ["permit_runs_out"] * 4 + ["permit_has_run_out"]
    assert f"/portofolio/izin/{permit.uuid}/" in letters[0].text and "Nurul" not in letters[0].text
    assert letters[2].subject == f"Izin {permit.number} habis 30 hari lagi"


def test_after_days_without_a_worker_only_the_nearest_rung_is_told():
    permit = a_permit()
    assert look(20, permit) == [30]
    assert Message.objects.filter(occasion="applications/permit_runs_out", channel="inapp").count() == 1
    with moved_to(END - timedelta(days=20)):
        assert days_left(permit) == 20
    assert look(-15, permit) == [30], "of an end long past nobody is told"


def test_a_running_renewal_and_an_ended_permit_need_no_reminder():
    permit = a_permit()
    with moved_to(END - timedelta(days=80)):
        file = sent(permit, "renewal")
        remind_of_expiring_permits()
        assert told(permit) == []
        to_the_end(file)
        remind_of_expiring_permits()
    assert told(permit) == []
    assert look(5, permit) == []
    suspended = a_permit(by="pemohon2")
    suspended.suspend()
    suspended.save()
    with moved_to(END - timedelta(days=80)):
        remind_of_expiring_permits()
        assert not remind_of_expiry(suspended.pk, rung=90)
    assert told(suspended) == []


def test_a_paper_of_one_month_is_not_a_month_before_its_end_when_it_is_issued():
    next_standard(HELD["code"], validity_months=1)
    permit = a_permit()
    remind_of_expiring_permits()
    assert told(permit) == []
    with moved_to(datetime(2026, 8, 28, 3, 0, tzinfo=UTC)):
        remind_of_expiring_permits()
    assert told(permit) == [7]


def test_the_look_for_what_runs_out_can_use_its_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        sql, params = Permit.objects.due_for_reminder(END.date(), 30, 7).values("pk").query.sql_with_params()
        cursor.execute(f"EXPLAIN {sql}", params)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan" not in plan and (
        "permits_running_out" in plan or "permits_by_end" in plan
    )  # both are of what ends
    assert len(list(expiry.due_reminders())) == 3 * 5  # three zones, four rungs and the end
