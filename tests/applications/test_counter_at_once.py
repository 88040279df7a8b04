"""Two officers press "next" together, two people want the last seat, a hundred take numbers: nobody twice, no gap."""

from datetime import timedelta

import pytest

from agencies.models import Agency
from applications.actions import queue
from applications.actions.appointments import book_appointment
from applications.models import Appointment, QueueTicket
from ptsp_portal.lib.moment import now
from tests.factories import BATAM, colleague, open_counter, person
from tests.two_at_once import all_at_once, at_once

pytestmark = [pytest.mark.usefixtures("own_database", "at_usual_moment")]


def test_the_counter_takes_one_at_a_time():
    batam, clerk, other = (
        Agency.objects.get(slug=BATAM),
        person("loket.batam"),
        colleague("loket2", (BATAM, "front_desk")),
    )
    open_counter(batam, seats=1)
    takers = all_at_once([lambda: queue.take_ticket(batam.pk, "A")] * 6)
    assert sorted(actor.result.number for actor in takers) == [1, 2, 3, 4, 5, 6]
    one, two = at_once(
        lambda: queue.call_next(batam.pk, "Loket 1", by=clerk), lambda: queue.call_next(batam.pk, "Loket 2", by=other)
    )
    assert (str(one.result), str(two.result)) == ("A-001", "A-002")
    same, again = at_once(
        lambda: queue.call_next(batam.pk, "Loket 1", by=clerk, done=one.result.uuid),
        lambda: queue.call_next(batam.pk, "Loket 1", by=other, done=one.result.uuid),
    )
    assert (str(same.result), again.outcome()) == ("A-003", "WrongState")
    assert QueueTicket.objects.waiting().count() == 3
    hour = now() + timedelta(days=1)
    first, second = at_once(
        lambda: book_appointment(batam.pk, hour, by=person("pemohon"), letter="A"),
        lambda: book_appointment(batam.pk, hour, by=person("pemohon2"), letter="A"),
    )
    assert (first.outcome(), second.outcome(), Appointment.objects.count()) == ("done", "Refused", 1)
