"""The starter library, and a standard's file on its pages."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agencies.models import Agency
from applications.actions.standards import start_standard
from applications.models import PermitType, ServiceStandard
from applications.standards.library import file_of
from tests.applications.standards.hostile import PAPER, good
from tests.factories import BATAM, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
LIBRARY = reverse("applications:template_library", args=[BATAM])
IMPORT = reverse("applications:import_service", args=[BATAM])


@pytest.fixture
def client(signed_in):
    return signed_in("verifikator.batam")


@pytest.fixture
def draft():
    return start_standard(Agency.objects.get(slug=BATAM).pk, "SIPF", by=person("verifikator.batam"))


def file_page(standard):
    return reverse("applications:standard_file", args=[standard.uuid])


def test_the_library_shows_the_templates_of_the_offices_level_and_begins_a_draft(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        shown = client.get(LIBRARY).content.decode()
    assert shown.count("Ambil dan sesuaikan") == 17 and "17 templat nasional" in shown
    assert client.get(LIBRARY, {"cari": "fisioterapis", "sektor": "Kesehatan"}).content.decode().count("<h2><a") == 1
    assert client.get(LIBRARY, {"dipakai": "own"}).content.decode().count("<h2><a") == 0
    begun = client.post(LIBRARY, {"code": "SIPF", "once": uuid4()})
    own = ServiceStandard.objects.get(office__slug=BATAM)
    assert begun["Location"] == f"/standar/{own.uuid}/" and own.based_on.office is None
    assert client.get(LIBRARY, {"dipakai": "own"}).content.decode().count("Lanjutkan draf") == 1
    assert client.post(LIBRARY, {"code": "SMA-NEGERI", "once": uuid4()}).status_code == 409
    assert ServiceStandard.objects.filter(office__slug=BATAM).count() == 1


def test_a_template_is_read_and_taken_out_before_it_is_adopted(client):
    shown = client.get(reverse("applications:library_template", args=[BATAM, "SIPF"])).content.decode()
    assert "Nomor STR</dt><dd>Jenis: Teks satu baris<br>Wajib: ya</dd>" in shown and "{{" not in shown
    assert "Ambil dan sesuaikan" in shown and "label_id" not in shown
    taken = client.get(reverse("applications:library_download", args=[BATAM, "SIPF"]))
    template = ServiceStandard.objects.get(office=None, permit_type__code="SIPF", status="published")
    assert taken.content.decode() == file_of(template)
    assert taken["Content-Disposition"] == 'attachment; filename="standar-sipf-v1.yaml"'
    province = PermitType.objects.filter(level="province").first()
    assert client.get(reverse("applications:library_template", args=[BATAM, province.code])).status_code == 404


def test_a_file_is_looked_at_before_it_fills_the_draft(client, draft):
    text = file_of(draft).replace("time_limit_days: 5", "time_limit_days: 4")
    looked = client.post(
        file_page(draft), {"file": SimpleUploadedFile("a.yaml", text.encode()), "act": "look", "once": uuid4()}
    )
    shown = looked.content.decode()
    assert "<del>5</del>" in shown and "<ins>4</ins>" in shown
    draft.refresh_from_db()
    assert draft.time_limit_days == 5
    sent = {"text": looked.context["shown"].replace("\n", "\r\n"), "revision": 0, "act": "take", "once": uuid4()}
    assert client.post(file_page(draft), sent).status_code == 302
    draft.refresh_from_db()
    assert (draft.time_limit_days, draft.revision) == (4, 1)
    stale = client.post(file_page(draft), sent | {"text": text.replace("days: 4", "days: 3"), "once": uuid4()})
    assert "diubah orang lain" in stale.content.decode() and "time_limit_days: 3" in stale.content.decode()
    taken = client.get(reverse("applications:standard_file_download", args=[draft.uuid]))
    assert taken.content.decode() == file_of(draft) and taken["Content-Type"].startswith("text/yaml")


def test_a_wrong_file_is_shown_with_its_lines_and_is_not_lost(client, draft):
    wrong = file_of(draft).replace("time_limit_days: 5", "time_limit_days: lima")
    for content, words in ((wrong, "baris "), (b"\xff\xfe", "UTF-8"), (good(), "bukan SIPF"), ("", "Pilih berkasnya")):
        sent = {"text": content} if isinstance(content, str) else {"file": SimpleUploadedFile("a.yaml", content)}
        shown = client.post(file_page(draft), sent | {"act": "take", "revision": 0, "once": uuid4()}).content.decode()
        assert words in shown, words
        assert "time_limit_days: lima" in shown if content == wrong else True
    draft.refresh_from_db()
    assert (draft.time_limit_days, draft.revision) == (5, 0)


def test_a_settled_version_is_only_taken_out(client, draft):
    ServiceStandard.objects.filter(pk=draft.pk).update(status="reviewed", reviewed_by=person("kadis.batam"))
    shown = client.get(file_page(draft)).content.decode()
    assert "Unduh berkas" in shown and "enctype" not in shown
    assert client.post(file_page(draft), {"text": good(), "act": "take", "once": uuid4()}).status_code == 404


def test_a_service_comes_from_a_file(client):
    looked = client.post(IMPORT, {"text": good(), "act": "look", "once": uuid4()}).content.decode()
    assert "Layanan baru milik kantor ini" in looked and "Nama usaha" in looked
    assert not PermitType.objects.filter(code="IZIN-UJI").exists()
    sent = {"text": good(), "act": "take", "revision": "", "once": uuid4()}
    made = client.post(IMPORT, sent)
    own = ServiceStandard.objects.get(permit_type__code="IZIN-UJI")
    assert made["Location"] == f"/standar/{own.uuid}/" and own.fields[0]["code"] == "nama_usaha"
    other = client.post(IMPORT, {"text": good().replace("regency_city", "province"), "act": "take", "once": uuid4()})
    assert "tingkat lain" in other.content.decode()


def test_another_offices_blank_form_does_not_come_with_a_file(client):
    text = good(requirements=[PAPER | {"blank_form": str(uuid4())}])
    looked = client.post(IMPORT, {"text": text, "act": "look", "once": uuid4()}).content.decode()
    assert "Formulir kosong tidak ikut dalam berkas: KTP-el" in looked
    client.post(IMPORT, {"text": text, "act": "take", "once": uuid4()})
    assert ServiceStandard.objects.get(permit_type__code="IZIN-UJI").requirements == [PAPER]
