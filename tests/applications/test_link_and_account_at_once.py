"""Two answers to one request at the same moment, one through the link and one with an account: one of them counts."""

import re

import pytest

from applications.actions import agency_desk, answer_links, recommendations, requests
from applications.models import AnswerLink, Condition
from notifications.models import Message
from tests.applications.agency import HEAD, OFFICER, VERIFIER, again, asked, proposed
from tests.factories import fresh, person
from tests.two_at_once import at_once

pytestmark = pytest.mark.usefixtures("own_database", "at_usual_moment")


def linked():
    request = asked()
    answer_links.send_answer_link(request.uuid, by=person(VERIFIER))
    mail = Message.objects.get(occasion="applications/answer_link")
    return request, re.search(r"/jawaban/([\w-]+)/", mail.text)[1]


def by_link(token):
    return answer_links.answer_by_link(
        token, answered_as="Siti Rahma, Kepala Seksi", verdict="conditional", reasons="Catatan.", conditions=["APAR."]
    )


def by_account(request):
    return recommendations.give_recommendation(request.uuid, by=person(OFFICER), verdict="favourable")


def test_link_first_then_account():
    request, token = linked()
    one, two = at_once(lambda: by_link(token), lambda: by_account(request))
    assert (one.outcome(), two.outcome()) == ("done", "WrongState")
    assert (again(request).verdict, fresh(request.application).answers_received) == ("conditional", 1)
    assert Condition.objects.count() == 1


def test_account_first_then_link():
    request, token = linked()
    one, two = at_once(lambda: by_account(request), lambda: by_link(token))
    assert (one.outcome(), two.outcome()) == ("done", "WrongState")
    assert (again(request).verdict, again(request).answered_as) == ("favourable", "")
    assert AnswerLink.objects.get().used_at is None and not Condition.objects.exists()


def test_one_link_in_two_windows_answers_once():
    request, token = linked()
    one, two = at_once(lambda: by_link(token), lambda: by_link(token))
    assert (one.outcome(), two.outcome()) == ("done", "WrongState")
    assert Condition.objects.count() == 1


def test_withdrawing_while_the_agency_answers_keeps_the_answer():
    request = asked()
    one, two = at_once(
        lambda: by_account(request),
        lambda: requests.withdraw_request(request.uuid, by=person(VERIFIER), reason="Tidak perlu."),
    )
    assert (one.outcome(), two.outcome()) == ("done", "WrongState")
    assert again(request).state == "given"


def test_approving_and_giving_back_at_once_does_one_of_them():
    request = proposed()
    one, two = at_once(
        lambda: agency_desk.refuse_proposal(request.uuid, by=person(HEAD), note="Sebut pasalnya."),
        lambda: agency_desk.approve_recommendation(request.uuid, by=person(HEAD)),
    )
    assert (one.outcome(), two.outcome()) == ("done", "WrongState")
    assert again(request).state == "requested"
