"""The demo story shows every state, and is told through the actions: its journal and its ledgers hold."""

from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from agencies.models import RightsRequest
from applications.actions.ledger import read_caches
from applications.bundle_sharing import members_of, shared_answers
from applications.models import (
    Application,
    Appointment,
    Bundle,
    Clarification,
    Guide,
    Inspection,
    Objection,
    Offer,
    Permit,
    PermitReminder,
    QueueTicket,
    Recommendation,
    ServiceStandard,
)
from applications.standards.check import blocking, findings
from applications.standards.trial import gaps_of
from audit.models import JournalEntry
from complaints.models import AnsweredFile, Complaint, SurveyAction, SurveyResponse
from dashboards.models import InvestmentFile, InvestmentRealisation
from ptsp_portal.demo.investment import tell_of_investment
from ptsp_portal.demo.office import tell_of_office
from ptsp_portal.demo.standards import tell_of_the_bundle
from ptsp_portal.demo.story import tell
from ptsp_portal.demo.survey import tell_of_the_survey
from ptsp_portal.lib.moment import moved_to, now

pytestmark = pytest.mark.django_db
A_FRIDAY_AFTERNOON = datetime(2026, 8, 7, 7, 30, tzinfo=UTC)


def test_the_story_shows_every_state_and_its_ledgers_hold(reference):
    with moved_to(A_FRIDAY_AFTERNOON):
        assert tell() == 81
        for _time in range(2):
            tell_of_the_bundle()
        tell_of_office()
        told = Complaint.objects.order_by("id").values_list("state", "identity", "is_grave")
        assert list(told) == [
            ("closed", "open", False),
            ("verified", "confidential", True),
            ("waiting", "anonymous", False),
            ("routed", "open", False),
            ("received", "open", False),
        ]
        stuck = Complaint.objects.get(application__isnull=False)
        assert stuck.holder_agency in [each.agency for each in stuck.application.recommendations.open()]
        tell_of_the_survey()
        tell_of_investment()
        assert [file.lines for file in InvestmentFile.objects.order_by("id")] == [3, 2, 65, 13]
        assert (
            not InvestmentRealisation.objects.exclude(year=2021).exclude(source__contains="bukan angka resmi").exists()
        )
        asked = Application.objects.filter(closed_at__isnull=False, submitted_at__isnull=False).count()
        assert AnsweredFile.objects.count() == asked and SurveyResponse.objects.count() == asked + 26
        assert [(row.element, row.done_on is None) for row in SurveyAction.objects.all()] == [
            ("waktu", True),
            ("sarana", False),
        ]
        assert list(QueueTicket.objects.at_a_counter().values_list("counter", flat=True)) == ["Loket 1", "Loket 2"]
        assert RightsRequest.objects.waiting().count() == Appointment.objects.count() == 1
        states = Counter(Application.objects.values_list("state", flat=True))
        assert set(states) == {
            "draft",
            "submitted",
            "returned",
            "registered",
            "recommendation",
            "drafting",
            "signing",
            "issued",
            "rejected",
            "withdrawn",
        }
        assert Application.objects.filter(times_returned=2).count() == 1
        assert Application.objects.filter(stage=2).count() == 2
        assert list(Permit.objects.exclude(status="active").values_list("status", flat=True)) == ["suspended"]
        assert Permit.objects.filter(version=2).count() == Objection.objects.open().count() == 1
        assert Recommendation.objects.overdue().exists()
        assert Clarification.objects.open().sent().count() == Inspection.objects.filter(state="proposed").count() == 1
        assert Application.objects.open().values("office").distinct().count() >= 4
        assert not Application.objects.filter(changed_at__gt=now()).exists()
        _natuna_writes_its_own_standards()
        _elsewhere_files_stand_by_their_own_clock("64.72", "Asia/Makassar")
        _elsewhere_files_stand_by_their_own_clock("33.17", "Asia/Jakarta")
        (reminder,) = PermitReminder.objects.all()
        assert (reminder.days, reminder.permit.application.filed_by.email) == (30, "pemohon@demo.test")
        for file in Application.objects.exclude(state="draft").select_related("office__region", "standard"):
            cached = (file.holder, file.holder_agency_id, file.holder_role, file.held_since, file.due_at)
            read_caches(file)
            assert cached == (file.holder, file.holder_agency_id, file.holder_role, file.held_since, file.due_at)
        entries = list(JournalEntry.objects.order_by("chain", "seq").values_list("chain", "at"))
        assert entries == sorted(entries)
        call_command("verify_journal")


def _elsewhere_files_stand_by_their_own_clock(region, zone):
    """Four files of the place's own people: one issued, one in time and one late at an agency or desk; nothing at night."""
    files = Application.objects.filter(office__region=region)
    assert files.count() == files.filter(person__region__code__startswith=region).count() == 4
    assert files.filter(state="issued").count() == 1 and files.overdue().count() == 1
    assert files.filter(state="recommendation").exclude(pk__in=files.overdue().values("pk")).count() == 1
    hours = {file.submitted_at.astimezone(ZoneInfo(zone)).hour for file in files}
    assert hours <= set(range(8, 16))


def _natuna_writes_its_own_standards():
    """Two versions and a service of its own in force, one version waits for the head, one is being written and was tried."""
    told = ServiceStandard.objects.filter(office__isnull=False).order_by("permit_type__code", "version")
    assert {each.office.slug for each in told} == {"dpmptsp-kabupaten-natuna"}
    states = list(told.values_list("permit_type__code", "version", "status"))
    assert states == [
        ("APOTEK", 1, "draft"),
        ("KLINIK", 1, "reviewed"),
        ("PASAR-MALAM", 1, "published"),
        ("SIPDR", 1, "superseded"),
        ("SIPDR", 2, "published"),
    ]
    pharmacy, clinic, market, _first, doctors = told
    assert {one.section for one in findings(pharmacy) if one.blocks} == {"components", "levy"}
    assert not blocking(clinic) and not blocking(market) and not blocking(doctors)
    assert gaps_of(pharmacy.trials.get(), lambda *_where: "", "") == []
    run = pharmacy.dry_runs.get()
    assert run.finished_at and run.revision == pharmacy.revision and run.result["sent"] == 2
    assert (
        doctors.decree_number and doctors.change_note and doctors.retirements.keys() == {"requirements", "legal_basis"}
    )
    assert "ket_sehat" not in [each["code"] for each in doctors.requirements_for("new", day=doctors.effective_from)]
    assert Offer.objects.public().filter(permit_type__code="PASAR-MALAM").count() == 1
    files = Application.objects.filter(office=doctors.office).values_list(
        "permit_type__code", "standard__office__slug", "state"
    )
    assert set(files) == {
        ("SIPDR", doctors.office.slug, "issued"),
        ("SIPDR", doctors.office.slug, "registered"),
        ("APOTEK", None, "issued"),
        ("APOTEK", None, "recommendation"),
        ("PASAR-MALAM", doctors.office.slug, "drafting"),
    }
    assert not Guide.objects.get(office=doctors.office).is_published
    (bundle,) = Bundle.objects.all()
    assert sorted(bundle.filings.values_list("permit_type__code", flat=True)) == ["KLINIK", "PERSLING", "REKLAME"]
    assert shared_answers(members_of(bundle, bundle.started_by)) != []
