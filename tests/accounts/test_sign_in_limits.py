"""Wrong passwords are counted by account and address together."""

import pytest

pytestmark = pytest.mark.django_db
WRONG = {"login": "kadis.batam@demo.test", "password": "bukan-kata-sandi"}
RIGHT = {"login": "kadis.batam@demo.test", "password": "ptsp-demo-2026"}


def test_a_stranger_who_guesses_does_not_lock_the_head_out_elsewhere(client, reference):
    for _turn in range(11):
        client.post("/akun/login/", WRONG, REMOTE_ADDR="198.51.100.7")
    assert client.post("/akun/login/", RIGHT, REMOTE_ADDR="198.51.100.7").status_code == 200  # still locked there
    assert client.post("/akun/login/", RIGHT, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_one_forgetful_neighbour_does_not_lock_the_village_out(client, reference):
    for _turn in range(11):
        client.post("/akun/login/", WRONG, REMOTE_ADDR="198.51.100.7")
    other = {"login": "loket.batam@demo.test", "password": "ptsp-demo-2026"}
    assert client.post("/akun/login/", other, REMOTE_ADDR="198.51.100.7").status_code == 302
