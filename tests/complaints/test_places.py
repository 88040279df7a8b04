"""Where it happened is chosen without a script: city, then kecamatan or kelurahan; routing by category goes by it."""

import re

import pytest

from complaints.actions import desk
from complaints.models import Complaint
from ptsp_portal.lib.moment import moved_to, now
from tests.complaints.living import DESK, agency, category, fresh
from tests.complaints.reading import A_WHILE, newest, post, send, typed, words
from tests.factories import issued, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
CITY, KECAMATAN, VILLAGE = "21.72", "21.72.02", "21.72.02.1001"


def offered(page, name):
    select = re.search(rf'<select[^>]*name="{name}".*?</select>', page.content.decode(), re.DOTALL)
    return re.findall(r'<option value="([^"]+)"', select[0]) if select else []


def test_the_second_list_comes_with_its_own_page_and_keeps_what_was_typed(client):
    page = client.get("/pengaduan/")
    assert CITY in offered(page, "regency") and offered(page, "region") == []
    picked = send(client, page=page, **typed(text="", regency=CITY, place_words="Gang Putri"), act="tempat")
    assert picked.status_code == 200 and not Complaint.objects.exists()
    seen = words(picked)
    assert (
        "Perbaiki" not in seen and "Gang Putri" in picked.content.decode() and "Budi Santoso" in picked.content.decode()
    )
    places = offered(picked, "region")
    assert KECAMATAN in places and VILLAGE in places and not [each for each in places if not each.startswith(CITY)]
    send(client, page=picked, **typed("dampak-usaha", regency=CITY, region=VILLAGE))
    complaint = newest()
    assert complaint.place_id == VILLAGE
    with moved_to(now() + 2 * A_WHILE):
        desk.verify_complaint(complaint.uuid, by=person(DESK), title="Bising", category=category("dampak-usaha"))
        desk.route_complaint(complaint.uuid, by=person(DESK))
    assert fresh(complaint).holder_agency == agency("DLH", CITY)


def test_the_office_names_the_city_and_a_place_elsewhere_is_no_mistake(client):
    picked = send(client, **typed(), act="tempat")
    assert "21.71" in offered(picked, "regency") and "21.71.01" in offered(picked, "region")
    send(client, page=picked, **typed(regency=CITY, region="21.71.01"))
    assert newest().place_id == CITY
    send(client, **typed(regency="99.99", region="\0"))
    assert newest().place_id is None


def test_a_permits_page_and_the_counter_of_a_city_offer_their_own_places_at_once(client, signed_in):
    permit = issued().permit
    page = client.get(f"/pengaduan/izin/{permit.verification_code}/")
    assert "21.71.01" in offered(page, "region") and offered(page, "regency") == []
    officer = signed_in("loket.batam")
    page = officer.get("/loket/pengaduan/")
    assert "21.71.01" in offered(page, "region") and offered(page, "regency") == []
    given = typed(channel="walk_in", region="21.71.01")
    assert post(officer, "/loket/pengaduan/", **given).status_code == 302 and newest().place_id == "21.71.01"


def test_the_desk_sees_and_settles_the_place(signed_in, client):
    send(client, **typed(place_words="Gang Putri", regency="21.71"))
    complaint = newest()
    officer = signed_in(DESK)
    assert "Gang Putri, Kota Batam" in words(officer.get(complaint.get_absolute_url()))
    address = f"{complaint.get_absolute_url()}verifikasi/"
    assert "21.71.01" in offered(officer.get(address), "place")
    post(officer, address, title="Bising", category=complaint.category_id, place="21.71.01")
    assert fresh(complaint).place_id == "21.71.01"
