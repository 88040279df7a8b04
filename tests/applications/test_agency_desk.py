"""Inside the agency asked: assigning, more days, handing down to a sub-unit; each act, and everybody it is refused to."""

from datetime import timedelta

import pytest

from agencies.models import Agency
from applications.actions import agency_desk, recommendations
from applications.agency_load import colleagues_of, load_of
from applications.invariants import RULES
from applications.models import Recommendation
from applications.policies import allowed
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to
from ptsp_portal.lib.rules import NotAllowed, WrongState
from tests.applications.agency import HEAD, OFFICER, UNIT, again, asked, holder_of, proposed, refused
from tests.conftest import USUAL_MOMENT
from tests.factories import add_post, answer, fresh, next_standard, person, verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]

STRANGERS = ["opd.pupr.batam", "kepala.pupr.batam", UNIT, "verifikator.batam", "pemohon", "opd.dinkes.tanjungpinang"]


def assign(request, by, to, **more):
    return agency_desk.assign_recommendation(request.uuid, by=person(by), to=person(to), **more)


def extend(request, by=OFFICER, days=2, reason="Peninjauan dijadwalkan Kamis.", **more):
    return agency_desk.extend_recommendation(request.uuid, by=person(by), days=days, reason=reason, **more)


def delegate(request, unit, by=OFFICER, note="Mohon periksa sarana.", **more):
    return agency_desk.delegate_recommendation(request.uuid, by=person(by), unit=unit, note=note, **more)


def the_unit():
    return Agency.objects.get(code="UPT-SEKUPANG")


def told(occasion) -> list[str]:
    rows = Message.objects.filter(occasion=f"applications/{occasion}", channel="inapp").select_related("user")
    return sorted(row.user.email.split("@")[0] for row in rows)


# Assigning.
def test_a_request_is_assigned_to_a_colleague_who_is_told():
    request = asked()
    assign(request, OFFICER, HEAD)
    request = again(request)
    assert (request.assigned_to, request.version) == (person(HEAD), 1)
    assert told("officer_assigned") == [HEAD]
    line = JournalEntry.objects.get(verb="recommendation.assigned")
    assert (line.actor, line.facts) == (person(OFFICER).uuid, {"to": str(person(HEAD).uuid)})


def test_taking_it_oneself_tells_nobody():
    request = asked()
    assign(request, OFFICER, OFFICER)
    assert again(request).assigned_to == person(OFFICER)
    assert told("officer_assigned") == []


@pytest.mark.parametrize("by", STRANGERS)
def test_only_the_agency_assigns_extends_and_hands_down(by):
    request = asked()
    for act in (
        lambda: assign(request, by, OFFICER),
        lambda: extend(request, by),
        lambda: delegate(request, the_unit(), by),
    ):
        refused(request, act, NotAllowed)


@pytest.mark.parametrize("to", STRANGERS)
def test_a_request_goes_to_nobody_outside_the_agency(to):
    request = asked()
    refused(request, lambda: assign(request, OFFICER, to), match="Pilih petugas instansi Anda")


def test_neither_the_applicant_nor_a_closed_account_is_assigned():
    request = asked()
    add_post(person("pemohon"), request.agency, "officer")
    refused(request, lambda: assign(request, OFFICER, "pemohon"), match="bukan pemohon")
    head = person(HEAD)
    head.is_active = False
    head.save()
    refused(request, lambda: assign(request, OFFICER, HEAD), match="Pilih petugas")


def test_a_stale_page_is_refused_by_every_act_of_the_desk():
    request = asked()
    recommendations.acknowledge_recommendation(request.uuid, by=person(OFFICER))
    for act in (
        lambda: assign(request, OFFICER, HEAD, version=0),
        lambda: extend(request, version=0),
        lambda: delegate(request, the_unit(), version=0),
    ):
        refused(request, act, WrongState, "sudah berubah")


def test_after_the_answer_nothing_is_assigned_extended_or_handed_down():
    request = asked()
    answer(request.application, OFFICER)
    for act in (
        lambda: assign(request, OFFICER, HEAD),
        lambda: extend(request),
        lambda: delegate(request, the_unit()),
    ):
        refused(request, act, WrongState)


def test_the_load_counts_open_and_late_requests_of_each_officer_in_one_statement(django_assert_num_queries):
    requests = [asked() for _number in range(3)]
    assign(requests[0], OFFICER, HEAD)
    assign(requests[1], OFFICER, OFFICER)
    assign(requests[2], OFFICER, OFFICER)
    Recommendation.objects.filter(pk=requests[1].pk).update(due_at=USUAL_MOMENT - timedelta(days=1))
    user = person(OFFICER)
    load_of(user)
    with django_assert_num_queries(1):
        load = load_of(user)
    counted = {each.email.split("@")[0]: (each.open_requests, each.late_requests) for each in load}
    assert counted == {OFFICER: (2, 1), HEAD: (1, 0), UNIT: (0, 0)}
    assert next(iter(counted)) == OFFICER


def test_colleagues_are_those_of_the_agency_and_of_the_unit_that_has_the_request():
    request = asked()
    assert {each.email for each in colleagues_of(request)} == {f"{name}@demo.test" for name in (OFFICER, HEAD)}
    delegate(request, the_unit())
    assert person(UNIT) in colleagues_of(again(request))


