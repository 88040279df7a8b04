"""The minutes of a field visit: drafts, photographs with time and place, the report, the signatures, the PDFs."""

from decimal import Decimal

import pypdfium2
import pytest
from django.core.files.storage import default_storage

from applications import policies, tasks
from applications.actions import inspection as days
from applications.actions import inspection_minutes as minutes
from applications.invariants import RULES
from applications.models import Application, Inspection, InspectionPhoto
from applications.visits import proposal_from
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.rules import Incomplete, NotAllowed, Refused, WrongState
from tests.applications.visiting import (
    LEAD,
    SECOND,
    agreed,
    answers,
    fresh_visit,
    on_the_day,
    proposed,
    reported,
    second_officer,
    shot,
    signed,
)  # fmt: skip
from tests.factories import person, untouched
from tests.two_at_once import at_once

USUAL = pytest.mark.usefixtures("reference", "at_usual_moment")
COMMITTING = pytest.mark.usefixtures("own_database", "at_usual_moment")
NO = {"result": "no", "note": "Tiang terlalu dekat ke jalan."}


def told(occasion):
    rows = Message.objects.filter(occasion=f"applications/{occasion}", channel="inapp")
    return sorted(row.user.email.split("@")[0] for row in rows.select_related("user"))


def words_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as opened:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in opened).split())


def content_of(row) -> bytes:
    with default_storage.open(row.file) as opened:
        return opened.read()


# --- drafts ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@USUAL
def test_a_draft_is_kept_and_only_what_is_on_the_list():
    visit = agreed()
    before = untouched(visit.application)
    saved = minutes.save_inspection(
        visit.uuid, by=person(LEAD), version=visit.version, findings=" Tiang miring. ", result="nonsense",
        answers={"lokasi": {"result": "yes", "note": ""}, "strange": NO, "ukuran": {"result": "maybe", "note": "x" * 900}},
    )  # fmt: skip
    assert saved.checklist == {
        "lokasi": {"result": "yes", "note": ""},
        "ukuran": {"result": "", "note": "x" * 500},
    }
    assert (saved.findings, saved.result, saved.version, bool(saved.saved_at)) == (
        "Tiang miring.",
        "",
        visit.version + 1,
        True,
    )
    after = untouched(visit.application)  # no page of the file need be drawn again for a draft
    assert (after.change_count, after.messages, after.journal) == (
        before.change_count,
        before.messages,
        before.journal + 1,
    )


@pytest.mark.django_db
@USUAL
def test_a_stale_draft_is_refused():
    visit = agreed()
    minutes.save_inspection(visit.uuid, by=person(LEAD), answers={}, findings="Pertama.", version=visit.version)
    before = untouched(visit.application)
    with pytest.raises(WrongState, match="Rekan Anda"):
        minutes.save_inspection(visit.uuid, by=person(LEAD), answers={}, findings="Kedua.", version=visit.version)
    assert untouched(visit.application) == before and fresh_visit(visit).findings == "Pertama."


