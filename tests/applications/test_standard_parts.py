"""Lists of a draft: inserting, moving, removing, renaming, and what follows them. Plain data, no database."""

from types import SimpleNamespace

from applications.models import ServiceStandard
from applications.standards import field_rules, parts, uses
from applications.standards.stage_days import day_sum

ROWS = [{"code": "a"}, {"code": "b"}, {"code": "c"}]


def codes(rows):
    return "".join(row["code"] for row in rows)


def test_a_row_is_put_in_moved_replaced_copied_and_taken_out_without_touching_the_old_list():
    assert codes(parts.insert(ROWS, {"code": "x"})) == "abcx"
    assert codes(parts.insert(ROWS, {"code": "x"}, after="a")) == "axbc"
    assert codes(parts.move(ROWS, "b", -1)) == "bac"
    assert codes(parts.move(ROWS, "b", 1)) == "acb"
    assert (
        codes(parts.move(ROWS, "a", -1)) == codes(parts.move(ROWS, "c", 1)) == codes(parts.move(ROWS, "z", 1)) == "abc"
    )
    assert parts.replace(ROWS, "b", {"code": "n"})[1] == {"code": "n"}
    assert codes(parts.remove(ROWS, "b")) == "ac"
    copied = parts.duplicate([{"code": "a", "label_id": "A"}], "a", label_id="A lagi")
    assert copied[1] == {"code": "a_2", "label_id": "A lagi"}
    assert codes(ROWS) == "abc"


def test_a_code_is_made_from_a_label_and_is_free_and_no_word_of_the_system():
    assert parts.slug_code("  Nomor STR (bila ada)! ") == "nomor_str_bila_ada"
    assert parts.slug_code("3 lantai") == "lantai" and parts.slug_code("Café №1") == "cafe_no1"
    assert parts.free_code("Nama", {"nama", "nama_2"}) == "nama_3"
    assert parts.free_code("once", ()) == "once_2" and parts.free_code("∑", ()) == "isian"
    long = parts.free_code("x" * 90, {"x" * 40})
    assert len(long) == 40 and long.endswith("_2")


def test_lines_keep_their_codes_when_they_move_or_are_reworded_in_place():
    known = [{"code": "lokasi", "label": "Lokasi"}, {"code": "sarana", "label": "Sarana"}]
    moved = parts.listed(["Sarana", "Lokasi"], known)
    assert [row["code"] for row in moved] == ["sarana", "lokasi"]
    reworded = parts.listed(["Lokasi", "Sarana lengkap"], known)
    assert reworded[1] == {"code": "sarana", "label": "Sarana lengkap"}
    longer = parts.listed(["Lokasi", "Sarana baru", "Sarana"], known)
    assert [row["code"] for row in longer] == ["lokasi", "sarana_baru", "sarana"]


def test_an_agency_moves_between_stages_and_no_stage_stays_empty():
    stages = [["A", "B"], ["C"]]
    assert parts.put_agency(stages, "D", 3) == [["A", "B"], ["C"], ["D"]]
    assert parts.put_agency(stages, "D", 1) == [["A", "B", "D"], ["C"]]
    assert parts.put_agency(stages, "C", 1) == [["A", "B", "C"]]
    assert parts.put_agency(stages, "A", 1) == stages
    assert parts.take_agency(stages, "C") == [["A", "B"]]
    assert parts.move(stages, 1, -1) == [["C"], ["A", "B"]] and parts.move(stages, 0, -1) == stages
    assert (parts.stage_of(stages, "C"), parts.stage_of(stages, "Z")) == (2, 0)


def draft(**changes):
    fields = [
        {"code": "jenis", "label_id": "Jenis", "type": "choice", "required": True, "choices": ["Klinik", "Lain"]},
        {"code": "nama", "label_id": "Nama", "type": "text", "required": True,
         "show_when": {"field": "jenis", "value": "Klinik"}},
        {"code": "wilayah", "label_id": "Wilayah", "type": "region", "required": True, "level": "kelurahan"},
    ]  # fmt: skip
    values = {
        "fields": fields, "requirements": [{"code": "ktp", "name": "KTP"}], "stages": [["A"], ["KELURAHAN", "B"]],
        "agency_from": {"KELURAHAN": {"agency": "KELURAHAN", "field": "wilayah"}}, "advisory": ["B"],
        "agency_terms": {"B": {"days": 4}},
        "agency_head_approves": ["B"], "relies_on": {"A": ["jenis"], "B": ["jenis", "ktp"]},
        "levy": {"kind": "table", "row_field": "jenis", "quantity_field": "", "rows": []},
        "letters": {"permit": "{{ isian.jenis }} dan {{isian.jenis_lain}}"},
        "retirements": {"requirements": {"ktp": {"on": "2027-01-01", "why": "NIK cukup"}}},
    }  # fmt: skip
    return SimpleNamespace(**values | changes)


