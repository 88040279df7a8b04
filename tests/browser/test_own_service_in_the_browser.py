"""A service that no template knows, with every kind of field, two stages and a levy: from the empty page to the issued permit."""

import re

from applications.standards.field_kinds import KINDS
from ptsp_portal.demo.answers import sample_pdf
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_desks_in_the_browser import File, agrees, answer, follow, press, says, uploads
from tests.browser.test_standards_in_the_browser import (
    declared_complete,
    home,
    is_clean,
    published,
    saves,
    section,
    uuid_of,
)
from tests.journeys.story import text_of
from tests.running_portal import wait_until

MARKET, CODE = "Izin Pasar Malam", "IZIN-PASAR-MALAM"
# Label (the code follows from it), kind, the options of the kind; what the applicant answers, and what the permit says of it.
QUESTIONS = [
    ("Bentuk usaha", "choice", {"choices": "Perorangan\nBadan"}, "Badan", "Badan"),
    ("Nama badan", "text", {"show_when": "bentuk_usaha:1"}, "Koperasi Pasar Rakyat", "Koperasi Pasar Rakyat"),
    ("Rencana acara", "textarea", {}, "Kuliner dan musik", "Kuliner dan musik"),
    ("Jumlah kios", "integer", {}, "12", "12"),
    ("Luas lahan", "decimal", {}, "120,5", "120,5"),
    ("Nilai sewa", "money", {}, "25.000.000", "25.000.000"),
    ("Mulai buka", "date", {}, "2027-02-01", "1 Februari 2027"),
    ("Jenis dagangan", "multichoice", {"choices": "Makanan\nPakaian\nMainan"}, ["Makanan", "Mainan"], "Makanan, Mainan"),
    ("Ada musik", "boolean", {}, "ya", "Ya"),
    ("Nik ketua", "nik", {}, "2171035203900004", "2171035203900004"),
    ("Npwp badan", "npwp", {}, "0123456789012345", "0123456789012345"),
    ("Nib badan", "nib", {}, "9120301234567", "9120301234567"),
    ("Bidang usaha", "kbli", {}, "47721", "47721"),
    ("Telepon ketua", "phone", {}, "0812 7700 1234", "+6281277001234"),
    ("Surel ketua", "email", {}, "pasar@contoh.id", "pasar@contoh.id"),
    ("Kelurahan acara", "region", {"level": "kelurahan"}, "21.71.03.1003", "Tanjung Riau"),
    ("Titik acara", "geo_point", {}, "1.1283, 104.0531", "1.1283"),
    ("Batas acara", "geo_polygon", {}, "1.10, 104.00\n1.10, 104.02\n1.12, 104.02", "104.02"),
    ("Jadwal buka", "table", {"columns": "Hari\nJam"}, [{"hari": "Sabtu", "jam": "17.00-23.00"}], "17.00-23.00"),
]  # fmt: skip
FIRST, SECOND = ("PUPR", "DLH"), ("SATPOLPP",)
PERMIT = """Diberikan kepada {{ pemohon.nama }} untuk {{ isian.nama_badan }}.

{{ daftar_isian }}

Berlaku sampai {{ tanggal.berlaku_sampai }}.
"""
EDITOR = (
    "", "umum/", "komponen/", "isian/", "isian/baru/", "isian/ubah/bentuk_usaha/", "isian/ubah/jadwal_buka/", "isian/pratinjau/",
    "isian/ubah/bentuk_usaha/hapus/", "persyaratan/", "persyaratan/ubah/denah/", "persyaratan/ubah/denah/cabut/", "tahap/",
    "tahap/tambah/", "tahap/dinas/PUPR/", "tahap/aturan/", "biaya/", "biaya/tetap/", "biaya/tabel/", "pejabat/", "hukum/",
    "surat/", "surat/permit/", "uji/", "pembanding/", "berkas/",
)  # fmt: skip


def code_of(label) -> str:
    return label.lower().replace(" ", "_")


