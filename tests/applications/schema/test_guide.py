"""A guide's questions: what is asked next, what they lead to, and the place of every fault."""

import json

import pytest

from applications.catalogue import GUIDES_FILE, STARTER_FILE
from applications.catalogue.guide_file import read_guides
from applications.schema import guide_edit as edit
from applications.schema.catalogue import CatalogueError
from applications.schema.guide import (
    MAX_CHOICES,
    MAX_QUESTIONS,
    kept_picks,
    next_question,
    read_questions,
    services_of,
    visible,
)

YES_NO = [{"code": "ya", "text": "Ya", "services": ["SLF"]}, {"code": "tidak", "text": "Tidak"}]


def question(code, choices=None, **more):
    return {"code": code, "text": f"{code.capitalize()}?", "choices": choices or YES_NO} | more


WHEN_NEW = {"question": "tempat", "choice": "baru"}
CLINIC = [
    {"services": ["KLINIK"]},
    question("tempat", [{"code": "baru", "text": "Baru", "services": ["PBG", "SLF"]}, {"code": "ada", "text": "Ada"}]),
    question("ramai", show_when=WHEN_NEW),
    question("lagi", show_when={"question": "ramai", "choice": "ya"}),
    question(
        "papan", [{"code": "ya", "text": "Ya", "services": ["REKLAME", "KLINIK"]}, {"code": "tidak", "text": "Tidak"}]
    ),
]


def faults_of(raw, **how) -> dict:
    return dict(read_questions(raw, **how)[1])


def codes(questions) -> list[str]:
    return [each.code for each in questions]


def test_a_question_is_asked_only_when_the_answer_before_leads_to_it():
    spec, faults = read_questions(CLINIC)
    assert faults == []
    assert next_question(spec, {}).code == "tempat"
    assert next_question(spec, {"tempat": "baru"}).code == "ramai"
    assert next_question(spec, {"tempat": "ada"}).code == "papan"
    assert codes(visible(spec, {"tempat": "baru", "ramai": "ya"})) == ["tempat", "ramai", "lagi", "papan"]
    # The answer that led there is gone: so are the questions behind it, and what was answered to them.
    left = {"tempat": "ada", "ramai": "ya", "lagi": "ya", "papan": "tidak"}
    assert codes(visible(spec, left)) == ["tempat", "papan"] and next_question(spec, left) is None
    assert kept_picks(spec, left) == {"tempat": "ada", "papan": "tidak"}
    assert next_question(spec, {"tempat": "sihir"}).code == "tempat"


def test_each_service_stands_once_in_order_with_the_answers_that_lead_to_it():
    spec, _faults = read_questions(CLINIC)
    needs = services_of(spec, {"tempat": "baru", "ramai": "ya", "lagi": "tidak", "papan": "ya"})
    assert [need.code for need in needs] == ["KLINIK", "PBG", "SLF", "REKLAME"]
    assert [(question.code, choice.code) for question, choice in needs[2].why] == [("tempat", "baru"), ("ramai", "ya")]
    assert [need.code for need in services_of(spec, {"tempat": "ada", "ramai": "ya", "papan": "tidak"})] == ["KLINIK"]


@pytest.mark.parametrize(
    ("raw", "place", "reason"),
    [
        ("kuda", "questions", "daftar"),
        (["kuda"], "questions[0]", "objek"),
        ([question("a", sihir=1)], "questions[0].sihir", "tidak dikenal"),
        ([question("A")], "questions[0].code", "huruf kecil"),
        ([question("a"), question("a")], "questions[1].code", "dua kali"),
        ([question("a", text=" ")], "questions[0].text", "teks"),
        ([question("a", help=3)], "questions[0].help", "teks"),
        ([question("a", YES_NO[:1])], "questions[0].choices", "2 sampai"),
        ([question("a", [*YES_NO, YES_NO[0]])], "questions[0].choices[2].code", "dua kali"),
        ([question("a", [{"code": f"p{n}", "text": "x"} for n in range(MAX_CHOICES + 1)])], "questions[0].choices", "12"),
        ([question(f"t{n}") for n in range(MAX_QUESTIONS + 1)], "questions", "lebih dari 12"),
        ([question("a", show_when={"question": "b", "choice": "ya"}), question("b")], "questions[0].show_when.question", "dahulu"),
        ([question("a", show_when={"question": "a", "choice": "ya"})], "questions[0].show_when.question", "dahulu"),
        ([question("a"), question("b", show_when={"question": "a", "choice": "x"})], "questions[1].show_when.choice", "pilihan"),
        ([question("a"), question("b", show_when="a")], "questions[1].show_when", "tepat"),
        ([{"services": "SLF"}, question("a")], "questions[0].services", "daftar"),
        ([{"services": ["SLF", "SLF"]}, question("a")], "questions[0].services", "berbeda"),
        ([{"services": [f"S{n}" for n in range(21)]}, question("a")], "questions[0].services", "20"),
        ([question("a", [{"code": "p", "text": "P"}, {"code": "q", "text": "Q"}])], "questions", "belum ada satu pun"),
    ],
)  # fmt: skip
def test_every_fault_has_its_place_and_reason(raw, place, reason):
    assert reason in faults_of(raw)[place]


