"""A complaint about a file goes to whoever holds the file now, and goes along when the file moves."""

import pytest

from applications.models import Recommendation
from audit.models import JournalEntry
from complaints.actions import answering, desk
from complaints.models import Complaint
from complaints.routing import holder_of_file
from complaints.tasks import follow_files
from ptsp_portal.lib.moment import now
from tests import factories
from tests.complaints.living import DESK, fresh, received, routed
from tests.factories import person

pytestmark = pytest.mark.usefixtures("reference", "at_usual_moment")


def where(complaint):
    complaint = fresh(complaint)
    return complaint.holder_agency.code, complaint.holder_role, complaint.moved_with


def test_it_follows_its_file_from_the_counter_to_the_agency_and_back():
    file = factories.registered()
    complaint = routed("izin-terlambat", application=file)
    assert where(complaint) == ("DPMPTSP", "verifier", "file")
    assert complaint in Complaint.objects.visible_to(person("verifikator.batam"))
    factories.verification.verify_application(file.uuid, by=person("verifikator.batam"))
    assert follow_files() == 1 and follow_files() == 0
    assert where(complaint) == ("DINKES", "officer", "file")
    answering.take_up_complaint(complaint.uuid, by=person("opd.dinkes.batam"))
    factories.answer(file, "opd.dinkes.batam")
    assert follow_files() == 1
    complaint = fresh(complaint)
    assert (complaint.state, *where(complaint)) == ("routed", "DPMPTSP", "verifier", "file")
    moved = JournalEntry.objects.about(complaint).filter(verb="complaint.moved")
    assert [entry.role for entry in moved] == ["system", "system"]
    assert complaint.routes.count() == 3 and complaint.routes.filter(ended_at__isnull=True).count() == 1
    answering.answer_complaint(complaint.uuid, by=person("verifikator.batam"), text="Sedang disusun.")
    assert fresh(complaint).state == "answered" and not fresh(complaint).routes.filter(ended_at__isnull=True).exists()


def test_what_a_person_routed_stays_where_it_was_sent():
    file = factories.registered()
    complaint = routed("izin-terlambat", application=file)
    desk.route_complaint(complaint.uuid, by=person(DESK), agency=complaint.office, reason="Biar kami yang jawab.")
    factories.verification.verify_application(file.uuid, by=person("verifikator.batam"))
    assert follow_files() == 0 and where(complaint) == ("DPMPTSP", "verifier", "person")


def test_of_several_agencies_the_late_one_gets_it_else_the_first_by_due_date():
    file = factories.verified("APOTEK")
    requests = {each.agency.code: each for each in file.recommendations.select_related("agency")}
    assert set(requests) == {"DINKES", "PUPR"}
    # As they were asked on one day, equal limits go by the order of asking; then PUPR's is over first.
    assert holder_of_file(factories.fresh(file)).agency.code == file.recommendations.order_by("id").first().agency.code
    Recommendation.objects.filter(pk=requests["PUPR"].pk).update(due_at=now())
    assert holder_of_file(factories.fresh(file)).agency.code == "PUPR"
    factories.answer(file, "opd.pupr.batam")
    assert holder_of_file(factories.fresh(file)).agency.code == "DINKES"


def test_a_file_that_waits_for_its_applicant_is_explained_by_the_office_and_a_finished_one_goes_by_category():
    file = factories.submitted()
    factories.send_back_to_applicant(file, "loket.batam")
    target = holder_of_file(factories.fresh(file))
    assert (target.agency.code, target.role) == ("DPMPTSP", "front_desk")
    assert holder_of_file(factories.draft()) is None
    complaint = routed("data-salah", application=factories.issued())
    assert where(complaint) == ("DPMPTSP", "complaint_officer", "place")


def test_a_grave_complaint_about_the_inspectorate_goes_to_the_next_one_above():
    inspectorate = factories.Agency.objects.get(region_id="21.71", code="INSPEKTORAT")
    complaint = received("pungli", about_agency=inspectorate)
    assert (complaint.office.code, complaint.office.region_id) == ("INSPEKTORAT", "21")
    assert complaint not in Complaint.objects.visible_to(person("inspektur.batam"))
