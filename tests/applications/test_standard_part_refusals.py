"""What the pages of a draft's parts refuse: bad input, and a save upon a draft that somebody changed meanwhile."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.actions.standards import save_terms
from applications.models import StandardFile
from tests.applications.part_desk import WRITER, desk_of, new_service
from tests.factories import paper, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


@pytest.fixture
def desk():
    return desk_of(new_service())


FIELD = {"label_id": "Luas", "filled_by": "applicant"}
FIXED = {"legal_basis": "Perda", "days": "30"}
REFUSED = [
    (("add_field", "integer"), FIELD | {"min": "9", "max": "1"}, "max"),
    (("add_field", "integer"), FIELD | {"min": "banyak"}, "min"),
    (("add_field", "date"), FIELD | {"min": "kemarin"}, "min"),
    (("add_field", "text"), FIELD | {"max_length": "5000"}, "max_length"),
    (("add_field", "text"), FIELD | {"label_id": "  "}, "label_id"),
    (("add_field", "text"), FIELD | {"label_id": "x" * 201}, "label_id"),
    (("add_field", "text"), FIELD | {"code": "Luas Tanah"}, "code"),
    (("add_field", "text"), FIELD | {"code": "once"}, "code"),
    (("add_field", "text"), FIELD | {"code": "jenis"}, "code"),
    (("add_field", "choice"), FIELD | {"choices": "\n \n"}, "choices"),
    (("add_field", "choice"), FIELD | {"choices": "Ya\nYa"}, "choices"),
    (("add_field", "multichoice"), FIELD | {"choices_from": "planet"}, "choices_from"),
    (("add_field", "region"), FIELD | {"level": "planet"}, "level"),
    (("add_field", "table"), FIELD | {"columns": "\n".join(f"K{n}" for n in range(13))}, "columns"),
    (("add_field", "text"), FIELD | {"show_when": "jenis:9"}, "show_when"),
    (("add_field", "text"), FIELD | {"show_when": "luas:0"}, "show_when"),
    (("add_field", "text"), FIELD | {"filled_by": "office", "show_when": "jenis:0"}, "show_when"),
    (("edit_field", "jenis"), FIELD | {"choices": "Lain"}, "choices"),  # a condition names the choice that would go
    (("add_requirement",), {"name": "KTP", "formats": ["exe"]}, "formats"),
    (("add_requirement",), {"name": "KTP", "formats": []}, "formats"),
    (("add_requirement",), {"name": "KTP", "formats": ["pdf"], "max_mb": "11"}, "max_mb"),
    (("add_requirement",), {"name": "KTP", "formats": ["pdf"], "when": "lost", "kinds": ["new"]}, "when"),
    (("add_requirement",), {"name": "KTP", "formats": ["pdf"], "code": "ktp"}, "code"),
    (("retire_requirement", "ktp"), {"on": "2027-01-01", "why": ""}, "why"),
    (("retire_requirement", "ktp"), {"on": "0027-01-01", "why": "x"}, "on"),
    (("add_agency",), {"agency": "own:KEMENKEU", "stage": "1"}, "agency"),
    (("add_agency",), {"agency": "own:DINKES", "stage": "1"}, "agency"),
    (("add_agency",), {"agency": "at:KELURAHAN", "field": "kecamatan", "stage": "1"}, "field"),
    (("add_agency",), {"agency": "at:KELURAHAN", "field": "", "stage": "1"}, "field"),
    (("add_agency",), {"agency": "own:PUPR", "stage": "7"}, "stage"),
    (("edit_agency", "DINKES"), {"stage": "1", "advisory": "no", "days": "0"}, "days"),
    (("edit_agency", "DINKES"), {"stage": "1", "advisory": "no", "relies_on": ["nobody"]}, "relies_on"),
    (("stage_rules",), {"extension_days": "-1"}, "extension_days"),
    (("edit_levy", "tetap"), FIXED | {"amount": "0"}, "amount"),
    (("edit_levy", "tetap"), {"amount": "5000", "days": "30"}, "legal_basis"),
    (("edit_levy", "tabel"), FIXED | {}, "__all__"),
    (("edit_levy", "tabel"), FIXED | {"row-0-label": "A", "row-0-unit": "m", "row-0-amount": "-5"}, "__all__"),
    (("edit_levy", "tabel"), FIXED | {"row_field": "jenis", "row-0-code": "Lain", "row-0-label": "A", "row-0-unit": "m",
                                      "row-0-amount": "5"}, "__all__"),
    (("edit_levy", "tabel"), FIXED | {"row_field": "nama", "row-0-label": "A", "row-0-unit": "m", "row-0-amount": "5"},
     "row_field"),
]  # fmt: skip


def test_bad_input_is_said_beside_its_field_and_changes_nothing(desk):
    fields = [
        {"code": "jenis", "label_id": "Jenis", "type": "choice", "required": True, "choices": ["Klinik", "Toko"]},
        {"code": "nama", "label_id": "Nama", "type": "text", "required": True,
         "show_when": {"field": "jenis", "value": "Klinik"}},
        {"code": "kecamatan", "label_id": "Kecamatan", "type": "region", "required": True, "level": "kecamatan"},
    ]  # fmt: skip
    ktp = {"code": "ktp", "name": "KTP", "mandatory": True, "formats": ["pdf"]}
    save_terms(
        desk.standard.uuid, by=person(WRITER), revision=0, fields=fields, requirements=[ktp], stages=[["DINKES"]]
    )
    for address, said, beside in REFUSED:
        answer = desk.post(*address, **said)
        assert answer.status_code == 400, (address, said)
        assert list(answer.context["form"].errors) == [beside], (address, said, answer.context["form"].errors)
    assert desk.standard.revision == 1 and desk.standard.fields == fields and desk.standard.levy == {}
    typed = desk.post(
        "add_field", "text", label_id="Nama <usaha>", code="Salah", filled_by="applicant"
    ).content.decode()
    assert 'value="Nama &lt;usaha&gt;"' in typed and 'value="Salah"' in typed
    upload = SimpleUploadedFile("formulir.pdf", b"MZ\x90\x00 not a form")
    answer = desk.post("add_requirement", name="Pakta", formats=["pdf"], blank_form=upload)
    assert list(answer.context["form"].errors) == ["blank_form"] and not StandardFile.objects.exists()


def test_somebody_who_was_faster_is_not_overwritten_and_what_was_typed_stays(desk):
    save_terms(desk.standard.uuid, by=person("kabid.batam"), revision=0, time_limit_days=9)
    name, content, _inspected = paper("pakta", ("pdf",))
    said = {"revision": 0, "name": "Pakta", "formats": ["pdf"], "blank_form": SimpleUploadedFile(name, content)}
    answer = desk.post("add_requirement", **said)
    words = answer.content.decode()
    assert answer.status_code == 400 and "diubah orang lain" in words and 'value="Pakta"' in words
    assert desk.standard.requirements == [] and not StandardFile.objects.exists()
    assert 'name="revision" value="1"' in words  # sent once more as it stands, it is taken
    answer = desk.post("edit_levy", "gratis", revision=0)
    assert answer.status_code == 400 and desk.standard.revision == 1
    save_terms(desk.standard.uuid, by=person("kabid.batam"), revision=1, stages=[["DINKES"], ["PUPR"]])
    moved = desk.post("arrange_stages", down="1", revision=1)
    assert moved.status_code == 302 and desk.standard.stages == [["DINKES"], ["PUPR"]]