def test_all_faults_come_at_once_and_unknown_services_are_named():
    raw = [{"services": ["HANTU"]}, question("a", YES_NO[:1]), question("B")]
    assert set(faults_of(raw, known={"SLF"})) == {
        "questions[0].services", "questions[1].choices", "questions[2].code",
    }  # fmt: skip
    assert "HANTU" in faults_of(raw, known={"SLF"})["questions[0].services"]


def test_a_guide_being_written_may_lack_choices_but_not_be_wrong():
    unfinished = [question("a", []), {"code": "b", "text": "B?", "choices": [{"code": "p", "text": "P"}]}]
    assert faults_of([], whole=False) == faults_of(unfinished, whole=False) == {}
    assert "questions[0].code" in faults_of([question("?", [])], whole=False)


def test_editing_keeps_the_rest_and_names_places_by_their_words():
    raw, code = edit.put_question(CLINIC, "", {"text": "Baru?", "help": ""}, ("tempat", "baru"))
    assert code == "t1" and raw[-1] == {"code": "t1", "text": "Baru?", "choices": [], "show_when": WHEN_NEW}
    raw = edit.put_choice(raw, "t1", "", {"text": "Ya"}, ["SLF"])
    raw = edit.put_choice(raw, "t1", "", {"text": "Tidak"}, [])
    assert raw[-1]["choices"] == [{"code": "p1", "text": "Ya", "services": ["SLF"]}, {"code": "p2", "text": "Tidak"}]
    raw = edit.moved(edit.moved(raw, "t1", "p2", by=-1), "t1", "p2", by=-1)
    assert [each["code"] for each in raw[-1]["choices"]] == ["p2", "p1"]
    assert edit.removed(raw, "t1") == CLINIC and CLINIC[0] == edit.base_of(edit.moved(raw, "papan", by=-1))
    # What depends on a question that goes, or comes later, is a fault with its place.
    left = edit.removed(CLINIC, "tempat")
    assert [edit.said(place, left) for place in faults_of(left)] == ["Pertanyaan “Ramai?”", "Pertanyaan “Lagi?”"]
    assert "questions[1].show_when.question" in faults_of(edit.moved(CLINIC, "ramai", by=-1))
    assert edit.said("questions[0].services", CLINIC) == "Layanan untuk semua"
    assert edit.said("questions[1].choices[0].text", CLINIC) == "Pertanyaan “Tempat?”, pilihan “Baru”"


def test_the_portals_own_guides_name_only_services_of_the_catalogue_and_speak_both_languages():
    known = {entry["code"] for entry in json.loads(STARTER_FILE.read_text())}
    entries = read_guides(GUIDES_FILE, known)
    assert len(entries) >= 5 and {"klinik", "apotek", "bangunan", "tambang-batuan"} <= {
        each["slug"] for each in entries
    }
    for entry in entries:
        spec, _faults = read_questions(entry["questions"])
        texts = [each for question in spec.questions for each in (question, *question.choices)]
        assert all(each.text_en for each in texts) and entry["title_en"] and spec.intro_en, entry["slug"]
        for question in spec.questions:
            assert bool(question.help) == bool(question.help_en)
            assert all(bool(each.note) == bool(each.note_en) for each in question.choices)


def test_a_broken_file_of_guides_is_refused_with_every_place(tmp_path):
    file = tmp_path / "panduan.json"
    good = {"slug": "a", "title": "A", "questions": CLINIC}
    known = {"KLINIK", "PBG", "SLF", "REKLAME"}
    file.write_text(json.dumps([good, good | {"title": ""}, {"slug": "b", "title": "B", "questions": [question("X")]}]))
    with pytest.raises(CatalogueError) as refused:
        read_guides(file, known)
    assert [place for place, _reason in refused.value.faults] == ["[1].slug", "[1].title", "[2].questions[0].code"]
    file.write_text('[\n{"slug": }]')
    with pytest.raises(CatalogueError, match="baris 2"):
        read_guides(file, known)
    file.write_text(json.dumps([good]))
    assert read_guides(file, known) == [good]
