"""The day of a field visit: proposed, consented to, wished otherwise, moved, cancelled; and what is refused."""

from datetime import timedelta

import pgtrigger
import pytest

from applications.actions import inspection as days
from applications.actions import requests, submission
from applications.actions.deemed import deem_recommendation
from applications.invariants import visits_end_with_their_request
from applications.models import Inspection, PrintedDocument, Recommendation
from applications.policies import INSPECTION_ACTS, allowed
from applications.states import InspectionLifecycle
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.lifecycle import declared_transitions
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests.applications.test_states import pairs_the_database_lets_through, run
from tests.applications.visiting import (
    DAY,
    LEAD,
    PLACE,
    agreed,
    asked,
    fresh_visit,
    on_the_day,
    proposed,
    reported,
    second_officer,
    signed,
)  # fmt: skip
from tests.factories import add_post, answer, colleague, fresh, next_standard, person, untouched, verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def told(occasion):
    rows = Message.objects.filter(occasion=f"applications/{occasion}", channel="inapp")
    return sorted(row.user.email.split("@")[0] for row in rows.select_related("user"))


def verbs_about(visit):
    return list(JournalEntry.objects.about(visit).values_list("verb", flat=True))


def plan(**other):
    return {"starts_at": DAY, "place": PLACE, "team": [person(LEAD)], "purpose": ""} | other


def test_the_database_lets_a_visit_take_exactly_the_declared_steps():
    visit = proposed()
    run("UPDATE applications_inspection SET result = 'fit' WHERE id = %s", visit.pk)
    assert pairs_the_database_lets_through(visit, Inspection.State.values) == declared_transitions(InspectionLifecycle)
    assert len(declared_transitions(InspectionLifecycle)) == 7


def test_an_agency_proposes_a_day_and_the_applicant_is_told_without_anything_personal():
    visit = proposed(second_officer)
    assert (visit.state, visit.place, visit.agency.code) == ("proposed", PLACE, "PUPR")
    assert [(member.user.email, member.is_lead) for member in visit.team.all()] == [
        ("opd.pupr.batam@demo.test", True),
        ("opd2.pupr.batam@demo.test", False),
    ]
    assert told("visit_proposed") == ["pemohon"]
    text = Message.objects.filter(occasion="applications/visit_proposed").first().text
    assert "Kamis, 6 Agustus 2026 pukul 09.00 WIB" in text and PLACE not in text
    assert verbs_about(visit) == ["inspection.proposed"]
    assert visit.recommendation.acknowledged_by == person(LEAD)  # who plans a visit has the request
    assert not visit.printed_documents.exists()


@pytest.mark.parametrize(
    "other",
    [
        {"starts_at": DAY - timedelta(days=30)},
        {"place": "  "},
        {"team": []},
        {"team": ["opd.pupr.batam", "opd.pupr.batam"]},
        {"team": ["opd.pupr.batam", "opd.bapenda.batam"]},
        {"team": ["opd.pupr.tanjungpinang"]},
        {"team": ["pemohon"]},
    ],
)
def test_an_unfit_plan_is_refused(other):
    file, request = asked()
    if "team" in other:
        other = {"team": [person(name) for name in other["team"]]}
    before = untouched(file)
    with pytest.raises(Refused):
        days.propose_inspection(request.uuid, by=person(LEAD), **plan(**other))
    assert untouched(file) == before and not Inspection.objects.exists()


def test_nobody_is_sent_to_their_own_file_nor_sends_others():
    file, request = asked()
    add_post(person("pemohon"), request.agency, "officer")
    assert person("pemohon") not in [post.user for post in days.possible_team(request)]
    before = untouched(file)
    with pytest.raises(NotAllowed, match="petugas lain"):
        days.propose_inspection(request.uuid, by=person("pemohon"), **plan())
    assert untouched(file) == before


@pytest.mark.parametrize(
    "name", ["pemohon", "opd.bapenda.batam", "opd.pupr.tanjungpinang", "verifikator.batam", "admin"]
)
def test_only_the_agency_asked_proposes(name):
    file, request = asked()
    before = untouched(file)
    with pytest.raises(NotAllowed):
        days.propose_inspection(request.uuid, by=person(name), **plan())
    assert untouched(file) == before


def test_a_sub_unit_that_was_handed_the_request_may_inspect():
    _file, request = asked()
    unit = type(request.agency).objects.exclude(pk=request.agency_id).filter(kind="opd").first()
    inspector = colleague("inspektur.unit")
    add_post(inspector, unit, "officer")
    assert "propose_visit" not in allowed(inspector, request)
    request.unit = unit
    request.save()
    visit = days.propose_inspection(request.uuid, by=inspector, **plan(team=[inspector]))
    assert visit.team.get().title.endswith(unit.name)


