"""A licensing officer writes a guide in the browser: copies everybody's, changes it, tries it, shows it."""

import pytest
from django.urls import reverse

from agencies.models import Agency
from applications.actions.guides import save_guide, set_guide_published, start_guide
from applications.models import Guide
from audit.models import JournalEntry
from ptsp_portal.lib.rules import Incomplete, NotAllowed, Refused
from tests.applications.filing import ABSENT, links, send, words
from tests.factories import BATAM, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
WRITER = "verifikator.batam"
LIST = f"/kantor/{BATAM}/panduan/"


def office():
    return Agency.objects.get(slug=BATAM)


def copied(slug="klinik"):
    source = Guide.objects.get(slug=slug, office=None)
    return start_guide(office().pk, by=person(WRITER), source_uuid=source.uuid)


def at(name, guide, *more):
    return reverse(f"applications:{name}", args=[BATAM, guide.uuid, *more])


def saved(client, url, guide, **fields):
    guide.refresh_from_db()
    return send(client, url, revision=guide.revision, act="save", **fields)


def test_an_officer_writes_a_guide_from_an_empty_page_to_the_public(signed_in, client):
    writer = signed_in(WRITER)
    assert "Saya mau membuka klinik" in words(writer.get(LIST))
    begun = send(writer, LIST, title="Saya mau buka bengkel")
    guide = Guide.objects.get(office=office())
    assert begun.url == at("edit_guide", guide) and (guide.slug, guide.is_published) == ("saya-mau-buka-bengkel", False)

    head = {"title": "Saya mau buka bengkel", "title_en": "I want to open a workshop", "intro": "Untuk bengkel."}
    saved(writer, at("edit_guide", guide), guide, **head, services=["PERSLING"], others="sku, skdu")
    saved(writer, at("new_question", guide), guide, text="Apakah memasang papan nama?")
    question = at("edit_question", guide, "t1")
    assert "Belum ada pilihan" in words(writer.get(question))
    early = send(writer, at("edit_guide", guide), act="publish")
    assert (
        early.status_code == 302
        and "Pertanyaan “Apakah memasang papan nama?”: harus berupa daftar pilihan" in words(writer.get(early.url))
    )
    for text, services in (("Ya", ["REKLAME"]), ("Tidak", [])):
        saved(writer, at("new_choice", guide, "t1"), guide, text=text, services=services)
    saved(writer, at("new_question", guide), guide, text="Papannya tinggi?", show_when="t1=p1")
    for text, services in (("Ya", ["PBG"]), ("Tidak", [])):
        saved(writer, at("new_choice", guide, "t2"), guide, text=text, services=services)

    trial = writer.get(at("try_guide", guide))
    assert "Ini percobaan" in words(trial) and "Pertanyaan 2 dari 2" in words(trial)
    over = words(writer.get(at("try_guide", guide) + "?j-t1=p1&j-t2=p1"))
    assert "Anda memerlukan 5 izin atau surat." in over and "Ajukan sekaligus" not in over
    public = "/panduan/saya-mau-buka-bengkel/?wilayah=21.71&j-t1=p2"
    client.logout()
    assert client.get(public).status_code == ABSENT
    send(signed_in(WRITER), at("edit_guide", guide), act="publish")
    client.logout()
    assert "Anda memerlukan 3 izin atau surat." in words(client.get(public))
    verbs = JournalEntry.objects.filter(subject=guide.uuid, chain=office().journal_chain).values_list("verb", flat=True)
    assert set(verbs) == {"guide.saved", "guide.published"}
    send(signed_in(WRITER), at("edit_guide", guide), act="withdraw")
    client.logout()
    assert client.get(public).status_code == ABSENT


def test_a_copy_of_everybodys_guide_replaces_it_in_the_region_when_it_is_shown(signed_in):
    writer = signed_in(WRITER)
    first = send(writer, LIST, source="klinik")
    assert send(writer, LIST, source="klinik").url == first.url  # copied once
    guide = Guide.objects.get(office=office())
    assert guide.questions == Guide.objects.get(slug="klinik", office=None).questions
    saved(writer, at("edit_question", guide, "obat"), guide, text="Ada apotek di dalam klinik?")
    set_guide_published(guide.uuid, by=person(WRITER), is_published=True)
    shown = words(writer.get("/panduan/klinik/?wilayah=21.71&langkah=obat"))
    assert "Ada apotek di dalam klinik?" in shown
    assert "Apakah klinik juga membuka apotek" in words(writer.get("/panduan/klinik/?wilayah=21.72&langkah=obat"))


