"""The life of a permit after the day it is issued; its verification page tells the truth at each step."""

import pytest
from django.core.management import call_command

from applications.tasks import render_documents
from tests.factories import findings, issued
from tests.journeys.permit_story import at_permit, corrected, measured, proposed, verified
from tests.journeys.story import text_of, the_pdf, visitor

pytestmark = pytest.mark.django_db


def test_a_permit_is_warned_suspended_reinstated_corrected_and_revoked(clock, post):
    permit = issued().permit
    render_documents()
    post.new()
    assert "Izin ini asli dan masih berlaku." in verified(permit)

    clock.strikes("5 Aug 09:00")
    permit = measured(permit, "warning")
    assert post.new() == ["kadis.batam permit_to_sign", "pemohon permit_warning"]
    page = verified(permit)
    assert "Izin ini asli dan masih berlaku." in page and "eguran" not in page
    holder = at_permit("pemohon", permit)
    assert "Teguran 1" in holder and "Pasang papan nama" in holder and "Usulkan" not in holder

    clock.strikes("6 Aug 09:00")
    proposed(permit, "suspension", until_on="2026-08-20")
    assert "masih berlaku" in verified(permit)  # a proposal is nobody's business
    assert "Menunggu tanda tangan" not in at_permit("pemohon", permit)
    head = visitor("kadis.batam").open("/kerja/").click(permit.number)
    head.fill("Alasan mengembalikan", "Sebut akhir bulan.").click("Kembalikan dengan alasan")
    assert "Sebut akhir bulan." in at_permit("verifikator.batam", permit)
    permit = measured(permit, "suspension", until_on="2026-08-31")
    page = verified(permit)
    assert "sedang dibekukan" in page
    assert "Dibekukan sejak Kamis, 6 Agustus 2026 sampai Senin, 31 Agustus 2026." in page

    clock.strikes("10 Aug 09:00")
    permit = measured(permit, "reinstatement")
    page = verified(permit)
    assert "Izin ini asli dan masih berlaku." in page and "ibekukan" not in page

    clock.strikes("11 Aug 09:00")
    address = permit.application.holder_address
    permit = corrected(permit, "Alamat pemegang", "Alamat pemegang", f"{address} RT 009")
    render_documents()
    page = verified(permit)
    assert "masih berlaku" in page
    assert "Dokumennya diperbaiki pada Selasa, 11 Agustus 2026 (versi 2)." in page
    holder = at_permit("pemohon", permit)
    assert "Diganti versi yang lebih baru" in holder
    new = text_of(the_pdf(holder, "Unduh versi 2 (PDF)"))
    assert "RT 009" in new and permit.number in new and "Versi 2: salah ketik diperbaiki pada 11 Agustus 2026" in new
    assert "RT 009" not in text_of(the_pdf(at_permit("pemohon", permit), "Unduh versi 1 (PDF)"))

    clock.strikes("12 Aug 09:00")
    permit = measured(permit, "revocation", ground="false_data")
    page = verified(permit)
    assert "sudah dicabut dan tidak berlaku" in page and "Dicabut pada Rabu, 12 Agustus 2026." in page
    assert "Dicabut" in visitor().open(f"/register-izin/?cari={permit.number}")
    render_documents()
    letter = text_of(the_pdf(at_permit("pemohon", permit), "Unduh surat (PDF): pencabutan"))
    assert "Keputusan Pencabutan Izin" in letter and "data atau dokumen tidak benar" in letter and "keberatan" in letter
    verifier = at_permit("verifikator.batam", permit)
    assert "Usulkan teguran" not in verifier and "Izin dicabut" in verifier
    assert findings() == []
    call_command("verify_journal")
