"""A file stands still; its applicant complains; the complaint finds whoever holds the file, goes along with it, is answered,
found justified, and stands on the file's own journal."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from audit.models import JournalEntry
from complaints.actions import answering, desk
from complaints.models import Complaint, Finding
from complaints.tasks import follow_files
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.rules import NotAllowed
from tests import factories
from tests.complaints.living import DESK, category, fresh, received
from tests.factories import person

pytestmark = pytest.mark.usefixtures("reference", "at_usual_moment")


def test_a_complaint_on_a_stuck_file_goes_where_the_file_goes_and_counts_against_its_office(client):
    file = factories.verified()
    with moved_to(now() + timedelta(days=20)):
        complaint = received("izin-terlambat", application=file, text="Berkas saya diam dua minggu di dinas.")
        desk.verify_complaint(
            complaint.uuid, by=person(DESK), title="Rekomendasi lambat", category=category("izin-terlambat")
        )
        desk.route_complaint(complaint.uuid, by=person(DESK))
        assert fresh(complaint).holder_agency.code == "DINKES"
        officer = person("opd.dinkes.batam")
        client.force_login(officer)
        assert complaint.number in client.get(reverse("applications:desk_home")).content.decode()
        factories.answer(file, "opd.dinkes.batam")
        assert follow_files() == 1
        assert fresh(complaint).holder_agency.code == "DPMPTSP"
        answering.answer_complaint(
            complaint.uuid, by=person("verifikator.batam"), text="Rekomendasi sudah keluar; izin disusun minggu ini."
        )
        found = {"is_justified": True, "kind": "delay", "words": "Dinas lewat batas dua minggu."}
        remedy = {
            "remedy": "Permintaan dibagi harian.",
            "due_on": date(2026, 9, 30),
            "agency": file.recommendations.get().agency,
        }
        finding = answering.record_finding(complaint.uuid, by=person(DESK), **found, **remedy)
        answering.report_remedy(complaint.uuid, by=person("kepala.dinkes.batam"), words="Sudah dibagi harian.")
    assert list(Finding.objects.delays()) == [finding]
    entry = JournalEntry.objects.about(file).get(verb="application.delay_found")
    assert entry.facts["number"] == complaint.number and entry.agency.endswith("/DINKES")
    words = "Pengaduan tentang keterlambatan berkas ini terbukti"
    file_page = reverse("applications:file", args=[file.uuid])
    client.force_login(person("verifikator.batam"))
    assert words in client.get(file_page).content.decode()
    client.force_login(person("pemohon"))
    assert words not in client.get(file_page).content.decode()
    # Whoever worked on the file does not judge it.
    other = received("izin-terlambat", application=file)
    factories.add_post(person("verifikator.batam"), file.office, "complaint_officer")
    desk.verify_complaint(other.uuid, by=person(DESK), title="Lambat", category=category("izin-terlambat"))
    with pytest.raises(NotAllowed, match="ikut menangani"):
        answering.record_finding(other.uuid, by=person("verifikator.batam"), is_justified=False, words="Tidak.")
    assert Complaint.objects.filter(finding__isnull=True).count() == 1
