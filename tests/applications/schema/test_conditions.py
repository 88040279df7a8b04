"""Fields that hang on an answer, and limits: read with the place of every fault, obeyed by forms, checks, storage and display."""

from datetime import date
from random import Random

import pytest

from applications.schema.answers import counted, display, load, store
from applications.schema.conditions import visible
from applications.schema.form import (
    RAW,
    FormSpec,
    SchemaError,
    missing,
    problems,
    save_draft,
    save_drafts,
    section_form,
    section_of,
    sections,
)
from applications.schema.parts import read_agency_from, read_requirements, read_stages
from ptsp_portal.demo.answers import example_answers
from tests.applications.schema.samples import CONTEXT, NIK, Post, cleaned, one


def when(field, value):
    return {"show_when": {"field": field, "value": value}}


FIELDS = [
    one("bentuk", "choice", choices=["Perorangan", "Badan"]),
    one("akta", "text", **when("bentuk", "Badan")),
    one("cabang", "boolean", **when("bentuk", "Badan")),
    one("jumlah_cabang", "integer", **when("cabang", True)),
    one("hiburan", "multichoice", False, choices=["Musik", "Tari"]),
    one("jam_musik", "text", False, **when("hiburan", "Musik")),
    one("nik_direktur", "nik", **when("bentuk", "Badan")),
    one("pengurus", "table", columns=[one("nama", "text")], **when("bentuk", "Badan")),
]
SPEC = FormSpec.from_json(FIELDS)
BODY = {
    "bentuk": "Badan", "akta": "12", "cabang": True, "jumlah_cabang": 3, "nik_direktur": NIK, "pengurus": [{"nama": "Ali"}],
}  # fmt: skip


def faults_of(*fields):
    with pytest.raises(SchemaError) as error:
        FormSpec.from_json(list(fields))
    return dict(error.value.faults)


PLAIN = one("bentuk", "choice", choices=["A", "B"])


@pytest.mark.parametrize(
    ("fields", "place", "said"),
    [
        ([PLAIN, one("x", "text", show_when="bentuk")], "fields[1].show_when", "tepat field dan value"),
        ([PLAIN, one("x", "text", show_when={"field": "bentuk"})], "fields[1].show_when", "tepat field dan value"),
        ([PLAIN, one("x", "text", show_when=None)], "fields[1].show_when", "tepat field dan value"),
        ([PLAIN, one("x", "text", **when(["bentuk"], "A"))], "fields[1].show_when", "tepat field dan value"),
        ([PLAIN, one("x", "text", **when("bentk", "A"))], "fields[1].show_when.field", "“bentk” tidak ada"),
        ([one("x", "boolean", **when("x", True))], "fields[0].show_when.field", "dirinya sendiri"),
        ([PLAIN, one("x", "text", **when("bentuk", "C"))], "fields[1].show_when.value", "“C” tidak ada dalam pilihan"),
        ([PLAIN, one("x", "text", **when("bentuk", True))], "fields[1].show_when.value", "tidak ada dalam pilihan"),
        ([PLAIN, one("x", "text", **when("bentuk", ["A"]))], "fields[1].show_when.value", "tidak ada dalam pilihan"),
        ([one("y", "boolean"), one("x", "text", **when("y", "ya"))], "fields[1].show_when.value", "true atau false"),
        ([one("y", "text"), one("x", "text", **when("y", "A"))], "fields[1].show_when.field", "bukan pilihan"),
        (
            [one("y", "multichoice", choices_from="kecamatan"), one("x", "text", **when("y", "21.71"))],
            "fields[1].show_when.field",
            "bukan pilihan",
        ),
        (
            [one("y", "choice", choices=["(diisi daerah)"]), one("x", "text", **when("y", "(diisi daerah)"))],
            "fields[1].show_when.field",
            "bukan pilihan",
        ),
        (
            [one("y", "boolean", filled_by="office"), one("x", "text", **when("y", True))],
            "fields[1].show_when.field",
            "diisi petugas",
        ),
        ([PLAIN, one("x", "text", filled_by="office", **when("bentuk", "A"))], "fields[1].show_when", "petugas"),
        (
            [PLAIN, one("x", "table", columns=[one("k", "text", **when("bentuk", "A"))])],
            "fields[1].columns[0].show_when",
            "kolom",
        ),
        (
            [
                one("a", "boolean", **when("c", True)),
                PLAIN,
                one("b", "boolean", **when("a", True)),
                one("c", "boolean", **when("b", True)),
                one("d", "text", **when("c", True)),
            ],
            "fields[0].show_when",
            "a → c → b → a",
        ),
        ([one("x", "text", max_length=0)], "fields[0].max_length", "1 sampai 4000"),
        ([one("x", "text", max_length=True)], "fields[0].max_length", "1 sampai 4000"),
        ([one("x", "integer", max_length=5)], "fields[0].max_length", "text dan textarea"),
        ([one("x", "table", columns=[one("k", "text")], max_rows=51)], "fields[0].max_rows", "1 sampai 50"),
        ([one("x", "text", max_rows=5)], "fields[0].max_rows", "table"),
        ([one("x", "date", min="24-08-2026")], "fields[0].min", "TTTT-BB-HH"),
        ([one("x", "date", max="2026-02-30")], "fields[0].max", "TTTT-BB-HH"),
        ([one("x", "date", max=2026)], "fields[0].max", "TTTT-BB-HH"),
        ([one("x", "date", min="2026-02-02", max="2026-02-01")], "fields[0].max", "lebih kecil dari min"),
        ([one("x", "integer", min="2026-02-02")], "fields[0].min", "bilangan bulat"),
        ([one("x", "text", min=1)], "fields[0].min", "bilangan bulat"),
    ],
)
def test_a_broken_condition_or_limit_is_refused_with_its_place(fields, place, said):
    found = faults_of(*fields)
    assert list(found) == [place] and said in found[place]


