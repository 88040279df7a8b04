"""A requirement is answered with a paper that the same holder brought before: a copy, offered only to that holder."""

from datetime import timedelta
from pathlib import Path

import pytest

from applications.actions import drafting, verification
from applications.actions.drafting import use_document_again
from applications.models import Document
from applications.used_before import used_before_for
from ptsp_portal.lib.moment import moved_to
from ptsp_portal.lib.rules import Refused
from tests.applications.filing import ABSENT, links, page_of, send, words
from tests.factories import draft, fresh, next_standard, person, send_back_to_applicant, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def offered(file) -> dict:
    return {code: [each.original_name for each in papers] for code, papers in used_before_for(file).items()}


def test_a_paper_is_used_again_as_a_file_of_its_own(signed_in, django_capture_on_commit_callbacks):
    old = submitted().documents.get(requirement_code="ktp")
    file, client = draft("SIPA"), signed_in("pemohon")
    page = client.get(page_of("edit_documents", file))
    assert "Pakai yang pernah diunggah (Selasa, 4 Agustus 2026)" in words(page)
    answer = send(client, page_of("use_again", file, old.uuid), requirement="ktp")
    assert answer.url == page_of("edit_documents", file) + "#ktp"
    new = file.documents.get()
    assert (new.requirement_code, new.sha256, new.uploaded_by) == ("ktp", old.sha256, person("pemohon"))
    assert new.file.name != old.file.name and Path(new.file.path).read_bytes() == Path(old.file.path).read_bytes()
    assert page_of("use_again", file, old.uuid) not in client.get(page_of("edit_documents", file)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        drafting.remove_document(new.uuid, by=person("pemohon"))
    assert not Path(new.file.path).exists() and Path(old.file.path).exists()
    assert {f"/berkas/{old.uuid}/"} <= links(client.get(page_of("edit_documents", file)))


def test_only_the_same_holders_sent_and_sound_papers_are_offered():
    file = submitted()
    mine, theirs = draft(), draft(by="pemohon2")
    business = person("pemohon").person.representations.get().business
    for_business = draft(business=business)
    assert "ktp" in offered(mine)
    assert offered(theirs) == offered(for_business) == {}
    ktp = file.documents.get(requirement_code="ktp")
    for other in (theirs, for_business):
        with pytest.raises(Refused, match="tidak dapat dipakai lagi"):
            use_document_again(other.uuid, by=other.filed_by, requirement_code="ktp", document_uuid=ktp.uuid)
    with pytest.raises(Refused, match="tidak dapat dipakai lagi"):  # for another requirement
        use_document_again(mine.uuid, by=person("pemohon"), requirement_code="str", document_uuid=ktp.uuid)
    assert Document.objects.filter(application__in=[mine, theirs, for_business]).count() == 0
    results = {ktp.uuid: ("unfit", "Buram.")}
    verification.check_documents(file.uuid, by=person("loket.batam"), results=results)
    assert "ktp" not in offered(mine) and "str" in offered(mine)
    send_back_to_applicant(fresh(file), "loket.batam")
    drafting.remove_document(file.documents.get(requirement_code="str").uuid, by=person("pemohon"))
    assert "str" not in offered(mine)
    with moved_to(file.submitted_at + timedelta(days=731)):
        assert offered(mine) == {}


def test_the_same_name_is_enough_and_a_letter_about_one_event_is_never_offered(django_assert_num_queries):
    submitted()
    standard = draft().standard
    requirements = [dict(each) for each in standard.requirements]
    requirements[0]["code"] = "identitas"
    requirements[1]["when"] = "lost"
    requirements[1]["for"] = ["new"]
    next_standard("SIPF", requirements=requirements)
    file = draft()
    with django_assert_num_queries(2):
        found = offered(file)
    assert found["identitas"] == ["ktp.pdf"] and requirements[1]["code"] not in found


def test_nobody_reaches_a_strangers_paper(signed_in):
    old = submitted().documents.get(requirement_code="ktp")
    file, client = draft(by="pemohon2"), signed_in("pemohon2")
    assert send(client, page_of("use_again", file, old.uuid), requirement="ktp").status_code == ABSENT
    assert not file.documents.exists()
