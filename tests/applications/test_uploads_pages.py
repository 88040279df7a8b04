"""Papers: what is kept, what is refused beside its requirement, who may fetch them and how they arrive."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from applications.actions.drafting import MOST_DOCUMENTS, remove_document
from applications.models import Document
from audit.models import JournalEntry
from tests import factories
from tests.applications.filing import ABSENT, a_pdf, a_photo, fetch, page_of, returned_for_its_ktp, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_usual_moment")]


@pytest.fixture
def applicant(signed_in):
    return signed_in("pemohon")


@pytest.fixture
def file(reference):
    return factories.draft()


def upload(client, file, code, *files, **more):
    return send(client, page_of("edit_documents", file), requirement=code, file=list(files), **more)


def names(file, code):
    return [
        document.original_name for document in file.documents.answering_requirements().filter(requirement_code=code)
    ]


def test_formats_and_size_are_said_before_one_chooses(applicant, file):
    page = applicant.get(page_of("edit_documents", file))
    assert "JPG, PNG, paling besar 10 MB per berkas. Boleh foto dari kamera" in words(page)
    assert 'accept=".jpg,.jpeg,image/jpeg,.png,image/png"' in page.content.decode()


def test_a_paper_is_stored_and_listed_with_name_and_size(applicant, file):
    answer = upload(applicant, file, "str", a_pdf("STR Nurul.pdf"))
    assert answer.url == f"{page_of('edit_documents', file)}#str"
    assert names(file, "str") == ["STR Nurul.pdf"]
    page = words(applicant.get(answer.url))
    assert "STR Nurul.pdf" in page and "1 kB" in page and "Dokumen tersimpan" in page


def test_several_pictures_come_in_one_go(applicant, file):
    upload(applicant, file, "ktp", a_photo("depan.jpg"), a_photo("belakang.jpg"))
    assert names(file, "ktp") == ["depan.jpg", "belakang.jpg"]


BROKEN = a_pdf("rusak.pdf").read()[:200]
REFUSED = {
    "a PDF under a picture's name": ("pas_foto", lambda: a_pdf("foto.jpg"), "isinya PDF"),
    "a program under a PDF's name": (
        "str",
        lambda: SimpleUploadedFile("str.pdf", b"MZ\x90\x00" * 200),
        "tidak kami kenali",
    ),
    "a broken PDF": ("str", lambda: SimpleUploadedFile("rusak.pdf", BROKEN), "rusak atau tidak lengkap"),
    "an empty file": ("str", lambda: SimpleUploadedFile("kosong.pdf", b""), "kosong"),
    "a format that this requirement does not take": ("str", lambda: a_photo("str.jpg"), "PDF"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_wrong_file_is_refused_beside_its_requirement_and_nothing_changed(applicant, file, case):
    code, make, reason = REFUSED[case]
    before = factories.untouched(file)
    answer = upload(applicant, file, code, make())
    page = answer.content.decode()
    assert answer.status_code == 400 and reason in words(answer)
    assert f'href="#{code}"' in page and f'id="salah-{code}"' in page and page.count('id="salah-') == 1
    assert factories.untouched(file) == before and not Document.objects.exists()


def test_a_file_over_the_limit_is_refused_and_nothing_changed(applicant, file, settings):
    settings.UPLOAD_MAX_BYTES = 2 * 1024 * 1024
    before = factories.untouched(file)
    answer = upload(
        applicant, file, "str", SimpleUploadedFile("besar.pdf", b"%PDF-1.7\n" + b"x" * settings.UPLOAD_MAX_BYTES)
    )
    assert answer.status_code == 400 and "terlalu besar. Paling besar 2 MB" in words(answer)
    assert factories.untouched(file) == before and not Document.objects.exists()


def test_no_file_at_all_says_so(applicant, file):
    answer = upload(applicant, file, "str")
    assert answer.status_code == 400 and 'id="salah-str"' in answer.content.decode()


def test_one_bad_file_among_good_ones_keeps_none(applicant, file):
    answer = upload(applicant, file, "ktp", a_photo(), SimpleUploadedFile("b.jpg", b"no picture"))
    assert answer.status_code == 400 and not Document.objects.exists()


def test_more_than_five_at_once_are_refused(applicant, file):
    answer = upload(applicant, file, "ktp", *(a_photo(f"{n}.jpg") for n in range(6)))
    assert answer.status_code == 400 and "Paling banyak 5 berkas sekaligus" in words(answer)
    assert not Document.objects.exists()


def test_more_than_twenty_in_all_are_refused_together(applicant, file):
    for start in range(0, MOST_DOCUMENTS - 2, 3):
        upload(applicant, file, "pas_foto", *(a_photo(f"{start + n}.jpg") for n in range(3)))
    assert file.documents.count() == 18
    before = factories.untouched(file)
    answer = upload(applicant, file, "ktp", *(a_photo(f"lagi {n}.jpg") for n in range(3)))
    assert (
        answer.status_code == 400
        and "Sudah ada 20 berkas" in words(answer)
        and 'id="salah-ktp"' in answer.content.decode()
    )
    assert factories.untouched(file) == before and file.documents.count() == 18


def test_a_requirement_of_another_service_is_refused(applicant, file):
    answer = upload(applicant, file, "gambar_reklame", a_photo())
    assert answer.status_code == 400 and not Document.objects.exists()


# Replacing and removing


def test_replacing_puts_the_new_paper_in_the_place_of_the_old(applicant, file):
    upload(applicant, file, "str", a_pdf("lama.pdf"))
    old = Document.objects.get()
    upload(applicant, file, "str", a_pdf("baru.pdf", pages=2), replace="1")
    assert names(file, "str") == ["baru.pdf"]
    old.refresh_from_db()
    assert old.removed_at is not None


def test_a_refused_replacement_leaves_the_old_paper(applicant, file):
    upload(applicant, file, "str", a_pdf("lama.pdf"))
    assert upload(applicant, file, "str", a_photo("baru.pdf"), replace="1").status_code == 400
    assert names(file, "str") == ["lama.pdf"]


def test_only_the_paper_found_unfit_is_replaced(applicant):
    returned = returned_for_its_ktp()
    unfit = returned.documents.answering_requirements().get(check_result="unfit")
    code = unfit.requirement_code
    page = applicant.get(page_of("edit_documents", returned))
    assert "Perlu diganti" in words(page) and unfit.check_note in words(page)
    others = returned.documents.answering_requirements().exclude(pk=unfit.pk).count()
    upload(applicant, returned, code, a_photo("ktp baru.jpg"), replace="1")
    assert names(returned, code) == ["ktp baru.jpg"]
    assert returned.documents.answering_requirements().count() == others + 1
    assert default_storage.exists(unfit.file.name)  # kept as evidence of what was sent


def test_a_paper_can_be_taken_off_a_draft(applicant, file, django_capture_on_commit_callbacks):
    upload(applicant, file, "str", a_pdf())
    paper = Document.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        send(applicant, page_of("remove_document", file, paper.uuid))
    assert names(file, "str") == [] and not default_storage.exists(paper.file.name)


def test_the_page_of_a_paper_that_was_taken_off_a_draft_is_not_found(
    applicant, file, django_capture_on_commit_callbacks
):
    upload(applicant, file, "str", a_pdf())
    paper = Document.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        send(applicant, page_of("remove_document", file, paper.uuid))
    assert fetch(applicant, f"/berkas/{paper.uuid}/").status_code == ABSENT


def test_taking_off_a_paper_that_another_tab_took_off_just_now_changes_nothing(file, user_named):
    factories.add_paper(file, file.standard.requirements[0])
    paper, by = Document.objects.get(), user_named("pemohon")
    remove_document(paper.uuid, by=by)
    before = factories.untouched(file)
    remove_document(paper.uuid, by=by)
    assert factories.untouched(file) == before


def test_nobody_else_takes_a_paper_off(signed_in, user_named, file):
    upload(signed_in("pemohon"), file, "str", a_pdf())
    paper = Document.objects.get()
    assert send(signed_in("pemohon2"), page_of("remove_document", file, paper.uuid)).status_code == ABSENT
    assert names(file, "str") == ["surat.pdf"]


def test_nothing_is_taken_off_a_sent_file(applicant):
    sent = factories.submitted()
    before = factories.untouched(sent)
    paper = sent.documents.first()
    assert send(applicant, page_of("remove_document", sent, paper.uuid)).url == page_of("file", sent)
    assert factories.untouched(sent) == before and paper in sent.documents.answering_requirements()


# Fetching


def test_a_paper_arrives_as_an_attachment_that_cannot_run(applicant):
    paper = factories.submitted().documents.get(requirement_code="str")
    answer = fetch(applicant, f"/berkas/{paper.uuid}/")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{paper.original_name}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "no-store"
    with default_storage.open(paper.file.name) as stored:
        assert answer.body == stored.read()


SEES = {
    "pemohon": 200,
    "loket.batam": 200,
    "kadis.batam": 200,
    "pemohon2": ABSENT,
    "loket.tanjungpinang": ABSENT,
    "opd.dinkes.batam": ABSENT,
}


@pytest.mark.parametrize("name", SEES)
def test_a_paper_is_there_only_for_who_may_see_the_file(signed_in, name):
    paper = factories.submitted().documents.first()
    assert fetch(signed_in(name), f"/berkas/{paper.uuid}/").status_code == SEES[name]


def test_before_sending_the_office_does_not_see_papers(signed_in, file):
    upload(signed_in("pemohon"), file, "str", a_pdf())
    paper = Document.objects.get()
    assert fetch(signed_in("loket.batam"), f"/berkas/{paper.uuid}/").status_code == ABSENT


def test_without_signing_in_a_paper_leads_to_the_sign_in_page(reference):
    paper = factories.submitted().documents.first()
    assert Client().get(f"/berkas/{paper.uuid}/").url.startswith("/akun/")


@pytest.mark.parametrize("kind", ["%00", "izin%00", "permit%0a", "..%5c"])
def test_no_other_printed_document_can_be_asked_for(applicant, kind):
    assert applicant.get(f"/permohonan/{factories.submitted().uuid}/{kind}.pdf").status_code == ABSENT


def test_an_officer_who_opens_a_paper_is_written_down(signed_in):
    paper = factories.submitted().documents.get(requirement_code="str")
    fetch(signed_in("pemohon"), f"/berkas/{paper.uuid}/")
    assert not JournalEntry.objects.filter(verb="document.viewed").exists()
    fetch(signed_in("loket.batam"), f"/berkas/{paper.uuid}/")
    assert JournalEntry.objects.filter(verb="document.viewed").count() == 1
