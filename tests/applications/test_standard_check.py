"""The check before publishing: each thing that is missing or contradictory is found, with the section that puts it right."""

from copy import copy

import pytest

from agencies.models import Agency
from applications.models import PermitType, ServiceStandard
from applications.standards.check import blocking, findings
from tests.applications.writing import own_service, published
from tests.factories import BATAM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
REGION = {"code": "lokasi", "label_id": "Lokasi", "type": "region", "level": "kelurahan", "required": True}
SIZE = {"code": "luas", "label_id": "Luas", "type": "decimal", "required": True}
SORT = {"code": "golongan", "label_id": "Golongan", "type": "choice", "choices": ["Besar", "Kecil"], "required": True}
NOTE = {"code": "catatan", "label_id": "Catatan", "type": "text", "required": False}
KTP = {"code": "ktp", "name": "KTP", "mandatory": True, "formats": ["pdf"]}
ROWS = [{"code": name, "label": name, "unit": "m2", "amount": 1000} for name in ("Besar", "Kecil")]
TABLE = {"kind": "table", "rows": ROWS, "row_field": "golongan", "quantity_field": "luas"}
TABLE["legal_basis"] = "Perda 1/2024"
GOOD = {
    "kinds": ["new", "renewal"], "fields": [REGION, SIZE, SORT, NOTE], "requirements": [KTP], "stages": [["DINKES", "KEL"]],
    "agency_from": {"KEL": {"agency": "KELURAHAN", "field": "lokasi"}}, "time_limit_days": 7, "validity_months": 12,
    "has_fee": True, "levy": TABLE, "legal_basis": ["Perda 5/2023", "Perwako 1/2020"],
    "components": {name: ["Ada."] for name in (
        "procedure", "product", "complaints", "facilities", "competence", "supervision", "staff", "guarantee", "safety",
        "evaluation",
    )},
}  # fmt: skip


@pytest.fixture
def good(reference, at_usual_moment):
    """A draft with nothing wrong."""
    return own_service(**GOOD)


def without(which: dict, *names) -> dict:
    return {name: value for name, value in which.items() if name not in names}


def retired(*laws) -> dict:
    return {"legal_basis": {law: {"on": "2026-01-01", "why": "Diganti."} for law in laws}}


def test_a_good_draft_has_nothing_that_blocks_or_asks_for_a_look(good):
    assert findings(good) == []


def test_each_national_template_could_be_published_as_it_is():
    """By an office of its level; what only asks for a look is no hindrance."""
    offices = {}
    for office in (
        Agency.objects.filter(is_active=True, kind__in=Agency.ISSUING).select_related("region").order_by("pk")
    ):
        offices.setdefault(office.region.level, office)
    offices["regency_city"] = Agency.objects.get(slug=BATAM)
    for template in ServiceStandard.objects.filter(office=None, status="published").select_related("permit_type"):
        template.office = offices[template.permit_type.level]
        assert [(gap.section, gap.text) for gap in blocking(template)] == [], template


