"""A confidential complaint about bribery: no account of the agency complained about meets a trace of it anywhere."""

import pytest
from django.urls import reverse

from agencies.models import Membership
from audit.models import JournalEntry
from complaints import policies
from complaints.actions import desk, talking
from complaints.models import Complaint
from complaints.views.acts import PAGES
from notifications.models import Message
from tests import factories
from tests.complaints.living import agency, category, fresh, received, seen_by
from tests.factories import person

pytestmark = pytest.mark.usefixtures("reference", "at_usual_moment")
WORD = "amplopcokelat"


@pytest.fixture
def bribery():
    """About the verifiers' desk at Batam, bound to a file that they hold; with a paper, a thread and a disposition."""
    file = factories.registered()
    _name, content, inspected = factories.paper("bukti", ("jpg",))
    complaint = received(
        "pungli", identity="confidential", application=file, about_agency=file.office,
        text=f"Diminta {WORD} di loket.", uploads=[(inspected, content, "bukti.jpg")],
    )  # fmt: skip
    inspector = person("inspektorat.batam")
    desk.verify_complaint(complaint.uuid, by=inspector, title=f"Soal {WORD}", category=category("pungli"))
    desk.route_complaint(complaint.uuid, by=inspector)
    talking.write_to_reporter(complaint.uuid, by=inspector, text="Kami periksa.")
    return fresh(complaint)


def accounts_of(*agencies):
    posts = Membership.objects.current().filter(agency__in=agencies).select_related("user")
    return {post.user for post in posts}


def addresses_of(complaint):
    uuid = complaint.uuid
    yield reverse("complaints:complaint", args=[uuid])
    yield reverse("complaints:referral", args=[uuid])
    yield reverse("complaints:paper", args=[uuid, complaint.attachments.get().uuid])
    for slug in PAGES:
        yield reverse("complaints:act", args=[uuid, slug])


def traces(complaint):
    # Not the bare word and number: a search page says again what was typed.
    return [complaint.title, complaint.text, str(complaint.uuid), f">{complaint.number}<"]


def test_no_account_of_the_agency_meets_a_trace_of_it(bribery, client):
    queue, file = reverse("complaints:queue"), bribery.application
    pages = [
        queue,
        f"{queue}?saringan=semua",
        f"{queue}?saringan=lewat",
        f"{queue}?cari={WORD}",
        f"{queue}?cari={bribery.number}",
    ]
    pages += [
        reverse("applications:desk_home"),
        reverse("applications:search") + f"?q={WORD}",
        reverse("notifications:inbox"),
    ]
    pages += [reverse("applications:file", args=[file.uuid])]
    people = accounts_of(bribery.about_agency, agency("DPMPTSP", "21"), agency("SETDA"))
    assert len(people) >= 10
    for user in people:
        client.force_login(user)
        for address in addresses_of(bribery):
            assert client.get(address).status_code == 404, (user.email, address)
            assert client.post(address, {"once": bribery.uuid}).status_code in (404, 405), (user.email, address)
        for page in pages:
            shown = client.get(page)
            assert shown.status_code in (200, 404), (user.email, page)
            page_text = shown.content.decode()
            assert not [trace for trace in traces(bribery) if trace in page_text], (user.email, page)
    told = set(Message.objects.filter(about=bribery.uuid).values_list("user__email", flat=True))
    assert told == {"pemohon@demo.test", "inspektorat.batam@demo.test", "inspektur.batam@demo.test"}
    assert not JournalEntry.objects.about(file).filter(verb__startswith="complaint").exists()


def test_the_inspectorate_reads_it_and_the_name_only_with_a_reason(bribery, signed_in):
    client = signed_in("inspektorat.batam")
    page = client.get(bribery.get_absolute_url())
    assert page.status_code == 200 and WORD in page.content.decode()
    assert person("pemohon").full_name not in page.content.decode()
    assert client.get(reverse("complaints:queue") + "?saringan=berat").content.decode().count(bribery.number) == 1
    address = reverse("complaints:act", args=[bribery.uuid, "identitas"])
    shown = client.post(address, {"once": bribery.uuid, "reason": "Memanggil pelapor"})
    assert person("pemohon").full_name in shown.content.decode() and shown["Cache-Control"] == "no-store"
    assert (
        client.get(address).status_code == 200
        and person("pemohon").full_name not in client.get(address).content.decode()
    )


def test_an_inspector_who_belongs_below_what_is_complained_about_is_blind_too(bribery):
    factories.add_post(person("inspektorat.batam"), bribery.about_agency, "front_desk")
    assert seen_by("inspektorat.batam") == set() and seen_by("inspektur.batam") == {bribery}
    assert policies.allowed(person("inspektorat.batam"), bribery) == []


def test_it_never_leaves_the_inspectorates():
    complaint = received("pungli", about_agency=agency("DLH"))
    inspector = person("inspektur.batam")
    desk.verify_complaint(complaint.uuid, by=inspector, title="Uang", category=category("prosedur"))
    complaint = fresh(complaint)
    assert complaint.is_grave  # another category does not lift the cover
    with pytest.raises(desk.Refused, match="hanya dapat ditangani inspektorat"):
        desk.route_complaint(complaint.uuid, by=inspector, agency=agency("DLH"), reason="Silakan dijawab.")
    assert not complaint.routes.exists() and Complaint.objects.visible_to(person("opd.dlh.batam")).count() == 0
