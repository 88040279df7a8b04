"""Answering the survey: once for each finished file, on paper once for each sheet, at the kiosk; nobody can tell whose it was."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from applications.models import PermitType
from audit.models import JournalEntry
from complaints.actions import survey as acts
from complaints.actions.survey import Answer, answer_at_kiosk, answer_survey_by_link, enter_sheet
from complaints.models import (
    AnsweredFile,
    Element,
    Questionnaire,
    SurveyAction,
    SurveyQuestion,
    SurveyResponse,
    SurveySetting,
    SurveySheet,
    SurveySuggestion,
)
from ptsp_portal.lib.rules import Incomplete, NotAllowed, Refused, WrongState
from tests.complaints.surveying import PROFILE, finished, said, with_kiosk
from tests.factories import BATAM, colleague, person, submitted, verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
TODAY = date(2026, 8, 4)


def kept() -> tuple:
    """How much the survey holds: unchanged after every refusal."""
    models = (SurveyResponse, AnsweredFile, SurveySheet, SurveySuggestion, SurveyAction, JournalEntry)
    return tuple(model.objects.count() for model in models)


@pytest.fixture
def batam(office_of):
    return office_of(BATAM)


def test_a_finished_file_is_answered_for_once_and_the_answer_knows_neither_file_nor_person_nor_hour():
    file = finished()
    answer_survey_by_link(file.uuid, "link", said(3, suggestion="Kursinya\0  kurang.", biaya=4))
    row = SurveyResponse.objects.get()
    assert (row.office, row.permit_type, row.on, row.channel) == (file.office, file.permit_type, TODAY, "link")
    assert (row.score_biaya, row.score_waktu, row.age, row.hours) == (4, 3, "30-39", "08-12")
    suggestion = SurveySuggestion.objects.get()
    assert (suggestion.text, suggestion.month, suggestion.decision) == ("Kursinya kurang.", date(2026, 8, 1), "waiting")
    entry = JournalEntry.objects.filter(verb="survey.answered").get()
    assert (entry.subject, entry.actor, entry.facts) == (file.office.uuid, None, {"channel": "link"})
    before = kept()
    with pytest.raises(WrongState, match="sudah diisi"):
        answer_survey_by_link(file.uuid, "download", said(1))
    assert kept() == before
    # No column of an answer, and none of what stands beside it, leads to a file, to a person or to another row of the survey.
    for model in (SurveyResponse, SurveySuggestion, AnsweredFile, SurveySheet):
        led_to = {field.related_model.__name__ for field in model._meta.fields if field.related_model}
        assert led_to <= {"Agency", "Questionnaire", "PermitType", "User"}, model
    assert not [field for field in SurveyResponse._meta.fields if field.get_internal_type() == "DateTimeField"]
    assert str(file.uuid) not in str(AnsweredFile.objects.values().get())


def test_an_unfinished_file_and_an_answer_with_gaps_are_refused():
    running, ended = submitted(), finished()
    before = kept()
    with pytest.raises(WrongState, match="belum selesai"):
        answer_survey_by_link(running.uuid, "link", said())
    for scores in ({"waktu": None}, {"waktu": 5}, {"waktu": 0}):
        with pytest.raises(Incomplete) as refused:
            answer_survey_by_link(ended.uuid, "link", said(**scores))
        assert [label for label, _url in refused.value.gaps] == ["Waktu penyelesaian"]
    assert kept() == before


def test_the_desks_of_a_file_are_the_agencies_that_were_asked():
    file = verified()
    file.withdraw()
    file.closed_at = file.submitted_at
    file.save()
    answer_survey_by_link(file.uuid, "link", said())
    assert SurveyResponse.objects.get().desks == [file.recommendations.get().agency_id]


def test_the_database_keeps_answers_as_they_were_and_scores_in_their_range(batam):
    answer_survey_by_link(finished().uuid, "link", said())
    row, sheet = SurveyResponse.objects.get(), {"office": batam, "number": "1", "entered_by": person("loket.batam")}
    for write in (
        lambda: SurveyResponse.objects.update(score_waktu=1),
        lambda: row.delete(),
        lambda: AnsweredFile.objects.all().delete(),
        lambda: SurveyQuestion.objects.update(question="Lain"),
    ):
        with pytest.raises(InternalError, match="pgtrigger"), transaction.atomic():
            write()
    about = {"office": batam, "questionnaire": row.questionnaire, "on": TODAY, "channel": "paper"}
    SurveySheet.objects.create(**sheet)
    for broken in (
        lambda: SurveyResponse.objects.create(**about, score_waktu=5),
        lambda: SurveyResponse.objects.create(**about),
        lambda: SurveySheet.objects.create(**sheet),
        lambda: AnsweredFile.objects.create(token_hash=AnsweredFile.objects.get().token_hash),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()


def test_a_paper_sheet_goes_in_once_with_its_gaps_and_without_its_typist(batam):
    clerk, permit_type = person("loket.batam"), PermitType.objects.get(code="SIPF")
    sheet = {"by": clerk, "number": "a-017", "on": TODAY - timedelta(days=3), "permit_type": permit_type}
    enter_sheet(batam.pk, **sheet, answer=Answer({"waktu": 2, "biaya": None}, PROFILE | {"hours": "13-17"}))
    row = SurveyResponse.objects.get()
    assert (row.channel, row.score_waktu, row.score_biaya, row.hours) == ("paper", 2, None, "13-17")
    assert row.on == TODAY - timedelta(days=3)
    assert SurveySheet.objects.get().number == "A-017" and SurveySheet.objects.get().entered_by == clerk
    before = kept()
    for changes, refusal in (
        ({"number": "A-017 "}, "A-017 sudah dimasukkan"),
        ({"number": "A-018", "on": TODAY + timedelta(days=1)}, "Tanggal pengisian"),
        ({"number": "A-018", "on": TODAY - timedelta(days=400)}, "Tanggal pengisian"),
        ({"number": "A-018", "answer": Answer({"waktu": None}, PROFILE)}, "Belum ada unsur"),
        ({"number": "A-018", "by": person("verifikator.batam")}, "petugas kantor"),
        ({"number": "A-018", "by": person("loket.tanjungpinang")}, "petugas kantor"),
    ):
        with pytest.raises(Refused, match=refusal):
            enter_sheet(batam.pk, **{"answer": said()} | sheet | changes)
    assert kept() == before


def test_a_kiosk_takes_answers_only_where_the_office_opened_it(batam):
    before = kept()
    with pytest.raises(Refused, match="belum dibuka"):
        answer_at_kiosk(batam.pk, said())
    assert kept() == before
    with_kiosk(batam)
    answer_at_kiosk(batam.pk, said())
    assert SurveyResponse.objects.get().permit_type is None


def test_the_questions_are_data_and_an_office_may_have_its_own_version(batam, office_of):
    national = Questionnaire.objects.in_force(batam, TODAY)
    assert list(national.questions.values_list("element", flat=True)) == Element.values
    cost = national.questions.get(element="biaya")
    assert cost.choices == [(1, "Sangat mahal"), (2, "Cukup mahal"), (3, "Murah"), (4, "Gratis")]
    own = Questionnaire.objects.create(office=batam, version=1, from_on=TODAY)
    assert Questionnaire.objects.in_force(batam, TODAY) == own
    assert Questionnaire.objects.in_force(batam, TODAY - timedelta(days=1)) == national
    assert Questionnaire.objects.in_force(office_of("kelurahan-tanjung-riau"), TODAY) == national


def test_a_plan_is_made_by_those_who_answer_for_the_office_and_followed_until_done(batam):
    head, desk = person("kadis.batam"), colleague("pengaduan", (BATAM, "complaint_officer"))
    line = {"element": "waktu", "what": "Loket kedua dibuka pada pagi hari.", "who": "Kasi Pelayanan", "due_on": TODAY}
    plan = acts.plan_improvement(batam.pk, by=desk, **line)
    before = kept()
    with pytest.raises(Refused, match="sudah lewat"):
        acts.plan_improvement(batam.pk, by=head, **line | {"due_on": TODAY - timedelta(days=1)})
    for stranger in ("loket.batam", "gubernur", "verifikator.tanjungpinang"):
        with pytest.raises(NotAllowed, match="petugas pengaduan"):
            acts.plan_improvement(batam.pk, by=person(stranger), **line)
        with pytest.raises(NotAllowed):
            acts.finish_improvement(plan.uuid, by=person(stranger), words="Sudah.")
    assert kept() == before
    done = acts.finish_improvement(plan.uuid, by=head, words="Loket kedua buka sejak Senin.")
    assert (done.done_on, done.done_by) == (TODAY, head)
    with pytest.raises(WrongState, match="sudah ditandai"):
        acts.finish_improvement(plan.uuid, by=desk, words="Lagi.")
    assert SurveyAction.objects.get().done_words == "Loket kedua buka sejak Senin."


def test_suggestions_and_settings_are_decided_by_the_office_alone(batam):
    with_kiosk(batam)
    answer_at_kiosk(batam.pk, said(suggestion="Tambah kursi."))
    suggestion = SurveySuggestion.objects.get()
    for stranger in ("loket.batam", "gubernur"):
        with pytest.raises(NotAllowed):
            acts.decide_suggestion(suggestion.uuid, by=person(stranger), shown=True)
        with pytest.raises(NotAllowed):
            acts.save_survey_setting(batam.pk, by=person(stranger), weights="literal", kiosk_on=False)
    assert SurveySuggestion.objects.get().decision == "waiting" and SurveySetting.objects.get().weights == "exact"
    assert acts.decide_suggestion(suggestion.uuid, by=person("kadis.batam"), shown=True).decision == "shown"
    acts.save_survey_setting(batam.pk, by=person("admin.batam"), weights="literal", kiosk_on=False)
    assert (SurveySetting.objects.get().weights, SurveySetting.objects.get().kiosk_on) == ("literal", False)
