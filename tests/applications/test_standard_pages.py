"""The pages of the standards editor as a writer, a reviewer and the head use them: only in the browser, without scripts."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import Agency
from applications.models import Offer, PermitType, ServiceStandard
from applications.office_services import PAGE
from ptsp_portal.lib.moment import now
from tests.applications.writing import HEAD, REVIEWER, WRITER, own_service, published, raw, reviewed, written
from tests.factories import BATAM, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
OVERVIEW = f"/kantor/{BATAM}/layanan/"


def text(client, address, **query) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, response
    return response.content.decode()


def send(client, address, **typed):
    return client.post(address, {"once": uuid4()} | typed)


def counts(page) -> dict:
    return {chip["value"]: chip["count"] for chip in page.context["found"].chips}


def test_the_overview_says_of_each_service_what_holds_what_comes_and_what_is_missing(signed_in):
    client = signed_in(WRITER)
    before = counts(client.get(OVERVIEW))
    published(days=0, code="SIPF")
    published(days=3, code="SIPP")
    written("SIPB-BIDAN")
    own_service()
    page = client.get(OVERVIEW)
    after = counts(page)
    assert {name: after[name] - before[name] for name in after} == {
        "": 1, "sendiri": 1, "akan": 1, "ditulis": 2, "templat": -1, "belum": 1, "dicabut": 0,
    }  # fmt: skip
    one = text(client, OVERVIEW, cari="fisioterapis")
    assert "versi 1 sejak 4 Agustus 2026" in one and "SK 12/SK/2026" in one and "Ubah standar" in one
    assert "versi 1 mulai 7 Agustus 2026" in text(client, OVERVIEW, tampil="akan")
    mine = text(client, OVERVIEW, tampil="belum")
    assert "Izin pasar malam" in mine and "Belum ada standar" in mine and "Lanjutkan draf" in mine
    assert "Tidak ada layanan yang cocok" in text(client, OVERVIEW, cari="zzz")


def test_a_retired_legal_basis_of_what_holds_is_marked(signed_in):
    law = ServiceStandard.objects.get(office=None, permit_type__code="SIPF").legal_basis[0]
    ended = {"legal_basis": {law: {"on": "2026-08-03", "why": "Diganti Permenkes baru."}}}
    published(days=0, retirements=ended)
    client = signed_in(WRITER)
    assert counts(client.get(OVERVIEW))["dicabut"] == 1
    assert "Dasar hukum dicabut" in text(client, OVERVIEW, tampil="dicabut", cari="SIPF")
    assert "sudah dicabut" in text(client, f"{OVERVIEW}SIPF/")


def statements(client, **query) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(OVERVIEW, query).context["found"].rows
    return len(asked)


def test_the_list_goes_on_by_key_and_asks_the_same_statements_however_long(signed_in):
    batam, client = Agency.objects.get(slug=BATAM), signed_in(WRITER)
    names = {f"Izin uji {n:02}" for n in range(PAGE * 2)}
    PermitType.objects.bulk_create(
        PermitType(code=f"UJI-{name[-2:]}", name=name, sector="Uji", level="regency_city", owner=batam)
        for name in names
    )
    written("SIPF")
    published(days=2, code="SIPP")
    seen, after = [], ""
    while after is not None:
        found = client.get(OVERVIEW, {"after": after}).context["found"]
        seen += [row.permit_type.name for row in found.rows]
        after = found.page.next
    assert len(seen) == len(set(seen)) == counts(client.get(OVERVIEW))[""] and names < set(seen)
    assert statements(client) == statements(client, cari="Izin uji 01") == statements(client, after="99999999")


def test_who_writes_gets_in_and_nobody_else(signed_in):
    one = written()
    home = f"/standar/{one.uuid}/"
    for name in (WRITER, REVIEWER, HEAD, "admin.batam"):
        assert "Ubah standar" in text(signed_in(name), OVERVIEW) and "Isi standar" in text(signed_in(name), home)
    for name in ("loket.batam", "bendahara.batam", "opd.dinkes.batam", "verifikator.tanjungpinang", "pemohon", "admin"):
        client = signed_in(name)
        for address in (OVERVIEW, home, f"{home}umum/"):
            assert client.get(address).status_code == 404, (name, address)
    assert 'href="/standar/"' in text(signed_in(WRITER), home)
    assert signed_in(WRITER).get("/standar/")["Location"] == OVERVIEW
    assert OVERVIEW in text(signed_in("admin.batam"), f"/kantor/{BATAM}/")


def test_a_service_of_ones_own_is_made_and_seen_by_nobody_outside_until_it_is_published(signed_in):
    client = signed_in(WRITER)
    page = text(client, f"{OVERVIEW}baru/")
    assert '<option value="Kesehatan">' in page
    taken = send(client, f"{OVERVIEW}baru/", name="X", code="sipf", sector="Kesehatan").content.decode()
    assert "sudah dipakai" in taken and not PermitType.objects.filter(name="X").exists()
    wrong = send(client, f"{OVERVIEW}baru/", name="X", code="baru/1", sector="Kesehatan").content.decode()
    assert "tanda hubung saja" in wrong
    made = send(client, f"{OVERVIEW}baru/", name="Izin pasar malam", code="pasar malam", sector="Ketertiban")
    one = ServiceStandard.objects.get(permit_type__code="PASAR-MALAM")
    assert made["Location"] == f"/standar/{one.uuid}/" and one.status == "draft"
    assert not Offer.objects.filter(permit_type=one.permit_type).exists()
    home = text(client, made["Location"])
    assert "Belum ada dasar hukum" in home and "Nyatakan lengkap" not in home and "ikut menulis" in home


def test_the_home_of_a_version_offers_each_person_what_the_rules_allow(signed_in):
    one = written()
    home = f"/standar/{one.uuid}/"
    mine = text(signed_in(WRITER), home)
    assert "Minta rekan memeriksa" in mine and "Buang draf" in mine and "Nyatakan lengkap" not in mine
    other = text(signed_in(REVIEWER), home)
    assert "Nyatakan lengkap" in other
    assert send(signed_in(REVIEWER), f"{home}nyatakan-lengkap/", revision=raw(one).revision).status_code == 302
    assert raw(one).status == "reviewed"
    assert "Tetapkan" not in text(signed_in(REVIEWER), home).replace("menetapkan", "")
    head = signed_in(HEAD)
    assert "Tetapkan" in text(head, home)
    form = text(head, f"{home}tetapkan/")
    assert 'value="2026-08-05"' in form
    typed = {
        "decree_number": "1",
        "decree_on": "2026-08-01",
        "change_note": "Lebih cepat.",
        "revision": raw(one).revision,
    }
    past = send(head, f"{home}tetapkan/", effective_from="2026-08-03", **typed).content.decode()
    assert "berlaku surut" in past and raw(one).status == "reviewed"
    assert send(head, f"{home}tetapkan/", effective_from="2026-08-05", **typed).status_code == 302
    after = text(head, home)
    assert "Akan berlaku" in after and "Lebih cepat." in after and "Buang draf" not in after
    versions = text(head, f"{OVERVIEW}SIPF/")
    assert "sejak 5 Agustus 2026" in versions and person(REVIEWER).full_name in versions


def test_a_draft_that_lacks_something_is_refused_with_links_even_past_the_button(signed_in):
    one = written(legal_basis=[])
    home, client = f"/standar/{one.uuid}/", signed_in(REVIEWER)
    page = text(client, home)
    assert f'href="{home}hukum/"' in page and "Nyatakan lengkap" not in page
    refused = send(client, f"{home}nyatakan-lengkap/", revision=raw(one).revision)
    assert refused.status_code == 409 and f'href="{home}hukum/"' in refused.content.decode()
    assert raw(one).status == "draft"


def test_giving_back_needs_a_reason_that_the_writers_read(signed_in):
    one = reviewed()
    home = f"/standar/{one.uuid}/"
    assert send(signed_in(HEAD), f"{home}kembalikan/", reason=" ").status_code == 200 and raw(one).status == "reviewed"
    send(signed_in(HEAD), f"{home}kembalikan/", reason="Jangka waktunya keliru.")
    assert "Jangka waktunya keliru." in text(signed_in(WRITER), home) and raw(one).status == "draft"
    assert send(signed_in(WRITER), f"{home}buang/")["Location"] == OVERVIEW
    assert not ServiceStandard.objects.filter(pk=one.pk).exists()


GENERAL = {"kinds": ["new"], "time_limit_days": 4, "validity_months": 24, "lapse_after_days": 30, "pauses_allowed": 2}


def test_the_general_terms_are_saved_and_a_stale_page_keeps_what_was_typed(signed_in):
    one, client = written(), signed_in(WRITER)
    page = f"/standar/{one.uuid}/umum/"
    assert send(client, page, revision=one.revision, **GENERAL)["Location"] == page
    row = raw(one)
    assert (row.time_limit_days, row.validity_months, row.kinds, row.deemed_approval) == (4, 24, ["new"], False)
    stale = send(client, page, revision=one.revision, **GENERAL | {"time_limit_days": 88}).content.decode()
    assert "diubah orang lain" in stale and 'value="88"' in stale and raw(one).time_limit_days == 4
    assert f'name="revision" value="{row.revision}"' in stale  # sent once more as it stands, it is taken
    both = send(client, page, revision=row.revision, unlimited="on", **GENERAL).content.decode()
    assert "Pilih salah satu" in both and raw(one).validity_months == 24
    send(client, page, revision=row.revision, unlimited="on", **GENERAL | {"validity_months": ""})
    assert raw(one).validity_months is None


def test_a_section_leads_to_its_neighbours_and_a_save_may_go_on_with_the_next(signed_in):
    one, client = written(), signed_in(WRITER)
    home = f"/standar/{one.uuid}/"
    for before, here, after in (("komponen", "isian", "persyaratan"), ("pejabat", "hukum", "surat")):
        foot = client.get(f"{home}{here}/").content.decode().split('<nav class="around"')[1]
        assert all(f'href="{home}{slug}/"' in foot for slug in (before, after)) and f'href="{home}"' in foot
    saved = send(client, f"{home}umum/", revision=one.revision, go="lanjut", **GENERAL)
    assert saved["Location"] == f"{home}komponen/" and raw(one).time_limit_days == 4


def test_components_are_texts_or_lines_and_what_was_not_touched_stays_as_it_was(signed_in):
    one, client = written(), signed_in(WRITER)
    page, before = f"/standar/{one.uuid}/komponen/", one.components
    shown = client.get(page)
    assert f"Isinya diambil dari bagian lain: {one.time_limit_days} hari kerja" in shown.content.decode()
    typed = shown.context["form"].initial | {"facilities": "Ruang tunggu\nToilet", "staff": "4 orang"}
    send(client, page, **typed)
    after = raw(one).components
    assert (after["facilities"], after["staff"]) == (["Ruang tunggu", "Toilet"], "4 orang")
    assert {name: after[name] for name in before} == before and "guarantee" not in after


def test_the_number_is_shown_as_it_would_read_today_and_a_bad_pattern_is_refused(signed_in):
    one, client = written(), signed_in(WRITER)
    page = f"/standar/{one.uuid}/pejabat/"
    typed = {
        "revision": one.revision,
        "classification": "503",
        "signing_role": "head",
        "endorser_0": "verifier",
        "endorser_2": "endorser",
    }
    bad = send(client, page, number_pattern="{urut.__class__}", **typed).content.decode()
    assert "tidak dikenal" in bad and raw(one).number_pattern == one.number_pattern
    send(client, page, number_pattern="{klasifikasi}/{urut:05}/{kode_izin}/{tahun}", **typed)
    assert raw(one).endorsing_roles == ["verifier", "endorser"]
    assert "503/00123/SIPF/2026" in text(client, page)
    forged = send(
        client, page, number_pattern="{urut}", **typed | {"revision": one.revision + 1, "signing_role": "auditor"}
    )
    assert forged.status_code == 400 and raw(one).signing_role == "head"


def laws(*rows, **more) -> dict:
    typed = {"hukum-TOTAL_FORMS": len(rows), "hukum-INITIAL_FORMS": 0}
    return typed | {f"hukum-{n}-{key}": value for n, row in enumerate(rows) for key, value in row.items()} | more


def test_legal_bases_are_added_ordered_retired_with_a_reason_and_removed(signed_in):
    kept = {"requirements": {"str": {"on": "2026-09-01", "why": "Ada di SatuSehat."}}}
    one, client = written(legal_basis=["A", "B"], retirements=kept), signed_in(WRITER)
    page = f"/standar/{one.uuid}/hukum/"
    no_reason = send(client, page, **laws({"text": "A", "on": "2026-08-01"}, revision=one.revision)).content.decode()
    assert "Tulis mengapa dicabut" in no_reason and raw(one).legal_basis == ["A", "B"]
    rows = [{"text": "A", "on": "2026-08-01", "why": "Diganti C."}, {"text": "B"}, {"text": " C  baru "}, {"text": ""}]
    send(client, page, **laws(*rows, revision=one.revision, go="turun-0"))
    row = raw(one)
    assert row.legal_basis == ["B", "A", "C baru"] and row.laws_on(now().date()) == ["B", "C baru"]
    assert row.retirements == kept | {"legal_basis": {"A": {"on": "2026-08-01", "why": "Diganti C."}}}
    shown = text(client, page)
    assert "<s>A</s>" in shown and "Dicabut sejak 1 Agustus 2026: Diganti C." in shown
    twice = send(client, page, **laws({"text": "B"}, {"text": "B"}, revision=row.revision)).content.decode()
    assert "sudah ada di atas" in twice
    send(client, page, **laws({"text": "B"}, {"text": "A", "gone": "on"}, revision=row.revision))
    assert raw(one).legal_basis == ["B"] and raw(one).retirements == kept


@pytest.mark.parametrize("slug", ["umum", "komponen", "pejabat", "hukum"])
def test_what_is_settled_is_read_without_a_form_and_refused_past_it(signed_in, slug):
    one, client = reviewed(), signed_in(WRITER)
    page = f"/standar/{one.uuid}/{slug}/"
    assert 'name="revision"' not in text(client, page)
    typed = GENERAL | laws({"text": "X"}) | {"number_pattern": "{urut}", "classification": "1", "signing_role": "head"}
    assert "bukan draf lagi" in send(client, page, revision=one.revision, **typed).content.decode()
    row = raw(one)
    assert (row.revision, row.legal_basis, row.components) == (one.revision, one.legal_basis, one.components)


def test_the_head_closes_and_opens_a_service_and_the_verifier_sees_no_button(signed_in):
    published(days=0)
    page = f"{OVERVIEW}SIPF/"
    assert "Tutup layanan ini" not in text(signed_in(WRITER), page)
    client = signed_in(HEAD)
    assert "Tutup layanan ini" in text(client, page)
    send(client, f"{page}buka/", act="tutup")
    assert (
        "Ditutup" in text(client, page) and not Offer.objects.get(office__slug=BATAM, permit_type__code="SIPF").is_open
    )
    send(client, f"{page}buka/", act="buka")
    assert Offer.objects.get(office__slug=BATAM, permit_type__code="SIPF").is_open


def test_changing_a_standard_from_the_list_opens_its_draft(signed_in):
    client = signed_in(WRITER)
    first = send(client, f"{OVERVIEW}SIPF/ubah/")
    again = send(client, f"{OVERVIEW}SIPF/ubah/")
    one = ServiceStandard.objects.get(office__slug=BATAM, permit_type__code="SIPF")
    assert first["Location"] == again["Location"] == f"/standar/{one.uuid}/"
    assert "Buka draf" in text(client, f"{OVERVIEW}SIPF/")
    assert send(client, f"{OVERVIEW}TIDAK-ADA/ubah/").status_code == 404


def test_a_service_of_ones_own_is_renamed_until_it_is_published_and_a_national_one_never(signed_in):
    made, client = own_service().permit_type, signed_in(WRITER)
    page = f"{OVERVIEW}PASAR-MALAM/nama/"
    assert page in text(client, f"{OVERVIEW}PASAR-MALAM/") and 'value="Izin pasar malam"' in text(client, page)
    send(client, page, name="Izin pasar rakyat", name_en="Night market", sector="Koperasi dan UMKM")
    made.refresh_from_db()
    assert (made.name, made.name_en, made.sector, made.code) == (
        "Izin pasar rakyat", "Night market", "Koperasi dan UMKM", "PASAR-MALAM",
    )  # fmt: skip
    ServiceStandard.objects.filter(permit_type=made).update(status="reviewed", reviewed_by=person(REVIEWER))
    ServiceStandard.objects.filter(permit_type=made).update(status="published", published_by=person(HEAD))
    assert send(client, page, name="Lain", sector="Lain").status_code == 404
    assert send(client, f"{OVERVIEW}SIPF/nama/", name="Lain", sector="Lain").status_code == 404
    made.refresh_from_db()
    assert made.name == "Izin pasar rakyat" and not PermitType.objects.filter(name="Lain").exists()
