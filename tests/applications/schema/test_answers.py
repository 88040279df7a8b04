"""Answers at rest: sealed where they must be, readable again, masked for eyes that need not see them."""

import json

from applications.schema.answers import display, load, region_answer, store
from applications.schema.form import RAW, save_draft
from tests.applications.schema.samples import GOOD, NIK, NIK2, SPEC, form_for
from tests.applications.schema.test_form import filled


def test_what_is_stored_is_json_and_comes_back_as_it_was():
    answers = filled()
    stored = json.loads(json.dumps(store(SPEC, answers)))
    assert load(SPEC, stored) == answers


def test_no_identity_number_stands_open_in_what_is_stored():
    text = json.dumps(store(SPEC, filled()))
    for secret in (NIK, NIK2, "9120001122334", "0012345678901000"):
        assert secret not in text


def test_an_identity_number_that_does_not_parse_is_sealed_as_well():
    first, _found = save_draft(form_for("nik", GOOD | {"nik": "2171034607900"}), {})
    answers, _found = save_draft(form_for("saksi", {"saksi-0-nama": "Ali", "saksi-0-nik": "21710346"}), first)
    stored = store(SPEC, answers)
    assert "21710346" not in json.dumps(stored)
    assert load(SPEC, stored)[RAW]["nik"] == "2171034607900"
    assert load(SPEC, stored)[RAW]["saksi"][0]["nik"] == "21710346"


def test_the_same_number_is_sealed_differently_each_time():
    answers = filled()
    assert store(SPEC, answers)["nik"] != store(SPEC, answers)["nik"]


def test_a_page_shows_masked_numbers_and_the_full_ones_only_on_request():
    stored = store(SPEC, filled())
    shown = {one.code: one for one in display(SPEC, stored, "id")}
    assert shown["nik"].value == "••••••••••••0001"
    assert shown["saksi"].value.headers == ["Nama", "Nik", "Umur"]
    assert shown["saksi"].value.rows == [["Ali", "••••••••••••0002", "40"]]
    full = {one.code: one for one in display(SPEC, stored, "id", full=True)}
    assert full["nik"].value == NIK and full["saksi"].value.rows[0][1] == NIK2


def test_answers_read_like_the_applicant_meant_them():
    shown = {one.code: one.value for one in display(SPEC, store(SPEC, filled()), "id")}
    assert shown["luas"] == "1234,5" and shown["modal"] == "Rp 1.500.000" and shown["keramaian"] == "Tidak"
    assert shown["wilayah"] == "Tanjung Riau, Sekupang" and shown["kota"] == "Kabupaten Bintan"
    assert shown["mulai"] == "1 Desember 2026" and shown["titik"] == "1.1283, 104.0531"
    assert shown["batas"].startswith("3 titik\n1.1, 104\n")


def test_an_unanswered_question_is_shown_empty_and_an_officers_only_once_filled():
    shown = {one.code: one for one in display(SPEC, {}, "en")}
    assert shown["nama"].value == "" and shown["nama"].lang == "id" and "nib_terbit" not in shown
    filled_in = store(SPEC, {"nib_terbit": "9120001122334"})
    assert [one.value for one in display(SPEC, filled_in, "id") if one.code == "nib_terbit"] == ["•••••••••2334"]


def test_a_region_answer_gives_the_code_that_names_the_agency():
    assert region_answer(SPEC, store(SPEC, filled()), "wilayah") == "21.71.03.1001"
    assert region_answer(SPEC, {}, "wilayah") == ""
    assert region_answer(SPEC, {"wilayah": "21.71.04.1001"}, "wilayah") == "21.71.04.1001"


def test_damaged_rows_never_break_the_page():
    damaged = {
        "nik": {"sealed": "bukan token"},
        "saksi": "x",
        "wilayah": {},
        "jumlah": [],
        RAW: {"luas": {"sealed": "x"}},
    }
    assert all(one.value == "" for one in display(SPEC, damaged, "id"))
    assert set(load(SPEC, damaged)[RAW]) == {"nik", "saksi", "wilayah", "jumlah", "luas"}
