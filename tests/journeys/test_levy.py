"""A grave is paid for at the treasurer's, and its permit collected. The bank's notice: test_counter.py."""

import pytest
from django.core.management import call_command

from applications import tasks
from applications.invariants import RULES
from tests.applications.filing import a_pdf
from tests.factories import answered_by_all, fresh, verified
from tests.journeys.story import at_file, stands, text_of, the_file, the_pdf, visitor

pytestmark = pytest.mark.django_db


def hand_on(file):
    """Drafted, endorsed and signed, each on its page."""
    at_file("verifikator.batam").click("Susun keputusan").click("Simpan dan teruskan untuk diparaf")
    at_file("kabid.batam").click("Baca konsep dan paraf").click("Paraf dan teruskan")
    at_file("kadis.batam").click("Baca konsep dan tanda tangani").click("Tanda tangani")
    tasks.render_documents()
    return fresh(file)


def test_a_grave_is_paid_at_the_treasurers_and_its_permit_collected_at_the_counter(clock, post):
    file = verified(code="IPTM", jenis_kegiatan="Baru")
    answered_by_all(file)
    post.new()
    clock.strikes("5 Aug 09:00")
    verifier = at_file("verifikator.batam").click("Tetapkan retribusi").click("Terbitkan SKRD")
    assert "sebesar Rp150.000 diterbitkan" in verifier
    stands("drafting", "applicant")
    assert post.new() == ["pemohon bill_issued"]
    tasks.render_documents()
    applicant = at_file("pemohon")
    bill = the_file().bills.get()
    skrd = text_of(the_pdf(applicant, "Unduh SKRD (PDF)"))
    assert bill.number in skrd and "seratus lima puluh ribu rupiah" in skrd and "Jumat, 4 September 2026" in skrd

    clock.strikes("7 Aug 10:00")
    treasurer = visitor("bendahara.batam").open("/kerja/").click("SKRD yang menunggu").click(bill.number)
    treasurer.fill("Nomor SSRD/TBP", "TBP-2026-77").fill("Tanggal bayar", "2026-08-07")
    proof = a_pdf()
    treasurer.attach("Foto atau pindaian bukti", (proof.name, proof.read())).click("Catat lunas")
    stands("drafting", "agency", "verifier")
    assert post.new() == ["pemohon bill_paid", "verifikator.batam desk_bill_paid"]
    assert "Lunas" in at_file("pemohon")

    clock.strikes("10 Aug 09:00")
    file = hand_on(file)
    stands("issued", "nobody")
    clock.strikes("11 Aug 09:00")
    counter = at_file("loket.batam").click("Penyerahan izin")
    counter.fill("Nama penerima", "Siti Aminah").choose("Penerima adalah", "Kuasa dengan surat kuasa")
    counter.fill("Identitas yang ditunjukkan", "KTP-el").click("Catat penyerahan")
    tasks.render_documents()
    receipt = text_of(the_pdf(counter.open(counter.address), "Tanda terima untuk ditandatangani (PDF)"))
    assert file.permit.number in receipt and "Siti Aminah" in receipt
    assert "Diambil di loket" in at_file("pemohon")
    call_command("verify_journal")
    assert [finding for rule in RULES for finding in rule()] == []
