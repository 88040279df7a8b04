"""The pages of a field visit: who sees them, what they refuse, what is never lost, how much they ask the database."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications import tasks
from applications.actions import inspection as days
from applications.actions import inspection_minutes as minutes
from applications.checklist import items_of
from ptsp_portal.lib.moment import moved_to
from tests.applications.visiting import (
    DAY,
    LEAD,
    PLACE,
    SECOND,
    agreed,
    asked,
    fresh_visit,
    on_the_day,
    picture,
    proposed,
    reported,
    second_officer,
    signed,
    with_exif,
)  # fmt: skip
from tests.factories import fresh, person, untouched

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
LIST_QUERIES = (
    11  # session, user, memberships, whose post, calendar (2), counts, the rows, the lent posts (2), the message count
)
PAGES = (
    "visit",
    "propose_visit_again",
    "wish_other_time",
    "cancel_visit",
    "checklist",
    "sign_minutes",
    "paper_signature",
)


def url(name, visit, *more):
    return reverse(f"applications:{name}", args=[visit.uuid, *more])


def post(client, name, visit, **fields):
    return client.post(url(name, visit), {"once": uuid4(), **fields})


def filled(visit, **other):
    """Everything the checklist's form sends."""
    fields = {f"result-{item.code}": "yes" for item in items_of(visit)}
    return fields | {"findings": "Tiang tegak.", "result": "fit", "version": fresh_visit(visit).version} | other


def plan(**other):
    return {"starts_at": "2026-08-06T09:00", "place": PLACE, "lead": person(LEAD).uuid, "purpose": ""} | other


def test_an_officer_proposes_from_the_request_and_hears_what_is_unusual(signed_in):
    _file, request = asked()
    client = signed_in(LEAD)
    page = client.get(reverse("applications:recommendation", args=[request.uuid])).content.decode()
    assert reverse("applications:propose_visit", args=[request.uuid]) in page
    response = client.post(
        reverse("applications:propose_visit", args=[request.uuid]),
        {"once": uuid4(), **plan(starts_at="2026-08-08T07:00")},
    )
    text = client.get(response.url).content.decode()
    assert "bukan hari kerja" in text and "Sabtu, 8 Agustus 2026 pukul 07.00 WIB" in text


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"starts_at": "2026-08-01T09:00"}, "starts_at"),
        ({"starts_at": "besok"}, "starts_at"),
        ({"place": ""}, "place"),
        ({"lead": ""}, "lead"),
        ({"lead": "00000000-0000-4000-8000-000000000000"}, "lead"),
    ],
)
def test_an_unfit_plan_is_refused_beside_its_field(signed_in, fields, wrong):
    file, request = asked()
    before = untouched(file)
    response = signed_in(LEAD).post(
        reverse("applications:propose_visit", args=[request.uuid]), {"once": uuid4(), **plan(**fields)}
    )
    assert response.status_code == 400 and list(response.context["form"].errors) == [wrong]
    assert untouched(file) == before


def test_the_applicant_consents_on_the_page_of_the_file(signed_in):
    visit = proposed()
    client = signed_in("pemohon")
    page = client.get(reverse("applications:file", args=[visit.application.uuid])).content.decode()
    assert "ingin datang pada Kamis, 6 Agustus 2026" in page and url("agree_visit", visit) in page
    assert post(client, "agree_visit", visit, act=visit.version).status_code == 302
    page = client.get(reverse("applications:file", args=[visit.application.uuid])).content.decode()
    assert "akan datang pada Kamis, 6 Agustus 2026 pukul 09.00 WIB" in page
    assert fresh_visit(visit).state == "agreed"


@pytest.mark.parametrize("act", ["", "x", "99"])
def test_a_day_that_was_not_read_is_not_consented_to(signed_in, act):
    visit = proposed()
    before = untouched(visit.application)
    assert post(signed_in("pemohon"), "agree_visit", visit, act=act).status_code == 409
    assert untouched(visit.application) == before


def test_the_applicant_wishes_another_time_and_the_agency_proposes_it(signed_in):
    visit = proposed()
    client = signed_in("pemohon")
    assert post(client, "wish_other_time", visit, note="").status_code == 400
    post(client, "wish_other_time", visit, note="Jumat pagi.", wished_at="2026-08-07T10:00")
    client = signed_in(LEAD)
    assert "Jumat pagi." in client.get(url("visit", visit)).content.decode()
    form = client.get(url("propose_visit_again", visit)).content.decode()
    assert 'value="2026-08-07T10:00"' in form
    post(client, "propose_visit_again", visit, **plan(starts_at="2026-08-07T10:00"))
    assert fresh_visit(visit).starts_at == DAY + timedelta(days=1, hours=1)


def test_a_save_is_a_draft_on_the_server_and_drawn_again(signed_in):
    visit = agreed()
    client = signed_in(LEAD)
    response = post(
        client, "checklist", visit, **filled(visit, **{"note-lokasi": "Di pojok.", "result": ""}), act="save"
    )
    assert response.url == url("checklist", visit)
    page = client.get(response.url).content.decode()
    assert "Di pojok." in page and "Tiang tegak." in page and "Tersimpan di server" in page
    assert fresh_visit(visit).state == "agreed"


