"""The pages of one list of questions: the agency asks, the verifier merges, the superior consents, the applicant answers."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Phrase
from tests.applications.asking import (
    BAPENDA,
    PUPR,
    SATPOLPP,
    VERIFIER,
    answer_all,
    ask,
    asked_and_sent,
    request_of,
    save,
    send,
    with_agencies,
)
from tests.factories import answer, fresh, issued, paper, untouched

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def url(name, thing):
    return reverse(f"applications:{name}", args=[thing.uuid])


def post(client, path, **fields):
    return client.post(path, {"once": uuid4(), **fields})


def text_of(response):
    return response.content.decode()


def test_an_agency_asks_on_a_page_of_its_own_and_takes_it_back(signed_in):
    file = with_agencies()
    request = request_of(file, PUPR)
    client = signed_in(PUPR)
    assert url("ask", request) in text_of(client.get(url("recommendation", request)))
    assert post(client, url("ask", request), topic="field:alamat_lokasi").status_code == 400
    response = post(client, url("ask", request), topic="field:alamat_lokasi", text="Di sebelah mana?")
    assert response.url == url("recommendation", request)
    question = file.questions.get()
    assert (question.agency.code, question.recommendation, question.on) == ("PUPR", request, "field")
    page = text_of(client.get(response.url))
    assert "Di sebelah mana?" in page and "Belum dikirim" in page and url("drop_question", question) in page
    assert post(client, url("drop_question", question)).url == url("recommendation", request)
    assert "Di sebelah mana?" not in text_of(client.get(url("recommendation", request)))


def test_nobody_but_the_agency_asked_opens_its_page(signed_in):
    request = request_of(with_agencies(), PUPR)
    for account, status in ((BAPENDA, 403), (VERIFIER, 403), ("pemohon", 404), ("opd.dinkes.batam", 404)):
        assert signed_in(account).get(url("ask", request)).status_code == status, account


def test_the_verifier_sees_everybodys_questions_gathered_adds_own_ones_and_sends(signed_in):
    file = with_agencies()
    ask(file, PUPR)
    ask(file, SATPOLPP, text="Dekat simpang?")
    phrase = Phrase.objects.create(use="question", text="Lampirkan yang lebih jelas.")
    client = signed_in(VERIFIER)
    page = text_of(client.get(url("clarification", file)))
    assert page.count("<b>Alamat lokasi kegiatan</b>") == 1 and "Dekat simpang?" in page and phrase.text in page
    both = {"act": "ask", "topic": "document:desain", "text": "Mana tampak samping?", "phrases": [phrase.pk]}
    assert post(client, url("clarification", file), **both).status_code == 302
    seen = ",".join(str(each.uuid) for each in file.questions.open())
    assert file.questions.open().count() == 4
    response = post(client, url("clarification", file), act="send", seen=seen)
    assert response.url == url("file", file)
    assert file.clarifications.open().get().items.count() == 2
    page = text_of(client.get(url("file", file)))
    assert "Pemohon diminta menjelaskan 2 hal" in page and url("answer", file) not in page


def test_a_question_that_came_meanwhile_is_not_sent_unread(signed_in):
    file = with_agencies()
    (seen,) = ask(file, PUPR)
    ask(file, BAPENDA)
    before = untouched(file)
    response = post(signed_in(VERIFIER), url("clarification", file), act="send", seen=str(seen.uuid))
    assert response.status_code == 409 and "berubah sejak" in text_of(response)
    assert untouched(file) == before and not file.clarifications.exists()


@pytest.mark.parametrize(
    ("account", "status"), [("loket.batam", 403), (PUPR, 403), ("pemohon", 404), ("pemohon2", 404)]
)
def test_the_list_is_the_verifiers_page(signed_in, account, status):
    file = with_agencies()
    assert signed_in(account).get(url("clarification", file)).status_code == status


def test_after_the_end_the_page_leads_to_the_file(signed_in):
    file = issued()
    assert signed_in(VERIFIER).get(url("clarification", file)).url == url("file", file)
    assert signed_in("pemohon").get(url("answer", file)).url == url("file", file)


def test_a_superior_reads_reason_and_list_and_the_applicant_reads_why(signed_in):
    file = with_agencies(pauses_allowed=0)
    ask(file, PUPR)
    client = signed_in(VERIFIER)
    assert "Perlu persetujuan atasan" in text_of(client.get(url("clarification", file)))
    seen = str(file.questions.get().uuid)
    assert post(client, url("clarification", file), act="send", seen=seen).status_code == 400
    post(client, url("clarification", file), act="send", seen=seen, reason_beyond="Tiangnya di ruang jalan.")
    assert "menunggu persetujuan atasan" in text_of(client.get(url("file", file)))
    assert "Tiangnya" not in text_of(signed_in("pemohon").get(url("file", file)))
    client = signed_in("kabid.batam")
    assert url("clarification_consent", file) in text_of(client.get(url("file", file)))
    page = text_of(client.get(url("clarification_consent", file)))
    assert "Tiangnya di ruang jalan." in page and "Di sebelah mana tiangnya?" in page
    assert post(client, url("clarification_consent", file), act="refuse").status_code == 400
    assert post(client, url("clarification_consent", file), act="consent", note="Setuju.").status_code == 302
    page = text_of(signed_in("pemohon").get(url("file", file)))
    assert "Tiangnya di ruang jalan." in page and "Disetujui atasan." in page and "Jawab sekarang" in page
    assert signed_in("kabid.batam").get(url("clarification_consent", file)).url == url("file", file)


def test_a_refused_pause_is_shown_to_the_verifier_with_the_note(signed_in):
    file = with_agencies(pauses_allowed=0)
    ask(file, PUPR)
    send(file, reason_beyond="Perlu.")
    post(signed_in("kadis.batam"), url("clarification_consent", file), act="refuse", note="Lewat telepon saja.")
    page = text_of(signed_in(VERIFIER).get(url("clarification", file)))
    assert "Lewat telepon saja." in page and "Di sebelah mana tiangnya?" in page


# The applicant.
@pytest.fixture
def three():
    """A field, a document and another thing are asked."""
    file = with_agencies()
    ask(file, PUPR)
    ask(file, SATPOLPP, "document", "desain", "Mana tampak samping?")
    ask(file, VERIFIER, "other", "", "Kapan dipasang?")
    send(file)
    return fresh(file)


def item_url(file, item):
    return reverse("applications:answer_item", args=[file.uuid, item.uuid])


def test_the_applicant_sees_it_first_and_each_thing_has_its_control(signed_in, three):
    client = signed_in("pemohon")
    assert "3 hal perlu Anda jelaskan – waktu dihentikan" in text_of(client.get(reverse("applications:my_filings")))
    page = text_of(client.get(url("file", three)))
    assert "3 hal perlu Anda jelaskan" in page and url("answer", three) in page
    page = text_of(client.get(url("answer", three)))
    assert three.answers["alamat_lokasi"] in page and 'name="alamat_lokasi"' in page
    assert page.count('type="file"') == 1 and page.count('name="item-text"') == 3
    assert "Dinas Pekerjaan Umum" in page and "DPMPTSP Kota Batam" in page


def test_each_answer_is_kept_by_itself_and_all_are_sent_at_once(signed_in, three):
    client = signed_in("pemohon")
    field, document, other = three.clarifications.get().items.all()
    assert post(client, item_url(three, other), **{"item-text": "Besok."}).url.endswith("#hal-3")
    response = post(client, url("answer", three))
    assert response.status_code == 400 and 'href="' in text_of(response) and "#hal-1" in text_of(response)
    post(client, item_url(three, field), **{"item-text": "", "alamat_lokasi": "Jalan Baru No. 9"})
    name, content, _inspected = paper("desain", ("png",))
    upload = SimpleUploadedFile("desain.png", content, "image/png")
    post(client, item_url(three, document), **{"item-text": "", "item-file": upload})
    page = text_of(client.get(url("answer", three)))
    assert "3 dari 3 hal sudah Anda jawab" in page and "Jalan Baru No. 9" in page and "desain.png" in page
    response = post(client, url("answer", three))
    assert response.url == url("file", three)
    three = fresh(three)
    assert (three.answers["alamat_lokasi"], three.holder) == ("Jalan Baru No. 9", "agencies")
    page = text_of(client.get(url("file", three)))
    assert "3 hal dijawab" not in page or "Besok." in page
    assert client.get(url("answer", three)).url == url("file", three)


def test_a_mistake_in_the_field_stays_as_typed_and_the_words_are_kept(signed_in):
    file = with_agencies()
    ask(file, BAPENDA, "field", "panjang_m", "Termasuk bingkai?")
    send(file)
    item = file.clarifications.get().items.get()
    response = post(signed_in("pemohon"), item_url(file, item), **{"item-text": "Ya.", "panjang_m": "dua meter"})
    assert response.status_code == 400 and "dua meter" in text_of(response)
    item.refresh_from_db()
    assert (item.answer, item.has_new_value) == ("Ya.", False)


def test_a_paper_of_the_wrong_kind_is_refused_beside_its_item(signed_in, three):
    item = three.clarifications.get().items.get(on="document")
    upload = SimpleUploadedFile("desain.exe", b"MZ" + b"\0" * 100, "application/octet-stream")
    response = post(signed_in("pemohon"), item_url(three, item), **{"item-text": "Ini.", "item-file": upload})
    assert response.status_code == 400 and not item.documents.exists()


def test_a_pending_paper_is_taken_back(signed_in, three):
    item = three.clarifications.get().items.get(on="document")
    document = save(item, upload=True).documents.get()
    path = reverse("applications:remove_item_document", args=[three.uuid, document.uuid])
    assert post(signed_in("pemohon"), path).url.endswith("#hal-2")
    document.refresh_from_db()
    assert document.removed_at


def test_sending_twice_with_the_same_key_answers_the_same(signed_in):
    file = asked_and_sent()
    save(file.clarifications.get().items.get(), "Kiri.")
    client, form = signed_in("pemohon"), {"once": uuid4()}
    first = client.post(url("answer", file), form)
    before = untouched(file)
    assert client.post(url("answer", file), form).url == first.url
    assert post(client, url("answer", file)).url == url("file", file)  # another tab
    assert untouched(file) == before


@pytest.mark.parametrize("account", ["pemohon2", VERIFIER, PUPR])
def test_nobody_else_opens_the_answers(signed_in, three, account):
    item = three.clarifications.get().items.first()
    client = signed_in(account)
    assert client.get(url("answer", three)).status_code == 404
    assert post(client, item_url(three, item), **{"item-text": "x"}).status_code == 404


def test_the_agency_reads_the_answer_and_the_office_the_whole_list(signed_in, three):
    answer(three, BAPENDA)
    answer_all(three, alamat_lokasi={"text": "Di kiri gerbang."})
    page = text_of(signed_in(PUPR).get(url("recommendation", request_of(three, PUPR))))
    assert "Di kiri gerbang." in page and "Dijawab" in page
    page = text_of(signed_in(VERIFIER).get(url("clarification", three)))
    assert "Di kiri gerbang." in page and "3 hal dijawab" in page


def test_the_pages_take_the_same_statements_however_many_questions_there_are(signed_in):
    file = with_agencies()
    ask(file, PUPR)
    client = signed_in(VERIFIER)
    _statements(client, url("clarification", file))  # the first look of a process fills what it keeps
    few = _statements(client, url("clarification", file))
    for account in (PUPR, BAPENDA, SATPOLPP, VERIFIER):
        for code in ("panjang_m", "lebar_m", "sisi", "tema"):
            ask(file, account, "field", code, f"Berapa {code}?")
    assert _statements(client, url("clarification", file)) == few
    send(file)
    client = signed_in("pemohon")
    assert _statements(client, url("answer", file)) <= 25
    assert _statements(client, url("file", file)) <= 40


def _statements(client, path):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)
