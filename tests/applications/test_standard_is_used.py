"""Each component of a standard is what the portal uses: one term is changed, and seen where people meet it.

A line of the table is (the terms that change, where one looks, what is to be read there). Where one looks is read before the
change too: what stands there anyway proves nothing.
"""

from datetime import timedelta
from functools import cached_property

import pytest
from django.urls import reverse

from agencies.queries import today
from applications import levy, policies
from applications.actions import decision, issuance, ledger
from applications.catalogue.standard_page import standard_card
from applications.checklist import items_of
from applications.completeness import gaps
from applications.counter_documents import blank_form_doc
from applications.facts import facts_of
from applications.levy_documents import skrd_doc
from applications.models import Inspection, Offer, ServiceStandard
from applications.pauses import why_consent
from applications.permit_document import concept_doc, permit_doc, receipt_doc
from applications.waits import wait_of
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.rules import NotAllowed, Refused
from tests.factories import (
    BATAM,
    add_paper,
    at_signing,
    billed,
    colleague,
    draft,
    drafted,
    fresh,
    in_state,
    issued,
    next_standard,
    person,
    registered,
    submitted,
    verified,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def of_type(code="SIPF"):
    return ServiceStandard.objects.in_force(now().date()).filter(permit_type__code=code, office=None).get()


# --- where one looks --------------------------------------------------------------------------------------------------


class Life:
    """One file at each point of its life, begun when somebody looks there."""

    def __init__(self, client):
        self.client = client

    draft = cached_property(lambda self: draft())
    registered = cached_property(lambda self: registered())
    verified = cached_property(lambda self: verified())
    drafted = cached_property(lambda self: drafted())
    at_signing = cached_property(lambda self: at_signing())
    issued = cached_property(lambda self: issued())

    @cached_property
    def public_page(self):
        return page(self.client, "office_service", "SIPF", BATAM)

    def own_page(self, name, *more):
        self.client.force_login(person("pemohon"))
        return page(self.client, name, self.draft.uuid, *more)

    section = cached_property(lambda self: self.own_page("edit_section", "data"))
    papers_page = cached_property(lambda self: self.own_page("edit_documents"))
    check_page = cached_property(lambda self: self.own_page("check_answers"))
    card = cached_property(lambda self: standard_card(of_type(), today()))
    what_is_missing = cached_property(lambda self: gaps(self.draft))

    @cached_property
    def blank_form(self):
        return blank_form_doc(Offer.objects.get(office__slug=BATAM, permit_type__code="SIPF"), of_type())

    receipt = cached_property(lambda self: receipt_doc(self.registered))
    clock = cached_property(lambda self: f"{self.registered.promised_on} {self.registered.due_at}")
    permit = cached_property(lambda self: permit_doc(self.issued))
    concept = cached_property(lambda self: concept_doc(self.at_signing))
    desk_of_the_draft = cached_property(lambda self: f"{self.drafted.state} {self.drafted.holder_role}")
    desk_of_the_signer = cached_property(lambda self: self.at_signing.holder_role)

    @cached_property
    def asked(self):
        """Who is asked, in which stage, for how long, and whether it must answer."""
        requests = self.verified.recommendations.order_by("id")
        return [(each.agency.code, each.stage, each.days, each.is_required) for each in requests]

    @cached_property
    def request(self):
        """What may be done with the request now, and with its silence later."""
        request, acts = self.verified.recommendations.get(), policies.RECOMMENDATION_ACTS
        with moved_to(now() + timedelta(days=20)):
            deem = acts["deem"].possible(request)
        return {
            "visit": acts["propose_visit"].possible(request), "extend": acts["extend"].possible(request), "deem": deem,
            "head answers": request.needs_head, "facts": sorted(facts_of(self.verified, self.verified.standard, request.codes)),
            "checklist": [each.label for each in items_of(Inspection(application=self.verified))],
            "next pause": why_consent(ledger.reckoning_of(self.verified), self.verified.standard.pauses_allowed),
        }  # fmt: skip

    @cached_property
    def may_be_granted_by_law(self):
        file = self.at_signing
        with moved_to(now() + timedelta(days=20)):
            return f"{policies.ACTS['deem'].possible(file)}"

    @cached_property
    def last_day_to_answer(self):
        return f"{wait_of(in_state('returned')).limit} hari"


def page(client, name, *args):
    return client.get(reverse(f"applications:{name}", args=args)).content.decode()


# --- the table --------------------------------------------------------------------------------------------------------


def fields(*more):
    return {"fields": [*of_type().fields, *more]}


def hanging(value):
    return fields({
        "code": "nama_klinik", "label_id": "Nama klinik induk", "type": "text", "required": True, "max_length": 30,
        "show_when": {"field": "jenis_tempat", "value": value},
    })  # fmt: skip


def papers(**more):
    one = {"code": "denah", "name": "Denah ruang praktik", "mandatory": True, "formats": ["pdf"]}
    return {"requirements": [*of_type().requirements, one | more]}


def component(key, text):
    return {"components": of_type().components | {key: text}}


ONLY_THIS_PAPER = {"requirements": [{"code": "denah", "name": "Denah ruang", "mandatory": True, "formats": ["pdf"]}]}
ASK_NAME = {"code": "gelar", "label_id": "Gelar profesi", "type": "text", "required": True, "help_id": "Sesuai ijazah."}
FORM = "0b5d9bde-4f2c-4a35-9b1e-3c8b8c2f7a11"


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        # 1 Persyaratan
        (
            lambda: papers(help="Skala 1:100.", issued_by="Dinas Penataan", max_mb=2, blank_form=FORM),
            [
                ("papers_page", "Denah ruang praktik"),
                ("papers_page", "Skala 1:100."),
                ("papers_page", "Dinas Penataan"),
                ("papers_page", "PDF, paling besar 2 MB per berkas."),
                ("papers_page", f'href="/formulir/{FORM}/"'),
                ("check_page", "Denah ruang praktik"),
                ("what_is_missing", "Dokumen belum ada: Denah ruang praktik"),
                ("blank_form", "'name': 'Denah ruang praktik', 'note': 'wajib; diterbitkan oleh Dinas Penataan'"),
                ("public_page", "Denah ruang praktik"),
            ],
        ),
        (lambda: ONLY_THIS_PAPER, [("receipt", "'label': 'Denah ruang'")]),
        # 2 Sistem, mekanisme, dan prosedur: the form, who is asked, who endorses and signs
        (
            lambda: fields(ASK_NAME),
            [
                ("section", "Sesuai ijazah."),
                ("check_page", "Gelar profesi"),
                ("what_is_missing", "“Gelar profesi” belum diisi."),
                ("blank_form", "Gelar profesi"),
                ("public_page", "Gelar profesi"),
            ],
        ),
        (
            lambda: hanging("Klinik"),
            [
                ("section", "Hanya bila “Jenis tempat praktik” dijawab “Klinik”."),
                ("section", 'data-show-when="nama_klinik" data-field="jenis_tempat" data-value="Klinik"'),
                ("blank_form", "Hanya bila “Jenis tempat praktik” dijawab “Klinik”."),
            ],
        ),
        (
            lambda: {"stages": [["PUPR", "DLH"], ["DINKES"]], "advisory": ["DLH"], "agency_terms": {"PUPR": {"days": 2}}},
            [
                ("asked", "[('PUPR', 1, 2, True), ('DLH', 1, 1, False)]"),
                ("public_page", "Pekerjaan Umum"),
            ],
        ),
        (
            lambda: {"agency_from": {"DINKES": {"agency": "KELURAHAN", "field": "wilayah"}}},
            [("asked", "('KELURAHAN', 1, 3, True)"), ("public_page", "sesuai isian")],
        ),
        (
            lambda: {"agency_terms": {"DINKES": {"inspects": True, "deemed": True}}},
            [
                ("request", "'visit': True"),
                ("request", "'deem': True"),
                ("public_page", "Ada peninjauan lapangan."),
            ],
        ),
        (
            lambda: {
                "has_inspection": True, "deemed_recommendation": True, "extension_days": 0, "agency_head_approves": ["DINKES"],
                "relies_on": {"DINKES": ["no_str"]}, "checklist": [{"code": "air", "label": "Ada air bersih?"}],
                "pauses_allowed": 0,
            },
            [
                ("request", "'visit': True"),
                ("request", "'deem': True"),
                ("request", "'extend': False"),
                ("request", "'head answers': True"),
                ("request", "'facts': ['field:no_str']"),
                ("request", "'checklist': ['Ada air bersih?']"),
                ("request", "(0 kali)"),
                ("public_page", "Ada peninjauan lapangan."),
            ],
        ),
        (lambda: {"endorsing_roles": []}, [("desk_of_the_draft", "signing head")]),
        (lambda: {"signing_role": "endorser"}, [("desk_of_the_signer", "endorser"), ("concept", "'position': 'Kepala Bidang")]),
        (lambda: component("procedure", ["Datang membawa KTP."]), [("public_page", "Datang membawa KTP.")]),
        # 3 Jangka waktu
        (
            lambda: {"time_limit_days": 7, "deemed_approval": True, "lapse_after_days": 30},
            [
                ("receipt", "Kamis, 13 Agustus 2026 (7 hari kerja)"),
                ("clock", "2026-08-13 2026-08-13"),
                ("asked", "[('DINKES', 1, 5, True)]"),
                ("blank_form", "7 hari kerja sejak berkas diterima lengkap"),
                ("public_page", "7 hari kerja"),
                ("may_be_granted_by_law", "True"),
                ("last_day_to_answer", "30 hari"),
            ],
        ),
        # 4 Biaya
        (lambda: {"has_fee": True}, [("receipt", "berbayar, ditetapkan"), ("blank_form", "berbayar, ditetapkan")]),
        # 5 Produk, 7 Dasar hukum: what stands on the permit
        (
            lambda: fields(ASK_NAME) | {
                "validity_months": 24, "number_pattern": "{klasifikasi}/SIP/{urut}/{kode_izin}/{tahun}",
                "classification": "400.7.31",
                "legal_basis": ["UU Lama 1/1990", "Perwali 1/2026"],
                "retirements": {"legal_basis": {"UU Lama 1/1990": {"on": "2026-08-04", "why": "Dicabut."}}},
            },
            [
                ("permit", "'label': 'Gelar profesi'"),
                ("permit", "'valid_until_text': '4 Agustus 2028'"),
                ("permit", "'number': '400.7.31/SIP/"),
                ("permit", "'legal_basis': ['Perwali 1/2026']"),
                ("concept", "24 bulan sejak ditetapkan"),
                ("concept", "'legal_basis': ['Perwali 1/2026']"),
                ("public_page", "2 tahun"),
                ("public_page", "Perwali 1/2026"),
            ],
        ),
        # What a published component says besides, in words
        (
            lambda: {"components": {
                "requirements": "Enam dokumen saja.", "procedure": ["Isi."], "time": "Rata-rata tiga hari.",
                "cost": "Gratis untuk semua.", "product": "Kartu izin.", "complaints": ["Telepon 0778-1."],
            }},
            [
                ("public_page", "Enam dokumen saja."),
                ("card", "Rata-rata tiga hari."),
                ("public_page", "Gratis untuk semua."),
                ("public_page", "Kartu izin."),
                ("public_page", "Telepon 0778-1."),
            ],
        ),
    ],
)  # fmt: skip
def test_what_the_standard_says_is_what_is_read(client, changes, seen):
    before = Life(client)
    stands_anyway = [read for look, read in seen if read in str(getattr(before, look))]
    next_standard("SIPF", **changes())
    after = Life(client)
    not_seen = [read for look, read in seen if read not in str(getattr(after, look))]
    assert (stands_anyway, not_seen) == ([], [])


