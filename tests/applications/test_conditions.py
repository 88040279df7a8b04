"""The agencies' conditions: accepted, reworded or declined one by one; a permit leaves no condition undecided."""

import pytest

from applications.actions import decision, issuance
from applications.actions.conditions import Outcome, own_lines_of
from applications.models import Clarification, Condition, Decision
from applications.permit_document import permit_doc
from audit.models import JournalEntry
from ptsp_portal.lib.rules import NotAllowed, Refused
from tests.factories import answer, fresh, person, untouched, verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
TWO = ["Sediakan APAR.", "Pasang papan nama."]


@pytest.fixture
def file():
    """PUPR asks two things of an advertisement, SATPOLPP one, BAPENDA none."""
    file = verified(code="REKLAME")
    answer(file, "opd.bapenda.batam")
    answer(file, "opd.satpolpp.batam", "conditional", "Tertib.", ["Tidak menutup trotoar."])
    answer(file, "opd.pupr.batam", "conditional", "Jarak.", ["Mundur 2 meter.", "Tinggi paling banyak 6 meter."])
    return fresh(file)


def conditions(file):
    return {each.text: each for each in Condition.objects.filter(recommendation__application=file)}


def decide(file, by="verifikator.batam", **how):
    results = {conditions(file)[text].pk: Outcome(*said) for text, said in how.pop("results", {}).items()}
    return decision.draft_decision(file.uuid, by=person(by), condition_results=results, **{"verdict": "issue"} | how)


DECIDED = {
    "Tidak menutup trotoar.": ("accepted",),
    "Mundur 2 meter.": ("reworded", "Mundur  paling sedikit 2 meter\ndari bahu jalan.", "Lebih jelas."),
    "Tinggi paling banyak 6 meter.": ("declined", "", "Sudah diatur dalam Perda."),
}


def test_what_is_taken_over_stands_in_the_permit_in_the_order_of_the_agencies_then_the_own_lines(file):
    decide(file, results=DECIDED, conditions=["Izin dipasang di lokasi.", "  "], ready=True)
    order = [each.agency.code for each in file.recommendations.select_related("agency")]
    of_agency = {"PUPR": "Mundur paling sedikit 2 meter dari bahu jalan.", "SATPOLPP": "Tidak menutup trotoar."}
    expected = [of_agency[code] for code in order if code in of_agency] + ["Izin dipasang di lokasi."]
    assert fresh(file).decision.conditions == expected
    rows = conditions(file)
    assert {text: (row.result, row.note) for text, row in rows.items()} == {
        "Tidak menutup trotoar.": ("accepted", ""),
        "Mundur 2 meter.": ("reworded", "Lebih jelas."),
        "Tinggi paling banyak 6 meter.": ("declined", "Sudah diatur dalam Perda."),
    }
    assert {(row.decided_by, row.decided_at is not None) for row in rows.values()} == {
        (person("verifikator.batam"), True)
    }


def test_the_permit_prints_them(file):
    decide(file, results=DECIDED, ready=True)
    decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    done = issuance.sign_decision(file.uuid, by=person("kadis.batam"))
    assert permit_doc(done)["conditions"] == done.decision.conditions and len(done.decision.conditions) == 2


def test_each_decision_is_journalled_once_with_its_agency(file):
    decide(file, results=DECIDED)
    decide(file, results=DECIDED | {"Tidak menutup trotoar.": ("declined", "", "Tidak relevan.")})
    entries = JournalEntry.objects.filter(verb="condition.decided").order_by("id")
    assert [entry.facts["result"] for entry in entries].count("declined") == 2 and entries.count() == 4
    assert {entry.agency.split("/")[1] for entry in entries} == {"PUPR", "SATPOLPP"}
    assert "reason_sha256" in entries.last().facts and "Tidak relevan." not in str(entries.last().facts)


def test_a_permit_is_not_handed_on_while_a_condition_is_open_but_it_is_saved(file):
    before = untouched(file)
    two = {text: said for text, said in DECIDED.items() if text != "Mundur 2 meter."}
    with pytest.raises(Refused, match="1 syarat dinas belum diputuskan"):
        decide(file, results=two, ready=True)
    assert untouched(file) == before
    assert {each.result for each in conditions(file).values()} == {"open"}
    assert not Decision.objects.filter(application=file).exists()
    decide(file, results=two)
    assert conditions(file)["Mundur 2 meter."].result == "open" and fresh(file).holder_role == "verifier"


