"""One page for the counter and the verifier: marking papers, returning with one list, registering, verifying."""

from uuid import uuid4

import pytest
from django.urls import reverse

from applications.actions import drafting, verification
from applications.actions.submission import submit_application
from audit.models import JournalEntry
from ptsp_portal.lib.rules import Incomplete, NotAllowed, Refused
from tests.factories import (
    add_post,
    all_fit,
    fresh,
    person,
    registered,
    send_back_to_applicant,
    submitted,
    untouched,
    verified,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def papers_of(file):
    return list(file.documents.answering_requirements())


def marks(file, result="fit", note=""):
    fields = {}
    for document in papers_of(file):
        fields |= {f"result-{document.uuid}": result, f"note-{document.uuid}": note}
    return fields


def post(client, file, act, **fields):
    return client.post(reverse("applications:check", args=[file.uuid]), {"once": uuid4(), "act": act, **fields})


def results_of(file):
    return [document.check_result for document in papers_of(file)]


def test_every_paper_can_be_opened_and_marked(signed_in):
    file = submitted()
    text = signed_in("loket.batam").get(reverse("applications:check", args=[file.uuid])).content.decode()
    for document in papers_of(file):
        assert reverse("applications:document", args=[document.uuid]) in text
        assert text.count(f'name="result-{document.uuid}"') == 2
        assert f'name="note-{document.uuid}"' in text
    assert 'value="register"' in text and 'value="verify"' not in text


@pytest.mark.parametrize(("result", "note"), [("fit", ""), ("unfit", "Foto terpotong.")])
def test_each_result_is_kept(signed_in, result, note):
    file = submitted()
    first, *others = papers_of(file)
    response = post(
        signed_in("loket.batam"), file, "save", **{f"result-{first.uuid}": result, f"note-{first.uuid}": note}
    )
    assert response.status_code == 302
    first.refresh_from_db()
    assert (first.check_result, first.check_note, first.checked_by) == (result, note, person("loket.batam"))
    assert {document.check_result for document in others} == {"unchecked"}
    assert fresh(file).state == "submitted"


def test_the_rest_fits_with_one_press_and_what_was_found_unfit_stays(signed_in):
    file = submitted()
    first = papers_of(file)[0]
    client = signed_in("loket.batam")
    response = post(client, file, "all_fit", **{f"result-{first.uuid}": "unfit", f"note-{first.uuid}": "Buram."})
    assert response.url.endswith("#putuskan")
    assert sorted(results_of(file)) == ["fit"] * (len(papers_of(file)) - 1) + ["unfit"]
    assert fresh(file).state == "submitted"


def test_a_mark_may_be_corrected(signed_in):
    file = submitted()
    client = signed_in("loket.batam")
    post(client, file, "save", **marks(file, "unfit", "Buram."))
    post(client, file, "save", **marks(file, "fit", "Buram."))
    assert {(document.check_result, document.check_note) for document in papers_of(file)} == {("fit", "")}


def test_an_unfit_paper_without_a_note_is_refused_and_what_was_typed_stays(signed_in):
    file = submitted()
    first, second, *_others = papers_of(file)
    before = untouched(file)
    response = post(
        signed_in("loket.batam"), file, "save",
        **{f"result-{first.uuid}": "unfit", f"result-{second.uuid}": "unfit", f"note-{second.uuid}": "Halaman dua hilang."},
    )  # fmt: skip
    text = response.content.decode()
    assert response.status_code == 400
    assert "Halaman dua hilang." in text and f'href="#id_note-{first.uuid}"' in text
    assert untouched(file) == before and set(results_of(file)) == {"unchecked"}


def test_the_counter_registers_a_complete_file_in_one_go(signed_in):
    file = submitted()
    response = post(signed_in("loket.batam"), file, "register", **marks(file))
    file = fresh(file)
    assert response.url == reverse("applications:file", args=[file.uuid])
    assert file.state == "registered" and file.registered_by == person("loket.batam")
    notice = signed_in("loket.batam").get("/kerja/loket/").content.decode()
    assert file.registration_number in notice and reverse("applications:receipt", args=[file.uuid]) in notice


@pytest.mark.parametrize("result", ["", "unfit"])
def test_a_file_with_a_paper_that_is_not_fit_is_not_registered(signed_in, result):
    file = submitted()
    fields = marks(file)
    first = papers_of(file)[0]
    fields |= {f"result-{first.uuid}": result, f"note-{first.uuid}": "Buram." if result else ""}
    before = untouched(file)
    response = post(signed_in("loket.batam"), file, "register", **fields)
    assert response.status_code == 400
    assert f'href="#div_id_result-{first.uuid}"' in response.content.decode()
    assert untouched(file) == before and set(results_of(file)) == {"unchecked"}


def test_a_noted_repair_is_not_lost_by_pressing_register(signed_in):
    file = submitted()
    before = untouched(file)
    response = post(signed_in("loket.batam"), file, "register", other="Nomor telepon salah.", **marks(file))
    assert response.status_code == 400 and "Nomor telepon salah." in response.content.decode()
    assert untouched(file) == before


def test_every_note_is_kept_when_the_page_is_saved_and_shown_again(signed_in):
    file, client = submitted(), signed_in("loket.batam")
    notes = {
        "field-no_str": "Nomor STR tidak terdaftar.",
        "answer-wilayah": "fit",
        "other": "Telepon salah.\nTanda tangan kurang.",
    }
    response = post(client, file, "save", **notes, **marks(file))
    assert response.status_code == 302
    text = client.get(response.url).content.decode()
    assert "Nomor STR tidak terdaftar." in text and "Telepon salah.\nTanda tangan kurang." in text
    found = {check.field_code: (check.result, check.note) for check in file.field_checks.all()}
    assert found == {
        "no_str": ("unfit", "Nomor STR tidak terdaftar."), "wilayah": ("fit", ""),
        "_01": ("unfit", "Telepon salah."), "_02": ("unfit", "Tanda tangan kurang."),
    }  # fmt: skip
    post(client, file, "save", other="Telepon salah.", **marks(file))
    assert {check.field_code for check in file.field_checks.all()} == {"_01"}


def test_saving_the_same_answers_again_writes_nothing_about_them(signed_in):
    file, client = submitted(), signed_in("loket.batam")
    post(client, file, "save", **{"field-no_str": "Salah."})
    count = JournalEntry.objects.filter(verb="field.checked").count()
    post(client, file, "save", **{"field-no_str": "Salah."})
    assert JournalEntry.objects.filter(verb="field.checked").count() == count == 1


def test_an_answer_marked_unfit_needs_a_note_and_keeps_the_file_from_being_registered(signed_in):
    file, client = submitted(), signed_in("loket.batam")
    before = untouched(file)
    response = post(client, file, "save", **{"answer-no_str": "unfit"}, **marks(file))
    assert response.status_code == 400 and 'href="#id_field-no_str"' in response.content.decode()
    assert untouched(file) == before and not file.field_checks.exists()
    post(client, file, "save", **{"field-no_str": "Salah."}, **marks(file))
    before = untouched(file)
    assert post(client, file, "register", **{"field-no_str": "Salah."}, **marks(file)).status_code == 400
    with pytest.raises(Incomplete):
        verification.register_application(file.uuid, by=person("loket.batam"))
    assert untouched(file) == before
    assert post(client, file, "register", **{"answer-no_str": "fit"}, **marks(file)).status_code == 302
    assert fresh(file).state == "registered"


@pytest.mark.parametrize("results", [{"nosuch": ("fit", "")}, {"no_str": ("unfit", " ")}])
def test_a_result_of_no_field_or_without_a_note_is_refused(results):
    file = submitted()
    before = untouched(file)
    with pytest.raises(Refused):
        verification.check_fields(file.uuid, by=person("loket.batam"), results=results)
    with pytest.raises(NotAllowed):
        verification.check_fields(file.uuid, by=person("verifikator.batam"), results={"no_str": ("fit", "")})
    assert untouched(file) == before and not file.field_checks.exists()


def test_what_was_found_about_an_answer_ends_with_the_answer(signed_in):
    file, client = submitted(), signed_in("loket.batam")
    notes = {"field-no_str": "Salah.", "answer-wilayah": "fit", "answer-alamat_lokasi": "fit"}
    post(client, file, "return", **notes, **marks(file))
    assert {check.field_code for check in file.field_checks.all()} == {"wilayah", "alamat_lokasi"}
    answers = fresh(file).answers | {"alamat_lokasi": "Jalan Baru"}
    drafting.save_answers(file.uuid, by=person("pemohon"), answers=answers)
    assert {check.field_code for check in file.field_checks.all()} == {"wilayah"}


def test_after_registration_what_is_unfit_becomes_questions(signed_in):
    file, client = registered(), signed_in("verifikator.batam")
    first = papers_of(file)[0]
    fields = marks(file) | {f"result-{first.uuid}": "unfit", f"note-{first.uuid}": "Buram.", "field-no_str": "Salah."}
    response = post(client, file, "ask", **fields)
    assert response.url == reverse("applications:clarification", args=[file.uuid])
    assert set(file.questions.values_list("on", "code", "text")) == {
        ("document", first.requirement_code, "Buram."), ("field", "no_str", "Salah."),
    }  # fmt: skip
    assert fresh(file).state == "registered"
    assert "Buram." in client.get(response.url).content.decode()
    nothing = post(client, registered(), "ask")
    assert nothing.status_code == 400


def test_a_return_lists_every_paper_answer_and_other_thing_once(signed_in):
    file = submitted()
    first = papers_of(file)[0]
    fields = marks(file) | {f"result-{first.uuid}": "unfit", f"note-{first.uuid}": "Foto terpotong."}
    response = post(
        signed_in("loket.batam"), file, "return",
        **fields, **{"field-no_str": "Nomor STR tidak terdaftar.", "other": "Nomor telepon salah.\n\nTanda tangan kurang."},
    )  # fmt: skip
    assert response.status_code == 302
    file = fresh(file)
    assert (file.state, file.times_returned, file.holder) == ("returned", 1, "applicant")
    assert file.return_notices.get().items == [
        {"on": "document", "code": first.requirement_code, "note": "Foto terpotong."},
        {"on": "field", "code": "no_str", "note": "Nomor STR tidak terdaftar."},
        {"on": "other", "code": "", "note": "Nomor telepon salah."},
        {"on": "other", "code": "", "note": "Tanda tangan kurang."},
    ]


def test_a_return_without_anything_to_repair_is_refused(signed_in):
    file = submitted()
    before = untouched(file)
    response = post(signed_in("loket.batam"), file, "return", **marks(file))
    assert response.status_code == 400 and "sekurang-kurangnya satu hal" in response.content.decode()
    assert untouched(file) == before


def test_the_next_officer_sees_what_was_asked_before(signed_in):
    file = registered()
    send_back_to_applicant(file, "verifikator.batam", "Alamat praktik tidak lengkap.")
    submit_application(file.uuid, by=person("pemohon"))
    text = signed_in("verifikator.batam").get(reverse("applications:check", args=[file.uuid])).content.decode()
    assert "Alamat praktik tidak lengkap." in text


def test_verifying_asks_the_agencies(signed_in):
    file = registered(code="REKLAME")
    response = post(signed_in("verifikator.batam"), file, "verify", **marks(file))
    assert response.status_code == 302
    assert (fresh(file).state, file.recommendations.count()) == ("recommendation", 3)


@pytest.mark.parametrize(
    ("account", "make", "act", "status"),
    [
        ("verifikator.batam", submitted, "register", 403),
        ("loket.batam", registered, "verify", 403),
        ("kadis.batam", submitted, "register", 403),
        ("pemohon", submitted, "register", 404),
        ("loket.tanjungpinang", submitted, "register", 404),
        ("opd.dinkes.batam", submitted, "register", 404),
        ("opd.dinkes.batam", verified, "save", 302),
        ("loket.batam", verified, "register", 302),
    ],
)
def test_what_is_not_this_desks_turn_changes_nothing(signed_in, account, make, act, status):
    file = make()
    before = untouched(file)
    assert post(signed_in(account), file, act, **marks(file, "fit")).status_code == status
    assert untouched(file) == before


def test_an_officer_does_not_check_her_own_file_and_reads_why(signed_in):
    file = submitted()
    add_post(person("pemohon"), "dpmptsp-kota-batam", "front_desk")
    before = untouched(file)
    response = post(signed_in("pemohon"), file, "register", **marks(file))
    assert response.status_code == 403 and "petugas lain yang harus memprosesnya" in response.content.decode()
    assert untouched(file) == before


def test_pressing_twice_registers_once(signed_in):
    file = submitted()
    client = signed_in("loket.batam")
    form = {"once": uuid4(), "act": "register", **marks(file)}
    first = client.post(reverse("applications:check", args=[file.uuid]), form)
    number, before = fresh(file).registration_number, untouched(file)
    again = client.post(reverse("applications:check", args=[file.uuid]), form)
    assert (first.url, fresh(file).registration_number) == (again.url, number)
    assert untouched(file) == before


def test_a_page_of_a_file_that_moved_on_leads_to_where_it_is_now(signed_in):
    file = verified()
    response = signed_in("verifikator.batam").get(reverse("applications:check", args=[file.uuid]))
    assert response.url == reverse("applications:file", args=[file.uuid])


def test_a_paper_of_another_file_is_not_marked(signed_in):
    mine, other = submitted(), submitted(by="pemohon2")
    post(signed_in("loket.batam"), mine, "save", **marks(other))
    assert set(results_of(other)) == {"unchecked"}


def test_marks_survive_from_the_counter_to_the_verifier(signed_in):
    file = submitted()
    all_fit(file, "loket.batam")
    text = signed_in("loket.batam").get(reverse("applications:check", args=[file.uuid])).content.decode()
    assert text.count(" checked") == len(papers_of(file))
