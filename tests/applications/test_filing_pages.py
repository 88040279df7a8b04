"""Filling in a filing page by page, and sending it."""

import re
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from agencies.models import Business, Representation
from applications.models import Application
from audit.models import JournalEntry
from ptsp_portal.lib.moment import now
from tests import factories
from tests.applications.filing import ABSENT, a_photo, links, page_of, returned_for_its_ktp, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_usual_moment")]
DATA = {"no_str": "25 03 1 2 2 21-7", "sip_ke": "1", "jenis_tempat": "Klinik", "nama_faskes": "Klinik Tiban"}
START = ("applications:start_filing", ["dpmptsp-kota-batam", "SIPF"])
SERVICE = ("applications:office_service", ["SIPF", "dpmptsp-kota-batam"])


@pytest.fixture
def applicant(signed_in):
    return signed_in("pemohon")


def url(name_and_args):
    name, args = name_and_args
    return reverse(name, args=args)


# Starting


def test_ajukan_opens_a_draft_with_its_task_list(applicant):
    answer = send(applicant, url(START))
    file = Application.objects.get()
    assert (file.state, file.permit_type.code, file.office.slug) == ("draft", "SIPF", "dpmptsp-kota-batam")
    assert answer.url == page_of("task_list", file)
    assert "Belum diisi" in words(applicant.get(answer.url))


def test_ajukan_pressed_twice_opens_one_draft(applicant):
    key = uuid4()
    assert send(applicant, url(START), once=key).url == send(applicant, url(START), once=key).url
    assert Application.objects.count() == 1


def test_without_a_profile_the_way_leads_to_the_profile_and_back(client, reference):
    client.force_login(get_user_model().objects.create_user("wati@contoh.id", "x", full_name="Wati Lestari"))
    answer = send(client, url(START))
    assert answer.url == f"{reverse('agencies:edit_person')}?next={url(SERVICE)}"
    assert not Application.objects.exists()
    page = client.get(answer.url)
    assert f'name="next" value="{url(SERVICE)}"' in page.content.decode()
    person = {
        "name": "Wati Lestari", "nik": "2171034607900001", "birth_place": "Batam", "birth_on": "1990-07-06", "sex": "P",
        "address": "Jl. Melati 3", "region": "21.71.03.1001", "phone": "0812 3456 7890", "npwp": "", "next": url(SERVICE),
    }  # fmt: skip
    assert send(client, reverse("agencies:edit_person"), **person).url == url(SERVICE)


def test_the_profile_never_leads_to_another_site(applicant):
    page = applicant.get(f"{reverse('agencies:edit_person')}?next=https://contoh.test/")
    assert "contoh.test" not in page.content.decode().split("<main")[1]


def test_an_office_without_a_counter_officer_refuses(applicant):
    answer = send(applicant, reverse("applications:start_filing", args=["kelurahan-tiban-lama", "SK-DOMISILI"]))
    assert answer.status_code == 409
    assert "belum melayani" in words(answer)
    assert not Application.objects.exists()


# Filling in


def test_a_draft_goes_on_on_another_device(applicant, user_named):
    file = factories.draft()
    assert send(applicant, page_of("edit_section", file, "data"), **DATA).url == page_of("edit_section", file, "lokasi")
    telephone = Client()
    telephone.force_login(user_named("pemohon"))
    page = telephone.get(page_of("edit_section", file, "data")).content.decode()
    assert 'value="25 03 1 2 2 21-7"' in page and 'value="Klinik Tiban"' in page
    assert "Selesai" in words(telephone.get(page_of("task_list", file)))


def test_an_unfinished_section_is_kept_and_does_not_hold_anybody_up(applicant):
    file = factories.draft()
    answer = send(applicant, page_of("edit_section", file, "data"), no_str="25 03", later="1")
    assert answer.url == page_of("task_list", file)
    page = words(applicant.get(answer.url))
    assert "isian belum lengkap" in page and "Belum lengkap" in page
    assert factories.fresh(file).answers["no_str"] == "25 03"


