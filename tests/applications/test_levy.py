"""The bill of a file: what it costs, who issues it, and everything that does not pay it. A refusal changes nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from applications import levy as reckoning
from applications.actions import clarification, decision, levy, questions, requests, submission
from applications.catalogue.levies import example_levy
from applications.invariants import RULES
from applications.models import Bill, Payment, PrintedDocument, ServiceStandard
from applications.policies import allowed
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests.factories import (
    billed,
    colleague,
    fresh,
    next_standard,
    pay,
    person,
    ready_to_bill,
    untouched,
    verified,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
VERIFIER, TREASURER = "verifikator.batam", "bendahara.batam"


def findings():
    return [finding for rule in RULES for finding in rule()]


def whole(bill):
    """Everything that a refused payment must leave alone."""
    bill = Bill.objects.get(pk=bill.pk)
    return bill.paid_at, bill.cancelled_at, Payment.objects.count(), untouched(bill.application)


def test_each_paid_type_of_the_catalogue_has_a_tariff_that_knows_every_answer():
    paid = ServiceStandard.objects.filter(status="published", has_fee=True).select_related("permit_type")
    assert sorted(each.permit_type.code for each in paid) == ["IPTM", "PAKAI-ASET", "PBG"]
    for standard in paid:
        assert reckoning.check_tariff(standard.levy) == []
        field = next(each for each in standard.fields if each["code"] == standard.levy["row_field"])
        assert [row["code"] for row in standard.levy["rows"]] == field["choices"]
    assert ServiceStandard.objects.filter(has_fee=False).exclude(levy={}).count() == 0
    assert example_levy({"code": "PBG", "fee": False}) == {}


@pytest.mark.parametrize(
    ("row", "quantity", "amount"),
    [("b", "3", 3000), ("b", "2.5", 2500), ("b", "0.0005", 1), ("b", "1.0005", 1001), ("a", "1000000", 7_000_000)],
)
def test_a_line_is_tariff_times_quantity_to_the_whole_rupiah(row, quantity, amount):
    rows = [
        {"code": "a", "label": "A", "unit": "m²", "amount": 7},
        {"code": "b", "label": "B", "unit": "m²", "amount": 1000},
    ]
    (line,) = reckoning.lines_of({"kind": "table", "rows": rows}, row, Decimal(quantity))
    assert line.amount == amount


@pytest.mark.parametrize("quantity", ["0", "-1", "NaN", "Infinity", "0.0001", "1e30"])
def test_a_quantity_that_makes_no_sum_is_no_line(quantity):
    rows = [{"code": "b", "label": "B", "unit": "m²", "amount": 1000}]
    with pytest.raises(ValueError):
        reckoning.lines_of({"kind": "table", "rows": rows}, "b", Decimal(quantity))


def test_a_tariff_says_what_is_wrong_with_it():
    assert reckoning.check_tariff({"kind": "fixed", "amount": 5000}) == []
    assert reckoning.check_tariff({"kind": "fixed", "amount": 5000.5}) != []
    assert reckoning.check_tariff({"kind": "percent"}) != []
    twice = [{"code": "a", "label": "A", "unit": "m", "amount": 1}] * 2
    assert reckoning.check_tariff({"kind": "table", "rows": twice}) == ["rows: kode ganda atau kosong"]


def test_the_bill_freezes_the_tariff_stops_the_days_and_goes_to_the_applicant():
    file, bill = billed("PBG", fungsi="Hunian", luas_bangunan=Decimal("120.5"))
    assert (bill.amount, bill.number) == (1_446_000, "SKRD-BATAM-2026-000001-" + bill.number[-1])
    assert bill.lines == [
        {
            "code": "Hunian", "label": "Bangunan gedung fungsi hunian", "unit": "m²", "tariff": 12000, "quantity": "120.5",
            "amount": 1_446_000,
        }
    ]  # fmt: skip
    assert bill.tariff == file.standard.levy and bill.expires_on == now().date() + timedelta(days=30)
    last = file.clock_events.last()
    assert (last.kind, last.reason, file.holder, file.due_at) == ("pause", "payment", "applicant", None)
    assert bill.printed_documents.get().kind == PrintedDocument.Kind.SKRD
    told = Message.objects.filter(occasion="applications/bill_issued", channel="inapp").get()
    assert told.user == person("pemohon") and "Rp1.446.000" in told.subject
    assert "assess" not in allowed(person(VERIFIER), file) and "answer" not in allowed(person("pemohon"), file)
    paid = pay(bill)
    file = fresh(file)
    assert paid.paid_at == now() and (file.holder, file.holder_role) == ("agency", "verifier") and file.due_at
    assert (paid.payment.way, paid.payment.amount, paid.payment.file_name) == ("treasurer", 1_446_000, "bukti.pdf")
    assert Message.objects.filter(occasion="applications/desk_bill_paid", user=person(VERIFIER)).exists()
    decision.draft_decision(file.uuid, by=person(VERIFIER), verdict="issue", ready=True)
    assert findings() == []


def test_paying_does_not_use_up_the_allowance_of_questions():
    file, bill = billed()
    pay(bill)
    asked = [{"on": "other", "code": "", "note": "Nama makamnya?"}]
    questions.ask_questions(file.uuid, by=person(VERIFIER), asked=asked)
    assert clarification.send_clarification(file.uuid, by=person(VERIFIER)).needs_consent is False


def test_what_the_answers_leave_open_the_officer_says_and_what_they_say_he_cannot_change():
    file = ready_to_bill(jenis_kegiatan="Perpanjangan")
    with pytest.raises(Refused, match="Pilih baris tarif"):
        levy.assess_levy(file.uuid, by=person(VERIFIER), quantity=Decimal(0))
    assert file.bills.count() == 0
    bill = levy.assess_levy(file.uuid, by=person(VERIFIER), row="Baru", quantity=Decimal(2))
    assert bill.amount == 200_000 and bill.lines[0]["code"] == "Perpanjangan"


def test_a_decision_to_issue_waits_for_the_money_and_a_refusal_does_not():
    file = ready_to_bill()
    before = untouched(file)
    with pytest.raises(Refused, match="belum lunas"):
        decision.draft_decision(file.uuid, by=person(VERIFIER), verdict="issue", ready=True)
    assert untouched(file) == before
    refusal = {"reasons": ["Petak sudah terpakai."], "legal_basis": "Perda"}
    decision.draft_decision(file.uuid, by=person(VERIFIER), verdict="reject", ready=True, **refusal)
    assert fresh(file).decision.is_ready


def test_no_bill_for_a_free_service_without_a_tariff_twice_by_others_or_too_early():
    free = verified()
    with pytest.raises(Refused, match="GRATIS"):
        levy.assess_levy(free.uuid, by=person(VERIFIER))
    early = verified(code="IPTM", jenis_kegiatan="Baru")
    with pytest.raises(WrongState, match="saat keputusan disusun"):
        levy.assess_levy(early.uuid, by=person(VERIFIER), quantity=Decimal(1))
    file, bill = billed()
    with pytest.raises(NotAllowed):
        levy.assess_levy(file.uuid, by=person("loket.batam"), quantity=Decimal(1))
    with pytest.raises(WrongState, match=bill.number):
        levy.assess_levy(file.uuid, by=person(VERIFIER), quantity=Decimal(1))
    pay(bill)
    with pytest.raises(WrongState, match="sudah lunas"):
        levy.assess_levy(file.uuid, by=person(VERIFIER), quantity=Decimal(1))
    next_standard("IPTM", levy={})
    untariffed = ready_to_bill()
    with pytest.raises(Refused, match="belum memuat tarif"):
        levy.assess_levy(untariffed.uuid, by=person(VERIFIER), quantity=Decimal(1))
    assert list(Bill.objects.all()) == [bill]


def test_a_bill_that_ran_out_is_replaced_and_the_old_one_can_no_longer_be_paid():
    file, old = billed()
    with moved_to(now() + timedelta(days=31)):
        assert old.state_on(now().date()) == "expired"
        before = whole(old)
        with pytest.raises(WrongState, match="kedaluwarsa"):
            pay(old)
        assert whole(old) == before
        new = levy.assess_levy(file.uuid, by=person(VERIFIER), quantity=Decimal(1))
        old.refresh_from_db()
        assert old.cancelled_at and "diganti" in old.cancel_reason and new.number != old.number
        before = whole(old)
        with pytest.raises(WrongState, match="dibatalkan"):
            pay(old, on=now().date() - timedelta(days=5))
        assert whole(old) == before
        pay(new)
        assert fresh(file).holder_role == "verifier" and findings() == []


def test_a_payment_within_the_days_counts_although_it_is_written_down_late():
    file, bill = billed()
    last_day = bill.expires_on
    with moved_to(now() + timedelta(days=40)):
        pay(bill, on=last_day)
        assert fresh(file).bills.get().paid_at == now()


def test_the_verifier_takes_a_bill_back_with_a_reason():
    file, bill = billed()
    with pytest.raises(Refused, match="Tulis alasannya"):
        levy.cancel_bill(file.uuid, by=person(VERIFIER), reason=" ")
    levy.cancel_bill(file.uuid, by=person(VERIFIER), reason="Salah baris tarif.")
    file, bill = fresh(file), Bill.objects.get()
    assert bill.cancelled_at and (file.holder, file.holder_role) == ("agency", "verifier")
    before = whole(bill)
    with pytest.raises(WrongState, match="dibatalkan"):
        pay(bill)
    with pytest.raises(WrongState, match="Tidak ada SKRD"):
        levy.cancel_bill(file.uuid, by=person(VERIFIER), reason="Lagi.")
    assert whole(bill) == before


def test_while_money_is_awaited_nobody_asks_and_the_end_of_the_file_ends_the_bill():
    file, bill = billed()
    verifier = person(VERIFIER)
    before = untouched(file)
    with pytest.raises(WrongState):
        clarification.send_clarification(file.uuid, by=verifier)
    with pytest.raises(WrongState):
        agency = requests.askable_agencies(file).exclude(recommendations__application=file).first()
        requests.add_request(file.uuid, by=verifier, agency=agency, reason="Perlu.")
    assert untouched(file) == before
    submission.withdraw_application(file.uuid, by=person("pemohon"))
    bill.refresh_from_db()
    assert bill.cancelled_at == now() and bill.cancel_reason and findings() == []


def test_the_treasurers_proof_is_refused_and_nothing_changes():
    file, bill = billed()
    before = whole(bill)
    with pytest.raises(NotAllowed, match="bendahara"):
        pay(bill, by=person(VERIFIER))
    with pytest.raises(NotAllowed):
        pay(bill, by=colleague("bendahara.lain", ("dpmptsp-kota-tanjungpinang", "treasurer")))
    with pytest.raises(Refused, match="masa depan"):
        pay(bill, on=now().date() + timedelta(days=1))
    with pytest.raises(WrongState, match="sebelum SKRD terbit"):
        pay(bill, on=now().date() - timedelta(days=1))
    with pytest.raises(Refused, match="SSRD/TBP"):
        pay(bill, reference="  ")
    assert whole(bill) == before
    pay(bill, reference="TBP-77")
    before = whole(bill)
    with pytest.raises(WrongState, match="sudah lunas"):
        pay(bill, reference="TBP-78")
    assert whole(bill) == before


def test_one_proof_pays_one_bill():
    _file, first = billed()
    _other, second = billed()
    pay(first, reference="TBP-9")
    before = whole(second)
    with pytest.raises(Refused, match="sudah dipakai"):
        pay(second, reference="TBP-9")
    assert whole(second) == before


def test_a_treasurer_does_not_confirm_their_own_payment():
    own = colleague("pemohon-bendahara", ("dpmptsp-kota-batam", "treasurer"))
    _file, bill = billed()
    bill.application.person.__class__.objects.filter(pk=bill.application.person_id).update(user=own)
    before = whole(bill)
    with pytest.raises(NotAllowed, match="Anda pemohon"):
        pay(bill, by=own)
    assert whole(bill) == before


@pytest.mark.parametrize("change", [{"amount": 1}, {"lines": []}])
def test_the_database_keeps_a_bill_as_it_was_issued(change):
    _file, bill = billed()
    with pytest.raises(DatabaseError, match="never_rewritten"), transaction.atomic():
        Bill.objects.filter(pk=bill.pk).update(**change)
    assert Bill.objects.get(pk=bill.pk).amount == bill.amount
