"""An agency reads one request and answers it: every verdict, what is missing, what went stale, who may not."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import add_post, answer, fresh, paper, person, untouched, verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


@pytest.fixture
def file():
    return verified()


@pytest.fixture
def request_row(file):
    return file.recommendations.get()


def url(request_row):
    return reverse("applications:recommendation", args=[request_row.uuid])


def post(client, request_row, verdict, **fields):
    form = {
        "once": uuid4(),
        "verdict": verdict,
        "version": request_row.version,
        "reasons": "",
        "conditions": "",
        **fields,
    }
    return client.post(url(request_row), form)


def acknowledge(client, request_row):
    return client.post(reverse("applications:acknowledge", args=[request_row.uuid]), {"once": uuid4()})


def test_the_page_shows_the_papers_the_answers_and_the_deadline(signed_in, file, request_row):
    text = signed_in("opd.dinkes.batam").get(url(request_row)).content.decode()
    for document in file.documents.answering_requirements():
        assert reverse("applications:document", args=[document.uuid]) in text
    assert "Nomor STR" in text and "Batas jawab" in text and 'name="verdict"' in text


def test_an_agency_says_that_it_has_the_request(signed_in, request_row):
    client = signed_in("opd.dinkes.batam")
    assert acknowledge(client, request_row).status_code == 302
    request_row.refresh_from_db()
    assert (request_row.state, request_row.acknowledged_by) == ("acknowledged", person("opd.dinkes.batam"))
    assert "Tandai sudah kami terima" not in client.get(url(request_row)).content.decode()


@pytest.mark.parametrize(
    ("verdict", "reasons", "conditions"),
    [
        ("favourable", "", []),
        ("conditional", "Dengan catatan.", ["Sediakan APAR.", "Pasang papan nama."]),
        ("unfavourable", "Sarana tidak memenuhi syarat.", []),
        ("not_applicable", "Bukan kewenangan kami.", []),
    ],
)
def test_each_verdict_is_taken_and_moves_the_file_on(signed_in, file, request_row, verdict, reasons, conditions):
    client = signed_in("opd.dinkes.batam")
    assert post(client, request_row, verdict, reasons=reasons, conditions="\n\n".join(conditions)).status_code == 302
    request_row.refresh_from_db()
    assert (request_row.state, request_row.verdict, request_row.reasons) == ("given", verdict, reasons)
    assert request_row.conditions == conditions
    assert fresh(file).state == "drafting"
    text = client.get(url(request_row)).content.decode()
    assert 'name="verdict"' not in text and all(condition in text for condition in conditions)


def test_attachments_go_with_the_answer(signed_in, request_row):
    name, content, _inspected = paper("peta", ("pdf",))
    uploads = [SimpleUploadedFile(name, content), SimpleUploadedFile("kedua.pdf", content)]
    assert post(signed_in("opd.dinkes.batam"), request_row, "favourable", attachments=uploads).status_code == 302
    assert request_row.documents.count() == 2


def test_an_answer_that_misses_something_is_refused_beside_its_field(signed_in, file, request_row):
    client, before = signed_in("opd.dinkes.batam"), untouched(file)
    for verdict, fields, field in (
        ("", {}, "verdict"),
        ("maybe", {}, "verdict"),
        ("unfavourable", {}, "reasons"),
        ("unfavourable", {"reasons": "  \n "}, "reasons"),
        ("not_applicable", {}, "reasons"),
        ("conditional", {"conditions": "Sediakan APAR."}, "reasons"),
        ("conditional", {"reasons": "Dengan catatan."}, "conditions"),
        ("conditional", {"reasons": "Dengan catatan.", "conditions": "\n".join("x" * 31)}, "conditions"),
    ):
        response = post(client, request_row, verdict, **fields)
        assert response.status_code == 400
        assert list(response.context["form"].errors) == [field]
        assert all(value.strip() in response.content.decode() for value in fields.values())
    assert untouched(file) == before


def test_a_broken_attachment_is_refused_and_nothing_is_answered(signed_in, file, request_row):
    before = untouched(file)
    upload = SimpleUploadedFile("peta.pdf", b"no pdf at all")
    response = post(signed_in("opd.dinkes.batam"), request_row, "favourable", attachments=upload)
    assert response.status_code == 400 and "attachments" in response.context["form"].errors
    assert untouched(file) == before


def test_a_stale_form_is_refused_once_with_everything_that_was_typed(signed_in, file, request_row):
    client = signed_in("opd.dinkes.batam")
    acknowledge(client, request_row)  # a colleague, meanwhile: request_row still carries the older version
    before = untouched(file)
    response = post(client, request_row, "unfavourable", reasons="Sarana tidak memenuhi syarat.")
    text = response.content.decode()
    assert response.status_code == 400 and "berubah sejak halaman Anda dibuka" in text
    assert "Sarana tidak memenuhi syarat." in text
    assert untouched(file) == before
    request_row.refresh_from_db()
    assert f'name="version" value="{request_row.version}"' in text


def test_a_form_without_an_honest_version_is_refused(signed_in, file, request_row):
    client, before = signed_in("opd.dinkes.batam"), untouched(file)
    for version in ("", "x", "-1", "9" * 30):
        assert post(client, request_row, "favourable", version=version).status_code == 400
    assert untouched(file) == before


def test_strangers_find_no_such_request(signed_in, file, request_row):
    before = untouched(file)
    for account in ("opd.pupr.batam", "opd.dinkes.tanjungpinang", "pemohon2", "loket.tanjungpinang", "gubernur"):
        client = signed_in(account)
        assert client.get(url(request_row)).status_code == 404
        assert post(client, request_row, "favourable").status_code == 404
        assert acknowledge(client, request_row).status_code == 404
    assert untouched(file) == before


def test_another_agency_of_the_same_file_reads_but_does_not_answer(signed_in):
    file = verified(code="REKLAME")
    request_row = file.recommendations.get(agency__code="PUPR")
    client = signed_in("opd.bapenda.batam")
    assert 'name="verdict"' not in client.get(url(request_row)).content.decode()
    before = untouched(file)
    assert post(client, request_row, "favourable").status_code == 403
    assert untouched(file) == before


def test_the_issuing_office_reads_but_does_not_answer(signed_in, file, request_row):
    client = signed_in("verifikator.batam")
    assert 'name="verdict"' not in client.get(url(request_row)).content.decode()
    before = untouched(file)
    assert post(client, request_row, "").status_code == 403
    assert untouched(file) == before


def test_an_answer_once_given_stays(signed_in, file, request_row):
    answer(file, "opd.dinkes.batam")
    before = untouched(file)
    request_row.refresh_from_db()
    response = post(signed_in("opd.dinkes.batam"), request_row, "unfavourable", reasons="Berubah pikiran.")
    assert response.status_code == 409
    assert untouched(file) == before


def test_an_officer_does_not_answer_about_her_own_file_and_reads_why(signed_in, file, request_row):
    add_post(person("pemohon"), request_row.agency, "officer")
    before = untouched(file)
    client = signed_in("pemohon")
    assert "petugas lain yang harus memprosesnya" in client.get(url(request_row)).content.decode()
    assert post(client, request_row, "favourable").status_code == 403
    assert untouched(file) == before


def test_pressing_twice_answers_once(signed_in, file, request_row):
    client = signed_in("opd.dinkes.batam")
    form = {"once": uuid4(), "verdict": "favourable", "version": request_row.version}
    first = client.post(url(request_row), form)
    before = untouched(file)
    assert client.post(url(request_row), form).url == first.url
    assert untouched(file) == before
