"""Where the standard lets the agency's head approve: proposing, approving, returning, and who may not."""

from datetime import timedelta

import pytest

from agencies.models import Delegation, Membership
from applications.actions import agency_desk, recommendations
from applications.models import Condition, Recommendation
from applications.policies import allowed, worked_on_it
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests.applications.agency import (
    HEAD,
    OFFICER,
    UNIT,
    VERIFIER,
    again,
    asked,
    asked_where_head_approves,
    holder_of,
    proposed,
    refused,
)
from tests.factories import add_post, colleague, fresh, paper, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def approve(request, by=HEAD, **more):
    return agency_desk.approve_recommendation(request.uuid, by=person(by), **more)


def give_back(request, by=HEAD, note="Sebut pasalnya.", **more):
    return agency_desk.refuse_proposal(request.uuid, by=person(by), note=note, **more)


def propose(request, by=OFFICER, verdict="favourable", **more):
    return agency_desk.propose_recommendation(request.uuid, by=person(by), verdict=verdict, **more)


def told(occasion) -> list[str]:
    rows = Message.objects.filter(occasion=f"applications/{occasion}", channel="inapp").select_related("user")
    return sorted(row.user.email.split("@")[0] for row in rows)


def test_an_officers_answer_goes_to_the_head_and_the_request_stays_open():
    request = proposed("conditional", reasons="Dengan catatan.", conditions=["Sediakan APAR."])
    assert (request.state, request.verdict, request.proposed_by) == ("requested", "", person(OFFICER))
    assert request.proposal == {
        "verdict": "conditional",
        "reasons": "Dengan catatan.",
        "conditions": ["Sediakan APAR."],
    }
    assert holder_of(request) == ("DINKES", "head")
    assert told("head_proposal") == [HEAD]
    assert fresh(request.application).state == "recommendation" and not Condition.objects.exists()


def test_the_head_approves_and_it_is_the_officers_answer():
    request = proposed("conditional", reasons="Dengan catatan.", conditions=["Sediakan APAR."])
    approve(request)
    request = again(request)
    assert (request.state, request.verdict, request.conditions) == ("given", "conditional", ["Sediakan APAR."])
    assert (request.given_by, request.approved_by) == (person(OFFICER), person(HEAD))
    assert Condition.objects.get().text == "Sediakan APAR."
    assert fresh(request.application).state == "drafting"
    verbs = JournalEntry.objects.about(request).values_list("verb", "role")
    assert list(verbs)[-3:] == [
        ("recommendation.proposed", "officer"),
        ("recommendation.approved", "head"),
        ("recommendation.given", "head"),
    ]


def test_whoever_proposed_or_approved_may_not_endorse_or_sign():
    request = proposed()
    approve(request)
    assert worked_on_it(person(OFFICER), request.application)
    assert worked_on_it(person(HEAD), request.application)


def test_the_head_answers_alone_without_a_proposal():
    request = asked_where_head_approves()
    verbs = allowed(person(HEAD), request)
    assert "give" in verbs and "propose" not in verbs
    recommendations.give_recommendation(request.uuid, by=person(HEAD), verdict="favourable")
    request = again(request)
    assert (request.state, request.given_by, request.approved_by) == ("given", person(HEAD), None)


def test_an_officer_does_not_give_past_the_head_and_reads_why():
    request = asked_where_head_approves()
    assert "propose" in allowed(person(OFFICER), request) and "give" not in allowed(person(OFFICER), request)

    def give():
        recommendations.give_recommendation(request.uuid, by=person(OFFICER), verdict="favourable")

    refused(request, give, NotAllowed, "disetujui kepalanya")


def test_where_the_standard_says_nothing_there_is_nothing_to_propose():
    request = asked()
    refused(request, lambda: propose(request), NotAllowed)


def test_while_it_waits_nobody_answers_proposes_or_withdraws_it_from_the_head():
    request = proposed()
    assert set(allowed(person(OFFICER), request)) == {"acknowledge", "assign", "ask"}
    assert {"approve", "refuse_proposal"} <= set(allowed(person(HEAD), request))
    refused(request, lambda: propose(request), WrongState, "menunggu persetujuan kepala")

    def give():
        recommendations.give_recommendation(request.uuid, by=person(HEAD), verdict="favourable")

    refused(request, give, WrongState, "menunggu persetujuan kepala")


