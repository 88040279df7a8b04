"""The warning ladder: desk two working days before, superior one, head on the day, secretary after; each once."""

from datetime import UTC, datetime, timedelta

import pytest

from agencies.models import Delegation, Membership
from agencies.working_days import WorkCalendar, calendar_of
from applications.actions.clock import restart_clock
from applications.actions.warnings import warn_of_files
from applications.ladder import horizons
from applications.models import Application, DeadlineWarning
from applications.tasks import warn_of_deadlines
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to, now
from tests.factories import colleague, fresh, issued, person, registered, send_back_to_applicant, verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LOCAL = timedelta(hours=7)
RUNGS = ["desk", "superior", "head", "secretary"]


def before_due(file, days, hour=9):
    """At that local hour, so many working days before the file's deadline."""
    calendar = calendar_of(file.office.region)
    day = calendar.local_date(file.due_at)
    while days:
        day -= timedelta(days=1)
        days -= calendar.is_working_day(day)
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC) - LOCAL


def climbed(file, **which):
    return list(file.deadline_warnings.filter(**which).order_by("id").values_list("rung", flat=True))


def readers(occasion):
    rows = Message.objects.filter(occasion=f"applications/{occasion}", channel="inapp")
    return sorted(rows.values_list("user__email", flat=True))


def test_each_rung_has_its_day_and_its_reader(at_usual_moment):
    file = registered()
    expected, told = [], []
    steps = [
        (3, [], []),
        (2, ["desk"], ["verifikator.batam"]),
        (1, ["superior"], ["kabid.batam"]),
        (0, ["head"], ["kadis.batam"]),
    ]
    for days, rungs, people in steps:
        expected, told = expected + rungs, sorted(told + [f"{name}@demo.test" for name in people])
        with moved_to(before_due(file, days)):
            assert warn_of_deadlines() == len(rungs)
            assert warn_of_deadlines() == 0
        assert (climbed(file), readers("deadline_near")) == (expected, told)
    with moved_to(file.due_at + timedelta(minutes=1)):
        assert warn_of_deadlines() == 1
        assert warn_of_deadlines() == 0
    assert climbed(file) == RUNGS and readers("deadline_secretary") == ["sekda.batam@demo.test"]
    assert JournalEntry.objects.filter(verb="clock.warned", subject=file.uuid).count() == 4


def test_a_message_names_number_service_desk_and_date_and_no_person(at_usual_moment):
    file = registered()
    with moved_to(before_due(file, 2)):
        warn_of_deadlines()
    message = Message.objects.filter(occasion="applications/deadline_near").first()
    assert file.registration_number in message.subject
    assert "verifikator DPMPTSP Kota Batam" in message.text and file.permit_type.name in message.text
    assert "2026" in message.text and file.holder_name not in message.text + message.subject


def test_missed_rungs_are_caught_up_at_once(at_usual_moment):
    file = registered()
    with moved_to(file.due_at + timedelta(days=9)):
        assert warn_of_deadlines() == 4
        assert warn_of_deadlines() == 0
    assert sorted(climbed(file)) == sorted(RUNGS)
    assert all(each.told == 1 and each.due_at == file.due_at for each in file.deadline_warnings.all())


def test_nobody_is_warned_before_the_office_opens(at_usual_moment):
    file = registered()
    with moved_to(before_due(file, 2, hour=6)):
        assert warn_of_deadlines() == 0
    with moved_to(before_due(file, 2, hour=8)):
        assert warn_of_deadlines() == 1


def test_a_restart_frees_the_ladder(at_usual_moment):
    file = registered()
    with moved_to(before_due(file, 0)):
        assert warn_of_deadlines() == 3
        restart_clock(file.uuid, by=person("kadis.batam"), reason="Lokasi diganti.")
        assert warn_of_deadlines() == 0
    file = fresh(file)
    with moved_to(before_due(file, 2)):
        assert warn_of_deadlines() == 1
    assert climbed(file, count=2) == ["desk"]