@pytest.mark.django_db
@USUAL
@pytest.mark.parametrize("name", ["pemohon", "kepala.pupr.batam", "opd.bapenda.batam", "verifikator.batam"])
def test_only_the_team_writes_photographs_and_reports(name):
    visit = agreed()
    before = untouched(visit.application)
    for act in (
        lambda: minutes.save_inspection(visit.uuid, by=person(name), answers={}),
        lambda: minutes.add_photos(visit.uuid, by=person(name), shots=[shot()]),
        lambda: minutes.report_inspection(visit.uuid, by=person(name)),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert untouched(visit.application) == before and not InspectionPhoto.objects.exists()


@pytest.mark.django_db
@USUAL
@pytest.mark.parametrize("point", [proposed, reported, signed])
def test_nothing_is_written_before_the_consent_nor_after_the_report(point):
    visit = point()
    before = untouched(visit.application)
    for act in (
        lambda: minutes.save_inspection(visit.uuid, by=person(LEAD), answers={}),
        lambda: minutes.add_photos(visit.uuid, by=person(LEAD), shots=[shot()]),
    ):
        with pytest.raises(WrongState):
            act()
    assert untouched(visit.application) == before


# --- report and signatures ------------------------------------------------------------------------------------------


@pytest.mark.django_db
@USUAL
def test_a_report_names_everything_that_is_missing():
    visit = agreed()
    before = untouched(visit.application)
    with on_the_day(), pytest.raises(Incomplete) as refused:
        minutes.report_inspection(
            visit.uuid, by=person(LEAD), answers=answers(visit, ukuran={"result": "no", "note": ""}, ruang={})
        )
    assert [label for label, _url in refused.value.gaps] == [
        "Tidak melanggar sempadan, ruang milik jalan, atau tata ruang",
        "Catatan untuk: Ukuran, luas, atau jumlah sesuai dengan permohonan",
        "Hasil peninjauan dengan kata-kata",
        "Kesimpulan",
    ]
    assert untouched(visit.application) == before and fresh_visit(visit).checklist == {}
    with pytest.raises(WrongState, match="hari peninjauannya"):
        minutes.report_inspection(visit.uuid, by=person(LEAD), answers=answers(visit), findings="Ada.", result="fit")
    assert untouched(visit.application) == before


@pytest.mark.django_db
@USUAL
def test_a_report_asks_everybody_for_the_signature():
    visit = reported(second_officer)
    assert (visit.state, visit.result, visit.reported_by) == ("reported", "fit", person(LEAD))
    assert told("minutes_to_sign") == [SECOND, "pemohon"]


@pytest.mark.django_db
@USUAL
def test_the_last_signature_finishes_and_owes_the_minutes():
    visit = reported(second_officer)
    with on_the_day():
        minutes.sign_inspection_as_team(visit.uuid, by=person(LEAD), seen_version=visit.version)
        minutes.sign_inspection_as_applicant(visit.uuid, by=person("pemohon"), remark="Setuju.")
        assert fresh_visit(visit).state == "reported"
        minutes.sign_inspection_as_team(visit.uuid, by=person(LEAD))  # twice is once
        done = minutes.sign_inspection_as_team(visit.uuid, by=person(SECOND))
    assert (done.state, bool(done.closed_at), done.applicant_remark) == ("signed", True, "Setuju.")
    assert [row.kind for row in visit.printed_documents.order_by("id")] == ["assignment", "minutes"]
    verbs = list(JournalEntry.objects.about(visit).values_list("verb", flat=True))
    assert verbs.count("inspection.team_signed") == 2 and verbs[-1] == "inspection.finished"
    assert [finding for rule in RULES for finding in rule()] == []
    # Rule 7: what they found is part of the opinion; the list of a desk says the same.
    file = Application.objects.marked_for(person(SECOND)).get(pk=visit.application_id)
    assert file.had_part and policies.worked_on_it(person(SECOND), file)
    assert not policies.worked_on_it(person("kadis.batam"), file)


@pytest.mark.django_db
@USUAL
def test_words_that_changed_since_they_were_read_are_not_signed():
    visit = reported()
    with on_the_day():
        minutes.reopen_inspection(visit.uuid, by=person(LEAD))
        current = fresh_visit(visit)
        minutes.report_inspection(visit.uuid, by=person(LEAD))
        before = untouched(visit.application)
        for act in (
            lambda: minutes.sign_inspection_as_team(visit.uuid, by=person(LEAD), seen_version=visit.version),
            lambda: minutes.sign_inspection_as_applicant(
                visit.uuid, by=person("pemohon"), seen_version=current.version
            ),
        ):
            with pytest.raises(WrongState):
                act()
    assert untouched(visit.application) == before


@pytest.mark.django_db
@USUAL
@pytest.mark.parametrize("name", ["pemohon", "kepala.pupr.batam", "verifikator.batam", "pemohon2"])
def test_nobody_signs_for_the_team(name):
    visit = reported()
    before = untouched(visit.application)
    with pytest.raises(NotAllowed):
        minutes.sign_inspection_as_team(visit.uuid, by=person(name))
    with pytest.raises(NotAllowed):
        minutes.reopen_inspection(visit.uuid, by=person(name))
    assert untouched(visit.application) == before


@pytest.mark.django_db
@USUAL
@pytest.mark.parametrize("name", [LEAD, "verifikator.batam", "pemohon2"])
def test_nobody_signs_for_the_applicant(name):
    visit = reported()
    before = untouched(visit.application)
    with pytest.raises(NotAllowed):
        minutes.sign_inspection_as_applicant(visit.uuid, by=person(name))
    assert untouched(visit.application) == before


@pytest.mark.django_db
@USUAL
def test_minutes_reopened_need_every_signature_again():
    visit = reported(second_officer)
    with on_the_day():
        minutes.sign_inspection_as_team(visit.uuid, by=person(LEAD))
        minutes.sign_inspection_as_applicant(visit.uuid, by=person("pemohon"), remark="Kurang satu tiang.")
        again = minutes.reopen_inspection(visit.uuid, by=person(SECOND))
    assert (again.state, again.applicant_signed_at, again.applicant_remark) == ("agreed", None, "")
    assert not visit.team.filter(signed_at__isnull=False).exists()
    assert again.findings == "Tiang berdiri di tanah sewaan."


@pytest.mark.django_db
@USUAL
def test_signed_minutes_stay():
    visit = signed()
    before = untouched(visit.application)
    for act in (
        lambda: minutes.reopen_inspection(visit.uuid, by=person(LEAD)),
        lambda: days.cancel_inspection(visit.uuid, by=person(LEAD), reason="Salah."),
        lambda: minutes.sign_inspection_as_team(visit.uuid, by=person(LEAD)),
    ):
        with pytest.raises(WrongState):
            act()
    assert untouched(visit.application) == before


@pytest.mark.django_db
@USUAL
def test_the_lead_keeps_a_photo_of_the_page_signed_on_paper():
    visit = reported(second_officer)
    before = untouched(visit.application)
    for name, photo in ((SECOND, shot()), (LEAD, None)):
        with pytest.raises(Refused):
            minutes.record_paper_signature(visit.uuid, by=person(name), shot=photo)
    assert untouched(visit.application) == before
    with on_the_day():
        minutes.record_paper_signature(visit.uuid, by=person(LEAD), shot=shot(caption="Halaman BAP"))
    visit = fresh_visit(visit)
    assert (bool(visit.applicant_signed_at), visit.applicant_signed_by) == (True, None)
    assert visit.photos.get().caption == "Halaman BAP"


@COMMITTING
def test_two_who_sign_last_at_the_same_moment_both_count_and_it_finishes_once():
    visit = reported(second_officer)
    with on_the_day():
        minutes.sign_inspection_as_applicant(visit.uuid, by=person("pemohon"))
        one, two = at_once(
            lambda: minutes.sign_inspection_as_team(visit.uuid, by=person(LEAD)),
            lambda: minutes.sign_inspection_as_team(visit.uuid, by=person(SECOND)),
        )
    assert (one.outcome(), two.outcome()) == ("done", "done")
    assert Inspection.objects.get(pk=visit.pk).state == "signed"
    assert not visit.team.filter(signed_at__isnull=True).exists()
    assert visit.printed_documents.filter(kind="minutes").count() == 1
    assert JournalEntry.objects.about(visit).filter(verb="inspection.finished").count() == 1


# --- what comes of it -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
@USUAL
@pytest.mark.parametrize(
    ("result", "verdict", "conditions"),
    [
        ("fit", "favourable", None),
        ("fit_if", "conditional", "Tiang terlalu dekat ke jalan."),
        ("unfit", "unfavourable", None),
    ],
)
def test_the_result_proposes_an_answer(result, verdict, conditions):
    visit = signed(result=result, ukuran=NO)
    proposal = proposal_from(visit.recommendation)
    assert (proposal["verdict"], proposal.get("conditions")) == (verdict, conditions)
    assert "6 Agustus 2026" in proposal["reasons"] and "Tiang berdiri di tanah sewaan." in proposal["reasons"]


@pytest.mark.django_db
@USUAL
def test_a_visit_that_is_not_finished_proposes_nothing():
    assert proposal_from(reported().recommendation) == {}


@pytest.mark.django_db
@USUAL
def test_the_letter_and_the_minutes_are_printed_and_the_right_people_told():
    visit = agreed(second_officer)
    assert tasks.render_documents() == 2  # the receipt, the letter
    assert told("assignment_ready") == [LEAD, SECOND]
    with on_the_day():
        minutes.add_photos(
            visit.uuid, by=person(LEAD),
            shots=[shot(caption="Tiang dari timur", latitude=Decimal("1.125139"), longitude=Decimal("104.03"))],
        )  # fmt: skip
        minutes.report_inspection(
            visit.uuid, by=person(LEAD), answers=answers(visit, ukuran=NO), findings="Tiang miring.", result="fit_if"
        )
        minutes.sign_inspection_as_team(visit.uuid, by=person(LEAD))
        minutes.sign_inspection_as_team(visit.uuid, by=person(SECOND))
        minutes.sign_inspection_as_applicant(visit.uuid, by=person("pemohon"), remark="Tiang akan digeser.")
        assert tasks.render_documents() == 1
    assert told("minutes_ready") == [LEAD, SECOND, "pemohon"]
    letter, bap = (words_of(content_of(row)) for row in visit.printed_documents.order_by("id"))
    for words in (
        visit.letter_number,
        "MENUGASKAN",
        "Jalan Raja Ali Haji No. 8",
        "Kamis, 6 Agustus 2026 pukul 09.00 WIB",
    ):
        assert words in letter, words
    for words in (
        visit.letter_number.replace("ST-", "BAP-"), "Tiang terlalu dekat ke jalan.", "Tiang miring.", "Sesuai dengan syarat",
        "Tiang dari timur", "1.125139, 104.030000", "Tiang akan digeser.", "bukan tanda tangan elektronik tersertifikasi",
        "Ketua tim", "Pemohon",
    ):  # fmt: skip
        assert words in bap, words
