"""/kerja/: every officer's one page; and queues that count only so far, by service and by what came back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import Delegation, Membership
from applications.actions import decision, ledger, submission
from applications.actions.thread import write_message
from applications.models import Application, Clarification, Inspection, Recommendation
from applications.my_work import work_of
from ptsp_portal.lib.counting import bounded_counts, count_words
from ptsp_portal.lib.moment import moved_to, now
from tests.conftest import USUAL_MOMENT
from tests.factories import (
    BATAM,
    add_post,
    at_signing,
    colleague,
    draft,
    drafted,
    fresh,
    person,
    registered,
    send_back_to_applicant,
    submitted,
    verified,
)  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def work(name):
    return work_of(person(name))


def lists(name, slug):
    """The keys of the three lists of one desk: back, near, waiting."""
    part = next(part for part in work(name).parts if part.desk.slug == slug)
    return [[row.pk for row in rows] for rows in (part.back, part.near, part.waiting)]


def days_ago(days):
    return moved_to(USUAL_MOMENT - timedelta(days=days))


def sent_again(file, by="pemohon"):
    submission.submit_application(file.uuid, by=person(by))


def test_the_sentence_comes_first_and_the_late_ones_on_top():
    with days_ago(30):
        late = registered()
    with days_ago(6):
        near = registered()
    calm = registered()
    submitted()
    assert work("verifikator.batam").sentence == "3 berkas menunggu Anda, 1 di antaranya lewat batas."
    back, soon, waiting = lists("verifikator.batam", "verifikasi")
    assert (back, soon, waiting) == ([], [late.pk, near.pk], [calm.pk])


def test_a_file_comes_back_from_the_applicant_and_from_a_later_desk():
    repaired = submitted()
    send_back_to_applicant(repaired, "loket.batam")
    assert lists("loket.batam", "loket") == [[], [], []]
    sent_again(repaired)
    new = submitted()
    assert lists("loket.batam", "loket") == [[repaired.pk], [], [new.pk]]
    sent_back = drafted()
    assert not fresh(sent_back).came_back
    decision.send_back_decision(sent_back.uuid, by=person("kabid.batam"), reason="Perbaiki.")
    assert fresh(sent_back).came_back
    assert lists("verifikator.batam", "verifikasi")[0] == [sent_back.pk]


def test_complete_answers_of_the_agencies_are_no_coming_back():
    for file in (drafted(), at_signing()):
        assert not fresh(file).came_back


def test_the_chip_of_what_came_back_counts_what_it_shows(signed_in):
    file = submitted()
    send_back_to_applicant(file, "loket.batam")
    sent_again(file)
    submitted()
    response = signed_in("loket.batam").get("/kerja/loket/", {"saringan": "kembali"})
    assert [row.pk for row in response.context["page"].rows] == [file.pk]
    assert {chip["value"]: chip["count"] for chip in response.context["chips"]}["kembali"] == 1


def test_a_queue_is_filtered_by_service_and_counts_with_it(signed_in):
    for _number in range(2):
        submitted("SIPF")
    other = submitted("REKLAME")
    client = signed_in("loket.batam")
    response = client.get("/kerja/loket/")
    assert [(each["value"], each["count"]) for each in response.context["services"]] == [("REKLAME", 1), ("SIPF", 2)]
    response = client.get("/kerja/loket/", {"layanan": "REKLAME"})
    assert [row.pk for row in response.context["page"].rows] == [other.pk]
    assert {chip["value"]: chip["count"] for chip in response.context["chips"]}["semua"] == 1
    assert len(client.get("/kerja/loket/", {"layanan": "' OR 1\0"}).context["page"].rows) == 3


def test_an_agencys_queue_is_filtered_by_service_too(signed_in):
    verified("REKLAME")
    client = signed_in("opd.pupr.batam")
    assert [each["value"] for each in client.get("/kerja/rekomendasi/").context["services"]] == ["REKLAME"]
    assert client.get("/kerja/rekomendasi/", {"layanan": "SIPF"}).context["page"].rows == []


def test_counting_goes_only_so_far():
    for _number in range(3):
        submitted()
    sent = Application.objects.filter(submitted_at__isnull=False)
    parts = {"all": [sent], "twice": [sent, sent], "none": [sent.none()], "nothing": []}
    assert bounded_counts(parts) == {"all": 3, "twice": 6, "none": 0, "nothing": 0}
    assert bounded_counts(parts, most=2) == {"all": 3, "twice": 3, "none": 0, "nothing": 0}
    assert (count_words(1000), count_words(1001), count_words(7)) == ("1.000", "1.000+", "7")


def test_a_queue_says_when_there_are_more_than_it_counts(signed_in, monkeypatch):
    for _number in range(3):
        submitted()
    monkeypatch.setattr("applications.views.desks.MOST", 2)
    monkeypatch.setattr(bounded_counts, "__defaults__", (2,))
    monkeypatch.setattr(count_words, "__defaults__", (2,))
    response = signed_in("loket.batam").get("/kerja/loket/")
    assert "2+" in response.content.decode()
    assert {each["count"] for each in response.context["services"]} == {None}


def test_what_came_back_to_an_agency():
    first, second, third = (verified().recommendations.get() for _number in range(3))
    refused = {"verdict": "favourable", "reasons": "", "conditions": [], "returned": "Sebut pasalnya."}
    Recommendation.objects.filter(pk=first.pk).update(proposal=refused, proposed_by=person("opd.dinkes.batam"))
    Inspection.objects.create(
        application=second.application, recommendation=second, agency=second.agency, starts_at=now(), place="Tiban",
        proposed_by=person("opd.dinkes.batam"), wished_at=now(),
    )  # fmt: skip
    for request in (first, second, third):
        ledger.read_came_back(request.application)
    assert lists("opd.dinkes.batam", "rekomendasi")[0] == [first.pk, second.pk]
    assert third.pk in lists("opd.dinkes.batam", "rekomendasi")[1] + lists("opd.dinkes.batam", "rekomendasi")[2]
    Recommendation.objects.filter(pk=third.pk).update(
        proposal={"verdict": "favourable"}, proposed_by=person("opd.dinkes.batam")
    )
    head = work("kepala.dinkes.batam").parts[0]
    assert [row.pk for row in head.near + head.waiting if row.awaits_me_as_head] == [third.pk]


def test_messages_wait_for_the_counter_and_after_registration_for_the_verifier():
    unregistered, file = submitted(), registered()
    for each in (unregistered, file):
        write_message(each.uuid, by=person("pemohon"), text="Halo")
    assert [row.pk for row in work("loket.batam").messages] == [unregistered.pk]
    assert [row.pk for row in work("verifikator.batam").messages] == [file.pk]
    for name in ("kadis.batam", "loket.tanjungpinang", "opd.dinkes.batam"):
        assert work(name).messages == []
    write_message(file.uuid, by=person("kabid.batam"), text="Ya")
    assert work("verifikator.batam").messages == []


def test_a_pause_beyond_the_allowance_waits_for_the_superior():
    file = registered()
    Clarification.objects.create(application=file, created_by=person("verifikator.batam"), needs_consent=True)
    assert [each.application_id for each in work("kabid.batam").consents] == [file.pk]
    assert work("verifikator.batam").consents == work("kabid.tanjungpinang").consents == []


def test_one_person_in_three_roles_reads_three_desks():
    file = submitted("SK-DOMISILI", "kelurahan-tanjung-riau")
    parts = work("petugas.tanjungriau").parts
    assert [part.desk.slug for part in parts] == ["loket", "verifikasi", "rekomendasi"]
    assert [row.pk for row in parts[0].waiting] == [file.pk]
    assert work("petugas.tanjungriau").sentence == "1 berkas menunggu Anda; tidak ada yang lewat batas."


def test_a_deputy_sees_the_desk_of_the_lender():
    deputy, file = colleague("plh.batam"), at_signing()
    Delegation.objects.create(
        membership=Membership.objects.get(user=person("kadis.batam")), deputy=deputy, kind="plh", decree="1",
        from_on=now().date(), until_on=now().date(),
    )  # fmt: skip
    (part,) = work_of(deputy).parts
    assert part.desk.slug == "tanda-tangan"
    assert file.pk in [row.pk for row in part.near + part.waiting]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("gubernur", "Tidak ada antrean untuk jabatan Anda"),
        ("auditor.batam", "membaca berkas kantor"),
        ("kadis.batam", "Tidak ada yang menunggu Anda sekarang."),
        ("kepala.dinkes.batam", "Rekomendasi"),
        ("sekda.batam", "Pekerjaan saya"),
        ("uptd.batam", "Rekomendasi"),
    ],
)
def test_everybody_in_office_has_a_page(signed_in, name, words):
    colleague("auditor.batam", (BATAM, "auditor"))
    response = signed_in(name).get("/kerja/")
    assert response.status_code == 200 and words in response.content.decode()
    assert ('name="q"' in response.content.decode()) == (name != "gubernur")


def test_an_applicant_has_no_such_page(signed_in):
    assert signed_in("pemohon").get("/kerja/").status_code == 404


def statements(client):
    client.get("/kerja/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/kerja/").status_code == 200
    return len(asked)


def test_the_page_asks_as_often_for_many_files_and_desks_as_for_one(signed_in):
    registered(), verified()
    client = signed_in("verifikator.batam")
    one = statements(client)
    for _number in range(3):
        registered(), submitted(), drafted(), at_signing()
    write_message(registered().uuid, by=person("pemohon"), text="Halo")
    assert statements(client) == one
    for role in ("front_desk", "endorser", "head"):
        add_post(person("verifikator.batam"), BATAM, role)
    add_post(person("verifikator.batam"), "dpmptsp-kota-tanjungpinang", "verifier")
    with_more_desks = statements(client)
    assert with_more_desks <= one + 3, "the pauses, the measures and the corrections that wait for a superior"
    add_post(person("verifikator.batam"), Recommendation.objects.first().agency, "officer")
    assert statements(client) <= with_more_desks + 3 <= 20, "an agency's requests are other rows"


def test_the_next_page_goes_on_across_offices_and_files_without_a_deadline(signed_in, monkeypatch):
    monkeypatch.setattr("applications.views.desks.PAGE", 2)
    with days_ago(3):
        made = [registered(), submitted()]
    made += [registered(), submitted(office="dpmptsp-kota-tanjungpinang"), submitted(), draft()]
    add_post(person("verifikator.batam"), "dpmptsp-kota-tanjungpinang", "verifier")
    client, seen, after = signed_in("verifikator.batam"), [], ""
    while after is not None:
        page = client.get("/kerja/verifikasi/", {"saringan": "semua", "after": after}).context["page"]
        seen, after = seen + [row.pk for row in page.rows], page.next
    assert seen == [made[0].pk, made[2].pk, made[1].pk, made[3].pk, made[4].pk]
