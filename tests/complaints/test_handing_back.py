"""A unit hands back what is not its authority; a reporter who lost the code gets a new one at the desk."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import JournalEntry
from complaints.actions import answering, codes, desk
from complaints.models import Complaint
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests.complaints.living import DESK, agency, category, fresh, received, routed, verified
from tests.complaints.reading import words
from tests.complaints.test_desk import told, verbs_of
from tests.factories import person

pytestmark = pytest.mark.usefixtures("reference", "at_usual_moment")
UNIT = "opd.dlh.batam"
WHY = "Jalannya milik provinsi."


def handed_back(complaint=None, **more):
    complaint = complaint or routed("dampak-usaha")
    return answering.hand_back_complaint(complaint.uuid, by=person(UNIT), reason=WHY, **more)


def test_not_our_authority_brings_it_back_to_the_desk_with_its_days_running_on():
    complaint = routed("dampak-usaha")
    before = complaint.due_at
    handed_back(complaint, whose=agency("PUPR"))
    complaint = fresh(complaint)
    assert (complaint.state, complaint.holder_agency, complaint.holder_role) == (
        "verified", complaint.office, "complaint_officer",
    )  # fmt: skip
    assert complaint.due_at == before and complaint.closed_at is None
    assert complaint.clock_events.last().kind == "hand_over" and not complaint.routes.filter(ended_at=None).exists()
    note = complaint.thread.get(side="note")
    assert WHY in note.text and agency("PUPR").name in note.text and note.agency == agency("DLH")
    assert told(complaint, "desk_handed_back") == {DESK}
    assert JournalEntry.objects.about(complaint).get(verb="complaint.handed_back").facts["reason_sha256"]
    with pytest.raises(NotAllowed):
        answering.answer_complaint(complaint.uuid, by=person(UNIT), text="Masih kami?")
    assert fresh(complaint).state == "verified"


def test_the_rules_do_not_send_it_back_to_the_same_unit_but_a_person_may():
    complaint = handed_back()
    with pytest.raises(Refused, match="bukan wewenangnya"):
        desk.route_complaint(complaint.uuid, by=person(DESK))
    assert fresh(complaint).state == "verified"
    desk.route_complaint(complaint.uuid, by=person(DESK), agency=agency("DLH"), reason="Parit itu milik kota.")
    assert (fresh(complaint).state, fresh(complaint).holder_agency) == ("routed", agency("DLH"))


@pytest.mark.parametrize("who", [DESK, "opd.pupr.batam", "kadis.batam"])
def test_only_the_unit_hands_back_and_only_with_a_reason(who):
    complaint = routed("dampak-usaha")
    with pytest.raises(NotAllowed):
        answering.hand_back_complaint(complaint.uuid, by=person(who), reason=WHY)
    with pytest.raises(Refused, match="mengapa"):
        answering.hand_back_complaint(complaint.uuid, by=person(UNIT), reason=" ")
    assert fresh(complaint).state == "routed" and not fresh(complaint).thread.exists()


def test_what_is_grave_or_answered_is_not_handed_back():
    grave = received("pungli")
    with pytest.raises(NotAllowed):
        answering.hand_back_complaint(grave.uuid, by=person("inspektorat.batam"), reason=WHY)
    complaint = routed("dampak-usaha")
    answering.answer_complaint(complaint.uuid, by=person(UNIT), text="Selesai.")
    with pytest.raises((NotAllowed, WrongState)):
        answering.hand_back_complaint(complaint.uuid, by=person(UNIT), reason=WHY)
    assert fresh(complaint).state == "answered"


def test_the_unit_and_the_desk_do_it_on_their_pages(signed_in):
    complaint = routed("dampak-usaha")
    client, address = signed_in(UNIT), reverse("complaints:act", args=[complaint.uuid, "kembalikan"])
    assert "Bukan wewenang kami" in words(client.get(complaint.get_absolute_url()))
    assert client.post(address, {"once": uuid4(), "reason": ""}).status_code == 400
    assert client.post(address, {"once": uuid4(), "reason": WHY}).status_code == 302
    client = signed_in(DESK)
    page = words(client.get(complaint.get_absolute_url()))
    assert "Tentukan disposisi baru" in page and WHY in page and "Bukan wewenang kami" not in page
    form = words(client.get(reverse("complaints:act", args=[complaint.uuid, "disposisi"])))
    assert f"{agency('DLH').name} menyatakan ini bukan wewenangnya" in form


def follow(complaint, secret):
    client = Client()
    client.get("/pengaduan/ikuti/")
    client.post("/pengaduan/ikuti/", {"number": complaint.number, "secret": secret})
    return client


def test_a_new_code_is_printed_and_the_old_one_shuts_even_an_open_browser(signed_in):
    complaint = received()
    old, open_browser = complaint.secret, follow(complaint, complaint.secret)
    assert open_browser.get("/pengaduan/ikuti/buka/").status_code == 200
    client = signed_in(DESK)
    assert "Cetak kode baru" in words(client.get(complaint.get_absolute_url()))
    address = reverse("complaints:act", args=[complaint.uuid, "kode"])
    assert client.post(address, {"once": uuid4(), "reason": " "}).status_code == 400 and fresh(complaint).secret == old
    done = client.post(address, {"once": uuid4(), "reason": "KTP cocok dengan nama pelapor."})
    new = fresh(complaint).secret
    assert new != old and done["Location"] == "/pengaduan/tanda-terima/"
    assert f"{new[:4]}-{new[4:]}" in words(client.get(done["Location"]))
    assert open_browser.get("/pengaduan/ikuti/buka/").status_code == 302
    assert follow(complaint, old).get("/pengaduan/ikuti/buka/").status_code == 302
    assert follow(complaint, new).get("/pengaduan/ikuti/buka/").status_code == 200
    assert told(complaint, "new_code") == {"pemohon"} and "complaint.code_renewed" in verbs_of(complaint)
    facts = JournalEntry.objects.about(complaint).get(verb="complaint.code_renewed").facts
    assert "KTP" not in str(facts) and new not in str(facts)


def test_parts_share_the_new_code_and_what_is_grave_keeps_its_own():
    complaint = verified()
    part = desk.split_complaint(complaint.uuid, by=person(DESK), text="Data keliru.", category=category("data-salah"))
    grave = desk.split_complaint(complaint.uuid, by=person(DESK), text="Diminta uang.", category=category("pungli"))
    codes.renew_code(part.uuid, by=person(DESK), reason="KTP cocok.")
    assert fresh(part).secret == fresh(complaint).secret != complaint.secret
    assert fresh(grave).secret == complaint.secret and "complaint.code_renewed" not in verbs_of(grave)


def test_nobody_gets_a_code_of_somebody_unknown_or_without_the_desk_or_too_often(signed_in):
    anonymous, complaint = received(identity="anonymous"), received()
    with pytest.raises(NotAllowed, match="tidak dapat dikenali"):
        codes.renew_code(anonymous.uuid, by=person(DESK), reason="Katanya miliknya.")
    assert "tidak dapat diganti" in words(signed_in(DESK).get(anonymous.get_absolute_url()))
    with pytest.raises(NotAllowed):
        codes.renew_code(complaint.uuid, by=person("loket.batam"), reason="KTP cocok.")
    assert fresh(complaint).secret == complaint.secret and fresh(anonymous).secret == anonymous.secret
    for _ in range(3):
        codes.renew_code(complaint.uuid, by=person(DESK), reason="KTP cocok.")
    last = fresh(complaint).secret
    with pytest.raises(Refused, match="terlalu sering"):
        codes.renew_code(complaint.uuid, by=person(DESK), reason="KTP cocok.")
    assert Complaint.objects.get(pk=complaint.pk).secret == last
