"""A draft goes back to any earlier desk, with a reason: to its writer, an earlier endorser, or an agency that answered."""

import pytest

from applications.actions import decision, issuance
from applications.earlier_desks import earlier_desks
from applications.models import Application
from applications.policies import allowed
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests.factories import (
    BATAM,
    add_post,
    answer,
    at_signing,
    colleague,
    drafted,
    fresh,
    next_standard,
    person,
    untouched,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


@pytest.fixture
def second_endorser():
    """Two parafs: the endorser's and, before it, the counter chief's."""
    next_standard("SIPF", endorsing_roles=["endorser", "office_admin"])
    return colleague("sekretaris.batam", (BATAM, "office_admin"))


def send_back(file, by, to, reason="Keliru."):
    return decision.send_back_decision(
        file.uuid, by=by if not isinstance(by, str) else person(by), reason=reason, to=to
    )


def draft_again(file):
    decision.draft_decision(file.uuid, by=person("verifikator.batam"), verdict="issue", ready=True)


def keys(file):
    return [each.key.split(":")[0] for each in earlier_desks(fresh(file))]


def with_two_parafs(second):
    file = drafted()
    decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    decision.endorse_decision(file.uuid, by=second)
    return fresh(file)


def test_the_desks_offered_are_exactly_those_before(second_endorser):
    file = drafted()
    assert keys(file) == ["drafter", "agency"]
    decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    assert keys(file) == ["drafter", "endorser", "agency"]
    decision.endorse_decision(file.uuid, by=second_endorser)
    assert keys(file) == ["drafter", "endorser", "endorser", "agency"]


def test_to_the_first_endorser_voids_every_paraf_and_the_round_goes_on(second_endorser):
    file = with_two_parafs(second_endorser)
    send_back(file, "kadis.batam", "endorser:0", "Baca lagi syaratnya.")
    file = fresh(file)
    assert (file.state, file.holder_role, file.decision.round, file.decision.is_ready) == (
        "drafting",
        "endorser",
        1,
        True,
    )
    assert list(file.endorsements.values_list("result", "is_void", "sent_to")) == [
        ("endorsed", True, ""), ("endorsed", True, ""), ("sent_back", False, "endorser:0"),
    ]  # fmt: skip
    assert file.clock_events.last().role == "endorser"
    assert allowed(person("kabid.batam"), file) == ["endorse", "send_back", "write_message"]
    decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    decision.endorse_decision(file.uuid, by=second_endorser)
    issuance.sign_decision(file.uuid, by=person("kadis.batam"))
    assert fresh(file).state == "issued"


def test_to_the_second_endorser_keeps_the_first_paraf(second_endorser):
    file = with_two_parafs(second_endorser)
    send_back(file, "kadis.batam", "endorser:1")
    file = fresh(file)
    assert (file.state, file.holder_role) == ("drafting", "office_admin")
    assert list(file.endorsements.filter(result="endorsed").values_list("is_void", flat=True)) == [False, True]
    decision.endorse_decision(file.uuid, by=second_endorser)
    assert fresh(file).state == "signing"


def test_whoever_keeps_a_paraf_does_not_give_the_next_one_too(second_endorser):
    file = with_two_parafs(second_endorser)
    send_back(file, "kadis.batam", "endorser:1")
    add_post(person("kabid.batam"), BATAM, "office_admin")
    before = untouched(file)
    with pytest.raises(NotAllowed):
        decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    assert untouched(file) == before
    marked = Application.objects.marked_for(person("kabid.batam")).get(pk=file.pk)
    assert marked.had_part
    assert not Application.objects.marked_for(second_endorser).get(pk=file.pk).had_part


def test_the_second_endorser_sends_it_to_the_first(second_endorser):
    file = drafted()
    decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    send_back(file, second_endorser, "endorser:0")
    assert (fresh(file).state, fresh(file).holder_role) == ("drafting", "endorser")
    decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    assert fresh(file).holder_role == "office_admin"


@pytest.mark.parametrize(("make", "by"), [(drafted, "kabid.batam"), (at_signing, "kadis.batam")])
def test_to_an_agency_its_answer_is_kept_and_asked_again(make, by):
    file = make()
    old = file.recommendations.get()
    send_back(file, by, f"agency:{old.uuid}", "Alat baru belum dinilai.")
    file = fresh(file)
    assert (file.state, file.holder, file.answers_received, file.answers_requested) == (
        "recommendation",
        "agencies",
        0,
        1,
    )
    assert (file.decision.is_ready, file.decision.round) == (False, 2)
    old.refresh_from_db()
    new = file.recommendations.open().get()
    assert (old.state, old.verdict, old.is_current) == ("given", "favourable", False)
    assert (new.asked_again_of, new.reason_asked, new.is_required, new.due_at is not None) == (
        old, "Alat baru belum dinilai.", True, True,
    )  # fmt: skip
    told = Message.objects.filter(channel="inapp", about=new.uuid).values_list("user__email", "occasion")
    assert ("opd.dinkes.batam@demo.test", "applications/agency_asked") in told
    answer(file, "opd.dinkes.batam")
    assert (fresh(file).state, fresh(file).holder_role) == ("drafting", "verifier")
    draft_again(file)
    decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    assert fresh(file).state == "signing"


def test_an_advisory_agency_asked_again_is_waited_for():
    """Nobody would move a file on that waits for advice alone."""
    file = drafted()
    file.recommendations.update(is_required=False)
    send_back(file, "kabid.batam", f"agency:{file.recommendations.get().uuid}")
    assert file.recommendations.open().get().is_required
    assert fresh(file).state == "recommendation"


@pytest.mark.parametrize(
    "to", ["", "somebody", "endorser:0", "endorser:7", "agency:00000000-0000-0000-0000-000000000000"]
)
def test_no_other_desk_can_be_named(to):
    file = drafted()
    before = untouched(file)
    with pytest.raises(Refused, match="tidak dapat dikembalikan ke sana"):
        send_back(file, "kabid.batam", to)
    assert untouched(file) == before and file.endorsements.count() == 0


def test_an_answer_that_was_replaced_is_not_asked_again():
    file = drafted()
    old = file.recommendations.get()
    send_back(file, "kabid.batam", f"agency:{old.uuid}")
    answer(file, "opd.dinkes.batam")
    draft_again(file)
    before = untouched(file)
    with pytest.raises(Refused):
        send_back(file, "kabid.batam", f"agency:{old.uuid}")
    assert untouched(file) == before


@pytest.mark.parametrize("kind", ["drafter", "endorser:0", "agency"])
def test_every_way_back_needs_a_reason_and_whose_turn_it_is(kind):
    file = at_signing()
    to = f"agency:{file.recommendations.get().uuid}" if kind == "agency" else kind
    before, parafs = untouched(file), file.endorsements.count()
    with pytest.raises(Refused, match="alasannya"):
        send_back(file, "kadis.batam", to, " \n")
    for name in ("kabid.batam", "verifikator.batam", "pemohon", "opd.dinkes.batam", "kadis.tanjungpinang", "admin"):
        with pytest.raises(NotAllowed):
            send_back(file, name, to)
    assert untouched(file) == before and file.endorsements.count() == parafs


def test_a_draft_at_its_writer_goes_nowhere():
    file = drafted()
    send_back(file, "kabid.batam", "drafter")
    before = untouched(file)
    with pytest.raises(WrongState):
        send_back(file, "kabid.batam", "drafter")
    assert untouched(file) == before


@pytest.mark.parametrize(
    ("kind", "verb", "occasion", "who"),
    [
        ("drafter", "decision.sent_back", "desk_sent_back", "verifikator.batam"),
        ("endorser:0", "decision.sent_to_endorser", "desk_sent_to_endorser", "kabid.batam"),
        ("agency", "decision.sent_to_agency", "agency_asked", "opd.dinkes.batam"),
    ],
)
def test_whoever_gets_it_is_told_and_the_timeline_says_where_it_went(kind, verb, occasion, who):
    file = at_signing()
    to = f"agency:{file.recommendations.get().uuid}" if kind == "agency" else kind
    seen = Message.objects.count()
    send_back(file, "kadis.batam", to, "Karena itu.")
    told = Message.objects.filter(channel="inapp").order_by("id").values_list("user__email", "occasion")[seen // 2 :]
    assert (f"{who}@demo.test", f"applications/{occasion}") in told
    entry = JournalEntry.objects.about(fresh(file)).get(verb=verb)
    assert entry.facts["reason_sha256"] and entry.role == "head"
    assert entry.agency.endswith("DINKES") == (kind == "agency")
