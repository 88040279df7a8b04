"""Answering without an account: the link, the code, the page behind it; and everything that opens nothing."""

import re
from datetime import timedelta

import pytest

from agencies.models import Agency, Membership
from applications.actions import answer_links, recommendations
from applications.models import AnswerLink, Document
from applications.policies import worked_on_it
from audit.models import JournalEntry
from notifications.channels import mailer
from notifications.models import Message
from ptsp_portal.lib.crypto import fingerprint
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.rules import NotAllowed, WrongState
from tests.applications.agency import (
    HEAD,
    OFFICER,
    VERIFIER,
    again,
    asked,
    asked_where_head_approves,
    holder_of,
    refused,
)
from tests.factories import add_post, answer, fresh, next_standard, paper, person
from tests.journeys.browsing import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]

WHO = "Siti Rahma, Kepala Seksi Perizinan"


def send(request, by=VERIFIER, **more):
    return answer_links.send_answer_link(request.uuid, by=person(by), **more)


def mailed(occasion) -> Message:
    return Message.objects.filter(occasion=f"applications/{occasion}").latest("id")


def token() -> str:
    return re.search(r"/jawaban/([\w-]+)/", mailed("answer_link").text)[1]


def code() -> str:
    return re.search(r"\b(\d{6})\b", mailed("answer_code").text)[1]


def at_code_page(who=None) -> Visitor:
    return (who or Visitor()).open(f"/jawaban/{token()}/").click("Kirim kode ke surel resmi")


def behind_the_code(who=None) -> Visitor:
    return at_code_page(who).fill("Kode enam angka", code()).click("Lanjut")


def gone(path) -> str:
    """The page of a link that opens nothing; all of them are word for word the same."""
    visitor = Visitor().open(path, expect=404)
    assert "Tautan ini tidak dapat dipakai" in visitor
    return visitor.items("main")[0]


def send_answer(visitor, verdict="Setuju", expect=200, **fields):
    visitor.choose("Rekomendasi Anda", verdict).fill("Nama dan jabatan Anda", WHO)
    for name, value in fields.items():
        visitor.fill(name, value)
    return visitor.click("Kirim jawaban", expect)


# Sending.
@pytest.mark.parametrize("by", [VERIFIER, OFFICER, HEAD])
def test_a_link_goes_to_the_agencys_own_address_and_nowhere_else(by):
    request = asked()
    link = send(request, by)
    mail = mailed("answer_link")
    assert (mail.address, mail.user, mail.link, mail.channel) == (request.agency.email, None, "", "email")
    assert Message.objects.filter(occasion="applications/answer_link").count() == 1
    assert request.application.holder_name not in mail.text + mail.html
    assert len(token()) >= 32 and link.token_hash == fingerprint(token())
    assert token() not in str(list(AnswerLink.objects.values()))
    assert JournalEntry.objects.filter(verb="answer_link.sent").get().actor == person(by).uuid


def test_without_an_official_address_there_is_no_link():
    request = asked()
    Agency.objects.filter(pk=request.agency_id).update(email="")
    refused(request, lambda: send(request), match="belum punya surel resmi")


@pytest.mark.parametrize("by", ["opd.pupr.batam", "kadis.batam", "loket.batam", "pemohon", "verifikator.tanjungpinang"])
def test_nobody_else_sends_or_revokes_a_link(by):
    request = asked()
    refused(request, lambda: send(request, by), NotAllowed)
    send(request)
    refused(request, lambda: answer_links.revoke_answer_link(request.uuid, by=person(by)), NotAllowed)


def test_nobody_sends_a_link_about_an_own_file():
    request = asked()
    add_post(person("pemohon"), request.agency, "officer")
    refused(request, lambda: send(request, "pemohon"), NotAllowed)


def test_an_answered_request_gets_no_link_and_a_stale_page_sends_none():
    request = asked()
    recommendations.acknowledge_recommendation(request.uuid, by=person(OFFICER))
    refused(request, lambda: send(request, version=0), WrongState, "sudah berubah")
    answer(request.application, OFFICER)
    refused(request, lambda: send(request), WrongState)


def test_a_new_link_ends_the_old_one_and_five_a_day_are_enough():
    request = asked()
    send(request)
    first = token()
    for _number in range(4):
        send(request)
    assert AnswerLink.objects.live().count() == 1
    gone(f"/jawaban/{first}/")
    refused(request, lambda: send(request), match="5 tautan")


