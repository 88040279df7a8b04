"""A running file keeps its version; moving it to the office's newer one is an act with a reason, and only when it fits."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from agencies.working_days import calendar_of
from applications.actions.moving import move_to_version
from applications.invariants import RULES
from applications.permit_document import receipt_doc
from applications.policies import allowed
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.rules import Incomplete, NotAllowed, Refused, WrongState
from ptsp_portal.lib.wording import day_words
from tests.applications.writing import begun_standard, published_standard, with_field, with_paper
from tests.conftest import USUAL_MOMENT
from tests.factories import (
    BATAM,
    add_post,
    billed,
    drafted,
    findings,
    fresh,
    in_state,
    next_standard,
    person,
    ready_to_bill,
    registered,
    untouched,
    verified,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
WHY = "Pemohon meminta standar yang baru."
VERIFIER = "verifikator.batam"


def move(file, by=VERIFIER, reason=WHY):
    move_to_version(file.uuid, by=person(by), reason=reason)
    return fresh(file)


def refused(file, **how) -> list[str]:
    """The reasons; nothing changed."""
    before, standard = untouched(file), fresh(file).standard_id
    with pytest.raises(Incomplete) as error:
        move(file, **how)
    assert untouched(file) == before and fresh(file).standard_id == standard
    return [why for why, _link in error.value.gaps]


def fields_with(code):
    return with_field(begun_standard(), code)


@pytest.mark.parametrize("state", ["submitted", "returned", "registered", "recommendation", "drafting"])
def test_a_file_goes_on_under_the_newer_version_and_its_promise_stays(state):
    file = in_state(state)
    new = published_standard(validity_months=24)
    moved = move(file)
    assert (moved.standard_id, moved.state, moved.promised_on) == (new.pk, file.state, file.promised_on)
    assert (moved.holder, moved.holder_agency_id, moved.holder_role) == (
        file.holder,
        file.holder_agency_id,
        file.holder_role,
    )
    assert (moved.due_at, moved.held_since) == (file.due_at, file.held_since)
    assert RULES and findings() == []


def test_a_shorter_limit_moves_the_deadline_by_the_ledger_alone():
    file = registered()
    published_standard(time_limit_days=2)
    moved = move(file)
    assert moved.due_at == calendar_of(file.office.region).deadline(file.registered_at, 2) < file.due_at
    assert moved.promised_on == file.promised_on and findings() == []


def test_the_receipt_names_no_other_days_beside_the_promised_date():
    file = registered()
    published_standard(time_limit_days=4)
    assert "(5 hari kerja)" in receipt_doc(file)["promise_text"]
    promise = receipt_doc(move(file))["promise_text"]
    assert day_words(file.promised_on) in promise and "hari kerja" not in promise


def test_it_is_written_down_and_the_applicant_is_told_and_reads_why(signed_in):
    file, new = registered(), published_standard(validity_months=24)
    move(file)
    entry = JournalEntry.objects.get(verb="application.moved_to_version")
    assert entry.subject == file.uuid and WHY not in str(entry.facts)
    assert entry.facts["from"] == str(file.standard.uuid) and entry.facts["to"] == str(new.uuid)
    told = Message.objects.get(user=person("pemohon"), occasion="applications/moved_to_version", channel="inapp")
    assert "tidak berubah" in told.text and WHY not in told.text
    page = signed_in("pemohon").get(reverse("applications:file", args=[file.uuid])).content.decode()
    assert WHY in page and "standar pelayanan yang lebih baru" in page


def test_every_reason_against_it_is_said_at_once():
    file, old = registered(), begun_standard()
    fields, papers = fields_with("nomor_str_baru"), with_paper(old, "denah")
    published_standard(fields=fields, requirements=papers, time_limit_days=30, kinds=["renewal"])
    limit = file.standard.time_limit_days
    assert refused(file) == [
        "Versi baru tidak melayani jenis permohonan ini.",
        f"Jangka waktunya lebih panjang (30 hari kerja) daripada yang dijanjikan kepada pemohon ({limit} hari kerja).",
        "“Nomor_str_baru” belum diisi.",
        "Dokumen belum ada: Denah",
    ]


def test_once_agencies_were_asked_their_stages_must_be_the_same():
    before, after = registered(), verified()
    new = published_standard(stages=[["DINKES", "PUPR"]])
    assert refused(after) == [
        "Dinas sudah diminta rekomendasinya, dan yang berikut berbeda pada versi baru: Tahap rekomendasi."
    ]
    assert move(before).standard == new


def test_a_bill_holds_its_tariff():
    file, bill = billed()
    published_standard("IPTM", levy=file.standard.levy | {"legal_basis": "Perda baru"})
    reasons = refused(file)
    assert "Retribusinya sudah ditetapkan menurut tarif versi lama." in reasons
    assert "Pemohon sedang diminta menjawab atau membayar. Pindahkan sesudahnya." in reasons
    assert bill.tariff == file.standard.levy


def test_who_was_told_that_it_is_free_is_not_moved_to_a_price():
    before, after = in_state("submitted"), registered()
    levy = {"kind": "fixed", "amount": 50_000, "label": "Retribusi", "legal_basis": "Perda 1/2026"}
    new = published_standard(has_fee=True, levy=levy)
    assert refused(after) == ["Tanda terimanya menyebut layanan ini gratis, dan versi baru memungut biaya."]
    assert move(before).standard == new


def test_without_a_bill_a_paid_service_needs_the_same_tariff_once_agencies_answered():
    file = ready_to_bill()
    published_standard("IPTM", levy=file.standard.levy | {"legal_basis": "Perda baru"})
    assert refused(file) == [
        "Dinas sudah diminta rekomendasinya, dan yang berikut berbeda pada versi baru: Tarif retribusi."
    ]


def test_whoever_repairs_a_file_gets_no_less_time_for_it():
    file = in_state("returned")
    published_standard(lapse_after_days=file.standard.lapse_after_days - 1)
    assert refused(file) == ["Pemohon sedang memperbaiki berkasnya, dan versi baru memberinya waktu lebih pendek."]


@pytest.mark.parametrize(
    "make", [drafted, lambda: in_state("signing"), lambda: in_state("issued"), lambda: in_state("draft")]
)
def test_what_is_being_signed_or_over_or_not_sent_stays(make):
    file = make()
    published_standard(validity_months=24)
    before = untouched(file)
    assert "move_version" not in allowed(person(VERIFIER), fresh(file))
    with pytest.raises(WrongState):
        move(file)
    assert untouched(file) == before and fresh(file).standard_id == file.standard_id


def test_there_must_be_a_newer_version_in_force_today():
    file, draft = registered(), begun_standard(validity_months=24)
    assert "move_version" not in allowed(person(VERIFIER), file)
    with pytest.raises(WrongState):
        move(file)
    published_standard(validity_months=24)
    assert "move_version" in allowed(person(VERIFIER), fresh(file))
    move(file)
    assert "move_version" not in allowed(person(VERIFIER), fresh(file)) and fresh(file).standard == draft


def test_where_the_office_has_no_own_version_the_newest_template_is_the_one():
    file = registered()
    new = next_standard("SIPF", validity_months=24)
    assert move(file).standard_id == new.pk
    own = published_standard(validity_months=36)
    assert move(file).standard_id == own.pk


def test_only_a_verifier_or_the_head_without_interest_of_their_own_moves_it():
    file, _new = registered(), published_standard(validity_months=24)
    names = [
        "loket.batam",
        VERIFIER,
        "kabid.batam",
        "kadis.batam",
        "opd.dinkes.batam",
        "admin.batam",
        "pemohon",
        "admin",
    ]
    may = [name for name in names if "move_version" in allowed(person(name), file)]
    assert may == [VERIFIER, "kadis.batam"]
    add_post(person("pemohon"), BATAM, "verifier")
    before = untouched(file)
    for name in ("loket.batam", "pemohon"):
        with pytest.raises(NotAllowed):
            move(file, by=name)
    with pytest.raises(Refused, match="alasannya"):
        move(file, reason=" ")
    assert untouched(file) == before and fresh(file).standard_id == file.standard_id


def test_the_page_compares_in_plain_words_and_moves_it(signed_in):
    file, _new = registered(), published_standard(validity_months=24, time_limit_days=2)
    client, url = signed_in(VERIFIER), reverse("applications:move_version", args=[file.uuid])
    assert url in client.get(reverse("applications:file", args=[file.uuid])).content.decode()
    page = client.get(url).content.decode()
    limit = file.standard.time_limit_days
    assert f"semula {limit} hari kerja, menjadi 2 hari kerja" in page and "menjadi 2 tahun" in page
    assert client.post(url, {"once": uuid4(), "reason": ""}).status_code == 400
    assert client.post(url, {"once": uuid4(), "reason": WHY}).status_code == 302
    assert fresh(file).standard.version == 1 and fresh(file).standard.office_id == file.office_id


def test_the_page_of_a_file_that_does_not_fit_has_reasons_and_no_form(signed_in):
    file = registered()
    published_standard(requirements=with_paper(begun_standard(), "denah"))
    page = signed_in(VERIFIER).get(reverse("applications:move_version", args=[file.uuid])).content.decode()
    assert "Dokumen belum ada: Denah" in page and 'name="reason"' not in page


def test_a_filing_of_today_keeps_the_old_version_when_the_new_one_begins_tomorrow():
    file = registered()
    with moved_to(USUAL_MOMENT + timedelta(days=1)):
        new = published_standard(validity_months=24)
        assert new.effective_from == file.office.region.local_date(now())
        assert move(file).standard == new
