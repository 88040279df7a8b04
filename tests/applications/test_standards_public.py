"""What the public, the wall and SIPPN show of a standard: each component from the standard itself, and only what is in force."""

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agencies.models import Agency
from applications import standard_documents
from applications.catalogue import front
from applications.catalogue.components import CHARGED, FREE
from applications.models import Offer, PermitType, ServiceStandard
from applications.standards.terms import COMPONENTS
from applications.views import standards_public
from ptsp_portal.lib.limits import Limit
from ptsp_portal.lib.moment import moved_to
from ptsp_portal.lib.pdf import limited
from tests.factories import BATAM, person
from tests.pages.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]

TODAY = date(2026, 8, 4)
PAGE = f"/layanan/SIPF/{BATAM}/"
OVERVIEW = f"/layanan/kantor/{BATAM}/"
# Type, office, standard, its other versions, agency names (in general, of the place), counter.
PAGE_QUERIES = 7
OVERVIEW_QUERIES = 4  # office, offers, standards, counter


def standard(code="SIPF", slug=BATAM, **changes) -> ServiceStandard:
    """An office's own published version, as its template with some columns changed."""
    template = ServiceStandard.objects.get(permit_type__code=code, office=None)
    columns = {
        field.attname: getattr(template, field.attname)
        for field in ServiceStandard._meta.fields
        if field.attname not in ("id", "uuid")
    }
    own = {"office_id": Agency.objects.get(slug=slug).pk, "effective_from": TODAY, "status": "published"}
    return ServiceStandard.objects.create(**columns | own | changes)


def own_service(since=TODAY) -> PermitType:
    """A service that Batam made for itself, published to begin on a day."""
    office = Agency.objects.get(slug=BATAM)
    made = PermitType.objects.create(
        code="SEPEDA", name="Izin Sewa Sepeda", level="regency_city", sector="Wisata", owner=office
    )
    ServiceStandard.objects.create(
        permit_type=made, office=office, status="published", effective_from=since, kinds=["new"], time_limit_days=4,
        legal_basis=["Perwako 7/2026"], stages=[["DINKES"]],
    )  # fmt: skip
    Offer.objects.create(office=office, permit_type=made)
    return made


def text(template, doc) -> str:
    """The words of a paper."""
    html = render_to_string(f"applications/print/{template}.html", {"doc": limited(doc)})
    return words(SimpleNamespace(content=html.encode()))


def papers_of(one: ServiceStandard) -> str:
    poster = text("standard_poster", standard_documents.poster_doc(one, one.office, TODAY))
    return poster + text("standard_annex", standard_documents.annex_doc(one, one.office, TODAY))


@pytest.fixture
def anyone():
    return Client()


def paper(code, name, **more) -> dict:
    return {"code": code, "name": name, "mandatory": True, "formats": ["pdf"]} | more


CHANGED = {
    "requirements": ({"requirements": [paper("denah", "Denah ruang praktik")]}, "Denah ruang praktik"),
    "procedure": ({"components": {"procedure": ["Datang ke aula lantai dua."]}}, "Datang ke aula lantai dua."),
    "time": ({"time_limit_days": 4}, "4 hari kerja"),
    "cost": ({"has_fee": True, "levy": {"kind": "fixed", "amount": 75000, "label": "Retribusi praktik"}}, "Rp75.000"),
    "product": ({"components": {"product": "Kartu izin berbahan plastik."}}, "Kartu izin berbahan plastik."),
    "complaints": ({"components": {"complaints": ["Telepon 0778-1."]}}, "Telepon 0778-1."),
}


@pytest.mark.parametrize("component", CHANGED)
def test_each_published_component_is_what_the_standard_says(anyone, component):
    changes, seen = CHANGED[component]
    before = words(anyone.get(PAGE))
    one = standard(**changes)
    assert seen not in before
    assert seen in words(anyone.get(PAGE))
    poster = text("standard_poster", standard_documents.poster_doc(one, one.office, TODAY))
    annex = text("standard_annex", standard_documents.annex_doc(one, one.office, TODAY))
    assert seen in poster and seen in annex
    rows = list(csv.reader(StringIO(anyone.get(f"{OVERVIEW}sippn.csv").content.decode("utf-8-sig"))))
    line = next(row for row in rows if row[0] == "SIPF")
    assert seen in " ".join(line) and line[8] == "standar kantor"


def test_a_sentence_of_the_template_never_contradicts_the_data_that_an_office_changed():
    """The draft was copied from a free service of five days; its copied sentences go with the data."""
    one = standard(has_fee=True, time_limit_days=3, validity_months=24, requirements=[paper("ktp", "KTP")], stages=[])
    said = papers_of(one)
    assert CHARGED in said and FREE not in said and "GRATIS" not in said
    assert "Paling lama 3 hari kerja" in said and "Paling lama 5" not in said
    assert "masa berlaku 2 tahun" in said and "5 tahun" not in said
    assert "Instansi terkait memberi rekomendasi" not in said


