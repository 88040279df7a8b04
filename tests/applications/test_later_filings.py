"""A permit is renewed, amended, copied, closed: what each ends in, and what is refused with nothing changed."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from applications.actions import corrections, decision, drafting, issuance, later_filings, submission
from applications.changes import changes_of, left_behind
from applications.invariants import RULES
from applications.models import Application, Fulfilment, Permit
from applications.permit_document import closure_doc, copy_doc, permit_doc
from audit.models import JournalEntry
from ptsp_portal.lib.moment import moved_to
from ptsp_portal.lib.rules import Incomplete, NotAllowed, Refused, WrongState
from tests.applications.living import (
    IN_TIME,
    LAST_DAY,
    LURAH,
    NOVEMBER_5,
    OFFICER,
    RUN_OUT,
    a_permit,
    begun,
    sent,
    signed,
    to_signing,
    to_the_end,
)
from tests.factories import fresh, next_standard, person, untouched

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def sound() -> list:
    return [finding for rule in RULES for finding in rule()]


def again(permit) -> Permit:
    return Permit.objects.get(pk=permit.pk)


def left_alone(permit) -> SimpleNamespace:
    """What a refusal must leave as it was."""
    return SimpleNamespace(
        status=again(permit).status,
        permits=Permit.objects.count(),
        files=Application.objects.count(),
        journal=JournalEntry.objects.count(),
    )


def start(permit, kind, by="pemohon"):
    return later_filings.start_later_filing(permit.uuid, by=person(by), kind=kind)


# What each ends in.
def test_a_renewal_goes_on_from_the_old_permits_last_day_and_takes_its_place():
    old = a_permit()
    with moved_to(IN_TIME):
        file = begun(old, "renewal")
        assert (file.kind, file.of_permit, file.holder_name, file.person) == (
            "renewal",
            old,
            "",
            old.application.person,
        )
        assert file.answers == old.application.answers
        assert not file.documents.filter(requirement_code="izin_lama").exists()
        submission.submit_application(file.uuid, by=person("pemohon"))
        new = to_the_end(file).permit
    assert (old.valid_until, new.valid_until) == (date(2027, 2, 4), date(2027, 8, 4))
    assert new.number != old.number and new.verification_code != old.verification_code
    assert (again(old).status, new.status) == ("superseded", "active")
    assert ("Menggantikan", f"izin nomor {old.number}, terbit 4 Agustus 2026") in permit_doc(new.application)["about"]
    assert JournalEntry.objects.about(old.application).filter(verb="permit.superseded").count() == 1
    assert sound() == []


def test_a_renewal_filed_in_time_and_signed_too_late_runs_from_the_day_of_issue():
    old = a_permit()
    with moved_to(LAST_DAY):
        file = to_signing(sent(old, "renewal"))
    with moved_to(RUN_OUT):
        new = signed(file).permit
    assert (new.issued_on, new.valid_until) == (date(2027, 2, 5), date(2027, 8, 5))
    assert again(old).status == "superseded"


def test_an_amendment_keeps_the_last_day_and_shows_old_beside_new():
    old = a_permit()
    file = sent(old, "amendment", keperluan="Melamar pekerjaan di kapal")
    (change,) = changes_of(file)
    assert (change.label, change.new) == ("Untuk keperluan", "Melamar pekerjaan di kapal")
    assert change.old == old.application.answers["keperluan"] != change.new
    new = to_the_end(file).permit
    assert (new.valid_until, new.number != old.number) == (old.valid_until, True)
    assert (again(old).status, sound()) == ("superseded", [])


def test_a_copy_has_the_permits_number_and_code_and_asks_no_agency():
    permit = a_permit()
    file = begun(permit, "duplicate", cause="lost")
    assert [each["code"] for each in file.requirements] == ["surat_kehilangan"]
    submission.submit_application(file.uuid, by=person("pemohon"))
    file = to_the_end(file)
    assert (file.state, file.issued_permit, Permit.objects.count()) == ("issued", permit, 1)
    assert again(permit).status == "active"
    assert list(file.printed_documents.values_list("kind", flat=True).order_by("kind")) == ["duplicate", "receipt"]
    doc, original = copy_doc(file), permit_doc(permit.application)
    assert doc["conditions"] == original["conditions"]
    assert (doc["number"], doc["verification"]["code"]) == (original["number"], original["verification"]["code"])
    assert ("Atas permohonan", f"{file.registration_number} (izin hilang)") in doc["copy"]
    act = Fulfilment.objects.get()
    assert (act.permit, act.signed_by, str(file.applicant_label)) == (
        permit,
        person(LURAH),
        "Selesai – salinan izin terbit",
    )
    assert sound() == []


def test_a_closure_ends_the_permit_with_a_letter_in_its_holders_words():
    permit = a_permit()
    file = to_the_end(sent(permit, "closure"))
    assert (file.state, again(permit).status, file.issued_permit) == ("issued", "closed", permit)
    doc = closure_doc(file)
    assert (doc["number"], doc["reason"]) == (file.registration_number, "Pindah ke kota lain.")
    assert ("Nomor izin", permit.number) in doc["about"]
    assert not file.recommendations.exists()
    assert sound() == []


def test_only_a_police_letter_makes_a_loss_complete_and_a_closure_says_why():
    permit = a_permit()
    lost = start(permit, "duplicate")
    with pytest.raises(Refused, match="hilang atau rusak"):
        later_filings.state_cause(lost.uuid, by=person("pemohon"), cause="stolen")
    later_filings.state_cause(lost.uuid, by=person("pemohon"), cause="lost")
    with pytest.raises(Incomplete) as refused:
        submission.submit_application(lost.uuid, by=person("pemohon"))
    assert [what for what, _link in refused.value.gaps] == [
        "Dokumen belum ada: Surat keterangan kehilangan dari kepolisian"
    ]
    closing = start(permit, "closure")
    with pytest.raises(Refused, match="alasannya"):
        later_filings.state_cause(closing.uuid, by=person("pemohon"), words="  ")
    with pytest.raises(Incomplete) as refused:
        submission.submit_application(closing.uuid, by=person("pemohon"))
    assert [what for what, _link in refused.value.gaps] == ["Belum ditulis: mengapa izinnya ditutup"]
    assert fresh(lost).state == fresh(closing).state == "draft"
    with pytest.raises(Refused, match="isi izin itu sendiri"):
        drafting.save_answers(closing.uuid, by=person("pemohon"), answers={})


def test_answers_that_the_present_form_does_not_take_are_named_and_left_behind():
    permit = a_permit()
    fields = [dict(each) for each in permit.application.standard.fields]
    gone = next(each for each in fields if each["code"] == "keperluan")
    changed = next(each for each in fields if each["type"] == "choice")
    fields.remove(gone)
    changed["choices"] = ["Asrama"]
    next_standard("SK-DOMISILI", fields=fields)
    with moved_to(IN_TIME):
        file = start(permit, "renewal")
    assert left_behind(file) == [gone["label_id"], changed["label_id"]] or left_behind(file) == [
        changed["label_id"],
        gone["label_id"],
    ]
    assert not {"keperluan", changed["code"]} & set(file.answers)
    assert file.answers.items() <= permit.application.answers.items() and file.answers


def test_what_was_corrected_on_the_permit_is_carried_over_as_it_reads_now():
    permit = a_permit()
    reads = permit.application.answers["keperluan"] + " (benar)"
    proposed = corrections.propose_correction(
        permit.uuid, by=person(OFFICER), values={"field:keperluan": reads}, reason="Salah ketik."
    )
    corrections.sign_correction(proposed.uuid, by=person(LURAH))
    with moved_to(IN_TIME):
        file = start(permit, "renewal")
    assert file.answers["keperluan"] == reads and changes_of(file) == []


def test_a_draft_that_was_begun_is_taken_up_again_and_its_holder_stays():
    permit = a_permit()
    file = start(permit, "amendment")
    assert start(permit, "amendment") == file
    business = person("pemohon").person.representations.get().business
    with pytest.raises(Refused, match="tidak dapat diganti"):
        drafting.choose_business(file.uuid, by=person("pemohon"), business=business)
    assert fresh(file).business is None


# What is refused.
def test_nobody_but_the_holder_files_about_a_permit():
    permit = a_permit()
    before = left_alone(permit)
    for name in ("pemohon2", "petugas.tanjungriau", "lurah.tanjungriau", "gubernur"):
        with pytest.raises(NotAllowed, match="pemegang izin"):
            start(permit, "closure", by=name)
    assert left_alone(permit) == before


def test_the_renewal_has_its_time_and_the_refusal_names_both_ends():
    permit = a_permit()
    before = left_alone(permit)
    with moved_to(NOVEMBER_5), pytest.raises(Refused, match="6 November 2026 sampai Kamis, 4 Februari 2027"):
        start(permit, "renewal")
    with moved_to(RUN_OUT):
        for kind in ("renewal", "amendment", "duplicate", "closure"):
            with pytest.raises(Refused, match="habis pada Kamis, 4 Februari 2027"):
                start(permit, kind)
    assert left_alone(permit) == before
    with moved_to(LAST_DAY):
        file = begun(permit, "renewal")
    with moved_to(RUN_OUT), pytest.raises(Refused, match="sudah habis"):
        submission.submit_application(file.uuid, by=person("pemohon"))
    assert fresh(file).state == "draft"


def test_a_permit_without_an_end_needs_no_renewal():
    next_standard("SK-DOMISILI", validity_months=None)
    permit = a_permit()
    before = left_alone(permit)
    with pytest.raises(Refused, match="tanpa batas waktu"):
        start(permit, "renewal")
    with pytest.raises(Refused, match="belum dapat diajukan"):
        start(permit, "new")
    assert left_alone(permit) == before


def test_while_one_filing_runs_no_other_begins_or_is_sent():
    permit = a_permit()
    with moved_to(IN_TIME):
        renewal, other = begun(permit, "renewal"), begun(permit, "duplicate")
        running = sent(permit, "amendment", keperluan="Lain")
        before, file_before = left_alone(permit), untouched(renewal)
        words = f"perubahan nomor {running.reference}"
        for kind in ("renewal", "closure", "amendment"):
            with pytest.raises(Refused, match=words):
                start(permit, kind)
        for file in (renewal, other):
            with pytest.raises(Refused, match=words):
                submission.submit_application(file.uuid, by=person("pemohon"))
        assert (left_alone(permit), untouched(renewal)) == (before, file_before)
        with pytest.raises(IntegrityError, match="one_running_filing_per_permit"), transaction.atomic():
            Application.objects.filter(pk=renewal.pk).update(submitted_at=IN_TIME)
        submission.withdraw_application(running.uuid, by=person("pemohon"))
        submission.submit_application(renewal.uuid, by=person("pemohon"))
    assert fresh(renewal).state == "submitted"


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        (["suspend"], "sedang dibekukan"),
        (["revoke"], "sudah dicabut"),
        (["supersede"], "sudah diganti"),
        (["close"], "sudah ditutup"),
    ],
)
def test_a_permit_that_is_not_in_force_takes_no_filing_and_the_head_can_only_reject(steps, words):
    permit = a_permit()
    with moved_to(IN_TIME):
        draft, file = begun(permit, "closure"), to_signing(sent(permit, "renewal"))
        for step in steps:
            row = again(permit)
            getattr(row, step)()
            row.save()
        before, file_before = left_alone(permit), untouched(file)
        for kind in ("renewal", "amendment", "duplicate", "closure"):
            with pytest.raises(Refused, match=words):
                start(permit, kind)
        with pytest.raises(Refused, match=words):
            submission.submit_application(draft.uuid, by=person("pemohon"))
        with pytest.raises(WrongState, match=words):
            signed(file)
        assert (left_alone(permit), untouched(file)) == (before, file_before)
        assert fresh(draft).state == "draft"
        issuance.reject_application(file.uuid, by=person(LURAH), reasons=["Izin tidak berlaku."], legal_basis="Pasal 1")
    assert (fresh(file).state, Permit.objects.count()) == ("rejected", 1)


def test_an_amendment_of_a_permit_that_ran_out_meanwhile_is_not_signed():
    permit = a_permit()
    with moved_to(LAST_DAY):
        file = to_signing(sent(permit, "amendment", keperluan="Lain"))
    before = untouched(file)
    with moved_to(RUN_OUT), pytest.raises(WrongState, match="sudah habis"):
        signed(file)
    assert (untouched(file), again(permit).status) == (before, "active")


def test_what_the_head_did_on_a_permit_is_never_rewritten():
    file = to_the_end(sent(a_permit(), "duplicate"))
    for change in (lambda rows: rows.update(signer_name="x"), lambda rows: rows.delete()):
        with pytest.raises(Exception, match="pgtrigger"), transaction.atomic():
            change(Fulfilment.objects.filter(application=file))
    assert Fulfilment.objects.get().signer_name == person(LURAH).full_name


def test_a_copy_takes_no_conditions_of_its_own():
    file = to_signing(sent(a_permit(), "duplicate"))
    decision.send_back_decision(file.uuid, by=person(LURAH), reason="Periksa lagi.")
    before = untouched(file)
    with pytest.raises(Refused, match="kata demi kata"):
        decision.draft_decision(file.uuid, by=person(OFFICER), verdict="issue", conditions=["Lapor."], ready=True)
    assert untouched(file) == before
