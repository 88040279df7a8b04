"""The complaint desk and the unit: each act, who may, and what a refusal leaves as it was."""

from datetime import date

import pytest

from audit.models import JournalEntry
from complaints.actions import answering, desk, talking
from complaints.models import Complaint, ComplaintMessage, Finding
from notifications.models import Message
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests.complaints.living import DESK, agency, answered, category, fresh, received, routed, seen_by, verified
from tests.factories import person

pytestmark = pytest.mark.usefixtures("reference", "at_usual_moment")


def told(complaint, occasion):
    rows = Message.objects.filter(about=complaint.uuid, occasion=f"complaints/{occasion}", channel="inapp")
    return {row.user.email.split("@")[0] for row in rows.select_related("user")}


def verbs_of(complaint):
    return list(JournalEntry.objects.about(complaint).values_list("verb", flat=True))


def test_the_desk_verifies_and_routes_by_category_and_place():
    complaint = received("dampak-usaha")
    desk.verify_complaint(complaint.uuid, by=person(DESK), title="Bau limbah", category=category("dampak-usaha"))
    complaint = fresh(complaint)
    assert (complaint.state, complaint.title, complaint.duty, complaint.limit_days) == (
        "verified", "Bau limbah", "examination", 60,
    )  # fmt: skip
    desk.route_complaint(complaint.uuid, by=person(DESK))
    complaint = fresh(complaint)
    assert (complaint.state, complaint.holder_agency.code, complaint.holder_role) == ("routed", "DLH", "officer")
    assert told(complaint, "unit_routed") == {"opd.dlh.batam", "opd2.dlh.batam"}
    assert told(complaint, "head_copy") == {"kadis.batam"} and told(complaint, "routed") == {"pemohon"}
    assert seen_by("opd.dlh.batam") == {complaint} and seen_by("opd.pupr.batam") == set()
    with pytest.raises(NotAllowed):
        desk.route_complaint(complaint.uuid, by=person("opd.dlh.batam"), agency=agency("PUPR"), reason="Bukan kami.")
    assert fresh(complaint).routes.count() == 1


def test_a_person_routes_with_a_reason_and_the_former_unit_still_reads_it():
    complaint = routed("dampak-usaha")
    with pytest.raises(Refused, match="Tulis alasannya"):
        desk.route_complaint(complaint.uuid, by=person(DESK), agency=agency("PUPR"), reason=" ")
    assert fresh(complaint).holder_agency.code == "DLH"
    desk.route_complaint(complaint.uuid, by=person(DESK), agency=agency("PUPR"), reason="Soal saluran air.")
    complaint = fresh(complaint)
    assert (complaint.holder_agency.code, complaint.moved_with) == ("PUPR", "person")
    assert seen_by("opd.dlh.batam") == seen_by("opd.pupr.batam") == seen_by("kepala.pupr.batam") == {complaint}
    with pytest.raises(NotAllowed):
        answering.answer_complaint(complaint.uuid, by=person("opd.dlh.batam"), text="Terlambat.")
    with pytest.raises(WrongState, match="sudah ada pada unit itu"):
        desk.route_complaint(complaint.uuid, by=person(DESK), agency=agency("PUPR"), reason="Sekali lagi.")


def test_the_unit_takes_it_up_and_answers_and_the_reporter_reads_no_name():
    complaint = routed("dampak-usaha")
    officer = person("opd.dlh.batam")
    answering.take_up_complaint(complaint.uuid, by=officer)
    talking.write_to_reporter(complaint.uuid, by=officer, text="Kami periksa besok.")
    talking.write_note(complaint.uuid, by=officer, text="Pemilik kenal kepala bidang.")
    answering.answer_complaint(complaint.uuid, by=officer, text="Limbah ditutup.")
    complaint = fresh(complaint)
    assert (complaint.state, complaint.due_at, complaint.answered_by) == ("answered", None, officer)
    assert told(complaint, "answered") == {"pemohon"} and told(complaint, "desk_answered") == {DESK}
    lines = ComplaintMessage.objects.filter(complaint=complaint).exclude(side="note")
    assert [(line.side, line.agency.code) for line in lines] == [("unit", "DLH"), ("answer", "DLH")]
    mails = Message.objects.filter(about=complaint.uuid, user=person("pemohon"))
    assert not any(officer.full_name in mail.text or "Pemilik" in mail.text for mail in mails)
    assert "complaint.answered" in verbs_of(complaint)


def test_a_question_stops_the_days_and_the_unit_goes_on_after_it():
    complaint = routed("dampak-usaha")
    talking.ask_reporter(complaint.uuid, by=person("opd.dlh.batam"), text="Di gang mana?")
    complaint = fresh(complaint)
    assert (complaint.state, complaint.due_at, complaint.holder_agency) == ("waiting", None, None)
    assert told(complaint, "asked") == {"pemohon"}
    with pytest.raises(Refused, match="perlu dilengkapi"):
        talking.ask_reporter(received().uuid, by=person(DESK), text="")


def test_not_our_authority_names_who_is_and_ends_it():
    complaint = verified()
    with pytest.raises(Refused, match="instansi mana"):
        desk.pass_on_complaint(complaint.uuid, by=person(DESK), passed_to="")
    assert fresh(complaint).state == "verified"
    desk.pass_on_complaint(complaint.uuid, by=person(DESK), passed_to="BP Batam")
    complaint = fresh(complaint)
    assert (complaint.state, complaint.passed_to, complaint.due_at) == ("passed_on", "BP Batam", None)
    assert complaint.closed_at and told(complaint, "passed_on") == {"pemohon"}
    with pytest.raises(WrongState):
        talking.write_to_reporter(complaint.uuid, by=person(DESK), text="Halo")