def test_a_stale_save_loses_nothing_and_shows_what_a_colleague_saved(signed_in):
    visit = agreed(second_officer)
    stale = filled(visit, **{"note-lokasi": "Punya saya.", "findings": "Menurut saya."})
    minutes.save_inspection(
        visit.uuid,
        by=person(SECOND),
        answers={"lokasi": {"result": "no", "note": "Punya rekan."}},
        findings="Menurut rekan.",
    )
    before = untouched(visit.application)
    client = signed_in(LEAD)
    response = post(client, "checklist", visit, **stale, act="save")
    text = response.content.decode()
    assert response.status_code == 400
    assert all(words in text for words in ("Punya saya.", "Menurut saya.", "Punya rekan.", "Menurut rekan."))
    assert untouched(visit.application) == before
    assert f'name="version" value="{fresh_visit(visit).version}"' in text
    stale["version"] = fresh_visit(visit).version
    assert post(client, "checklist", visit, **stale, act="save").status_code == 302
    assert fresh_visit(visit).findings == "Menurut saya."


def test_a_report_that_misses_something_says_what_and_loses_nothing(signed_in):
    visit = agreed()
    before = untouched(visit.application)
    client = signed_in(LEAD)
    response = post(client, "checklist", visit, **filled(visit), act="report")
    text = response.content.decode()
    assert response.status_code == 400 and "pada hari peninjauannya" in text and "Tiang tegak." in text
    assert untouched(visit.application) == before
    client.logout()
    with on_the_day():
        client.force_login(person(LEAD))
        before = untouched(visit.application)
        response = post(client, "checklist", visit, **filled(visit, result=""), act="report")
    text = response.content.decode()
    assert response.status_code == 400 and 'href="#div_id_result">Kesimpulan' in text and "Tiang tegak." in text
    assert untouched(visit.application) == before


def test_photos_come_with_the_time_and_place_of_the_camera_else_as_typed(signed_in):
    visit = agreed()
    client = signed_in(LEAD)
    with on_the_day():
        client.force_login(person(LEAD))
        uploads = [
            SimpleUploadedFile("satu.jpg", with_exif(taken="2026:08:06 09:41:00")),
            SimpleUploadedFile("dua.png", picture("red", form="PNG")),
        ]
        fields = {"caption": "Tiang", "latitude": "1,5", "longitude": "104.25", "taken_at": "2026-08-06T10:00"}
        response = post(client, "add_photos", visit, photos=uploads, **fields)
        assert response.status_code == 302
        again = post(
            client, "add_photos", visit, photos=[SimpleUploadedFile("lain.jpg", with_exif(taken="2026:08:06 09:41:00"))]
        )
    first, second = visit.photos.order_by("taken_at")
    assert (first.taken_at, str(first.latitude)) == (DAY + timedelta(minutes=41), "-1.125139")
    assert (second.taken_at, str(second.latitude), str(second.longitude)) == (
        DAY + timedelta(hours=1),
        "1.500000",
        "104.250000",
    )
    page = client.get(again.url).content.decode()
    assert "tidak disimpan dua kali" in page and "-1.125139, 104.030000" in page and page.count("/berkas/") == 2


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, "photos"),
        ({"photos": b"no picture"}, "photos"),
        ({"photos": picture(), "latitude": "1.5"}, "longitude"),
        ({"photos": picture(), "latitude": "91", "longitude": "0"}, "latitude"),
        ({"photos": picture(), "taken_at": "2027-01-01T00:00"}, "taken_at"),
    ],
)
def test_an_unfit_photo_is_refused_beside_its_field(signed_in, fields, wrong):
    visit = agreed()
    if "photos" in fields:
        fields = fields | {"photos": SimpleUploadedFile("foto.jpg", fields["photos"])}
    before = untouched(visit.application)
    response = post(signed_in(LEAD), "add_photos", visit, **fields)
    assert response.status_code == 400 and wrong in response.context["photo_form"].errors
    assert untouched(visit.application) == before and not visit.photos.exists()


def test_team_and_applicant_sign_what_they_read(signed_in):
    visit = reported()
    with on_the_day():
        client = signed_in(LEAD)
        assert "Tiang berdiri di tanah sewaan." in client.get(url("sign_minutes", visit)).content.decode()
        post(client, "sign_minutes", visit, seen=visit.version)
        client = signed_in("pemohon")
        assert post(client, "sign_minutes", visit, seen="", remark="").status_code == 409
        post(client, "sign_minutes", visit, seen=visit.version, remark="Setuju.")
    assert fresh_visit(visit).state == "signed"


def test_a_signature_asks_for_the_password_again(signed_in, at_usual_moment):
    visit = reported()
    client = signed_in(LEAD)
    assert client.get(url("sign_minutes", visit)).status_code == 200
    before = untouched(visit.application)
    with moved_to(at_usual_moment + timedelta(minutes=16)):
        response = post(client, "sign_minutes", visit, seen=visit.version)
    assert response.url.startswith("/akun/reauthenticate/")
    assert untouched(visit.application) == before