def test_paused_and_ended_files_are_nobodys_warning(at_usual_moment):
    file = registered()
    send_back_to_applicant(file, "verifikator.batam")
    issued(by="pemohon2")
    with moved_to(at_usual_moment + timedelta(days=90)):
        assert warn_of_deadlines() == 0
    assert not DeadlineWarning.objects.exists()


def test_a_request_has_a_ladder_of_its_own(at_usual_moment):
    file = verified()
    request = file.recommendations.get()
    with moved_to(request.due_at + timedelta(minutes=1)):
        warn_of_deadlines()
    assert sorted(climbed(file, recommendation=request)) == sorted(RUNGS)
    rows = {each.rung: each.told for each in file.deadline_warnings.filter(recommendation=request)}
    assert rows["secretary"] == 1 and all(rows.values())
    to_agency = Message.objects.filter(about=request.uuid, occasion="applications/deadline_near")
    assert set(to_agency.values_list("user__email", flat=True)) == {
        "opd.dinkes.batam@demo.test", "kepala.dinkes.batam@demo.test", "verifikator.batam@demo.test",
    }  # fmt: skip


def test_an_assigned_officer_is_the_desk(at_usual_moment):
    file = verified()
    request = file.recommendations.get()
    request.assigned_to = colleague("dokter.batam", (request.agency, "officer"))
    request.save()
    with moved_to(before_due(request_as_file(request), 2)):
        warn_of_deadlines()
    desk = Message.objects.filter(about=request.uuid, occasion="applications/deadline_near", channel="inapp").first()
    assert desk.user == request.assigned_to


def request_as_file(request):
    file = request.application
    file.due_at = request.due_at
    return file


def test_the_deputy_of_today_is_warned_as_the_head(at_usual_moment):
    file = registered()
    day = before_due(file, 0).date()
    Delegation.objects.create(
        membership=Membership.objects.get(user=person("kadis.batam")), deputy=colleague("plh.batam"), kind="plh",
        decree="094/1", from_on=day, until_on=day,
    )  # fmt: skip
    with moved_to(before_due(file, 0)):
        warn_of_deadlines()
    assert file.deadline_warnings.get(rung="head").told == 2


def test_an_empty_chair_passes_the_warning_on(at_usual_moment):
    file = registered()
    Membership.objects.filter(user=person("kabid.batam")).delete()
    with moved_to(before_due(file, 1)):
        warn_of_deadlines()
    assert Message.objects.filter(user=person("kadis.batam"), occasion="applications/deadline_near").exists()


def test_thirty_files_cost_as_many_statements_as_three(at_usual_moment, django_assert_max_num_queries):
    files = [registered(by=who) for who in ("pemohon", "pemohon2")]
    office, before = files[0].office, files[0].due_at + timedelta(days=1)
    copies(files[0], 28)
    with moved_to(before):
        with django_assert_max_num_queries(STATEMENTS):
            assert warn_of_files(office, "head", before) == 30
        copies(files[1], 1)
        with django_assert_max_num_queries(STATEMENTS):
            assert warn_of_files(office, "head", before) == 1


# savepoint, files, written, people, deputies, messages, warnings, head of the chain, entries, its head, and the end
STATEMENTS = 12


def copies(file, number):
    for _n in range(number):
        Application.objects.create(
            office=file.office, permit_type=file.permit_type, standard=file.standard, filed_by=file.filed_by, person=file.person,
            holder_role="verifier", holder="agency", holder_agency=file.office, due_at=file.due_at,
        )  # fmt: skip


def test_the_horizon_counts_working_days_and_not_days_off():
    calendar = WorkCalendar(holidays=frozenset({datetime(2026, 8, 17).date()}))
    friday = datetime(2026, 8, 14, 3, tzinfo=UTC)
    found = horizons(calendar, friday)
    assert found["desk"].date() == datetime(2026, 8, 20).date()  # up to the end of Wednesday the 19th
    assert found["superior"].date() == datetime(2026, 8, 19).date()
    assert found["head"].date() == datetime(2026, 8, 15).date() and found["secretary"] == friday
    assert now().tzinfo