def test_duplicates_are_merged_and_both_reporters_read_the_one_answer():
    main, other = routed(), received(by="pemohon2")
    with pytest.raises(Refused, match="tidak ada pada meja Anda"):
        desk.merge_complaint(other.uuid, by=person(DESK), into_number=received("pungli").number)
    desk.merge_complaint(other.uuid, by=person(DESK), into_number=main.number)
    other = fresh(other)
    assert (other.state, other.merged_into) == ("merged", main)
    assert told(other, "merged") == {"pemohon2"} and told(main, "took_in") == {"pemohon"}
    answering.answer_complaint(main.uuid, by=person(DESK), text="Loket ditambah.")
    assert other.thread.get(side="answer").text == "Loket ditambah." and told(other, "answered") == {"pemohon2"}


def test_a_part_becomes_a_complaint_of_its_own_with_the_same_reporter():
    complaint = verified(identity="confidential")
    part = desk.split_complaint(
        complaint.uuid, by=person(DESK), text="Data SK keliru.", category=category("data-salah")
    )
    assert part.split_from == complaint and part.number != complaint.number and part.secret == complaint.secret
    assert (part.reporter.user, part.identity, part.received_at) == (
        person("pemohon"), "confidential", complaint.received_at,
    )  # fmt: skip
    grave = desk.split_complaint(complaint.uuid, by=person(DESK), text="Diminta uang.", category=category("pungli"))
    assert grave.office.code == "INSPEKTORAT" and grave not in seen_by(DESK)
    facts = JournalEntry.objects.about(complaint).filter(verb="complaint.split").values_list("facts", flat=True)
    assert [fact["part"] for fact in facts] == [part.number]


def test_a_confidential_name_is_for_the_desk_alone_and_each_look_is_written_down():
    complaint = routed("dampak-usaha", identity="confidential")
    with pytest.raises(NotAllowed):
        talking.see_identity(complaint.uuid, by=person("opd.dlh.batam"), reason="Ingin tahu")
    with pytest.raises(Refused, match="mengapa identitas"):
        talking.see_identity(complaint.uuid, by=person(DESK), reason=" ")
    assert "complaint.identity_seen" not in verbs_of(complaint)
    seen = talking.see_identity(complaint.uuid, by=person(DESK), reason="Menelepon pelapor")
    assert seen.name == person("pemohon").full_name
    entry = JournalEntry.objects.about(complaint).get(verb="complaint.identity_seen")
    assert entry.actor == person(DESK).uuid and entry.facts["reason_sha256"]
    anonymous = received(identity="anonymous")
    with pytest.raises(NotAllowed):
        talking.see_identity(anonymous.uuid, by=person(DESK), reason="Menelepon pelapor")


def test_nobody_handles_what_is_about_themselves_nor_their_own_complaint():
    complaint = received(by="kadis.batam")
    assert seen_by("kadis.batam") == set() and seen_by(DESK) == {complaint}
    desk.verify_complaint(
        complaint.uuid, by=person("pengaduan.batam"), title="Loket", category=category("kode-etik"),
        about_user=person("inspektorat.batam"), about_agency=agency("DPMPTSP"),
    )  # fmt: skip
    complaint = fresh(complaint)
    assert complaint.is_grave and complaint.holder_agency.code == "INSPEKTORAT"
    assert seen_by("inspektorat.batam") == seen_by(DESK) == set() and seen_by("inspektur.batam") == {complaint}
    assert "inspektorat.batam" not in told(complaint, "unit_routed")
    with pytest.raises(NotAllowed):
        answering.answer_complaint(complaint.uuid, by=person("inspektorat.batam"), text="Tidak benar.")
    assert fresh(complaint).state == "routed"


def test_a_finding_names_its_kind_and_its_remedy_is_followed_until_it_is_done():
    complaint = answered("dampak-usaha", by="opd.dlh.batam")
    found = {"is_justified": True, "words": "Limbah dibuang ke parit.", "remedy": "Pasang saringan."}
    with pytest.raises(Refused, match="jenis maladministrasi"):
        answering.record_finding(complaint.uuid, by=person(DESK), **found)
    with pytest.raises(Refused, match="tanggal selesai"):
        answering.record_finding(complaint.uuid, by=person(DESK), kind="no_service", **found, due_on=date(2026, 8, 3))
    assert not Finding.objects.exists()
    finding = answering.record_finding(
        complaint.uuid, by=person("kadis.batam"), kind="no_service", **found, due_on=date(2026, 8, 20)
    )
    assert finding.agency.code == "DLH" and list(Finding.objects.owed()) == [finding]
    with pytest.raises(NotAllowed):
        answering.report_remedy(complaint.uuid, by=person("opd.dlh.batam"), words="Sudah.")
    answering.report_remedy(complaint.uuid, by=person(DESK), words="Saringan terpasang.")
    finding.refresh_from_db()
    assert (finding.done_on, finding.done_words) == (date(2026, 8, 4), "Saringan terpasang.")
    assert verbs_of(complaint)[-2:] == ["finding.recorded", "finding.done"]
    with pytest.raises(WrongState):
        answering.record_finding(complaint.uuid, by=person(DESK), is_justified=False, words="Ternyata tidak.")
    assert Complaint.objects.get().finding.is_justified