def test_what_an_office_writes_beside_the_data_is_shown_too(anyone):
    standard(components={"time": "Lebih cepat pada bulan bakti.", "cost": [FREE, "Meterai tidak diperlukan."]})
    shown = words(anyone.get(PAGE))
    assert "Lebih cepat pada bulan bakti." in shown and "Meterai tidak diperlukan." in shown
    assert shown.count(FREE) == 1


def test_papers_say_who_issues_them_how_large_they_may_be_and_offer_their_blank_form(anyone):
    form = str(uuid4())
    asked = paper("str", "STR", help="Yang masih berlaku.", issued_by="Konsil Kesehatan", max_mb=2, blank_form=form)
    standard(requirements=[asked])
    page = anyone.get(PAGE)
    shown = words(page)
    for fact in ("Yang masih berlaku.", "diterbitkan Konsil Kesehatan", "paling besar 2 MB"):
        assert fact in shown
    assert f'href="/formulir/{form}/"' in page.content.decode()


def test_a_question_that_depends_on_another_says_on_which(anyone):
    fields = [
        {"code": "punya", "label_id": "Sudah punya SIP lain?", "type": "boolean", "required": True},
        {"code": "nomor", "label_id": "Nomor SIP lain", "type": "text", "required": True,
         "show_when": {"field": "punya", "value": True}},
    ]  # fmt: skip
    standard(fields=fields)
    assert "Nomor SIP lain (hanya bila “Sudah punya SIP lain?” dijawab “Ya”)" in words(anyone.get(PAGE)).replace(
        "&quot;", '"'
    )


def test_each_agency_has_its_own_days_and_says_whether_it_visits(anyone):
    standard(stages=[["DINKES", "DPUPR"]], agency_terms={"DINKES": {"days": 2, "inspects": True}}, advisory=["DPUPR"])
    shown = words(anyone.get(PAGE))
    assert "Dinas Kesehatan Kota Batam · 2 hari kerja · dapat meninjau lokasi" in shown
    assert "Ada peninjauan lapangan" in shown
    assert "3 hari kerja · memberi saran" in shown


RETIRED = {
    "requirements": {"ket_sehat": {"on": "2026-07-01", "why": "Sudah ada di SATUSEHAT."}},
    "legal_basis": {"UU 17/2023 tentang Kesehatan": {"on": "2026-06-01", "why": "Diganti UU baru."}},
}


def test_what_was_retired_is_struck_through_with_its_day_and_its_reason(anyone):
    one = standard(retirements=RETIRED)
    page = anyone.get(PAGE)
    shown, html = words(page), page.content.decode()
    assert "dicabut sejak 1 Juli 2026: Sudah ada di SATUSEHAT." in shown
    assert "dicabut sejak 1 Juni 2026: Diganti UU baru." in shown
    assert '<s lang="id">UU 17/2023 tentang Kesehatan</s>' in html
    asked = [each["name"] for each in page.context["card"]["requirements"]]
    assert "Surat keterangan sehat dari dokter ber-SIP" not in asked and len(asked) == 7
    annex = text("standard_annex", standard_documents.annex_doc(one, one.office, TODAY))
    assert "Dicabut sejak 1 Juni 2026: UU 17/2023 tentang Kesehatan. Alasan: Diganti UU baru." in annex
    poster = text("standard_poster", standard_documents.poster_doc(one, one.office, TODAY))
    assert "sehat dari dokter" not in poster
    assert "Dasar hukum 1 layanan ada yang sudah dicabut" in words(anyone.get(OVERVIEW))


def test_a_retirement_to_come_is_announced_and_changes_nothing_yet(anyone):
    later = {"requirements": {"ket_sehat": {"on": "2026-09-01", "why": "SATUSEHAT."}}}
    standard(retirements=later)
    shown = words(anyone.get(PAGE))
    assert "Tidak diminta lagi mulai 1 September 2026: SATUSEHAT." in shown and "dicabut sejak" not in shown


