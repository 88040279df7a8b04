"""The mails of the account are in our words: Indonesian, without the address of whoever asked or any name."""

import pytest

from notifications.models import Message

pytestmark = pytest.mark.django_db


def test_a_reset_mail_says_what_to_do_and_names_nobody(client, reference):
    client.post("/akun/password/reset/", {"email": "pemohon@demo.test"})
    mail = Message.objects.get(channel="email", address="pemohon@demo.test")
    assert mail.subject.endswith("Atur ulang kata sandi")
    assert (
        "Kami menerima permintaan untuk mengatur ulang kata sandi" in mail.text
        and "/akun/password/reset/key/" in mail.text
    )
    assert "Nurul" not in mail.text and "127.0.0.1:" in mail.text


def test_an_unknown_address_is_told_so_in_its_own_mail_and_nowhere_else(client, reference):
    known = client.post("/akun/password/reset/", {"email": "pemohon@demo.test"})
    unknown = client.post("/akun/password/reset/", {"email": "siapa@contoh.test"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert "belum ada akunnya" in Message.objects.get(channel="email", address="siapa@contoh.test").text
