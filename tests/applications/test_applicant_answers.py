"""The applicant answers item by item, sends once, and exactly those who relied on what changed are asked again."""

import pytest

from applications.actions import applicant_answers, submission
from applications.facts import facts_of, fingerprints
from applications.models import Document
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.rules import Incomplete, NotAllowed, Refused, WrongState
from tests.applications.asking import (
    BAPENDA,
    PUPR,
    SATPOLPP,
    VERIFIER,
    answer_all,
    ask,
    asked_and_sent,
    request_of,
    save,
    send,
    with_agencies,
)
from tests.factories import answer, draft, fresh, person, registered, untouched
from tests.two_at_once import at_once

pytestmark = pytest.mark.usefixtures("at_usual_moment")
database = pytest.mark.usefixtures("reference")


def told(occasion):
    rows = Message.objects.filter(occasion=f"applications/{occasion}", channel="inapp").select_related("user")
    return sorted(row.user.email.split("@")[0] for row in rows)


def item_of(file):
    return file.clarifications.open().get().items.get()


# Item by item.
@database
def test_until_it_is_sent_nothing_of_the_file_changes():
    file = asked_and_sent()
    ask_more = fresh(file)
    save(item_of(file), "Sebelah kiri gerbang.", "Jalan Baru No. 9")
    item = item_of(file)
    assert (item.answer, item.has_new_value, item.new_value) == ("Sebelah kiri gerbang.", True, "Jalan Baru No. 9")
    assert item.answered_by == person("pemohon")
    file = fresh(file)
    assert file.answers == ask_more.answers and file.holder == "applicant"


@database
def test_a_value_that_is_the_same_is_no_answer():
    file = asked_and_sent()
    item = save(item_of(file), "", file.answers["alamat_lokasi"])
    assert (item.has_new_value, item.answered_at) == (False, None)


@database
def test_a_paper_waits_with_its_item_and_replaces_the_old_one_when_sent():
    file = with_agencies()
    ask(file, SATPOLPP, "document", "desain", "Mana tampak samping?")
    send(file)
    old = file.documents.get(requirement_code="desain")
    item = save(item_of(file), upload=True)
    new = item.documents.get()
    assert new.is_pending and new not in file.documents.answering_requirements()
    applicant_answers.send_answers(file.uuid, by=person("pemohon"))
    old.refresh_from_db()
    assert old.removed_at is not None and old.file.storage.exists(old.file.name)
    assert [each.pk for each in file.documents.answering_requirements().filter(requirement_code="desain")] == [new.pk]


@database
def test_a_paper_may_be_taken_back_before_it_is_sent():
    file = with_agencies()
    ask(file, SATPOLPP, "document", "desain", "Mana tampak samping?")
    send(file)
    new = save(item_of(file), upload=True).documents.get()
    item = applicant_answers.remove_item_document(new.uuid, by=person("pemohon"))
    assert item.answered_at is None
    with pytest.raises(Incomplete):
        applicant_answers.send_answers(file.uuid, by=person("pemohon"))
    assert Document.objects.filter(requirement_code="desain", removed_at=None).count() == 1


@database
def test_papers_and_values_go_only_where_they_are_asked():
    file = with_agencies()
    ask(file, VERIFIER, "other", "", "Kapan?")
    send(file)
    before = untouched(file)
    item = item_of(file)
    with pytest.raises(Refused):
        applicant_answers.save_item(item.uuid, by=person("pemohon"), text="x", uploads=[(None, b"", "a.pdf")])
    with pytest.raises(Refused):
        applicant_answers.save_item(item.uuid, by=person("pemohon"), text="x", new_value="Jalan")
    with pytest.raises(Refused):
        applicant_answers.save_item(item.uuid, by=person("pemohon"), text="a" * 4001)
    assert untouched(file) == before and item_of(file).answered_at is None


@database
@pytest.mark.parametrize("somebody", ["pemohon2", VERIFIER, PUPR, "loket.batam"])
def test_only_the_applicant_answers(somebody):
    file = asked_and_sent()
    before = untouched(file)
    with pytest.raises(NotAllowed):
        save(item_of(file), "Ya.", by=somebody)
    with pytest.raises(NotAllowed):
        applicant_answers.send_answers(file.uuid, by=person(somebody))
    assert untouched(file) == before and item_of(file).answer == ""


@database
def test_sending_says_what_is_missing_and_changes_nothing():
    file = asked_and_sent(PUPR, VERIFIER)
    before = untouched(file)
    with pytest.raises(Incomplete) as caught:
        applicant_answers.send_answers(file.uuid, by=person("pemohon"))
    assert [label for label, _link in caught.value.gaps] == ["Alamat lokasi kegiatan"]
    assert caught.value.gaps[0][1].endswith("#hal-1")
    assert untouched(file) == before and file.clarifications.open().exists()


@database
def test_who_asked_and_the_verifier_hear_of_the_answer():
    file = asked_and_sent(PUPR, VERIFIER)
    answer_all(file)
    assert told("clarification_answered") == [VERIFIER]
    assert told("question_answered") == [PUPR]
    came_back = file.recommendations.filter(came_back=True).values_list("agency__code", flat=True)
    assert list(came_back) == ["PUPR"]
    entries = JournalEntry.objects.filter(verb="clarification.answered")
    assert [entry.facts for entry in entries] == [{"items": 1, "asked_again": 0}]


@database
def test_sent_twice_it_is_sent_once():
    file = asked_and_sent()
    answer_all(file)
    before = untouched(file)
    with pytest.raises(WrongState):
        applicant_answers.send_answers(file.uuid, by=person("pemohon"))
    with pytest.raises(WrongState):
        save(file.clarifications.get().items.get(), "Lagi.")
    assert untouched(file) == before