# The whole way.
def test_somebody_without_an_account_answers_through_link_and_code():
    request = asked()
    send(request)
    visitor = Visitor().open(f"/jawaban/{token()}/")
    file = request.application
    assert "kode enam angka" in visitor
    for secret in (
        file.registration_number,
        file.holder_name,
        file.permit_type.name,
        request.agency.name,
        request.agency.email,
    ):
        assert secret not in visitor.answer.body.decode()
    visitor = behind_the_code(visitor)
    assert mailed("answer_code").address == request.agency.email
    assert (
        file.registration_number in visitor and "Nomor STR" in visitor and visitor.heading == "Permintaan rekomendasi"
    )
    assert visitor.answer.headers["cache-control"] == "no-store"
    send_answer(
        visitor, "Setuju dengan syarat", Alasan="Dengan catatan.", **{"Syarat (satu per baris)": "Sediakan APAR."}
    )
    assert "sudah kami terima" in visitor
    request, file = again(request), fresh(file)
    assert (request.state, request.verdict, request.conditions) == ("given", "conditional", ["Sediakan APAR."])
    assert (request.given_by, request.answered_as, file.state) == (None, WHO, "drafting")
    line = JournalEntry.objects.get(verb="recommendation.given")
    assert (line.actor, line.role) == (None, "link")
    assert AnswerLink.objects.get().used_at is not None
    gone(f"/jawaban/{token()}/")


def test_the_agencys_officers_learn_of_it_and_the_office_reads_who_answered():
    request = asked()
    send(request)
    send_answer(behind_the_code())
    assert mailed("answered_by_link").user == person(OFFICER)
    page = Visitor().sign_in(VERIFIER).open(f"/permohonan/{request.application.uuid}/")
    assert WHO in page and "(lewat tautan)" in page
    assert WHO not in Visitor().sign_in("pemohon").open(f"/permohonan/{request.application.uuid}/")
    assert not worked_on_it(person("kadis.batam"), request.application)


def test_an_answer_that_misses_something_comes_back_with_what_was_typed():
    request = asked()
    send(request)
    visitor = send_answer(behind_the_code(), "Tidak setuju", expect=400)
    assert "Tulis alasannya" in visitor and again(request).state == "requested"
    visitor.fill("Nama dan jabatan Anda", "").fill("Alasan", "Sarana kurang.").click("Kirim jawaban", 400)
    assert again(request).state == "requested"
    send_answer(visitor, "Tidak setuju")
    assert again(request).reasons == "Sarana kurang."


def test_an_attachment_comes_along_from_nobody():
    request = asked()
    send(request)
    name, content, inspected = paper("surat", ("pdf",))
    send_answer(behind_the_code().attach("Lampiran", (name, content)))
    document = Document.objects.get(recommendation=request)
    assert (document.uploaded_by, document.sha256) == (None, inspected.sha256)


def test_only_what_the_opinion_rests_on_is_shown():
    next_standard("SIPF", relies_on={"DINKES": ["no_str", "ktp"]})
    request = asked()
    send(request)
    visitor = behind_the_code()
    codes = {each.requirement_code for each in request.application.documents.answering_requirements()}
    assert len(visitor.find("ul.files")[0]) == len(codes & {"ktp"})
    assert visitor.items("dl.answers")[0].startswith("Nomor STR") and len(visitor.find("dl.answers")[0]) == 1


# What opens nothing.
def test_wrong_expired_used_revoked_and_withdrawn_links_all_answer_alike():
    pages = {gone("/jawaban/wrong/"), gone("/jawaban/" + "x" * 300 + "/")}
    revoked = asked()
    send(revoked)
    answer_links.revoke_answer_link(revoked.uuid, by=person(OFFICER))
    pages.add(gone(f"/jawaban/{token()}/"))
    expired = asked()
    send(expired)
    with moved_to(now() + timedelta(days=7, seconds=1)):
        pages.add(gone(f"/jawaban/{token()}/"))
    answer(expired.application, OFFICER)
    pages.add(gone(f"/jawaban/{token()}/"))
    assert len(pages) == 1


def test_a_code_that_is_old_wrong_spent_or_of_another_link_opens_nothing():
    request = asked()
    send(request)
    visitor, right = at_code_page(), code()
    wrong = f"{(int(right) + 1) % 10**6:06}"
    assert "tidak cocok" in visitor.fill("Kode enam angka", wrong).click("Lanjut", 400)
    with moved_to(now() + timedelta(minutes=10, seconds=1)):
        assert not answer_links.check_link_code(token(), right)
    assert answer_links.check_link_code(token(), right)
    assert not answer_links.check_link_code(token(), right)
    first, first_code = token(), code()
    send(asked())
    answer_links.send_link_code(token())
    assert not answer_links.check_link_code(first, first_code)
    assert not answer_links.check_link_code(token(), first_code) or first_code == code()


