"""The catalogue file is taken whole or refused whole, with the place and the reason."""

import copy
import json

import pytest

from applications.schema.catalogue import CatalogueError, parse_catalogue, read_catalogue
from applications.schema.spec import TYPES
from tests.applications.schema.samples import CATALOGUE

RAW = json.loads(CATALOGUE.read_text())


def test_the_real_file_is_read_whole():
    entries = read_catalogue(CATALOGUE)
    assert len(entries) == 39
    assert sum(len(entry.requirements) for entry in entries) == 368
    assert sum(len(entry.form.fields) for entry in entries) == 354
    assert {field.type for entry in entries for field in entry.form.fields} <= set(TYPES)
    route = next(entry for entry in entries if entry.code == "TRAYEK-AKDP")
    assert (
        route.agency_from["DISHUB-ASAL"].agency == "DISHUB" and route.agency_from["DISHUB-ASAL"].field == "kabkota_asal"
    )


def test_a_requirement_for_another_kind_of_filing_is_not_asked():
    first = read_catalogue(CATALOGUE)[0]
    new, renewal = ({r.code for r in first.requirements_for(kind)} for kind in ("new", "renewal"))
    assert "izin_lama" not in new and {"izin_lama", "bukti_skp"} <= renewal and "ktp" in new


def test_a_copy_and_a_closure_bring_only_what_names_them():
    first = read_catalogue(CATALOGUE)[0]
    brought = {cause: [r.code for r in first.requirements_for("duplicate", cause)] for cause in ("lost", "damaged", "")}
    assert brought == {"lost": ["surat_kehilangan"], "damaged": [], "": []}
    assert first.requirements_for("closure") == ()


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda e: e.update(code="sipf"), "[0].code"),
        (lambda e: e.update(code=None), "[0].code"),
        (lambda e: e.update(level="kota"), "[0].level"),
        (lambda e: e.update(name_id=""), "[0].name_id"),
        (lambda e: e.update(kinds=["baru"]), "[0].kinds"),
        (lambda e: e.update(kinds=[["new"]]), "[0].kinds"),
        (lambda e: e.update(sla_working_days=0), "[0].sla_working_days"),
        (lambda e: e.update(sla_working_days=True), "[0].sla_working_days"),
        (lambda e: e.update(validity_months="60"), "[0].validity_months"),
        (lambda e: e.update(fee="no"), "[0].fee"),
        (lambda e: e.update(legal_basis="UU"), "[0].legal_basis"),
        (lambda e: e.update(agencies=["dinkes"]), "[0].agencies"),
        (lambda e: e.update(agencies=["DINKES", "DLH"]), "[0].agencies"),
        (lambda e: e.update(parallel_stages=[["DINKES"], ["DINKES"]]), "[0].parallel_stages[1]"),
        (lambda e: e.update(parallel_stages=[["DLH"]]), "[0].parallel_stages[0]"),
        (lambda e: e.update(parallel_stages=[[]]), "[0].parallel_stages[0]"),
        (lambda e: e.update(parallel_stages="DINKES"), "[0].parallel_stages"),
        (lambda e: e.update(agency_from={"DLH": {"agency": "DLH", "field": "wilayah"}}), "[0].agency_from.DLH"),
        (
            lambda e: e.update(agency_from={"DINKES": {"agency": "DINKES", "field": "no_str"}}),
            "[0].agency_from.DINKES.field",
        ),
        (
            lambda e: e.update(agency_from={"DINKES": {"agency": "DINKES", "field": "xx"}}),
            "[0].agency_from.DINKES.field",
        ),
        (lambda e: e.update(agency_from={"DINKES": "wilayah"}), "[0].agency_from.DINKES"),
        (lambda e: e.update(warna="biru"), "[0].warna"),
        (lambda e: e.pop("fields"), "[0].fields"),
        (lambda e: e["fields"][3].update(choices=[]), "[0].fields[3].choices"),
        (lambda e: e["fields"][3].update(choices=["A", "A"]), "[0].fields[3].choices"),
        (lambda e: e["fields"][0].update(type="teks"), "[0].fields[0].type"),
        (lambda e: e["fields"][0].update(choices=["A"]), "[0].fields[0].choices"),
        (lambda e: e["fields"][0].update(required="ya"), "[0].fields[0].required"),
        (lambda e: e["fields"][0].update(warna="biru"), "[0].fields[0].warna"),
        (lambda e: e["fields"][1].update(code="no_str"), "[0].fields[1].code"),
        (lambda e: e["fields"][6].update(level="desa"), "[0].fields[6].level"),
        (lambda e: e["fields"][6].pop("level"), "[0].fields[6].level"),
        (lambda e: e["fields"][8].update(columns=[]), "[0].fields[8].columns"),
        (lambda e: e["fields"][8]["columns"][0].update(type="table"), "[0].fields[8].columns[0].type"),
        (lambda e: e["fields"][8]["columns"][1].update(code="hari"), "[0].fields[8].columns[1].code"),
        (lambda e: e["requirements"][2].update(formats=["docx"]), "[0].requirements[2].formats"),
        (lambda e: e["requirements"][2].update(mandatory=1), "[0].requirements[2].mandatory"),
        (lambda e: e["requirements"][2].update(code="ktp"), "[0].requirements[2].code"),
        (lambda e: e["requirements"][4].update({"for": ["baru"]}), "[0].requirements[4].for"),
        (lambda e: e["requirements"][10].update(when="stolen"), "[0].requirements[10].when"),
        (lambda e: e["requirements"][4].update(when="lost"), "[0].requirements[4].when"),
        (lambda e: e.update(requirements=[1]), "[0].requirements[0]"),
    ],
)
def test_a_fault_is_named_with_its_place_and_the_file_refused_whole(change, place):
    entries = copy.deepcopy(RAW[:2])
    change(entries[0])
    with pytest.raises(CatalogueError) as error:
        parse_catalogue(json.dumps(entries))
    assert place in [where for where, _reason in error.value.faults]


def test_every_fault_is_told_at_once():
    entries = copy.deepcopy(RAW[:2])
    entries[0]["level"], entries[1]["fields"][0]["type"] = "kota", "teks"
    with pytest.raises(CatalogueError) as error:
        parse_catalogue(json.dumps(entries))
    assert [where for where, _reason in error.value.faults] == ["[0].level", "[1].fields[0].type"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[\n  {"code": "A",,}\n]', "baris 2, kolom 16"),
        ("", "baris 1, kolom 1"),
        ("{}", "berkas"),
        ("[]", "berkas"),
        ("[1]", "[0]"),
        ('[{"code": "A", "code": "B"}]', "berkas"),
        ("[" * 100_000, "berkas"),
    ],
)
def test_broken_json_is_named_by_line_and_column(text, place):
    with pytest.raises(CatalogueError) as error:
        parse_catalogue(text)
    assert place in [where for where, _reason in error.value.faults]


def test_a_code_used_twice_is_refused():
    with pytest.raises(CatalogueError, match=r"\[1\]\.code: kode “SIPF” dipakai dua kali"):
        parse_catalogue(json.dumps([RAW[0], RAW[0]]))


def test_a_file_that_is_absent_or_no_text_is_refused(tmp_path):
    with pytest.raises(CatalogueError, match="tidak terbaca"):
        read_catalogue(tmp_path / "absent.json")
    odd = tmp_path / "odd.json"
    odd.write_bytes(b'[\n"\xff\xfe"]')
    with pytest.raises(CatalogueError, match="baris 2: bukan teks UTF-8"):
        read_catalogue(odd)