def test_a_service_of_ones_own_goes_from_the_empty_page_to_an_issued_permit(people, portal, shoot):
    assert {kind for _label, kind, *_rest in QUESTIONS} == set(KINDS)
    writer = people("verifikator.batam", viewport=PHONE, java_script_enabled=False)
    uuid = begun(writer, shoot)
    what_is_missing_leads_there(writer, uuid, shoot)
    general_terms(writer, uuid)
    nineteen_questions(writer, uuid, shoot)
    a_paper(writer, uuid)
    two_stages(writer, uuid, shoot)
    a_tariff(writer, uuid, shoot)
    components_signers_and_law(writer, uuid)
    a_letter(writer, uuid)
    home(writer, uuid)
    shoot(writer, "own-7-complete")
    assert "harus diperbaiki" not in writer.locator("main").inner_text()
    every_page_is_clean(people("kabid.batam"), uuid)
    declared_complete(people("kabid.batam"), uuid, shoot)
    published(people("kadis.batam"), uuid, shoot, today=True)
    file = File(portal, filed(people("pemohon2"), shoot))
    registered(people, file)
    three_agencies_agree(people, file)
    the_levy_is_paid(people, file, shoot)
    signed(people, file)
    the_permit_says_the_answers(people("pemohon2"), file, portal, shoot)


def begun(page, shoot) -> str:
    page.goto("/standar/")
    follow(page, "Buat layanan sendiri")
    page.get_by_label("Nama layanan").fill(MARKET)
    page.get_by_label("Kode").fill(CODE)
    page.get_by_label("Sektor").fill("Perdagangan")
    press(page, "Buat dan tulis standarnya")
    says(page, "Layanan dibuat, dan draf standarnya dibuka.")
    return uuid_of(page)


def what_is_missing_leads_there(page, uuid, shoot):
    """Every finding is a link, and what it names is on that page."""
    shoot(page, "own-1-empty")
    says(page, "harus diperbaiki sebelum standar ini dapat dinyatakan lengkap.")
    assert page.get_by_role("link", name="Nyatakan lengkap").count() == 0
    found = page.locator("#periksa ~ ul a")
    links = [each.get_attribute("href") for each in found.all()]
    assert len(links) >= 6
    for link in dict.fromkeys(links):
        answered, anchor = page.request.get(link.partition("#")[0]), link.partition("#")[2]
        assert answered.status == 200 and (not anchor or f'id="{anchor}"' in answered.text()), link


def general_terms(page, uuid):
    section(page, uuid, "Waktu, masa berlaku, dan jenis permohonan")
    page.locator("[name=kinds][value=new]").check()
    page.locator("[name=time_limit_days]").fill("12")
    page.locator("[name=validity_months]").fill("6")
    saves(page)
    says(page, "Tersimpan dalam draf.")


def nineteen_questions(page, uuid, shoot):
    section(page, uuid, "Isian formulir")
    for label, kind, options, *_answered in QUESTIONS:
        follow(page, "Tambah isian")
        follow(page, str(KINDS[kind].name))
        page.locator("[name=label_id]").fill(label)
        for name, value in options.items():
            answer(page, name, value)
        saves(page)
        says(page, f"Isian “{label}” tersimpan.")
    a_column_with_a_choice(page)
    section(page, uuid, "Isian formulir")
    says(page, "19 isian")
    shoot(page, "own-2-questions")
    follow(page, "Lihat seperti pemohon")
    shoot(page, "own-3-as-the-applicant")


def a_column_with_a_choice(page):
    """The page of a new table comes back with its columns."""
    follow(page, "Hari")
    page.locator("summary", has_text="Ganti jenis kolom ini").click()
    follow(page, str(KINDS["choice"].name))
    page.locator("[name=choices]").fill("Jumat\nSabtu")
    saves(page)
    says(page, "Kolom “Hari” tersimpan.")


def a_paper(page, uuid):
    section(page, uuid, "Persyaratan dokumen")
    follow(page, "Tambah persyaratan")
    page.get_by_label("Nama dokumen").fill("Denah")
    saves(page)
    says(page, "Denah")


