"""The head gives the password again before signing, when the last time was more than a quarter of an hour ago."""

from datetime import timedelta
from uuid import uuid4

import pytest

from ptsp_portal.lib.moment import moved_to
from tests.factories import at_signing, fresh, untouched

pytestmark = pytest.mark.django_db


def test_signing_long_after_sign_in_asks_for_the_password_and_changes_nothing(signed_in, at_usual_moment):
    file = at_signing()
    client, page = signed_in("kadis.batam"), f"/permohonan/{file.uuid}/tanda-tangan/"
    assert client.get(page).status_code == 200
    before = untouched(file)
    with moved_to(at_usual_moment + timedelta(minutes=16)):
        answer = client.post(page, {"once": uuid4(), "seen": fresh(file).change_count})
        assert answer["Location"].startswith("/akun/reauthenticate/?next=")
        assert untouched(file) == before
        again = client.post(answer["Location"], {"password": "ptsp-demo-2026", "next": page})
        assert again["Location"] == page
        client.post(page, {"once": uuid4(), "seen": fresh(file).change_count})
    assert fresh(file).state == "issued"
