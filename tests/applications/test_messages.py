"""Who is told what, act by act; and that nothing written on the way names the applicant (rules 8 and 27)."""

import logging
from uuid import uuid4

import pytest
from django.urls import reverse

from agencies.models import Business, Membership
from applications.actions import decision, drafting, issuance, recommendations, submission, verification
from applications.tasks import render_documents
from audit.models import JournalEntry, Replay
from notifications.models import Message
from notifications.tasks import deliver_messages
from tests.factories import (
    BATAM,
    add_post,
    all_fit,
    answer,
    at_signing,
    colleague,
    drafted,
    filled,
    fresh,
    in_state,
    issued,
    next_standard,
    person,
    registered,
    send_back_to_applicant,
    submitted,
    verified,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def told(act) -> list[tuple[str, str]]:
    """(who, of what), in order; each of them in the portal and by mail, and by no other way."""
    last = Message.objects.order_by("-id").values_list("id", flat=True).first() or 0
    act()
    new = Message.objects.filter(id__gt=last).order_by("id").select_related("user")
    ways = {
        channel: [(m.user.email.split("@")[0], m.occasion) for m in new if m.channel == channel]
        for channel in ("inapp", "email")
    }
    assert sorted(ways["inapp"]) == sorted(ways["email"]) and len(new) == 2 * len(ways["inapp"])
    for message in new:
        assert message.subject and message.text and message.link.startswith("/") and message.about
    return sorted((who, occasion.removeprefix("applications/")) for who, occasion in ways["inapp"])


def submit(file):
    return submission.submit_application(file.uuid, by=person("pemohon"))


def test_submitting_tells_the_applicant_and_the_counter():
    file = filled()
    assert told(lambda: submit(file)) == [("loket.batam", "desk_new_file"), ("pemohon", "submitted")]


def test_filling_in_tells_nobody():
    assert told(filled) == []


def test_returning_tells_the_applicant_and_repairing_whoever_must_look_again():
    file = submitted()
    assert told(lambda: send_back_to_applicant(file, "loket.batam", "Satu.", "Dua.")) == [("pemohon", "returned")]
    assert "2 hal" in Message.objects.filter(occasion="applications/returned").first().subject
    assert told(lambda: submit(file)) == [("loket.batam", "desk_new_file"), ("pemohon", "resubmitted")]
    known = registered()
    send_back_to_applicant(known, "verifikator.batam")
    assert told(lambda: submit(known)) == [("pemohon", "resubmitted"), ("verifikator.batam", "desk_new_file")]


def test_registering_tells_the_applicant_and_the_verifier():
    file = submitted()
    assert told(lambda: all_fit(file, "loket.batam")) == []
    assert told(lambda: verification.register_application(file.uuid, by=person("loket.batam"))) == [
        ("pemohon", "registered"),
        ("verifikator.batam", "desk_new_file"),
    ]


def test_a_small_offices_only_officer_is_not_told_of_their_own_act():
    where = {"code": "SK-DOMISILI", "office": "kelurahan-tanjung-riau"}
    file = submitted(**where)
    all_fit(file, "petugas.tanjungriau")
    registering = told(lambda: verification.register_application(file.uuid, by=person("petugas.tanjungriau")))
    assert registering == [("pemohon", "registered")]


def test_verifying_tells_every_agency_and_the_applicant_once():
    file = registered(code="REKLAME")
    assert told(lambda: verification.verify_application(file.uuid, by=person("verifikator.batam"))) == [
        ("opd.bapenda.batam", "agency_asked"),
        ("opd.pupr.batam", "agency_asked"),
        ("opd.satpolpp.batam", "agency_asked"),
        ("pemohon", "agencies_asked"),
    ]


def test_only_the_last_answer_is_news_to_the_office():
    file = verified(code="REKLAME")
    assert (
        told(lambda: recommendations.acknowledge_recommendation(_request(file, "PUPR"), by=person("opd.pupr.batam")))
        == []
    )
    assert told(lambda: answer(file, "opd.pupr.batam")) == []
    assert told(lambda: answer(file, "opd.bapenda.batam")) == []
    assert told(lambda: answer(file, "opd.satpolpp.batam")) == [("verifikator.batam", "desk_answers_complete")]


def _request(file, code):
    return file.recommendations.get(agency__code=code).uuid


def test_late_advice_is_no_news():
    next_standard("REKLAME", advisory=["SATPOLPP"])
    file = verified(code="REKLAME")
    answer(file, "opd.pupr.batam")
    answer(file, "opd.bapenda.batam")
    assert told(lambda: answer(file, "opd.satpolpp.batam")) == []


def test_a_second_stage_tells_its_agencies_and_the_applicant():
    file = verified(
        code="SIPB-BATUAN",
        office="dpmptsp-provinsi-kepulauan-riau",
        loket="loket.kepri",
        verifikator="verifikator.kepri",
    )
    answer(file, "opd.esdm.kepri")
    answer(file, "opd.dlh.kepri")
    occasions = [occasion for _who, occasion in told(lambda: answer(file, "opd.pupr.kepri"))]
    assert occasions == ["agency_asked", "agencies_asked"]


def test_the_draft_is_told_to_whose_turn_it_is():
    file = in_state("drafting")
    by = person("verifikator.batam")
    assert told(lambda: decision.draft_decision(file.uuid, by=by, verdict="issue")) == []
    assert told(lambda: decision.draft_decision(file.uuid, by=by, verdict="issue", ready=True)) == [
        ("kabid.batam", "desk_next_signature")
    ]
    assert told(lambda: decision.endorse_decision(file.uuid, by=person("kabid.batam"))) == [
        ("kadis.batam", "desk_next_signature")
    ]
    send_back = told(lambda: decision.send_back_decision(file.uuid, by=person("kadis.batam"), reason="Keliru."))
    assert send_back == [("verifikator.batam", "desk_sent_back")]


def test_the_heads_deputy_is_told_too():
    head = Membership.objects.get(user=person("kadis.batam"))
    deputy = colleague("plh.batam")
    file = drafted()
    today = file.created_at.date()
    head.delegations.create(deputy=deputy, kind="plh", decree="1", from_on=today, until_on=today)
    assert told(lambda: decision.endorse_decision(file.uuid, by=person("kabid.batam"))) == [
        ("kadis.batam", "desk_next_signature"),
        ("plh.batam", "desk_next_signature"),
    ]


@pytest.mark.parametrize(("verdict", "occasion"), [("issue", "permit_ready"), ("reject", "rejected")])
def test_the_outcome_is_told_when_its_document_can_be_downloaded(verdict, occasion):
    file = at_signing(verdict=verdict)
    assert told(lambda: issuance.sign_decision(file.uuid, by=person("kadis.batam"))) == []
    assert told(render_documents) == [("pemohon", occasion)]
    assert told(render_documents) == []


def test_withdrawing_tells_the_agencies_that_still_work_on_it():
    file = verified(code="REKLAME")
    answer(file, "opd.pupr.batam")
    assert told(lambda: submission.withdraw_application(file.uuid, by=person("pemohon"))) == [
        ("opd.bapenda.batam", "agency_withdrawn"),
        ("opd.satpolpp.batam", "agency_withdrawn"),
        ("pemohon", "withdrawn"),
    ]


def test_withdrawing_a_draft_tells_nobody():
    file = filled()
    assert told(lambda: submission.withdraw_application(file.uuid, by=person("pemohon"))) == []


def test_advice_that_is_no_longer_needed_is_called_off():
    next_standard("SIPF", advisory=["DINKES"])
    file = verified()
    decision.draft_decision(file.uuid, by=person("verifikator.batam"), verdict="issue", ready=True)
    decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    assert told(lambda: issuance.sign_decision(file.uuid, by=person("kadis.batam"))) == [
        ("opd.dinkes.batam", "agency_withdrawn")
    ]


def test_two_desks_of_one_person_bring_one_message():
    add_post(person("kabid.batam"), BATAM, "front_desk")
    add_post(person("kabid.batam"), BATAM, "verifier")
    file = filled()
    assert [who for who, _what in told(lambda: submit(file))].count("kabid.batam") == 1


def test_whoever_may_act_for_the_business_is_told_and_nobody_else():
    business = Business.objects.get()
    person("pemohon2").person.representations.create(business=business, status="active")
    file = filled("REKLAME")
    drafting.choose_business(file.uuid, by=person("pemohon"), business=business)
    assert [who for who, what in told(lambda: submit(file)) if what == "submitted"] == ["pemohon", "pemohon2"]


# Nothing that is written on the way names the applicant.
CANARIES = """2171035405910001 Nurul Hidayati Siregar Nurul+Hidayati Gajah Mada 81270001234 0001234 9120107712345 Bahari
    25%2003 pemohon@demo.test""".split()
CANARIES = [word for word in CANARIES if word not in ("Gajah", "Mada")] + ["Gajah Mada"]


def found(text) -> list[str]:
    return [canary for canary in CANARIES if canary.lower() in str(text).lower()]


def test_the_canaries_sing():
    file = submitted()
    assert (
        found(f"{file.holder_name} {file.holder_identity}")
        and found(file.holder_address)
        and found(file.filed_by.email)
    )


def test_no_message_journal_row_address_or_log_names_the_applicant(client, caplog):
    caplog.set_level(logging.DEBUG)
    for file in (issued(), issued(verdict="reject"), in_state("returned")):
        assert file.person.name == "Nurul Hidayati Siregar" and file.person.nik == "2171035405910001"
    with_paths(client, verified(code="REKLAME"))
    render_documents()
    deliver_messages()
    seen = 0
    for message in Message.objects.all():
        assert not found(" ".join([message.subject, message.text, message.html, message.link, message.error])), (
            message.occasion
        )
        seen += 1
    for entry in JournalEntry.objects.all():
        assert not found([entry.chain, entry.verb, entry.role, entry.agency, entry.facts]), entry.verb
        seen += 1
    for replay in Replay.objects.all():
        assert not found([replay.location, replay.owner, replay.digest])
        seen += 1
    assert not found(caplog.text)
    assert seen > 100 and Replay.objects.count() == 1


def with_paths(client, file):
    """The page acts that leave an address behind: looking, downloading, taking back."""
    client.force_login(person("pemohon"))
    client.get(reverse("applications:file", args=[file.uuid]))
    client.get(reverse("applications:file", args=[uuid4()]))
    client.post(reverse("applications:withdraw", args=[file.uuid]), {"once": str(uuid4())})
    assert fresh(file).state == "withdrawn"
