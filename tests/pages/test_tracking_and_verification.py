"""Tracking by number and secret, and the check of a permit by its code: the two pages that strangers use."""

from datetime import UTC, datetime, time, timedelta

import pytest

from applications.models import Permit
from applications.views import tracking, verification
from ptsp_portal.lib.limits import Limit
from ptsp_portal.lib.moment import moved_to
from tests import factories
from tests.pages.reading import without_keys, words

pytestmark = pytest.mark.django_db
WRONG_TRY_QUERIES = 21  # the file, two limits read, two counters written


# Tracking


@pytest.fixture
def file(at_usual_moment):
    return factories.registered()


def ask(client, number, secret, **extra):
    return client.post("/lacak/", {"number": number, "secret": secret}, **extra)


def test_number_and_secret_show_where_the_file_is(file, anyone):
    page = ask(
        anyone,
        file.registration_number.lower().replace("-", " – "),
        f"{file.tracking_secret[:4].lower()}-{file.tracking_secret[4:]}",
    )
    assert page.status_code == 200
    text = words(page)
    assert file.registration_number in text
    assert "verifikator DPMPTSP Kota Batam" in text
    assert "Janji selesai" in text
    assert f"Hubungi DPMPTSP Kota Batam dan sebut nomor {file.registration_number}." in text
    assert page["Cache-Control"] == "no-store"


def test_tracking_shows_each_agencys_state(at_usual_moment, anyone):
    file = factories.verified()
    text = words(ask(anyone, file.registration_number, file.tracking_secret))
    assert "Dinas Kesehatan Kota Batam" in text
    assert "Menunggu jawaban" in text


def test_tracking_shows_no_personal_data(file, anyone):
    page = ask(anyone, file.registration_number, file.tracking_secret).content.decode()
    for private in (file.holder_name, file.holder_identity, file.holder_address, file.person.nik, file.tracking_secret):
        assert private
        assert private not in page


def test_a_wrong_number_and_a_wrong_secret_answer_alike(file, anyone, django_assert_num_queries):
    assert tracking.PER_NUMBER.tries == 20
    with django_assert_num_queries(WRONG_TRY_QUERIES):
        wrong_secret = ask(anyone, file.registration_number, "ZZZZZZZZ")
    with django_assert_num_queries(WRONG_TRY_QUERIES):
        wrong_number = ask(anyone, "BTM-2026-99999-X", "ZZZZZZZZ", REMOTE_ADDR="192.0.2.9")
    assert wrong_secret.status_code == wrong_number.status_code == 404
    assert without_keys(wrong_secret) == without_keys(wrong_number)
    assert str(tracking.NOT_FOUND) in words(wrong_number)


def test_an_unregistered_file_can_not_be_tracked(at_usual_moment, anyone):
    file = factories.submitted()
    assert file.registration_number is None
    assert ask(anyone, "None", "").status_code == 400
    assert ask(anyone, file.reference, "ZZZZZZZZ").status_code == 404


def test_guessing_one_number_is_stopped_and_the_village_is_not(file, anyone, monkeypatch):
    monkeypatch.setattr(tracking, "PER_NUMBER", Limit("t", tries=3, window=timedelta(minutes=10)))
    for _ in range(3):
        assert ask(anyone, file.registration_number, "ZZZZZZZZ").status_code == 404
    stopped = ask(anyone, file.registration_number, file.tracking_secret)
    assert stopped.status_code == 429
    assert "Tunggu 10 menit" in words(stopped)
    assert "verifikator" not in words(stopped)
    other = factories.registered(by="pemohon2")
    assert ask(anyone, other.registration_number, other.tracking_secret).status_code == 200
    assert ask(anyone, file.registration_number, file.tracking_secret, REMOTE_ADDR="192.0.2.9").status_code == 200


def test_one_address_guessing_many_numbers_is_stopped(anyone, monkeypatch):
    monkeypatch.setattr(tracking, "PER_ADDRESS", Limit("t", tries=3, window=timedelta(minutes=10)))
    for guess in range(3):
        assert ask(anyone, f"BTM-{guess}", "ZZZZZZZZ").status_code == 404
    assert ask(anyone, "BTM-9", "ZZZZZZZZ").status_code == 429


def test_the_form_is_sent_with_its_origin(anyone):
    """A page with "no-referrer" would send its form with `Origin: null`, which the CSRF check refuses."""
    assert anyone.get("/lacak/")["Referrer-Policy"] == "same-origin"


def test_the_qr_fills_in_the_number_and_never_the_secret(anyone):
    page = anyone.get(
        "/lacak/", {"nomor": "BTM-2026-00001-K", "secret": "ABCD1234", "kode": "ABCD1234"}
    ).content.decode()
    assert 'value="BTM-2026-00001-K"' in page
    assert "ABCD1234" not in page.replace("nomor=BTM-2026-00001-K&amp;secret=ABCD1234&amp;kode=ABCD1234", "")


# Verification


@pytest.fixture
def permit(at_usual_moment):
    return Permit.objects.get(application=factories.issued())


def test_a_permit_is_verified_without_its_holders_name(permit, anyone, django_assert_num_queries):
    with django_assert_num_queries(3):
        page = anyone.get(f"/verifikasi/{permit.verification_code}/")
    text = words(page)
    assert permit.number in text
    assert "Izin ini asli dan masih berlaku" in text
    assert "DPMPTSP Kota Batam" in text
    assert permit.holder_name not in text


def test_the_code_may_be_typed_as_it_is_read(permit, anyone):
    code = permit.verification_code.lower()
    page = anyone.get("/verifikasi/", {"kode": f"{code[:4]}-{code[4:8]} {code[8:]}"}, follow=True)
    assert page.status_code == 200
    assert permit.number in words(page)


@pytest.mark.parametrize("status", ["suspended", "revoked", "superseded"])
def test_the_status_is_live(permit, anyone, status):
    Permit.objects.filter(pk=permit.pk).update(status=status)
    assert str(verification.STATUS_WORDS[status][2]) in words(anyone.get(f"/verifikasi/{permit.verification_code}/"))


def test_a_permit_expires_by_the_calendar(permit, anyone, at_usual_moment):
    last_noon = datetime.combine(permit.valid_until, time(5), tzinfo=UTC)  # noon in western time
    with moved_to(last_noon):
        assert "masih berlaku" in words(anyone.get(f"/verifikasi/{permit.verification_code}/"))
    with moved_to(last_noon + timedelta(days=1)):
        assert "masa berlakunya sudah lewat" in words(anyone.get(f"/verifikasi/{permit.verification_code}/"))


def test_wrong_codes_answer_alike_and_are_limited(anyone, monkeypatch):
    monkeypatch.setattr(verification, "PER_ADDRESS", Limit("v", tries=3, window=timedelta(minutes=10)))
    answers = [anyone.get(f"/verifikasi/{code}/") for code in ("ABCDEFGH12345678", "x", "0" * 40)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({without_keys(answer) for answer in answers}) == 1
    assert anyone.get("/verifikasi/ABCDEFGH12345678/").status_code == 429
