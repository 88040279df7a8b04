"""Saved filters of a queue: one's own, under a name, for the desks where one sits."""

import pytest
from django.urls import reverse

from applications.actions.filters import MOST, remove_filter, save_filter
from applications.models import SavedFilter
from audit.models import JournalEntry
from ptsp_portal.lib.rules import NotAllowed, Refused
from tests.factories import BATAM, colleague, person, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def kept(name):
    return list(SavedFilter.objects.filter(user=person(name)).values_list("desk", "name", "query"))


def test_a_filter_keeps_chip_service_and_words_and_nothing_else():
    by = person("loket.batam")
    save_filter("loket", by=by, name="  SIPF   terlambat ", query="after=9&layanan=SIPF&saringan=lewat&once=x&cari=")
    assert kept("loket.batam") == [("loket", "SIPF terlambat", "saringan=lewat&layanan=SIPF")]
    entry = JournalEntry.objects.get(verb="filter.saved")
    assert (entry.actor, entry.subject, entry.facts) == (by.uuid, by.uuid, {"desk": "loket"})


def test_the_same_name_again_replaces_it():
    for chip in ("lewat", "semua"):
        save_filter("loket", by=person("loket.batam"), name="Pagi", query=f"saringan={chip}")
    assert kept("loket.batam") == [("loket", "Pagi", "saringan=semua")]


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("", "saringan=lewat"),
        ("x" * 61, "saringan=lewat"),
        ("\u200b", "saringan=lewat"),
        ("Pagi", ""),
        ("Pagi", "lain=1"),
    ],
)
def test_without_a_name_or_a_choice_nothing_is_kept(name, query):
    with pytest.raises(Refused):
        save_filter("loket", by=person("loket.batam"), name=name, query=query)
    assert kept("loket.batam") == [] and not JournalEntry.objects.filter(verb="filter.saved").exists()


@pytest.mark.parametrize("desk", ["paraf", "rekomendasi", "nirgendwo"])
def test_nobody_keeps_filters_of_a_desk_that_is_not_theirs(desk):
    with pytest.raises(NotAllowed):
        save_filter(desk, by=person("loket.batam"), name="Pagi", query="saringan=lewat")
    assert not SavedFilter.objects.exists()


def test_a_desk_has_a_dozen_at_most():
    by = person("loket.batam")
    for number in range(MOST):
        save_filter("loket", by=by, name=f"Saringan {number}", query="saringan=lewat")
    with pytest.raises(Refused):
        save_filter("loket", by=by, name="Satu lagi", query="saringan=lewat")
    save_filter("loket", by=by, name="Saringan 3", query="saringan=semua")
    assert len(kept("loket.batam")) == MOST


def test_only_ones_own_filter_is_removed():
    colleague("loket2.batam", (BATAM, "front_desk"))
    for name in ("loket.batam", "loket2.batam"):
        save_filter("loket", by=person(name), name="Pagi", query="saringan=lewat")
    remove_filter("loket", by=person("loket2.batam"), name="Pagi")
    remove_filter("loket", by=person("loket2.batam"), name="Pagi")
    assert len(kept("loket.batam")) == 1 and kept("loket2.batam") == []
    assert JournalEntry.objects.filter(verb="filter.removed").count() == 1


ONCE = "7f5d0a1e-0000-4000-8000-00000000000{}"


def test_the_page_keeps_shows_and_removes_a_filter(signed_in):
    submitted()
    client = signed_in("loket.batam")
    queue = reverse("applications:desk", args=["loket"])
    assert "Simpan saringan ini" not in client.get(queue).content.decode()
    assert "Simpan saringan ini" in client.get(queue + "?saringan=semua").content.decode()
    save = reverse("applications:save_filter", args=["loket"])
    answer = client.post(save, {"name": "<Semua>", "query": "saringan=semua", "once": ONCE.format(1)})
    assert answer.url == f"{queue}?saringan=semua"
    text = client.get(answer.url).content.decode()
    assert "&lt;Semua&gt;" in text and "Hapus saringan" in text and "Simpan saringan ini" not in text
    remove = reverse("applications:remove_filter", args=["loket"])
    assert client.post(remove, {"name": "<Semua>", "once": ONCE.format(2)}).url == queue
    assert kept("loket.batam") == []


def test_another_officer_neither_sees_nor_reaches_it(signed_in):
    save_filter("loket", by=person("loket.batam"), name="Punya Rina", query="saringan=semua")
    client = signed_in("loket.tanjungpinang")
    text = client.get(reverse("applications:desk", args=["loket"]) + "?saringan=semua").content.decode()
    assert "Punya Rina" not in text
    client.post(reverse("applications:remove_filter", args=["loket"]), {"name": "Punya Rina", "once": ONCE.format(3)})
    assert len(kept("loket.batam")) == 1
    client = signed_in("kadis.batam")
    for name in ("save_filter", "remove_filter"):
        address = reverse(f"applications:{name}", args=["loket"])
        assert client.post(address, {"name": "x", "query": "saringan=semua", "once": ONCE.format(4)}).status_code == 404
    assert len(kept("loket.batam")) == 1