def test_a_removal_says_what_depends_on_it_and_puts_right_what_it_can():
    found = uses.uses_of_field(draft(), "jenis")
    assert [(use.section, use.heals) for use in found] == [
        ("fields", True), ("stages", True), ("stages", True), ("levy", False), ("letters", False)]  # fmt: skip
    assert [use.section for use in uses.uses_of_field(draft(), "wilayah")] == ["stages"]
    changes = uses.without_field(draft(), "jenis")
    assert "show_when" not in changes["fields"][0] and len(changes["fields"]) == 2
    assert changes["relies_on"] == {"B": ["ktp"]}  # A relied on this alone, and so on everything again
    gone = uses.without_requirement(draft(), "ktp")
    assert gone["requirements"] == [] and gone["retirements"] == {"requirements": {}}
    away = uses.without_agency(draft(), "B")
    assert away["stages"] == [["A"], ["KELURAHAN"]] and away["advisory"] == away["agency_head_approves"] == []
    assert away["agency_terms"] == {} and set(away["relies_on"]) == {"A"} and set(away["agency_from"]) == {"KELURAHAN"}


def test_another_code_is_followed_everywhere():
    standard = draft()
    renamed = parts.replace(standard.fields, "jenis", {**standard.fields[0], "code": "jenis_tempat"})
    changes = uses.renamed_field(standard, renamed, "jenis", "jenis_tempat")
    assert changes["fields"][1]["show_when"] == {"field": "jenis_tempat", "value": "Klinik"}
    assert changes["relies_on"] == {"A": ["jenis_tempat"], "B": ["jenis_tempat", "ktp"]}
    assert changes["levy"]["row_field"] == "jenis_tempat"
    assert changes["letters"] == {"permit": "{{ isian.jenis_tempat }} dan {{isian.jenis_lain}}"}
    origins = uses.renamed_field(standard, standard.fields, "wilayah", "lokasi")["agency_from"]
    assert origins == {"KELURAHAN": {"agency": "KELURAHAN", "field": "lokasi"}}
    paper = uses.renamed_requirement(standard, [{"code": "ktp_el", "name": "KTP"}], "ktp", "ktp_el")
    assert paper["relies_on"]["B"] == ["jenis", "ktp_el"] and set(paper["retirements"]["requirements"]) == {"ktp_el"}


def test_a_choice_written_anew_in_its_place_is_followed_and_one_that_goes_is_not():
    before, after = ["Klinik", "Lain"], ["Klinik pratama", "Lain"]
    reworded = uses.rewordings(before, after)
    assert reworded == {"Klinik": "Klinik pratama"}
    assert uses.rewordings(before, ["Lain", "Klinik"]) == uses.rewordings(before, ["Lain"]) == {}
    fields = uses.follow_rewordings(draft().fields, "jenis", reworded)
    assert fields[1]["show_when"] == {"field": "jenis", "value": "Klinik pratama"}
    levy = {"row_field": "jenis", "rows": [{"code": "Klinik"}, {"code": "Lain"}]}
    assert uses.reworded_tariff(levy, "jenis", reworded)["rows"] == [{"code": "Klinik pratama"}, {"code": "Lain"}]
    assert uses.reworded_tariff(levy, "nama", reworded) == levy


def test_conditions_that_cannot_come_true_or_run_in_a_ring_are_found():
    ring = [
        {"code": "a", "label_id": "A", "type": "boolean", "required": True, "show_when": {"field": "b", "value": True}},
        {
            "code": "b",
            "label_id": "B",
            "type": "boolean",
            "required": True,
            "show_when": {"field": "a", "value": False},
        },
        {"code": "c", "label_id": "C", "type": "text", "required": True, "show_when": {"field": "b", "value": "Ya"}},
        {"code": "d", "label_id": "D", "type": "text", "required": True, "show_when": {"field": "x", "value": "Ya"}},
    ]
    assert [row["code"] for row, _why in field_rules.broken_conditions(ring)] == ["a", "b", "c", "d"]
    assert field_rules.broken_conditions(draft().fields) == []
    assert [row["code"] for row in field_rules.conditions_for(ring, "z")] == ["a", "b"]
    assert field_rules.conditions_for(draft().fields, "jenis") == []
    waiting = {"code": "w", "type": "choice", "choices": ["(diisi daerah)"]}
    assert not field_rules.is_condition(waiting) and not field_rules.is_condition({**ring[0], "filled_by": "office"})


def test_the_days_of_the_stages_and_the_office_add_up_to_the_promise():
    days = {"A": 3, "B": 2, "C": 5}
    terms = {code: {"days": count} for code, count in days.items()}
    standard = ServiceStandard(stages=[["A", "B"], ["C"]], time_limit_days=10, agency_terms=terms)
    assert day_sum(standard) == ([(1, 3), (2, 5)], 2, 10, 2) and day_sum(standard).fits
    standard.time_limit_days = 9  # the office needs two days itself
    assert day_sum(standard).office == 1 and not day_sum(standard).fits
    standard.time_limit_days = 7
    assert day_sum(standard).office == -1 and not day_sum(standard).fits
