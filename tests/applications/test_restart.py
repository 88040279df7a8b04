"""The head begins the count anew, with a reason (OSS 43/44): the holder stays, the promise stays, the applicant reads why."""

from datetime import timedelta

import pytest
from django.urls import reverse

from agencies.working_days import calendar_of
from applications.actions.clock import restart_clock
from applications.actions.ledger import reckoning_of
from applications.models import ApplicationClockEvent
from applications.policies import allowed
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests.applications.filing import send
from tests.factories import (
    BATAM,
    add_post,
    at_signing,
    fresh,
    in_state,
    person,
    registered,
    send_back_to_applicant,
    untouched,
    verified,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
WHY = "Rencana lokasi diganti seluruhnya."


@pytest.fixture
def later(at_usual_moment):
    """Three days after the usual moment; what was filed then is made by `make`."""

    def restart(make=registered, by="kadis.batam", reason=WHY):
        file = make()
        with moved_to(at_usual_moment + timedelta(days=3)):
            restart_clock(file.uuid, by=person(by), reason=reason)
        return file, fresh(file)

    return restart


def test_the_days_begin_anew_and_the_promise_stays(later, at_usual_moment):
    before, after = later()
    moment = at_usual_moment + timedelta(days=3)
    assert after.due_at == calendar_of(after.office.region).deadline(moment, after.standard.time_limit_days)
    assert after.due_at > before.due_at and after.promised_on == before.promised_on
    with moved_to(moment):
        reckoned = reckoning_of(after)
    assert (reckoned.counts, reckoned.counted) == (2, 0)


def test_whoever_holds_it_keeps_it_since_when_they_got_it(later):
    before, after = later(verified)
    assert (after.state, after.holder, after.held_since) == (before.state, "agencies", before.held_since)
    _before, registered_file = later()
    assert (registered_file.holder_agency_id, registered_file.holder_role) == (registered_file.office_id, "verifier")


def test_the_requests_keep_their_own_days(later):
    before, after = later(verified)
    assert before.recommendations.get().due_at == after.recommendations.get().due_at < after.due_at


def test_the_applicant_is_told_the_new_date_and_reads_why(later, signed_in):
    _before, file = later()
    told = Message.objects.get(user=person("pemohon"), occasion="applications/clock_restarted", channel="inapp")
    assert "hitung ulang" in told.text and WHY not in told.text
    page = signed_in("pemohon").get(reverse("applications:file", args=[file.uuid]))
    assert WHY in page.content.decode()
    entry = JournalEntry.objects.get(verb="clock.restarted")
    assert entry.role == "head" and entry.facts["due_from"] < entry.facts["due_to"] and WHY not in str(entry.facts)


def test_a_file_that_waits_for_the_applicant_begins_anew_without_a_date(at_usual_moment):
    file = registered()
    ApplicationClockEvent.objects.create(
        application=file, kind="pause", at=at_usual_moment, holder="applicant", reason="clarification"
    )
    file.holder, file.holder_agency, file.holder_role, file.due_at = "applicant", None, "", None
    file.save()
    restart_clock(file.uuid, by=person("kadis.batam"), reason=WHY)
    assert (fresh(file).due_at, fresh(file).holder) == (None, "applicant")


@pytest.mark.parametrize(
    "who", ["verifikator.batam", "kabid.batam", "kadis.tanjungpinang", "pemohon", "opd.dinkes.batam"]
)
def test_nobody_but_the_head_of_the_office_restarts(at_usual_moment, who):
    file = registered()
    before = untouched(file)
    with pytest.raises(NotAllowed):
        restart_clock(file.uuid, by=person(who), reason=WHY)
    assert untouched(file) == before


def test_a_head_who_worked_on_the_file_does_not_restart_it(at_usual_moment):
    add_post(person("verifikator.batam"), BATAM, "head")
    file = at_signing()
    before = untouched(file)
    with pytest.raises(NotAllowed, match="mendaftarkan, memverifikasi"):
        restart_clock(file.uuid, by=person("verifikator.batam"), reason=WHY)
    assert untouched(file) == before


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "issued", "rejected", "withdrawn"])
def test_only_running_files_begin_anew(at_usual_moment, state):
    file = in_state(state)
    before = untouched(file)
    with pytest.raises((WrongState, NotAllowed)):
        restart_clock(file.uuid, by=person("kadis.batam"), reason=WHY)
    assert untouched(file) == before


def test_a_reason_is_needed(at_usual_moment):
    file = registered()
    before = untouched(file)
    with pytest.raises(Refused):
        restart_clock(file.uuid, by=person("kadis.batam"), reason="  ")
    assert untouched(file) == before


def test_the_head_restarts_from_the_file_page(at_usual_moment, signed_in):
    file = registered()
    client, page = signed_in("kadis.batam"), reverse("applications:restart", args=[file.uuid])
    assert page in client.get(reverse("applications:file", args=[file.uuid])).content.decode()
    assert client.get(page).status_code == 200
    assert send(client, page, reason="").status_code == 400
    assert send(client, page, reason=WHY).status_code == 302
    assert fresh(file).clock_events.get(kind="restart").words == WHY


def test_the_page_is_refused_to_others(at_usual_moment, signed_in):
    file = registered()
    assert signed_in("verifikator.batam").get(reverse("applications:restart", args=[file.uuid])).status_code == 403
    assert "restart" not in allowed(person("verifikator.batam"), file)


def test_a_returned_file_does_not_begin_anew(at_usual_moment, signed_in):
    file = registered()
    send_back_to_applicant(file, "verifikator.batam")
    assert signed_in("kadis.batam").get(reverse("applications:restart", args=[file.uuid])).status_code == 403