def test_a_condition_on_a_field_that_is_itself_broken_tells_the_first_fault_alone():
    assert list(faults_of(one("y", "choice"), one("x", "text", **when("y", "A")))) == ["fields[0].choices"]


@pytest.mark.parametrize(
    ("answers", "hidden"),
    [
        ({}, {"akta", "cabang", "jumlah_cabang", "jam_musik", "nik_direktur", "pengurus"}),
        ({"bentuk": "Badan"}, {"jumlah_cabang", "jam_musik"}),
        ({"bentuk": "Badan", "cabang": False}, {"jumlah_cabang", "jam_musik"}),
        ({"bentuk": "Badan", "cabang": True, "hiburan": ["Tari", "Musik"]}, set()),
        # The answer that the last one hangs on is hidden itself.
        ({"cabang": True}, {"akta", "cabang", "jumlah_cabang", "jam_musik", "nik_direktur", "pengurus"}),
        ({RAW: {"bentuk": "Badan"}}, {"akta", "cabang", "jumlah_cabang", "jam_musik", "nik_direktur", "pengurus"}),
    ],
)
def test_what_counts_follows_from_the_answers(answers, hidden):
    assert {each.code for each in SPEC.fields} - visible(SPEC, answers) == hidden


def test_a_field_that_does_not_count_is_neither_demanded_nor_checked_nor_shown_nor_counted():
    person = BODY | {"bentuk": "Perorangan", "nik_direktur": "123", RAW: {"jumlah_cabang": "tiga"}}
    person.pop("jumlah_cabang")
    assert missing(SPEC, person) == [] and problems(SPEC, person, CONTEXT) == []
    stored = store(SPEC, person)
    assert set(stored) == {"bentuk", "akta", "cabang", "nik_direktur", "pengurus", RAW}
    assert [each.code for each in display(SPEC, stored)] == ["bentuk", "hiburan"]
    assert counted(SPEC, stored) == {"bentuk": "Perorangan"}
    body = store(SPEC, BODY)
    assert counted(SPEC, body) == body
    assert [gap.field.code for gap in missing(SPEC, {"bentuk": "Badan"})] == [
        "akta",
        "cabang",
        "nik_direktur",
        "pengurus",
    ]


def test_a_section_keeps_what_was_typed_and_complains_of_nothing_that_does_not_count():
    section = section_of(SPEC, "akta")
    typed = Post(bentuk="Perorangan", akta="", cabang="", jumlah_cabang="tiga", nik_direktur="12")
    form = section_form(section, CONTEXT)(typed)
    answers, found = save_draft(form)
    assert found == [] and not form.errors and "field-wrong" not in str(form)
    assert load(SPEC, store(SPEC, answers))[RAW] == {"jumlah_cabang": "tiga", "nik_direktur": "12"}
    form = section_form(section, CONTEXT)(Post(typed, bentuk="Badan", cabang="ya"), answers)
    answers, found = save_draft(form, answers)
    assert [(each.field.code, each.blank) for each in found] == [
        ("akta", True), ("jumlah_cabang", False), ("nik_direktur", False),
    ]  # fmt: skip


def test_a_condition_reaches_across_sections_also_when_all_come_in_at_once():
    data, table = sections(SPEC)
    assert table.counts({"bentuk": "Badan"}) and not table.counts({}) and data.counts({})
    stored = {"bentuk": "Badan"}
    alone = section_form(table, CONTEXT)(Post(), stored)
    assert [each.field.code for each in save_draft(alone, stored)[1]] == ["pengurus"]
    post = Post(bentuk="Perorangan")
    both = [section_form(each, CONTEXT)(post, stored) for each in (table, data)]  # the table's first
    assert save_drafts(both, stored) == ({"bentuk": "Perorangan"}, [])


