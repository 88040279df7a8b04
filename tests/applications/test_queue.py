"""The queue: numbers without a gap, appointments at their hour first, one caller at a time, no personal data on the display."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from agencies.models import Agency
from applications.actions import queue
from applications.actions.appointments import arrive, book_appointment
from applications.models import CounterSetting, QueueTicket
from applications.views.queue import PER_ADDRESS
from audit.models import JournalEntry
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests.factories import BATAM, open_counter, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
SUNDAY, EVENING = datetime(2026, 8, 9, 3, 0, tzinfo=UTC), datetime(2026, 8, 4, 11, 0, tzinfo=UTC)
SETTING = {
    "queue_on": True, "counters": ["Loket 1"], "letters": ["A"], "appointments_on": False, "slot_minutes": 30, "seats": 1,
    "days_ahead": 7, "first_at": None, "last_at": None,
}  # fmt: skip


@pytest.fixture
def batam():
    office = Agency.objects.get(slug=BATAM)
    open_counter(office)
    return office


@pytest.fixture
def clerk():
    return person("loket.batam")


def take(office, *letters):
    return [queue.take_ticket(office.pk, letter) for letter in letters]


def refused(kind, words, act, *args, **kwargs):
    def state():
        return list(QueueTicket.objects.order_by("pk").values()), JournalEntry.objects.count()

    before = state()
    with pytest.raises(kind) as no, transaction.atomic():
        act(*args, **kwargs)
    assert words in str(no.value) and state() == before


def test_numbers_run_without_a_gap_for_each_letter_and_day(batam):
    assert [str(each) for each in take(batam, "A", "B", "A")] == ["A-001", "B-001", "A-002"]
    with pytest.raises(RuntimeError), transaction.atomic():
        take(batam, "A")
        raise RuntimeError("the light goes out")
    assert str(take(batam, "A")[0]) == "A-003"
    with moved_to(now() + timedelta(days=1)):
        assert str(take(batam, "A")[0]) == "A-001"
    taken = QueueTicket.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        QueueTicket.objects.create(office=batam, on=taken.on, letter="A", number=1, turn_at=now())


def test_no_number_outside_office_hours_or_for_what_is_not_offered(batam):
    for moment in (SUNDAY, EVENING):
        with moved_to(moment):
            refused(Refused, "Kantor sedang tutup", take, batam, "A")
    refused(Refused, "tidak dibuka", take, batam, "J")
    CounterSetting.objects.update(queue_on=False)
    refused(Refused, "tidak dibuka", take, batam, "A")


def test_an_appointment_is_called_at_its_hour_before_those_who_wait(batam, clerk):
    at = now().replace(minute=0) + timedelta(hours=1)
    early = arrive(book_appointment(batam.pk, at, by=person("pemohon"), letter="A").uuid, by=clerk)
    waiting = take(batam, "A", "C")
    with moved_to(at - timedelta(minutes=5)):
        assert queue.call_next(batam.pk, "Loket 1", by=clerk) == waiting[0]
    with moved_to(at):
        assert queue.call_next(batam.pk, "Loket 2", by=clerk) == early
        assert str(early) == "J-001"


def test_a_counter_serves_one_person_and_says_what_became_of_them(batam, clerk):
    first, second, third, other = take(batam, "A", "A", "A", "B")
    queue.call_next(batam.pk, "Loket 1", by=clerk)
    refused(WrongState, "A-001 masih dilayani", queue.call_next, batam.pk, "Loket 1", by=clerk)
    queue.recall_ticket(first.uuid, by=clerk)
    assert queue.call_next(batam.pk, "Loket 1", by=clerk, done=first.uuid) == second
    first.refresh_from_db()
    assert first.served_at and first.calls == 2
    refused(WrongState, "A-002 masih dilayani", queue.call_next, batam.pk, "Loket 1", by=clerk, done=first.uuid)
    queue.skip_ticket(second.uuid, by=clerk)
    for act in (queue.serve_ticket, queue.recall_ticket, queue.skip_ticket):
        refused(WrongState, "sudah selesai", act, second.uuid, by=clerk)
    refused(WrongState, "belum dipanggil", queue.serve_ticket, third.uuid, by=clerk)
    assert queue.call_next(batam.pk, "Loket 1", by=clerk, letter="B") == other
    assert queue.call_next(batam.pk, "Loket 2", by=clerk) == third
    queue.serve_ticket(third.uuid, by=clerk)
    assert queue.call_next(batam.pk, "Loket 2", by=clerk) is None
    with pytest.raises(IntegrityError), transaction.atomic():
        QueueTicket.objects.filter(pk=third.pk).update(served_at=None, counter="Loket 1")


def test_only_the_counter_calls_and_only_the_admin_sets(batam, clerk):
    (ticket,) = take(batam, "A")
    for name in ("verifikator.batam", "loket.kepri"):
        refused(NotAllowed, "petugas loket kantor itu", queue.call_next, batam.pk, "Loket 1", by=person(name))
    refused(Refused, "Pilih loket", queue.call_next, batam.pk, "Loket 9", by=clerk)
    queue.call_next(batam.pk, "Loket 1", by=clerk)
    refused(NotAllowed, "petugas loket kantor itu", queue.serve_ticket, ticket.uuid, by=person("loket.kepri"))
    refused(NotAllowed, "admin kantor", queue.save_counter_setting, batam, by=clerk, **SETTING)
    keeper = person("admin.batam")
    refused(
        Refused, "sedikitnya satu loket", queue.save_counter_setting, batam, by=keeper, **SETTING | {"counters": []}
    )
    queue.save_counter_setting(batam, by=keeper, **SETTING)
    assert CounterSetting.objects.get(office=batam).counters == ["Loket 1"]


def test_the_kiosk_gives_a_number_whose_page_says_how_many_come_before(batam, clerk, client):
    kiosk = reverse("applications:kiosk", args=[BATAM])
    take(batam, "A")
    assert "1 orang menunggu" in client.get(kiosk).content.decode()
    address = client.post(kiosk, {"letter": "C", "once": uuid4()})["Location"]
    page = client.get(address)
    assert "C-001" in page.content.decode() and "1 orang sebelum Anda." in page.content.decode()
    assert page["Refresh"] == "30"
    queue.serve_ticket(queue.call_next(batam.pk, "Loket 1", by=clerk).uuid, by=clerk)
    queue.call_next(batam.pk, "Loket 2", by=clerk)
    assert "Giliran Anda" in client.get(address).content.decode()
    with moved_to(SUNDAY):
        shut = client.get(kiosk).content.decode()
        assert "Kantor sedang tutup" in shut and "kiosk-button" not in shut
        assert "sudah lewat" in client.get(address).content.decode()
    CounterSetting.objects.update(queue_on=False)
    assert client.get(kiosk).status_code == 404


def test_a_machine_that_takes_numbers_is_stopped_and_a_waiting_room_is_not(batam, client):
    kiosk = reverse("applications:kiosk", args=[BATAM])
    for _turn in range(PER_ADDRESS.tries - 1):
        PER_ADDRESS.count("127.0.0.1")
    assert client.post(kiosk, {"letter": "A", "once": uuid4()}).status_code == 302
    stopped = client.post(kiosk, {"letter": "A", "once": uuid4()})
    assert stopped.status_code == 409 and "Minta nomor kepada petugas" in stopped.content.decode()
    assert QueueTicket.objects.count() == 1


def test_the_display_shows_numbers_and_counters_and_nobody(batam, clerk, client, django_assert_num_queries):
    mine = book_appointment(batam.pk, now() + timedelta(minutes=60), by=person("pemohon"), letter="A")
    arrive(mine.uuid, by=clerk)
    tickets, address = take(batam, "A", "A", "B"), reverse("applications:display", args=[BATAM])
    queue.serve_ticket(queue.call_next(batam.pk, "Loket 2", by=clerk).uuid, by=clerk)
    queue.call_next(batam.pk, "Loket 1", by=clerk)
    with django_assert_num_queries(3):
        page = client.get(address)
    words = page.content.decode()
    assert page["Refresh"] == "15" and "2 menunggu" in words
    assert [str(each) in words for each in tickets] == [True, True, False]
    assert 'class="newest"' in words and person("pemohon").full_name not in words
    take(batam, *"ABC" * 5)
    with django_assert_num_queries(3):
        client.get(address)


def test_the_counters_page_calls_and_marks_who_has_come(batam, clerk, signed_in, django_assert_max_num_queries):
    row = book_appointment(batam.pk, now() + timedelta(minutes=60), by=person("pemohon"), letter="A")
    take(batam, "A", "B")
    client, page = signed_in("loket.batam"), reverse("applications:counter")
    keys = {"kantor": BATAM, "loket": "Loket 1", "huruf": ""}
    after = client.post(page, keys | {"act": "next", "once": uuid4()})["Location"]
    assert "A-001" in client.get(after).content.decode()
    client.post(page, keys | {"act": "arrive", "appointment": row.uuid, "once": uuid4()})
    with django_assert_max_num_queries(11):
        shown = client.get(after).content.decode()
    assert "Menunggu (2)" in shown and "J-001" in shown and "Tidak ada lagi untuk hari ini." in shown
    assert client.post(page, keys | {"act": "next", "huruf": "\0", "once": uuid4()}).status_code == 409  # A-001 is here
    client.post(page, keys | {"act": "serve", "ticket": QueueTicket.objects.get(letter="A").uuid, "once": uuid4()})
    assert client.post(page, keys | {"act": "next", "huruf": "\0", "once": uuid4()}).status_code == 302
    for wrong in ({"act": "serve", "ticket": uuid4()}, {"act": "arrive", "appointment": "x"}, {"act": "dance"}):
        assert client.post(page, keys | wrong | {"once": uuid4()}).status_code == 404
    assert "Belum ada antrean" in signed_in("verifikator.batam").get(page).content.decode()


def test_the_offices_page_leads_to_its_queue_and_appointments_when_they_are_open(batam, client):
    page = reverse("applications:office_service", args=["SIPF", BATAM])
    kiosk, janji = (reverse(f"applications:{name}", args=[BATAM]) for name in ("kiosk", "book_appointment"))
    for where in (page, f"{reverse('applications:catalogue')}?kantor={BATAM}"):
        shown = client.get(where).content.decode()
        assert kiosk in shown and janji in shown
    CounterSetting.objects.update(queue_on=False, appointments_on=False)
    assert kiosk not in client.get(page).content.decode()


def test_the_admin_opens_the_queue_in_the_browser(signed_in):
    client, page = signed_in("admin.batam"), reverse("applications:counter_setting", args=[BATAM])
    assert "Belum dibuka" in client.get(page).content.decode()
    typed = {
        "queue_on": "on", "counters": "Loket 1\nLoket 2\n", "letters": ["A", "C"], "slot_minutes": "30", "seats": "2",
        "days_ahead": "14", "first_at": "09:00", "last_at": "08:00",
    }  # fmt: skip
    wrong = client.post(page, typed | {"once": uuid4()}).content.decode()
    assert "harus sesudah janji pertama" in wrong and not CounterSetting.objects.exists()
    assert client.post(page, typed | {"last_at": "12:00", "once": uuid4()})["Location"] == page
    assert CounterSetting.objects.get().counters == ["Loket 1", "Loket 2"]
    assert "Layar ruang tunggu" in client.get(page).content.decode()
    assert signed_in("kadis.batam").post(page, typed | {"last_at": "12:00", "once": uuid4()}).status_code == 403
