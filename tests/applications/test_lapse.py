"""A file that its applicant leaves unanswered: two reminders, then it lapses; never by surprise, however the sweep runs."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import InternalError, transaction

from applications import waits
from applications.actions import applicant_answers, clock, decision, deemed, levy
from applications.deadlines import Calendars, batches, differences
from applications.invariants import RULES
from applications.models import Bill, LapseReminder
from applications.tasks import lapse_unanswered
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.rules import Refused, WrongState
from tests.applications.asking import ask, send, with_agencies
from tests.factories import billed, fresh, in_state, next_standard, pay, person, untouched

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def after(days):
    return moved_to(now() + timedelta(days=days))


def sweep(days):
    with after(days):
        return lapse_unanswered()


NOTHING = {"reminded": 0, "lapsed": 0}
ONE_REMINDED = {"reminded": 1, "lapsed": 0}
ONE_LAPSED = {"reminded": 0, "lapsed": 1}


def test_a_returned_file_is_reminded_twice_and_lapses_after_its_last_day():
    file = in_state("returned")
    assert [sweep(day) for day in (1, 29, 30, 30, 31, 52)] == [
        NOTHING,
        NOTHING,
        ONE_REMINDED,
        NOTHING,
        NOTHING,
        NOTHING,
    ]
    assert [sweep(day) for day in (53, 53, 60)] == [ONE_REMINDED, NOTHING, NOTHING]
    assert [row.last_day for row in LapseReminder.objects.all()] == [date(2026, 10, 3)] * 2
    told = Message.objects.filter(occasion="applications/lapse_near", channel="inapp")
    assert [row.user for row in told] == [person("pemohon")] * 2 and "3 Oktober 2026" in told[0].subject
    assert fresh(file).state == "returned"
    assert [sweep(61), sweep(62)] == [ONE_LAPSED, NOTHING]
    file = fresh(file)
    assert (file.state, file.holder, file.due_at, file.clock_events.last().kind) == ("lapsed", "nobody", None, "stop")
    assert not file.return_notices.filter(answered_at__isnull=True).exists()
    assert JournalEntry.objects.filter(subject=file.uuid, verb="application.lapsed", actor=None).count() == 1
    occasions = set(Message.objects.filter(about=file.uuid).values_list("occasion", "user__email"))
    assert ("applications/lapsed", "pemohon@demo.test") in occasions
    assert ("applications/desk_lapsed", "loket.batam@demo.test") in occasions
    assert [finding for rule in RULES for finding in rule()] == []


def test_a_sweep_that_did_not_run_for_months_still_reminds_twice_with_days_between():
    file = in_state("returned")
    ran = [sweep(day) for day in (100, 100, 101, 102, 106, 107)]
    assert ran == [ONE_REMINDED, NOTHING, NOTHING, ONE_REMINDED, NOTHING, NOTHING]
    assert [row.last_day - date(2026, 8, 4) for row in LapseReminder.objects.all()] == [timedelta(107)] * 2
    assert [sweep(108), fresh(file).state] == [ONE_LAPSED, "lapsed"]


def test_an_unanswered_clarification_lapses_with_its_open_requests():
    file = with_agencies()
    ask(file, "verifikator.batam", "other", "", "Kapan dipasang?")
    send(file)
    assert [sweep(day) for day in (29, 30, 53)] == [NOTHING, ONE_REMINDED, ONE_REMINDED]
    assert sweep(60) == NOTHING
    assert sweep(61) == ONE_LAPSED
    file = fresh(file)
    assert file.state == "lapsed" and not file.recommendations.open().exists()
    assert file.clarifications.get().cancelled_at and file.answers_requested == file.answers_received
    before = untouched(file)
    with after(61), pytest.raises(WrongState, match="ditutup"):
        applicant_answers.send_answers(file.uuid, by=person("pemohon"))
    assert untouched(file) == before
    assert [finding for rule in RULES for finding in rule()] == []


def test_the_limit_is_the_standards_and_a_short_one_keeps_its_reminders_apart():
    next_standard("SIPF", lapse_after_days=14)
    in_state("returned")
    assert [sweep(day) for day in (6, 7, 9, 10, 14, 15)] == [
        NOTHING, ONE_REMINDED, NOTHING, ONE_REMINDED, NOTHING, NOTHING,
    ]  # fmt: skip
    assert sweep(16) == ONE_LAPSED  # the second reminder was sent on day 10 and promised five days


def test_an_unpaid_bill_a_draft_and_an_answered_file_do_not_lapse():
    file, bill = billed()
    in_state("draft")
    in_state("registered")
    assert [sweep(day) for day in (30, 60, 400)] == [NOTHING] * 3
    assert fresh(file).state == "drafting" and Bill.objects.get(pk=bill.pk).cancelled_at is None


def test_a_file_that_fails_does_not_hold_up_the_others(monkeypatch):
    broken, sound = in_state("returned"), in_state("returned")
    real = waits.wait_of

    def wait_of(application):
        if application.pk == broken.pk:
            raise RuntimeError("broken")
        return real(application)

    monkeypatch.setattr("applications.actions.lapse.wait_of", wait_of)
    assert sweep(30) == ONE_REMINDED
    assert LapseReminder.objects.get().application_id == sound.pk


def test_a_file_through_a_bill_that_ran_out_a_question_a_restart_and_the_lapse_keeps_its_promise_and_its_ledger():
    """The office never loses a file while it holds it, and a bill that ran out frees nothing by itself."""
    next_standard("IPTM", deemed_approval=True)
    file, bill = billed()
    promised, head = file.promised_on, person("kadis.batam")
    with after(40):
        assert sweep(0) == NOTHING and bill.state_on(now().date()) == "expired"
        stopped = fresh(file)
        assert (stopped.state, stopped.holder, stopped.due_at) == ("drafting", "applicant", None)
        before = untouched(file)
        with pytest.raises(Refused, match="sedang berhenti"):
            deemed.deem_application(file.uuid, by=head, reason="Lewat.")
        with pytest.raises(WrongState):
            decision.draft_decision(file.uuid, by=person("verifikator.batam"), verdict="issue", ready=True)
        assert untouched(file) == before
        clock.restart_clock(file.uuid, by=head, reason="Tarif berubah.")
        assert (fresh(file).holder, fresh(file).due_at) == ("applicant", None)
        new = levy.assess_levy(file.uuid, by=person("verifikator.batam"), quantity=Decimal(1))
        pay(new)
        assert fresh(file).holder_role == "verifier" and fresh(file).due_at > now()
    assert [sweep(day) for day in (100, 400)] == [NOTHING] * 2  # the office holds it, however late it is
    with after(41):
        ask(file, "verifikator.batam", "other", "", "Di blok mana makamnya?")
        send(file, reason_beyond="Perlu untuk izin.")
        assert fresh(file).due_at is None
        assert [each for batch in batches() for each in differences(batch, Calendars())] == []
    assert [sweep(41 + day) for day in (29, 30, 53, 60, 61)] == [
        NOTHING,
        ONE_REMINDED,
        ONE_REMINDED,
        NOTHING,
        ONE_LAPSED,
    ]
    file = fresh(file)
    assert (file.state, file.promised_on, file.holder) == ("lapsed", promised, "nobody")
    assert Bill.objects.get(pk=new.pk).paid_at and [each for rule in RULES for each in rule()] == []
    with pytest.raises(InternalError, match="Cannot update rows"), transaction.atomic():
        type(file).objects.filter(pk=file.pk).update(promised_on=promised + timedelta(days=1))
