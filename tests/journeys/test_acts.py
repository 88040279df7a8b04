"""The whole life through the actions, without pages: the fastest proof that the house stands."""

import pytest

from tests.factories import answer, fresh, issued, person, verified

pytestmark = pytest.mark.django_db


def test_a_physiotherapist_gets_a_licence(reference, at_usual_moment):
    file = issued()
    assert file.state == "issued"
    assert file.permit.number.startswith("500.16.7/0001/SIPF/BATAM/VIII/2026")
    assert file.due_at is None and file.holder == "nobody"


def test_three_agencies_are_asked_at_once_and_the_last_moves_the_file(reference, at_usual_moment):
    file = verified(code="REKLAME")
    assert sorted(each.agency.code for each in file.recommendations.all()) == ["BAPENDA", "PUPR", "SATPOLPP"]
    for account in ("opd.pupr.batam", "opd.bapenda.batam"):
        answer(file, account)
        assert fresh(file).state == "recommendation"
    answer(file, "opd.satpolpp.batam")
    assert fresh(file).state == "drafting"
    assert person("verifikator.batam").full_name


def test_two_stages_open_one_after_the_other(reference, at_usual_moment):
    file = verified(
        code="SIPB-BATUAN",
        office="dpmptsp-provinsi-kepulauan-riau",
        loket="loket.kepri",
        verifikator="verifikator.kepri",
    )
    for account in ("opd.esdm.kepri", "opd.dlh.kepri", "opd.pupr.kepri"):
        answer(file, account)
    file = fresh(file)
    assert (file.state, file.stage, file.answers_requested, file.answers_received) == ("recommendation", 2, 4, 3)
    second = file.recommendations.get(stage=2)
    assert second.agency.code == "SETDA"


def test_a_route_asks_the_transport_offices_of_both_its_ends(reference, at_usual_moment):
    file = verified(
        code="TRAYEK-AKDP",
        office="dpmptsp-provinsi-kepulauan-riau",
        loket="loket.kepri",
        verifikator="verifikator.kepri",
    )
    assert {each.agency.code for each in file.recommendations.all()} == {"DISHUB"}


def test_a_village_letter_needs_no_agency_and_the_lurah_signs(reference, at_usual_moment):
    file = verified(
        code="SK-DOMISILI",
        office="kelurahan-tanjung-riau",
        loket="petugas.tanjungriau",
        verifikator="petugas.tanjungriau",
    )
    assert file.state == "drafting"
