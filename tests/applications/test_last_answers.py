"""Two at the same moment, with two real connections: the file moves on exactly once, and nothing is counted twice.

The positive control comes first: without the lock on the file's row, two agencies that answer last leave it waiting for ever
(reliability.md, 0.3).
"""

import pytest
from django.test import Client

from agencies.models import NumberSeries
from applications.actions import decision, issuance, recommendations, submission, verification
from applications.models import Application
from applications.queries import ApplicationQuerySet
from audit.models import JournalEntry
from notifications.models import Message
from tests.applications.filing import page_of, send
from tests.factories import all_fit, answer, at_signing, draft, filled, fresh, issued, person, submitted, verified
from tests.two_at_once import all_at_once, at_once

pytestmark = pytest.mark.usefixtures("own_database", "at_usual_moment")


def waiting_for_two():
    """A sign's file with one of its three agencies done."""
    file = verified(code="REKLAME")
    answer(file, "opd.bapenda.batam")
    return file


def both_answer(file):
    return at_once(lambda: answer(file, "opd.pupr.batam"), lambda: answer(file, "opd.satpolpp.batam"))


def journal(file, verb):
    return JournalEntry.objects.filter(subject=file.uuid, verb=verb).count()


def test_without_the_lock_two_last_answers_leave_the_file_waiting_for_ever(monkeypatch):
    file = waiting_for_two()
    monkeypatch.setattr(
        ApplicationQuerySet,
        "locked",
        lambda self, uuid: self.select_related("standard", "permit_type", "office__region").get(uuid=uuid),
    )
    both_answer(file)
    stalled = fresh(file)
    assert stalled.recommendations.open().count() == 0
    assert (stalled.state, stalled.holder) == ("recommendation", "agencies")


def test_two_agencies_answering_last_at_the_same_moment_move_the_file_on_once():
    file = waiting_for_two()
    told = Message.objects.filter(occasion="applications/desk_answers_complete").count()
    one, two = both_answer(file)
    assert (one.outcome(), two.outcome()) == ("done", "done")
    moved = fresh(file)
    assert (moved.state, moved.holder_role, moved.answers_received) == ("drafting", "verifier", 3)
    assert (
        moved.clock_events.filter(holder="agency", role="verifier").count() == 2
    )  # registered, and back from the agencies
    assert (
        Message.objects.filter(occasion="applications/desk_answers_complete").count() == told + 2
    )  # one person, two channels


def test_a_second_stage_opens_once_when_two_answer_last_in_the_first():
    where = {"office": "dpmptsp-provinsi-kepulauan-riau", "loket": "loket.kepri", "verifikator": "verifikator.kepri"}
    file = verified(code="SIPB-BATUAN", **where)
    answer(file, "opd.esdm.kepri")
    one, two = at_once(lambda: answer(file, "opd.dlh.kepri"), lambda: answer(file, "opd.pupr.kepri"))
    assert (one.outcome(), two.outcome()) == ("done", "done")
    moved = fresh(file)
    assert (moved.state, moved.stage, moved.answers_requested) == ("recommendation", 2, 4)
    assert moved.recommendations.filter(stage=2).count() == 1


def test_one_agency_answering_twice_answers_once():
    file = waiting_for_two()
    request = file.recommendations.get(agency__code="PUPR")

    def give(verdict):
        officer = person("opd.pupr.batam")
        return recommendations.give_recommendation(
            request.uuid, by=officer, verdict=verdict, reasons="Alasan.", version=0
        )

    one, two = at_once(lambda: give("favourable"), lambda: give("unfavourable"))
    assert (one.outcome(), two.outcome()) == ("done", "WrongState")
    request.refresh_from_db()
    assert (request.verdict, fresh(file).answers_received) == ("favourable", 2)


def test_submitting_twice_at_once_submits_once():
    file = filled()
    one, two = at_once(*[lambda: submission.submit_application(file.uuid, by=person("pemohon"))] * 2)
    assert (one.outcome(), two.outcome()) == ("done", "WrongState")
    assert "sudah dikirim" in str(two.error)
    assert (fresh(file).state, fresh(file).clock_events.count()) == ("submitted", 1)
    assert journal(file, "application.submitted") == 1
    assert Message.objects.filter(occasion="applications/submitted").count() == 2  # the portal and the mail, once each


