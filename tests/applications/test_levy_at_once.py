"""Two at the same moment: one notice sent twice, bank and treasurer, the sweep and the applicant. One of them counts."""

from datetime import timedelta

import pytest

from applications.actions.lapse import pursue_wait
from applications.actions.payment_callback import Told, take_payment_notice
from applications.actions.submission import submit_application
from applications.models import LapseReminder, Payment, PaymentNotice
from ptsp_portal.lib.moment import moved_to, now
from tests.factories import billed, fresh, in_state, pay, person
from tests.two_at_once import at_once

pytestmark = pytest.mark.usefixtures("own_database", "at_usual_moment")


def told(bill, reference="BRK-1"):
    return Told(bill.number, bill.amount, reference, now())


def test_the_same_notice_twice_at_once_pays_once():
    file, bill = billed()
    one, two = at_once(lambda: take_payment_notice(told(bill)), lambda: take_payment_notice(told(bill)))
    assert (one.result.result, two.result.result, one.result.pk) == ("paid", "paid", two.result.pk)
    assert (Payment.objects.count(), PaymentNotice.objects.count()) == (1, 1)
    assert fresh(file).clock_events.filter(kind="resume").count() == 1


def test_two_notices_of_an_unknown_bill_with_one_reference_are_kept_once():
    unknown = Told("SKRD-X-2026-000001-1", 5, "BRK-2", now())
    one, two = at_once(lambda: take_payment_notice(unknown), lambda: take_payment_notice(unknown))
    assert one.result.pk == two.result.pk and PaymentNotice.objects.count() == 1


def test_bank_and_treasurer_at_once_pay_once():
    _file, bill = billed()
    one, two = at_once(lambda: take_payment_notice(told(bill)), lambda: pay(bill))
    assert (one.result.result, two.outcome(), Payment.objects.get().way) == ("paid", "WrongState", "callback")


@pytest.fixture
def about_to_lapse():
    """A returned file whose last day was yesterday."""
    file = in_state("returned")
    for days in (31, 54):
        with moved_to(now() + timedelta(days=days)):
            assert pursue_wait(file.uuid) == "reminded"
    with moved_to(now() + timedelta(days=61)):
        yield file


def test_the_applicant_a_moment_before_the_sweep_keeps_the_file_alive(about_to_lapse):
    file, owner = about_to_lapse, person("pemohon")
    one, two = at_once(lambda: submit_application(file.uuid, by=owner), lambda: pursue_wait(file.uuid))
    assert (one.outcome(), two.result, fresh(file).state) == ("done", "", "submitted")


def test_the_applicant_a_moment_after_the_sweep_reads_that_it_lapsed(about_to_lapse):
    file, owner = about_to_lapse, person("pemohon")
    one, two = at_once(lambda: pursue_wait(file.uuid), lambda: submit_application(file.uuid, by=owner))
    assert (one.result, two.outcome(), fresh(file).state) == ("lapsed", "WrongState", "lapsed")
    assert "sudah gugur" in str(two.error) and LapseReminder.objects.count() == 2