def test_the_page_says_the_condition_in_words_and_gives_the_script_its_rules():
    form = section_form(section_of(SPEC, "akta"), CONTEXT)(None, {"bentuk": "Badan"})
    helps = {code: form.fields[code].help_text for code in ("akta", "jumlah_cabang", "bentuk")}
    assert helps == {
        "akta": "Hanya bila “Bentuk” dijawab “Badan”.", "jumlah_cabang": "Hanya bila “Cabang” dijawab “Ya”.", "bentuk": "",
    }  # fmt: skip
    assert form.conditions()[:3] == [
        {"code": "akta", "holds": True, "field": "bentuk", "value": "Badan"},
        {"code": "cabang", "holds": True, "field": "bentuk", "value": "Badan"},
        {"code": "jumlah_cabang", "holds": False, "field": "cabang", "value": "ya"},
    ]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        (one("x", "text", max_length=300), "a" * 300, "a" * 300),
        (one("x", "text", max_length=5), "abcdef", ["Terlalu panjang: 6 huruf, paling banyak 5."]),
        (one("x", "textarea", max_length=5), "abcdef", ["Terlalu panjang: 6 huruf, paling banyak 5."]),
        (one("x", "date", min="2026-02-01"), "2026-01-31", ["Paling awal 1 Februari 2026."]),
        (one("x", "date", max="2026-02-01"), "2026-02-02", ["Paling akhir 1 Februari 2026."]),
        (
            one("x", "table", columns=[one("k", "text")], max_rows=1),
            {"x-0-k": "a", "x-1-k": "b"},
            ["Paling banyak 1 baris."],
        ),
    ],
)
def test_limits_are_kept(field, value, expected):
    assert cleaned("x", value, spec=FormSpec.from_json([field])) == expected


def test_a_table_with_few_rows_offers_no_more_than_these():
    spec = FormSpec.from_json([one("x", "table", columns=[one("k", "text")], max_rows=2)])
    page = str(section_form(sections(spec)[0], CONTEXT)(None, {"x": [{"k": "a"}, {"k": "b"}]}))
    assert page.count('id="id_x-') == 2 and "Tabel ini sudah penuh (2 baris)." in page and "Tambah baris" not in page


PAPER = {"code": "ktp", "name": "KTP", "mandatory": True, "formats": ["pdf"]}


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"help": 3}, "help"), ({"help": "x" * 301}, "help"), ({"issued_by": "x" * 121}, "issued_by"), ({"max_mb": 0}, "max_mb"),
        ({"max_mb": 11}, "max_mb"), ({"max_mb": "2"}, "max_mb"), ({"blank_form": "../../etc/passwd"}, "blank_form"),
        ({"blank_form": None}, "blank_form"), ({"warna": "biru"}, "warna"),
    ],
)  # fmt: skip
def test_what_a_requirement_says_besides_is_read_with_its_place(more, key):
    good = {"help": "Yang masih berlaku.", "issued_by": "Disdukcapil", "max_mb": 2}
    good["blank_form"] = "0b5d9bde-4f2c-4a35-9b1e-3c8b8c2f7a11"
    (read,), faults = read_requirements([PAPER | good])
    assert faults == [] and {name: getattr(read, name) for name in good} == good
    found, faults = read_requirements([PAPER, PAPER | {"code": "foto"} | more], "syarat")
    assert len(found) == 1 and [place for place, _why in faults] == [f"syarat[1].{key}"]


def test_stages_and_agencies_are_read_for_one_standard():
    assert read_stages([["DINKES", "DLH"], ["PUPR"]]) == ((("DINKES", "DLH"), ("PUPR",)), [])
    _stages, faults = read_stages([["dinkes"], [], ["PUPR", "X-1"], ["PUPR"]], "tahap")
    assert [place for place, _why in faults] == ["tahap[0]", "tahap[1]", "tahap[3]"]
    fields = FormSpec.from_json([
        PLAIN, one("desa", "region", level="kelurahan"), one("lain", "region", level="kelurahan", **when("bentuk", "A")),
    ]).fields  # fmt: skip
    origins = {"LURAH": {"agency": "KELURAHAN", "field": "desa"}, "CAMAT": {"agency": "KECAMATAN", "field": "lain"}}
    found, faults = read_agency_from(origins, codes=["LURAH", "CAMAT"], fields=fields)
    assert found["LURAH"].field == "desa"
    assert faults == [("agency_from.CAMAT.field", "“lain” hanya tampil dengan syarat; instansinya bisa tidak terjawab")]


def test_example_answers_keep_within_the_limits():
    spec = FormSpec.from_json([
        one("nama", "text", max_length=3), one("uraian", "textarea", max_length=10), one("luas", "decimal", max=0),
        one("tahun", "integer", min=5, max=6), one("modal", "money", max=1000), one("mulai", "date", min="2030-01-01"),
        one("selesai", "date", max="2020-01-01"), one("isi", "table", columns=[one("k", "text", max_length=1)], max_rows=1),
    ])  # fmt: skip
    answers = example_answers(spec, CONTEXT, Random(1), date(2026, 8, 4))
    assert problems(spec, answers, CONTEXT) == [] and len(answers["isi"]) == 1
