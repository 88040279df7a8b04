"""Two and three versions side by side, on plain terms."""

from applications.schema.standard_file import USUAL
from applications.standards import compare_words
from applications.standards.compare import apply, changes, offers
from applications.standards.compare_words import in_sections, marked_words, sentences, tell, tell_all, tell_offer


def field(code, label=None, **more):
    return {"code": code, "label_id": label or code.title(), "type": "text", "required": True} | more


def paper(code, name=None):
    return {"code": code, "name": name or code.upper(), "mandatory": True, "formats": ["pdf"]}


BASE = USUAL | {
    "kinds": ["new"], "time_limit_days": 5, "validity_months": 12,
    "fields": [field("a"), field("b"), field("c")],
    "requirements": [paper("ktp"), paper("ijazah", "Ijazah profesi")],
    "stages": [["DINKES"], ["DLH"]], "legal_basis": ["UU 1", "UU 2"], "components": {"time": "Paling lama lima hari kerja."},
}  # fmt: skip


def by_piece(found):
    return {one.piece: one for one in found}


def test_each_part_is_a_piece_of_its_own():
    after = BASE | {
        "time_limit_days": 4, "validity_months": None,
        "fields": [field("a"), field("b", "Nama B"), field("c"), field("d")],
        "requirements": [paper("ktp")],
        "stages": [["DINKES", "DPUPR"], ["DLH"]],
        "legal_basis": ["UU 1", "UU 3"],
        "components": {"time": "Paling lama empat hari kerja."},
        "letters": {"permit": "# Izin"},
        "agency_terms": {"DLH": {"days": 2}},
        "retirements": {"legal_basis": {"UU 1": {"on": "2026-09-01", "why": "dicabut"}}},
    }  # fmt: skip
    found = by_piece(changes(BASE, after))
    assert {piece: one.kind for piece, one in found.items()} == {
        "time_limit_days": "changed", "validity_months": "changed", "fields:b": "changed", "fields:d": "added",
        "requirements:ijazah": "removed", "stages:1": "changed", "legal_basis:UU 2": "removed", "legal_basis:UU 3": "added",
        "components:time": "changed", "letters:permit": "added", "agency_terms:DLH": "added",
        "retirements:legal_basis:UU 1": "added",
    }  # fmt: skip
    assert changes(BASE, BASE) == []
    assert apply(BASE, after, list(found)) == after
    assert apply(after, BASE, [one.piece for one in changes(after, BASE)]) == BASE
    assert "Persyaratan “Ijazah profesi”: dihapus" in sentences(BASE, after)


def test_a_new_order_is_one_piece_and_keeps_what_is_ones_own_in_its_place():
    theirs = BASE | {"fields": [BASE["fields"][2], *BASE["fields"][:2]]}
    ours = BASE | {"fields": [field("a"), field("own"), field("b"), field("c")]}
    (only,) = offers(BASE, theirs, ours)
    assert (only.piece, only.state) == ("fields*", "theirs")
    assert tell_offer(only).ours == [("1. A\n2. B\n3. C", False)]
    moved = ours | {"fields": [*ours["fields"][::-1]]}
    assert [one.state for one in offers(BASE, theirs, moved)] == ["both"]
    assert [one.state for one in offers(BASE, theirs, theirs | {"fields": [field("own"), *theirs["fields"]]})] == [
        "same"
    ]
    assert [one["code"] for one in apply(ours, theirs, ["fields*"])["fields"]] == ["c", "a", "own", "b"]
    # A field put in or taken out is no new order.
    assert [one.piece for one in changes(BASE, ours)] == ["fields:own"]


def test_a_new_field_stands_behind_the_same_neighbour_as_in_the_template():
    theirs = BASE | {"fields": [field("a"), field("x"), field("y"), field("b"), field("c")]}
    ours = BASE | {"fields": [field("c"), field("a"), field("own")]}
    wanted = apply(ours, theirs, ["fields:y", "fields:x"])
    assert [one["code"] for one in wanted["fields"]] == ["c", "a", "x", "y", "own"]


