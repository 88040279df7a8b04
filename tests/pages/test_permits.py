"""The pages about issued permits: who sees them, the registers with their filters, the objection on the file and on the desk."""

from datetime import timedelta

import pytest
from django.test import Client

from applications.actions import objections
from applications.models import Permit
from applications.tasks import render_documents
from applications.views import register
from ptsp_portal.lib.limits import Limit
from ptsp_portal.lib.moment import moved_to
from tests import factories
from tests.factories import measured, person
from tests.pages.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
BOOK_QUERIES = 13
PUBLIC_QUERIES = 2


@pytest.fixture
def permit():
    return factories.permit()


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return words(answer)


def test_the_office_the_agency_and_the_holder_see_a_permit_and_strangers_do_not(permit, signed_in):
    address = f"/izin/{permit.uuid}/"
    measured(permit, "warning")
    factories.measures.propose_measure(
        permit.uuid,
        by=person("verifikator.batam"),
        kind="revocation",
        ground="law",
        reason="Rahasia.",
        legal_basis="UU",
    )
    for name in ("verifikator.batam", "kadis.batam", "loket.batam"):
        assert "Rahasia." in page(signed_in(name), address)
    answer = signed_in("pemohon").get(address)
    assert (answer.status_code, answer.url) == (302, f"/portofolio{address}")
    for name, where in (("pemohon", f"/portofolio{address}"), ("opd.dinkes.batam", address)):
        text = page(signed_in(name), where)
        assert "Teguran 1" in text and "Rahasia." not in text and "Usulkan" not in text
    for name in ("pemohon2", "opd.pupr.batam", "verifikator.tanjungpinang", "gubernur"):
        page(signed_in(name), address, 404)
    head = page(signed_in("kadis.batam"), "/kerja/")
    assert "Usulan atas izin yang menunggu tanda tangan Anda" in head and permit.number in head
    assert permit.number not in page(signed_in("verifikator.batam"), "/kerja/")


def test_the_book_finds_by_number_holder_type_status_and_date(
    permit, signed_in, django_assert_num_queries, at_usual_moment
):
    other = factories.permit(by="pemohon2")
    measured(other, "suspension")
    client = signed_in("verifikator.batam")
    with django_assert_num_queries(BOOK_QUERIES):
        whole = page(client, "/register/")
    assert permit.number in whole and other.number in whole and "Dibekukan 1" in whole
    for query, found, missed in (
        (f"cari={permit.number.lower()}", permit, other),
        (f"cari={other.holder_name.split()[0]}", other, permit),
        ("status=dibekukan", other, permit),
        ("status=berlaku", permit, other),
    ):
        text = page(client, f"/register/?{query}")
        assert found.number in text and missed.number not in text, query
    for nothing in (
        "jenis=REKLAME",
        "dari=2026-08-05",
        "sampai=2026-08-03",
        "status=dicabut",
        "cari=Zzzz",
        "status=habis",
    ):
        assert "Tidak ada izin yang cocok" in page(client, f"/register/?{nothing}"), nothing
    assert permit.number in page(client, "/register/?dari=2026-08-04&sampai=2026-08-04&jenis=SIPF&after=x|y")
    for days, status in ((365 * 5 - 30, "segera"), (365 * 5 + 30, "habis")):
        with moved_to(at_usual_moment + timedelta(days=days)):
            later = Client()
            later.force_login(person("verifikator.batam"))
            assert permit.number in page(later, f"/register/?status={status}")
    assert "Buku izin hanya untuk kantor penerbit" in page(signed_in("opd.dinkes.batam"), "/register/")
    assert permit.number not in page(signed_in("verifikator.tanjungpinang"), "/register/")


def test_a_long_book_is_paged_by_key(permit, signed_in, monkeypatch):
    other = factories.permit(by="pemohon2")
    monkeypatch.setattr("applications.permit_book.PAGE", 1)
    client = signed_in("verifikator.batam")
    first = page(client, "/register/")
    assert other.number in first and permit.number not in first and "Berikutnya" in first
    second = page(client, f"/register/?after=2026-08-04|{other.pk}")
    assert permit.number in second and other.number not in second and "Berikutnya" not in second


def test_the_public_register_names_businesses_and_hides_people(permit, anyone, django_assert_num_queries, monkeypatch):
    with django_assert_num_queries(PUBLIC_QUERIES):
        text = page(anyone, "/register-izin/")
    surname = permit.holder_name.split()[-1]
    assert permit.number in text and permit.permit_type.title in text and surname not in text
    assert permit.number in page(anyone, f"/register-izin/?cari={permit.number.lower()}")
    assert permit.number not in page(anyone, f"/register-izin/?cari={surname}")
    assert permit.number in page(anyone, f"/register-izin/?kantor={factories.BATAM}")
    business = person("pemohon").person.representations.get(status="active").business
    type(permit.application).objects.filter(pk=permit.application_id).update(business=business)
    assert permit.holder_name in page(anyone, f"/register-izin/?cari={surname}")
    monkeypatch.setattr(register, "PER_ADDRESS", Limit("t", tries=1, window=timedelta(minutes=10)))
    page(anyone, "/register-izin/?cari=x1")
    assert "Terlalu banyak pencarian" in page(anyone, "/register-izin/?cari=x2", 429)
    assert Permit.objects.count() == 1


def test_an_objection_is_filed_on_the_file_and_answered_on_the_desk(signed_in, at_usual_moment, monkeypatch):
    monkeypatch.setattr("applications.tasks.pdf_of", lambda printed: b"%PDF-")
    file = factories.issued(verdict="reject")
    render_documents()
    address = f"/permohonan/{file.uuid}/"
    assert "paling lambat Jumat, 4 September 2026" in page(signed_in("pemohon"), address)
    assert "Hari terakhir: Jumat, 4 September 2026." in page(signed_in("pemohon"), f"{address}keberatan/")
    page(signed_in("pemohon2"), f"{address}keberatan/", 404)
    objections.file_objection(file.uuid, by=person("pemohon"), text="Lokasinya sesuai RTRW.")
    assert "satu kali" in page(signed_in("pemohon"), f"{address}keberatan/", 409)
    with moved_to(at_usual_moment + timedelta(days=20)):
        for name in ("kadis.batam", "verifikator.batam"):
            assert "Berpotensi dikabulkan" in page(signed_in(name), "/kerja/")
        assert "berpotensi dikabulkan" in page(signed_in("pemohon"), address)
        head = signed_in("kadis.batam")
        assert "Lokasinya sesuai RTRW." in page(head, f"{address}keberatan/putuskan/")
        form = {"outcome": "granted", "reasons": "Lokasi sesuai.", "once": "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"}
        assert head.post(f"{address}keberatan/putuskan/", form).status_code == 302
        text = page(signed_in("pemohon"), address)
        assert "dibatalkan dan berkas ini dibuka lagi" in text and "Ajukan keberatan" not in text
        drafting = page(signed_in("verifikator.batam"), f"{address}keputusan/")
        assert "Permohonan ditolak" not in drafting
