"""Drafting, paraf, sending back, signing and refusing through the pages; nobody signs what they worked on or did not read."""

from uuid import uuid4

import pytest
from django.urls import reverse

from applications.actions import decision
from applications.models import Condition, Permit
from applications.policies import ALREADY_WORKED_ON_IT
from tests.factories import add_post, answer, at_signing, drafted, fresh, person, untouched, verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
OFFICE = "dpmptsp-kota-batam"
REASON = "Sarana tidak memenuhi syarat."
BASIS = "Pasal 7 Perda Nomor 5 Tahun 2023"


def url(file, name):
    return reverse(f"applications:{name}", args=[file.uuid])


def post(client, file, name, **fields):
    return client.post(url(file, name), {"once": uuid4(), **fields})


def read(client, file, name):
    response = client.get(url(file, name))
    assert response.status_code == 200
    return response.content.decode()


def seen_on(client, file, name):
    client.get(url(file, name))
    return fresh(file).change_count


@pytest.fixture
def favoured():
    file = verified()
    answer(file, "opd.dinkes.batam", "conditional", "Dengan catatan.", ["Sediakan APAR."])
    return fresh(file)


@pytest.fixture
def opposed():
    file = verified()
    answer(file, "opd.dinkes.batam", "unfavourable", REASON)
    return fresh(file)


def accepted():
    """The agency's one condition is taken over as it stands."""
    return {f"result-{Condition.objects.get().pk}": "accepted"}


# Drafting
def test_a_draft_asks_what_becomes_of_each_condition(signed_in, favoured):
    text = read(signed_in("verifikator.batam"), favoured, "draft_decision")
    condition = Condition.objects.get()
    assert "Sediakan APAR." in text and f'name="result-{condition.pk}"' in text
    assert 'name="against_opinion_reason"' not in text


def test_after_a_refusing_opinion_the_draft_begins_as_a_refusal_with_its_reason(signed_in, opposed):
    response = signed_in("verifikator.batam").get(url(opposed, "draft_decision"))
    assert response.context["form"].initial["verdict"] == "reject"
    assert f"{REASON} (Dinas Kesehatan Kota Batam)" in response.content.decode()


def test_a_saved_draft_stays_with_its_writer(signed_in, favoured):
    response = post(
        signed_in("verifikator.batam"),
        favoured,
        "draft_decision",
        act="save",
        verdict="issue",
        conditions="Satu.\n\nDua.",
    )
    assert response.url == url(favoured, "draft_decision")
    assert favoured.decision.conditions == ["Satu.", "Dua."] and not favoured.decision.is_ready
    assert "Buka KONSEP" in read(signed_in("verifikator.batam"), favoured, "draft_decision")


def test_a_ready_draft_goes_to_the_endorser(signed_in, favoured):
    post(signed_in("verifikator.batam"), favoured, "draft_decision", act="ready", verdict="issue", **accepted())
    assert (fresh(favoured).state, fresh(favoured).holder_role) == ("drafting", "endorser")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"verdict": "reject"}, ["reasons", "legal_basis"]),
        ({"verdict": "reject", "reasons": REASON}, ["legal_basis"]),
        ({"verdict": "reject", "legal_basis": BASIS}, ["reasons"]),
        ({"verdict": ""}, ["verdict"]),
        ({"verdict": "issue", "conditions": "x" * 2001}, ["conditions"]),
    ],
)
def test_an_incomplete_draft_is_refused_beside_its_fields(signed_in, favoured, fields, wrong):
    before = untouched(favoured)
    response = post(signed_in("verifikator.batam"), favoured, "draft_decision", act="ready", **accepted() | fields)
    assert response.status_code == 400 and list(response.context["form"].errors) == wrong
    assert untouched(favoured) == before and not hasattr(fresh(favoured), "decision")


def test_deciding_against_an_opinion_needs_a_written_reason(signed_in, opposed):
    client, before = signed_in("verifikator.batam"), untouched(opposed)
    response = post(client, opposed, "draft_decision", act="ready", verdict="issue", conditions="Satu.")
    assert response.status_code == 400 and "against_opinion_reason" in response.context["form"].errors
    assert "Satu." in response.content.decode()
    assert untouched(opposed) == before
    post(client, opposed, "draft_decision", act="ready", verdict="issue", against_opinion_reason="Sudah diperbaiki.")
    assert fresh(opposed).decision.against_opinion_reason == "Sudah diperbaiki."