def test_questions_and_choices_are_moved_and_removed_but_never_so_that_a_condition_breaks(signed_in):
    guide, writer = copied(), signed_in(WRITER)
    page = at("edit_guide", guide)
    moves = {"revision": guide.revision, "code": "obat"}
    send(writer, page, act="up", **moves)
    guide.refresh_from_db()
    assert [each["code"] for each in guide.questions[1:]][3:5] == ["obat", "dokter"]
    stale = send(writer, page, act="up", **moves)
    assert "diubah orang lain" in words(writer.get(stale.url))
    refused = send(writer, page, act="remove", code="tempat", revision=guide.revision)
    said = words(writer.get(refused.url))
    assert (
        "Pertanyaan “Apakah gedungnya akan ramai kendaraan?”: harus menunjuk pertanyaan yang lebih dahulu ditanyakan."
        in said
    )
    send(writer, at("edit_question", guide, "dokter"), act="remove", code="belum", revision=guide.revision)
    before, _ = guide.questions, guide.refresh_from_db()
    dokter = next(each for each in guide.questions if each.get("code") == "dokter")
    assert [each["code"] for each in dokter["choices"]] == ["sudah"] and len(before) == len(guide.questions)
    assert send(writer, page, act="up", code="kuda", revision=guide.revision).status_code == ABSENT


def test_bad_input_stands_beside_its_field_with_what_was_typed(signed_in):
    guide, writer = copied(), signed_in(WRITER)
    choice = at("edit_choice", guide, "obat", "ya")
    bad = saved(writer, choice, guide, text="Ya, tentu", others="HANTU, SKU")
    assert bad.status_code == 400 and "tidak ada dalam katalog: HANTU" in words(bad)
    assert "Ya, tentu" in bad.content.decode() and "HANTU, SKU" in bad.content.decode()
    stale = send(writer, choice, revision=99, text="Ya, tentu", services=["APOTEK"])
    assert stale.status_code == 400 and "diubah orang lain" in words(stale) and "Ya, tentu" in stale.content.decode()
    long = saved(writer, at("edit_question", guide, "obat"), guide, text="x" * 201)
    assert long.status_code == 400 and "x" * 201 in long.content.decode()
    same = send(writer, LIST, title="Klinik")
    assert same.status_code == 400 and "sudah punya panduan" in words(same)
    guide.refresh_from_db()
    assert guide.revision == 0 and "Ya, tentu" not in str(guide.questions)
    assert send(writer, LIST, title="???").status_code == 400 and Guide.objects.filter(office=office()).count() == 1


def test_a_shown_guide_stays_whole_and_nothing_unknown_gets_in():
    guide = copied()
    set_guide_published(guide.uuid, by=person(WRITER), is_published=True)
    with pytest.raises(Incomplete) as refused:
        save_guide(guide.uuid, by=person(WRITER), revision=1, questions=[{"code": "a", "text": "A?", "choices": []}])
    assert [label for label, _url in refused.value.gaps] == [
        "Pertanyaan “A?”: harus berupa daftar pilihan, 2 sampai 12"
    ]
    with pytest.raises(Incomplete, match="belum dapat disimpan"):
        save_guide(guide.uuid, by=person(WRITER), revision=1, questions=[{"services": ["HANTU"]}])
    with pytest.raises(Refused, match="diubah orang lain"):
        save_guide(guide.uuid, by=person(WRITER), revision=0, title="Lain")
    guide.refresh_from_db()
    assert guide.revision == 1 and guide.title == "Saya mau membuka klinik"


def test_only_the_offices_own_writers_write_and_everybodys_guides_are_nobodys(signed_in):
    guide, everybodys = copied(), Guide.objects.get(slug="klinik", office=None)
    for name in ("loket.batam", "verifikator.tanjungpinang", "pemohon", "opd.dinkes.batam"):
        with pytest.raises(NotAllowed):
            save_guide(guide.uuid, by=person(name), revision=0, title="Lain")
        with pytest.raises(NotAllowed):
            set_guide_published(guide.uuid, by=person(name), is_published=True)
        with pytest.raises(NotAllowed):
            start_guide(office().pk, by=person(name), title="Lain")
        client = signed_in(name)
        assert client.get(LIST).status_code == client.get(at("edit_guide", guide)).status_code == ABSENT
    with pytest.raises(NotAllowed):
        save_guide(everybodys.uuid, by=person(WRITER), revision=everybodys.revision, title="Lain")
    writer = signed_in(WRITER)
    assert writer.get(at("edit_guide", everybodys)).status_code == ABSENT
    assert writer.get(at("edit_question", guide, "kuda")).status_code == ABSENT
    assert at("edit_guide", guide) in links(writer.get(LIST)) and Guide.objects.get(pk=guide.pk).revision == 0