def test_the_page_names_the_decree_the_version_the_change_and_what_comes(anyone):
    standard(version=1, status="superseded", effective_from=date(2026, 1, 5), effective_until=TODAY - timedelta(days=1),
             change_note="Standar pertama.")  # fmt: skip
    standard(version=2, decree_number="15/SK/2026", decree_on=date(2026, 7, 30), change_note="Jangka waktu 4 hari.",
             effective_until=date(2026, 8, 31))  # fmt: skip
    standard(version=3, effective_from=date(2026, 9, 1), change_note="Tanpa fotokopi KTP.")
    standard(version=4, status="draft", effective_from=date(2026, 9, 9), change_note="Belum dirapatkan.")
    shown = words(anyone.get(PAGE))
    for fact in (
        "SK Nomor 15/SK/2026, 30 Juli 2026", "Versi 2", "Berlaku sejak 4 Agustus 2026", "Jangka waktu 4 hari.",
        "Standar baru berlaku mulai 1 September 2026 (versi 3)", "Tanpa fotokopi KTP.", "Standar pertama.",
    ):  # fmt: skip
        assert fact in shown, fact
    assert "dirapatkan" not in shown and "templat nasional, jadi" not in shown
    with moved_to(datetime(2026, 8, 31, 17, 30, tzinfo=UTC)):  # the first of September in Batam
        assert "Versi 3" in words(anyone.get(PAGE)) and "berlaku mulai" not in words(anyone.get(PAGE))


def test_an_office_without_its_own_standard_says_so_everywhere(anyone):
    assert "memakai templat nasional" in words(anyone.get(PAGE))
    assert words(anyone.get(OVERVIEW)).count("Memakai templat nasional") == 17
    standard()
    assert "memakai templat nasional" not in words(anyone.get(PAGE))
    shown = words(anyone.get(OVERVIEW))
    assert shown.count("Memakai templat nasional") == 16
    assert "16 layanan belum memiliki standar" in shown and "Versi 1, berlaku sejak 4 Agustus 2026" in shown


# A service of an office's own


PLACES = ("/layanan/SEPEDA/", f"/layanan/SEPEDA/{BATAM}/", f"/layanan/SEPEDA/{BATAM}/standar.pdf")


def seen_of_own(anyone) -> list[bool]:
    listed = [row["type"].code for row in anyone.get("/layanan/", {"q": "sepeda"}).context["services"]]
    return [
        *(anyone.get(place).status_code == 200 for place in PLACES),
        "SEPEDA" in listed,
        front.offered()["types"] == 40,
        "Izin Sewa Sepeda" in words(anyone.get(OVERVIEW)),
        "SEPEDA" in anyone.get(f"{OVERVIEW}sippn.csv").content.decode(),
        PermitType.objects.begun().filter(code="SEPEDA").exists(),
    ]


def test_an_own_service_is_seen_from_its_first_day_and_nowhere_before(anyone, monkeypatch):
    monkeypatch.setattr(standard_documents, "letter", lambda *_anything: b"%PDF")
    own_service(since=TODAY + timedelta(days=1))
    assert not any(seen_of_own(anyone))
    with moved_to(datetime(2026, 8, 4, 17, 30, tzinfo=UTC)):  # half past midnight in Batam
        assert all(seen_of_own(anyone))


def test_an_own_service_that_was_never_published_is_seen_nowhere(anyone, monkeypatch):
    monkeypatch.setattr(standard_documents, "letter", lambda *_anything: b"%PDF")
    made = PermitType.objects.create(
        code="SEPEDA",
        name="Izin Sewa Sepeda",
        level="regency_city",
        sector="Wisata",
        owner=Agency.objects.get(slug=BATAM),
    )
    ServiceStandard.objects.create(
        permit_type=made, office=made.owner, status="reviewed", effective_from=TODAY, kinds=["new"], time_limit_days=4
    )
    Offer.objects.create(office=made.owner, permit_type=made)  # as if a mistake had opened it
    assert not any(seen_of_own(anyone))


def test_an_own_service_shows_its_owners_standard_where_no_office_is_chosen(anyone):
    own_service()
    page = anyone.get("/layanan/SEPEDA/")
    assert "4 hari kerja" in words(page) and "Dinas Kesehatan Kota Batam" in words(page)
    assert [office.slug for office in page.context["offices"]] == [BATAM]
    listed = anyone.get("/layanan/", {"q": "sepeda"}).context["services"]
    assert [row["standard"].time_limit_days for row in listed] == [4]


def test_what_can_only_be_asked_for_anew_offers_no_renewal(anyone):
    own_service()
    assert "Perpanjang, ubah" not in words(anyone.get(f"/layanan/SEPEDA/{BATAM}/"))
    assert "Perpanjang, ubah" in words(anyone.get(PAGE))


def test_an_own_service_can_be_filed(client):
    own_service()
    client.force_login(person("pemohon"))
    answer = client.post(f"/permohonan/baru/{BATAM}/SEPEDA/", {"once": str(uuid4())})
    assert answer.status_code == 302 and "/permohonan/" in answer["Location"]


# Papers


