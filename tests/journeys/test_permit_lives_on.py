"""One permit's whole life: renewed from its reminder, amended, copied, suspended, reinstated, corrected, revoked.

At each step a stranger reads the truth under both codes, of the old permit and of the one that took its place.
"""

import re

import pytest
from django.core.management import call_command

from applications.models import Permit
from applications.tasks import remind_of_expiring_permits
from notifications.models import Message
from tests.applications.living import OFFICER, a_permit
from tests.factories import findings
from tests.journeys.permit_story import at_permit, corrected, decided, measured, printed, proposed, verified
from tests.journeys.story import send, text_of, the_pdf, upload, visitor

pytestmark = pytest.mark.django_db
IN_FORCE = "Izin ini asli dan masih berlaku."
REPLACED = "Izin ini sudah diganti dengan izin yang lebih baru."
PAPERS = ("Kartu Keluarga", "Surat pengantar RT/RW")


def test_a_letter_is_renewed_amended_copied_suspended_reinstated_corrected_and_revoked(clock):
    first = a_permit()
    assert IN_FORCE in verified(first)
    clock.strikes("6 Nov 10:00")
    second = renewed_from_its_reminder()
    old = verified(first)
    assert REPLACED in old and second.number in old and second.verification_code not in str(old.answer.body)
    assert IN_FORCE in verified(second)

    clock.strikes("13 Nov 10:00")
    third = amended(second)
    assert (third.valid_until, Permit.objects.get(pk=second.pk).status) == (second.valid_until, "superseded")
    assert third.number in verified(second) and second.number in verified(first) and IN_FORCE in verified(third)
    copied_after_a_loss(third)
    page = verified(third)
    assert IN_FORCE in page and "Salinan terakhir" in page

    clock.strikes("16 Nov 09:00")
    third = suspended(third)
    clock.strikes("18 Nov 09:00")
    third = measured(third, "reinstatement")
    page = verified(third)
    assert IN_FORCE in page and "ibekukan" not in page
    third = put_right(third)
    revoked(clock, third)
    assert REPLACED in verified(second), "the permits before it read as before"
    told = Message.objects.filter(user__email="pemohon@demo.test", channel="inapp", occasion__contains="/permit_")
    assert [each.occasion.split("/permit_")[1] for each in told.order_by("pk")] == [
        "runs_out", "suspension", "reinstatement", "corrected", "revocation",
    ]  # fmt: skip
    assert findings() == []
    call_command("verify_journal")


def renewed_from_its_reminder() -> Permit:
    """In two clicks."""
    assert remind_of_expiring_permits() == 1
    mail = Message.objects.get(occasion="applications/permit_runs_out", channel="email")
    link = re.search(r"https?://[^/]+(/portofolio/\S+)", mail.text)[1]
    nurul = visitor("pemohon").open(link).click("Perpanjang sekarang")
    assert "sudah terisi dari permohonan yang lama" in nurul
    nurul.click("Dokumen")
    for paper in ("KTP-el pemohon", *PAPERS):
        nurul.click(f"Pakai yang pernah diunggah (Selasa, 4 Agustus 2026): {paper}")
    send(nurul)
    return decided("renewal", "Tanda tangani izin").permit


def amended(permit) -> Permit:
    """The officer reads old beside new."""
    nurul = visitor("pemohon").open("/portofolio/").click(f"Buka: ubah, salin, atau tutup {permit.number}")
    nurul.click("Ubah izin").click("Apa yang berubah")
    nurul.fill("Apa yang berubah, dan mengapa?", "Keperluannya lain.").click("Simpan dan lanjut")
    nurul.fill("Untuk keperluan", "Melamar kerja di galangan").click("Simpan dan lanjut")
    assert "Yang berubah dari izin yang lama" in nurul.open(nurul.address.split("/isi/")[0] + "/isi/kirim/")
    nurul.open(nurul.address.replace("kirim", "dokumen"))
    for paper in ("KTP-el pemohon", *PAPERS):
        upload(nurul, paper, "jpg")
    send(nurul)
    return decided("amendment", "Tanda tangani izin").permit