BROKEN = {
    "nothing is asked for": ({"kinds": []}, "general", "Belum ada jenis permohonan"),
    "only copies": ({"kinds": ["duplicate"]}, "general", "menghasilkan izin"),
    "an unknown kind": ({"kinds": ["baru"]}, "general", "tidak dikenal"),
    "renewal of what never ends": ({"validity_months": None}, "general", "tanpa batas waktu"),
    "no product": ({"components": without(GOOD["components"], "product")}, "components", "Produk pelayanan"),
    "no procedure": ({"components": GOOD["components"] | {"procedure": [" "]}}, "components", "Sistem, mekanisme"),
    "no complaints": ({"components": GOOD["components"] | {"complaints": ""}}, "components", "Penanganan pengaduan"),
    "no law": ({"legal_basis": []}, "law", "Belum ada dasar hukum"),
    "all law retired": ({"retirements": retired(*GOOD["legal_basis"])}, "law", "sudah dicabut"),
    "nobody's code": ({"stages": [["DINKES", "KEL", "TIDAK-ADA"]]}, "stages", "kode TIDAK-ADA"),
    "nobody's code from an answer": (
        {"agency_from": {"KEL": {"agency": "TIDAK-ADA", "field": "lokasi"}}}, "stages", "kode TIDAK-ADA"),
    "an empty stage": ({"stages": [["DINKES", "KEL"], []]}, "stages", "Tahap 2 belum punya dinas"),
    "asked twice": ({"stages": [["DINKES", "KEL"], ["DINKES"]]}, "stages", "di dua tahap"),
    "days above the total": ({"agency_terms": {"DINKES": {"days": 6}}}, "stages", "perlu 6 hari kerja"),
    "days of two stages": (
        {"stages": [["DINKES"], ["KEL"]], "agency_terms": {"DINKES": {"days": 3}, "KEL": {"days": 3}}}, "stages", "perlu 6 hari"),
    "the answer is gone": ({"fields": [SIZE, SORT]}, "stages", "“lokasi”, yang tidak ada lagi"),
    "the answer is optional": (
        {"fields": [REGION | {"required": False}, SIZE, SORT]}, "stages", "bukan isian wilayah yang wajib"),
    "the answer is coarse": ({"fields": [REGION | {"level": "regency_city"}, SIZE, SORT]}, "stages", "tidak cukup rinci"),
    "rules of an agency not asked": ({"advisory": ["DPUPR"]}, "stages", "dinas DPUPR"),
    "a fact that is gone": ({"relies_on": {"DINKES": ["ktp", "denah"]}}, "stages", "“denah”"),
    "no tariff": ({"levy": {}}, "levy", "tarifnya belum ada"),
    "a tariff of a free service": ({"has_fee": False}, "levy", "dinyatakan gratis"),
    "a wrong tariff": ({"levy": {"kind": "fixed", "amount": 0}}, "levy", "tidak dapat dihitung"),
    "a row for each choice": ({"levy": TABLE | {"rows": ROWS[:1]}}, "levy", "“Kecil”"),
    "rows chosen by nothing": ({"levy": TABLE | {"row_field": "catatan"}}, "levy", "bukan pilihan"),
    "counted by a text": ({"levy": TABLE | {"quantity_field": "catatan"}}, "levy", "bukan angka"),
    "a tariff without law": ({"levy": TABLE | {"legal_basis": " "}}, "levy", "belum punya dasar hukum"),
    "no number": ({"number_pattern": "{klasifikasi}/{tahun}"}, "signing", "{urut} tidak ada"),
    "an unknown token": ({"number_pattern": "{urut}/{settings}"}, "signing", "tidak dikenal"),
    "half a token": ({"number_pattern": "{urut}/{"}, "signing", "tidak berpasangan"),
    "one count for two services": ({"number_pattern": "{urut}/{kode_kantor}/{tahun}"}, "signing", "{kode_izin}"),
    "one count for two years": ({"number_pattern": "{urut}/{kode_izin}"}, "signing", "{tahun}"),
    "a long number": ({"number_pattern": "{urut}/{kode_izin}/{tahun}/" + "X" * 50}, "signing", "paling panjang 50"),
    "an unknown signer": ({"signing_role": "raja"}, "signing", "“raja”"),
    "no signer": ({"signing_role": ""}, "signing", "Belum ada penanda tangan"),
    "an unknown endorser": ({"endorsing_roles": ["raja"]}, "signing", "“raja”"),
    "signs and endorses": ({"endorsing_roles": ["head"]}, "signing", "tidak dapat melakukan keduanya"),
    "a field of no kind": ({"fields": [*GOOD["fields"], NOTE | {"code": "x", "type": "gambar"}]}, "fields", "“Catatan”"),
    "a code twice": ({"fields": [*GOOD["fields"], NOTE]}, "fields", "dipakai dua kali"),
    "waits for a field that is gone": (
        {"fields": [*GOOD["fields"][:3], NOTE | {"show_when": {"field": "jenis", "value": "A"}}]}, "fields", "Catatan"),
    "a blank form that is gone": (
        {"requirements": [KTP | {"blank_form": "8c5c6a3e-0000-4000-8000-000000000000"}]}, "requirements", "KTP"),
    "retires what is not asked": (
        {"retirements": {"requirements": {"sku": {"on": "2026-01-01", "why": "Dihapus."}}}}, "requirements", "“sku”"),
    "retires without a reason": (
        {"retirements": {"requirements": {"ktp": {"on": "2026-01-01", "why": ""}}}}, "requirements", "tanpa alasan"),
    "a requirement without format": ({"requirements": [KTP | {"formats": []}]}, "requirements", "“KTP”"),
}  # fmt: skip


