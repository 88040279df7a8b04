"""The clock against a plain simulation that walks every minute and knows nothing of fractions, segments or jumps."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from agencies.clock import ClockEvent, reckon
from agencies.working_days import WorkCalendar
from applications.deadlines import due_of
from ptsp_portal.lib.moment import moved_to
from tests.agencies.test_clock import Entry

MINUTE = timedelta(minutes=1)
FIRST_DAY = date(2026, 3, 12)  # Nyepi, Idul Fitri and cuti bersama lie ahead
SPAN = 12 * 24 * 60

calendars = st.builds(
    WorkCalendar,
    zone=st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]),
    weekdays=st.sampled_from([frozenset({1, 2, 3, 4, 5}), frozenset({1, 2, 3, 4, 5, 6}), frozenset({2, 4})]),
    opens=st.sampled_from([time(7, 30), time(8)]),
    closes=st.sampled_from([time(14), time(16)]),
    friday_closes=st.sampled_from([time(11), time(16)]),
    holidays=st.frozensets(st.dates(FIRST_DAY, FIRST_DAY + timedelta(days=12)), max_size=4),
)
holders = st.sampled_from(
    [("applicant", None, ""), ("agency", 1, "verifier"), ("agency", 2, "officer"), ("agencies", None, "")]
)
# Minutes after the first midnight: any, and often a quarter of an hour, where offices open and close.
minutes = st.one_of(st.integers(0, SPAN), st.integers(0, SPAN // 15).map(lambda quarter: quarter * 15))
kinds = st.sampled_from(["hand_over", "pause", "resume", "restart", "start"])
starts = st.tuples(st.integers(0, 3 * 24 * 60), st.just("start"), st.just(("agency", 1, "verifier")))
drawn_steps = st.builds(
    lambda start, others: [start, *others], starts, st.lists(st.tuples(minutes, kinds, holders), min_size=1, max_size=7)
)


def ledger(calendar, drawn):
    """Entries in order, on whole minutes of local time; the last one may be a stop."""
    midnight = datetime.combine(FIRST_DAY, time(), ZoneInfo(calendar.zone))
    ordered = sorted(drawn, key=lambda step: step[0])
    return [Entry(kind, midnight + minute * MINUTE, *holder, id=n) for n, (minute, kind, holder) in enumerate(ordered)]


def is_office_minute(calendar, moment):
    closes = calendar.friday_closes if moment.isoweekday() == 5 else calendar.closes
    open_now = calendar.opens <= moment.time() < closes
    return open_now and moment.isoweekday() in calendar.weekdays and moment.date() not in calendar.holidays


def minutes_of(calendar, day):
    closes = calendar.friday_closes if day.isoweekday() == 5 else calendar.closes
    return (closes.hour - calendar.opens.hour) * 60 + closes.minute - calendar.opens.minute


def is_day_off(calendar, day):
    return day.isoweekday() not in calendar.weekdays or day in calendar.holidays


def first_counted_day(calendar, moment):
    day, closes = moment.date(), calendar.friday_closes if moment.isoweekday() == 5 else calendar.closes
    if is_day_off(calendar, day) or moment.time() > closes:
        day = next_office_day(calendar, day)
    return next_office_day(calendar, day)


def next_office_day(calendar, day):
    day += timedelta(days=1)
    while is_day_off(calendar, day):
        day += timedelta(days=1)
    return day


def simulate(calendar, events, limit, until):
    """(counted, applicant's days, minute in which the limit was used up) by walking minute by minute."""
    waiting, holder = list(events), None
    running, begins, counted, used_up = False, None, Fraction(0), None
    shares = defaultdict(Fraction)
    moment = events[0].at
    while moment <= until:
        while waiting and waiting[0].at <= moment:
            event = waiting.pop(0)
            if event.kind == "restart" or (event.kind == "start" and begins is None):
                running, begins, counted, used_up = True, first_counted_day(calendar, event.at), Fraction(0), None
            elif event.kind == "pause":
                running = False
            elif event.kind == "resume" and begins:
                running = True
            holder = event.holder
        if moment < until and is_office_minute(calendar, moment):
            part = Fraction(1, minutes_of(calendar, moment.date()))
            if holder == "applicant":
                shares["applicant"] += part
            elif running and moment.date() >= begins:
                counted += part
                if counted >= limit and used_up is None:
                    used_up = moment + MINUTE
        moment += MINUTE
    return counted, shares["applicant"], used_up


@settings(max_examples=100, deadline=None)
@given(calendars, drawn_steps, st.integers(1, 5), st.integers(0, 3 * 24 * 60))
def test_the_reckoning_agrees_with_a_minute_by_minute_simulation(calendar, drawn, limit, more):
    events = ledger(calendar, drawn)
    until = events[-1].at + more * MINUTE
    counted, applicant, used_up = simulate(calendar, events, limit, until)
    result = reckon(events, calendar, limit, until)
    assert (result.counted, result.applicant_days, result.left) == (counted, applicant, limit - counted)
    assert sum(share for key, share in result.shares.items() if key[0] != "applicant") == counted
    if result.due_at is not None and used_up is not None:
        # A minute is the simulation's grain; fractions of a day of another length may fall inside one.
        assert used_up - MINUTE < result.due_at <= used_up
    if result.due_at is not None and used_up is None:
        assert result.due_at > until or counted == limit


reasons = st.sampled_from(["", *ClockEvent.Reason.values])


@settings(max_examples=100, deadline=None)
@given(calendars, drawn_steps, st.lists(reasons, min_size=8, max_size=8), st.integers(1, 5))
def test_every_legal_reason_stops_the_clock_alike(calendar, drawn, whys, limit):
    plain = ledger(calendar, drawn)
    reasoned = [
        replace(event, reason=why if event.kind == "pause" else "") for event, why in zip(plain, whys, strict=False)
    ]
    until = plain[-1].at + 2000 * MINUTE
    found, without = reckon(reasoned, calendar, limit, until), reckon(plain, calendar, limit, until)
    # Days alike; only the allowance of questions is not used up by waiting for money.
    assert found.pauses <= without.pauses
    assert replace(found, pauses=without.pauses) == without


@settings(max_examples=100, deadline=None)
@given(calendars, drawn_steps, st.integers(0, SPAN), st.integers(1, 5))
def test_a_restart_forgets_what_was_counted_and_nothing_of_the_applicants_time(calendar, drawn, after, limit):
    events = ledger(calendar, drawn)
    moment = events[-1].at + after * MINUTE
    before = reckon(events, calendar, limit, moment)
    [restart] = ledger(calendar, [(0, "restart", ("agency", 1, "verifier"))])
    anew = reckon([*events, replace(restart, at=moment, id=99)], calendar, limit, moment)
    assert (anew.counted, anew.due_at) == (0, calendar.deadline(moment, limit))
    assert (anew.counts, anew.pauses, anew.applicant_days) == (before.counts + 1, 0, before.applicant_days)


@settings(max_examples=60, deadline=None)
@given(calendars, drawn_steps, drawn_steps, st.integers(1, 5), st.integers(1, 3))
def test_a_request_is_due_by_its_own_days_and_never_after_its_file(calendar, of_file, of_request, limit, days):
    file, request = ledger(calendar, of_file), ledger(calendar, of_request)
    until = max(file[-1].at, request[-1].at)
    file_due = reckon(file, calendar, limit, until).due_at
    own_due = reckon(request, calendar, days, until).due_at
    asked = SimpleNamespace(clock_events=SimpleNamespace(all=lambda: list(reversed(request))), days=days)
    with moved_to(until):
        due = due_of(asked, file_due, calendar)
    assert due == (min(own_due, file_due) if own_due and file_due else own_due)
    _counted, _applicant, used_up = simulate(calendar, request, days, until)
    if due is not None and used_up is not None:
        assert due <= used_up


@settings(max_examples=100, deadline=None)
@given(calendars, drawn_steps, st.integers(1, 5), st.integers(1, 5 * 24 * 60))
def test_time_passing_never_moves_a_deadline(calendar, drawn, limit, more):
    events = ledger(calendar, drawn)
    last = events[-1].at
    assert reckon(events, calendar, limit, last).due_at == reckon(events, calendar, limit, last + more * MINUTE).due_at


@settings(max_examples=100, deadline=None)
@given(calendars, st.integers(0, SPAN), st.integers(1, 8), st.integers(0, SPAN), st.integers(0, SPAN))
def test_a_pause_moves_the_deadline_by_the_working_time_paused(calendar, start, limit, pause_after, pause_length):
    agency, applicant = ("agency", 1, "verifier"), ("applicant", None, "")
    [started] = ledger(calendar, [(start, "start", agency)])
    undisturbed = reckon([started], calendar, limit, started.at).due_at
    assert undisturbed == calendar.deadline(started.at, limit)
    pause_at = started.at + pause_after * MINUTE
    resume_at = pause_at + pause_length * MINUTE
    if pause_at >= undisturbed:
        return
    events = [started, Entry("pause", pause_at, *applicant), Entry("resume", resume_at, *agency)]
    paused = calendar.worked(max(pause_at, calendar.counting_start(started.at)), resume_at)
    assert reckon(events, calendar, limit, resume_at).due_at == calendar.advance(undisturbed, paused)


@settings(max_examples=100, deadline=None)
@given(calendars, st.integers(0, SPAN), st.fractions(0, 9, max_denominator=480))
def test_advance_and_worked_undo_each_other(calendar, start, days):
    moment = datetime.combine(FIRST_DAY, time(), ZoneInfo(calendar.zone)) + start * MINUTE
    later = calendar.advance(moment, days)
    assert 0 <= calendar.worked(moment, later) - days < Fraction(1, 10**9)
    assert later >= moment
