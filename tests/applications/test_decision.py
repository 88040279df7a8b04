"""The draft and its parafs: what must be written before somebody may sign, and who is on the list (rules 2 and 11)."""

import pytest

from applications.actions import decision, submission
from applications.models import Application, Decision
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests.factories import (
    answer,
    at_signing,
    drafted,
    fresh,
    in_state,
    next_standard,
    person,
    registered,
    untouched,
    verified,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]

VILLAGE = {
    "code": "SK-DOMISILI", "office": "kelurahan-tanjung-riau", "loket": "petugas.tanjungriau", "verifikator": "petugas.tanjungriau"
}  # fmt: skip


def draft(file, **how):
    return decision.draft_decision(file.uuid, by=person("verifikator.batam"), **{"verdict": "issue"} | how)


def opposed_file():
    file = verified()
    answer(file, "opd.dinkes.batam", "unfavourable", "Tempat praktik tidak layak.")
    return fresh(file)


def test_deciding_against_an_opinion_needs_a_written_reason():
    file = opposed_file()
    before = untouched(file)
    for reason in ("", "   "):
        with pytest.raises(Refused, match="tidak setuju"):
            draft(file, against_opinion_reason=reason, ready=True)
    assert untouched(file) == before
    assert not Decision.objects.filter(application=file).exists()
    draft(file, against_opinion_reason="Sudah diperbaiki menurut BAP 12.", ready=True)
    assert fresh(file).decision.against_opinion_reason == "Sudah diperbaiki menurut BAP 12."


def test_rejecting_after_an_opinion_needs_no_further_reason_for_that():
    file = opposed_file()
    draft(
        file,
        verdict="reject",
        reasons=["Tempat praktik tidak layak."],
        legal_basis="Permenkes 26/2015 pasal 4",
        ready=True,
    )
    assert fresh(file).decision.verdict == "reject"


def test_a_proposal_to_reject_names_reasons_and_law():
    file = in_state("drafting")
    before = untouched(file)
    for reasons, law in (([], "Pasal 4"), (["", "  "], "Pasal 4"), (["Alasan."], ""), (["Alasan."], "  "), ([], "")):
        with pytest.raises(Refused, match="dasar hukum"):
            draft(file, verdict="reject", reasons=reasons, legal_basis=law)
    assert untouched(file) == before
    assert not Decision.objects.filter(application=file).exists()


def test_an_unknown_verdict_is_refused():
    file = in_state("drafting")
    before = untouched(file)
    with pytest.raises(Refused):
        draft(file, verdict="perhaps")
    assert untouched(file) == before


@pytest.mark.parametrize("state", ["registered", "recommendation", "signing", "issued"])
def test_a_decision_is_drafted_in_its_time_only(state):
    file = in_state(state)
    before = untouched(file)
    with pytest.raises(WrongState):
        draft(file)
    assert untouched(file) == before


def test_a_draft_that_was_handed_on_is_not_rewritten():
    file = drafted()
    before = untouched(file)
    with pytest.raises(WrongState):
        draft(file, conditions=["Syarat baru."])
    assert untouched(file) == before
    assert fresh(file).decision.conditions == []


def test_a_draft_is_rewritten_until_it_is_ready():
    file = in_state("drafting")
    draft(file, conditions=["Satu."])
    draft(file, conditions=["Satu.", "Dua."])
    file = fresh(file)
    assert (file.state, file.holder_role, file.decision.conditions) == ("drafting", "verifier", ["Satu.", "Dua."])
    draft(file, conditions=["Dua."], ready=True)
    assert (fresh(file).holder_role, fresh(file).decision.conditions) == ("endorser", ["Dua."])


def test_the_endorsers_follow_each_other_in_the_standards_order():
    next_standard("SIPF", endorsing_roles=["verifier", "endorser"])
    file = drafted()
    before = untouched(file)
    with pytest.raises(NotAllowed):
        decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    assert untouched(file) == before
    assert fresh(file).holder_role == "verifier"