def copied_after_a_loss(permit) -> None:
    nurul = (
        visitor("pemohon").open(f"/portofolio/izin/{permit.uuid}/").click("Minta salinan").click("Hilang atau rusak")
    )
    nurul.choose("cause", "lost").fill("Ceritakan singkat apa yang terjadi", "Jatuh ke laut.").click(
        "Simpan dan lanjut"
    )
    send(upload(nurul, "Surat keterangan kehilangan dari kepolisian", "jpg"))
    copied = decided("duplicate", "Tanda tangani salinan")
    printed(copied.printed_documents.filter(kind="duplicate"))
    nurul = visitor("pemohon").open(f"/permohonan/{copied.uuid}/")
    assert nurul.lead.startswith("Selesai: salinan izin terbit pada")
    text = text_of(the_pdf(nurul, "Unduh salinan izin (PDF)"))
    assert "SALINAN" in text and permit.number in text and copied.registration_number in text


def suspended(permit) -> Permit:
    """A proposal is nobody's business; suspended, the permit bears no later filing, not by a page of before either."""
    page = visitor("pemohon").open(f"/portofolio/izin/{permit.uuid}/")
    proposed(permit, "suspension", until_on="2026-11-20")
    assert IN_FORCE in verified(permit) and "Menunggu tanda tangan" not in at_permit("pemohon", permit)
    head = visitor("lurah.tanjungriau").open("/kerja/").click(permit.number)
    head.fill("Alasan mengembalikan", "Sebut akhir bulan.").click("Kembalikan dengan alasan")
    assert "Sebut akhir bulan." in at_permit(OFFICER, permit)
    permit = measured(permit, "suspension", until_on="2026-11-30")
    stranger = verified(permit)
    assert "sedang dibekukan" in stranger
    assert "Dibekukan sejak Senin, 16 November 2026 sampai Senin, 30 November 2026." in stranger
    page.click("Ubah izin", expect=409)
    assert "sedang dibekukan" in page and not permit.later_filings.filter(state="draft").exists()
    assert "Ubah izin" not in visitor("pemohon").open(f"/portofolio/izin/{permit.uuid}/")
    return permit


def put_right(permit) -> Permit:
    address = permit.application.holder_address
    permit = corrected(permit, "Alamat pemegang", "Alamat pemegang", f"{address} RT 009")
    printed(permit.application.printed_documents.exclude(correction=None))
    assert "Dokumennya diperbaiki pada Rabu, 18 November 2026 (versi 2)." in verified(permit)
    holder = at_permit("pemohon", permit)
    assert "Diganti versi yang lebih baru" in holder
    new = text_of(the_pdf(holder, "Unduh versi 2 (PDF)"))
    assert "RT 009" in new and permit.number in new and "Versi 2: salah ketik diperbaiki pada 18 November 2026" in new
    return permit


def revoked(clock, permit) -> None:
    clock.strikes("20 Nov 09:00")
    permit = measured(permit, "revocation", ground="false_data")
    page = verified(permit)
    assert "sudah dicabut dan tidak berlaku" in page and "Dicabut pada Jumat, 20 November 2026." in page
    assert "Dicabut" in visitor().open(f"/register-izin/?cari={permit.number}")
    measure = permit.measures.get(kind="revocation")
    printed(measure.printed_documents)
    letter = text_of(the_pdf(at_permit("pemohon", permit), "Unduh surat (PDF): pencabutan"))
    assert "Keputusan Pencabutan Izin" in letter and "data atau dokumen tidak benar" in letter and "keberatan" in letter
    officer = at_permit(OFFICER, permit)
    assert "Usulkan teguran" not in officer and "Izin dicabut" in officer


def test_a_letter_that_is_needed_no_more_is_closed_by_its_holder(clock):
    permit = a_permit()
    nurul = visitor("pemohon").open(f"/portofolio/izin/{permit.uuid}/").click("Tutup izin").click("Mengapa ditutup")
    send(nurul.fill("Mengapa izin ini Anda tutup?", "Pindah ke kota lain.").click("Simpan dan lanjut"))
    closed = decided("closure", "Tanda tangani penutupan")
    printed(closed.printed_documents.filter(kind="closure"))
    nurul = visitor("pemohon").open(f"/permohonan/{closed.uuid}/")
    text = text_of(the_pdf(nurul, "Unduh surat penutupan izin (PDF)"))
    assert "Pindah ke kota lain." in text and permit.number in text and "LURAH TANJUNG RIAU" in text
    page = verified(permit)
    assert "ditutup atas permintaan pemegangnya" in page and "Ditutup pada" in page
    page = visitor("pemohon").open(f"/portofolio/izin/{permit.uuid}/")
    assert f"Izin {permit.number} sudah ditutup atas permintaan pemegangnya." in page and "Ajukan izin baru" in page
    assert Message.objects.filter(user__email="pemohon@demo.test", occasion="applications/permit_closed").exists()
