"""Sections, drafts that lose nothing, and the checks before submission."""

from dataclasses import replace

import pytest
from django.template import Context as Page
from django.template import Template

from applications.schema.answers import load, store
from applications.schema.catalogue import read_catalogue
from applications.schema.form import (
    RAW,
    FormSpec,
    SchemaError,
    missing,
    problems,
    save_draft,
    section_form,
    section_of,
    sections,
)
from applications.schema.kinds import Context, Place
from tests.applications.schema.samples import CATALOGUE, CONTEXT, GOOD, NIK, SPEC, Post, form_for, one


def filled(data=GOOD, answers=None):
    """All sections saved one after the other, as somebody does who fills the whole form."""
    for section in sections(SPEC):
        form = section_form(section, CONTEXT)(Post(data), answers)
        answers, _found = save_draft(form, answers)
    return answers


def codes(gaps):
    return [gap.field.code for gap in gaps]


def test_a_section_never_asks_more_than_eight_questions_and_each_question_once():
    for entry in read_catalogue(CATALOGUE):
        cut = sections(entry.form)
        asked = [field.code for section in cut for field in section.fields]
        assert sorted(asked) == sorted(field.code for field in entry.form.asked)
        assert max(len(section.fields) for section in cut) <= 8
        assert len({section.key for section in cut}) == len(cut)
        for section in cut:
            if any(field.type in ("table", "geo_polygon") for field in section.fields):
                assert len(section.fields) == 1 and section.title == f"Rincian: {section.fields[0].label}"


def test_sections_have_stable_keys_and_plain_titles():
    cut = {section.key: section.title for section in sections(SPEC)}
    assert list(cut) == ["data", "data-2", "data-3", "lokasi", "rincian-batas", "rincian-saksi"]
    assert cut["data"] == "Data izin (1 dari 3)" and cut["lokasi"] == "Lokasi"
    assert section_of(SPEC, "titik").key == "lokasi"


def test_every_section_of_the_catalogue_renders_empty_and_with_errors():
    page = Template("{% load crispy_forms_tags %}{% crispy form %}")
    for entry in read_catalogue(CATALOGUE):
        for section in sections(entry.form):
            for data in (None, Post()):
                html = page.render(Page({"form": section_form(section, CONTEXT)(data)}))
                assert "<form" not in html and "csrfmiddlewaretoken" not in html and "placeholder" not in html
                assert " required" not in html
                for field in section.fields:
                    assert f'id="div_id_{field.code}"' in html


def test_help_written_by_an_office_is_escaped():
    spec = FormSpec.from_json([one("isian", "text", help_id="<script>x</script>")])
    html = Template("{% load crispy_forms_tags %}{% crispy form %}").render(
        Page({"form": form_for("isian", spec=spec)})
    )
    assert "<script>" not in html and "&lt;script&gt;" in html


def test_an_officers_field_is_never_asked_of_the_applicant():
    assert SPEC.office[0].code == "nib_terbit"
    with pytest.raises(KeyError):
        section_of(SPEC, "nib_terbit")
    answers = filled(GOOD | {"nib_terbit": "9120001122334"})
    assert "nib_terbit" not in answers


def test_a_complete_form_has_no_gap_and_no_problem():
    answers = filled()
    assert missing(SPEC, answers) == []
    assert problems(SPEC, answers, CONTEXT) == []
    assert answers["wilayah"] == Place("21.71.03.1001", "Tanjung Riau, Sekupang")


def test_a_draft_keeps_what_does_not_parse_and_says_so():
    form = form_for("jumlah", GOOD | {"jumlah": "dua belas", "nama": ""})
    answers, found = save_draft(form, {"kbli": "86103"})
    assert answers["kbli"] == "86103" and answers[RAW] == {"jumlah": "dua belas"}
    assert [(p.field.code, p.blank) for p in found] == [("nama", True), ("jumlah", False)]
    again = form_for("jumlah", answers=answers)
    assert 'value="dua belas"' in str(again["jumlah"])
    assert "jumlah" in codes(missing(SPEC, answers)) and "nama" in codes(missing(SPEC, answers))


def test_a_broken_table_comes_back_as_typed():
    typed = {"saksi-0-nama": "Ali", "saksi-0-nik": "12 34"}
    answers, _found = save_draft(form_for("saksi", typed), {})
    answers = load(SPEC, store(SPEC, answers))
    html = str(form_for("saksi", answers=answers)["saksi"])
    assert 'value="12 34"' in html and 'value="Ali"' in html


