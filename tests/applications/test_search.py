"""Full-text search: what is found, by whom, and what never stands among the words."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.finding import PAGE, find_files
from applications.models import Application
from applications.schema.form import FormSpec
from applications.search_words import search_query_of, words_in
from tests.factories import (
    BATAM,
    colleague,
    draft,
    drafted,
    filled,
    fresh,
    issued,
    person,
    registered,
    submitted,
    verified,
)  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]

EVERYBODY = """pemohon pemohon2 loket.batam verifikator.batam kabid.batam kadis.batam loket.tanjungpinang kadis.tanjungpinang
    loket.kepri kadis.kepri opd.dinkes.batam opd.pupr.batam opd.bapenda.batam kepala.dinkes.batam kepala.pupr.batam uptd.batam
    opd2.dlh.batam petugas.tanjungriau lurah.tanjungriau petugas.sekupang sekcam.sekupang camat.sekupang gubernur sekda.batam
    admin auditor.batam treasurer.batam""".split()


def found_by(name, words, after=""):
    return [row.pk for row in find_files(person(name), words, after).rows]


@pytest.fixture
def files():
    colleague("auditor.batam", (BATAM, "auditor"))
    colleague("treasurer.batam", (BATAM, "treasurer"))
    made = [
        submitted(), submitted(by="pemohon2"), registered(by="pemohon2"), verified("REKLAME"), drafted(), issued(),
        submitted(office="dpmptsp-kota-tanjungpinang"),
        verified("SK-DOMISILI", "kelurahan-tanjung-riau", loket="petugas.tanjungriau", verifikator="petugas.tanjungriau"),
    ]  # fmt: skip
    draft(), filled()
    return made


def test_nobody_finds_a_file_that_they_may_not_see(files):
    everything = {row.pk: row for row in Application.objects.exclude(search_text="")}
    for name in EVERYBODY:
        finds_what_they_see(name, everything)


def finds_what_they_see(name, everything):
    seen = set(Application.objects.visible_to(person(name)).values_list("pk", flat=True)) & set(everything)
    for words in ("surat", "izin", "20", "sipf", "pe"):
        hits = {pk for pk, row in everything.items() if any(w.startswith(words) for w in row.search_text.split())}
        assert set(found_by(name, words)) == hits & seen, words
    for pk, row in everything.items():
        assert found_by(name, row.reference) == ([pk] if pk in seen else [])
        if row.registration_number:
            assert found_by(name, row.registration_number) == ([pk] if pk in seen else [])


def test_the_ways_to_see_a_file_are_together_what_one_sees(files):
    for name in EVERYBODY:
        ways = Application.objects.ways_to_see(person(name))
        together = {row["key"] for way in ways for row in way}
        assert together == set(Application.objects.visible_to(person(name)).values_list("pk", flat=True)), name


def test_a_number_is_recognised_as_people_type_it():
    file, other = registered(), registered()
    number = file.registration_number
    for typed in (
        number.lower(),
        f" {number.replace('-', ' – ')} ",
        file.reference.lower(),
        f"{file.reference[:4]}-{file.reference[4:]}",
    ):
        assert found_by("loket.batam", typed) == [file.pk], typed
    ordinal = number.split("-")[2]
    assert found_by("loket.batam", ordinal) == [file.pk]
    assert ordinal.lstrip("0") in file.search_text.split()
    assert found_by("loket.batam", number.replace("-", "")) == [file.pk]
    assert other.pk in found_by("loket.batam", "batam 2026")


def test_every_word_must_stand_in_it_as_the_beginning_of_a_word():
    file = submitted()
    for typed in ("nurul", "NURUL siregar", "siregar, nur", "fisioterap nurul", "Núrul"):
        assert found_by("loket.batam", typed) == [file.pk], typed
    for typed in ("urul", "nurul rizky", "nurulx"):
        assert found_by("loket.batam", typed) == [], typed


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "a",
        "a b",
        "!",
        "' OR 1=1 --",
        "&|!:*()<->\\",
        "nurul:A",
        "nurul' & 'x",
        "\u0000x",
        "🙂",
        "\ud800",
        "٣٤",
        "ª" * 90,
    ],
)
def test_nothing_that_is_typed_is_an_operator_or_an_error(signed_in, typed):
    submitted()
    find_files(person("loket.batam"), typed)
    if "\ud800" not in typed:
        answer = signed_in("loket.batam").get(reverse("applications:search"), {"q": typed})
        assert answer.status_code == 200


def test_the_query_is_made_of_words_alone():
    assert search_query_of("a & !b | (c") is None
    assert words_in("Jalan R.E. Martadinata №5, Syafi'i Ärzte_x") == "jalan r e martadinata no5 syafi i arzte x".split()
    assert search_query_of("Siti !Aminah:*").source_expressions[-1].value == "siti & aminah:*"
    assert search_query_of("Siti !Aminah:*", is_loose=True).source_expressions[-1].value == "siti:* & aminah:*"


def test_answers_are_found_and_identity_numbers_in_them_are_not():
    spec = FormSpec.from_json(draft().standard.fields)
    code = next(one.code for one in spec.fields if one.type in ("text", "textarea"))
    file = submitted(**{code: "Melati Sejahtera 2171035405910001 tamu@contoh.id"})
    other = submitted(**{code: "Anggrek Sejahtera 2171035405910001"})
    assert found_by("loket.batam", "anggrek") == [other.pk]
    assert found_by("loket.batam", "2171035405910001") == []
    assert "melati" not in file.search_text, "a text with a mail address is left out whole"


def test_no_word_is_an_identity_number_a_telephone_or_a_mail_address():
    issued(), registered("REKLAME")
    who = person("pemohon").person
    for row in Application.objects.exclude(search_text=""):
        words = row.search_text.split()
        assert not [word for word in words if re.fullmatch(r"\d{13,}", word)]
        assert not {who.nik, who.npwp, who.phone, who.phone.lstrip("+"), "demo"} & set(words)
        assert len(words) == len(set(words)) > 10


def test_words_follow_the_file_from_sending_to_registration():
    sent = submitted()
    assert sent.reference.lower() in sent.search_text.split()
    file = registered()
    assert file.registration_number.replace("-", "").lower() in file.search_text.split()


def test_the_words_of_older_files_are_filled_in_batches(capsys):
    files = [submitted(), issued(), registered()]
    kept = {file.pk: fresh(file).search_text for file in files}
    unsent = draft()
    Application.objects.filter(pk__in=kept).update(search_text="")
    assert found_by("loket.batam", "nurul") == []
    call_command("fill_search", batch=2)
    assert {pk: Application.objects.get(pk=pk).search_text for pk in kept} == kept
    assert fresh(unsent).search_text == ""
    call_command("fill_search")
    Application.objects.filter(pk=files[0].pk).update(search_text="lain")
    call_command("fill_search", anew=True)
    assert fresh(files[0]).search_text == kept[files[0].pk]
    assert capsys.readouterr().out == "3 files\n0 files\n1 files\n"


def test_the_newest_hit_stands_first_and_pages_go_on_by_key(signed_in):
    first = submitted()
    left_out = {"answers", "reference", "uuid", "id", "search"}
    columns = {
        each.attname: getattr(first, each.attname)
        for each in Application._meta.concrete_fields
        if each.name not in left_out
    }
    as_draft = columns | {"state": "draft", "submitted_at": None}
    copies = Application.objects.bulk_create(Application(**as_draft) for _number in range(PAGE + 2))
    Application.objects.filter(pk__in=[each.pk for each in copies]).update(submitted_at=first.submitted_at)
    everything = [*sorted((each.pk for each in copies), reverse=True), first.pk]
    client = signed_in("loket.batam")
    page = client.get(reverse("applications:search"), {"q": "nurul"})
    assert [row.pk for row in page.context["found"].rows] == everything[:PAGE]
    page = client.get(reverse("applications:search"), {"q": "nurul", "after": page.context["found"].next})
    assert [row.pk for row in page.context["found"].rows] == everything[PAGE:]
    assert page.context["found"].next is None and "Ke hasil pertama" in page.content.decode()
    for after in ("x", "-1", "9" * 30, "٣"):
        assert len(found_by("loket.batam", "nurul", after)) == PAGE


def test_a_search_asks_as_often_for_one_hit_as_for_many(signed_in):
    client, address = signed_in("loket.batam"), reverse("applications:search")

    def asked():
        with CaptureQueriesContext(connection) as statements:
            assert client.get(address, {"q": "nurul"}).status_code == 200
        return len(statements)

    submitted()
    asked()
    one = asked()
    for _number in range(3):
        submitted()
    assert asked() == one <= 11


def test_an_applicant_has_no_search_page(signed_in):
    assert signed_in("pemohon").get(reverse("applications:search"), {"q": "nurul"}).status_code == 404


@pytest.mark.parametrize("window", [1, 2, 5])
@pytest.mark.parametrize("name", ["loket.batam", "opd.dinkes.batam", "pemohon2"])
def test_a_word_that_is_rare_among_the_newest_files_is_found_all_the_same(monkeypatch, window, name):
    """However few files are read through first, the hits and their order are the same."""
    made = [verified(), submitted(by="pemohon2"), verified(by="pemohon2"), verified(), submitted()]
    everything = {words: found_by(name, words) for words in ("nurul", "rizky", "sipf", "zzz")}
    assert any(everything.values()) and len(made) == 5
    monkeypatch.setattr("applications.finding.WINDOW", window)
    monkeypatch.setattr("applications.finding.PAGE", 2)
    for words, hits in everything.items():
        found, page = [], find_files(person(name), words)
        found += [row.pk for row in page.rows]
        while page.next:
            page = find_files(person(name), words, str(page.next))
            found += [row.pk for row in page.rows]
        assert found == hits


def test_the_words_are_looked_up_in_their_index():
    submitted()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Application.objects.filter(search=search_query_of("nurul")).explain()
    assert "file_search" in plan