def test_a_refusal_decides_no_condition(file):
    decide(file, verdict="reject", reasons=["Tata ruang."], legal_basis="Perda RTRW", ready=True)
    assert fresh(file).holder_role == "endorser"


@pytest.mark.parametrize("said", [("declined", "", " "), ("reworded", " \n", "x"), ("perhaps",)])
def test_declining_needs_a_reason_and_rewording_needs_words(file, said):
    before = untouched(file)
    with pytest.raises(Refused):
        decide(file, results={"Mundur 2 meter.": said})
    assert untouched(file) == before and conditions(file)["Mundur 2 meter."].result == "open"


def test_a_condition_of_another_file_is_refused(file):
    other = verified()
    answer(other, "opd.dinkes.batam", "conditional", "Catatan.", TWO)
    strange = conditions(other)["Sediakan APAR."]
    before = untouched(file)
    with pytest.raises(Refused, match="tidak lagi berlaku"):
        decision.draft_decision(
            file.uuid,
            by=person("verifikator.batam"),
            verdict="issue",
            condition_results={strange.pk: Outcome("accepted")},
        )
    assert untouched(file) == before
    strange.refresh_from_db()
    assert strange.result == "open"


def test_nobody_else_decides_a_condition(file):
    before = untouched(file)
    for name in ("kabid.batam", "opd.pupr.batam", "pemohon", "verifikator.tanjungpinang"):
        with pytest.raises(NotAllowed):
            decide(file, by=name, results=DECIDED)
    assert untouched(file) == before and {each.result for each in conditions(file).values()} == {"open"}


def test_a_line_that_repeats_an_open_condition_accepts_it(file):
    lines = ["Mundur 2 meter.", "Tinggi paling banyak  6 meter.", "Tidak menutup trotoar.", "Milik sendiri."]
    decide(file, conditions=lines, ready=True)
    assert {each.result for each in conditions(file).values()} == {"accepted"}
    lines = fresh(file).decision.conditions
    assert len(lines) == 4 and lines[-1] == "Milik sendiri."


def test_the_own_lines_of_a_draft_are_told_from_the_agencies(file):
    decide(file, results=DECIDED, conditions=["Milik sendiri."])
    assert own_lines_of(fresh(file)) == ["Milik sendiri."]
    decide(file, results={"Mundur 2 meter.": ("accepted",)}, conditions=own_lines_of(fresh(file)))
    assert own_lines_of(fresh(file)) == ["Milik sendiri."] and "Mundur 2 meter." in fresh(file).decision.conditions


def test_a_condition_of_an_answer_that_was_asked_again_falls_out_of_the_permit(file):
    decide(file, results=DECIDED, conditions=["Milik sendiri."], ready=True)
    pupr = file.recommendations.get(agency__code="PUPR")
    decision.send_back_decision(file.uuid, by=person("kabid.batam"), reason="Jarak keliru.", to=f"agency:{pupr.uuid}")
    answer(file, "opd.pupr.batam", "conditional", "Jarak.", ["Mundur 3 meter."])
    decide(file, results={"Mundur 3 meter.": ("accepted",)}, conditions=own_lines_of(fresh(file)), ready=True)
    assert set(fresh(file).decision.conditions) == {"Tidak menutup trotoar.", "Mundur 3 meter.", "Milik sendiri."}


def test_a_draft_is_not_handed_on_while_the_applicant_is_asked(file):
    Clarification.objects.create(application=file, created_by=person("verifikator.batam"))
    before = untouched(file)
    with pytest.raises(Refused, match="konfirmasi persyaratan"):
        decide(file, results=DECIDED, ready=True)
    assert untouched(file) == before
    decide(file, results=DECIDED)
    assert fresh(file).state == "drafting"


def test_a_deemed_approval_is_not_drafted(file):
    before = untouched(file)
    with pytest.raises(Refused):
        decide(file, verdict="deemed", results=DECIDED)
    assert untouched(file) == before
