"""One list of questions for the applicant, whoever asks; the clock stops for who asked, and never begins anew (rule 3)."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from agencies.clock import reckon
from agencies.working_days import calendar_of
from applications.actions import clarification, decision, questions, submission, verification
from applications.models import Clarification, Question
from applications.progress import progress_of
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests.applications.asking import (
    BAPENDA,
    PUPR,
    SATPOLPP,
    VERIFIER,
    answer_all,
    ask,
    asked_and_sent,
    request_of,
    send,
    with_agencies,
)
from tests.factories import answer, drafted, fresh, in_state, next_standard, person, registered, untouched, verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def wib(day, hour=9):
    """A moment of September 2026 at Batam; the 7th is a Monday, and the month has no day off but weekends."""
    return datetime(2026, 9, day, hour, tzinfo=UTC) - timedelta(hours=7)


@pytest.fixture(autouse=True)
def monday():
    with moved_to(wib(7)):
        yield


def told(occasion):
    rows = Message.objects.filter(occasion=f"applications/{occasion}", channel="inapp")
    return sorted(row.user.email.split("@")[0] for row in rows.select_related("user"))


# Merging.
def test_what_several_ask_about_one_thing_is_one_item_in_the_order_of_the_standard():
    file = with_agencies()
    ask(file, VERIFIER, "other", "", "Kapan dipasang?")
    ask(file, SATPOLPP, "other", "", "Siapa yang merawat?")
    assert file.recommendations.get(agency__code="SATPOLPP").acknowledged_by == person(SATPOLPP)
    ask(file, SATPOLPP, "document", "desain", "Mana tampak samping?")
    ask(file, PUPR)
    ask(file, BAPENDA, "field", "panjang_m", "Termasuk bingkai?")
    ask(file, SATPOLPP, text="Dekat simpang?")
    send(file)
    items = fresh(file).clarifications.get().items.all()
    assert [(item.on, item.code, item.questions.count()) for item in items] == [
        ("field", "panjang_m", 1), ("field", "alamat_lokasi", 2), ("document", "desain", 1), ("other", "", 1),
        ("other", "", 1),
    ]  # fmt: skip
    assert not Question.objects.open().exists()
    assert told("clarification_sent") == ["pemohon"]


def test_the_same_words_are_not_noted_twice():
    file = with_agencies()
    ask(file, PUPR)
    before = untouched(file)
    assert ask(file, PUPR) == []
    assert untouched(file) == before and Question.objects.count() == 1


def test_a_dropped_question_and_one_of_an_answered_request_are_not_sent():
    file = with_agencies()
    (dropped,) = ask(file, PUPR)
    questions.drop_question(dropped.uuid, by=person(PUPR))
    ask(file, BAPENDA)
    answer(file, BAPENDA)
    before = untouched(file)
    with pytest.raises(Refused, match="Belum ada pertanyaan"):
        send(file)
    assert untouched(file) == before and not Clarification.objects.exists()


def test_a_list_that_grew_since_the_page_was_read_is_refused():
    file = with_agencies()
    seen = [each.uuid for each in ask(file, PUPR)]
    ask(file, BAPENDA)
    before = untouched(file)
    with pytest.raises(WrongState, match="berubah sejak"):
        send(file, seen=seen)
    assert untouched(file) == before and not Clarification.objects.exists()


# Who asks.
@pytest.mark.parametrize("account", ["loket.batam", "kabid.batam", "pemohon", PUPR, "verifikator.tanjungpinang"])
def test_only_the_verifier_asks_for_the_office_and_sends(account):
    file = with_agencies()
    ask(file, VERIFIER)
    before = untouched(file)
    wanted = [{"on": "other", "code": "", "note": "Apa?"}]
    with pytest.raises(NotAllowed):
        questions.ask_questions(file.uuid, by=person(account), asked=wanted)
    with pytest.raises(NotAllowed):
        clarification.send_clarification(file.uuid, by=person(account))
    assert untouched(file) == before and Question.objects.count() == 1


def test_an_agency_asks_only_on_its_own_open_request():
    file = with_agencies()
    request = request_of(file, PUPR)
    wanted = [{"on": "other", "code": "", "note": "Apa?"}]
    before = untouched(file)
    with pytest.raises(NotAllowed):
        questions.ask_questions(file.uuid, by=person(BAPENDA), asked=wanted, recommendation=request.uuid)
    assert untouched(file) == before
    answer(file, PUPR)
    before = untouched(file)
    with pytest.raises(WrongState):
        questions.ask_questions(file.uuid, by=person(PUPR), asked=wanted, recommendation=request.uuid)
    assert untouched(file) == before and not Question.objects.exists()


def test_only_the_side_that_asked_takes_a_question_back_and_only_before_it_is_sent():
    file = with_agencies()
    (question,) = ask(file, PUPR)
    before = untouched(file)
    for stranger in (VERIFIER, BAPENDA):
        with pytest.raises(NotAllowed):
            questions.drop_question(question.uuid, by=person(stranger))
    assert untouched(file) == before
    send(file)
    before = untouched(file)
    with pytest.raises(WrongState):
        questions.drop_question(question.uuid, by=person(PUPR))
    assert untouched(file) == before


@pytest.mark.parametrize(
    ("on", "code", "text"),
    [
        ("field", "nosuch", "Apa?"),
        ("document", "alamat_lokasi", "Apa?"),
        ("other", "", "  "),
        ("other", "", "a" * 1001),
    ],
)
def test_a_question_about_nothing_of_the_standard_or_without_words_is_refused(on, code, text):
    file = with_agencies()
    before = untouched(file)
    with pytest.raises(Refused):
        ask(file, PUPR, on, code, text)
    assert untouched(file) == before and not Question.objects.exists()


@pytest.mark.parametrize("state", ["submitted", "returned", "signing", "issued", "withdrawn"])
def test_nobody_is_asked_before_registration_or_once_the_draft_is_handed_on(state):
    file = in_state(state)
    before = untouched(file)
    with pytest.raises(WrongState):
        ask(file, VERIFIER, "other", "", "Apa?")
    assert untouched(file) == before
    handed_on = drafted()
    with pytest.raises(WrongState):
        ask(handed_on, VERIFIER, "other", "", "Apa?")


def test_the_verifier_hears_that_an_agency_asks():
    ask(with_agencies(), PUPR)
    assert told("desk_question_asked") == [VERIFIER]


# The clock.
def test_the_days_of_the_file_and_of_who_asked_stop_and_the_others_work_on():
    file = with_agencies()
    with moved_to(wib(8, 12)):
        ask(file, PUPR)
        send(file)
        file = fresh(file)
        assert (file.state, file.holder, file.due_at) == ("recommendation", "applicant", None)
        assert request_of(file, PUPR).due_at is None
        assert request_of(file, BAPENDA).due_at == wib(10, 16)  # three days of the stage, as before
    with moved_to(wib(10, 12)):
        answer_all(file)
        file = fresh(file)
        # Half a day was used by Tuesday noon: four and a half of five are left from Thursday noon.
        assert (file.state, file.holder, file.due_at) == ("recommendation", "agencies", wib(16, 16))
        assert request_of(file, PUPR).due_at == wib(14, 16)
        assert request_of(file, BAPENDA).due_at == wib(10, 16)
        shares = progress_of(file)
        assert (shares.applicant_days, shares.reckoning.counted) == (2, Fraction(1, 2))
        assert shares.reckoning.counts == 1 and shares.reckoning.pauses == 1
    assert file.promised_on == date(2026, 9, 14)
    with moved_to(wib(11, 16)):
        days = {account: _worked(file, account) for account in (PUPR, BAPENDA)}
        assert days == {PUPR: (2, 2), BAPENDA: (4, 0)}


def _worked(file, account):
    """(working days of the agency, of the applicant) in the ledger of that agency's request."""
    request = request_of(file, account)
    reckoning = reckon(list(request.clock_events.all()), calendar_of(file.office.region), request.days, now())
    return reckoning.counted, reckoning.applicant_days


