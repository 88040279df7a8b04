"""The head's act: number, permit or refusal letter, and the end of the clock, in one transaction."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.db import transaction

from agencies.models import NumberSeries
from agencies.numbering import LONGEST_PERMIT_NUMBER, permit_number
from applications.actions import decision, issuance, verification
from applications.models import Offer, Permit, PrintedDocument, Rejection
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests.factories import (
    all_fit,
    answer,
    at_signing,
    fresh,
    in_state,
    issued,
    next_standard,
    person,
    submitted,
    untouched,
    verified,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]

HALF_PAST_ELEVEN = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)  # 31 December, 23.30 WIB
HALF_PAST_MIDNIGHT = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)  # 1 January, 00.30 WIB


def sign(file, by="kadis.batam", **how):
    return issuance.sign_decision(file.uuid, by=person(by), **how)


def test_no_number_is_drawn_before_the_head_signs():
    file = at_signing()
    assert not NumberSeries.objects.filter(kind__in=["permit", "rejection"]).exists()
    assert not Permit.objects.exists()
    sign(file)
    assert NumberSeries.objects.get(kind="permit").last == 1


def test_signing_makes_the_permit_and_ends_the_file():
    file = at_signing()
    sign(file)
    file, permit = fresh(file), Permit.objects.get()
    assert (file.state, file.holder, file.due_at, file.closed_at) == ("issued", "nobody", None, now())
    assert permit.number == "500.16.7/0001/SIPF/BATAM/VIII/2026"
    today = now().date()
    assert (permit.holder_name, permit.issued_on, permit.valid_until) == (
        "Nurul Hidayati Siregar",
        today,
        today.replace(year=2031),
    )
    assert (permit.signed_by, permit.signer_position, permit.status) == (
        person("kadis.batam"),
        "Kepala DPMPTSP Kota Batam",
        "active",
    )
    assert len(permit.verification_code) == 16
    owed = PrintedDocument.objects.get(application=file, kind="permit")
    assert (owed.stored_at, owed.sha256) == (None, "")


def test_a_signature_that_rolls_back_leaves_no_gap():
    first, second = at_signing(), at_signing()
    with pytest.raises(OSError), transaction.atomic():
        sign(first)
        raise OSError("the power went off")
    assert (fresh(first).state, Permit.objects.count()) == ("signing", 0)
    sign(second)
    sign(first)
    assert [fresh(file).permit.number[9:13] for file in (second, first)] == ["0001", "0002"]


def test_each_office_type_and_year_counts_for_itself():
    issued()
    issued()
    issued(code="SIPA")
    tanjungpinang = verified(
        office="dpmptsp-kota-tanjungpinang", loket="loket.tanjungpinang", verifikator="verifikator.tanjungpinang"
    )
    answer(tanjungpinang, "opd.dinkes.tanjungpinang")
    decision.draft_decision(tanjungpinang.uuid, by=person("verifikator.tanjungpinang"), verdict="issue", ready=True)
    decision.endorse_decision(tanjungpinang.uuid, by=person("kabid.tanjungpinang"))
    sign(tanjungpinang, "kadis.tanjungpinang")
    assert sorted(Permit.objects.values_list("number", flat=True)) == [
        "500.16.7/0001/SIPA/BATAM/VIII/2026",
        "500.16.7/0001/SIPF/BATAM/VIII/2026",
        "500.16.7/0001/SIPF/TANJUNGPINANG/VIII/2026",
        "500.16.7/0002/SIPF/BATAM/VIII/2026",
    ]


def test_the_year_of_a_permit_is_the_offices_own():
    old, new = at_signing(), at_signing()
    with moved_to(HALF_PAST_ELEVEN):
        sign(old)
    with moved_to(HALF_PAST_MIDNIGHT):
        sign(new)
    assert (fresh(old).permit.number, fresh(old).permit.issued_on) == (
        "500.16.7/0001/SIPF/BATAM/XII/2026",
        date(2026, 12, 31),
    )
    assert (fresh(new).permit.number, fresh(new).permit.issued_on) == (
        "500.16.7/0001/SIPF/BATAM/I/2027",
        date(2027, 1, 1),
    )


def test_the_year_of_a_registration_is_the_offices_own():
    numbers = []
    for moment in (HALF_PAST_ELEVEN, HALF_PAST_ELEVEN, HALF_PAST_MIDNIGHT):
        with moved_to(moment):
            file = submitted()
            all_fit(file, "loket.batam")
            verification.register_application(file.uuid, by=person("loket.batam"))
            numbers.append(fresh(file).registration_number[:-2])
    assert numbers == ["BATAM-2026-000001", "BATAM-2026-000002", "BATAM-2027-000001"]


@pytest.mark.parametrize(
    ("today", "months", "until"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 60, date(2031, 12, 31)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
        (date(2026, 12, 5), None, None),
    ],
)
def test_a_permit_is_valid_to_the_same_day_or_the_months_last(today, months, until):
    assert issuance._valid_until(today, SimpleNamespace(validity_months=months)) == until


def test_a_permit_without_an_end_has_none():
    next_standard("SIPF", validity_months=None)
    assert issued().permit.valid_until is None


@pytest.mark.parametrize(
    "state", ["draft", "submitted", "registered", "recommendation", "drafting", "issued", "rejected", "withdrawn"]
)
def test_nothing_is_signed_out_of_its_time(state):
    file = in_state(state)
    before, permits = untouched(file), Permit.objects.count()
    with pytest.raises(WrongState):
        sign(file)
    with pytest.raises(WrongState):
        issuance.reject_application(file.uuid, by=person("kadis.batam"), reasons=["x"], legal_basis="y")
    assert untouched(file) == before
    assert Permit.objects.count() == permits


def test_nobody_but_the_head_signs():
    file = at_signing()
    before = untouched(file)
    for name in "loket.batam verifikator.batam kabid.batam kadis.tanjungpinang pemohon admin gubernur".split():
        with pytest.raises(NotAllowed):
            sign(file, name)
    assert untouched(file) == before
    assert not NumberSeries.objects.filter(kind="permit").exists()


def test_a_draft_that_changed_since_it_was_read_is_not_signed():
    file = at_signing()
    read = file.change_count
    decision.send_back_decision(file.uuid, by=person("kadis.batam"), reason="Perbaiki.")
    decision.draft_decision(
        file.uuid, by=person("verifikator.batam"), verdict="issue", conditions=["Baru."], ready=True
    )
    decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    before = untouched(file)
    with pytest.raises(WrongState, match="Konsep berubah"):
        sign(file, seen_change_count=read)
    assert untouched(file) == before
    sign(file, seen_change_count=fresh(file).change_count)
    assert fresh(file).state == "issued"


# Refusing.
def test_a_drafted_refusal_is_signed_with_a_number_of_its_own():
    file = at_signing(verdict="reject")
    sign(file)
    file, letter = fresh(file), Rejection.objects.get()
    assert (file.state, letter.number) == ("rejected", "500.16.7/0001/TOLAK/BATAM/VIII/2026")
    assert (letter.reasons, letter.legal_basis) == (["Lokasi tidak sesuai tata ruang."], "Perda RTRW")
    assert not Permit.objects.exists()
    assert list(NumberSeries.objects.exclude(kind="registration").values_list("kind", "type_code", "last")) == [
        ("rejection", "", 1)
    ]
    assert file.printed_documents.filter(kind="rejection", stored_at=None).count() == 1


def test_the_head_may_refuse_what_was_drafted_as_a_permit():
    file = at_signing()
    for reasons, law in (([], "Pasal 1"), (["  "], "Pasal 1"), (["Alasan."], " ")):
        before = untouched(file)
        with pytest.raises(Refused, match="dasar hukum"):
            issuance.reject_application(file.uuid, by=person("kadis.batam"), reasons=reasons, legal_basis=law)
        assert untouched(file) == before
    issuance.reject_application(file.uuid, by=person("kadis.batam"), reasons=["Alasan."], legal_basis="Pasal 1")
    assert (fresh(file).state, fresh(file).rejection.reasons, Permit.objects.count()) == ("rejected", ["Alasan."], 0)


def test_refusals_of_all_types_share_one_register_of_the_office():
    issued(verdict="reject")
    issued(verdict="reject", code="SIPA")
    assert sorted(Rejection.objects.values_list("number", flat=True)) == [
        "500.16.7/0001/TOLAK/BATAM/VIII/2026",
        "500.16.7/0002/TOLAK/BATAM/VIII/2026",
    ]


def test_every_number_of_every_office_fits():
    longest = 0
    offers = Offer.objects.values_list("office__short_code", "permit_type__code")
    for office_code, type_code in offers:
        for printed in (type_code, issuance.REFUSAL_CODE):
            number = permit_number(
                "{klasifikasi}/{urut:04}/{kode_izin}/{kode_kantor}/{bulan_romawi}/{tahun}",
                classification="500.16.7", ordinal=9999, type_code=printed, office_code=office_code, local_date=date(2026, 8, 1),
            )  # fmt: skip
            longest = max(longest, len(number))
    assert len(offers) > 2000 and longest <= LONGEST_PERMIT_NUMBER


# Advice that is still open when the head acts.
@pytest.mark.parametrize("verdict", ["issue", "reject"])
def test_requests_still_open_are_withdrawn_when_the_head_acts(verdict):
    next_standard("REKLAME", advisory=["SATPOLPP"])
    file = verified(code="REKLAME")
    answer(file, "opd.pupr.batam")
    answer(file, "opd.bapenda.batam")
    how = {"reasons": ["Alasan."], "legal_basis": "Pasal 1"} if verdict == "reject" else {}
    decision.draft_decision(file.uuid, by=person("verifikator.batam"), verdict=verdict, ready=True, **how)
    decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    sign(file)
    states = dict(file.recommendations.values_list("agency__code", "state"))
    assert states == {"PUPR": "given", "BAPENDA": "given", "SATPOLPP": "withdrawn"}