def two_stages(page, uuid, shoot):
    section(page, uuid, "Rekomendasi dinas")
    for number, codes in enumerate((FIRST, SECOND), start=1):
        for code in codes:
            follow(page, "Tambah dinas")
            page.locator("[name=agency]").select_option(f"own:{code}")
            page.locator("[name=stage]").select_option(str(number))
            press(page, "Tambahkan dan atur")
            says(page, "Dinas ditambahkan.")
            page.locator("[name=days]").fill("3")
            saves(page)
            says(page, "Aturan dinas tersimpan.")
    shoot(page, "own-4-stages")


def a_tariff(page, uuid, shoot):
    """A row for each form of business, times the stalls."""
    section(page, uuid, "Biaya dan tarif")
    follow(page, "Tabel tarif × banyaknya")
    page.locator("[name=row_field]").select_option("bentuk_usaha")
    page.locator("[name=quantity_field]").select_option("jumlah_kios")
    page.locator("[name=legal_basis]").fill("Perda Kota Batam 1 Tahun 2024")
    press(page, "Buat baris dari pilihan isian")
    for row, amount in enumerate(("10.000", "25.000")):
        page.locator(f"[name=row-{row}-unit]").fill("kios")
        page.locator(f"[name=row-{row}-amount]").fill(amount)
    saves(page)
    says(page, "Biaya tersimpan.")
    shoot(page, "own-5-levy")


def components_signers_and_law(page, uuid):
    section(page, uuid, "14 komponen standar pelayanan")
    for text in page.locator("main textarea").all():
        text.fill("Ditetapkan kantor.")
    saves(page)
    says(page, "Tersimpan dalam draf.")
    section(page, uuid, "Nomor izin, pemaraf, dan penanda tangan")
    page.locator("[name=classification]").fill("500.2.2")
    page.locator("[name=endorser_0]").select_option("endorser")
    saves(page)
    says(page, "Tersimpan dalam draf.")
    section(page, uuid, "Dasar hukum")
    page.get_by_label("Dasar hukum baru").fill("Perda Kota Batam 1 Tahun 2024")
    saves(page)
    says(page, "Tersimpan dalam draf.")


def a_letter(page, uuid):
    section(page, uuid, "Naskah surat")
    page.locator("#permit").click()
    page.locator("textarea").fill("{{ isian.nama_usaha }}")
    saves(page)
    says(page, "isian.nama_usaha")  # no such question: refused with its line
    page.locator("textarea").fill(PERMIT)
    press(page, "Simpan dan lihat contoh")
    page.wait_for_url("**/surat/permit/#contoh")


def every_page_is_clean(colleague, uuid):
    """Who may write too, and has scripts: axe needs them."""
    colleague.set_viewport_size(PHONE)
    for address in EDITOR:
        colleague.goto(f"/standar/{uuid}/{address}")
        is_clean(colleague)
    colleague.set_viewport_size(DESK)


def filed(page, shoot) -> str:
    page.goto("/layanan/")
    page.get_by_label("Cari layanan").fill("pasar malam")
    press(page, "Tampilkan")
    follow(page, MARKET)
    says(page, "12 hari kerja")
    is_clean(page)
    shoot(page, "own-8-public")
    if page.get_by_role("button", name="Ajukan").count() == 0:
        follow(page, "DPMPTSP Kota Batam")
    press(page, "Ajukan")
    follow(page, "Pemohon")
    press(page, "Simpan dan lanjut")
    page.wait_for_url(re.compile("/isi/(?!pemohon)"))
    assert page.locator("[name=nama_badan]").is_hidden()  # until the form of business is a body
    left = {code_of(label): value for label, _kind, _options, value, _printed in QUESTIONS}
    while not page.url.endswith("/dokumen/"):
        here = page.url
        for code in [code for code in left if page.locator(f"main [name^={code}]").count()]:
            fill_in(page, code, left.pop(code))
        press(page, "Simpan dan lanjut")
        page.wait_for_url(lambda url, here=here: url != here)
    assert left == {}
    uploads(page, "denah", "pdf")
    follow(page, "Lanjut: periksa dan kirim")
    shoot(page, "own-9-check")
    press(page, "Kirim permohonan")
    says(page, "Menunggu petugas loket DPMPTSP Kota Batam")
    return page.url