def test_after_five_wrong_codes_the_right_one_is_wrong_too():
    request = asked()
    send(request)
    visitor = at_code_page()
    for _try in range(5):
        visitor.fill("Kode enam angka", f"{(int(code()) + 1) % 10**6:06}").click("Lanjut", 400)
    visitor.fill("Kode enam angka", code()).click("Lanjut", 400)
    assert "Permintaan rekomendasi" not in visitor.heading
    assert AnswerLink.objects.get().code_tries == 5
    behind_the_code(visitor)
    assert visitor.heading == "Permintaan rekomendasi"


def test_five_codes_an_hour_are_mailed_and_no_more():
    request = asked()
    send(request)
    visitor = Visitor().open(f"/jawaban/{token()}/")
    for _number in range(5):
        visitor.click("Kirim kode ke surel resmi")
    visitor.click("Kirim kode ke surel resmi", 429)
    assert Message.objects.filter(occasion="applications/answer_code").count() == 5


def test_guessing_links_is_stopped():
    request = asked()
    send(request)
    for _number in range(30):
        gone("/jawaban/wrong/")
    gone(f"/jawaban/{token()}/")
    with moved_to(now() + timedelta(minutes=11)):
        Visitor().open(f"/jawaban/{token()}/")


def test_the_code_opens_the_page_for_its_own_browser_and_for_an_hour():
    request = asked()
    send(request)
    visitor = behind_the_code()
    assert "Kirim kode" in Visitor().open(f"/jawaban/{token()}/")
    with moved_to(now() + timedelta(hours=1, seconds=1)):
        assert "Kirim kode" in visitor.open(f"/jawaban/{token()}/")


def test_the_mark_of_one_link_opens_no_other():
    send(asked())
    visitor = behind_the_code()
    send(asked())
    assert "Kirim kode" in visitor.open(f"/jawaban/{token()}/")


def test_papers_come_only_behind_the_code_and_only_of_this_file():
    request, other = asked(), asked()
    send(request)
    document = request.application.documents.answering_requirements().first()
    foreign = other.application.documents.answering_requirements().first()
    path = f"/jawaban/{token()}/berkas/{document.uuid}/"
    Visitor().open(path, 404)
    visitor = behind_the_code()
    looks = JournalEntry.objects.filter(role="link", verb__in=["document.viewed", "identity.viewed"]).count()
    assert visitor.open(path).answer.headers["content-disposition"].startswith("attachment")
    assert (
        JournalEntry.objects.filter(role="link", verb__in=["document.viewed", "identity.viewed"]).count() == looks + 1
    )
    visitor.open(f"/jawaban/{token()}/berkas/{foreign.uuid}/", 404)
    answer_links.revoke_answer_link(request.uuid, by=person(VERIFIER))
    visitor.open(path, 404)


def test_a_link_revoked_while_somebody_writes_takes_no_answer():
    request = asked()
    send(request)
    visitor = behind_the_code()
    answer_links.revoke_answer_link(request.uuid, by=person(VERIFIER))
    visitor.choose("Rekomendasi Anda", "Setuju").fill("Nama dan jabatan Anda", WHO).click("Kirim jawaban", 404)
    assert again(request).state == "requested"
    refused(request, lambda: answer_links.revoke_answer_link(request.uuid, by=person(VERIFIER)), WrongState)


def test_a_stale_page_of_the_link_is_refused_with_what_was_typed():
    request = asked()
    send(request)
    visitor = behind_the_code()
    recommendations.acknowledge_recommendation(request.uuid, by=person(OFFICER))
    send_answer(visitor, "Tidak setuju", expect=400, Alasan="Sarana kurang.")
    assert "berubah sejak halaman Anda dibuka" in visitor and visitor.typed("Alasan") == ["Sarana kurang."]
    assert again(request).state == "acknowledged"


# Where the head approves.
def test_where_the_head_approves_the_links_answer_waits_for_the_head():
    request = asked_where_head_approves()
    send(request)
    send_answer(behind_the_code())
    request = again(request)
    assert (request.awaits_head, request.proposed_by, request.answered_as) == (True, None, WHO)
    assert holder_of(request) == ("DINKES", "head")
    gone(f"/jawaban/{token()}/")


def test_an_agency_whose_head_has_no_account_answers_by_link_all_the_same():
    request = asked_where_head_approves()
    Membership.objects.filter(user=person(HEAD)).update(until_on=now().date() - timedelta(days=1))
    send(request)
    send_answer(behind_the_code())
    assert again(request).state == "given"


def test_mails_with_link_and_code_are_forgotten_once_they_were_handed_over():
    assert {"applications/answer_link", "applications/answer_code"} <= mailer.ONE_TIME