@pytest.mark.usefixtures("own_database")
def test_two_tabs_that_send_at_the_same_moment_send_once():
    file = asked_and_sent()
    save(item_of(file), "Sebelah kiri.")
    send_it = lambda: applicant_answers.send_answers(file.uuid, by=person("pemohon"))  # noqa: E731
    first, second = at_once(send_it, send_it)
    assert (first.outcome(), second.outcome()) == ("done", "WrongState")
    assert file.clock_events.filter(kind="resume").count() == 1


@pytest.mark.usefixtures("own_database")
def test_an_answer_and_a_withdrawal_at_the_same_moment_end_in_the_withdrawal():
    file = asked_and_sent()
    save(item_of(file), "Sebelah kiri.")
    first, second = at_once(
        lambda: applicant_answers.send_answers(file.uuid, by=person("pemohon")),
        lambda: submission.withdraw_application(file.uuid, by=person("pemohon")),
    )
    assert (first.outcome(), second.outcome()) == ("done", "done")
    assert fresh(file).state == "withdrawn" and not file.clarifications.open().exists()


# Facts.
@database
def test_a_fingerprint_is_the_same_for_the_same_fact_and_tells_nothing():
    file = registered()
    first, second = fingerprints(file, file.standard), fingerprints(fresh(file), file.standard)
    assert first == second
    other = registered()
    assert not set(first.values()) & set(fingerprints(other, other.standard).values())
    assert all(len(value) == 64 for value in first.values())


@database
def test_an_opinion_keeps_the_facts_that_its_agency_relies_on():
    file = with_agencies()
    given = answer(file, PUPR)
    assert set(given.facts) == {"field:alamat_lokasi", "document:bukti_lahan"}
    everything = facts_of(fresh(file), file.standard, ["SOMEBODY"])
    assert set(everything) > set(given.facts) and "document:ktp" in everything


@database
def test_exactly_the_opinions_that_relied_on_a_changed_fact_are_asked_again():
    file = with_agencies()
    for account in (PUPR, BAPENDA):
        answer(file, account)
    ask(file, SATPOLPP)
    send(file)
    stale = request_of(file, SATPOLPP).version
    answer_all(file, alamat_lokasi={"value": "Jalan Baru No. 9"})
    file = fresh(file)
    assert file.answers["alamat_lokasi"] == "Jalan Baru No. 9"
    again = request_of(file, PUPR)
    assert (again.state, again.asked_again_of.verdict, again.asked_again_of.is_current) == (
        "requested",
        "favourable",
        False,
    )
    assert again.reason_asked == "Jawaban pemohon mengubah: Alamat lokasi kegiatan."
    assert request_of(file, BAPENDA).state == "given" and request_of(file, BAPENDA).is_current
    assert request_of(file, SATPOLPP).version == stale + 1
    assert (file.state, file.holder, file.answers_received, file.answers_requested) == (
        "recommendation",
        "agencies",
        1,
        3,
    )
    assert told("agency_asked").count(PUPR) == 2 and told("agency_asked").count(BAPENDA) == 1


@database
def test_a_change_while_the_decision_is_drafted_brings_the_file_back_to_the_agencies():
    file = with_agencies()
    for account in (PUPR, BAPENDA, SATPOLPP):
        answer(file, account)
    ask(file, VERIFIER, "field", "panjang_m", "Termasuk bingkai?")
    send(file)
    answer_all(file, panjang_m={"value": 7})
    file = fresh(file)
    assert (file.state, file.holder) == ("recommendation", "agencies")
    assert [each.agency.code for each in file.recommendations.open()] == ["BAPENDA"]
    answer(file, BAPENDA)
    assert fresh(file).state == "drafting" and fresh(file).holder_role == "verifier"


@database
def test_words_alone_ask_nobody_again():
    file = with_agencies()
    answer(file, PUPR)
    ask(file, SATPOLPP)
    send(file)
    answer_all(file)
    assert request_of(fresh(file), PUPR).is_current and file.recommendations.count() == 3


@database
def test_a_new_paper_asks_again_who_looked_at_the_old_one():
    file = with_agencies()
    answer(file, PUPR)
    ask(file, VERIFIER, "document", "bukti_lahan", "Halaman dua hilang.")
    send(file)
    item = item_of(file)
    save(item, upload=True)
    Document.objects.filter(clarification_item=item).update(sha256="f" * 64)  # the sample is the same picture
    applicant_answers.send_answers(file.uuid, by=person("pemohon"))
    assert request_of(file, PUPR).state == "requested"


@database
def test_an_opinion_of_before_fingerprints_is_asked_again_when_what_it_saw_changes():
    file = with_agencies()
    given = answer(file, PUPR)
    type(given).objects.filter(pk=given.pk).update(facts={})
    ask(file, SATPOLPP)
    send(file)
    answer_all(file, alamat_lokasi={"value": "Jalan Baru No. 9"})
    assert request_of(file, PUPR).state == "requested"


@database
def test_advice_that_is_asked_again_alone_holds_nothing_up():
    file = with_agencies(advisory=["PUPR"])
    for account in (PUPR, BAPENDA, SATPOLPP):
        answer(file, account)
    ask(file, VERIFIER)
    send(file)
    answer_all(file, alamat_lokasi={"value": "Jalan Baru No. 9"})
    file = fresh(file)
    assert (file.state, file.holder_role) == ("drafting", "verifier")
    assert request_of(file, PUPR).state == "requested"


@database
def test_a_draft_has_no_list_to_answer():
    file = draft()
    with pytest.raises(WrongState):
        applicant_answers.send_answers(file.uuid, by=person("pemohon"))
