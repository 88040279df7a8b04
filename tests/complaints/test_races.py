"""Two acts on one complaint at the same moment, each in a forced order: one thing happens, once."""

from datetime import timedelta

import pytest

from complaints.actions import answering, desk, reporting
from complaints.actions.clock import close_silent, follow_file
from complaints.actions.survey import answer_survey_by_link
from complaints.models import Complaint, ComplaintMessage, SurveyResponse
from ptsp_portal.lib.moment import moved_to
from tests import factories
from tests.complaints.living import DESK, answered, fresh, received, routed
from tests.complaints.surveying import finished, said
from tests.factories import person
from tests.two_at_once import at_once

pytestmark = pytest.mark.usefixtures("own_database", "at_usual_moment")


def outcomes(first, second):
    return [actor.outcome() for actor in at_once(first, second)]


def test_moving_with_the_file_and_answering_do_not_cross():
    file = factories.registered()
    complaint, later = (routed("izin-terlambat", application=file) for _each in range(2))
    factories.verification.verify_application(file.uuid, by=person("verifikator.batam"))
    officer = person("verifikator.batam")

    def answer(uuid):
        return answering.answer_complaint(uuid, by=officer, text="Sedang disusun.")

    assert outcomes(lambda: follow_file(complaint.uuid), lambda: answer(complaint.uuid)) == ["done", "NotAllowed"]
    assert fresh(complaint).holder_agency.code == "DINKES" and not complaint.thread.exists()
    assert outcomes(lambda: answer(later.uuid), lambda: follow_file(later.uuid)) == ["done", "done"]
    assert fresh(later).state == "answered" and not later.routes.filter(ended_at__isnull=True).exists()


def test_a_duplicate_that_is_merged_while_the_answer_is_written_gets_it_and_two_merges_do_not_lock_each_other():
    officer, other = person(DESK), routed()
    first, second = received(), received()
    answering.take_up_complaint(other.uuid, by=officer)

    def merge(complaint, into):
        return desk.merge_complaint(complaint.uuid, by=officer, into_number=into.number)

    def answer():
        return answering.answer_complaint(other.uuid, by=officer, text="Sudah.")

    assert outcomes(lambda: merge(first, other), answer) == ["done", "done"]
    assert outcomes(lambda: merge(second, other), lambda: merge(second, other)) == ["done", "WrongState"]
    for each in (first, second, other):
        assert each.thread.filter(side=ComplaintMessage.Side.ANSWER).count() == 1, each
    third, fourth = received(), received()
    assert outcomes(lambda: merge(third, fourth), lambda: merge(fourth, third)) == ["done", "WrongState"]


def test_silence_and_the_reporters_word_at_once_end_in_a_reopened_complaint(at_usual_moment):
    complaint, other = answered(), answered()
    with moved_to(at_usual_moment + timedelta(days=30)):

        def reopen(uuid):
            return reporting.reopen_complaint(uuid, by=None, text="Masih tutup.")

        assert outcomes(lambda: close_silent(complaint.uuid), lambda: reopen(complaint.uuid)) == ["done", "done"]
        assert outcomes(lambda: reopen(other.uuid), lambda: close_silent(other.uuid)) == ["done", "done"]
    assert [fresh(each).state for each in (complaint, other)] == ["reopened", "reopened"]
    assert fresh(complaint).closed_at is None and fresh(complaint).due_at


def test_one_lapor_number_is_received_once_and_the_second_is_told():
    clerk = person("loket.batam")

    def take_in():
        return received(by="loket.batam", channel="lapor", lapor_number="77001")

    assert clerk and outcomes(take_in, take_in) == ["done", "Refused"]
    assert Complaint.objects.filter(lapor_number="77001").count() == 1


def test_two_receivers_and_two_answers_to_the_survey_are_one():
    complaint, file = routed(), finished()

    def take_up():
        return answering.take_up_complaint(complaint.uuid, by=person(DESK))

    assert outcomes(take_up, take_up) == ["done", "WrongState"]

    def answer():
        return answer_survey_by_link(file.uuid, "link", said())

    assert outcomes(answer, answer) == ["done", "WrongState"] and SurveyResponse.objects.count() == 1