def test_the_lead_uploads_the_page_signed_on_paper(signed_in):
    visit = reported()
    client = signed_in(LEAD)
    assert post(client, "paper_signature", visit, seen=visit.version).status_code == 400
    upload = SimpleUploadedFile("halaman.jpg", picture())
    assert post(client, "paper_signature", visit, seen=visit.version, photo=upload).status_code == 302
    assert "di kertas" in client.get(url("visit", visit)).content.decode()


def test_the_answer_starts_with_what_was_seen(signed_in):
    visit = signed(result="unfit")
    page = (
        signed_in(LEAD).get(reverse("applications:recommendation", args=[visit.recommendation.uuid])).content.decode()
    )
    assert "Tiang berdiri di tanah sewaan." in page and 'value="unfavourable"' in page
    assert "unfavourable" in page.split("checked")[0].rsplit("<input", 1)[1]


def test_other_agencies_and_the_office_of_the_file_read_the_minutes(signed_in):
    visit = signed()
    with on_the_day():
        tasks.render_documents()
    for account in ("opd.bapenda.batam", "verifikator.batam", "pemohon", LEAD):
        client = signed_in(account)
        assert "Tiang berdiri di tanah sewaan." in client.get(url("visit", visit)).content.decode(), account
        for kind in ("assignment", "minutes"):
            response = client.get(url("visit_document", visit, kind))
            assert response.getvalue().startswith(b"%PDF-"), account
        page = client.get(reverse("applications:file", args=[visit.application.uuid])).content.decode()
        assert url("visit_document", visit, "minutes") in page, account
    assert client.get(url("visit_document", visit, "receipt")).status_code == 404
    assert client.get(reverse("applications:printed", args=[visit.application.uuid, "minutes"])).status_code == 404


def test_strangers_find_no_such_visit(signed_in):
    visit = reported()
    before = untouched(visit.application)
    for account in ("pemohon2", "opd.pupr.tanjungpinang", "loket.tanjungpinang", "gubernur"):
        client = signed_in(account)
        for name in PAGES:
            assert client.get(url(name, visit)).status_code == 404, (account, name)
            assert post(client, name, visit).status_code in (404, 405), (account, name)
        for name in ("agree_visit", "add_photos", "reopen_minutes"):
            assert post(client, name, visit).status_code == 404, (account, name)
        assert client.get(url("visit_document", visit, "assignment")).status_code == 404
    assert untouched(visit.application) == before


def test_a_page_of_an_act_that_is_not_theirs_is_refused(signed_in):
    visit = reported()
    before = untouched(visit.application)
    client = signed_in("opd.bapenda.batam")
    for name in PAGES[1:]:
        assert client.get(url(name, visit)).status_code == 403, name
        assert post(client, name, visit).status_code == 403, name
    assert post(client, "reopen_minutes", visit).status_code == 403
    assert post(client, "add_photos", visit, photos=SimpleUploadedFile("a.jpg", picture())).status_code == 403
    assert untouched(visit.application) == before


def test_an_agencys_visits_stand_in_a_list_with_filters(signed_in):
    visit = agreed()
    client = signed_in(LEAD)
    address = reverse("applications:visit_list")
    page = client.get(address)
    assert "Tidak ada peninjauan hari ini; 1 minggu ini" in page.content.decode()
    assert url("visit", visit) in page.content.decode()
    assert [chip["count"] for chip in page.context["chips"]] == [1, 0, 1, 1, 0]
    assert url("visit", visit) not in client.get(address, {"saringan": "selesai"}).content.decode()
    assert address in client.get(reverse("applications:desk", args=["rekomendasi"])).content.decode()
    colleague = signed_in("kepala.pupr.batam").get(address)
    assert [chip["count"] for chip in colleague.context["chips"]] == [0, 0, 1, 1, 0]
    for account in ("opd.bapenda.batam", "kepala.dinkes.batam"):
        assert url("visit", visit) not in signed_in(account).get(address, {"saringan": "semua"}).content.decode()
    for account in ("pemohon", "verifikator.batam", "gubernur"):
        assert signed_in(account).get(address).status_code == 404


def test_the_list_costs_the_same_for_one_visit_and_three(signed_in, django_assert_num_queries):
    proposed()
    client = signed_in(LEAD)
    client.get(reverse("applications:visit_list"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("applications:visit_list"))
    proposed()
    agreed()
    with django_assert_num_queries(LIST_QUERIES):
        assert client.get(reverse("applications:visit_list")).content.decode().count('class="key"') == 3


def test_a_withdrawn_files_visit_says_why_it_is_off(signed_in):
    visit = agreed()
    days.cancel_inspection(visit.uuid, by=person(LEAD), reason="Jembatan ditutup.")
    text = signed_in("pemohon").get(url("visit", visit)).content.decode()
    assert "tidak jadi" in text and "Jembatan ditutup." in text
    assert fresh(visit.application).state == "recommendation"