def test_the_last_answer_while_the_applicant_is_asked_moves_the_file_and_not_the_turn():
    file = asked_and_sent(VERIFIER)
    for account in (PUPR, BAPENDA, SATPOLPP):
        answer(file, account)
    file = fresh(file)
    assert (file.state, file.holder, file.due_at) == ("drafting", "applicant", None)
    before = untouched(file)
    with pytest.raises(WrongState):
        decision.draft_decision(file.uuid, by=person(VERIFIER), verdict="issue", ready=True)
    assert untouched(file) == before
    answer_all(file)
    file = fresh(file)
    assert (file.state, file.holder, file.holder_role) == ("drafting", "agency", "verifier")
    assert file.due_at is not None


def test_nothing_is_verified_or_returned_while_the_applicant_is_asked():
    file = registered()
    ask(file, VERIFIER, "other", "", "Apa?")
    send(file)
    before = untouched(file)
    with pytest.raises(WrongState):
        verification.verify_application(file.uuid, by=person(VERIFIER))
    with pytest.raises(WrongState):
        verification.return_application(
            file.uuid, by=person(VERIFIER), items=[{"on": "other", "code": "", "note": "x"}]
        )
    assert untouched(file) == before


def test_only_one_list_at_a_time():
    file = asked_and_sent()
    ask(file, BAPENDA)
    before = untouched(file)
    with pytest.raises(WrongState, match="hanya satu"):
        send(file, reason_beyond="Perlu.")
    assert untouched(file) == before and Clarification.objects.count() == 1


def test_withdrawing_the_file_closes_the_list():
    file = asked_and_sent()
    submission.withdraw_application(file.uuid, by=person("pemohon"))
    row = Clarification.objects.get()
    assert row.cancelled_at and not row.answered_at
    assert {request.state for request in file.recommendations.all()} == {"withdrawn"}


