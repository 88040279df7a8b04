"""A day off that is decreed later moves open deadlines and says so; computing everything anew from the ledgers finds nothing."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.urls import reverse

from agencies.actions import add_holidays, remove_holiday, save_holiday, save_region
from agencies.models import CalendarChange, Holiday, Region
from applications import deadlines, tasks
from applications.invariants import RULES
from applications.models import Application
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to, now
from tests.applications.filing import send
from tests.factories import fresh, issued, person, registered, send_back_to_applicant, submitted, untouched, verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
DECREED = date(2026, 8, 11)  # a Tuesday within everybody's limit
TANJUNGPINANG = {"office": "dpmptsp-kota-tanjungpinang", "loket": "loket.tanjungpinang"}


def admin():
    return get_user_model().objects.get(email="admin@demo.test")


def decree(on=DECREED, region=None, name="Pemilihan kepala daerah"):
    save_holiday(Holiday(on=on, name=name, kind="national", region_id=region), by=admin())


def told(file, occasion):
    rows = Message.objects.filter(occasion=f"applications/{occasion}", channel="inapp")
    link = reverse("applications:file", args=[file.uuid])
    return sorted(rows.filter(link=link).values_list("user__email", flat=True))


def findings():
    return [finding for rule in RULES for finding in rule()]


def test_a_running_file_moves_by_the_day_and_everybody_concerned_is_told():
    file = registered()
    decree()
    assert fresh(file).due_at == file.due_at
    assert tasks.move_deadlines() == 1
    moved = fresh(file)
    assert moved.due_at == file.due_at + timedelta(days=1) and moved.promised_on == file.promised_on
    assert told(file, "deadline_moved") == ["pemohon@demo.test"]
    assert told(file, "desk_deadline_moved") == ["verifikator.batam@demo.test"]
    words = Message.objects.filter(occasion="applications/deadline_moved").first().text
    assert "Pemilihan kepala daerah" in words and "11 Agustus 2026" in words
    entry = JournalEntry.objects.get(verb="deadline.moved", subject=file.uuid)
    assert entry.facts["due_to"] > entry.facts["due_from"] and "Pemilihan" in entry.facts["calendar"]
    change = CalendarChange.objects.get()
    assert (change.moved, change.by) == (1, admin()) and change.finished_at
    assert findings() == []


def test_the_second_sweep_finds_nothing_to_do():
    file = registered()
    decree()
    tasks.move_deadlines()
    before = untouched(file)
    assert tasks.move_deadlines() == 0
    CalendarChange.objects.update(finished_at=None, last_id=0, next_try_at="2026-01-01T00:00Z")
    assert tasks.move_deadlines() == 0
    assert untouched(file) == before


def test_a_paused_a_closed_an_unregistered_and_a_file_elsewhere_stay_as_they_are():
    paused, closed, new = registered(), issued(by="pemohon2"), submitted()
    send_back_to_applicant(paused, "verifikator.batam")
    elsewhere = registered(**TANJUNGPINANG)
    files = [fresh(file) for file in (paused, closed, new, elsewhere)]
    before = [untouched(file) for file in files]
    save_holiday(Holiday(on=DECREED, name="Hari jadi Batam", kind="regional", region_id="21.71"), by=admin())
    assert tasks.move_deadlines() == 0
    after = [untouched(file) for file in files]
    assert [(row.state, row.change_count, row.events) for row in after] == [
        (row.state, row.change_count, row.events) for row in before
    ]
    assert [fresh(file).due_at for file in files] == [file.due_at for file in files]
    assert not Message.objects.filter(occasion__endswith="deadline_moved").exists()


def test_a_provinces_day_moves_the_files_of_its_cities_and_of_no_other_province():
    file, elsewhere = registered(), registered(**TANJUNGPINANG)
    decree(region="21")
    assert tasks.move_deadlines() == 2
    assert fresh(file).due_at > file.due_at and fresh(elsewhere).due_at > elsewhere.due_at
    decree(on=DECREED + timedelta(days=1), region="33")
    assert tasks.move_deadlines() == 0


def test_a_day_that_is_taken_back_gives_the_day_back():
    file = registered()
    decree()
    tasks.move_deadlines()
    remove_holiday(Holiday.objects.get(on=DECREED), by=admin())
    assert tasks.move_deadlines() == 1
    assert fresh(file).due_at == file.due_at


def test_the_requests_move_and_their_agency_is_told():
    file = verified()
    request = file.recommendations.get()
    decree(on=date(2026, 8, 5))
    tasks.move_deadlines()
    assert file.recommendations.get().due_at > request.due_at
    to_agency = Message.objects.filter(about=request.uuid, occasion="applications/desk_deadline_moved", channel="inapp")
    assert [each.user.email for each in to_agency] == ["opd.dinkes.batam@demo.test"]
    assert findings() == []


def test_other_hours_of_a_region_move_its_deadlines():
    file = registered()
    region = Region.objects.get(code="21.71")
    region.closes_at = "15:00"
    save_region(region, by=admin())
    assert tasks.move_deadlines() == 1
    assert fresh(file).due_at == file.due_at - timedelta(hours=1)


def test_a_new_name_moves_nothing():
    decree()
    CalendarChange.objects.update(finished_at="2026-08-04T00:00Z")
    holiday = Holiday.objects.get(on=DECREED)
    holiday.name = "Pilkada serentak"
    save_holiday(holiday, by=admin())
    region = Region.objects.get(code="21.71")
    region.name = "Kota Batam"
    save_region(region, by=admin())
    assert CalendarChange.objects.count() == 1


def test_a_day_moved_to_another_region_moves_both():
    decree(region="21.71")
    holiday = Holiday.objects.get(on=DECREED)
    holiday.region_id = "21.72"
    save_holiday(holiday, by=admin())
    assert list(CalendarChange.objects.order_by("id").values_list("region_id", flat=True)) == [
        "21.71",
        "21.71",
        "21.72",
    ]


def test_days_loaded_later_move_deadlines_but_the_first_load_does_not():
    add_holidays([Holiday(on=date(2029, 5, 1), name="Hari Buruh", kind="national")])
    assert "2029-05-01" in CalendarChange.objects.get().words
    CalendarChange.objects.all().delete()
    Holiday.objects.all().delete()
    add_holidays([Holiday(on=date(2029, 5, 1), name="Hari Buruh", kind="national")])
    assert not CalendarChange.objects.exists()


def test_a_worker_that_died_is_followed_by_one_that_goes_on(monkeypatch, at_usual_moment):
    files = [registered(), registered(by="pemohon2")]
    decree()
    monkeypatch.setattr(deadlines, "BATCH", 1)
    real, seen = tasks.move_deadline, []

    def dies_at_the_second(uuid, *, words):
        seen.append(uuid)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return real(uuid, words=words)

    monkeypatch.setattr(tasks, "move_deadline", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        tasks.move_deadlines()
    assert tasks.move_deadlines() == 0  # it is still the first one's
    with moved_to(at_usual_moment + timedelta(minutes=4)):
        assert tasks.move_deadlines() == 1
    assert all(fresh(file).due_at > file.due_at for file in files)
    assert len(told(files[0], "deadline_moved")) == len(told(files[1], "deadline_moved")) == 1


def test_the_admin_writes_days_through_the_action(signed_in):
    client = signed_in("admin")
    page = reverse("admin:agencies_holiday_add")
    form = {"on": "2026-08-11", "name": "Pilkada", "kind": "national", "region": "", "legal_basis": "Keppres"}
    assert client.post(page, form).status_code == 302
    assert CalendarChange.objects.get().by == admin()
    assert JournalEntry.objects.filter(verb="calendar.changed").count() == 1
    holiday = Holiday.objects.get(on=DECREED)
    client.post(reverse("admin:agencies_holiday_delete", args=[holiday.pk]), {"post": "yes"})
    assert CalendarChange.objects.count() == 2


def recompute(*arguments):
    out = StringIO()
    call_command("recompute_deadlines", *arguments, stdout=out)
    return out.getvalue()


def test_recomputing_everything_finds_no_difference():
    registered(), verified(by="pemohon2"), issued(by="pemohon2")
    assert "2 open files, 0 differences" in recompute("--check")


def test_the_check_names_each_difference_and_changes_nothing():
    file = verified()
    request = file.recommendations.get()
    Application.objects.filter(pk=file.pk).update(due_at=file.due_at + timedelta(days=1), holder="nobody")
    file.recommendations.update(due_at=None)
    with pytest.raises(CommandError, match="3 differences in 1 open files"):
        recompute("--check")
    assert fresh(file).holder == "nobody" and file.recommendations.get().due_at is None
    assert not JournalEntry.objects.filter(verb="deadline.recomputed").exists()
    assert f"request {request.uuid}: due_at" in " ".join(findings())
    assert "3 differences written" in recompute()
    assert (fresh(file).due_at, fresh(file).holder) == (file.due_at, "agencies")
    assert file.recommendations.get().due_at == request.due_at
    assert JournalEntry.objects.get(verb="deadline.recomputed").facts["columns"] == [
        "holder",
        "due_at",
        "request.due_at",
    ]
    assert findings() == []


def test_the_hourly_look_waits_while_deadlines_are_being_moved():
    registered()
    decree()
    assert findings() == []
    tasks.move_deadlines()
    assert findings() == []


def test_a_wrong_post_is_found_in_every_open_file():
    file = registered()
    Application.objects.filter(pk=file.pk).update(holder_role="head", due_at=None)
    assert findings() == [f"file {file.uuid}: holding post and ledger disagree"]
    assert send and person


def test_an_act_that_had_read_the_old_calendar_is_found_by_the_second_look():
    file = registered()
    decree()
    tasks.move_deadlines()
    moved_to_day = fresh(file).due_at
    Application.objects.filter(pk=file.pk).update(due_at=file.due_at)  # committed behind the first look
    assert tasks.move_deadlines() == 0
    with moved_to(now() + timedelta(minutes=6)):
        assert tasks.move_deadlines() == 1
        assert CalendarChange.objects.get().settled_at and tasks.move_deadlines() == 0
    assert fresh(file).due_at == moved_to_day and findings() == []