def fill_in(page, code, value):
    """One question, whatever it is: a table by its cells, several boxes one by one."""
    if isinstance(value, str):
        answer(page, code, value)
    elif isinstance(value[0], str):
        for each in value:
            page.locator(f"main [name={code}][value='{each}']").check()
    else:
        for number, row in enumerate(value):
            for column, cell in row.items():
                answer(page, f"{code}-{number}-{column}", cell)


def registered(people, file):
    loket = people("loket.batam")
    loket.goto(f"{file.address}periksa/")
    press(loket, "Tandai yang lain sesuai")
    press(loket, "Daftarkan")
    loket.get_by_role("link", name="Cetak tanda terima").click()
    says(loket, "(12 hari kerja)")
    verifier = people("verifikator.batam")
    verifier.goto(f"{file.address}periksa/")
    press(verifier, "Verifikasi dan minta rekomendasi")
    says(verifier, "2 instansi dimintai rekomendasi sekaligus")


def three_agencies_agree(people, file):
    names = {"pupr": "Dinas Pekerjaan Umum", "dlh": "Dinas Lingkungan Hidup", "satpolpp": "Satuan Polisi"}
    for account, agency in names.items():
        officer = people(f"opd.{account}.batam")
        officer.goto(file.request(agency))
        agrees(officer, "Setuju")
        assert file.state() == ("drafting" if account == "satpolpp" else "recommendation")


def the_levy_is_paid(people, file, shoot):
    verifier = people("verifikator.batam")
    verifier.goto(f"{file.address}retribusi/")
    says(verifier, "Menurut isian pemohon: Rp300.000")
    press(verifier, "Terbitkan SKRD")
    says(verifier, "sebesar Rp300.000 diterbitkan")
    treasurer = people("bendahara.batam")
    bill = file.portal.ask("SELECT number FROM applications_bill WHERE application_id = %s", file.pk)
    treasurer.goto("/bendahara/")
    treasurer.get_by_role("link", name=bill).first.click()
    treasurer.get_by_label("Nomor SSRD/TBP").fill("TBP-2026-77")
    paid_on = treasurer.get_by_label("Tanggal bayar")
    paid_on.fill(str(file.portal.ask("SELECT (now() AT TIME ZONE 'Asia/Jakarta')::date")))
    shoot(treasurer, "own-10-paid")
    proof = {"name": "bukti.pdf", "mimeType": "application/pdf", "buffer": sample_pdf("bukti")}
    treasurer.get_by_label("Foto atau pindaian bukti").set_input_files(proof)
    press(treasurer, "Catat lunas")


def signed(people, file):
    verifier, kabid, kadis = (people(f"{who}.batam") for who in ("verifikator", "kabid", "kadis"))
    verifier.goto(f"{file.address}keputusan/")
    press(verifier, "Simpan dan teruskan untuk diparaf")
    kabid.goto(f"{file.address}paraf/")
    press(kabid, "Paraf dan teruskan")
    kabid.get_by_role("button", name="Paraf dan teruskan").wait_for(state="detached")
    kadis.goto(f"{file.address}tanda-tangan/")
    press(kadis, "Tanda tangani izin")
    says(kadis, "Izin ditetapkan dengan nomor")


def the_permit_says_the_answers(page, file, portal, shoot):
    link = page.get_by_role("link", name="Unduh izin (PDF)")
    page.goto(file.address)
    # Alone, this test finds the worker still printing the demo story.
    wait_until(
        lambda: page.reload() and link.count(), "the permit was not printed: " + portal.said(), seconds=150, pause=1
    )
    shoot(page, "own-11-permit")
    with page.expect_download() as download:
        link.click()
    text = text_of(download.value.path().read_bytes())
    assert [printed for *_question, printed in QUESTIONS if printed not in text] == []
    assert "untuk Koperasi Pasar Rakyat." in text and CODE in text