def changed(standard, changes) -> ServiceStandard:
    """Another draft in memory; making a row for each would be most of the time."""
    other = copy(standard)
    for term, value in changes.items():
        setattr(other, term, value)
    return other


def test_what_blocks_is_found_in_its_section(good):
    missed = {}
    for name, (changes, section, words) in BROKEN.items():
        gaps = blocking(changed(good, changes))
        found = [gap for gap in gaps if gap.section == section and words in gap.text]
        if not found or not found[0].url(good).startswith(f"/standar/{good.uuid}/"):
            missed[name] = [(gap.section, gap.text) for gap in gaps]
    assert missed == {}


LOOKS = {
    "inner components": ({"components": without(GOOD["components"], "staff", "safety")}, "components", "2 komponen"),
    "unchecked law": ({"legal_basis": ["Perda 5/2023 (verifikasi)"]}, "law", "belum diperiksa"),
    "nobody holds the post": ({"endorsing_roles": ["auditor"]}, "signing", "tidak ada auditor"),
    "asks for nothing": ({"fields": [], "requirements": []}, "requirements", "tidak diminta apa pun"),
    "a paper never asked for": ({"requirements": [KTP | {"for": ["closure"]}]}, "requirements", "tidak pernah diminta"),
    "a tariff line for nothing": (
        {"levy": TABLE | {"rows": [*ROWS, ROWS[0] | {"code": "Sedang"}]}},
        "levy",
        "“Sedang” tidak pernah dipakai",
    ),
    "a list that waits for the region": (
        {"fields": [*GOOD["fields"], SORT | {"code": "pasar", "choices": ["(daftar pasar)"]}]},
        "fields",
        "menunggu diisi daerah",
    ),
    "silence and safety": ({"deemed_approval": True, "has_inspection": True}, "general", "keselamatan"),
}


def test_what_is_worth_a_look_does_not_block(good):
    for name, (changes, section, words) in LOOKS.items():
        other = changed(good, changes)
        found = [gap for gap in findings(other) if gap.section == section and words in gap.text]
        assert [gap.blocks for gap in found] == [False] and not {*found} & {*blocking(other)}, name


def test_a_field_that_changes_its_kind_against_the_version_in_force_is_told():
    old = published(days=0)
    first = old.fields[0]
    other = "textarea" if first["type"] != "textarea" else "text"
    changed = {name: value for name, value in first.items() if name in ("code", "label_id", "required")} | {
        "type": other
    }
    draft = ServiceStandard(
        office=old.office, permit_type=PermitType.objects.get(code="SIPF"), version=2, effective_from=old.effective_from,
        kinds=["new"], time_limit_days=5, fields=[changed, *old.fields[1:]],
    )  # fmt: skip
    assert [gap.anchor for gap in findings(draft) if "ganti jenis" in gap.text] == [f"isian-{first['code']}"]
    draft.fields = old.fields
    assert not [gap for gap in findings(draft) if "ganti jenis" in gap.text]


def test_the_check_asks_a_fixed_number_of_statements(good, django_assert_max_num_queries):
    good.stages = [["DINKES", "KEL"], ["DPUPR", "DLH", "DPMPTSP"]]
    with django_assert_max_num_queries(6):
        findings(good)