def test_a_service_without_field_visits_has_none():
    file = verified()
    request = file.recommendations.get()
    before = untouched(file)
    with pytest.raises(WrongState):
        days.propose_inspection(request.uuid, by=person("opd.dinkes.batam"), **plan(team=[person("opd.dinkes.batam")]))
    assert untouched(file) == before


def test_one_visit_at_a_time_and_none_after_the_answer():
    visit = proposed()
    before = untouched(visit.application)
    with pytest.raises(WrongState):
        days.propose_inspection(visit.recommendation.uuid, by=person(LEAD), **plan())
    assert untouched(visit.application) == before
    days.cancel_inspection(visit.uuid, by=person(LEAD), reason="Hujan.")
    answer(visit.application, LEAD)
    with pytest.raises(WrongState):
        days.propose_inspection(visit.recommendation.uuid, by=person(LEAD), **plan())


def test_consent_owes_the_letter_with_its_number_and_tells_the_team():
    visit = agreed(second_officer)
    assert (visit.state, visit.agreed_by) == ("agreed", person("pemohon"))
    assert visit.letter_number == f"ST-{visit.application.registration_number}-1"
    assert visit.printed_documents.get().kind == PrintedDocument.Kind.ASSIGNMENT
    assert told("visit_agreed") == ["opd.pupr.batam", "opd2.pupr.batam"]


