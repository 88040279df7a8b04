"""The hourly look finds nothing after ordinary work, and names what was bent behind the portal's back."""

from datetime import timedelta
from pathlib import Path

import pgtrigger
import pytest

from applications.actions import submission
from applications.actions.drafting import forget_draft
from applications.invariants import RULES
from applications.models import Application, Assistance, HandOver, Permit
from applications.notices import tell_keepers_broken
from applications.tasks import forget_abandoned_drafts
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to
from tests.applications.helping import consented, filled_in, helped
from tests.factories import at_signing, corrected, filled, fresh, issued, measured, person, submitted, verified

pytestmark = pytest.mark.django_db


def findings():
    """Inside a test's transaction the command's own snapshot can't be opened; the rules are the same."""
    return [finding for rule in RULES for finding in rule()]


def test_ordinary_work_breaks_no_rule(reference, at_usual_moment):
    for make in (filled, submitted, verified, at_signing, issued):
        make()
    assert findings() == []


def test_each_bent_row_is_named(reference, at_usual_moment):
    file, waiting = issued(), verified(by="pemohon2")
    with pgtrigger.ignore():
        Permit.objects.filter(application=file).delete()
        waiting.recommendations.update(state="given", verdict="favourable")
        Message.objects.filter(about=waiting.uuid, occasion="applications/submitted").delete()
        Application.objects.filter(pk=file.pk).update(holder="applicant")
    assert sorted(findings()) == sorted(
        [
            f"file {file.uuid}: permit or refusal and state disagree",
            f"file {waiting.uuid}: all answers are in, yet it waits",
            f"file {waiting.uuid}: answers are miscounted",
            f"file {file.uuid}: holder and ledger disagree",
            f"file {waiting.uuid}: no acknowledgement",
            f"office {file.office_id}: 1 permit numbers drawn, 0 used",
        ]
    )


def test_each_bent_row_of_a_permits_life_is_named(reference, at_usual_moment):
    held, early, alone = issued(), submitted(by="pemohon2"), consented(filled_in(helped()))
    measured(held.permit, "suspension")
    corrected(held.permit, holder_address=held.holder_address + " Tiban")
    submission.submit_application(alone.uuid, by=person("petugas.tanjungriau"))
    assert findings() == []
    with pgtrigger.ignore():
        Permit.objects.filter(application=held).update(status="active", version=3)
        HandOver.objects.create(
            application=early, permit=held.permit, way="post", courier="P", tracking_number="1", by_id=1
        )
        Application.objects.filter(pk=early.pk).update(channel="paper")
        Assistance.objects.filter(application=alone).update(consent_at=None)
    assert sorted(findings()) == sorted(
        [
            f"file {held.uuid}: the permit is active after suspension",
            f"file {held.uuid}: versions and corrections disagree",
            f"file {early.uuid}: handed over and not issued",
            f"file {early.uuid}: by paper, and no number of the register",
            f"file {alone.uuid}: sent without consent",
        ]
    )


def test_what_is_found_is_told_to_the_keepers_once_a_day(reference, at_usual_moment, user_named):
    tell_keepers_broken([f"file {number}: no acknowledgement" for number in range(12)])
    tell_keepers_broken(["file 13: no acknowledgement"])
    told = Message.objects.filter(occasion="applications/rules_broken")
    assert set(told.values_list("user__email", "channel")) == {
        ("admin@demo.test", "inapp"),
        ("admin@demo.test", "email"),
    }
    assert "12" in told[0].text and "file 9:" in told[0].text and "file 10:" not in told[0].text
    with moved_to(at_usual_moment + timedelta(days=1, minutes=1)):
        tell_keepers_broken(["file 13: no acknowledgement"])
    assert told.count() == 4


def test_a_mail_that_was_given_up_is_a_finding_for_a_few_days(reference, at_usual_moment):
    submitted()
    mail = Message.objects.filter(channel="email").first()
    Message.objects.filter(pk=mail.pk).update(state="parked")
    assert findings() == [f"mail {mail.uuid}: given up"]
    with moved_to(at_usual_moment + timedelta(days=4)):
        assert findings() == []


def test_a_draft_that_nobody_touched_for_half_a_year_is_erased(
    reference, at_usual_moment, django_capture_on_commit_callbacks
):
    old, sent = filled(), submitted(by="pemohon2")
    papers = [Path(document.file.path) for document in old.documents.all()]
    assert all(paper.exists() for paper in papers)
    with moved_to(at_usual_moment + timedelta(days=170)):
        young = filled(by="pemohon2")
    with moved_to(at_usual_moment + timedelta(days=181)):
        with django_capture_on_commit_callbacks(execute=True):
            forget_abandoned_drafts()
        assert fresh(old).state == "withdrawn" and fresh(old).answers == {}
        assert not old.documents.current().exists()
        assert not any(paper.exists() for paper in papers)
        assert fresh(young).state == "draft" and fresh(sent).state == "submitted"
        assert forget_draft(young.uuid) is False