def test_putting_a_wrong_answer_right_removes_what_was_typed_before():
    answers, _found = save_draft(form_for("jumlah", GOOD | {"jumlah": "banyak"}), {})
    answers, found = save_draft(form_for("jumlah", GOOD), answers)
    assert RAW not in answers and answers["jumlah"] == 12 and found == []


def test_an_emptied_answer_is_gone_and_another_sections_answers_stay():
    answers = filled()
    answers, _found = save_draft(form_for("jumlah", {}), answers)
    assert "jumlah" not in answers and answers["nik"] == NIK and answers["saksi"]


def test_a_section_shows_what_was_saved_on_another_device():
    answers = load(SPEC, store(SPEC, filled()))
    assert 'value="1234,5"' in str(form_for("luas", answers=answers)["luas"])
    assert 'value="2026-12-01"' in str(form_for("mulai", answers=answers)["mulai"])
    assert 'value="tidak" ' in str(form_for("keramaian", answers=answers)["keramaian"]).replace(">", " >")
    assert "selected>Tanjung Riau" in str(form_for("wilayah", answers=answers)["wilayah"])
    assert 'value="Ali"' in str(form_for("saksi", answers=answers)["saksi"])
    assert "1.1, 104\n1.1, 104.1" in str(form_for("batas", answers=answers)["batas"])
    assert "checked" in str(form_for("kota", answers=answers)["kota"])


def test_what_was_saved_and_sent_again_unchanged_stays_the_same():
    answers = filled()
    for section in sections(SPEC):
        shown = section_form(section, CONTEXT)(None, answers)
        data = Post()
        for field in shown:
            if field.name == "saksi":
                data |= {f"saksi-0-{key}": shown["saksi"].value()[0][key] for key in ("nama", "nik", "umur")}
                data["saksi-0-umur"] = "40"
            else:
                data[field.name] = field.value()
        again, found = save_draft(section_form(section, CONTEXT)(data, answers), answers)
        assert found == [] and again == answers


def test_answers_are_checked_again_however_they_arrived():
    answers = load(SPEC, {
        "nama": "x" * 300, "jumlah": -5, "luas": "1e5", "mulai": "kemarin", "status": "Pinjam", "nik": "123",
        "wilayah": "33.17.01.1001", "keramaian": "ya", "saksi": [{"nama": "Ali", "nik": "1"}], "alamat_lokasi": ["a"],
        "kota": "21.01", "titik": {"lat": 99, "lon": 0}, "modal": True, "tidak_dikenal": "x", "batas": [[1, 104]],
    })  # fmt: skip
    found = set(codes(problems(SPEC, answers, CONTEXT)))
    assert found == {"nama", "jumlah", "luas", "mulai", "status", "nik", "wilayah", "keramaian", "saksi", "alamat_lokasi", "kota",
                     "titik", "modal", "batas"}  # fmt: skip


def test_a_region_that_left_the_offices_area_is_found_at_submission():
    elsewhere = Context(lambda level: [], lambda code: "", "Kabupaten Bintan")
    assert {"wilayah", "kota"} == set(codes(problems(SPEC, filled(), elsewhere)))


def test_a_hostile_post_is_only_a_draft_with_problems():
    hostile = dict.fromkeys(GOOD, "\x00'\"><script>" + "9" * 5000) | {
        "add_row": "../x",
        "_raw": "x",
        "saksi-0-nama": "\x00",
    }
    answers = filled(hostile)
    stored = store(SPEC, answers)
    assert "\x00" not in repr(stored)
    assert {"nama", "wilayah"} <= set(codes(missing(SPEC, load(SPEC, stored))))


def test_a_form_that_is_no_form_is_refused_with_every_place():
    with pytest.raises(SchemaError) as error:
        FormSpec.from_json([one("a", "teks"), one("b", "choice"), {"code": "B!"}, one("once", "text")])
    places = [place for place, _reason in error.value.faults]
    assert "fields[0].type" in places and "fields[1].choices" in places and "fields[2].code" in places
    assert "fields[3].code" in places


def test_the_english_page_uses_english_labels_where_an_office_wrote_them():
    spec = FormSpec.from_json([one("a", "text", label_en="Name")])
    assert form_for("a", spec=spec, context=replace(CONTEXT, language="en"))["a"].label == "Name"
    assert form_for("a", spec=spec)["a"].label == "A"