# Paraf and sending back
def test_the_endorser_reads_the_whole_draft_and_endorses(signed_in):
    file = drafted()
    client = signed_in("kabid.batam")
    text = read(client, file, "endorse")
    for words in ("Buka KONSEP", "Dinas Kesehatan Kota Batam", "Nomor STR", person("verifikator.batam").full_name):
        assert words in text
    assert post(client, file, "endorse", note="Sudah saya cocokkan.", seen=file.change_count).status_code == 302
    assert fresh(file).state == "signing"
    assert file.endorsements.get().note == "Sudah saya cocokkan."


def test_a_nul_in_the_note_of_a_paraf_is_dropped(signed_in):
    file = drafted()
    post(signed_in("kabid.batam"), file, "endorse", seen=file.change_count, note="Baik\0 sekali")
    assert fresh(file).endorsements.get().note == "Baik sekali"


def test_a_paraf_on_a_draft_that_changed_meanwhile_is_refused(signed_in):
    file = drafted()
    seen = file.change_count
    decision.send_back_decision(file.uuid, by=person("kabid.batam"), reason="Tambah ketentuan.")
    decision.draft_decision(
        file.uuid, by=person("verifikator.batam"), verdict="issue", conditions=["Baru."], ready=True
    )
    before = untouched(file)
    assert post(signed_in("kabid.batam"), file, "endorse", seen=seen).status_code == 409
    assert untouched(file) == before


@pytest.mark.parametrize(("account", "make"), [("kabid.batam", drafted), ("kadis.batam", at_signing)])
def test_a_draft_sent_back_shows_its_reason_to_whoever_writes_it(signed_in, account, make):
    file = make()
    assert (
        post(signed_in(account), file, "send_back", to="drafter", reason="Masa berlaku STR belum disebut.").status_code
        == 302
    )
    file = fresh(file)
    assert (file.state, file.holder_role, file.decision.is_ready, file.decision.round) == (
        "drafting",
        "verifier",
        False,
        2,
    )
    text = read(signed_in("verifikator.batam"), file, "draft_decision")
    assert "Masa berlaku STR belum disebut." in text and person(account).full_name in text


def test_sending_back_needs_a_reason(signed_in):
    file, client = drafted(), signed_in("kabid.batam")
    before = untouched(file)
    for reason in ("", "  \n"):
        assert post(client, file, "send_back", to="drafter", reason=reason).status_code == 400
    assert untouched(file) == before


# Signing
def test_the_head_signs_on_the_page_that_shows_everything(signed_in):
    file = at_signing()
    client = signed_in("kadis.batam")
    text = read(client, file, "sign")
    assert f'name="seen" value="{file.change_count}"' in text
    for words in (
        file.holder_name,
        "Dinas Kesehatan Kota Batam",
        person("kabid.batam").full_name,
        "Nomor STR",
        "Buka KONSEP",
    ):
        assert words in text
    assert post(client, file, "sign", seen=file.change_count).status_code == 302
    assert fresh(file).state == "issued"


def test_a_stale_or_missing_reading_is_not_signed(signed_in):
    file, client = at_signing(), signed_in("kadis.batam")
    before = untouched(file)
    for seen in ("", "0", "x", "-1", "²", "9" * 40):
        assert post(client, file, "sign", seen=seen).status_code == 409
    assert untouched(file) == before and not Permit.objects.exists()


def test_a_draft_that_changed_between_reading_and_signing_is_not_signed(signed_in):
    file = at_signing()
    client = signed_in("kadis.batam")
    seen = seen_on(client, file, "sign")
    decision.send_back_decision(file.uuid, by=person("kadis.batam"), reason="Tambah ketentuan.")
    decision.draft_decision(
        file.uuid, by=person("verifikator.batam"), verdict="issue", conditions=["Baru."], ready=True
    )
    decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    before = untouched(file)
    assert post(client, file, "sign", seen=seen).status_code == 409
    assert untouched(file) == before and fresh(file).state == "signing"


def test_an_opinion_against_the_draft_is_marked_where_one_signs(signed_in, opposed):
    decision.draft_decision(
        opposed.uuid,
        by=person("verifikator.batam"),
        verdict="issue",
        against_opinion_reason="Sudah diperbaiki.",
        ready=True,
    )
    decision.endorse_decision(opposed.uuid, by=person("kabid.batam"))
    text = read(signed_in("kadis.batam"), opposed, "sign")
    assert "Bertentangan dengan konsep" in text and "Sudah diperbaiki." in text and REASON in text


