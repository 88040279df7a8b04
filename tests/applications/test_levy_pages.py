"""The pages of the levy: the verifier's form, the applicant's bill, the treasurer's list, proof and reconciliation."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications.actions.payment_callback import Told, take_payment_notice
from applications.billing import levy_of
from applications.models import Bill, Payment, PaymentNotice
from applications.permit_document import receipt_doc
from audit.models import JournalEntry
from ptsp_portal.lib.csv_export import safe_cell
from ptsp_portal.lib.moment import moved_to, now
from tests.applications.filing import ABSENT, a_pdf, a_photo, fetch, page_of, send, words
from tests.factories import billed, draft, fresh, next_standard, pay, ready_to_bill, verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
LIST, RECONCILIATION, CSV = "/bendahara/", "/bendahara/rekonsiliasi/", "/bendahara/pembayaran.csv"


def confirm_page(bill):
    return reverse("applications:confirm_payment", args=[bill.uuid])


def test_the_verifier_sees_the_tariff_and_issues_what_the_answers_say(signed_in):
    file = ready_to_bill("PBG", fungsi="Hunian", luas_bangunan=100)
    client, page = signed_in("verifikator.batam"), page_of("assess_levy", file)
    assert "Tetapkan retribusi" in words(client.get(page_of("file", file)))
    shown = client.get(page)
    assert "Menurut isian pemohon: Rp1.200.000" in words(shown) and b'name="quantity"' not in shown.content
    send(client, page, row="Keagamaan", quantity="1")  # not asked, so not heard
    assert Bill.objects.get().amount == 1_200_000
    assert client.get(page).status_code == 403
    assert send(client, page).status_code == 409 and Bill.objects.count() == 1


def test_what_the_answers_leave_open_is_asked_and_a_missing_tariff_is_said(signed_in):
    file = ready_to_bill()
    client, page = signed_in("verifikator.batam"), page_of("assess_levy", file)
    for quantity in ("", "0", "-2", "banyak"):
        assert send(client, page, quantity=quantity).status_code == 400
    assert not Bill.objects.exists()
    assert send(client, page, quantity="1,5").status_code == 302 and Bill.objects.get().amount == 225_000
    next_standard("IPTM", levy={})
    other = ready_to_bill()
    assert "belum memuat tarif" in words(client.get(page_of("assess_levy", other)))
    free = verified()
    assert "GRATIS" in words(client.get(page_of("assess_levy", free)))


def test_the_applicant_reads_what_to_pay_how_and_by_when(signed_in):
    file, bill = billed()
    client, page = signed_in("pemohon"), page_of("file", file)
    shown = words(client.get(page))
    for part in (
        "Silakan bayar retribusi Rp150.000",
        bill.number,
        "Kamis, 3 September 2026",
        "Cara membayar",
        "rekening kas daerah",
    ):
        assert part in shown
    assert "Bayar retribusi menurut SKRD" in shown and "Jawab pertanyaan" not in shown
    assert "Menunggu pembayaran Anda" in words(client.get("/permohonan/"))
    with moved_to(now() + timedelta(days=40)):
        assert levy_of(fresh(file)).word == "Kedaluwarsa, belum dibayar"
    pay(bill)
    shown = words(signed_in("pemohon").get(page))
    assert "Lunas" in shown and "TBP-0001" in shown and "Silakan bayar" not in shown
    assert fetch(client, f"/tagihan/{bill.uuid}/bukti/").body.startswith(b"%PDF")
    assert fetch(signed_in("pemohon2"), f"/tagihan/{bill.uuid}/bukti/").status_code == ABSENT


def test_free_is_said_loudly_and_an_estimate_only_where_it_costs(client, signed_in):
    assert "GRATIS" in words(client.get("/layanan/SIPF/")) and "Laporkan pungutan" in words(
        client.get("/layanan/SIPF/")
    )
    paid = words(client.get("/layanan/IPTM/"))
    assert "Rp150.000 / petak" in paid and "Laporkan pungutan" not in paid
    owner = signed_in("pemohon")
    assert "Laporkan pungutan" in words(owner.get(page_of("task_list", draft())))
    assert "Laporkan pungutan" in words(owner.get(page_of("file", verified())))
    file = verified(code="PBG", fungsi="Usaha", luas_bangunan=10)
    assert receipt_doc(file)["fee_text"] == "perkiraan Rp250.000, ditetapkan dengan SKRD"
    assert "Perkiraan retribusi Rp250.000" in words(owner.get(page_of("file", file)))


def test_only_treasurers_find_the_treasurers_pages(signed_in):
    _file, bill = billed()
    for who in ("verifikator.batam", "kadis.batam", "gubernur", "opd.dinkes.batam"):
        client = signed_in(who)
        for page in (LIST, RECONCILIATION, f"{CSV}?bulan=2026-08", confirm_page(bill)):
            assert client.get(page).status_code == ABSENT, (who, page)
    client = signed_in("bendahara.batam")
    assert client.get(page_of("file", bill.application)).status_code == ABSENT  # the sum, not the file
    assert "SKRD yang menunggu" in words(client.get("/kerja/"))


def test_the_list_is_paged_searched_and_costs_the_same_for_many(signed_in, django_assert_max_num_queries):
    file, bill = billed()
    copies = [
        Bill(
            application=file, office=bill.office, number=f"SKRD-{n}", tariff={}, lines=[], amount=1000, issued_by=bill.issued_by,
            expires_on=bill.expires_on, cancelled_at=now(), cancel_reason="contoh",
        )
        for n in range(30)
    ]  # fmt: skip
    Bill.objects.bulk_create(copies)
    client = signed_in("bendahara.batam")
    with django_assert_max_num_queries(10):
        shown = words(client.get(LIST))
    assert bill.number in shown and "SKRD-29" not in shown
    assert "Dibatalkan" in words(client.get(LIST, {"cari": "skrd-7"}))
    found = words(client.get(LIST, {"cari": file.registration_number.lower()}))
    assert "SKRD-29" in found and "Berikutnya" in found
    assert bill.number in words(
        client.get(LIST, {"cari": file.registration_number, "after": Bill.objects.get(number="SKRD-5").pk})
    )
    assert client.get(LIST, {"after": "x", "cari": "\0"}).status_code == 200


def test_the_treasurer_marks_a_bill_paid_with_its_paper(signed_in):
    file, bill = billed()
    client, page = signed_in("bendahara.batam"), confirm_page(bill)
    today = now().date().isoformat()
    for wrong in ({"reference": ""}, {"paid_on": "besok"}, {"proof": a_pdf("bukti.exe")}):
        fields = {"reference": "TBP-1", "paid_on": today, "proof": a_pdf()} | wrong
        assert send(client, page, **fields).status_code == 400
    assert send(client, page, reference="TBP-1", paid_on=today).status_code == 400  # no paper
    assert not Payment.objects.exists()
    assert send(client, page, reference="TBP-1", paid_on=today, proof=a_photo()).status_code == 302
    assert fresh(file).holder_role == "verifier"
    assert "TBP-1" in words(client.get(page))
    again = send(client, page, reference="TBP-2", paid_on=today, proof=a_photo())
    assert again.status_code == 409 and "sudah lunas" in words(again) and Payment.objects.count() == 1


def test_the_reconciliation_adds_up_and_exports_nothing_that_runs(signed_in):
    _file, first = billed()
    _other, second = billed()
    pay(first, reference="=HYPERLINK(1)")
    take_payment_notice(Told(second.number, second.amount, "BRK-7", now()))
    take_payment_notice(Told(second.number, 99, "BRK-8", now()))
    take_payment_notice(Told("SKRD-ENTAH", 7, "BRK-9", now()))
    client = signed_in("bendahara.batam")
    shown = words(client.get(RECONCILIATION))
    assert "Nomor SKRD tidak dikenal" in shown
    assert "Selasa, 4 Agustus 2026 2 Rp150.000 Rp150.000 Rp300.000" in shown
    notice = PaymentNotice.objects.get(reference="BRK-8")
    for each in (notice, PaymentNotice.objects.get(reference="BRK-9")):
        send(client, reverse("applications:settle_notice", args=[each.uuid]), note="Dikembalikan.")
    shown = words(client.get(RECONCILIATION))
    assert "Tidak ada. Setiap pemberitahuan" in shown and "Dikembalikan." in shown
    answer = client.get(CSV, {"bulan": "2026-08"})
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3 and "'=HYPERLINK(1)" in lines[1] and "BRK-7" in lines[2] and ",150000," in lines[1]
    assert JournalEntry.objects.filter(verb="export.made").count() == 1
    assert client.get(CSV, {"bulan": "2026-13"}).status_code == client.get(CSV).status_code == ABSENT
    assert [safe_cell(each) for each in ("@x", " -1", "a=b", -5, None)] == ["'@x", "' -1", "a=b", -5, ""]


def test_the_verifier_takes_a_bill_back_on_its_page(signed_in):
    file, bill = billed()
    client, page = signed_in("verifikator.batam"), page_of("cancel_bill", file)
    assert "Batalkan SKRD" in words(client.get(page_of("file", file)))
    assert send(client, page, reason="").status_code == 400
    assert send(client, page, reason="Salah hitung.").status_code == 302
    assert "Salah hitung." in words(signed_in("pemohon").get(page_of("file", file)))
    bill.refresh_from_db()
    assert bill.cancelled_at == now()