def test_what_cannot_be_read_is_kept_as_typed_and_explained_again_later(applicant):
    file = factories.draft()
    section = page_of("edit_section", file, "lokasi")
    answer = send(applicant, section, alamat_lokasi="Jalan Gajah Mada 12", koordinat="di depan pasar")
    assert answer.status_code == 400
    assert "#id_koordinat" in links(answer) and 'value="di depan pasar"' in answer.content.decode()
    again = applicant.get(section)
    assert 'value="di depan pasar"' in again.content.decode() and "Jalan Gajah Mada 12" in words(again)
    assert "#div_id_koordinat" in links(again) and "belum terbaca" in words(again)


def test_asking_for_another_row_keeps_the_rows_and_complains_about_nothing(applicant):
    file = factories.draft()
    section = page_of("edit_section", file, "rincian-jadwal_praktik")
    answer = send(applicant, section, **{"jadwal_praktik-0-jam": "08.00-12.00", "add_row": "jadwal_praktik"})
    assert answer.url == f"{section}?baris=tambah#div_id_jadwal_praktik"
    page = applicant.get(answer.url).content.decode()
    assert (
        'value="08.00-12.00"' in page
        and "field-error" not in page
        and "belum terbaca" not in page
        and "jadwal_praktik-3-" in page
    )


def test_enter_in_a_table_saves_instead_of_adding_a_row(applicant):
    form = (
        applicant.get(page_of("edit_section", factories.draft(), "rincian-jadwal_praktik"))
        .content.decode()
        .split("<main")[1]
    )
    first = form[form.index("<button") :].split(">")[0]
    assert "name=" not in first and 'name="add_row"' in form


def test_one_files_for_a_business_that_one_represents(applicant):
    file = factories.draft()
    business = Business.objects.get(name="CV Bahari Jaya")
    page = applicant.get(page_of("edit_applicant", file))
    assert "CV Bahari Jaya" in words(page) and "••••" in words(page)
    send(applicant, page_of("edit_applicant", file), business=str(business.uuid))
    assert factories.fresh(file).business == business
    send(applicant, page_of("edit_applicant", file), business="sendiri")
    assert factories.fresh(file).business is None


def test_the_nib_of_the_business_is_filled_in_until_something_else_was_typed(applicant):
    business = Business.objects.get(name="CV Bahari Jaya")
    own, file = factories.draft("KLINIK"), factories.draft("KLINIK", business=business)
    field = re.compile(r'<input[^>]*name="nib"[^>]*value="([^"]*)"')
    page = page_of("edit_section", file, "data")
    assert field.search(applicant.get(page).content.decode())[1] == business.nib
    assert not field.search(applicant.get(page_of("edit_section", own, "data")).content.decode())
    send(applicant, page, nib="12345", later="1")
    assert field.search(applicant.get(page).content.decode())[1] == "12345"


def test_nobody_files_for_a_business_of_others(signed_in):
    file = factories.draft(by="pemohon2")
    before = factories.untouched(file)
    business = Business.objects.get(name="CV Bahari Jaya")
    answer = send(signed_in("pemohon2"), page_of("edit_applicant", file), business=str(business.uuid))
    assert answer.status_code == 400 and "CV Bahari Jaya" not in words(answer)
    assert factories.untouched(file) == before and factories.fresh(file).business is None


def test_another_representative_may_fill_in_a_draft_and_not_carry_it_off(signed_in, user_named):
    business = Business.objects.get(name="CV Bahari Jaya")
    file, other = factories.draft(business=business), user_named("pemohon2")
    Representation.objects.create(
        person=other.person, business=business, status="active", basis="invited", decided_by=other, decided_at=now()
    )
    before = factories.untouched(file)
    answer = send(signed_in("pemohon2"), page_of("edit_applicant", file), business="sendiri")
    assert answer.status_code == 403 and factories.untouched(file) == before
    send(signed_in("pemohon2"), page_of("edit_applicant", file), business=str(business.uuid))
    assert factories.fresh(file).business == business