def test_two_sections_saved_at_the_same_moment_are_both_kept():
    file = draft()

    def save(section, **fields):
        client = Client()
        client.force_login(person("pemohon"))
        return lambda: send(client, page_of("edit_section", file, section), **fields)

    one, two = at_once(save("data", no_str="25 03 1 2 2 21-7"), save("lokasi", alamat_lokasi="Jl. Melati 3"))
    assert (one.outcome(), two.outcome()) == ("done", "done")
    assert {"no_str", "alamat_lokasi"} <= fresh(file).answers.keys()


def test_two_officers_registering_one_file_at_once_draw_one_number():
    file = submitted()
    all_fit(file, "loket.batam")
    one, two = at_once(*[lambda: verification.register_application(file.uuid, by=person("loket.batam"))] * 2)
    assert (one.outcome(), two.outcome()) == ("done", "TransitionNotAllowed")
    assert NumberSeries.objects.get(kind="registration").last == 1
    assert fresh(file).printed_documents.count() == 1


def test_registrations_at_once_have_numbers_without_a_gap():
    files = [submitted() for _ in range(4)]
    for file in files:
        all_fit(file, "loket.batam")
    actors = all_at_once(
        [lambda file=file: verification.register_application(file.uuid, by=person("loket.batam")) for file in files]
    )
    assert [actor.outcome() for actor in actors] == ["done"] * 4
    numbers = sorted(
        Application.objects.exclude(registration_number=None).values_list("registration_number", flat=True)
    )
    assert [number[:17] for number in numbers] == [f"BATAM-2026-{n:06}" for n in (1, 2, 3, 4)]


def test_a_number_given_back_by_the_first_is_drawn_by_the_second():
    files = [submitted(), submitted()]
    for file in files:
        all_fit(file, "loket.batam")

    def register(file):
        return verification.register_application(file.uuid, by=person("loket.batam"))

    one, two = at_once(lambda: register(files[0]), lambda: register(files[1]), then_break=True)
    assert (one.outcome(), two.outcome()) == ("PowerCut", "done")
    assert (fresh(files[0]).state, fresh(files[0]).registration_number) == ("submitted", None)
    assert fresh(files[1]).registration_number.startswith("BATAM-2026-000001-")


def test_withdrawing_while_the_head_signs_ends_the_file_once():
    file = at_signing()
    one, two = at_once(
        lambda: issuance.sign_decision(file.uuid, by=person("kadis.batam")),
        lambda: submission.withdraw_application(file.uuid, by=person("pemohon")),
    )
    assert (one.outcome(), two.outcome()) == ("done", "TransitionNotAllowed")
    assert fresh(file).state == "issued"
    assert (journal(file, "permit.issued"), journal(file, "application.withdrawn")) == (1, 0)


def test_signing_while_the_applicant_withdraws_draws_no_number():
    file = at_signing()
    one, two = at_once(
        lambda: submission.withdraw_application(file.uuid, by=person("pemohon")),
        lambda: issuance.sign_decision(file.uuid, by=person("kadis.batam")),
    )
    assert (one.outcome(), two.outcome()) == ("done", "WrongState")
    assert fresh(file).state == "withdrawn"
    assert not NumberSeries.objects.filter(kind="permit").exists()


def test_endorsing_and_sending_back_at_once_does_one_of_them():
    file = at_signing()
    decision.send_back_decision(file.uuid, by=person("kadis.batam"), reason="Perbaiki.")
    decision.draft_decision(file.uuid, by=person("verifikator.batam"), verdict="issue", ready=True)
    one, two = at_once(
        lambda: decision.send_back_decision(file.uuid, by=person("kabid.batam"), reason="Masih salah."),
        lambda: decision.endorse_decision(file.uuid, by=person("kabid.batam")),
    )
    assert (one.outcome(), two.outcome()) == ("done", "WrongState")
    assert (fresh(file).state, fresh(file).decision.round) == ("drafting", 3)


def test_signatures_at_once_have_numbers_without_a_gap():
    issued()
    files = [at_signing(), at_signing()]
    actors = all_at_once(
        [lambda file=file: issuance.sign_decision(file.uuid, by=person("kadis.batam")) for file in files]
    )
    assert [actor.outcome() for actor in actors] == ["done"] * 2
    assert sorted(fresh(file).permit.number[9:13] for file in files) == ["0002", "0003"]
