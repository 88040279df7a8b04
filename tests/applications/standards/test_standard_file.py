"""A standard as one YAML file: the same when read back, refused with the place of each fault, never half-loaded."""

import re
from io import StringIO

import pytest
import yaml
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from agencies.models import Agency
from applications.actions.standard_files import import_standard
from applications.actions.standards import save_terms, start_standard
from applications.models import PermitType, ServiceStandard
from applications.models.service_standard import TERMS
from applications.schema.standard_file import GROUPS, USUAL, StandardFileError, read_standard, to_yaml
from applications.schema.yaml_text import read_tree, write_block
from applications.standards.compare import changes
from applications.standards.library import file_of
from applications.standards.terms import terms_of
from audit.models import JournalEntry
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests.applications.standards.hostile import META, corpus, good, line_of
from tests.factories import BATAM, person

CORPUS = corpus()
IN_DB = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def in_db(test):
    for mark in IN_DB:
        test = mark(test)
    return test


def test_a_file_names_every_term_with_the_value_that_its_column_has_by_itself():
    assert set(USUAL) == set(TERMS) and [name for _title, names in GROUPS for name in names.split()] == list(USUAL)
    empty = ServiceStandard()
    for name, usual in USUAL.items():
        if usual is not None:
            assert getattr(empty, name) == usual, name


@in_db
def test_all_39_types_come_back_byte_for_byte():
    rows = list(ServiceStandard.objects.filter(office=None, status="published").select_related("permit_type"))
    assert len({row.permit_type_id for row in rows}) == 39
    for row in rows:
        text = file_of(row)
        meta, terms = read_standard(text.encode())
        assert terms == terms_of(row) and meta["code"] == row.permit_type.code
        assert to_yaml(terms, meta) == text
        # Any other YAML program reads the same.
        assert {name: yaml.safe_load(text)[name] for name in TERMS} == terms if row.permit_type.code == "PBG" else True


WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=40) | st.sampled_from(
    [
        "yes",
        "1",
        "0x1F",
        "2026-01-01",
        "a: b",
        "# no",
        "- x",
        "~",
        "null",
        "a\nb",
        " a\n\n b",
        "a\n\n",
        "\ta",
        "x " * 80,
        "'",
        '"',
        "\\",
    ]
)
VALUES = st.recursive(
    WORDS | st.booleans() | st.none() | st.integers(-(10**12), 10**12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_whatever_a_standard_could_say_is_read_back_the_same(value):
    text = "\n".join(write_block({"x": value, "y": "end"}, ["x", "y"])) + "\n"
    found, _lines, faults = read_tree(text)
    assert found == {"x": value, "y": "end"} and faults == []
    assert yaml.load(text, yaml.SafeLoader) == found


def test_a_fault_has_its_line_and_its_place():
    text = good(fields=[{"code": "a", "label_id": "A", "type": "choice", "required": True, "choices": [""]}])
    with pytest.raises(StandardFileError) as refused:
        read_standard(text)
    assert refused.value.faults == [
        (
            f"baris {line_of(text, 'choices:')}, fields[0].choices",
            "harus berupa daftar teks yang berbeda-beda, paling sedikit satu",
        )
    ]


@pytest.mark.parametrize("number", range(len(CORPUS)), ids=lambda number: CORPUS[number][0])
def test_a_hostile_file_is_refused_with_place_and_reason(number):
    _name, content, line, place, reason = CORPUS[number]
    with pytest.raises(StandardFileError) as refused:
        read_standard(content)
    faults = refused.value.faults
    hits = [one for one in faults if place in one[0] and reason in one[1]]
    assert hits, faults
    assert not line or hits[0][0].startswith(f"baris {line}")
    assert re.match(r"baris \d+|berkas|service", hits[0][0]) and hits[0][1] and len(faults) <= 60


@in_db
def test_nothing_of_a_hostile_file_is_in_the_database():
    assert len(CORPUS) >= 30
    batam, writer = Agency.objects.get(slug=BATAM), person("verifikator.batam")
    draft = start_standard(batam.pk, "SIPF", by=writer)
    before = _all_of_it()
    for _name, content, *_told in CORPUS:
        with pytest.raises(StandardFileError):
            import_standard(batam.pk, by=writer, content=content)
    with pytest.raises(Refused, match="tingkat lain"):
        import_standard(batam.pk, by=writer, content=good(META | {"level": "province"}))
    with pytest.raises(Refused, match="bukan SIPF"):
        import_standard(batam.pk, by=writer, content=good(), uuid=draft.uuid, revision=0)
    assert _all_of_it() == before


def _all_of_it():
    rows = ServiceStandard.objects.values_list("pk", "revision", "status", "fields", "letters").order_by("pk")
    return list(rows), PermitType.objects.count(), JournalEntry.objects.count()


@in_db
def test_a_file_fills_a_draft_whose_importer_is_its_writer():
    batam, writer = Agency.objects.get(slug=BATAM), person("verifikator.batam")
    template = ServiceStandard.objects.get(office=None, permit_type__code="SIPF", status="published")
    text = file_of(template).replace("time_limit_days: 5", "time_limit_days: 4")
    first = import_standard(batam.pk, by=writer, content=text)
    assert [(one.piece, one.after) for one in changes(terms_of(template), terms_of(first))] == [("time_limit_days", 4)]
    assert (first.office, first.version, first.status, first.based_on) == (batam, 1, "draft", template)
    assert list(first.writers.all()) == [writer] and first.prepared_by == writer
    assert JournalEntry.objects.filter(verb="standard.imported", subject=first.uuid).count() == 1
    # What was written out goes in again without a change; an older page is told so.
    again = import_standard(batam.pk, by=person("kadis.batam"), content=file_of(first))
    assert again.pk == first.pk and file_of(again) == file_of(first) and again.revision == 1
    with pytest.raises(Refused):
        import_standard(batam.pk, by=writer, content=text.replace("days: 4", "days: 3"), uuid=first.uuid, revision=0)
    with pytest.raises(NotAllowed):
        import_standard(batam.pk, by=person("verifikator.tanjungpinang"), content=text)
    ServiceStandard.objects.filter(pk=first.pk).update(status="reviewed", reviewed_by=person("kadis.batam"))
    with pytest.raises(WrongState):
        import_standard(batam.pk, by=writer, content=text)


@in_db
def test_a_file_of_an_unknown_service_makes_a_service_of_ones_own():
    batam, writer = Agency.objects.get(slug=BATAM), person("verifikator.batam")
    made = import_standard(batam.pk, by=writer, content=good())
    assert (made.permit_type.owner, made.permit_type.name, made.based_on) == (batam, "Izin Uji", None)
    assert terms_of(made) == read_standard(good())[1]
    tanjungpinang = Agency.objects.get(slug="dpmptsp-kota-tanjungpinang")
    with pytest.raises(Refused, match="IZIN-UJI"):
        import_standard(tanjungpinang.pk, by=person("verifikator.tanjungpinang"), content=good())
    assert not ServiceStandard.objects.filter(office=tanjungpinang).exists()


@in_db
def test_the_commands_write_and_read_the_same_file(tmp_path):
    path, out = tmp_path / "sipf.yaml", StringIO()
    call_command("export_standard", "-", "SIPF", "--output", str(path))
    template = ServiceStandard.objects.get(office=None, permit_type__code="SIPF", status="published")
    assert path.read_text(encoding="utf-8") == file_of(template)
    call_command("import_standard", str(path), "--office", BATAM, "--by", "verifikator.batam@demo.test", stdout=out)
    draft = ServiceStandard.objects.get(office__slug=BATAM, permit_type__code="SIPF")
    assert str(draft.uuid) in out.getvalue() and terms_of(draft) == terms_of(template)
    out = StringIO()
    call_command("export_standard", BATAM, "SIPF", "--version", "1", stdout=out)
    assert out.getvalue() == file_of(draft)
    path.write_text("format: 1\n", encoding="utf-8")
    for file, by in ((path, "verifikator.batam"), (tmp_path / "none", "verifikator.batam"), (path, "nobody")):
        with pytest.raises(CommandError):
            call_command("import_standard", str(file), "--office", BATAM, "--by", f"{by}@demo.test")
    with pytest.raises(CommandError):
        call_command("export_standard", BATAM, "SIPF", "--version", "7")


@in_db
def test_a_mis_shaped_term_is_never_saved_by_a_page_either():
    batam, writer = Agency.objects.get(slug=BATAM), person("verifikator.batam")
    draft = start_standard(batam.pk, "SIPF", by=writer)
    for wrong in (
        {"time_limit_days": 0},
        {"signing_role": "root"},
        {"letters": {"cheque": ""}},
        {"checklist": [1]},
    ):
        with pytest.raises(Refused, match="tidak dapat disimpan"):
            save_terms(draft.uuid, by=writer, revision=0, **wrong)
    draft.refresh_from_db()
    assert draft.revision == 0 and draft.time_limit_days == 5
    # A loose end is not a shape: the check before publishing names it.
    assert save_terms(draft.uuid, by=writer, revision=0, advisory=["DLH"]).advisory == ["DLH"]