@pytest.mark.parametrize("by", [OFFICER, UNIT, VERIFIER, "kepala.pupr.batam", "kadis.batam", "pemohon"])
def test_only_the_agencys_head_approves_or_gives_back(by):
    request = proposed()
    refused(request, lambda: approve(request, by), NotAllowed)
    refused(request, lambda: give_back(request, by), NotAllowed)


def test_a_deputy_stands_in_for_the_head():
    request = asked_where_head_approves()
    head = Membership.objects.get(user=person(HEAD))
    today, day = now().date(), timedelta(days=1)
    deputy = colleague("plh.dinkes.batam")
    Delegation.objects.create(
        membership=head, deputy=deputy, kind="plh", decree="094/12", from_on=today, until_on=today + day
    )
    propose(request)
    assert told("head_proposal") == [HEAD, "plh.dinkes.batam"]
    assert Recommendation.objects.visible_to(deputy).get() == request
    approve(request, "plh.dinkes.batam")
    assert again(request).approved_by == deputy


def test_the_head_never_approves_about_an_own_file():
    request = asked_where_head_approves()
    add_post(person("pemohon"), request.agency, "head")
    propose(request)
    refused(again(request), lambda: approve(request, "pemohon"), NotAllowed, "Anda pemohon berkas ini")


def test_an_answer_given_back_keeps_its_words_and_the_note():
    request = proposed("unfavourable", reasons="Sarana kurang.")
    give_back(request)
    request = again(request)
    assert not request.awaits_head and request.came_back
    assert request.proposal["returned"] == "Sebut pasalnya." and request.proposal["reasons"] == "Sarana kurang."
    assert holder_of(request) == ("DINKES", "officer")
    assert told("proposal_refused") == [OFFICER]
    assert "propose" in allowed(person(OFFICER), request) and "approve" not in allowed(person(HEAD), request)
    propose(request, verdict="unfavourable", reasons="Sarana kurang (Pasal 5).")
    assert not again(request).came_back
    approve(request)
    assert again(request).reasons == "Sarana kurang (Pasal 5)."


def test_giving_back_needs_a_note_and_nothing_is_approved_twice():
    request = proposed()
    refused(request, lambda: give_back(request, note="  "), match="Tulis apa yang perlu diperbaiki")
    approve(request)
    refused(request, lambda: approve(request), WrongState)
    refused(request, lambda: give_back(request), WrongState)


def test_a_stale_page_of_the_head_is_refused():
    request = proposed()
    before = request.version - 1
    refused(request, lambda: approve(request, version=before), WrongState, "sudah berubah")
    refused(request, lambda: give_back(request, version=before), WrongState, "sudah berubah")


@pytest.mark.parametrize(
    ("verdict", "reasons", "conditions"), [("unfavourable", "", []), ("conditional", "A.", []), ("", "", [])]
)
def test_what_an_answer_needs_is_asked_before_the_head_sees_it(verdict, reasons, conditions):
    request = asked_where_head_approves()
    refused(request, lambda: propose(request, verdict=verdict, reasons=reasons, conditions=conditions), Refused)


def test_an_agency_without_a_head_in_the_portal_can_not_propose():
    request = asked_where_head_approves()
    Membership.objects.filter(user=person(HEAD)).update(until_on=now().date() - timedelta(days=1))
    refused(request, lambda: propose(request), match="belum punya kepala")


def test_papers_come_with_the_proposal_and_new_ones_replace_them():
    request = asked_where_head_approves()
    name, content, inspected = paper("peta", ("pdf",))
    propose(request, attachments=[(inspected, content, name)])
    first = request.documents.current().get()
    give_back(request)
    propose(request)
    assert request.documents.current().get() == first
    give_back(request)
    propose(request, attachments=[(inspected, content, name)])
    assert request.documents.current().get() != first
    approve(request)
    assert request.documents.current().count() == 1


def test_a_proposal_of_a_sub_unit_goes_to_the_agencys_head_and_back_to_the_unit():
    request = asked_where_head_approves()
    unit = request.agency.units.get()
    agency_desk.delegate_recommendation(request.uuid, by=person(OFFICER), unit=unit)
    propose(request, UNIT)
    assert holder_of(request) == ("DINKES", "head")
    give_back(request)
    assert holder_of(request) == ("UPT-SEKUPANG", "officer")