def test_a_drafted_refusal_is_signed_as_a_refusal(signed_in):
    file = at_signing("reject")
    client = signed_in("kadis.batam")
    text = read(client, file, "sign")
    assert "Tanda tangani penolakan" in text and url(file, "reject") not in text
    post(client, file, "sign", seen=file.change_count)
    assert fresh(file).state == "rejected" and fresh(file).rejection.number


def test_the_head_may_refuse_what_was_drafted_as_a_permit(signed_in):
    file = at_signing()
    client, before = signed_in("kadis.batam"), untouched(file)
    for fields in ({}, {"reasons": REASON}, {"legal_basis": BASIS}, {"reasons": " ", "legal_basis": " "}):
        assert post(client, file, "reject", **fields).status_code == 400
    assert untouched(file) == before
    assert post(client, file, "reject", reasons=f"{REASON}\n\nDua.", legal_basis=BASIS).status_code == 302
    file = fresh(file)
    assert (file.state, file.rejection.reasons, file.rejection.legal_basis) == ("rejected", [REASON, "Dua."], BASIS)
    assert not Permit.objects.exists()


def test_pressing_twice_signs_once(signed_in):
    file = at_signing()
    client = signed_in("kadis.batam")
    form = {"once": uuid4(), "seen": file.change_count}
    first = client.post(url(file, "sign"), form)
    before = untouched(file)
    assert client.post(url(file, "sign"), form).url == first.url
    assert untouched(file) == before and Permit.objects.count() == 1


# Who may not
@pytest.mark.parametrize("account", ["loket.batam", "verifikator.batam", "kabid.batam"])
def test_nobody_who_worked_on_a_file_may_sign_it_and_the_page_says_why(signed_in, account):
    file = at_signing()
    add_post(person(account), OFFICE, "head")
    client, before = signed_in(account), untouched(file)
    refused = client.get(url(file, "sign"))
    assert refused.status_code == 403 and str(ALREADY_WORKED_ON_IT) in refused.content.decode()
    assert post(client, file, "sign", seen=file.change_count).status_code == 403
    assert post(client, file, "reject", reasons=REASON, legal_basis=BASIS).status_code == 403
    assert untouched(file) == before and not Permit.objects.exists()


def test_nobody_who_verified_may_endorse(signed_in):
    file = drafted()
    add_post(person("verifikator.batam"), OFFICE, "endorser")
    client, before = signed_in("verifikator.batam"), untouched(file)
    assert client.get(url(file, "endorse")).status_code == 403
    assert post(client, file, "endorse", seen=file.change_count).status_code == 403
    assert untouched(file) == before


def test_outside_the_office_there_is_no_draft(signed_in):
    file = at_signing()
    before = untouched(file)
    for account in ("pemohon", "pemohon2", "opd.dinkes.batam", "kadis.tanjungpinang", "gubernur"):
        client = signed_in(account)
        for name in ("draft_decision", "endorse", "send_back", "sign", "reject"):
            assert client.get(url(file, name)).status_code == 404, (account, name)
            assert post(client, file, name, seen=file.change_count).status_code == 404, (account, name)
        assert client.get(url(file, "concept")).status_code == 404, account
    assert untouched(file) == before


@pytest.mark.parametrize(
    ("account", "name", "refused"),
    [("loket.batam", "sign", 403), ("kadis.batam", "draft_decision", 403), ("kadis.batam", "endorse", 409)],
)
def test_an_act_out_of_turn_is_refused(signed_in, account, name, refused):
    file = at_signing()
    client, before = signed_in(account), untouched(file)
    assert client.get(url(file, name)).status_code == 403
    assert post(client, file, name, seen=file.change_count, verdict="issue", act="ready").status_code == refused
    assert untouched(file) == before


def test_the_concept_is_a_pdf_without_a_number(signed_in):
    response = signed_in("kadis.batam").get(url(at_signing(), "concept"))
    assert response["Content-Type"] == "application/pdf" and response.content.startswith(b"%PDF")
    assert response["Cache-Control"] == "no-store"


def test_the_file_page_says_why_somebody_else_must_sign(signed_in):
    file = at_signing()
    add_post(person("verifikator.batam"), OFFICE, "head")
    assert str(ALREADY_WORKED_ON_IT) in read(signed_in("verifikator.batam"), file, "file")
    assert str(ALREADY_WORKED_ON_IT) not in read(signed_in("kadis.batam"), file, "file")
