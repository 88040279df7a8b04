"""The bank's notice: signed, idempotent, and harmless whenever it does not fit. A refused one changes nothing of the bill."""

import json
from datetime import timedelta

import pytest

from applications.actions import levy
from applications.models import Bill, ForgedCall, Payment, PaymentNotice
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from ptsp_portal.lib.signed_call import signature
from tests.factories import billed, colleague, fresh, pay, person, untouched

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
ADDRESS = "/api/pembayaran/"
SECRET, OLD_SECRET = "s" * 40, "o" * 40


@pytest.fixture(autouse=True)
def shared_secret(settings):
    settings.PAYMENT_CALLBACK_SECRETS = [SECRET, OLD_SECRET]


def notice_of(owed, **changes):
    return {"bill": owed.number, "amount": owed.amount, "reference": "BRK-1", "paid_at": now().isoformat()} | changes


def call(client, body, *, secret=SECRET, at=None, sign=None):
    """(status, answer) of one call as the bank makes it."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    stamp = str(int((at or now()).timestamp()))
    headers = {"X-PTSP-Timestamp": stamp, "X-PTSP-Signature": signature(secret, stamp, raw) if sign is None else sign}
    answer = client.post(ADDRESS, raw, content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def whole(bill):
    bill = Bill.objects.get(pk=bill.pk)
    return bill.paid_at, bill.cancelled_at, Payment.objects.count(), untouched(bill.application)


def test_a_signed_notice_pays_the_bill_and_a_replay_gets_the_first_answer(client):
    file, bill = billed()
    first = call(client, notice_of(bill))
    assert first == (200, {"result": "paid", "code": "paid", "bill": bill.number, "reference": "BRK-1"})
    payment = Payment.objects.get()
    assert (payment.way, payment.reference, payment.recorded_by, payment.paid_on) == (
        "callback", "BRK-1", None, now().date(),
    )  # fmt: skip
    assert fresh(file).holder_role == "verifier"
    before = whole(bill)
    assert call(client, notice_of(bill)) == first
    with moved_to(now() + timedelta(days=2)):
        assert call(client, notice_of(bill, paid_at=(now() - timedelta(days=2)).isoformat())) == first
    assert whole(bill) == before and PaymentNotice.objects.count() == 1


def test_what_does_not_fit_is_kept_for_the_treasurer_and_pays_nothing(client):
    file, bill = billed()
    before = whole(bill)
    late = (now() + timedelta(days=31)).isoformat()
    refused = [
        (notice_of(bill, amount=bill.amount - 1, reference="A"), "amount_differs"),
        (notice_of(bill, bill="SKRD-BATAM-2026-000999-1", reference="B"), "unknown_bill"),
        (notice_of(bill, paid_at=(now() - timedelta(days=3)).isoformat(), reference="C"), "too_early"),
    ]
    for body, code in refused:
        assert call(client, body) == (
            409,
            {"result": "refused", "code": code, "bill": body["bill"], "reference": body["reference"]},
        )
        assert call(client, body)[1]["code"] == code  # a replay, too
    with moved_to(now() + timedelta(days=31)):
        assert call(client, notice_of(bill, paid_at=late, reference="D"))[1]["code"] == "expired"
    assert whole(bill) == before
    levy.cancel_bill(file.uuid, by=person("verifikator.batam"), reason="Salah.")
    before = whole(bill)
    assert call(client, notice_of(bill, reference="E"))[1]["code"] == "cancelled"
    assert whole(bill) == before
    kept = dict(PaymentNotice.objects.values_list("reference", "result"))
    assert kept == {
        "A": "amount_differs", "B": "unknown_bill", "C": "too_early", "D": "expired", "E": "cancelled",
    }  # fmt: skip
    assert PaymentNotice.objects.for_treasurer(person("bendahara.batam")).to_settle().count() == 5


def test_a_paid_bill_is_not_paid_twice_and_a_reference_pays_one_bill(client):
    _file, bill = billed()
    _other, second = billed()
    pay(bill)
    before = whole(bill)
    assert call(client, notice_of(bill, reference="R1")) == (
        409, {"result": "refused", "code": "already_paid", "bill": bill.number, "reference": "R1"},
    )  # fmt: skip
    assert whole(bill) == before
    before = whole(second)
    assert call(client, notice_of(second, reference="R1"))[1]["code"] == "reference_reused"
    assert call(client, notice_of(second, reference="R1"))[1]["code"] == "reference_reused"
    assert whole(second) == before
    assert sorted(PaymentNotice.objects.values_list("result", flat=True)) == ["already_paid", "reference_reused"]


def test_a_forged_stale_or_changed_call_leaves_only_a_count(client):
    _file, bill = billed()
    before, body = whole(bill), notice_of(bill)
    stamp = str(int(now().timestamp()))
    forged = [
        {"secret": "x" * 40},
        {"sign": ""},
        {"sign": "ü"},
        {"sign": signature(SECRET, stamp, b"{}")},
        {"at": now() - timedelta(minutes=6)},
        {"at": now() + timedelta(minutes=6)},
    ]
    for how in forged:
        assert call(client, body, **how) == (403, {"result": "refused", "code": "signature"})
    unsigned = client.post(ADDRESS, json.dumps(body), content_type="application/json")
    assert unsigned.status_code == 403
    assert whole(bill) == before and not PaymentNotice.objects.exists()
    assert [row.count for row in ForgedCall.objects.all()] == [len(forged) + 1]


def test_the_older_secret_still_signs_and_without_any_there_is_no_such_page(client, settings):
    _file, bill = billed()
    settings.PAYMENT_CALLBACK_SECRETS = []
    assert client.post(ADDRESS, b"{}", content_type="application/json").status_code == 404
    settings.PAYMENT_CALLBACK_SECRETS = [SECRET, OLD_SECRET]
    assert client.get(ADDRESS).status_code == 405
    assert call(client, notice_of(bill), secret=OLD_SECRET)[0] == 200


@pytest.mark.parametrize(
    "change",
    [
        {"amount": "150000"}, {"amount": 1.5}, {"amount": True}, {"amount": -1}, {"bill": ""}, {"bill": 7}, {"reference": " "},
        {"reference": "x" * 65}, {"reference": "a\0b"}, {"paid_at": "kemarin"}, {"paid_at": "2026-08-04T09:00:00"},
        {"paid_at": "2027-01-01T00:00:00+07:00"}, {"paid_at": "0001-01-01T00:00:00+14:00"}, {"amount": float("nan")},
    ],
    ids=str,
)  # fmt: skip
def test_an_authentic_call_of_the_wrong_form_is_malformed_and_not_kept(client, change):
    fit = {"bill": "SKRD-BATAM-2026-000001-9", "amount": 5, "reference": "Z", "paid_at": now().isoformat()}
    assert call(client, fit | change) == (400, {"result": "refused", "code": "malformed"})
    assert call(client, b"[1]")[0] == call(client, b"\xff")[0] == call(client, b"[" * 9_000)[0] == 400
    assert call(client, b'"' + b"x" * 20_000 + b'"')[0] == 413
    assert not PaymentNotice.objects.exists()


def test_the_treasurer_settles_a_notice_once_with_a_note(client):
    _file, bill = billed()
    call(client, notice_of(bill, amount=5))
    notice = PaymentNotice.objects.get()
    other = colleague("bendahara.pinang", ("dpmptsp-kota-tanjungpinang", "treasurer"))
    with pytest.raises(NotAllowed):
        levy.settle_notice(notice.uuid, by=other, note="Punya kami.")
    with pytest.raises(Refused, match="Tulis bagaimana"):
        levy.settle_notice(notice.uuid, by=person("bendahara.batam"), note=" ")
    notice.refresh_from_db()
    assert notice.settled_at is None
    levy.settle_notice(notice.uuid, by=person("bendahara.batam"), note="Dikembalikan ke pembayar.")
    with pytest.raises(WrongState):
        levy.settle_notice(notice.uuid, by=person("bendahara.batam"), note="Lagi.")
    notice.refresh_from_db()
    assert notice.settled_note == "Dikembalikan ke pembayar."
    assert not Message.objects.filter(occasion="applications/bill_paid").exists()
