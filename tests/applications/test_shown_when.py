"""A field that hangs on an answer, through a file's life: asked, skipped, kept while it is a draft, left out when it is sent.
And what a requirement says about the size of its papers."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.actions import applicant_answers, counter_sheet, drafting, submission
from applications.changes import carried_over
from applications.facts import fingerprints
from applications.models import ServiceStandard
from applications.permit_document import permit_doc
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused
from tests import factories
from tests.applications import asking
from tests.applications.filing import page_of, send, words
from tests.applications.helping import helped
from tests.factories import fresh, next_standard, paper, person, untouched

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]

HANGS = {"field": "jenis_tempat", "value": "Klinik"}
CLINIC = {"code": "nama_klinik", "label_id": "Nama klinik", "type": "text", "required": True, "show_when": HANGS}
ROOMS = {
    "code": "ruang", "label_id": "Ruang klinik", "type": "table", "required": True, "show_when": HANGS,
    "columns": [{"code": "nama", "label_id": "Nama ruang", "type": "text", "required": True}],
}  # fmt: skip
DATA = {"no_str": "STR-1", "sip_ke": "1", "nama_faskes": "Sehat"}


def offer_conditions(code="SIPF", **changes):
    old = ServiceStandard.objects.in_force(now().date()).filter(permit_type__code=code, office=None).get()
    return next_standard(code, fields=[*old.fields, CLINIC, ROOMS], **changes)


def filled(**answers):
    """A complete draft; the two fields of a clinic are typed whatever the place is."""
    return factories.filled(**{"nama_klinik": "Klinik Bunga", "ruang": [{"nama": "Ruang 1"}]} | answers)


def test_the_page_takes_either_answer_and_loses_nothing(signed_in):
    offer_conditions()
    file, client = factories.draft(), signed_in("pemohon")
    section = page_of("edit_section", file, "data")
    page = client.get(section).content.decode()
    assert "js/show-when.js" in page and 'data-show-when="nama_klinik"' in page
    answer = send(client, section, **DATA, jenis_tempat="Praktik mandiri", nama_klinik="Klinik Bunga")
    assert answer.url == page_of("edit_section", file, "lokasi")
    assert fresh(file).answers["nama_klinik"] == "Klinik Bunga"
    tasks = words(client.get(page_of("task_list", file)))
    assert "Ruang klinik" not in tasks and "isian belum lengkap" not in tasks
    check = words(client.get(page_of("check_answers", file)))
    assert "Klinik Bunga" not in check and "Ruang klinik" not in check
    idle, said = page_of("edit_section", file, "rincian-ruang"), "Bagian ini tidak perlu diisi"
    assert said in words(client.get(idle)) and said not in words(client.get(section))
    # The clinic again: what was typed is still there, and its own section comes with it.
    send(client, section, **DATA, jenis_tempat="Klinik", nama_klinik="")
    assert "“Nama klinik” belum diisi." in words(client.get(page_of("check_answers", file)))
    send(client, section, **DATA, jenis_tempat="Klinik", nama_klinik="Klinik Bunga")
    assert "Rincian: Ruang klinik" in words(client.get(page_of("task_list", file)))
    assert "“Ruang klinik” belum diisi." in words(client.get(page_of("check_answers", file)))
    assert said not in words(client.get(idle))


def test_only_a_page_with_conditions_brings_the_script(signed_in):
    offer_conditions()
    file = factories.draft()
    page = signed_in("pemohon").get(page_of("edit_section", file, "lokasi")).content.decode()
    assert "show-when" not in page


@pytest.mark.parametrize("place", ["Klinik", "Praktik mandiri"])
def test_what_does_not_count_is_left_out_when_it_is_sent(place):
    offer_conditions()
    file = filled(jenis_tempat=place)
    assert {"nama_klinik", "ruang"} <= set(file.answers)
    submission.submit_application(file.uuid, by=person("pemohon"))
    file = fresh(file)
    assert ({"nama_klinik", "ruang"} <= set(file.answers)) is (place == "Klinik")
    assert ("bunga" in file.search_text) is (place == "Klinik")


def test_a_changed_answer_hides_what_hung_on_it_from_everybody():
    offer_conditions(relies_on={"DINKES": ["nama_klinik"]})
    file = filled(jenis_tempat="Klinik")
    submission.submit_application(file.uuid, by=person("pemohon"))
    factories.all_fit(file, "loket.batam")
    factories.verification.register_application(file.uuid, by=person("loket.batam"))
    factories.verification.verify_application(file.uuid, by=person("verifikator.batam"))
    asking.ask(file, asking.VERIFIER, code="jenis_tempat")
    asking.send(file)
    before = fingerprints(fresh(file), file.standard)
    asking.answer_all(file, jenis_tempat={"value": "Rumah sakit"})
    file = fresh(file)
    after = fingerprints(file, file.standard)
    assert {fact for fact in before if before[fact] != after[fact]} == {
        "field:jenis_tempat", "field:nama_klinik", "field:ruang",
    }  # fmt: skip
    factories.answered_by_all(file)
    factories.decision.draft_decision(file.uuid, by=person("verifikator.batam"), verdict="issue", ready=True)
    factories.decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    factories.issuance.sign_decision(file.uuid, by=person("kadis.batam"))
    permit = fresh(file).permit
    labels = [each["label"] for each in permit_doc(permit.application)["answers"]]
    assert "Jenis tempat praktik" in labels and not {"Nama klinik", "Ruang klinik"} & set(labels)
    assert "nama_klinik" not in carried_over(permit, permit.application.standard, permit.office)


def test_the_counter_sends_all_sections_at_once(signed_in):
    offer_conditions()
    file = helped(office=factories.BATAM, code="SIPF")
    client, sheet = signed_in("petugas.tanjungriau"), page_of("assist_sheet", file)
    page = client.get(sheet).content.decode()
    assert page.count("data-show-when=") == 2 and "js/show-when.js" in page
    typed = DATA | {"jenis_tempat": "Praktik mandiri", "nama_klinik": "", "alamat_lokasi": "Jl. Bunga 1"}
    rows = {"jadwal_praktik-0-hari": "Senin", "jadwal_praktik-0-jam": "08.00"}
    answer = send(
        client, sheet, **typed, **rows, wilayah="21.71.03.1001", **{"sheet-version": fresh(file).change_count}
    )
    assert answer.status_code == 302 and fresh(file).answers["jenis_tempat"] == "Praktik mandiri"


# --- the size of a paper ----------------------------------------------------------------------------------------------

LARGE = b"%PDF-1.7\n" + b"0" * (1024**2 + 1)


def small_papers():
    old = ServiceStandard.objects.in_force(now().date()).filter(permit_type__code="SIPF", office=None).get()
    return next_standard("SIPF", requirements=[each | {"max_mb": 1} for each in old.requirements])


def a_large_pdf():
    return SimpleUploadedFile("besar.pdf", LARGE, "application/pdf")


def test_a_paper_that_is_too_large_for_its_requirement_is_refused_beside_it(signed_in):
    small_papers()
    file, client = factories.draft(), signed_in("pemohon")
    assert "PDF, paling besar 1 MB per berkas." in words(client.get(page_of("edit_documents", file)))
    before = untouched(file)
    answer = send(client, page_of("edit_documents", file), requirement="str", file=[a_large_pdf()])
    assert answer.status_code == 400 and "1 MB" in words(answer)
    assert untouched(file) == before and file.documents.count() == 0


def test_the_counter_is_refused_the_same(signed_in):
    small_papers()
    file = helped(office=factories.BATAM, code="SIPF")
    client, sheet = signed_in("petugas.tanjungriau"), page_of("assist_sheet", file)
    typed = {"sheet-version": fresh(file).change_count, "dokumen-file-str": [a_large_pdf()]}
    answer = send(client, sheet, **typed)
    assert answer.status_code == 400 and "1 MB" in words(answer) and file.documents.count() == 0


def test_no_door_takes_a_paper_that_is_too_large():
    standard = small_papers()
    name, content, _inspected = paper("str", ("pdf",))
    large = SimpleNamespace(size=1024**2 + 1, extension="pdf", content_type="application/pdf", sha256="0" * 64)
    file = factories.draft()
    with pytest.raises(Refused, match="paling besar 1 MB"):
        drafting.add_document(
            file.uuid, by=person("pemohon"), requirement_code="str", inspected=large, content=content, name=name
        )
    assisted = helped(office=factories.BATAM, code="SIPF")
    with pytest.raises(Refused, match="paling besar 1 MB"):
        counter_sheet.save_sheet(
            assisted.uuid, by=person("petugas.tanjungriau"), version=fresh(assisted).change_count, answers={"no_str": "1"},
            uploads=[("str", large, content, name)],
        )  # fmt: skip
    assert fresh(assisted).answers == {}
    sent = factories.verified()
    asking.ask(sent, asking.VERIFIER, on="document", code="str", text="Tidak terbaca.")
    asking.send(sent)
    item = sent.clarifications.open().get().items.get()
    with pytest.raises(Refused, match="paling besar 1 MB"):
        applicant_answers.save_item(item.uuid, by=person("pemohon"), text="", uploads=[(large, content, name)])
    assert sent.documents.filter(is_pending=True).count() == 0 and sent.standard == standard
