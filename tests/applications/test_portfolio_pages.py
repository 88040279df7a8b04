"""The holder's pages: what one holds, what can be done about it, and filing about a permit without JavaScript."""

from uuid import uuid4

import pytest
from django.urls import reverse

from applications.models import Application, Permit
from ptsp_portal.lib.moment import moved_to
from tests.applications.filing import ABSENT, links, page_of, send, words
from tests.applications.living import IN_TIME, LURAH, OFFICER, WORDS, a_permit, sent, to_signing
from tests.factories import fresh, person, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
PORTFOLIO = reverse("applications:portfolio")


def permit_page(permit) -> str:
    return reverse("applications:held_permit", args=[permit.uuid])


def begin(client, permit, kind):
    return send(client, reverse("applications:start_later", args=[permit.uuid, kind]))


def test_the_portfolio_says_what_one_holds_and_what_can_be_done(signed_in):
    permit, client = a_permit(), signed_in("pemohon")
    business = person("pemohon").person.representations.get().business
    page = words(client.get(PORTFOLIO))
    for said in (permit.number, "Berlaku sampai Kamis, 4 Februari 2027.", business.name, "KTP-el pemohon"):
        assert said in page
    assert "Perpanjang sekarang" not in page and "Tinggal" not in page
    assert "Belum ada izin" in words(client.get(f"{PORTFOLIO}?atas={business.uuid}"))
    assert client.get(f"{PORTFOLIO}?atas={uuid4()}").status_code == ABSENT
    with moved_to(IN_TIME):
        client.logout()  # three months later the session is over
        signed_in("pemohon")
        page = words(client.get(PORTFOLIO))
        assert "Perpanjang sekarang" in page and "Tinggal 90 hari." in page
        running = sent(permit, "amendment")
        page = client.get(PORTFOLIO)
        assert "Perpanjang sekarang" not in words(page)
        assert {page_of("file", running), permit_page(permit)} <= links(page)
        assert f"Berkas {running.reference}" in words(client.get(permit_page(permit)))
    for stranger in ("pemohon2", OFFICER, LURAH, "admin"):
        client.force_login(person(stranger))
        assert permit.number not in words(client.get(PORTFOLIO))
        assert client.get(permit_page(permit)).status_code == ABSENT
        assert begin(client, permit, "closure").status_code == ABSENT
    assert Application.objects.filter(of_permit=permit).count() == 1


def test_the_page_of_a_suspended_permit_says_why_nothing_can_be_filed(signed_in):
    permit, client = a_permit(), signed_in("pemohon")
    permit.suspend()
    permit.save()
    page = words(client.get(permit_page(permit)))
    assert "sedang dibekukan" in page and "Tutup izin" not in page and "Ajukan izin baru" not in page
    assert "Dibekukan" in words(client.get(PORTFOLIO))


def test_the_portfolio_costs_the_same_however_much_one_holds(signed_in, django_assert_max_num_queries):
    client = signed_in("pemohon")
    a_permit()
    with django_assert_max_num_queries(30) as few:
        client.get(PORTFOLIO)
    for _more in range(2):
        a_permit()
    submitted()
    with django_assert_max_num_queries(len(few)):
        page = client.get(PORTFOLIO)
    assert len(page.context["held"]) == 3


def test_a_long_portfolio_is_paged_by_key(signed_in, monkeypatch):
    monkeypatch.setattr("applications.portfolio.PAGE", 1)
    first, second = a_permit(), a_permit()
    client = signed_in("pemohon")
    page = client.get(PORTFOLIO)
    assert [row.permit for row in page.context["held"]] == [second]
    following = client.get(f"{PORTFOLIO}?after={page.context['next']}")
    assert [row.permit for row in following.context["held"]] == [first] and following.context["next"] is None


def test_a_renewal_is_two_clicks_from_its_reminder_and_opens_filled_in(signed_in):
    permit, client = a_permit(), signed_in("pemohon")
    assert "dapat diperpanjang mulai Jumat, 6 November 2026" in words(client.get(permit_page(permit)))
    with moved_to(IN_TIME):
        client.logout()
        signed_in("pemohon")
        assert "Perpanjangan dapat diajukan sampai Kamis, 4 Februari 2027." in words(client.get(permit_page(permit)))
        answer = begin(client, permit, "renewal")
        file = Application.objects.get(kind="renewal")
        assert answer.url == page_of("task_list", file)
        page = client.get(answer.url)
        assert f"Izin {permit.number}" in words(page) and page_of("edit_applicant", file) not in links(page)
        assert client.get(page_of("edit_applicant", file)).url == page_of("task_list", file)
        assert client.get(page_of("edit_cause", file)).status_code == ABSENT
        assert begin(client, permit, "renewal").url == answer.url
        assert begin(client, permit, "lain").status_code == ABSENT
        assert page_of("task_list", file) in links(client.get(permit_page(permit)))


def test_a_copy_is_filed_in_its_three_steps(signed_in):
    permit, client = a_permit(), signed_in("pemohon")
    begin(client, permit, "duplicate")
    file = Application.objects.get(kind="duplicate")
    page = client.get(page_of("edit_cause", file))
    assert "Langkah 1 dari 3" in words(page) and "Izinnya hilang" in words(page)
    assert send(client, page_of("edit_cause", file), words="x").status_code == 400
    answer = send(client, page_of("edit_cause", file), cause="lost", words="Hilang di kapal.")
    assert answer.url == page_of("edit_documents", file)
    assert "Surat keterangan kehilangan" in words(client.get(answer.url))
    assert client.get(page_of("edit_section", file, "data")).status_code == ABSENT
    page = words(client.get(page_of("check_answers", file)))
    assert "Masih kurang 1 hal" in page and "Hilang di kapal." in page and "Untuk keperluan" not in page
    assert (fresh(file).cause, fresh(file).cause_words) == ("lost", "Hilang di kapal.")


def test_officers_read_old_beside_new_and_the_lurah_signs_what_it_is(client):
    permit = a_permit()
    old = permit.application.answers["keperluan"]
    file = to_signing(sent(permit, "amendment", keperluan="Melamar kerja"))
    client.force_login(person(LURAH))
    for name in ("sign", "file"):
        page = words(client.get(page_of(name, file)))
        for said in ("1 isian berbeda", f"Lama: {old}", "Baru: Melamar kerja", WORDS["amendment"], permit.number):
            assert said in page, name
    closing = to_signing(sent(a_permit(by="pemohon2"), "closure", by="pemohon2"))
    page = words(client.get(page_of("sign", closing)))
    assert "Tanda tangani penutupan" in page and "Konsep surat penutupan" in page and "Konsep izin" not in page
    answer = client.post(page_of("sign", closing), {"once": str(uuid4()), "seen": closing.change_count}, follow=True)
    assert f"Izin {closing.of_permit.number} ditutup." in words(answer)
    assert Permit.objects.get(pk=closing.of_permit_id).status == "closed"


def test_the_page_of_a_service_leads_holders_to_their_permits(client):
    page = client.get(reverse("applications:office_service", args=["SIPF", "dpmptsp-kota-batam"]))
    assert "Sudah punya izin ini?" in words(page) and PORTFOLIO in links(page)