@pytest.mark.parametrize("name", ["pemohon2", LEAD, "verifikator.batam", "kadis.batam"])
def test_nobody_consents_for_the_applicant(name):
    visit = proposed()
    before = untouched(visit.application)
    for act in (
        lambda: days.agree_inspection(visit.uuid, by=person(name)),
        lambda: days.wish_other_time(visit.uuid, by=person(name), note="Jumat."),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert untouched(visit.application) == before and fresh_visit(visit).state == "proposed"


def test_a_day_that_changed_or_passed_meanwhile_is_not_consented_to():
    visit = proposed()
    days.propose_inspection_again(visit.uuid, by=person(LEAD), **plan(starts_at=DAY + timedelta(days=1)))
    before = untouched(visit.application)
    with pytest.raises(WrongState):
        days.agree_inspection(visit.uuid, by=person("pemohon"), seen_version=visit.version)
    with moved_to(DAY + timedelta(days=2)), pytest.raises(WrongState):
        days.agree_inspection(visit.uuid, by=person("pemohon"))
    assert untouched(visit.application) == before and not PrintedDocument.objects.filter(kind="assignment").exists()


def test_another_wish_waits_for_a_new_proposal():
    visit = proposed(second_officer)
    days.wish_other_time(visit.uuid, by=person("pemohon"), note="Jumat pagi.", wished_at=DAY + timedelta(days=1))
    visit = fresh_visit(visit)
    assert (visit.state, visit.wish_note, visit.wished_at) == ("proposed", "Jumat pagi.", DAY + timedelta(days=1))
    assert told("visit_wished") == ["opd.pupr.batam", "opd2.pupr.batam"]
    assert Recommendation.objects.get(pk=visit.recommendation_id).came_back
    again = days.propose_inspection_again(visit.uuid, by=person(LEAD), **plan(starts_at=visit.wished_at))
    assert (again.pk, again.wish_note, again.starts_at) == (visit.pk, "", DAY + timedelta(days=1))
    assert [member.user for member in again.team.all()] == [person(LEAD)]
    assert len(told("visit_proposed")) == 2
    assert not Recommendation.objects.get(pk=visit.recommendation_id).came_back


def test_a_wish_says_when():
    visit = proposed()
    before = untouched(visit.application)
    for note, wished_at in (("  ", None), ("Kemarin.", now() - timedelta(days=1))):
        with pytest.raises(Refused):
            days.wish_other_time(visit.uuid, by=person("pemohon"), note=note, wished_at=wished_at)
    assert untouched(visit.application) == before


def test_another_day_after_the_consent_is_another_visit_with_another_letter():
    first = agreed(second_officer)
    second = days.propose_inspection_again(first.uuid, by=person(LEAD), **plan(starts_at=DAY + timedelta(days=1)))
    first = fresh_visit(first)
    assert (first.state, first.starts_at, second.pk != first.pk) == ("cancelled", DAY, True)
    assert told("visit_cancelled") == ["opd2.pupr.batam"]
    days.agree_inspection(second.uuid, by=person("pemohon"))
    numbers = list(first.application.inspections.order_by("id").values_list("letter_number", flat=True))
    assert [number[-2:] for number in numbers] == ["-1", "-2"]


def test_a_cancelled_visit_says_why_and_keeps_what_was_written():
    visit = reported()
    with pytest.raises(Refused):
        days.cancel_inspection(visit.uuid, by=person(LEAD), reason=" ")
    assert fresh_visit(visit).state == "reported"
    days.cancel_inspection(visit.uuid, by=person(LEAD), reason="Pemohon tidak mau menandatangani.")
    visit = fresh_visit(visit)
    assert (visit.state, bool(visit.checklist), visit.cancel_reason) == (
        "cancelled",
        True,
        "Pemohon tidak mau menandatangani.",
    )
    assert told("visit_cancelled") == ["pemohon"]


@pytest.mark.parametrize("verdict", ["favourable", "conditional", "unfavourable"])
@pytest.mark.parametrize("point", [proposed, agreed, reported])
def test_an_answer_waits_for_the_end_of_the_visit(point, verdict):
    visit = point()
    before = untouched(visit.application)
    with pytest.raises(Refused, match="belum selesai"):
        answer(visit.application, LEAD, verdict, "Alasan.", ["Syarat."])
    assert untouched(visit.application) == before


def test_an_answer_after_the_visit_or_without_one_is_taken():
    assert answer(signed().application, LEAD).state == "given"
    assert answer(asked()[0], LEAD).state == "given"


def test_finding_out_that_it_is_not_theirs_to_judge_ends_the_visit():
    visit = agreed()
    answer(visit.application, LEAD, "not_applicable", "Bukan jalan kota.")
    assert fresh_visit(visit).state == "cancelled"
    assert told("visit_cancelled") == ["pemohon"]
    assert verbs_about(visit)[-1] == "inspection.cancelled"


def test_a_withdrawn_request_ends_its_visit():
    visit = proposed()
    requests.withdraw_request(visit.recommendation.uuid, by=person("verifikator.batam"), reason="Tidak jadi perlu.")
    assert fresh_visit(visit).state == "cancelled"
    assert list(visits_end_with_their_request()) == []


def test_silence_that_is_stated_ends_the_visit():
    next_standard("REKLAME", deemed_recommendation=True)
    visit = proposed()
    with moved_to(now() + timedelta(days=30)):
        deem_recommendation(visit.recommendation.uuid, by=person("kadis.batam"), reason="Tidak ada jawaban.")
    assert fresh_visit(visit).state == "cancelled"
    assert list(visits_end_with_their_request()) == []


def test_a_withdrawn_file_ends_its_visits():
    visit = agreed()
    submission.withdraw_application(visit.application.uuid, by=person("pemohon"))
    visit = fresh_visit(visit)
    assert (visit.state, bool(visit.closed_at), bool(visit.cancel_reason)) == ("cancelled", True, True)
    assert told("visit_cancelled") == ["opd.pupr.batam"]
    assert fresh(visit.application).state == "withdrawn"


MATRIX = {
    "proposed": {
        "pemohon": ["agree", "wish_other_time"],
        LEAD: ["propose_again", "cancel"],
        "kepala.pupr.batam": ["propose_again", "cancel"],
    },
    "agreed": {
        "pemohon": ["wish_other_time"],
        LEAD: ["propose_again", "save_minutes", "cancel"],
        "kepala.pupr.batam": ["propose_again", "cancel"],
    },
    "reported": {
        "pemohon": ["sign_as_applicant"],
        LEAD: ["sign_as_team", "record_paper", "reopen", "cancel"],
        "opd2.pupr.batam": ["sign_as_team", "reopen", "cancel"],
        "kepala.pupr.batam": ["cancel"],
    },
    "signed": {},
    "cancelled": {},
}
EVERYBODY = """pemohon pemohon2 loket.batam verifikator.batam kabid.batam kadis.batam opd.pupr.batam opd2.pupr.batam
    opd.bapenda.batam opd.satpolpp.batam opd.pupr.tanjungpinang kepala.pupr.batam gubernur admin""".split()


@pytest.mark.parametrize("state", MATRIX)
def test_the_acts_of_every_person_in_every_state_are_exactly_these(state):
    points = {"proposed": proposed, "agreed": agreed, "reported": reported, "signed": signed}
    visit = points.get(state, proposed)(second_officer)
    if state == "cancelled":
        days.cancel_inspection(visit.uuid, by=person(LEAD), reason="Hujan.")
    seen = {name: allowed(person(name), fresh_visit(visit)) for name in EVERYBODY}
    known = MATRIX[state]
    if state in ("proposed", "agreed"):
        known = known | {"opd2.pupr.batam": list(known[LEAD])}
    assert {name: verbs for name, verbs in seen.items() if verbs} == known


def test_the_minutes_are_written_from_the_day_itself_on():
    visit = agreed()
    assert "report" not in allowed(person(LEAD), visit)
    with on_the_day():
        assert "report" in allowed(person(LEAD), fresh_visit(visit))
        assert "wish_other_time" not in allowed(person("pemohon"), fresh_visit(visit))
    assert set(INSPECTION_ACTS) >= {verb for acts in MATRIX.values() for verbs in acts.values() for verb in verbs}


def test_a_visit_that_outlives_its_request_is_a_finding():
    visit = agreed()
    with pgtrigger.ignore():
        visit.application.recommendations.filter(pk=visit.recommendation_id).update(state="withdrawn")
    assert list(visits_end_with_their_request()) == [
        f"file {visit.application.uuid}: a visit goes on though its request ended"
    ]