# Beyond the allowance.
def beyond(**how):
    """A second list: it waits for a superior."""
    file = asked_and_sent()
    answer_all(file)
    ask(file, BAPENDA, "field", "panjang_m", "Termasuk bingkai?")
    send(file, **{"reason_beyond": "Ukuran menentukan pajaknya."} | how)
    return fresh(file)


def test_a_list_beyond_the_allowance_waits_for_a_superior_and_the_days_run_on():
    file = beyond()
    row = file.clarifications.awaiting_consent().get()
    assert (row.needs_consent, row.sent_at, row.reason_beyond) == (True, None, "Ukuran menentukan pajaknya.")
    assert (file.holder, file.due_at is not None) == ("agencies", True)
    assert told("clarification_waits") == ["kabid.batam", "kadis.batam"]
    assert told("clarification_sent") == ["pemohon"]  # the first one


@pytest.mark.parametrize("superior", ["kabid.batam", "kadis.batam"])
def test_a_superior_consents_and_the_list_is_sent(superior):
    file = beyond()
    clarification.consent_to_clarification(file.uuid, by=person(superior), note="Setuju, sekali ini.")
    row = file.clarifications.open().get()
    assert (row.consented_by, row.consent_note) == (person(superior), "Setuju, sekali ini.")
    assert row.sent_at == now() and fresh(file).holder == "applicant"
    assert request_of(file, BAPENDA).due_at is None and request_of(file, PUPR).due_at is not None
    assert told("clarification_sent") == ["pemohon", "pemohon"]


def test_a_superior_refuses_with_a_note_and_the_questions_are_open_again():
    file = beyond()
    clarification.refuse_clarification(file.uuid, by=person("kabid.batam"), note="Tanyakan lewat telepon.")
    row = file.clarifications.order_by("-id").first()
    assert row.cancelled_at and row.sent_at is None and row.consent_note == "Tanyakan lewat telepon."
    assert Question.objects.open().count() == 1
    assert told("clarification_refused") == [VERIFIER]
    assert fresh(file).holder == "agencies"


@pytest.mark.parametrize("somebody", [VERIFIER, "loket.batam", BAPENDA, "kabid.tanjungpinang", "pemohon"])
def test_nobody_else_consents_or_refuses(somebody):
    file = beyond()
    before = untouched(file)
    for act in (clarification.consent_to_clarification, clarification.refuse_clarification):
        with pytest.raises(NotAllowed):
            act(file.uuid, by=person(somebody), note="x")
    assert untouched(file) == before and file.clarifications.awaiting_consent().exists()


def test_whoever_prepared_it_never_consents_to_it_even_as_a_superior():
    file = beyond()
    file.clarifications.awaiting_consent().update(created_by=person("kabid.batam"))
    before = untouched(file)
    with pytest.raises(NotAllowed):
        clarification.consent_to_clarification(file.uuid, by=person("kabid.batam"))
    assert untouched(file) == before


def test_a_refusal_needs_a_note_and_a_list_beyond_the_allowance_a_reason():
    file = beyond()
    before = untouched(file)
    with pytest.raises(Refused, match="Tulis alasannya"):
        clarification.refuse_clarification(file.uuid, by=person("kabid.batam"), note=" ")
    assert untouched(file) == before
    clarification.refuse_clarification(file.uuid, by=person("kabid.batam"), note="Tidak perlu.")
    before = untouched(file)
    with pytest.raises(Refused, match="Jatah jeda"):
        send(file)
    assert untouched(file) == before and not file.clarifications.open().exists()


def test_in_the_last_two_days_even_the_first_list_needs_consent():
    file = with_agencies(time_limit_days=5)
    with moved_to(wib(11)):  # three and a bit of five days are used by Friday
        ask(file, PUPR)
        before = untouched(file)
        with pytest.raises(Refused, match="kurang dari dua hari kerja"):
            send(file)
        assert untouched(file) == before
        assert send(file, reason_beyond="Baru terlihat di lapangan.").needs_consent


def test_returning_a_registered_file_beyond_the_allowance_is_refused_and_says_where_to_go():
    next_standard("SIPF", pauses_allowed=0)
    file = registered()
    before = untouched(file)
    items = [{"on": "other", "code": "", "note": "KTP buram."}]
    with pytest.raises(Refused, match="Konfirmasi persyaratan"):
        verification.return_application(file.uuid, by=person(VERIFIER), items=items)
    assert untouched(file) == before and not file.return_notices.exists()


def test_a_file_without_agencies_can_be_asked_about_too():
    file = verified()
    answer(file, "opd.dinkes.batam")
    ask(file, VERIFIER, "field", "wilayah", "Kelurahan mana?")
    send(file)
    assert fresh(file).holder == "applicant"
    answer_all(file)
    assert fresh(file).holder_role == "verifier"
