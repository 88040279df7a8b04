"""The file page says why the clock stands still, how often it may, and who works on while the applicant answers."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications.actions import ledger
from applications.progress import progress_of
from ptsp_portal.lib.moment import moved_to
from tests.factories import fresh, registered, send_back_to_applicant, verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def test_a_pause_says_its_reason_and_how_many_are_allowed(at_usual_moment, signed_in):
    file = registered()
    send_back_to_applicant(file, "verifikator.batam")
    progress = progress_of(fresh(file))
    assert (progress.pause_reason, progress.reckoning.pauses, progress.pauses_allowed) == (
        "perbaikan berkas oleh pemohon", 1, 1,
    )  # fmt: skip
    page = signed_in("pemohon").get(reverse("applications:file", args=[file.uuid])).content.decode()
    assert "Sebabnya: perbaikan berkas oleh pemohon." in page and "Berhenti 1 kali" in page


def test_a_running_file_has_no_reason(at_usual_moment):
    assert progress_of(registered()).pause_reason == ""


def test_agencies_that_work_on_are_listed_beside_the_applicant(at_usual_moment):
    file = verified(code="REKLAME")
    one, *others = file.recommendations.open().select_related("agency")
    with moved_to(at_usual_moment + timedelta(hours=1)):
        ledger.note_requests([one], ledger.Kind.PAUSE, reason="clarification")
        ledger.note(file, ledger.Kind.PAUSE, ledger.Holder.APPLICANT, reason="clarification")
        ledger.save(file)
    with moved_to(at_usual_moment + timedelta(days=1)):
        progress = progress_of(fresh(file), as_applicant=True)
    assert [holder.name for holder in progress.holders] == ["Anda", *(each.agency.name for each in others)]
    assert "sementara itu" in progress.sentence and one.agency.name not in progress.sentence
