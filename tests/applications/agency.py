"""What the tests of the agency desk share: a request, its officers, and what a refusal must leave as it was."""

import pytest

from applications.actions import agency_desk
from applications.models import AnswerLink, Recommendation, RecommendationClockEvent
from ptsp_portal.lib.rules import Refused
from tests.factories import fresh, next_standard, person, untouched, verified
from tests.lived import lived_once

OFFICER, HEAD, UNIT, VERIFIER = "opd.dinkes.batam", "kepala.dinkes.batam", "uptd.batam", "verifikator.batam"


@lived_once
def asked(**how) -> Recommendation:
    """DINKES is asked about a physiotherapist; nobody else is."""
    return verified(**how).recommendations.get()


@lived_once
def asked_where_head_approves() -> Recommendation:
    next_standard("SIPF", agency_head_approves=["DINKES"])
    return asked()


@lived_once
def proposed(verdict="favourable", **how) -> Recommendation:
    request = asked_where_head_approves()
    agency_desk.propose_recommendation(request.uuid, by=person(OFFICER), verdict=verdict, **how)
    return again(request)


def again(request) -> Recommendation:
    return Recommendation.objects.get(pk=request.pk)


def stands(request):
    """What must be the same after a refusal: the file, its requests, links and ledger."""
    columns = [field.attname for field in Recommendation._meta.fields]
    return (
        untouched(request.application),
        list(Recommendation.objects.filter(application=request.application).order_by("pk").values_list(*columns)),
        RecommendationClockEvent.objects.count(),
        list(AnswerLink.objects.order_by("pk").values_list("pk", "used_at", "revoked_at", "code_hash")),
        fresh(request.application).documents.count(),
    )


def refused(request, act, kind=Refused, match=None):
    """The act is refused in these words, and nothing changed."""
    before = stands(request)
    with pytest.raises(kind, match=match):
        act()
    assert stands(request) == before


def holder_of(request) -> tuple:
    """(agency code, role) of the last line of the request's ledger."""
    last = request.clock_events.order_by("at", "id").last()
    return (last.agency.code if last.agency else "", last.role)
