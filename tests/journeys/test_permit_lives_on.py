"""A letter lives on: renewed from its reminder, amended, copied after a loss, closed; its verification page tells the truth."""

import re
from contextlib import ExitStack
from datetime import timedelta

import pytest

from applications.actions.issuance import store_printed_document
from applications.models import Application, Permit
from applications.printing import pdf_of
from applications.tasks import remind_of_expiring_permits
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to
from tests.applications.living import IN_TIME, LURAH, OFFICER, a_permit
from tests.journeys.story import send, text_of, the_pdf, upload, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
HOLDER = "Nurul Hidayati Siregar"


def verified(permit):
    """What anybody reads with the code of that permit."""
    page = visitor().open(f"/verifikasi/{permit.verification_code}/")
    assert HOLDER not in page and "NIK" not in page
    return page


def decided(kind, button) -> Application:
    """The officer checks and drafts what was sent, the lurah signs with that button."""
    file = Application.objects.get(kind=kind, state="submitted")
    officer = visitor(OFFICER).click(f"Periksa {file.reference}")
    if "Tandai yang lain sesuai" in officer:
        officer.click("Tandai yang lain sesuai")
    officer.click("Daftarkan").click("Periksa berkas").click("Verifikasi dan susun keputusan")
    officer.click("Susun keputusan").click("Simpan dan teruskan untuk ditandatangani")
    file.refresh_from_db()
    visitor(LURAH).click(f"Baca dan tanda tangani {file.registration_number}").click(button)
    file.refresh_from_db()
    if not file.makes_a_permit:  # the other documents have journeys of their own
        owed = file.printed_documents.get(kind=kind)
        store_printed_document(owed.pk, pdf_of(owed))
    return file


def test_a_letter_is_renewed_amended_copied_and_closed():
    first = a_permit()
    assert "Izin ini asli dan masih berlaku." in verified(first)
    with ExitStack() as clock:
        # Renewed, from its reminder, in two clicks.
        clock.enter_context(moved_to(IN_TIME))
        assert remind_of_expiring_permits() == 1
        mail = Message.objects.get(occasion="applications/permit_runs_out", channel="email")
        link = re.search(r"https?://[^/]+(/portofolio/\S+)", mail.text)[1]
        nurul = visitor("pemohon").open(link).click("Perpanjang sekarang")
        assert "sudah terisi dari permohonan yang lama" in nurul
        nurul.click("Dokumen").click("Pakai yang pernah diunggah (Selasa, 4 Agustus 2026): KTP-el pemohon")
        for paper in ("Kartu Keluarga", "Surat pengantar RT/RW"):
            nurul.click(f"Pakai yang pernah diunggah (Selasa, 4 Agustus 2026): {paper}")
        send(nurul)
        second = decided("renewal", "Tanda tangani izin").permit
        old = verified(first)
        assert "Izin ini sudah diganti dengan izin yang lebih baru." in old and second.number in old
        assert second.verification_code not in str(old.answer.body)
        assert "Izin ini asli dan masih berlaku." in verified(second)
        # Amended: the officer reads old beside new.
        clock.enter_context(moved_to(IN_TIME + timedelta(days=7)))
        nurul = visitor("pemohon").open("/portofolio/").click(f"Buka: ubah, salin, atau tutup {second.number}")
        nurul.click("Ubah izin").click("Apa yang berubah")
        nurul.fill("Apa yang berubah, dan mengapa?", "Keperluannya lain.").click("Simpan dan lanjut")
        nurul.fill("Untuk keperluan", "Melamar kerja di galangan").click("Simpan dan lanjut")
        assert "Yang berubah dari izin yang lama" in nurul.open(nurul.address.split("/isi/")[0] + "/isi/kirim/")
        nurul.open(nurul.address.replace("kirim", "dokumen"))
        upload(nurul, "KTP-el pemohon", "jpg")
        for paper in ("Kartu Keluarga", "Surat pengantar RT/RW"):
            upload(nurul, paper, "jpg")
        send(nurul)
        third = decided("amendment", "Tanda tangani izin").permit
        assert (third.valid_until, Permit.objects.get(pk=second.pk).status) == (second.valid_until, "superseded")
        assert third.number in verified(second) and second.number in verified(first)
        # Lost, and copied.
        nurul = visitor("pemohon").open(f"/portofolio/izin/{third.uuid}/").click("Minta salinan")
        nurul.click("Hilang atau rusak").fill("Mengapa Anda perlu salinan?", "Izinnya hilang").click(
            "Simpan dan lanjut"
        )
        send(upload(nurul, "Surat keterangan kehilangan dari kepolisian", "jpg"))
        copied = decided("duplicate", "Tanda tangani salinan")
        nurul = visitor("pemohon").open(f"/permohonan/{copied.uuid}/")
        assert nurul.lead.startswith("Selesai: salinan izin terbit pada")
        text = text_of(the_pdf(nurul, "Unduh salinan izin (PDF)"))
        assert "SALINAN" in text and third.number in text and copied.registration_number in text
        page = verified(third)
        assert "Izin ini asli dan masih berlaku." in page and "Salinan terakhir" in page
        # Closed.
        nurul = visitor("pemohon").open(f"/portofolio/izin/{third.uuid}/").click("Tutup izin")
        nurul.click("Mengapa ditutup").fill("Mengapa izin ini Anda tutup?", "Pindah ke kota lain.")
        nurul.click("Simpan dan lanjut")
        send(nurul)
        closed = decided("closure", "Tanda tangani penutupan")
        nurul = visitor("pemohon").open(f"/permohonan/{closed.uuid}/")
        text = text_of(the_pdf(nurul, "Unduh surat penutupan izin (PDF)"))
        assert "Pindah ke kota lain." in text and third.number in text and "LURAH TANJUNG RIAU" in text
        page = verified(third)
        assert "ditutup atas permintaan pemegangnya" in page and "Ditutup pada" in page
        page = visitor("pemohon").open(f"/portofolio/izin/{third.uuid}/")
        assert f"Izin {third.number} sudah ditutup atas permintaan pemegangnya." in page and "Ajukan izin baru" in page
        told = Message.objects.filter(user__email="pemohon@demo.test", channel="inapp").order_by("pk")
        occasions = [each.occasion.split("/")[1] for each in told]
        assert [each for each in occasions if each in ("permit_runs_out", "copy_ready", "permit_closed")] == [
            "permit_runs_out", "copy_ready", "permit_closed",
        ]  # fmt: skip
