"""Appointments: working days and office hours, a seat for one person, nobody twice at the same minute."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from agencies.models import Agency, Holiday
from applications.actions.appointments import arrive, book_appointment, cancel_appointment
from applications.counter_hours import slots_of
from applications.models import Appointment, CounterSetting, QueueTicket
from applications.tasks import forget_who_came_to_appointments, remind_of_appointments
from applications.views.appointments import WRONG_CODES
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests.factories import BATAM, open_counter, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
WIB = ZoneInfo("Asia/Jakarta")
PHONE = "+6281270001111"


def at(day, hour, minute=0):
    return datetime(2026, 8, day, hour, minute, tzinfo=WIB)


@pytest.fixture
def batam():
    office = Agency.objects.get(slug=BATAM)
    open_counter(office)
    return office


def book(office, when, by="pemohon", **how):
    return book_appointment(office.pk, when, by=by and person(by), letter="A", **how)


def refused(kind, words, act, *args, **kwargs):
    def state():
        rows = list(Appointment.objects.order_by("pk").values("pk", "cancelled_at", "arrived_at"))
        return rows, QueueTicket.objects.count(), JournalEntry.objects.count(), Message.objects.count()

    before = state()
    with pytest.raises(kind) as no, transaction.atomic():
        act(*args, **kwargs)
    assert words in str(no.value) and state() == before


def test_hours_are_those_of_working_days_and_of_the_setting(batam):
    Holiday.objects.create(region_id="21.71", on=at(6, 0).date(), name="Hari jadi", kind="regional")
    CounterSetting.objects.update(first_at="09:00", last_at="11:00", days_ahead=7)
    days = slots_of(CounterSetting.objects.public().get())
    assert [day.day for day in days] == [4, 5, 7, 10, 11]
    assert [f"{slot.starts_at:%H.%M}" for slot in days[at(5, 0).date()]] == ["09.00", "09.30", "10.00", "10.30"]
    assert [f"{slot.starts_at:%H.%M}" for slot in days[at(4, 0).date()]] == ["09.30", "10.00", "10.30"]
    for when in (at(6, 9), at(8, 9), at(5, 8, 30), at(5, 11), at(5, 9, 10), at(4, 9), at(12, 9)):
        refused(Refused, "tidak dibuka untuk janji temu", book, batam, when)
    assert book(batam, at(5, 10, 30)).seat == 1


def test_the_same_person_twice_at_one_minute_and_a_full_hour_are_refused(batam):
    book(batam, at(5, 9))
    refused(Refused, "jam yang sama", book, batam, at(5, 9))
    book(batam, at(5, 9), by=None, name="Pak Long", phone=PHONE)
    refused(Refused, "jam yang sama", book, batam, at(5, 9), by=None, name="Orang lain", phone=PHONE)
    refused(Refused, "penuh", book, batam, at(5, 9), by="pemohon2")
    first = Appointment.objects.order_by("pk").first()
    for seat, user in ((1, person("pemohon2")), (3, first.user)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appointment.objects.create(
                office=batam, starts_at=first.starts_at, seat=seat, user=user, letter="A", name="x", remind_at=at(4, 8)
            )
    cancel_appointment(first.uuid, by=first.user)
    assert book(batam, at(5, 9), by="pemohon2").seat == 1
    for hour in (10, 11, 13):
        book(batam, at(5, hour))
    refused(Refused, "sudah punya 3 janji", book, batam, at(5, 14))


def test_an_account_is_told_reminded_and_hears_of_a_day_off(batam):
    mine, off = book(batam, at(6, 9)), book(batam, at(7, 9))
    book(batam, at(5, 9), by="pemohon2")  # tomorrow, and the day before it has begun: its confirmation is the reminder
    told = Message.objects.filter(occasion="applications/appointment_booked", channel="inapp", user=person("pemohon"))
    assert "Kamis, 6 Agustus 2026 pukul 09.00 WIB" in told.order_by("pk").first().text
    assert remind_of_appointments() == 0
    with moved_to(at(5, 8, 1)):
        assert (remind_of_appointments(), remind_of_appointments()) == (1, 0)
    mine.refresh_from_db()
    assert mine.reminded_at and not mine.cancelled_at
    Holiday.objects.create(region_id="21.71", on=at(7, 0).date(), name="Hari jadi", kind="regional")
    with moved_to(at(6, 8, 1)):
        assert remind_of_appointments() == 1
    off.refresh_from_db()
    assert off.cancelled_at
    occasions = Message.objects.filter(channel="inapp", about__in=[mine.uuid, off.uuid]).order_by("pk")
    assert [each.occasion.split("/")[1] for each in occasions] == [
        "appointment_booked", "appointment_booked", "appointment_tomorrow", "appointment_day_off",
    ]  # fmt: skip


def test_a_month_later_nobody_knows_who_came(batam):
    row, next_week = book(batam, at(5, 9), by=None, name="Pak Long", phone=PHONE), book(batam, at(12, 9))
    with moved_to(at(5, 9) + timedelta(days=31)):
        forget_who_came_to_appointments()
    for each in (row, next_week):
        each.refresh_from_db()
    assert (row.name, row.phone, bool(row.code)) == ("", "", True) and next_week.name == person("pemohon").full_name


def test_whoever_came_gets_a_number_once_and_only_today(batam):
    row, later, clerk = book(batam, at(4, 10)), book(batam, at(5, 10)), person("loket.batam")
    refused(NotAllowed, "petugas loket", arrive, row.uuid, by=person("verifikator.batam"))
    refused(Refused, "bukan untuk hari ini", arrive, later.uuid, by=clerk)
    assert str(arrive(row.uuid, by=clerk)) == "J-001"
    refused(WrongState, "sudah datang", arrive, row.uuid, by=clerk)
    refused(WrongState, "sudah datang", cancel_appointment, row.uuid, by=person("pemohon"))
    refused(NotAllowed, "oleh pembuatnya", cancel_appointment, later.uuid, by=person("pemohon2"))
    cancel_appointment(later.uuid, by=clerk)
    refused(WrongState, "sudah dibatalkan", cancel_appointment, later.uuid, by=clerk)


def test_without_an_account_a_code_finds_the_appointment_again(batam, client):
    page, find = reverse("applications:book_appointment", args=[BATAM]), reverse("applications:find_appointment")
    shown = client.get(page).content.decode()
    assert "Nama Anda" in shown and "Rab 5 Agu" in shown
    typed = {
        "hari": "2026-08-05",
        "slot": "2026-08-05T09:00",
        "letter": "B",
        "name": "Pak Long",
        "phone": "081270001111",
    }
    empty = client.post(page, typed | {"phone": "", "once": uuid4()})
    assert empty.status_code == 400 and not Appointment.objects.exists()
    address = client.post(page, typed | {"once": uuid4()})["Location"]
    row = Appointment.objects.get()
    assert address == reverse("applications:appointment", args=[row.uuid]) and row.phone == PHONE
    assert f"{row.code[:4]}-{row.code[4:]}" in client.get(address).content.decode()
    assert (
        client.post(find, {"phone": "081270001111", "code": row.code.lower(), "once": uuid4()})["Location"] == address
    )
    wrong = client.post(find, {"phone": "081270001111", "code": "AAAA-AAAA", "once": uuid4()})
    assert wrong.status_code == 404 and "tidak cocok" in wrong.content.decode()
    for _turn in range(WRONG_CODES.tries):
        WRONG_CODES.count("127.0.0.1")
    assert client.post(find, {"phone": "081270001111", "code": row.code, "once": uuid4()}).status_code == 429
    client.post(address, {"once": uuid4()})
    row.refresh_from_db()
    assert row.cancelled_at and "sudah dibatalkan" in client.get(address).content.decode()


def test_another_persons_appointment_is_not_found(batam, signed_in, client):
    row = book(batam, at(5, 9))
    address = reverse("applications:appointment", args=[row.uuid])
    assert client.get(address).status_code == 404 and signed_in("pemohon2").get(address).status_code == 404
    assert "Rabu, 5 Agustus 2026 pukul 09.00 WIB" in signed_in("pemohon").get(address).content.decode()
    assert address in client.get(reverse("applications:find_appointment")).content.decode()
    full = client.post(
        reverse("applications:book_appointment", args=[BATAM]),
        {"hari": "2026-08-05", "slot": "2026-08-05T09:00", "letter": "A", "once": uuid4()},
    )
    assert full.status_code == 400 and "jam yang sama" in full.content.decode()
    assert Appointment.objects.count() == 1
