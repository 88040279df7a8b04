"""What became grave only later leaves no trace either: found by the desk, split off, merged, or cut out of a grave one."""

import pytest
from django.urls import reverse

from agencies.models import Membership
from complaints import lapor
from complaints.actions import answering, desk, reporting, talking
from complaints.actions.clock import warn_of_complaint
from complaints.board import waiting_for
from complaints.models import Complaint
from complaints.standing import is_hidden_from
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to
from tests import factories
from tests.complaints.living import DESK, agency, category, fresh, received, seen_by, verified
from tests.factories import person

pytestmark = pytest.mark.usefixtures("reference", "at_usual_moment")
INSPECTORS = {"inspektorat.batam", "inspektur.batam"}


def people_of(*agencies):
    return {post.user for post in Membership.objects.current().filter(agency__in=agencies).select_related("user")}


def names_of(rows):
    return {row.user.email.split("@")[0] for row in rows.select_related("user") if row.user}


def turned_grave():
    """Anonymous, received as ordinary; the desk finds it grave when it reads it."""
    complaint = received(by=None, identity="anonymous", text="Petugas minta amplopcokelat.")
    desk.verify_complaint(complaint.uuid, by=person(DESK), title="Soal amplopcokelat", category=category("pungli"))
    return fresh(complaint)


def test_found_grave_at_the_desk_it_is_gone_from_the_office_at_once(client, at_usual_moment):
    before = Message.objects.count()
    complaint = turned_grave()
    office = complaint.office
    assert complaint.about_agency == office and Message.objects.count() > before
    # What the desk was told before it was grave says a number and leads nowhere.
    for row in Message.objects.filter(user__in=people_of(office)):
        assert "amplop" not in row.text + row.subject and row.occasion == "complaints/desk_received"
    for user in people_of(office, agency("DPMPTSP", "21"), agency("SETDA")):
        assert not Complaint.objects.visible_to(user).exists(), user.email
    since = Message.objects.order_by("-id").first().pk
    with moved_to(complaint.due_at):
        for rung in ("unit", "agency"):
            assert warn_of_complaint(complaint.uuid, rung)
    with moved_to(complaint.due_at + (complaint.due_at - at_usual_moment)):
        for rung in ("secretary", "ombudsman"):
            warn_of_complaint(complaint.uuid, rung)
    later = Message.objects.filter(pk__gt=since)
    assert names_of(later) <= INSPECTORS and names_of(later)
    client.force_login(person(DESK))
    for address in (complaint.get_absolute_url(), reverse("complaints:publish", args=[complaint.uuid])):
        assert client.get(address).status_code == 404
    page = client.get(reverse("complaints:lapor_export")).content.decode()
    assert complaint.number not in page and "amplop" not in page
    # A second post at the inspectorate opens nothing about one's own office.
    factories.add_post(person(DESK), agency("INSPEKTORAT"), "officer")
    assert seen_by(DESK) == set()


def test_a_grave_part_is_nowhere_on_the_page_of_what_it_came_from(client):
    whole = verified()
    part = desk.split_complaint(whole.uuid, by=person(DESK), text="Diminta uang.", category=category("pungli"))
    client.force_login(person(DESK))
    page = client.get(whole.get_absolute_url()).content.decode()
    assert part.number not in page and str(part.uuid) not in page
    assert names_of(Message.objects.filter(about=part.uuid)) == INSPECTORS


def test_an_ordinary_part_of_a_grave_one_does_not_name_it(client):
    whole = turned_grave()
    part = desk.split_complaint(
        whole.uuid, by=person("inspektorat.batam"), text="Antrean tiga jam.", category=category("prosedur")
    )
    client.force_login(person(DESK))
    page = client.get(part.get_absolute_url())
    assert page.status_code == 200 and whole.number not in page.content.decode()
    assert str(whole.uuid) not in page.content.decode()
    assert lapor.written([part])[0][-1] == part.number


def test_reopened_it_is_the_inspectorates_again_and_the_office_hears_nothing(at_usual_moment):
    """Received by the office, found grave there; about another agency, so the office itself is not even complained about."""
    complaint = received(text="Petugas minta amplopcokelat.")
    desk.verify_complaint(
        complaint.uuid, by=person(DESK), title="Uang", category=category("pungli"), about_agency=agency("DLH")
    )
    inspector = person("inspektorat.batam")
    answering.answer_complaint(complaint.uuid, by=inspector, text="Sudah diperiksa.")
    since = Message.objects.order_by("-id").first().pk
    reporting.reopen_complaint(complaint.uuid, by=person("pemohon"), text="Belum.")
    complaint = fresh(complaint)
    assert (complaint.holder_agency, complaint.holder_role) == (agency("INSPEKTORAT"), "officer")
    assert any(complaint in rows for rows in waiting_for(inspector))
    talking.ask_reporter(complaint.uuid, by=inspector, text="Kapan?")
    reporting.reply_as_reporter(complaint.uuid, by=person("pemohon"), text="Kemarin.")
    assert fresh(complaint).holder_agency == agency("INSPEKTORAT")
    with moved_to(fresh(complaint).due_at):
        assert warn_of_complaint(complaint.uuid, "unit") and warn_of_complaint(complaint.uuid, "agency")
    assert names_of(Message.objects.filter(pk__gt=since)) == INSPECTORS | {"pemohon"}
    assert not set(complaint.thread.values_list("agency__code", flat=True)) & {"DPMPTSP"}
    assert is_hidden_from(person(DESK), complaint) and not is_hidden_from(inspector, complaint)
