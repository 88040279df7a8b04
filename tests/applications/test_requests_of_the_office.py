"""The office's side: withdrawing a request, asking one more agency late, asking again; what is kept and what is refused."""

import pytest

from agencies.models import Agency
from applications.actions import agency_desk, decision, recommendations, requests
from applications.invariants import RULES
from applications.policies import allowed
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.rules import NotAllowed, WrongState
from tests.applications.agency import OFFICER, UNIT, VERIFIER, again, asked, refused
from tests.factories import add_post, answer, at_signing, drafted, fresh, next_standard, person, verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]

KEPRI = {"office": "dpmptsp-provinsi-kepulauan-riau", "loket": "loket.kepri", "verifikator": "verifikator.kepri"}


def agency(code, region="21.71"):
    return Agency.objects.get(code=code, region_id=region)


def withdraw(request, by=VERIFIER, reason="Tidak diperlukan lagi.", **more):
    return requests.withdraw_request(request.uuid, by=person(by), reason=reason, **more)


def add(file, which=None, by=VERIFIER, reason="Lokasi di tepi jalan.", **more):
    return requests.add_request(file.uuid, by=person(by), agency=which or agency("PUPR"), reason=reason, **more)


def ask_again(request, by=VERIFIER, reason="Alamat berubah.", **more):
    return requests.ask_again(request.uuid, by=person(by), reason=reason, **more)


def told(occasion) -> list[str]:
    rows = Message.objects.filter(occasion=f"applications/{occasion}", channel="inapp").select_related("user")
    return sorted(row.user.email.split("@")[0] for row in rows)


def all_is_well():
    return [found for rule in RULES for found in rule()] == []


# Withdrawing.
def test_the_last_open_request_withdrawn_moves_the_file_on():
    request = asked()
    withdraw(request)
    request, file = again(request), fresh(request.application)
    assert (request.state, request.withdrawal_reason, request.due_at) == ("withdrawn", "Tidak diperlukan lagi.", None)
    assert (file.state, file.holder_role, file.answers_requested) == ("drafting", "verifier", 0)
    assert told("agency_withdrawn") == [OFFICER]
    assert JournalEntry.objects.about(request).filter(verb="recommendation.withdrawn", role="verifier").count() == 1
    assert all_is_well()


def test_a_request_withdrawn_among_others_moves_nothing_on():
    file = verified(code="REKLAME")
    withdraw(file.recommendations.get(agency__code="PUPR"))
    file = fresh(file)
    assert (file.state, file.answers_requested, file.recommendations.open().count()) == ("recommendation", 2, 2)


def test_withdrawing_the_last_of_a_stage_opens_the_next():
    file = verified(code="SIPB-BATUAN", **KEPRI)
    answer(file, "opd.esdm.kepri")
    answer(file, "opd.dlh.kepri")
    withdraw(file.recommendations.get(agency__code="PUPR"), by="verifikator.kepri")
    assert (fresh(file).stage, fresh(file).recommendations.open().get().agency.code) == (2, "SETDA")


def test_an_answer_given_is_kept():
    request = asked()
    answer(request.application, OFFICER)
    refused(request, lambda: withdraw(request), WrongState, "disimpan dan tidak dapat ditarik")


@pytest.mark.parametrize(
    "by", ["loket.batam", "kabid.batam", "kadis.batam", OFFICER, "verifikator.tanjungpinang", "pemohon"]
)
def test_only_the_offices_verifier_withdraws_adds_and_asks_again(by):
    request = asked()
    refused(request, lambda: withdraw(request, by), NotAllowed)
    refused(request, lambda: add(request.application, by=by), NotAllowed)
    answer(request.application, OFFICER)
    refused(request, lambda: ask_again(request, by), NotAllowed)


def test_a_verifier_touches_no_request_of_an_own_file():
    request = asked()
    add_post(person("pemohon"), "dpmptsp-kota-batam", "verifier")
    refused(request, lambda: withdraw(request, "pemohon"), NotAllowed)
    refused(request, lambda: add(request.application, by="pemohon"), NotAllowed)


def test_every_act_needs_a_reason():
    request = asked()
    refused(request, lambda: withdraw(request, reason=" "), match="Tulis alasannya")
    refused(request, lambda: add(request.application, reason=" "), match="Tulis alasannya")
    answer(request.application, OFFICER)
    refused(request, lambda: ask_again(request, reason=" "), match="Tulis alasannya")


def test_a_stale_page_is_refused():
    request = asked()
    recommendations.acknowledge_recommendation(request.uuid, by=person(OFFICER))
    refused(request, lambda: withdraw(request, version=0), WrongState, "sudah berubah")
    seen = fresh(request.application).change_count - 1
    refused(request, lambda: add(request.application, seen_change_count=seen), WrongState, "sudah berubah")
    answer(request.application, OFFICER)
    refused(request, lambda: ask_again(request, version=1), WrongState, "sudah berubah")


# One more agency.
def test_a_late_request_is_one_more_lane():
    request = asked()
    late = add(request.application)
    file = fresh(request.application)
    assert (late.agency.code, late.stage, late.is_required, late.codes) == ("PUPR", 1, True, ["PUPR"])
    assert (late.reason_asked, file.answers_requested) == ("Lokasi di tepi jalan.", 2)
    assert "opd.pupr.batam" in told("agency_asked")
    verbs = list(JournalEntry.objects.about(late).values_list("verb", flat=True))
    assert verbs == ["recommendation.added", "recommendation.requested"]
    answer(file, OFFICER)
    assert fresh(file).state == "recommendation"
    answer(file, "opd.pupr.batam")
    assert fresh(file).state == "drafting" and all_is_well()


