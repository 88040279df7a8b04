"""A holder without account: what a counter may file about the permit, who is told, and who may act."""

from datetime import timedelta

import pytest

from agencies.models import Person
from applications import policies
from applications.actions import counter_sheet, later_filings, measures, objections, submission, verification
from applications.models import Application, Objection, Permit
from applications.notices.addressing import applicants, applicants_or_helpers
from applications.tasks import lapse_unanswered, remind_of_expiring_permits, render_documents
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.rules import NotAllowed, Refused
from tests.applications.filing import send, words
from tests.applications.helping import (
    FISHERMAN,
    NIK,
    VILLAGE,
    code_sent,
    consented,
    filled_in,
    for_holder,
    handed_to,
    helped,
    helped_permit,
    registered_here,
    signed_here,
    told,
)
from tests.applications.living import IN_TIME
from tests.factories import BATAM, add_post, all_fit, colleague, fresh, paper, person, untouched

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
DESK, LURAH = "petugas.tanjungriau", "lurah.tanjungriau"


def again(permit) -> Permit:
    return Permit.objects.get(pk=permit.pk)


# Filing about the permit


def test_a_letter_is_renewed_for_its_holder_and_news_go_to_his_telephone():
    old = helped_permit()
    assert applicants(old.application) == []
    before = len(told("sms"))
    with moved_to(IN_TIME):
        remind_of_expiring_permits()
        text = Message.objects.filter(channel="sms").latest("pk")
        assert (text.address, text.occasion) == (FISHERMAN["phone"], "applications/permit_runs_out")
        assert old.number in text.text and "Awang" not in text.text
        assert not Message.objects.filter(occasion="applications/permit_runs_out").exclude(channel="sms").exists()
        file = for_holder(old, "renewal")
        assert (file.kind, file.of_permit, file.person, file.filed_by) == (
            "renewal", old, old.application.person, person(DESK),
        )  # fmt: skip
        assert file.answers == old.application.answers and applicants(file) == []
        entry = JournalEntry.objects.about(file).get(verb="application.started")
        assert (entry.role, entry.agency, entry.facts["kind"]) == ("front_desk", "21.71.03.1003/KELURAHAN", "renewal")
        file = registered_here(filled_in(file))
        code = Message.objects.filter(occasion="applications/consent_code").latest("pk")
        assert "perpanjangan Surat Keterangan Domisili" in code.text
        new = signed_here(file).permit
    assert (again(old).status, new.status, new.holder_name) == ("superseded", "active", FISHERMAN["name"])
    assert told("sms")[before:] == ["permit_runs_out", "consent_code", "submitted", "registered"]


def test_what_may_not_be_begun_for_a_holder_leaves_nothing():
    permit = helped_permit()
    add_post(person("pemohon"), VILLAGE, "front_desk")
    before = Application.objects.count(), JournalEntry.objects.count()
    for how, refusal, says in (
        ({"nik": "2171035508900002"}, Refused, "Tidak ada izin perorangan"),
        ({"number": "470/9999/X"}, Refused, "Tidak ada izin perorangan"),
        ({"agency": BATAM, "by": "loket.batam"}, Refused, "tidak melayani wilayah"),
        ({"by": "verifikator.batam", "agency": BATAM}, NotAllowed, "Hanya petugas loket"),
        ({"kind": "renewal"}, Refused, "dapat diperpanjang mulai"),
        ({"kind": "duplicate"}, Refused, "Pilih dahulu sebabnya"),
        ({"kind": "closure", "words": " "}, Refused, "Tulis dahulu alasannya"),
        ({"kind": "new"}, Refused, "belum dapat diajukan"),
    ):
        with pytest.raises(refusal, match=says):
            for_holder(permit, **{"kind": "closure", "words": "Pindah."} | how)
    assert (Application.objects.count(), JournalEntry.objects.count()) == before
    permit.suspend()
    permit.save()
    with pytest.raises(Refused, match="sedang dibekukan"):
        for_holder(permit, "closure", words="Pindah.")
    Person.objects.filter(pk=permit.application.person_id).update(user=person(DESK))
    with pytest.raises(NotAllowed, match="data diri Anda sendiri"):
        for_holder(permit, "closure", words="Pindah.")
    assert Application.objects.count() == before[0]


