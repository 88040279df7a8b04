"""Who may do what, in every state: the whole matrix, and the separation of duties (product.md, rules 1 and 7)."""

from datetime import timedelta

import pytest

from agencies.models import Agency, Business, Delegation, Membership
from applications import policies
from applications.actions import decision, issuance
from applications.models import Application
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import NotAllowed
from tests.factories import (
    BATAM,
    add_post,
    answer,
    at_signing,
    colleague,
    draft,
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

MINE = {
    "draft": ["edit", "submit", "withdraw"],
    "submitted": ["withdraw"],
    "returned": ["edit", "submit", "withdraw"],
    "registered": ["withdraw"],
    "recommendation": ["withdraw"],
    "drafting": ["withdraw"],
    "endorsing": ["withdraw"],
    "signing": ["withdraw"],
    "rejected": ["object"],
}
HEAD = {
    "registered": ["restart"],
    "recommendation": ["restart"],
    "drafting": ["restart"],
    "endorsing": ["restart"],
    "signing": ["sign", "reject", "send_back", "restart"],
}
WHOLE_MATRIX = {
    "pemohon": MINE,
    "loket.batam": {"submitted": ["check_documents", "register", "return"], "issued": ["hand_over"]},
    "verifikator.batam": {
        "registered": ["check_documents", "verify", "return", "clarify"],
        "recommendation": ["clarify", "add_request"],
        "drafting": ["clarify", "draft_decision", "add_request"],
        "endorsing": ["add_request"],
    },
    "kabid.batam": {"endorsing": ["endorse", "send_back"]},
    "kadis.batam": HEAD,
    "plh.kadis.batam": HEAD,
}
NEVER = """pemohon2 loket.tanjungpinang verifikator.tanjungpinang kabid.tanjungpinang kadis.tanjungpinang opd.dinkes.batam
    opd.pupr.batam camat.sekupang lurah.tanjungriau gubernur admin yesterday.batam tomorrow.batam expired.plh""".split()
OFFICER = ["acknowledge", "give", "assign", "extend", "delegate", "send_answer_link", "ask"]


def allowed(user, thing):
    """Without the conversation, whose own matrix stands in test_thread.py."""
    return [verb for verb in policies.allowed(user, thing) if verb != "write_message"]


STATES = [*Application.State.values, "endorsing"]
EVERY_ROLE = ("front_desk", "verifier", "endorser", "head")


@pytest.fixture
def newcomers():
    """A deputy of the head today, one whose term as deputy is over, and officers whose posts ended or have not begun."""
    today, day = now().date(), timedelta(days=1)
    head = Membership.objects.get(user=person("kadis.batam"))
    for name, until in (("plh.kadis.batam", today), ("expired.plh", today - day)):
        Delegation.objects.create(
            membership=head,
            deputy=colleague(name),
            kind="plh",
            decree="094/12",
            from_on=today - 9 * day,
            until_on=until,
        )
    colleague("yesterday.batam", *((BATAM, role) for role in EVERY_ROLE), until=today - day)
    colleague("tomorrow.batam", *((BATAM, role) for role in EVERY_ROLE), since=today + day)


@pytest.mark.parametrize("state", STATES)
def test_the_buttons_of_every_person_are_exactly_these(newcomers, state):
    file = drafted() if state == "endorsing" else in_state(state)
    seen = {name: allowed(person(name), fresh(file)) for name in [*WHOLE_MATRIX, *NEVER]}
    assert seen == {name: WHOLE_MATRIX.get(name, {}).get(state, []) for name in [*WHOLE_MATRIX, *NEVER]}


def test_a_superuser_gets_no_button_from_being_one(newcomers):
    admin = person("admin")
    assert admin.is_superuser
    assert allowed(admin, registered()) == []


def test_whoever_may_act_for_the_business_has_the_applicants_buttons():
    business = Business.objects.get()
    file = draft("REKLAME", business=business)
    stranger = person("pemohon2")
    assert allowed(stranger, file) == []
    stranger.person.representations.create(business=business, status="claimed")
    assert allowed(person("pemohon2"), file) == []
    stranger.person.representations.update(status="active")
    assert allowed(person("pemohon2"), file) == ["edit", "submit", "withdraw"]
    stranger.person.representations.update(until_on=now().date() - timedelta(days=1))
    assert allowed(person("pemohon2"), file) == []


@pytest.mark.parametrize("state", ["submitted", "registered", "drafting", "endorsing", "signing"])
def test_an_officer_never_handles_their_own_file(state):
    for role in EVERY_ROLE:
        add_post(person("pemohon"), BATAM, role)
    file = drafted() if state == "endorsing" else in_state(state)
    assert allowed(person("pemohon"), file) == ["withdraw"]


def test_an_agencys_officer_never_answers_for_their_own_file():
    add_post(person("pemohon"), Agency.objects.get(code="DINKES", region_id="21.71"), "officer")
    request = verified().recommendations.get()
    assert allowed(person("pemohon"), request) == []
    assert allowed(person("opd.dinkes.batam"), request) == OFFICER


def test_only_the_agency_asked_answers_and_only_while_it_is_asked():
    file = verified(code="REKLAME")
    request = file.recommendations.get(agency__code="PUPR")
    everybody = [*WHOLE_MATRIX, "opd.pupr.batam", "opd.bapenda.batam", "opd.pupr.tanjungpinang", "gubernur", "admin"]
    everybody.remove("plh.kadis.batam")
    assert {name: verbs for name in everybody if (verbs := allowed(person(name), request))} == {
        "opd.pupr.batam": [*OFFICER, "propose_visit"], "verifikator.batam": ["send_answer_link", "withdraw_request"],
    }  # fmt: skip
    answer(file, "opd.pupr.batam")
    request.refresh_from_db()
    assert allowed(person("opd.pupr.batam"), request) == []


def test_an_acknowledged_request_can_only_be_answered():
    from_the_agency = verified().recommendations.get()
    from_the_agency.acknowledge()
    from_the_agency.save()
    assert allowed(person("opd.dinkes.batam"), from_the_agency) == OFFICER[1:]


def test_late_advice_has_no_button_once_the_head_has_the_file():
    next_standard("SIPF", advisory=["DINKES"])
    file = verified()
    request = file.recommendations.get()
    assert file.state == "drafting"
    assert allowed(person("opd.dinkes.batam"), request) == OFFICER
    decision.draft_decision(file.uuid, by=person("verifikator.batam"), verdict="issue", ready=True)
    decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    assert allowed(person("opd.dinkes.batam"), fresh(file).recommendations.get()) == []


def _registrar(file):
    return person("loket.batam")


def _verifier(file):
    return person("verifikator.batam")


def _recommender(file):
    return person("opd.dinkes.batam")


@pytest.mark.parametrize("who", [_registrar, _verifier, _recommender])
def test_whoever_worked_on_a_file_may_not_endorse_it(who):
    file = drafted()
    add_post(who(file), BATAM, "endorser")
    before = untouched(file)
    assert "endorse" not in allowed(who(file), fresh(file))
    with pytest.raises(NotAllowed, match="orang lain yang harus memaraf"):
        decision.endorse_decision(file.uuid, by=who(file))
    assert untouched(file) == before
    assert not file.endorsements.exists()


def test_whoever_worked_on_a_file_may_not_sign_it():
    file = at_signing()
    before = untouched(file)
    for name in ("loket.batam", "verifikator.batam", "opd.dinkes.batam", "kabid.batam"):
        add_post(person(name), BATAM, "head")
        assert allowed(person(name), fresh(file)) == []
        for act in (
            lambda by: issuance.sign_decision(file.uuid, by=by),
            lambda by: issuance.reject_application(file.uuid, by=by, reasons=["x"], legal_basis="y"),
            lambda by: decision.send_back_decision(file.uuid, by=by, reason="z"),
        ):
            with pytest.raises(NotAllowed):
                act(person(name))
    assert untouched(file) == before
    assert not hasattr(fresh(file), "permit") and not hasattr(fresh(file), "rejection")


def test_whoever_wrote_an_earlier_draft_may_not_sign_the_later_one_of_somebody_else():
    file = at_signing()
    first = colleague("penyusun.batam", (BATAM, "verifier"), (BATAM, "head"))
    decision.send_back_decision(file.uuid, by=person("kadis.batam"), reason="Perbaiki syarat.")
    decision.draft_decision(file.uuid, by=first, verdict="issue")
    decision.draft_decision(file.uuid, by=person("verifikator.batam"), verdict="issue", ready=True)
    decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    assert fresh(file).state == "signing"
    assert allowed(first, fresh(file)) == []
    with pytest.raises(NotAllowed):
        issuance.sign_decision(file.uuid, by=first)
    marked = Application.objects.marked_for(first).get(pk=file.pk)
    assert marked.had_part


def test_the_only_endorser_endorses_again_what_the_head_sent_back():
    file = at_signing()
    decision.send_back_decision(file.uuid, by=person("kadis.batam"), reason="Perbaiki syarat.")
    decision.draft_decision(file.uuid, by=person("verifikator.batam"), verdict="issue", ready=True)
    assert allowed(person("kabid.batam"), fresh(file)) == ["endorse", "send_back"]
    assert not Application.objects.marked_for(person("kabid.batam")).get(pk=file.pk).had_part
    decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    assert fresh(file).state == "signing"
    assert Application.objects.marked_for(person("kabid.batam")).get(pk=file.pk).had_part


def test_one_person_never_endorses_one_draft_in_two_roles():
    next_standard("SIPF", endorsing_roles=["endorser", "verifier"])
    add_post(person("kabid.batam"), BATAM, "verifier")
    file = drafted()
    decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    assert file.standard.endorsing_roles[1] == "verifier" and fresh(file).state == "drafting"
    assert allowed(person("kabid.batam"), fresh(file)) == ["add_request"]


def test_an_endorser_who_sent_a_draft_back_may_endorse_the_next():
    file = drafted()
    decision.send_back_decision(file.uuid, by=person("kabid.batam"), reason="Perbaiki.")
    decision.draft_decision(file.uuid, by=person("verifikator.batam"), verdict="issue", ready=True)
    assert allowed(person("kabid.batam"), fresh(file)) == ["endorse", "send_back"]


def test_a_deputy_signs_as_plh_and_stays_bound_by_the_separation(newcomers):
    file = at_signing()
    issuance.sign_decision(file.uuid, by=person("plh.kadis.batam"))
    assert fresh(file).permit.signer_position == "Plh. Kepala DPMPTSP Kota Batam"
    head = Membership.objects.get(user=person("kadis.batam"))
    today = now().date()
    Delegation.objects.create(
        membership=head, deputy=person("kabid.batam"), kind="plt", decree="094/13", from_on=today, until_on=today
    )
    assert allowed(person("kabid.batam"), at_signing()) == []