def test_a_late_request_takes_a_finished_draft_back():
    file = drafted()
    late = add(file)
    file = fresh(file)
    assert (file.state, file.holder, file.decision.is_ready) == ("recommendation", "agencies", False)
    assert late.due_at is not None and late.due_at <= file.due_at
    assert allowed(person("kabid.batam"), file) == ["write_message"]
    answer(file, "opd.pupr.batam")
    assert fresh(file).state == "drafting" and all_is_well()


def test_late_advice_is_not_waited_for():
    file = drafted()
    add(file, is_required=False)
    file = fresh(file)
    assert (file.state, file.holder_role, file.recommendations.open().count()) == ("drafting", "verifier", 1)
    assert all_is_well()


def test_an_agency_with_a_request_or_an_answer_is_not_asked_beside_it():
    request = asked()
    refused(request, lambda: add(request.application, agency("DINKES")), match="belum menjawab")
    answer(request.application, OFFICER)
    refused(request, lambda: add(request.application, agency("DINKES")), match="Minta ulang")


def test_only_agencies_of_the_region_or_above_are_asked():
    request = asked()
    for code, region in (("PUPR", "21.72"), ("UPT-SEKUPANG", "21.71"), ("GUBERNUR", "21"), ("DPMPTSP", "21.71")):
        other = Agency.objects.filter(code=code, region_id=region).first() or request.application.office
        refused(request, lambda other=other: add(request.application, other), match="wilayah kantor Anda")
    Agency.objects.filter(pk=agency("PUPR").pk).update(is_active=False)
    refused(request, lambda: add(request.application), match="wilayah kantor Anda")
    assert add(request.application, agency("DLH", "21")).agency.region_id == "21"


@pytest.mark.parametrize("point", [at_signing])
def test_with_the_head_nothing_is_added_or_asked_again(point):
    file = point()
    request = file.recommendations.get()
    refused(request, lambda: add(file), WrongState)
    refused(request, lambda: ask_again(request), WrongState)


def test_a_late_request_of_a_later_stages_agency_becomes_that_stages_request():
    next_standard("SIPF", stages=[["DINKES"], ["PUPR"]])
    request = asked()
    early = add(request.application, is_required=False)
    answer(request.application, OFFICER)
    early, file = again(early), fresh(request.application)
    assert (file.state, file.stage, early.stage, early.is_required) == ("recommendation", 2, 2, True)
    assert file.recommendations.open().get() == early and all_is_well()


# Asking again.
def test_an_answer_asked_again_is_kept_and_counts_no_more():
    request = asked()
    answer(request.application, OFFICER, "unfavourable", "Sarana kurang.")
    anew = ask_again(request)
    old, file = again(request), fresh(request.application)
    assert (old.state, old.is_current, old.reasons) == ("given", False, "Sarana kurang.")
    assert (anew.asked_again_of, anew.codes, anew.reason_asked) == (old, old.codes, "Alamat berubah.")
    assert (file.state, file.answers_received, file.answers_requested) == ("recommendation", 0, 1)
    assert decision.opposed(file) == []
    answer(file, OFFICER)
    assert fresh(file).state == "drafting" and all_is_well()


def test_withdrawing_what_was_asked_again_lets_the_old_answer_count():
    request = asked()
    answer(request.application, OFFICER)
    withdraw(ask_again(request))
    file = fresh(request.application)
    assert again(request).is_current
    assert (file.state, file.answers_received, file.answers_requested) == ("drafting", 1, 1)
    assert all_is_well()


def test_a_refusal_that_becomes_a_yes_opens_the_next_stage():
    file = verified(code="SIPB-BATUAN", **KEPRI)
    answer(file, "opd.esdm.kepri", "unfavourable", "Di luar wilayah tambang.")
    answer(file, "opd.dlh.kepri")
    answer(file, "opd.pupr.kepri")
    assert (fresh(file).state, fresh(file).stage) == ("drafting", 1)
    ask_again(file.recommendations.get(agency__code="ESDM"), by="verifikator.kepri")
    answer(file, "opd.esdm.kepri")
    assert (fresh(file).state, fresh(file).stage) == ("recommendation", 2)


def test_only_an_answer_that_counts_is_asked_again_and_once():
    request = asked()
    refused(request, lambda: ask_again(request), WrongState)
    answer(request.application, OFFICER)
    ask_again(request)
    refused(request, lambda: ask_again(request), WrongState)


def test_advice_asked_again_is_not_waited_for():
    next_standard("REKLAME", advisory=["SATPOLPP"])
    file = verified(code="REKLAME")
    for name in ("satpolpp", "pupr", "bapenda"):
        answer(file, f"opd.{name}.batam")
    ask_again(file.recommendations.get(agency__code="SATPOLPP"))
    assert fresh(file).state == "drafting" and all_is_well()


def test_a_request_of_a_unit_is_withdrawn_from_the_unit_too():

    request = asked()
    agency_desk.delegate_recommendation(request.uuid, by=person(OFFICER), unit=request.agency.units.get())
    withdraw(again(request))
    assert told("agency_withdrawn") == [OFFICER, UNIT]