def test_an_agency_that_comes_into_one_stage_leaves_the_other_and_no_stage_is_empty():
    theirs = BASE | {"stages": [["DINKES", "DLH"]]}
    assert apply(BASE, theirs, ["stages:1", "stages:2"])["stages"] == [["DINKES", "DLH"]]
    assert apply(BASE, theirs, ["stages:1"])["stages"] == [["DINKES", "DLH"]]
    assert BASE["stages"] == [["DINKES"], ["DLH"]]


def test_three_versions_tell_whose_change_it_is():
    theirs = BASE | {
        "time_limit_days": 4,
        "requirements": [paper("ktp"), paper("ijazah", "Ijazah")],
        "lapse_after_days": 30,
    }
    ours = BASE | {"time_limit_days": 3, "requirements": [paper("ktp"), paper("ijazah", "Ijazah")], "extension_days": 5}
    found = by_piece(offers(BASE, theirs, ours))
    assert {piece: one.state for piece, one in found.items()} == {
        "time_limit_days": "both", "requirements:ijazah": "same", "lapse_after_days": "theirs"
    }  # fmt: skip
    told = tell_offer(found["time_limit_days"])
    assert (told.before, told.after, told.ours) == ([("5", True)], [("4", True)], [("3", False)])


def test_the_words_that_differ_are_marked():
    assert marked_words("paling lama lima hari", "paling lama empat hari") == (
        [("paling lama ", False), ("lima", True), (" hari", False)],
        [("paling lama ", False), ("empat", True), (" hari", False)],
    )
    assert marked_words("", "baru") == ([], [("baru", False)])
    # A long text is compared by lines, and one that is all different is not compared at all.
    page = [f"baris {number} " * 20 + "\n" for number in range(60)]
    left, right = marked_words("".join(["a\n", *page, "b\n"]), "".join(["c\n", *page, "d\n"]))
    assert [text for text, marked in left if marked] == ["a\n", "b\n"] and len(right) == 3
    endless = ["x y " * 20_000, "y x " * 20_000]
    assert [len(side) for side in marked_words(*endless)] == [1, 1]


def test_a_page_compares_only_so_much_and_shows_the_rest_whole(monkeypatch):
    monkeypatch.setattr(compare_words, "MOST_ON_A_PAGE", 100)
    before = {"letters": dict.fromkeys(("permit", "receipt", "bill", "rejection", "assignment"), "satu dua tiga")}
    after = {"letters": {name: f"lain dua {name}" for name in before["letters"]}}
    told = tell_all(changes(before, after))
    assert len(told) == 5 and (" dua ", False) in told[0].before and told[-1].before == [("satu dua tiga", True)]


def test_a_piece_is_told_in_words_not_in_codes():
    after = BASE | {"fields": [*BASE["fields"], field("jenis", "Jenis usaha", type="choice", choices=["A", "B"])]}
    told = tell(changes(BASE, after)[0])
    assert told.sentence == "Isian formulir “Jenis usaha”: ditambahkan"
    assert told.after == [("Nama: Jenis usaha\nJenis: Satu pilihan\nWajib: ya\nPilihan: A, B", False)]
    titles = [title for title, _rows in in_sections(after)]
    assert titles[0] == "Waktu, masa berlaku, dan jenis permohonan" and "Dasar hukum" in titles


def test_what_the_words_leave_out_is_shown_as_the_file_has_it():
    column = {"code": "hari", "label_id": "Hari", "type": "choice", "required": True, "choices": ["Senin"]}
    before = BASE | {"fields": [field("jadwal", type="table", columns=[column])]}
    after = BASE | {"fields": [field("jadwal", type="table", columns=[column | {"choices": ["Selasa"]}])]}
    told = tell(changes(before, after)[0])
    assert [text for text, marked in told.before if marked] == ["Senin"]
    assert [text for text, marked in told.after if marked] == ["Selasa"]
