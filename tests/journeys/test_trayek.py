"""A bus route through the province: the transport offices of both its ends are asked, as the answers name them."""

from datetime import date

import pytest

from agencies.models import Agency
from applications.tasks import render_documents
from tests.journeys.story import answer_all, at_file, send, stands, start, text_of, the_file, the_pdf, upload, visitor

pytestmark = pytest.mark.django_db

TRAYEK = "Izin Penyelenggaraan Angkutan Orang Dalam Trayek (AKDP)"
OFFICE = "DPMPTSP Provinsi Kepulauan Riau"
PAPERS = {
    "Surat permohonan bermeterai (atau e-meterai)": "pdf",
    "Nomor Induk Berusaha (NIB) dari OSS": "pdf",
    "STNK kendaraan": "pdf",
    "Bukti lulus uji berkala (KIR) / SRUT kendaraan baru": "pdf",
    "Foto kendaraan": "jpg",
    "Bukti memiliki/menguasai tempat penyimpanan kendaraan (pool)": "pdf",
    "Pernyataan kesanggupan memenuhi kewajiban pemegang izin": "pdf",
    "Kerja sama fasilitas pemeliharaan kendaraan": "pdf",
}
ANSWERS = {
    "Kabupaten/kota asal": "21.72",
    "Kabupaten/kota tujuan": "21.01",
    "NIB": "9120107712345",
    "Nama perusahaan/koperasi": "CV Bahari Jaya",
    "Kode dan lintasan trayek": "AKDP 07: Tanjungpinang – Kijang – Tanjung Uban",
    "Terminal asal": "Terminal Sei Carang",
    "Terminal tujuan": "Terminal Tanjung Uban",
    "Sifat pelayanan": "Ekonomi",
    "Jumlah kendaraan": "1",
    "Alamat pool": "Jalan Nusantara KM 20",
    "Kabupaten/kota": "21.01",
    "kendaraan-0-nopol": "BP 7123 TY",
    "kendaraan-0-no_uji": "BTN 4411",
    "kendaraan-0-merek": "Isuzu Elf",
    "kendaraan-0-tahun": "2022",
    "kendaraan-0-kapasitas": "16",
}
OFFICES = (
    "Dinas Perhubungan Kabupaten Bintan",
    "Dinas Perhubungan Kota Tanjungpinang",
    "Dinas Perhubungan Provinsi Kepulauan Riau",
)


def filled(**other):
    nurul = answer_all(start(visitor("pemohon"), TRAYEK, OFFICE, "trayek"), ANSWERS | other)
    for paper, kind in PAPERS.items():
        upload(nurul, paper, kind)
    return nurul


def verified(clock, post):
    clock.strikes("4 Aug 11:00")
    visitor("loket.kepri").click(f"Periksa {the_file().reference}").click("Tandai yang lain sesuai").click("Daftarkan")
    post.new()
    clock.strikes("5 Aug 09:00")
    number = the_file().registration_number
    return visitor("verifikator.kepri").click(f"Periksa {number}").click("Verifikasi dan minta rekomendasi")


def test_the_answers_name_the_agencies_of_both_ends(clock, post):
    send(filled())
    verified(clock, post)
    file = stands("recommendation", "agencies")
    assert sorted(each.agency.name for each in file.recommendations.all()) == sorted(OFFICES)
    assert file.promised_on == date(2026, 8, 26)
    assert post.new() == [
        "opd.dishub.bintan agency_asked",
        "opd.dishub.kepri agency_asked",
        "opd.dishub.tanjungpinang agency_asked",
        "pemohon agencies_asked",
    ]
    assert visitor("opd.dishub.batam").open(f"/permohonan/{file.uuid}/", expect=404)
    clock.strikes("6 Aug 09:00")
    for place in ("tanjungpinang", "bintan", "kepri"):
        stands("recommendation", "agencies")
        officer = visitor(f"opd.dishub.{place}").click(f"Baca dan jawab {file.registration_number}")
        officer.choose("Rekomendasi Anda", "Setuju").click("Kirim jawaban")
    assert stands("drafting", "agency", "verifier").answers_received == 3
    assert post.new() == ["verifikator.kepri desk_answers_complete"]
    clock.strikes("7 Aug 09:00")
    number = file.registration_number
    visitor("verifikator.kepri").click(f"Susun keputusan {number}").click("Simpan dan teruskan untuk diparaf")
    visitor("kabid.kepri").click(f"Baca dan paraf {number}").click("Paraf dan teruskan")
    visitor("kadis.kepri").click(f"Baca dan tanda tangani {number}").click("Tanda tangani izin")
    assert stands("issued", "nobody").permit.number == "500.16.7/0001/TRAYEK-AKDP/KEPRI/VIII/2026"
    assert render_documents() == 2
    text = text_of(the_pdf(at_file("pemohon"), "Unduh izin (PDF)"))
    assert "BP 7123 TY" in text and "Terminal Tanjung Uban" in text


def test_a_route_inside_one_regency_asks_its_transport_office_once(clock, post):
    send(filled(**{"Kabupaten/kota asal": "21.01"}))
    verified(clock, post)
    asked = the_file().recommendations.all()
    assert {each.agency.name: sorted(each.codes) for each in asked} == {
        "Dinas Perhubungan Provinsi Kepulauan Riau": ["DISHUB"],
        "Dinas Perhubungan Kabupaten Bintan": ["DISHUB-ASAL", "DISHUB-TUJUAN"],
    }


def test_an_end_without_a_transport_office_is_refused_with_its_field_named(clock, post):
    nurul = filled()
    Agency.objects.filter(code="DISHUB").update(is_active=False)
    Agency.objects.filter(code="DISHUB", region_id="21.72").update(is_active=True)
    nurul.click("Lanjut: periksa dan kirim").click("Kirim permohonan", expect=400)
    assert any("Kabupaten/kota tujuan" in gap for gap in nurul.items(".summary li"))
    stands("draft", "applicant")
    assert post.new() == []