def test_a_closure_needs_two_pages_and_a_copy_only_its_paper(client):
    permit, page = helped_permit(), "/loket/bantu/izin/"
    client.force_login(person(DESK))
    assert "Bantu pemegangnya" in words(client.get(f"/izin/{permit.uuid}/"))
    typed = {
        "number": f" {permit.number} ", "kind": "closure", "words": "Berhenti melaut.", "channel": "village",
        "identity_shown": "ktp", "nik": NIK, "phone": "0812 7000 9876", "consent": "code",
    }  # fmt: skip
    answer = send(client, page, **{**typed, "kind": "duplicate"})
    assert answer.status_code == 400 and "Pilih: izinnya hilang atau rusak." in words(answer)
    answer = send(client, page, **{**typed, "nik": "2171035508900002"})
    assert answer.status_code == 400 and "Tidak ada izin perorangan" in words(answer)
    assert not Application.objects.filter(kind="closure").exists()
    answer = send(client, page, **typed)
    file = Application.objects.get(kind="closure")
    assert answer["Location"] == f"/loket/bantu/{file.uuid}/kirim/"
    last = words(client.get(answer["Location"]))
    assert permit.number in last and "Berhenti melaut." in last and "Untuk keperluan" not in last
    send(client, answer["Location"], code=code_sent(), act="register")
    assert fresh(file).state == "registered"
    with pytest.raises(Refused, match="sedang berjalan"):
        for_holder(permit, "duplicate", cause="damaged")
    submission.withdraw_application(file.uuid, by=person(DESK))
    answer = send(client, page, **{**typed, "kind": "duplicate", "cause": "lost"})
    file = Application.objects.get(kind="duplicate")
    sheet = words(client.get(answer["Location"]))
    assert "Surat keterangan kehilangan" in sheet and "Kartu Keluarga" not in sheet and "Untuk keperluan" not in sheet
    code = file.requirements[0]["code"]
    name, content, inspected = paper(code, tuple(file.requirements[0]["formats"]))
    saved = counter_sheet.save_sheet(
        file.uuid, by=person(DESK), version=file.change_count, answers={"keperluan": "lain"}, originals=[code],
        uploads=[(code, inspected, content, name)],
    )  # fmt: skip
    assert saved.answers == permit.application.answers, "a copy takes the permit as it is"


# Who is told, who may act


def test_an_assisted_file_is_returned_and_about_to_lapse_and_the_counter_answers():
    file, desk = sent_for_him(), person(DESK)
    before = len(told("sms"))
    verification.return_application(file.uuid, by=desk, items=[{"on": "other", "code": "", "note": "KTP buram."}])
    assert applicants(fresh(file)) == [] and "submit" in policies.allowed(desk, fresh(file))
    with moved_to(now() + timedelta(days=31)):
        lapse_unanswered()
    with moved_to(now() + timedelta(days=54)):
        lapse_unanswered()
        assert told("sms")[before:] == ["returned", "lapse_near", "lapse_near"]
        submission.submit_application(file.uuid, by=desk)
    assert fresh(file).state == "submitted"
    assert not Message.objects.filter(user=desk, occasion__in=["applications/returned", "applications/lapse_near"])


def sent_for_him():
    file = consented(filled_in(helped()))
    submission.submit_application(file.uuid, by=person(DESK))
    return fresh(file)


