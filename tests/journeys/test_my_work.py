"""A day at two desks: a message comes and is answered, a file comes back, a filter is kept, a number is looked up."""

import pytest

from tests.factories import draft, registered, send_back_to_applicant, submitted
from tests.journeys.story import visitor

pytestmark = pytest.mark.django_db


def test_an_officers_day_begins_and_ends_on_one_page(clock, post):
    clock.strikes("3 Aug 08:10")
    returned = submitted()
    send_back_to_applicant(returned, "loket.batam", "KTP tidak terbaca.")
    file = registered(by="pemohon2")
    draft()
    post.new()

    clock.strikes("4 Aug 08:30")
    rizky = visitor("pemohon2").open(f"/permohonan/{file.uuid}/")
    assert "Belum ada pesan" in rizky
    rizky.fill("Pesan Anda", "Apakah saya perlu datang?").click("Kirim pesan")
    assert "Pesan Anda terkirim" in rizky and "Apakah saya perlu datang?" in rizky
    assert post.new() == ["verifikator.batam thread_question"]

    mutiara = visitor("verifikator.batam")
    mutiara.click("Pekerjaan saya")
    assert mutiara.lead == "1 berkas menunggu Anda; tidak ada yang lewat batas."
    assert "Pesan pemohon yang belum dijawab (1)" in mutiara
    mutiara.open(f"/permohonan/{file.uuid}/").fill("Pesan Anda", "Tidak perlu.").click("Kirim pesan")
    assert post.new() == ["pemohon2 thread_answer"]
    assert "Pesan pemohon yang belum dijawab" not in mutiara.open("/kerja/")
    rizky.open(f"/permohonan/{file.uuid}/")
    assert "Tidak perlu." in rizky and "DPMPTSP Kota Batam" in rizky

    clock.strikes("4 Aug 10:00")
    nurul = visitor("pemohon").open(f"/permohonan/{returned.uuid}/isi/kirim/")
    nurul.click("Kirim perbaikan") if "Kirim perbaikan" in nurul else nurul.click("Kirim permohonan")
    loket = visitor("loket.batam").open("/kerja/")
    assert "Kembali kepada Anda" in loket and returned.reference in loket
    loket.click("Yang kembali (1): Loket")
    loket.fill("Nama saringan", "Perbaikan masuk").click("Simpan")
    assert "Saringan “Perbaikan masuk” disimpan." in loket
    loket.open("/kerja/loket/").click("Perbaikan masuk")
    assert returned.reference in loket and "Hapus saringan “Perbaikan masuk”" in loket

    loket.open("/kerja/").fill("q", file.registration_number.lower()).click("Cari")
    assert "Berkas dengan nomor ini" in loket and file.registration_number in loket
    loket.fill("q", "nurul sipf").click("Cari")
    assert returned.reference in loket and file.registration_number not in loket
    loket.click("Perbaikan masuk") if "Perbaikan masuk" in loket else loket.open("/kerja/loket/?saringan=kembali")
    loket.click("Hapus saringan “Perbaikan masuk”")
    assert "Saringan dihapus" in loket

    kabid = visitor("kabid.tanjungpinang").open("/kerja/").fill("q", returned.reference).click("Cari")
    assert "Tidak ada berkas yang cocok" in kabid