def test_a_draft_is_not_signed_before_every_paraf(django_assert_num_queries):
    file = drafted()
    assert fresh(file).state == "drafting"
    decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    assert fresh(file).state == "signing"
    assert [(each.role, each.position, each.round, each.result) for each in file.endorsements.all()] == [
        ("endorser", 0, 1, "endorsed")
    ]
    before = untouched(file)
    with pytest.raises(WrongState):
        decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    assert untouched(file) == before


def test_an_empty_list_goes_straight_to_signing():
    file = verified(**VILLAGE)
    decision.draft_decision(file.uuid, by=person("petugas.tanjungriau"), verdict="issue", ready=True)
    file = fresh(file)
    assert (file.state, file.holder_role, file.endorsements.count()) == ("signing", "head", 0)


@pytest.mark.parametrize(("point", "by"), [(drafted, "kabid.batam"), (at_signing, "kadis.batam")])
def test_sending_back_needs_a_reason_and_begins_a_new_round(point, by):
    file = point()
    before = untouched(file)
    with pytest.raises(Refused, match="alasannya"):
        decision.send_back_decision(file.uuid, by=person(by), reason="  ")
    assert untouched(file) == before
    decision.send_back_decision(file.uuid, by=person(by), reason="Syarat nomor 2 keliru.")
    file = fresh(file)
    assert (file.state, file.holder_role, file.decision.round, file.decision.is_ready) == (
        "drafting",
        "verifier",
        2,
        False,
    )
    sent_back = file.endorsements.get(result="sent_back")
    assert (sent_back.note, sent_back.by) == ("Syarat nomor 2 keliru.", person(by))


def test_every_round_needs_every_paraf_anew():
    file = at_signing()
    decision.send_back_decision(file.uuid, by=person("kadis.batam"), reason="Keliru.")
    draft(file, ready=True)
    assert (fresh(file).state, fresh(file).holder_role) == ("drafting", "endorser")


# The applicant may take it back until the head's act.
@pytest.mark.parametrize(
    "state", ["draft", "submitted", "returned", "registered", "recommendation", "drafting", "signing"]
)
def test_the_applicant_may_withdraw_in_every_state_until_the_heads_act(state):
    file = in_state(state)
    submission.withdraw_application(file.uuid, by=person("pemohon"))
    file = fresh(file)
    assert (file.state, file.holder, file.due_at) == ("withdrawn", "nobody", None)
    assert file.closed_at is not None
    assert not file.recommendations.open().exists()
    assert not hasattr(file, "permit")


@pytest.mark.parametrize("state", ["issued", "rejected", "withdrawn"])
def test_an_ended_file_is_not_withdrawn(state):
    file = in_state(state)
    before = untouched(file)
    with pytest.raises(Exception, match="transition|withdraw|switch"):
        submission.withdraw_application(file.uuid, by=person("pemohon"))
    assert untouched(file) == before


def test_a_stranger_cannot_withdraw():
    file = registered()
    before = untouched(file)
    for name in ("pemohon2", "loket.batam", "kadis.batam", "admin"):
        with pytest.raises(NotAllowed):
            submission.withdraw_application(file.uuid, by=person(name))
    assert untouched(file) == before
    assert Application.objects.in_state("withdrawn").count() == 0


def test_withdrawing_closes_open_requests_and_keeps_the_answers_given():
    file = verified(code="REKLAME")
    answer(file, "opd.pupr.batam", "conditional", "Jarak.", ["Mundur 2 m."])
    submission.withdraw_application(file.uuid, by=person("pemohon"))
    opinions = {each.agency.code: each for each in file.recommendations.select_related("agency")}
    assert {code: each.state for code, each in opinions.items()} == {
        "PUPR": "given",
        "BAPENDA": "withdrawn",
        "SATPOLPP": "withdrawn",
    }
    assert (opinions["PUPR"].verdict, opinions["PUPR"].conditions) == ("conditional", ["Mundur 2 m."])
    assert {(each.due_at, each.closed_at) for code, each in opinions.items() if code != "PUPR"} == {
        (None, fresh(file).closed_at)
    }
    assert {each.clock_events.order_by("-id").first().kind for each in opinions.values()} == {"stop"}
