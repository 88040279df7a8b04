"""Agencies in parallel: what moves a file on, what stops it, whom a standard asks, and what a stage costs (product.md, rule 2)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import Agency
from applications.actions import decision, recommendations, submission, verification
from applications.completeness import gaps
from applications.models import Document
from applications.schema.form import FormSpec
from applications.schema.kinds.base import Place
from ptsp_portal.lib.rules import Incomplete, NotAllowed, Refused, WrongState
from tests.factories import (
    BATAM,
    answer,
    at_signing,
    drafted,
    filled,
    fresh,
    next_standard,
    paper,
    person,
    registered,
    untouched,
    verified,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]

KEPRI = {"office": "dpmptsp-provinsi-kepulauan-riau", "loket": "loket.kepri", "verifikator": "verifikator.kepri"}


def codes(file, **which):
    return sorted(each.agency.code for each in file.recommendations.filter(**which).select_related("agency"))


def test_verifying_asks_every_agency_of_the_stage_at_once():
    file = verified(code="REKLAME")
    assert codes(file) == ["BAPENDA", "PUPR", "SATPOLPP"]
    assert {(each.state, each.stage, each.is_required) for each in file.recommendations.all()} == {
        ("requested", 1, True)
    }
    assert len({each.requested_at for each in file.recommendations.all()}) == 1
    assert (file.state, file.holder, file.answers_requested, file.answers_received) == (
        "recommendation",
        "agencies",
        3,
        0,
    )


def test_a_standard_without_a_stage_goes_straight_to_drafting():
    next_standard("SIPF", stages=[])
    file = verified()
    assert (file.state, file.holder_role, file.answers_requested) == ("drafting", "verifier", 0)
    assert not file.recommendations.exists()


def test_the_last_required_answer_moves_the_file_on_and_nothing_before_it():
    file = verified(code="REKLAME")
    for account, state in (
        ("opd.pupr.batam", "recommendation"),
        ("opd.bapenda.batam", "recommendation"),
        ("opd.satpolpp.batam", "drafting"),
    ):
        answer(file, account)
        assert fresh(file).state == state
    assert (fresh(file).holder, fresh(file).holder_role) == ("agency", "verifier")


def test_an_unfavourable_answer_opens_no_later_stage_but_the_others_still_answer():
    file = verified(code="SIPB-BATUAN", **KEPRI)
    answer(file, "opd.esdm.kepri", "unfavourable", "Di luar wilayah tambang.")
    assert (fresh(file).state, codes(file, state="requested")) == ("recommendation", ["DLH", "PUPR"])
    answer(file, "opd.dlh.kepri", "unfavourable", "Kawasan lindung.")
    answer(file, "opd.pupr.kepri")
    file = fresh(file)
    assert (file.state, file.stage) == ("drafting", 1)
    assert not file.recommendations.filter(stage=2).exists()
    assert [each.agency.code for each in decision.opposed(file)] == ["ESDM", "DLH"]


def test_a_not_applicable_answer_counts_as_an_answer():
    file = verified()
    answer(file, "opd.dinkes.batam", "not_applicable", "Bukan kewenangan kami.")
    assert fresh(file).state == "drafting"
    assert decision.opposed(fresh(file)) == []


def test_advice_never_blocks():
    next_standard("REKLAME", advisory=["SATPOLPP"])
    file = verified(code="REKLAME")
    assert codes(file, is_required=False) == ["SATPOLPP"]
    answer(file, "opd.pupr.batam")
    answer(file, "opd.bapenda.batam")
    assert fresh(file).state == "drafting"
    assert codes(file, state="requested") == ["SATPOLPP"]
    late = answer(file, "opd.satpolpp.batam", "unfavourable", "Mengganggu pandangan.")
    assert (late.state, fresh(file).state, fresh(file).answers_received) == ("given", "drafting", 3)
    assert decision.opposed(fresh(file)) == []


def test_a_stage_of_advice_alone_is_passed_at_once():
    next_standard("SIPB-BATUAN", advisory=["ESDM", "DLH", "PUPR"])
    file = verified(code="SIPB-BATUAN", **KEPRI)
    assert (file.state, file.stage, file.answers_requested) == ("recommendation", 2, 4)
    assert codes(file, stage=2, state="requested") == ["SETDA"]


def test_a_request_with_one_binding_code_binds():
    next_standard("TRAYEK-AKDP", advisory=["DISHUB-ASAL", "DISHUB-TUJUAN"])
    file = verified(code="TRAYEK-AKDP", **KEPRI)
    assert {each.agency.region_id: each.is_required for each in file.recommendations.all()}["21"] is True


def test_two_codes_that_give_one_agency_make_one_request():
    file = verified(code="TRAYEK-AKDP", kabkota_asal=place("21.71"), kabkota_tujuan=place("21.71"), **KEPRI)
    asked = {each.agency.region_id: each.codes for each in file.recommendations.select_related("agency")}
    assert asked == {"21": ["DISHUB"], "21.71": ["DISHUB-ASAL", "DISHUB-TUJUAN"]}
    assert file.answers_requested == 2


def test_agencies_come_from_the_answers():
    file = verified(code="TRAYEK-AKDP", kabkota_asal=place("21.01"), kabkota_tujuan=place("21.72"), **KEPRI)
    assert sorted(each.agency.region_id for each in file.recommendations.select_related("agency")) == [
        "21",
        "21.01",
        "21.72",
    ]


def place(code):
    return Place(code, code)


def test_an_agency_that_nobody_is_refuses_submission_and_names_the_field():
    file = filled(
        code="TRAYEK-AKDP", office=KEPRI["office"], kabkota_asal=place("21.01"), kabkota_tujuan=place("21.72")
    )
    Agency.objects.filter(code="DISHUB", region_id="21.01").update(is_active=False)
    Agency.objects.filter(code="DISHUB", region_id="21").update(is_active=False)
    before = untouched(file)
    with pytest.raises(Incomplete) as refusal:
        submission.submit_application(file.uuid, by=person("pemohon"))
    assert untouched(file) == before
    label = next(each.label for each in FormSpec.from_json(file.standard.fields).fields if each.code == "kabkota_asal")
    words, link = next(gap for gap in refusal.value.gaps if "DISHUB-ASAL" in gap[0])
    assert label in words and link.endswith("#div_id_kabkota_asal")
    assert {gap[0].split()[3] for gap in gaps(file)} == {"DISHUB", "DISHUB-ASAL"}


# What an answer must say.
UNFIT_ANSWERS = [
    ("unfavourable", "", []),
    ("unfavourable", "   ", []),
    ("conditional", "", ["Satu syarat."]),
    ("conditional", "Alasan.", []),
    ("conditional", "Alasan.", ["  "]),
    ("not_applicable", "", []),
    ("maybe", "Alasan.", []),
    ("", "", []),
]


def test_an_answer_without_what_it_needs_is_refused():
    file = verified()
    before = untouched(file)
    for answered in UNFIT_ANSWERS:
        with pytest.raises(Refused):
            answer(file, "opd.dinkes.batam", *answered)
        assert untouched(file) == before, answered
    assert file.recommendations.get().state == "requested"


def test_a_stale_form_is_refused():
    file = verified()
    request, officer = file.recommendations.get(), person("opd.dinkes.batam")
    recommendations.acknowledge_recommendation(request.uuid, by=officer)
    before = untouched(file)
    with pytest.raises(WrongState, match="sudah berubah"):
        recommendations.give_recommendation(request.uuid, by=officer, verdict="favourable", version=request.version)
    assert untouched(file) == before
    recommendations.give_recommendation(request.uuid, by=officer, verdict="favourable", version=request.version + 1)
    assert fresh(file).state == "drafting"


def test_another_agency_can_neither_acknowledge_nor_answer():
    file = verified()
    request, stranger, before = file.recommendations.get(), person("opd.pupr.batam"), untouched(file)
    with pytest.raises(NotAllowed):
        recommendations.acknowledge_recommendation(request.uuid, by=stranger)
    with pytest.raises(NotAllowed):
        recommendations.give_recommendation(request.uuid, by=stranger, verdict="favourable")
    assert untouched(file) == before
    assert file.recommendations.get().version == 0


def test_advice_that_comes_after_the_decision_was_drafted_and_endorsed_is_refused():
    next_standard("SIPF", advisory=["DINKES"])
    file = verified()
    decision.draft_decision(file.uuid, by=person("verifikator.batam"), verdict="issue", ready=True)
    decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    request, before = file.recommendations.get(), untouched(file)
    for act in (recommendations.acknowledge_recommendation, give):
        with pytest.raises(WrongState, match="tidak menunggu rekomendasi"):
            act(request.uuid, by=person("opd.dinkes.batam"))
    assert untouched(file) == before


def give(uuid, by):
    return recommendations.give_recommendation(uuid, by=by, verdict="favourable")


def test_an_attachment_belongs_to_the_answer_and_not_to_the_applicants_papers():
    file = verified()
    name, content, inspected = paper("bap", ("pdf",))
    request = file.recommendations.get()
    recommendations.give_recommendation(
        request.uuid, by=person("opd.dinkes.batam"), verdict="favourable", attachments=[(inspected, content, name)]
    )
    assert Document.objects.get(recommendation=request).sha256 == inspected.sha256
    assert file.documents.answering_requirements().count() == 5


@pytest.mark.parametrize("point", [drafted, at_signing])
def test_a_verified_file_is_not_verified_again(point):
    file = point()
    before = untouched(file)
    with pytest.raises(Exception, match="transition|verify|switch"):
        verification.verify_application(file.uuid, by=person("verifikator.batam"))
    assert untouched(file) == before
    assert file.recommendations.count() == 1


def test_a_paper_without_a_result_stops_verification():
    file = registered()
    document = file.documents.answering_requirements().first()
    Document.objects.filter(pk=document.pk).update(check_result="unchecked")
    before = untouched(file)
    with pytest.raises(Incomplete) as refusal:
        verification.verify_application(file.uuid, by=person("verifikator.batam"))
    assert len(refusal.value.gaps) == 1
    assert untouched(file) == before
    assert not file.recommendations.exists()


# The number of SQL statements does not grow with the agencies.
EIGHT = ["DINKES", "DLH", "PUPR", "BAPENDA", "SATPOLPP", "DISHUB", "DISDIK", "DPRKP"]


def statements_of_verifying(stage) -> int:
    next_standard("SIPF", stages=[stage])
    file = registered()
    verifier = person("verifikator.batam")
    with CaptureQueriesContext(connection) as statements:
        verification.verify_application(file.uuid, by=verifier)
    assert fresh(file).answers_requested == len(stage) == fresh(file).recommendations.count()
    return len(statements)


def test_verifying_costs_the_same_for_one_three_and_eight_agencies():
    counts = [statements_of_verifying(EIGHT[:n]) for n in (1, 3, 8)]
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 45


def test_the_office_alone_is_asked_by_code_in_its_own_region():
    file = verified(office=BATAM)
    assert {each.agency.region_id for each in file.recommendations.select_related("agency")} == {"21.71"}