def test_the_annex_holds_the_fourteen_components_in_the_order_of_the_law():
    texts = {key: f"Isi {key}." for key, _title, _term in COMPONENTS[7:]}
    one = standard(components=texts, decree_number="15/SK/2026", decree_on=date(2026, 7, 30))
    rows = standard_documents.annex_rows(one, one.office, TODAY)
    assert [row["number"] for row in rows] == list(range(1, 15))
    assert [row["lines"] for row in rows[7:]] == [[f"Isi {key}."] for key in texts]
    assert "UU 17/2023 tentang Kesehatan" in rows[6]["lines"]
    assert not any(
        "verifikasi" in line for line in rows[6]["lines"]
    )  # not looked at by the legal section: never on a letter
    assert any("untuk perpanjangan, perubahan" in line for line in rows[0]["lines"])
    assert "Rekomendasi Dinas Kesehatan Kota Batam: paling lama 3 hari kerja.".lower() in rows[1]["notes"][0].lower()
    annex = text("standard_annex", standard_documents.annex_doc(one, one.office, TODAY))
    assert "Nomor 15/SK/2026" in annex and "30 Juli 2026" in annex


def test_the_annex_is_signed_by_who_published_and_a_template_says_that_it_is_one():
    head = person("kadis.batam")
    signed = standard_documents.annex_doc(standard(published_by=head), Agency.objects.get(slug=BATAM), TODAY)
    assert signed["signer"]["name"] == head.full_name and signed["signer"]["position"].startswith("Kepala")
    template = ServiceStandard.objects.get(permit_type__code="SIPF", office=None)
    unsigned = text("standard_annex", standard_documents.annex_doc(template, Agency.objects.get(slug=BATAM), TODAY))
    assert "belum ditetapkan kantor ini" in unsigned and head.full_name in unsigned


def test_what_is_free_is_free_in_large_letters_and_the_code_leads_to_the_page(monkeypatch):
    monkeypatch.setattr(standard_documents, "qr_data_uri", lambda address: address)
    doc = standard_documents.poster_doc(one := standard(), one.office, TODAY)
    assert doc["is_free"] and doc["qr"].endswith(PAGE)
    assert "GRATIS" in text("standard_poster", doc)


def test_the_pledge_names_the_office_the_place_the_head_and_the_day(anyone, monkeypatch):
    standard(decree_number="15/SK/2026", decree_on=date(2026, 7, 30))
    made = []
    monkeypatch.setattr(standard_documents, "letter", lambda template, doc: made.append((template, doc)) or b"%PDF")
    answer = anyone.get(f"{OVERVIEW}maklumat.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    shown = text("service_pledge", made[0][1])
    for fact in ("sanggup menyelenggarakan pelayanan sesuai standar", "DPMPTSP Kota Batam", "Batam, 30 Juli 2026",
                 person("kadis.batam").full_name, "17 layanan"):  # fmt: skip
        assert fact in shown, fact


def test_the_three_papers_become_pdf_and_nobody_asks_without_end(anyone, monkeypatch):
    """The only test here that draws: a layout that the renderer refuses would be seen by nobody else."""
    monkeypatch.setattr(standards_public, "PER_ADDRESS", Limit("papers-test", tries=3, window=timedelta(minutes=1)))
    for address in (f"{PAGE}standar.pdf", f"{PAGE}lampiran.pdf", f"{OVERVIEW}maklumat.pdf"):
        assert anyone.get(address).content.startswith(b"%PDF")
    assert anyone.get(f"{PAGE}standar.pdf").status_code == 429
    assert anyone.get(PAGE).status_code == 200


def test_papers_exist_only_where_the_service_is_offered(anyone):
    assert anyone.get("/layanan/SIPF/kelurahan-tanjung-riau/standar.pdf").status_code == 404
    assert anyone.get("/layanan/SIPF/tidak-ada/lampiran.pdf").status_code == 404
    assert anyone.get("/layanan/kantor/dinkes-kota-batam/").status_code == 404


# Cost


def queries_of(anyone, address) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        page = anyone.get(address)
    assert page.status_code == 200 and len(page.content) < 25_000
    return len(seen)


def test_pages_ask_the_same_number_of_questions_however_many_versions_and_services(anyone):
    anyone.get(PAGE)
    before = queries_of(anyone, PAGE), queries_of(anyone, OVERVIEW)
    for number in range(1, 4):
        standard(version=number, effective_from=TODAY - timedelta(days=9 - number), retirements=RETIRED)
        standard("KLINIK", version=number, effective_from=TODAY - timedelta(days=9 - number))
    assert (queries_of(anyone, PAGE), queries_of(anyone, OVERVIEW)) == before == (PAGE_QUERIES, OVERVIEW_QUERIES)
