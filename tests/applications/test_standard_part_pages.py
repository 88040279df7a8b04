"""The pages of a draft's fields, requirements, stages and levy: a service built in the browser, and what is refused."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from agencies.models import Agency
from applications.actions.standards import save_terms, start_standard
from applications.forms.standard_fields import FieldForm
from applications.forms.standard_levy import TableForm
from applications.forms.standard_requirements import RequirementForm
from applications.forms.standard_stages import AgencyTermsForm
from applications.models import ServiceStandard, StandardFile
from applications.schema.spec import TYPES, read_fields
from applications.standards.check import findings
from applications.standards.field_kinds import KINDS
from audit.models import JournalEntry
from ptsp_portal.lib.rules import NotAllowed
from tests.applications.part_desk import WRITER, Desk, desk_of, new_service
from tests.factories import BATAM, paper, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


@pytest.fixture
def desk():
    return desk_of(new_service())


OWN = {
    "text": {"max_length": "60"}, "textarea": {"max_length": "500"}, "integer": {"min": "1", "max": "1.000"},
    "decimal": {"min": "0", "max": "50"}, "money": {"max": "25.000.000"}, "date": {"min": "2026-01-01", "max": "2027-12-31"},
    "choice": {"choices": "Klinik\nRumah sakit\n\n"}, "multichoice": {"choices": "Senin\nRabu"}, "region": {"level": "kelurahan"},
    "table": {"columns": "Hari\nJam", "max_rows": "7"},
}  # fmt: skip


def add_every_kind(desk):
    for kind in TYPES:
        said = {"label_id": f"Isian {kind}", "filled_by": "applicant", "required": "on", **OWN.get(kind, {})}
        desk.done("add_field", kind, **said)


def test_a_service_with_everything_is_built_in_the_browser_and_reads_back(desk):
    add_every_kind(desk)
    fields = {row["code"]: row for row in desk.standard.fields}
    assert [row["type"] for row in desk.standard.fields] == list(TYPES)
    assert fields["isian_integer"] | {"min": 1, "max": 1000} == fields["isian_integer"]
    assert fields["isian_date"]["min"] == "2026-01-01" and fields["isian_text"]["max_length"] == 60
    assert fields["isian_choice"]["choices"] == ["Klinik", "Rumah sakit"] and "min" not in fields["isian_text"]
    assert read_fields(desk.standard.fields)[1] == []
    _a_condition_and_columns(desk)
    _requirements(desk)
    _stages(desk)
    _levy(desk)
    _another_word_for_a_choice(desk)
    assert [one for one in findings(desk.standard) if one.section in ("fields", "requirements", "stages", "levy")] == []
    shown = [desk.words("standard_part", slug) for slug in ("isian", "persyaratan", "tahap", "biaya")]
    assert "tampil bila “Jenis tempat” = Klinik pratama" in shown[0] and "Pakta integritas" in shown[1]
    assert "Rp15.000 × 10 kapal per hari = <b" in shown[3] and "Rp150.000" in shown[3]
    preview = desk.words("preview_fields")
    assert "Isian geo_polygon" in preview and 'name="isian_table-0-jam"' in preview and "<fieldset" in preview
    verbs = JournalEntry.objects.filter(subject=desk.standard.uuid).values_list("verb", flat=True)
    assert set(verbs) == {"standard.started", "standard.edited", "standard.file_added"}


def _a_condition_and_columns(desk):
    text = {"label_id": "Nama klinik", "filled_by": "applicant", "show_when": "isian_choice:0"}
    desk.done("edit_field", "isian_text", **text, code="nama_klinik")
    desk.done("edit_column", "isian_table", "hari", query="?jenis=choice", label_id="Hari", choices="Senin\nRabu")
    desk.done("add_column", "isian_table", "integer", label_id="Kuota", min="1", required="on")
    desk.done("arrange_columns", "isian_table", up="kuota")
    desk.done("arrange_fields", down="nama_klinik")
    desk.done("arrange_fields", copy="isian_boolean")
    desk.done(
        "edit_field",
        "isian_boolean_2",
        query="?jenis=table",
        label_id="Alat",
        filled_by="applicant",
        columns="Nama alat",
    )
    assert (
        next(row for row in desk.standard.fields if row["code"] == "isian_boolean_2")["columns"][0]["code"]
        == "nama_alat"
    )
    desk.done("remove_field", "isian_boolean_2")
    fields = desk.standard.fields
    assert [row["code"] for row in fields[:2]] == ["isian_textarea", "nama_klinik"] and len(fields) == len(TYPES)
    assert fields[1] == {
        "code": "nama_klinik", "label_id": "Nama klinik", "type": "text", "required": False,
        "show_when": {"field": "isian_choice", "value": "Klinik"},
    }  # fmt: skip
    table = next(row for row in fields if row["type"] == "table")
    assert [row["code"] for row in table["columns"]] == ["hari", "kuota", "jam"] and table["max_rows"] == 7
    assert table["columns"][0] == {
        "code": "hari", "label_id": "Hari", "type": "choice", "required": False, "choices": ["Senin", "Rabu"]}  # fmt: skip


def _requirements(desk):
    name, content, _inspected = paper("pakta", ("pdf",))
    upload = SimpleUploadedFile(name, content, "application/pdf")
    desk.done("add_requirement", name="KTP-el", mandatory="on", formats=["pdf", "jpg"])
    desk.done(
        "add_requirement", name="Pakta integritas", formats=["pdf"], kinds=["new", "renewal"], help="Bermeterai.",
        issued_by="Kantor notaris", max_mb="5", blank_form=upload,
    )  # fmt: skip
    desk.done(
        "add_requirement", name="Surat kehilangan", formats=["pdf"], kinds=["duplicate"], when="lost", code="hilang"
    )
    desk.done("arrange_requirements", up="pakta_integritas")
    desk.done("remove_requirement", "hilang")
    form = StandardFile.objects.get()
    assert form.office.slug == BATAM and form.uploaded_by == person(WRITER) and form.file_kind == "pdf"
    assert desk.standard.requirements == [
        {"code": "pakta_integritas", "name": "Pakta integritas", "mandatory": False, "formats": ["pdf"],
         "for": ["new", "renewal"], "help": "Bermeterai.", "issued_by": "Kantor notaris", "max_mb": 5,
         "blank_form": str(form.uuid)},
        {"code": "ktp_el", "name": "KTP-el", "mandatory": True, "formats": ["pdf", "jpg"]},
    ]  # fmt: skip
    desk.done("retire_requirement", "ktp_el", on="2027-01-01", why="NIK sudah cukup.")
    assert desk.standard.retirements == {"requirements": {"ktp_el": {"on": "2027-01-01", "why": "NIK sudah cukup."}}}
    assert "sejak 1 Januari 2027: NIK sudah cukup." in desk.words("standard_part", "persyaratan")
    desk.done("retire_requirement", "ktp_el", act="revive")
    assert desk.standard.retirements == {}


def _stages(desk):
    desk.done("add_agency", agency="own:DISHUB", stage="1")
    desk.done("add_agency", agency="own:DINKES", stage="1")
    desk.done("add_agency", agency="at:KELURAHAN", field="isian_region", stage="2")
    desk.done("add_agency", agency="own:PUPR", stage="2")
    desk.done(
        "edit_agency", "PUPR", stage="2", days="2", advisory="yes", inspects="yes", deemed="no", head_approves="on",
        relies_on=["isian_region", "ktp_el"],
    )  # fmt: skip
    desk.done("stage_rules", has_inspection="on", extension_days="1", checklist="Lokasi sesuai\nDermaga aman")
    standard = desk.standard
    assert standard.stages == [["DISHUB", "DINKES"], ["KELURAHAN", "PUPR"]]
    assert standard.agency_from == {"KELURAHAN": {"agency": "KELURAHAN", "field": "isian_region"}}
    assert standard.agency_terms == {"PUPR": {"days": 2, "inspects": True, "deemed": False}}
    assert (standard.advisory, standard.agency_head_approves) == (["PUPR"], ["PUPR"])
    assert standard.relies_on == {"PUPR": ["isian_region", "ktp_el"]}
    assert standard.checklist[1] == {"code": "dermaga_aman", "label": "Dermaga aman"}
    assert (standard.has_inspection, standard.deemed_recommendation, standard.extension_days) == (True, False, 1)
    page = " ".join(desk.words("standard_part", "tahap").split())
    assert "tahap 1: 1 hari" in page and "tahap 2: 2 hari" in page and "kantor: 2 hari" in page
    desk.done("arrange_stages", down="1")
    desk.done("edit_agency", "DISHUB", stage="3", advisory="no")
    assert desk.standard.stages == [["KELURAHAN", "PUPR"], ["DINKES"], ["DISHUB"]]
    desk.done("remove_agency", "DISHUB")


def _levy(desk):
    rows = {
        "row-0-code": "Klinik",
        "row-0-label": "Kapal klinik",
        "row-0-unit": "kapal per hari",
        "row-0-amount": "15.000",
    }
    said = {"row_field": "isian_choice", "quantity_field": "isian_integer", "legal_basis": "Perda 1/2024", "days": "14"}
    filled = desk.post("edit_levy", "tabel", **said, **rows, rows="fill")
    assert filled.status_code == 200 and 'value="Rumah sakit"' in filled.content.decode() and desk.standard.levy == {}
    rows |= {"row-1-code": "Rumah sakit", "row-1-label": "Lain", "row-1-unit": "kapal", "row-1-amount": "20000"}
    desk.done("edit_levy", "tabel", **said, **rows)
    assert desk.standard.has_fee and desk.standard.levy == {
        "kind": "table", "row_field": "isian_choice", "quantity_field": "isian_integer", "legal_basis": "Perda 1/2024", "days": 14,
        "rows": [{"code": "Klinik", "label": "Kapal klinik", "unit": "kapal per hari", "amount": 15000},
                 {"code": "Rumah sakit", "label": "Lain", "unit": "kapal", "amount": 20000}],
    }  # fmt: skip


def _another_word_for_a_choice(desk):
    """The condition and the tariff follow, also when the code changes with it."""
    said = {"label_id": "Jenis tempat", "filled_by": "applicant", "required": "on", "code": "jenis"}
    desk.done("edit_field", "isian_choice", choices="Klinik pratama\nRumah sakit", **said)
    fields = {row["code"]: row for row in desk.standard.fields}
    assert fields["nama_klinik"]["show_when"] == {"field": "jenis", "value": "Klinik pratama"}
    assert desk.standard.levy["row_field"] == "jenis" and desk.standard.levy["rows"][0]["code"] == "Klinik pratama"


def test_one_amount_and_free_of_charge_are_saved_together_with_the_fee(desk):
    desk.done("edit_levy", "tetap", amount="1.500.000", label="Retribusi kapal", legal_basis="Perda 1/2024", days="30")
    assert desk.standard.has_fee and desk.standard.levy["amount"] == 1_500_000
    assert "Rp1.500.000" in desk.words("standard_part", "biaya")
    desk.done("edit_levy", "gratis")
    assert (desk.standard.has_fee, desk.standard.levy) == (False, {})
    assert "GRATIS" in desk.words("standard_part", "biaya")


FIXED = {"legal_basis": "Perda", "days": "30"}


def test_a_code_stays_free_until_a_version_with_it_is_published(desk, signed_in):
    desk.done("add_field", "text", label_id="Nama", filled_by="applicant")
    desk.done("edit_field", "nama", label_id="Nama", filled_by="applicant", code="nama_usaha")
    assert desk.standard.fields[0]["code"] == "nama_usaha"
    office = Agency.objects.get(slug=BATAM)
    adopted = Desk(desk.client, start_standard(office.pk, "SIPF", by=person(WRITER)))
    adopted.done("edit_field", "no_str", label_id="Nomor STR", filled_by="applicant", code="lain", required="on")
    assert adopted.standard.fields[0]["code"] == "no_str" and adopted.standard.fields[0]["label_id"] == "Nomor STR"
    assert adopted.post("edit_field", "no_str", label_id="STR", filled_by="applicant").status_code == 302
    form = FieldForm(
        standard=adopted.standard, kind=KINDS["text"], rows=adopted.standard.fields, row=adopted.standard.fields[0],
        settled={"no_str"},
    )  # fmt: skip
    assert form.fields["code"].disabled


def test_every_row_of_every_template_goes_through_its_form_unchanged():
    """What a page does not show must not get lost by saving it."""
    templates = ServiceStandard.objects.filter(office=None, status="published").select_related("permit_type")
    assert templates.count() >= 39
    for standard in templates:
        for row in standard.fields:
            form = FieldForm(standard=standard, kind=KINDS[row["type"]], rows=standard.fields, row=row)
            sent = FieldForm(sent_by(form), standard=standard, kind=form.kind, rows=standard.fields, row=row)
            assert sent.is_valid() and sent.entry() == row and sent.fields_with() == standard.fields, (
                standard,
                sent.errors,
            )
            for column in row.get("columns", []):
                how = {
                    "standard": standard,
                    "kind": KINDS[column["type"]],
                    "rows": row["columns"],
                    "row": column,
                    "table": row,
                }
                sent = FieldForm(sent_by(FieldForm(**how)), **how)
                assert sent.is_valid() and sent.entry() == column, (standard, column, sent.errors)
        for row in standard.requirements:
            sent = RequirementForm(sent_by(RequirementForm(standard=standard, row=row)), standard=standard, row=row)
            assert sent.is_valid() and sent.entry() == row, (standard, row, sent.errors)
        for code in [code for stage in standard.stages for code in stage]:
            how = {"standard": standard, "code": code, "facts": []}
            sent = AgencyTermsForm(sent_by(AgencyTermsForm(**how)), **how)
            assert sent.is_valid() and all(getattr(standard, key) == value for key, value in sent.changes().items())
        if standard.levy:
            sent = TableForm(sent_by(TableForm(standard=standard), rows=standard.levy["rows"]), standard=standard)
            assert sent.is_valid() and sent.changes() == {"has_fee": True, "levy": standard.levy}, (
                standard,
                sent.errors,
            )


def sent_by(form, rows=()) -> QueryDict:
    """What a browser sends of a form as it was drawn."""
    data = QueryDict(mutable=True)
    for field in form:
        value = field.value()
        if value is not None and value is not False and value != "":
            data.setlist(field.html_name, [str(each) for each in value] if isinstance(value, list) else [str(value)])
    for number, row in enumerate(rows):
        data.update({f"row-{number}-{cell}": str(value) for cell, value in row.items()})
    return data


def test_a_version_that_is_no_draft_is_read_and_not_changed(desk):
    desk.done("add_field", "text", label_id="Nama", filled_by="applicant")
    desk.done("edit_levy", "tetap", amount="5000", **FIXED)
    ServiceStandard.objects.filter(pk=desk.standard.pk).update(status="reviewed", reviewed_by=person("kabid.batam"))
    for address in (("isian",), ("persyaratan",), ("tahap",), ("biaya",)):
        words = desk.words("standard_part", *address)
        assert "hanya dapat dibaca" in words and "Tambah" not in words and ">Naik<" not in words
    for address in (("edit_field", "nama"), ("stage_rules",), ("edit_levy", "tetap"), ("remove_field", "nama")):
        words = desk.words(*address)
        assert "hanya dapat dibaca" in words and '<button class="btn' not in words.split("<main")[1]
        assert (
            desk.post(
                *address, label_id="Lain", filled_by="applicant", extension_days="1", amount="1", **FIXED
            ).status_code
            == 409
        )
    assert desk.standard.fields[0]["label_id"] == "Nama" and desk.standard.extension_days == 2


def test_other_offices_find_nothing_and_officers_without_the_right_write_nothing(desk, signed_in):
    desk.done("add_field", "text", label_id="Nama", filled_by="applicant")
    addresses = [desk.at("standard_part", "isian"), desk.at("edit_field", "nama"), desk.at("preview_fields"),
                 desk.at("stage_rules"), desk.at("edit_levy", "gratis")]  # fmt: skip
    for name in ("verifikator.tanjungpinang", "loket.batam", "pemohon", "opd.dinkes.batam"):
        client = signed_in(name)
        assert [client.get(address).status_code for address in addresses] == [404] * len(addresses)
        assert client.post(addresses[3], {"revision": 1, "extension_days": 1, "once": uuid4()}).status_code == 404
    with pytest.raises(NotAllowed):
        save_terms(desk.standard.uuid, by=person("loket.batam"), revision=1, extension_days=1)
    desk.standard.refresh_from_db()
    assert desk.standard.extension_days == 2


def test_a_blank_form_is_everybodys_once_a_published_standard_names_it(desk):
    name, content, _inspected = paper("pakta", ("pdf",))
    desk.done("add_requirement", name="Pakta", formats=["pdf"], blank_form=SimpleUploadedFile(name, content))
    form = StandardFile.objects.get()
    address, anybody, other = reverse("applications:blank_form_file", args=[form.uuid]), Client(), Client()
    other.force_login(person("verifikator.tanjungpinang"))
    assert [client.get(address).status_code for client in (anybody, other)] == [404, 404]
    mine = desk.client.get(address)
    assert mine.getvalue() == content and mine["Content-Disposition"].startswith("attachment")
    ServiceStandard.objects.filter(pk=desk.standard.pk).update(status="reviewed", reviewed_by=person("kabid.batam"))
    ServiceStandard.objects.filter(pk=desk.standard.pk).update(status="published", published_by=person("kadis.batam"))
    taken = anybody.get(address)
    assert taken.getvalue() == content and taken["X-Content-Type-Options"] == "nosniff"
    assert anybody.get(reverse("applications:blank_form_file", args=[uuid4()])).status_code == 404


def test_the_lists_are_read_with_few_statements(desk, django_assert_max_num_queries):
    text = {"label_id": "Isian", "type": "text", "required": True}
    save_terms(
        desk.standard.uuid, by=person(WRITER), revision=0, fields=[{"code": f"isian_{n}", **text} for n in range(40)],
        requirements=[{"code": f"p_{n}", "name": "P", "mandatory": True, "formats": ["pdf"], "blank_form": str(uuid4())}
                      for n in range(20)],
        stages=[["DINKES", "PUPR", "DISHUB"], ["SATPOLPP", "BAPENDA"]],
    )  # fmt: skip
    for slug in ("isian", "persyaratan", "tahap", "biaya"):
        with django_assert_max_num_queries(9):
            desk.get("standard_part", slug)
