"""Silence counted as consent: only where the standard says so, by the head's signed act, with its evidence (rule 5)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications.actions.deemed import deem_application, deem_recommendation
from applications.actions.recommendations import give_recommendation
from applications.evidence_document import evidence_doc
from applications.invariants import RULES
from applications.models import PrintedDocument
from applications.permit_document import permit_doc
from applications.policies import allowed
from applications.tasks import render_documents, warn_of_deadlines
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests.applications.filing import send
from tests.factories import (
    BATAM,
    add_post,
    answer,
    at_signing,
    fresh,
    issued,
    next_standard,
    person,
    registered,
    send_back_to_applicant,
    untouched,
    verified,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
WHY = "Sudah diperingatkan tiga kali, tidak ada jawaban."
HEAD = "kadis.batam"


@pytest.fixture
def strict():
    """The standard counts silence as consent."""
    next_standard("SIPF", deemed_recommendation=True, deemed_approval=True)


def after(thing):
    return moved_to(thing.due_at + timedelta(minutes=5))


def findings():
    return [finding for rule in RULES for finding in rule()]


def deemed_file(make=registered):
    file = make()
    with after(file):
        deem_application(file.uuid, by=person(HEAD), reason=WHY)
    return fresh(file)


# Recommendations


def test_the_file_moves_on_as_after_an_answer(strict):
    file = verified()
    request = file.recommendations.get()
    with after(request):
        assert allowed(person(HEAD), request) == ["deem"]
        deem_recommendation(request.uuid, by=person(HEAD), reason=WHY)
        assert findings() == []
    request, file = file.recommendations.get(), fresh(file)
    assert (request.state, request.deemed_by, request.verdict, request.reasons) == ("deemed", person(HEAD), "", WHY)
    assert (file.state, file.holder_role, file.answers_received) == ("drafting", "verifier", 1)
    assert request.clock_events.last().kind == "stop"
    assert file.printed_documents.get(kind="evidence").recommendation == request
    assert JournalEntry.objects.get(verb="recommendation.deemed").role == "head"
    told = Message.objects.filter(channel="inapp", occasion__contains="deemed").values_list("occasion", "user__email")
    assert ("applications/recommendation_deemed", "pemohon@demo.test") in told
    assert ("applications/agency_deemed", "opd.dinkes.batam@demo.test") in told
    assert Message.objects.filter(occasion="applications/desk_answers_complete").exists()


def test_the_other_agencies_are_still_waited_for():
    next_standard("REKLAME", deemed_recommendation=True)
    file = verified(code="REKLAME")
    request = file.recommendations.open().order_by("id").first()
    with after(request):
        deem_recommendation(request.uuid, by=person(HEAD), reason=WHY)
    assert fresh(file).state == "recommendation" and file.recommendations.open().exists()


@pytest.mark.parametrize(
    "who", ["verifikator.batam", "opd.dinkes.batam", "kabid.batam", "kadis.tanjungpinang", "pemohon"]
)
def test_only_the_head_of_the_issuing_office_states_silence(strict, who):
    request = verified().recommendations.get()
    with after(request):
        refused(lambda: deem_recommendation(request.uuid, by=person(who), reason=WHY), request.application, NotAllowed)


def test_not_before_the_limit_not_without_the_standard_not_after_the_answer_not_without_reason(strict):
    file = verified()
    request = file.recommendations.get()
    refused(lambda: deem_recommendation(request.uuid, by=person(HEAD), reason=WHY), file, Refused, "belum lewat")
    with after(request):
        refused(lambda: deem_recommendation(request.uuid, by=person(HEAD), reason=" "), file, Refused, "alasan")
        answer(file, "opd.dinkes.batam")
        refused(lambda: deem_recommendation(request.uuid, by=person(HEAD), reason=WHY), file, WrongState)
    next_standard("SIPF", deemed_recommendation=False)
    other = verified(by="pemohon2")
    late = other.recommendations.get()
    with after(late):
        assert allowed(person(HEAD), late) == []
        refused(lambda: deem_recommendation(late.uuid, by=person(HEAD), reason=WHY), other, Refused, "tidak mengenal")


def test_a_deemed_request_takes_no_answer(strict):
    file = verified()
    request = file.recommendations.get()
    with after(request):
        deem_recommendation(request.uuid, by=person(HEAD), reason=WHY)
        before = untouched(file)
        with pytest.raises(WrongState):
            deem_recommendation(request.uuid, by=person(HEAD), reason=WHY)
        with pytest.raises(WrongState):
            give_recommendation(request.uuid, by=person("opd.dinkes.batam"), verdict="favourable")
    assert untouched(file) == before and file.printed_documents.filter(kind="evidence").count() == 1


# Approval


@pytest.mark.parametrize("make", [registered, verified, at_signing])
def test_the_permit_is_granted_by_law_with_its_number_and_evidence(strict, make):
    file = deemed_file(make)
    assert (file.state, file.decision.verdict, file.decision.reasons) == ("issued", "deemed", [WHY])
    assert file.permit.number and file.permit.signed_by == person(HEAD)
    assert file.closed_at and file.due_at is None and not file.recommendations.open().exists()
    assert set(file.printed_documents.values_list("kind", flat=True)) == {"receipt", "permit", "evidence"}
    assert JournalEntry.objects.filter(verb="permit.deemed", subject=file.uuid).count() == 1
    assert Message.objects.filter(occasion="applications/application_deemed", user=person("pemohon")).exists()
    assert findings() == []


def test_the_permit_itself_says_so(strict):
    doc = permit_doc(deemed_file())
    assert any("dikabulkan karena hukum" in line for line in doc["considering"])
    assert ("Dasar penetapan", "dikabulkan karena hukum (fiktif positif)") in doc["about"]


@pytest.mark.parametrize("who", ["verifikator.batam", "kabid.batam", "kadis.tanjungpinang", "pemohon", "admin"])
def test_only_the_head_grants_by_law(strict, who):
    file = registered()
    with after(file):
        refused(lambda: deem_application(file.uuid, by=person(who), reason=WHY), file, NotAllowed)


def test_a_head_who_worked_on_the_file_does_not_grant_it(strict):
    add_post(person("verifikator.batam"), BATAM, "head")
    file = verified()
    with after(file):
        act = lambda: deem_application(file.uuid, by=person("verifikator.batam"), reason=WHY)  # noqa: E731
        refused(act, file, NotAllowed, "mendaftarkan, memverifikasi")


def test_refused_before_the_limit_while_paused_once_decided_and_where_the_standard_is_silent(strict):
    def grant(file, reason=WHY):
        return lambda: deem_application(file.uuid, by=person(HEAD), reason=reason)

    file, paused, done = registered(), registered(), issued(by="pemohon2")
    send_back_to_applicant(paused, "verifikator.batam")
    refused(grant(file), file, Refused, "belum lewat")
    with after(file):
        refused(grant(file, "  "), file, Refused, "alasan")
        refused(grant(paused), paused, Refused, "belum lewat")
        refused(grant(done), done, WrongState)
    next_standard("SIPF", deemed_approval=False)
    other = registered(by="pemohon2")
    with after(other):
        assert "deem" not in allowed(person(HEAD), other)
        refused(grant(other), other, Refused, "tidak mengenal")


def refused(act, file, error, words=""):
    before = untouched(file)
    with pytest.raises(error, match=words or None):
        act()
    assert untouched(file) == before
    assert not file.printed_documents.filter(kind="evidence").exists()


# The evidence


def test_the_evidence_has_requests_delivery_reminders_ledger_calendar_and_rule(strict):
    file = verified()
    request = file.recommendations.get()
    with after(request):
        warn_of_deadlines()
        deem_recommendation(request.uuid, by=person(HEAD), reason=WHY)
    doc = evidence_doc(file.printed_documents.get(kind="evidence"))
    assert doc["requests"]["rows"][0][0] == request.agency.name
    assert any("Permintaan rekomendasi" in row[1] for row in doc["messages"]["rows"])
    assert len(doc["warnings"]["rows"]) == 4
    assert [row[1] for row in doc["ledger"]["rows"]] == ["mulai dihitung", "selesai"]
    assert ("Jam kerja", "08.00–16.00") in doc["calendar"]
    assert ("Standar pelayanan", f"{file.permit_type.name}, versi {file.standard.version}") in doc["rule"]
    assert "Pasal 53" in doc["legal_basis"][0]
    assert doc["signer"]["position"] == "Kepala DPMPTSP Kota Batam"
    texts = str(doc)
    assert person("opd.dinkes.batam").full_name not in texts and file.holder_identity not in texts


def test_the_evidence_is_rendered_and_downloaded_by_the_applicant(strict, signed_in):
    file = verified()
    request = file.recommendations.get()
    with after(request):
        deem_recommendation(request.uuid, by=person(HEAD), reason=WHY)
        assert render_documents() == 2
        printed = file.printed_documents.get(kind="evidence")
        client, link = signed_in("pemohon"), reverse("applications:evidence", args=[file.uuid, printed.uuid])
        assert link in client.get(reverse("applications:file", args=[file.uuid])).content.decode()
        assert b"".join(client.get(link).streaming_content).startswith(b"%PDF")
        assert signed_in("pemohon2").get(link).status_code == 404
    assert PrintedDocument.objects.filter(kind="evidence", error="").count() == 1


# The pages


def test_the_head_states_it_from_the_file_page(strict, signed_in):
    file = verified()
    request = file.recommendations.get()
    with after(request):
        client = signed_in(HEAD)
        page = reverse("applications:deem_request", args=[request.uuid])
        assert page in client.get(reverse("applications:file", args=[file.uuid])).content.decode()
        assert client.get(page).status_code == 200
        assert send(client, page, reason="").status_code == 400
        assert send(client, page, reason=WHY).status_code == 302
    assert file.recommendations.get().state == "deemed"


def test_the_page_of_a_late_file_says_so_to_office_and_applicant(strict, signed_in):
    file = registered()
    link = reverse("applications:file", args=[file.uuid])
    with after(file):
        warn_of_deadlines()
        office = signed_in("verifikator.batam").get(link).content.decode()
        assert "erpotensi fiktif positif" in office and "Peringatan batas waktu (4)" in office
        queue = signed_in("verifikator.batam").get(reverse("applications:desk", args=["verifikasi"])).content.decode()
        assert "erpotensi fiktif positif" in queue
        own = signed_in("pemohon").get(link).content.decode()
        assert "dapat dinyatakan dikabulkan karena hukum" in own and "Peringatan batas waktu (" not in own
        client, page = signed_in(HEAD), reverse("applications:deem", args=[file.uuid])
        assert page in client.get(link).content.decode()
        assert send(client, page, reason=WHY).status_code == 302
    assert fresh(file).state == "issued"


def test_a_late_file_of_another_standard_is_only_late(signed_in):
    file = registered()
    with after(file):
        page = signed_in("verifikator.batam").get(reverse("applications:file", args=[file.uuid])).content.decode()
    assert "Lewat batas waktu" in page and "fiktif positif" not in page


def test_stating_it_asks_for_a_fresh_password(strict, signed_in):
    file = registered()
    with after(file):
        client = signed_in(HEAD)
        client.get(reverse("applications:file", args=[file.uuid]))
    with moved_to(file.due_at + timedelta(minutes=25)):
        answered = client.get(reverse("applications:deem", args=[file.uuid]))
    assert answered.status_code == 302 and "reauthenticate" in answered.url
    assert fresh(file).state == "registered"
