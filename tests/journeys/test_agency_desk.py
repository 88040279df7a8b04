"""A sign on one file and every act of the agencies' desks: assigned, lengthened, handed down, approved by a head, answered by a
signed link, asked late and asked again; then decided, signed and issued."""

import re

import pytest
from django.core.management import call_command

from applications.invariants import RULES
from applications.models import Condition
from applications.tasks import render_documents
from notifications.models import Message
from tests.factories import next_standard, person, verified
from tests.journeys.story import at_file, stands, text_of, the_file, the_pdf, visitor

pytestmark = pytest.mark.django_db

BAPENDA = "Badan Pendapatan Daerah Kota Batam"
DINKES = "Dinas Kesehatan Kota Batam"
CONDITION = "Jarak tiang dua meter dari badan jalan."


@pytest.fixture
def asked(clock, post):
    """Three agencies are asked; in PUPR the head approves."""
    next_standard("REKLAME", agency_head_approves=["PUPR"])
    verified(code="REKLAME")
    post.new()
    stands("recommendation", "agencies")
    return clock


def at_the_desk(name):
    return visitor(name).open("/kerja/rekomendasi/").click(f"Baca dan jawab {the_file().registration_number}")


def request_of(code):
    return the_file().recommendations.filter(is_current=True).get(agency__code=code)


def mailed(occasion, pattern):
    return re.search(pattern, Message.objects.filter(occasion=f"applications/{occasion}").latest("id").text)[1]


def test_every_act_of_the_agencies_desks_on_one_file(asked, post):
    satpolpp_assigns_itself_and_needs_a_day_more(post)
    asked.strikes("5 Aug 09:00")
    pupr_writes_and_its_head_approves(post)
    bapenda_answers_by_a_signed_link(post)
    the_office_asks_one_agency_more_which_hands_it_down(post)
    asked.strikes("5 Aug 13:00")
    the_last_answer_is_given_and_asked_again(post)
    asked.strikes("6 Aug 09:00")
    decided_and_issued(asked)
    assert [found for rule in RULES for found in rule()] == []
    call_command("verify_journal")


def satpolpp_assigns_itself_and_needs_a_day_more(post):
    officer = at_the_desk("opd.satpolpp.batam").click("Saya yang menangani")
    assert "Ditugaskan kepada saya 1" in officer.open("/kerja/rekomendasi/").click("Ditugaskan kepada saya")
    was_due = request_of("SATPOLPP").due_at
    officer.click(f"Baca dan jawab {the_file().registration_number}").click("Perpanjang batas jawab")
    officer.choose("Tambahan waktu", "1 hari kerja").fill("Mengapa perlu waktu lebih?", "Menunggu peninjauan lokasi.")
    officer.click("Perpanjang")
    assert was_due < request_of("SATPOLPP").due_at <= the_file().due_at
    assert post.new() == ["pemohon agency_extended", "verifikator.batam desk_extended"]
    assert "Menunggu peninjauan lokasi." in at_file("pemohon")


def pupr_writes_and_its_head_approves(post):
    officer = at_the_desk("opd.pupr.batam").choose("Rekomendasi Anda", "Setuju dengan syarat")
    officer.fill("Alasan", "Lokasi di tepi jalan.").fill("Syarat (satu per baris)", CONDITION)
    officer.click("Kirim untuk disetujui kepala")
    assert post.new() == ["kepala.pupr.batam head_proposal"]
    assert request_of("PUPR").state == "requested" and CONDITION not in at_file("pemohon")
    at_the_desk("kepala.pupr.batam").click("Setujui dan kirim")
    pupr = request_of("PUPR")
    assert (pupr.given_by, pupr.approved_by) == (person("opd.pupr.batam"), person("kepala.pupr.batam"))
    assert post.new() == []


def bapenda_answers_by_a_signed_link(post):
    office = at_file("verifikator.batam").click("Instansi yang diminta").click(BAPENDA).click("Kirim tautan jawaban")
    office.click("Kirim tautan")
    somebody = visitor().open(mailed("answer_link", r"(/jawaban/[\w-]+/)"))
    assert the_file().registration_number not in somebody
    somebody.click("Kirim kode ke surel resmi").fill("Kode enam angka", mailed("answer_code", r"\b(\d{6})\b"))
    somebody.click("Lanjut")
    assert the_file().registration_number in somebody
    somebody.choose("Rekomendasi Anda", "Setuju").fill("Nama dan jabatan Anda", "Rudi Hartono, Kepala Bidang Pajak")
    somebody.click("Kirim jawaban")
    assert request_of("BAPENDA").answered_as == "Rudi Hartono, Kepala Bidang Pajak"


def the_office_asks_one_agency_more_which_hands_it_down(post):
    office = at_file("verifikator.batam").click("Instansi yang diminta").fill("Instansi", DINKES)
    office.fill("Mengapa instansi ini juga diminta?", "Iklan obat.").click("Minta rekomendasi")
    assert the_file().answers_requested == 4
    officer = at_the_desk("opd.dinkes.batam")
    assert "Iklan obat." in officer
    officer.click("Teruskan ke unit").fill("Unit yang menangani", "UPT Puskesmas Sekupang").click("Simpan")
    at_the_desk("uptd.batam").choose("Rekomendasi Anda", "Setuju").click("Kirim jawaban")
    dinkes = request_of("DINKES")
    assert (dinkes.state, dinkes.given_by) == ("given", person("uptd.batam"))
    stands("recommendation", "agencies")


def the_last_answer_is_given_and_asked_again(post):
    officer = at_the_desk("opd.satpolpp.batam").choose("Rekomendasi Anda", "Tidak setuju")
    officer.fill("Alasan", "Menutup rambu.").click("Kirim jawaban")
    stands("drafting", "agency", "verifier")
    old = request_of("SATPOLPP")
    office = visitor("verifikator.batam").open(f"/rekomendasi/{old.uuid}/").click("Minta ulang")
    office.fill("Alasan", "Tiang dipindah dua meter.").click("Minta ulang")
    stands("recommendation", "agencies")
    officer = at_the_desk("opd.satpolpp.batam")
    assert "Tiang dipindah dua meter." in officer
    officer.choose("Rekomendasi Anda", "Setuju").click("Kirim jawaban")
    file = stands("drafting", "agency", "verifier")
    assert (file.answers_received, file.answers_requested, file.recommendations.count()) == (4, 4, 5)
    assert "Menutup rambu." in at_file("verifikator.batam")


def decided_and_issued(clock):
    number = the_file().registration_number
    verifier = visitor("verifikator.batam").click(f"Susun keputusan {number}")
    for condition in Condition.objects.filter(recommendation__application=the_file(), recommendation__is_current=True):
        verifier.choose(f"result-{condition.pk}", "accepted")
    verifier.click("Simpan dan teruskan untuk diparaf")
    visitor("kabid.batam").click(f"Baca dan paraf {number}").click("Paraf dan teruskan")
    clock.strikes("6 Aug 10:00")
    visitor("kadis.batam").click(f"Baca dan tanda tangani {number}").click("Tanda tangani izin")
    stands("issued", "nobody")
    assert render_documents() == 2
    assert CONDITION in text_of(the_pdf(at_file("pemohon"), "Unduh izin (PDF)"))
