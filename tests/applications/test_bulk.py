"""One act on many files: each its own transaction with its own result, once each, and nothing in anybody's absence."""

from datetime import timedelta
from uuid import uuid4

import pytest

from agencies.models import Membership
from applications.actions import bulk, decision, recommendations
from applications.actions.bulk import Chosen
from applications.actions.conditions import Outcome
from applications.models import BulkAct, BulkItem, Condition, Permit
from applications.tasks import finish_bulk_acts
from audit.models import JournalEntry
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.rules import NotAllowed, Refused
from tests.factories import answer, at_signing, colleague, drafted, fresh, person, untouched, verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def chosen(*files):
    return [Chosen(file.uuid, str(file), file.change_count) for file in files]


def do(verb, by, things):
    by = person(by) if isinstance(by, str) else by
    act = bulk.begin_bulk_act(by=by, verb=verb, chosen=things)
    bulk.work_off(act.uuid, by=by)
    act.refresh_from_db()
    return act


def results(act):
    return [(item.result, item.message) for item in act.items.all()]


def reworded_file():
    """At the head's desk, with a condition in other words than the agency's."""
    file = verified()
    answer(file, "opd.dinkes.batam", "conditional", "Catatan.", ["Sediakan APAR."])
    said = {Condition.objects.get(recommendation__application=file).pk: Outcome("reworded", "Sediakan dua APAR.")}
    by = person("verifikator.batam")
    decision.draft_decision(file.uuid, by=by, verdict="issue", condition_results=said, ready=True)
    decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    return fresh(file)


def test_every_file_is_signed_by_the_ordinary_act_and_has_its_number():
    files = [at_signing(), at_signing()]
    act = do("sign", "kadis.batam", chosen(*files))
    numbers = [fresh(file).permit.number for file in files]
    assert results(act) == [("done", f"Izin ditetapkan dengan nomor {number}.") for number in numbers]
    assert act.finished_at == now()
    assert JournalEntry.objects.filter(verb="permit.issued").count() == 2
    started = JournalEntry.objects.get(verb="bulk.started")
    assert (started.subject, started.facts) == (act.uuid, {"act": "sign", "items": 2})


def test_one_that_is_refused_leaves_the_others_done():
    first, changed, last = at_signing(), at_signing(), at_signing()
    things = chosen(first, changed, last)
    decision.send_back_decision(changed.uuid, by=person("kadis.batam"), reason="Tambah.", to="endorser:0")
    decision.endorse_decision(changed.uuid, by=person("kabid.batam"))
    before = fresh(changed).change_count
    act = do("sign", "kadis.batam", things)
    assert [result for result, _words in results(act)] == ["done", "refused", "done"]
    assert "Konsep berubah" in results(act)[1][1]
    assert (fresh(changed).state, fresh(changed).change_count) == ("signing", before)
    assert Permit.objects.count() == 2


def test_a_version_that_was_not_seen_is_refused():
    file = at_signing()
    act = do("sign", "kadis.batam", [Chosen(file.uuid, "x")])
    assert results(act)[0][0] == "refused" and fresh(file).state == "signing"


def test_refusals_and_clashes_are_opened_by_themselves():
    refusal, clash = at_signing("reject"), reworded_file()
    act = do("sign", "kadis.batam", chosen(refusal, clash))
    assert results(act) == [
        ("refused", "Penolakan dibaca dan diputuskan satu per satu."),
        ("refused", "Ada pendapat atau syarat dinas yang bertentangan dengan konsep, jadi buka dan putuskan sendiri."),
    ]
    assert (fresh(refusal).state, fresh(clash).state) == ("signing", "signing")


def test_whoever_worked_on_a_file_is_told_so_for_that_file_alone():
    mine, other = at_signing(), at_signing()
    other_hands = colleague("kepala.kedua", ("dpmptsp-kota-batam", "head"))
    mine.registered_by = other_hands
    mine.save()
    act = do("sign", other_hands, chosen(mine, other))
    assert [result for result, _words in results(act)] == ["refused", "done"]
    assert "orang lain yang harus" in results(act)[0][1] and fresh(mine).state == "signing"


def test_a_deputy_signs_many_in_the_lent_position():
    head = Membership.objects.get(user=person("kadis.batam"))
    deputy, today = colleague("plh.batam"), now().date()
    head.delegations.create(deputy=deputy, kind="plh", decree="1", from_on=today, until_on=today)
    files = [at_signing(), at_signing()]
    do("sign", deputy, chosen(*files))
    assert {fresh(file).permit.signer_position.split()[0] for file in files} == {"Plh."}