def test_the_tariff_is_what_receipt_bill_and_public_page_reckon_with(client):
    next_standard(
        "IPTM", levy={"kind": "fixed", "amount": 275_000, "label": "Makam baru", "legal_basis": "Perda Makam 9/2024"}
    )
    file, found = billed()
    assert "Rp275.000" in receipt_doc(file)["fee_text"]
    doc = skrd_doc(found)
    assert doc["amount_text"] == "Rp275.000" and ("Dasar pengenaan", "Perda Makam 9/2024") in doc["about"]
    assert "Rp275.000" in page(client, "office_service", "IPTM", BATAM)


def test_a_hidden_answer_names_no_tariff_line():
    rows = [{"code": "Baru", "label": "Makam baru", "unit": "makam", "amount": 1000}]
    rows.append(rows[0] | {"code": "Tumpangan"})
    standard = of_type("IPTM")
    asks = [one | {"show_when": {"field": "tidak_mampu", "value": False}} if one["code"] == "jenis_kegiatan" else one
            for one in standard.fields]  # fmt: skip
    standard.fields, standard.levy = asks, {"kind": "table", "rows": rows, "row_field": "jenis_kegiatan"}
    answers = {"jenis_kegiatan": "Baru", "tidak_mampu": False}
    assert levy.row_of(standard, answers) == "Baru"
    assert levy.row_of(standard, answers | {"tidak_mampu": True}) == ""