def test_a_rejection_is_objected_to_with_the_letter_that_the_applicant_signed(monkeypatch, client):
    monkeypatch.setattr("applications.tasks.pdf_of", lambda printed: b"%PDF-")
    file = sent_for_him()
    all_fit(file, DESK)
    verification.register_application(file.uuid, by=person(DESK))
    verification.verify_application(file.uuid, by=person(DESK))
    signed_here(file, verdict="reject", reasons=["Bukan warga."], legal_basis="Perda")
    render_documents()
    assert told("sms")[-1] == "rejected"
    desk = person(DESK)
    assert "object" in policies.allowed(desk, fresh(file))
    before = untouched(file)
    with pytest.raises(Refused, match="ditandatangani atau dicap jempol"):
        objections.file_objection(file.uuid, by=desk, text="Ia warga sejak lahir.")
    with pytest.raises(NotAllowed):
        objections.file_objection(file.uuid, by=person("loket.batam"), text="Ia warga sejak lahir.")
    assert untouched(file) == before
    client.force_login(desk)
    page = words(client.get(f"/permohonan/{file.uuid}/keberatan/"))
    assert "Surat keberatan yang ditandatangani pemohon" in page
    name, content, inspected = paper("surat", ("pdf",))
    objections.file_objection(file.uuid, by=desk, text="Warga sejak lahir.", uploads=[(inspected, content, name)])
    entry = JournalEntry.objects.about(file).get(verb="objection.filed")
    assert (entry.role, entry.agency, Objection.objects.count()) == ("front_desk", "21.71.03.1003/KELURAHAN", 1)
    assert told("sms")[-1] == "objection_filed" and applicants(fresh(file)) == []


def test_without_telephone_the_counter_shall_tell_what_happens_to_the_permit():
    permit = helped_permit()
    Person.objects.filter(pk=permit.application.person_id).update(phone="")
    permit.application.assistance.phone = ""
    permit.application.assistance.save()
    with moved_to(IN_TIME):
        remind_of_expiring_permits()
    row = Message.objects.get(occasion="applications/permit_runs_out", channel="inapp")
    assert row.user == person(DESK) and row.subject.startswith("Sampaikan kepada pemohon")
    assert row.link == f"/izin/{permit.uuid}/" and told("sms")[-1] != "permit_runs_out"
    colleague("verifikator.tr", (VILLAGE, "verifier"))
    texts = {"reason": "Papan nama.", "legal_basis": "Pasal 12", "to_repair": "Pasang."}
    proposed = measures.propose_measure(again(permit).uuid, by=person("verifikator.tr"), kind="warning", **texts)
    measures.sign_measure(proposed.uuid, by=person(LURAH))
    row = Message.objects.get(occasion="applications/permit_warning", channel="inapp")
    assert row.user == person(DESK) and "Sampaikan" in row.subject


def test_a_family_that_holds_the_file_reads_the_reminder_and_the_holder_files(client):
    permit = helped_permit()
    laila = colleague("laila")
    handed_to(permit.application, laila)
    text = Message.objects.filter(channel="sms").latest("pk")
    assert (text.occasion, text.address) == ("applications/passed_to_family", FISHERMAN["phone"])
    with moved_to(IN_TIME):
        remind_of_expiring_permits()
        assert told("sms")[-1] == "permit_runs_out" and told("inapp", user=laila) == ["permit_runs_out"]
        assert not Message.objects.filter(occasion="applications/permit_runs_out", user=person(DESK)).exists()
        before = Application.objects.count()
        with pytest.raises(NotAllowed, match="Hanya pemegang izin ini"):
            later_filings.start_later_filing(permit.uuid, by=laila, kind="renewal")
        assert Application.objects.count() == before
        client.force_login(laila)
        page = words(client.get(f"/portofolio/izin/{permit.uuid}/"))
        assert "atas nama keluarga Anda" in page and "Perpanjang sekarang" not in page
        file = for_holder(permit, "renewal")
        assert applicants(file) == [], "the first hand-over was for that file alone"
        assert applicants(handed_to(consented(file), laila)) == [laila]


def test_an_officer_who_only_helped_is_never_among_the_applicants():
    permit = helped_permit()
    for file in (permit.application, for_holder(permit, "closure", words="Pindah."), helped(office=BATAM, code="SIPF")):
        assert person(DESK) not in applicants(file) and applicants(file) == []
        assert applicants_or_helpers(file) == [person(DESK)]
    nurul = person("pemohon")
    hers = helped(who={"nik": nurul.person.nik, "birth_on": nurul.person.birth_on})
    assert applicants(hers) == [nurul]
