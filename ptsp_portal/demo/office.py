"""The office behind the files: an open queue, an appointment, and a colleague whose post waits for the second person."""

from django.contrib.auth import get_user_model

from agencies.actions import propose_role
from agencies.models import Agency
from agencies.queries import today
from applications.actions.appointments import book_appointment
from applications.actions.queue import call_next, save_counter_setting, serve_ticket, take_ticket
from applications.counter_hours import is_open, slots_of
from applications.models import CounterSetting

OFFICE = "dpmptsp-kota-batam"
SETTING = {
    "queue_on": True, "counters": ["Loket 1", "Loket 2", "Loket 3"], "letters": ["A", "B", "C"], "appointments_on": True,
    "slot_minutes": 30, "seats": 2, "days_ahead": 14, "first_at": None, "last_at": None,
}  # fmt: skip
CAME = "AABACAB"


def tell_of_office() -> None:
    """Once, after the story. Outside office hours nobody stands in the queue."""
    if CounterSetting.objects.exists():
        return
    people = {user.email.split("@")[0]: user for user in get_user_model().objects.filter(email__endswith="@demo.test")}
    office, admin, clerk = Agency.objects.get(slug=OFFICE), people["admin.batam"], people["loket.batam"]
    setting = save_counter_setting(office, by=admin, **SETTING)
    first = next((slot for slots in slots_of(setting).values() for slot in slots), None)
    if first:
        book_appointment(office.pk, first.starts_at, by=people["pemohon2"], letter="A")
    if is_open(office):
        for letter in CAME:
            take_ticket(office.pk, letter)
        serve_ticket(call_next(office.pk, "Loket 1", by=clerk).uuid, by=clerk)
        for counter in ("Loket 1", "Loket 2"):
            call_next(office.pk, counter, by=clerk)
    propose_role(
        office.pk, by=admin, email="rina.wulandari@demo.test", full_name="Rina Wulandari, S.H.", role="verifier",
        title="Verifikator Perizinan DPMPTSP Kota Batam", from_on=today(),
    )  # fmt: skip
