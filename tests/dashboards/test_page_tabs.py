"""The row of pages of those who govern: what stands in it for whom, where one is, and the region that stays chosen."""

import pytest

from dashboards import page_tabs
from tests.factories import colleague

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]

OF_A_REGION = ["", "wilayah/", "layanan/", "standar/", "macet/", "macet/instansi/", "macet/satgas/", "perkiraan/"]


def tabs_on(client, path):
    found = client.get(path).context["tabs"]
    return {each.url: each.current for each in found.tabs}


def addresses(client, path="/pimpinan/"):
    return list(tabs_on(client, path))


def of_region(*more):
    return [*(f"/pimpinan/{each}" for each in OF_A_REGION), *more]


def test_each_finds_the_pages_that_open_for_them_and_no_other(signed_in, client):
    governor = signed_in("gubernur")
    shown = of_region("/pimpinan/pola/", "/investasi/kerja/wilayah/21/")
    assert addresses(governor)[: len(shown)] == shown
    assert {governor.get(each).status_code for each in addresses(governor)} == {200}
    head = addresses(signed_in("kadis.batam"))
    assert "/pimpinan/pola/" not in head and "/investasi/kerja/wilayah/21.71/" in head
    client.force_login(colleague("kepala.dinkes", ("dinkes-kota-batam", "head")))
    assert addresses(client) == [f"/pimpinan/{each}" for each in ("", "macet/", "macet/instansi/", "macet/satgas/")]
    assert {client.get(each).status_code for each in addresses(client)} == {200}


def test_a_region_stays_chosen_and_one_outside_never_is(signed_in):
    client = signed_in("gubernur")
    for path in (
        "/pimpinan/?wilayah=21.71",
        "/pimpinan/pola/?wilayah=21.71&bulan=2026-07",
        "/investasi/kerja/wilayah/21.71/",
    ):
        found = addresses(client, path)
        assert "/pimpinan/macet/?wilayah=21.71" in found and "/investasi/kerja/wilayah/21.71/" in found
    assert not any("wilayah=" in each for each in addresses(client, "/pimpinan/?wilayah=64.72"))
    assert not any("wilayah=" in each for each in addresses(client, "/pimpinan/?wilayah=21"))


def test_the_page_itself_is_marked_and_a_page_below_another_marks_that_one(signed_in):
    client = signed_in("gubernur")
    for path, marked in {
        "/pimpinan/": ("/pimpinan/", "page"),
        "/pimpinan/macet/instansi/": ("/pimpinan/macet/instansi/", "page"),
        "/investasi/kerja/": ("/investasi/kerja/wilayah/21/", "page"),
        "/investasi/kerja/wilayah/21/": ("/investasi/kerja/wilayah/21/", "true"),
    }.items():
        assert [(url, here) for url, here in tabs_on(client, path).items() if here] == [marked]
    assert not any(tabs_on(client, "/pimpinan/berkas/?apa=lewat").values())


def test_a_page_that_an_installation_has_not_is_left_out(signed_in, monkeypatch):
    monkeypatch.setattr(page_tabs, "PAGES", (*page_tabs.PAGES, ("dashboards:tomorrow", "Besok", lambda *_: True)))
    assert "Besok" not in signed_in("gubernur").get("/pimpinan/").content.decode()
