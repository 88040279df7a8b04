"""The counter enters complaints for others: every channel, days counted from the day of receipt, the receipt printed once."""

import pytest

from complaints.models import Complaint
from tests.complaints.reading import newest, post, typed, words
from tests.factories import registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
PATH = "/loket/pengaduan/"


def at_counter(code="prosedur", **more):
    return typed(code, **{"channel": "walk_in", "identity": "open"} | more)


def test_a_letter_counts_from_the_day_it_came_and_its_receipt_is_printed(signed_in, user_named):
    client = signed_in("loket.batam")
    client.get(PATH)
    answer = post(client, PATH, **at_counter(channel="letter", received_on="2026-07-30", address="Jl. Mawar 3"))
    assert (answer.status_code, answer["Location"]) == (302, "/pengaduan/tanda-terima/")
    complaint = newest()
    assert (complaint.channel, complaint.received_by, complaint.office.region.local_date(complaint.received_at).isoformat()) == (
        "letter", user_named("loket.batam"), "2026-07-30",
    )  # fmt: skip
    # Three working days from Thursday the 30th of July: Tuesday the 4th of August.
    assert complaint.office.region.local_date(complaint.due_at).isoformat() == "2026-08-04"
    assert (complaint.reporter.name, complaint.reporter.address, complaint.reporter.user) == (
        "Budi Santoso",
        "Jl. Mawar 3",
        None,
    )
    receipt = words(client.get(answer["Location"]))
    assert complaint.number in receipt and "berikan kepada pelapor" in receipt and "Budi" not in receipt


def test_a_number_of_lapor_is_asked_for_and_taken_once(signed_in):
    client = signed_in("pengaduan.batam")
    client.get(PATH)
    assert "Tulis nomor pelacakan" in words(post(client, PATH, **at_counter(channel="lapor")))
    assert "belum tiba" in words(post(client, PATH, **at_counter(received_on="2026-08-09")))
    assert not Complaint.objects.exists()
    assert post(client, PATH, **at_counter(channel="lapor", lapor_number="7654321")).status_code == 302
    again = post(client, PATH, **at_counter(channel="lapor", lapor_number="7654321"))
    assert again.status_code == 400 and "sudah terdaftar" in words(again)
    assert Complaint.objects.count() == 1


def test_the_counter_binds_a_file_of_its_office_and_never_sees_a_grave_one_again(signed_in):
    file = registered()
    client = signed_in("loket.batam")
    client.get(PATH)
    post(client, PATH, **at_counter("izin-terlambat", channel="phone", number=file.registration_number))
    assert newest().application == file
    post(client, PATH, **at_counter("pungli", channel="whatsapp", identity="anonymous"))
    grave = newest()
    assert (grave.office.kind, grave.reporter.name) == ("inspectorate", "")
    assert client.get(f"/kerja/pengaduan/{grave.uuid}/").status_code == 404
    assert signed_in("verifikator.batam").get(PATH).status_code == 404
