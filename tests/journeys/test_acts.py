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