def test_many_drafts_get_their_paraf():
    files = [drafted(), drafted()]
    act = do("endorse", "kabid.batam", chosen(*files))
    assert results(act) == [("done", "Diparaf; sekarang menunggu tanda tangan.")] * 2
    assert [fresh(file).state for file in files] == ["signing", "signing"]


def test_many_requests_are_acknowledged_and_a_second_time_is_refused():
    requests = [verified().recommendations.get() for _turn in range(2)]
    things = [Chosen(each.uuid, "x", each.version) for each in requests]
    recommendations.acknowledge_recommendation(requests[0].uuid, by=person("opd.dinkes.batam"))
    act = do("acknowledge", "opd.dinkes.batam", things)
    assert [result for result, _words in results(act)] == ["refused", "done"]
    requests[1].refresh_from_db()
    assert requests[1].state == "acknowledged"


def test_an_outsider_gets_a_refusal_for_each_and_nothing_changes():
    file = at_signing()
    before = untouched(file)
    act = do("sign", "kadis.tanjungpinang", chosen(file))
    assert results(act)[0][0] == "refused"
    after = untouched(file)
    assert (after.state, after.change_count, after.messages) == (before.state, before.change_count, before.messages)


def test_a_file_that_is_gone_or_breaks_keeps_nobody_waiting(monkeypatch):
    good, broken = at_signing(), at_signing()

    def breaks(uuid, by, seen, ordinary=bulk.DOING["sign"]):
        result = ordinary(uuid, by, seen)
        if uuid == broken.uuid:
            raise ZeroDivisionError
        return result

    monkeypatch.setitem(bulk.DOING, "sign", breaks)
    act = do("sign", "kadis.batam", [Chosen(uuid4(), "?", 1), *chosen(broken, good)])
    assert [result for result, _words in results(act)] == ["refused", "refused", "done"]
    assert (fresh(broken).state, fresh(good).state) == ("signing", "issued")


def test_nothing_and_too_much_are_refused():
    before = JournalEntry.objects.count()
    for verb, things in (
        ("sign", []),
        ("sign", [Chosen(uuid4(), "x", 1)] * 101),
        ("withdraw", [Chosen(uuid4(), "x", 1)]),
    ):
        with pytest.raises(Refused):
            bulk.begin_bulk_act(by=person("kadis.batam"), verb=verb, chosen=things)
    assert (BulkAct.objects.count(), JournalEntry.objects.count()) == (0, before)


def test_only_its_maker_carries_it_on():
    file = at_signing()
    act = bulk.begin_bulk_act(by=person("kadis.batam"), verb="sign", chosen=chosen(file))
    with pytest.raises(NotAllowed):
        bulk.work_off(act.uuid, by=person("kabid.batam"))
    assert (fresh(file).state, results(act)) == ("signing", [("waiting", "")])


def test_what_a_dead_server_left_is_carried_on_by_its_maker():
    files = [at_signing(), at_signing()]
    by = person("kadis.batam")
    act = bulk.begin_bulk_act(by=by, verb="sign", chosen=chosen(*files))
    assert bulk.do_next_item(act.uuid, by=by)
    assert [result for result, _words in results(act)] == ["done", "waiting"]
    bulk.work_off(act.uuid, by=by)
    assert [result for result, _words in results(act)] == ["done", "done"]
    assert Permit.objects.count() == 2


def test_what_nobody_carries_on_is_marked_by_the_sweep_and_nothing_is_signed():
    files = [at_signing(), at_signing()]
    by = person("kadis.batam")
    act = bulk.begin_bulk_act(by=by, verb="sign", chosen=chosen(*files))
    bulk.do_next_item(act.uuid, by=by)
    finish_bulk_acts()
    assert [result for result, _words in results(act)] == ["done", "waiting"]
    with moved_to(now() + timedelta(minutes=11)):
        finish_bulk_acts()
        finish_bulk_acts()
    act.refresh_from_db()
    assert [result for result, _words in results(act)] == ["done", "refused"] and "Terputus" in results(act)[1][1]
    assert act.finished_at is not None and fresh(files[1]).state == "signing"
    bulk.work_off(act.uuid, by=by)
    assert Permit.objects.count() == 1


def test_a_result_fits_its_column(monkeypatch):
    monkeypatch.setitem(bulk.DOING, "sign", lambda *_told: "x" * 900)
    act = do("sign", "kadis.batam", [Chosen(uuid4(), "y" * 90, 1)])
    assert len(act.items.get().message) == BulkItem._meta.get_field("message").max_length