# More days.
def test_an_agency_lengthens_its_limit_once_and_everybody_who_waits_reads_why():
    request = asked()
    was_due = request.due_at
    Recommendation.objects.filter(pk=request.pk).update(days=1)
    with_one_day = again(request)
    assert with_one_day.due_at == was_due
    extend(request, days=1)
    request = again(request)
    assert (request.days, request.extended_days) == (2, 1)
    assert request.extension_reason == "Peninjauan dijadwalkan Kamis."
    assert told("desk_extended") == ["verifikator.batam"] and told("agency_extended") == ["pemohon"]
    refused(request, lambda: extend(request, days=1), WrongState)


def test_the_new_limit_follows_from_the_ledger_and_is_never_beyond_the_files_own():
    file = verified(code="REKLAME")
    request = file.recommendations.get(agency__code="PUPR")
    was_due, of_file = request.due_at, fresh(file).due_at
    assert was_due < of_file
    extend(request, "opd.pupr.batam", days=2)
    assert was_due < again(request).due_at <= of_file


def test_a_limit_that_is_the_files_own_can_not_be_lengthened():
    next_standard("SIPF", extension_days=30)
    request = asked()
    extend(request, days=30)
    file = fresh(request.application)
    assert again(request).due_at == file.due_at
    other = asked()
    Recommendation.objects.filter(pk=other.pk).update(days=60, due_at=fresh(other.application).due_at)
    refused(other, lambda: extend(other, days=1), match="tidak dapat diperpanjang")


@pytest.mark.parametrize(("days", "reason"), [(0, "Alasan."), (-1, "Alasan."), (3, "Alasan."), (1, ""), (1, "  \n")])
def test_days_beyond_the_standards_or_without_a_reason_are_refused(days, reason):
    request = asked()
    refused(request, lambda: extend(request, days=days, reason=reason))
    assert told("agency_extended") == []


def test_a_standard_without_extension_days_and_a_late_request_offer_none():
    request = asked()
    assert "extend" in allowed(person(OFFICER), request)
    with moved_to(request.due_at + timedelta(minutes=1)):
        assert "extend" not in allowed(person(OFFICER), request)
        refused(request, lambda: extend(request), WrongState)
    next_standard("SIPF", extension_days=0)
    other = asked()
    assert "extend" not in allowed(person(OFFICER), other)
    refused(other, lambda: extend(other), WrongState)


# A sub-unit.
def test_a_sub_unit_sees_the_request_and_answers_on_behalf_of_the_agency():
    request = asked()
    unit_officer = person(UNIT)
    assert not Recommendation.objects.visible_to(unit_officer).exists()
    delegate(request, the_unit())
    request = again(request)
    assert holder_of(request) == ("UPT-SEKUPANG", "officer")
    assert (request.unit_note, told("unit_handed_down")) == ("Mohon periksa sarana.", [UNIT])
    assert Recommendation.objects.visible_to(unit_officer).get() == request
    recommendations.give_recommendation(request.uuid, by=unit_officer, verdict="favourable")
    request = again(request)
    assert (request.state, request.agency.code, request.given_by) == ("given", "DINKES", unit_officer)
    assert fresh(request.application).state == "drafting"


def test_handing_down_frees_the_officer_and_the_days_go_on():
    request = asked()
    assign(request, OFFICER, HEAD)
    delegate(request, the_unit())
    request = again(request)
    assert request.assigned_to is None and request.due_at == asked().due_at


def test_the_same_act_takes_the_request_back():
    request = asked()
    delegate(request, the_unit())
    delegate(request, None, note="")
    request = again(request)
    assert (request.unit, holder_of(request)) == (None, ("DINKES", "officer"))
    assert told("unit_taken_back") == [UNIT]
    assert not Recommendation.objects.visible_to(person(UNIT)).exists()
    with pytest.raises(NotAllowed):
        recommendations.give_recommendation(request.uuid, by=person(UNIT), verdict="favourable")


def test_a_request_is_handed_to_own_units_in_use_only():
    request = asked()
    stranger = Agency.objects.get(code="PUPR", region_id="21.71")
    refused(request, lambda: delegate(request, stranger), match="salah satu unit")
    refused(request, lambda: delegate(request, None), match="tidak sedang ditangani")
    Agency.objects.filter(pk=the_unit().pk).update(is_active=False)
    refused(request, lambda: delegate(request, the_unit()), match="masih aktif")
    Agency.objects.filter(pk=the_unit().pk).update(is_active=True)
    delegate(request, the_unit())
    refused(request, lambda: delegate(request, the_unit()), match="sudah ditangani")


def test_a_unit_neither_hands_on_nor_gives_back():
    request = asked()
    delegate(request, the_unit())
    refused(request, lambda: delegate(request, None, by=UNIT), NotAllowed)
    assert "delegate" not in allowed(person(UNIT), again(request))


def test_an_officer_of_the_unit_never_answers_about_her_own_file():
    request = asked()
    add_post(person("pemohon"), the_unit(), "officer")
    delegate(request, the_unit())
    assert allowed(person("pemohon"), again(request)) == []


def test_while_an_answer_lies_with_the_head_nothing_is_handed_down_or_lengthened():
    request = proposed()
    refused(request, lambda: delegate(request, the_unit()), WrongState, "menunggu persetujuan kepala")
    refused(request, lambda: extend(request), WrongState)
    assign(request, OFFICER, HEAD)
    assert again(request).assigned_to == person(HEAD)


def test_the_deadline_cache_agrees_with_the_ledger_after_all_of_it():
    request = asked()
    delegate(request, the_unit())
    extend(request, days=1)
    assert [found for rule in RULES for found in rule()] == []