PAGES = [("task_list",), ("edit_applicant",), ("edit_section", "data"), ("edit_documents",), ("check_answers",)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
def test_a_draft_is_not_there_for_anybody_else(signed_in, page):
    file = factories.draft()
    for other in ("pemohon2", "loket.batam"):
        assert signed_in(other).get(page_of(page[0], file, *page[1:])).status_code == ABSENT


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
def test_a_sent_file_can_no_longer_be_filled_in(applicant, page):
    file = factories.submitted()
    before = factories.untouched(file)
    for answer in (
        applicant.get(page_of(page[0], file, *page[1:])),
        send(applicant, page_of(page[0], file, *page[1:]), no_str="x"),
    ):
        assert answer.url == page_of("file", file)
    assert factories.untouched(file) == before


# Sending


def test_an_incomplete_file_is_refused_with_one_list_that_links_to_each_gap(applicant):
    file = factories.draft()
    before = factories.untouched(file)
    answer = send(applicant, page_of("check_answers", file))
    assert answer.status_code == 400
    assert "Belum dikirim" in words(answer)
    papers = page_of("edit_documents", file)
    wanted = {
        f"{page_of('edit_section', file, 'data')}#div_id_{code}"
        for code in ("no_str", "sip_ke", "jenis_tempat", "nama_faskes")
    }
    wanted |= {f"{page_of('edit_section', file, 'lokasi')}#div_id_{code}" for code in ("alamat_lokasi", "wilayah")}
    wanted |= {f"{page_of('edit_section', file, 'rincian-jadwal_praktik')}#div_id_jadwal_praktik"}
    wanted |= {f"{papers}#{code}" for code in ("ktp", "pas_foto", "str", "ket_tempat_praktik", "pernyataan_keabsahan")}
    assert wanted <= links(answer)
    assert factories.untouched(file) == before
    for target in {link.split("#")[0] for link in wanted}:
        page = applicant.get(target).content.decode()
        for anchor in (link.split("#")[1] for link in wanted if link.startswith(f"{target}#")):
            assert f'id="{anchor}"' in page


def test_a_complete_file_is_sent_and_acknowledged_with_a_reference(applicant):
    file = factories.filled()
    assert "Kirim permohonan" in words(applicant.get(page_of("check_answers", file)))
    answer = send(applicant, page_of("check_answers", file))
    sent = factories.fresh(file)
    assert answer.url == page_of("file", file) and sent.state == "submitted"
    page = words(applicant.get(answer.url))
    assert (
        sent.reference in page and "Menunggu petugas loket DPMPTSP Kota Batam" in page and "sudah kami terima" in page
    )


def test_the_same_form_sent_twice_submits_once(applicant):
    file = factories.filled()
    key = uuid4()
    first = send(applicant, page_of("check_answers", file), once=key)
    after = factories.untouched(file)
    second = send(applicant, page_of("check_answers", file), once=key)
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert factories.untouched(file) == after
    assert JournalEntry.objects.filter(verb="application.submitted").count() == 1


def test_two_tabs_submit_once(applicant):
    file = factories.filled()
    send(applicant, page_of("check_answers", file))
    after = factories.untouched(file)
    second = send(applicant, page_of("check_answers", file))
    assert second.url == page_of("file", file)
    assert "sudah dikirim" in words(applicant.get(second.url))
    assert factories.untouched(file) == after


def test_the_check_page_lists_answers_with_a_way_to_change_each(applicant):
    file = factories.filled()
    found = links(applicant.get(page_of("check_answers", file)))
    assert f"{page_of('edit_section', file, 'data')}#div_id_no_str" in found
    assert f"{page_of('edit_documents', file)}#ktp" in found
    assert page_of("edit_applicant", file) in found


# Repairing


def test_a_returned_file_lists_every_item_with_a_link_to_its_place(applicant):
    file = returned_for_its_ktp()
    page = applicant.get(page_of("task_list", file))
    assert "3 hal perlu Anda perbaiki" in words(page)
    for note in ("Foto KTP buram.", "Tidak sama dengan STR.", "Sertakan denah."):
        assert note in words(page)
    assert {
        f"{page_of('edit_documents', file)}#ktp",
        f"{page_of('edit_section', file, 'data')}#div_id_no_str",
    } <= links(page)


def test_a_paper_found_unfit_must_be_replaced_before_sending_again(applicant):
    file = returned_for_its_ktp()
    before = factories.untouched(file)
    answer = send(applicant, page_of("check_answers", file))
    assert answer.status_code == 400 and "Dokumen perlu diganti" in words(answer)
    assert factories.untouched(file) == before
    send(applicant, page_of("edit_documents", file), requirement="ktp", file=[a_photo("ktp.jpg")], replace="1")
    send(applicant, page_of("check_answers", file))
    assert factories.fresh(file).state == "submitted"
    assert "hal perlu Anda perbaiki" not in words(applicant.get(page_of("file", file)))