def test_the_post_that_the_standard_names_signs_and_the_head_does_not():
    next_standard("SIPF", signing_role="endorser")
    file = at_signing()
    with pytest.raises(NotAllowed):
        issuance.sign_decision(file.uuid, by=person("kadis.batam"))
    with pytest.raises(NotAllowed):  # who gave the paraf does not sign
        issuance.sign_decision(file.uuid, by=person("kabid.batam"))
    second = colleague("kabid2.batam", (file.office, "endorser"))
    assert fresh(file).state == "signing"
    issuance.sign_decision(file.uuid, by=second)
    assert fresh(file).permit.signed_by == second


def test_two_endorsers_in_a_row_are_two_people():
    next_standard("SIPF", endorsing_roles=["endorser", "endorser"])
    file = at_signing()
    assert (file.state, file.holder_role) == ("drafting", "endorser")
    with pytest.raises(NotAllowed):
        decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    decision.endorse_decision(file.uuid, by=colleague("kabid2.batam", (file.office, "endorser")))
    assert fresh(file).state == "signing"


# --- retired from a day -----------------------------------------------------------------------------------------------


def test_a_retired_paper_is_not_asked_of_what_is_sent_from_that_day_on_and_stays_with_what_was_sent_before():
    gone = {"requirements": {"str": {"on": "2026-08-05", "why": "STR kini dibaca dari SATUSEHAT."}}}
    next_standard("SIPF", retirements=gone)
    begun, sent = draft(), submitted()
    codes = [{each["code"] for each in fresh(file).requirements} for file in (begun, sent)]
    assert all("str" in each for each in codes)
    with moved_to(now() + timedelta(days=1)):
        codes = [{each["code"] for each in fresh(file).requirements} for file in (begun, sent)]
        assert "str" not in codes[0] and "str" in codes[1]
        assert not any("Surat Tanda Registrasi" in what for what, _link in gaps(fresh(begun)))
        paper = next(each for each in begun.standard.requirements if each["code"] == "str")
        with pytest.raises(Refused):
            add_paper(begun, paper)
        assert fresh(begun).documents.count() == 0


def test_the_letter_keeps_the_law_of_the_day_it_was_signed():
    ends = {"legal_basis": {"UU 17/2023 tentang Kesehatan": {"on": "2026-08-06", "why": "Dicabut."}}}
    next_standard("SIPF", retirements=ends)
    file = issued()
    with moved_to(now() + timedelta(days=10)):
        assert "UU 17/2023 tentang Kesehatan" in permit_doc(fresh(file))["legal_basis"]
        assert "UU 17/2023 tentang Kesehatan" not in concept_doc(fresh(file))["legal_basis"]
