"""The file page: one page for the applicant, the office and the agencies; who sees what, and what it costs."""

import re

import pytest
from django.urls import reverse

from applications.models import PrintedDocument
from ptsp_portal.lib.wording import day_words, grouped
from tests import factories
from tests.applications.filing import ABSENT, fetch, links, page_of, returned_for_its_ktp, send, words
from tests.conftest import USUAL_MOMENT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_usual_moment")]
# session and user, scope 3, rules 2, calendar 2, ledgers 3, papers 2, opinions 2, visits, clarifications, conversation,
# journal 3, masthead 2 …
FILE_QUERIES = 25  # one of them asks for the expected date, which costs one more once figures are folded
OFFICE_QUERIES = (
    29  # also what only the office is shown: warnings, open questions, names on the timeline, a newer standard
)
LIST_QUERIES = (
    10  # session, user, keys and files, the person, to answer, to repair, to pay, whether in office, the message count
)
DAY = day_words(USUAL_MOMENT.date())


@pytest.fixture
def applicant(signed_in):
    return signed_in("pemohon")


# Who sees it


def test_the_page_is_there_for_those_who_work_with_the_file(signed_in):
    file = factories.verified()
    statuses = {
        "pemohon": 200, "loket.batam": 200, "verifikator.batam": 200, "kadis.batam": 200, "opd.dinkes.batam": 200,
        "pemohon2": ABSENT, "loket.tanjungpinang": ABSENT, "opd.pupr.batam": ABSENT, "opd.dinkes.bintan": ABSENT,
        "gubernur": ABSENT, "admin": ABSENT,
    }  # fmt: skip
    for name in ("file", "progress_part"):
        assert {who: signed_in(who).get(page_of(name, file)).status_code for who in statuses} == statuses


def test_an_agency_sees_the_file_only_once_it_was_asked(signed_in):
    file = factories.registered()
    assert signed_in("opd.dinkes.batam").get(page_of("file", file)).status_code == ABSENT


def test_without_signing_in_the_page_leads_to_the_sign_in_page(client, reference):
    assert client.get(page_of("file", factories.submitted())).url.startswith(reverse("account_login"))


def test_a_draft_leads_to_its_task_list(applicant):
    file = factories.draft()
    assert applicant.get(page_of("file", file)).url == page_of("task_list", file)


# Where it is


def test_the_first_sentence_says_who_holds_the_file_and_since_when(applicant):
    page = words(applicant.get(page_of("file", factories.registered())))
    assert f"Menunggu verifikator DPMPTSP Kota Batam, sejak {DAY}." in page
    assert "Dijanjikan selesai paling lambat" in page and "dari 5" in page


def test_all_agencies_stand_side_by_side_with_their_answers(applicant):
    file = factories.verified(code="REKLAME")
    factories.answer(
        file,
        "opd.satpolpp.batam",
        verdict="conditional",
        reasons="Dekat persimpangan.",
        conditions=["Tinggi 4 meter", "Lampu padam 23.00"],
    )
    page = applicant.get(page_of("file", file))
    text = words(page)
    assert "Menunggu 2 instansi sekaligus" in text and "1 dari 3 jawaban" in text
    assert page.content.decode().count('<li class="lane') == 3
    for told in ("Setuju dengan 2 syarat", "Dekat persimpangan.", "Tinggi 4 meter", "Lampu padam 23.00", "Batas jawab"):
        assert told in text
    opinion = file.recommendations.get(verdict="conditional")
    assert f"#jawaban-{opinion.uuid}" in links(page) and f'id="jawaban-{opinion.uuid}"' in page.content.decode()


def test_the_applicant_reads_agencies_and_people_in_office_read_names_too(signed_in, user_named):
    file = factories.verified()
    factories.answer(file, "opd.dinkes.batam")
    officer = user_named("opd.dinkes.batam").full_name
    assert officer not in words(signed_in("pemohon").get(page_of("file", file)))
    assert officer in words(signed_in("verifikator.batam").get(page_of("file", file)))


def test_what_to_repair_stands_on_top(applicant):
    file = returned_for_its_ktp()
    page = applicant.get(page_of("file", file))
    text = words(page)
    assert text.index("3 hal perlu Anda perbaiki") < text.index("Berkas belum lengkap: menunggu perbaikan Anda")
    assert {f"{page_of('edit_documents', file)}#ktp", page_of("task_list", file)} <= links(page)


def test_the_office_reads_what_it_asked_without_links_into_the_filing(signed_in):
    file = returned_for_its_ktp()
    page = signed_in("loket.batam").get(page_of("file", file))
    assert "Pemohon diminta memperbaiki 3 hal" in words(page) and "Foto KTP buram." in words(page)
    assert not [link for link in links(page) if "/isi/" in link]


@pytest.mark.parametrize(("name", "entry"), [("pemohon", "Permohonan saya"), ("loket.batam", "Pekerjaan saya")])
def test_the_menu_marks_where_the_page_belongs(signed_in, name, entry):
    page = signed_in(name).get(page_of("file", factories.submitted())).content.decode()
    menu = page.split('class="nav-line"')[1].split("</nav>")[0]
    assert re.findall(r'aria-current="true">([^<]+)<', menu) == [entry]


# The buttons are what the rules allow


@pytest.mark.parametrize(
    ("name", "state", "wanted"),
    [
        ("pemohon", "submitted", {"withdraw"}),
        ("loket.batam", "submitted", {"check"}),
        ("loket.batam", "registered", set()),
        ("verifikator.batam", "registered", {"check"}),
        ("verifikator.batam", "drafting", {"draft_decision"}),
        ("kadis.batam", "signing", {"sign", "reject", "send_back"}),
        ("kadis.batam", "submitted", set()),
        ("pemohon", "issued", set()),
    ],
)
def test_the_page_offers_the_acts_allowed_now_and_no_others(signed_in, name, state, wanted):
    file = factories.in_state(state)
    found = links(signed_in(name).get(page_of("file", file)))
    acts = {"withdraw", "check", "draft_decision", "endorse", "sign", "reject", "send_back", "task_list"}
    assert {act for act in acts if page_of(act, file) in found} == wanted


def test_an_agency_is_led_to_its_request(signed_in):
    file = factories.verified()
    request = file.recommendations.get()
    page = signed_in("opd.dinkes.batam").get(page_of("file", file))
    assert reverse("applications:recommendation", args=[request.uuid]) in links(page)


# The part that refreshes itself


def test_nothing_comes_back_while_nothing_changed(applicant):
    file = factories.verified()
    answer = applicant.get(page_of("progress_part", file), {"v": file.change_count})
    assert (answer.status_code, answer.content) == (204, b"")


def test_a_change_brings_the_part_with_its_new_stamp_and_no_form(applicant):
    file = factories.verified()
    seen = file.change_count
    factories.answer(file, "opd.dinkes.batam")
    answer = applicant.get(page_of("progress_part", file), {"v": seen})
    page = answer.content.decode()
    assert answer.status_code == 200 and f"?v={factories.fresh(file).change_count}" in page
    assert "<form" not in page and "<html" not in page and "Muat ulang halaman" in page and "Setuju" in page


def test_a_finished_file_does_not_ask_any_more(applicant):
    page = applicant.get(page_of("file", factories.issued())).content.decode()
    assert "hx-get" not in page and "htmx" not in page.split("</head>")[0].replace("htmx-config", "")


def test_the_page_asks_by_itself_and_carries_no_script_of_its_own(applicant):
    file = factories.verified()
    page = applicant.get(page_of("file", file)).content.decode()
    assert f'hx-get="{page_of("progress_part", file)}?v={file.change_count}"' in page
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style| style=| on[a-z]+=", page)


# What it costs


def test_the_page_costs_the_same_for_one_agency_and_three(applicant, django_assert_num_queries):
    for code in ("SIPF", "REKLAME"):
        file = factories.verified(code=code)
        applicant.get(page_of("progress_part", file))  # the first page of a session renews it
        with django_assert_num_queries(FILE_QUERIES):
            applicant.get(page_of("file", file))


def test_the_page_costs_the_same_for_the_office(signed_in, django_assert_num_queries):
    for code in ("SIPF", "REKLAME"):
        file = factories.verified(code=code)
        client = signed_in("verifikator.batam")
        client.get(page_of("progress_part", file))
        with django_assert_num_queries(OFFICE_QUERIES):
            client.get(page_of("file", file))


def test_the_list_costs_the_same_for_one_filing_and_four(applicant, django_assert_num_queries):
    factories.submitted()
    applicant.get(reverse("applications:my_filings"))
    with django_assert_num_queries(LIST_QUERIES):
        applicant.get(reverse("applications:my_filings"))
    for make in (factories.draft, factories.registered, factories.issued):
        make()
    with django_assert_num_queries(LIST_QUERIES):
        page = applicant.get(reverse("applications:my_filings"))
    assert page.content.decode().count('<li class="panel">') == 4


# My filings


def test_my_filings_lists_mine_and_my_businesses_and_nobody_elses(signed_in):
    mine, other = factories.submitted(), factories.submitted(by="pemohon2")
    found = links(signed_in("pemohon").get(reverse("applications:my_filings")))
    assert page_of("file", mine) in found and page_of("file", other) not in found


def test_an_empty_list_says_how_it_fills(signed_in):
    assert "Pilih layanan dan kantornya" in words(signed_in("pemohon2").get(reverse("applications:my_filings")))


def test_my_filings_puts_what_waits_for_me_first(applicant):
    file = factories.in_state("returned")
    factories.submitted()
    text = words(applicant.get(reverse("applications:my_filings")))
    assert text.index("Menunggu perbaikan Anda") < text.index("Menunggu diperiksa")
    assert file.permit_type.title in text


# Withdrawing

UNDECIDED = ["draft", "submitted", "returned", "registered", "recommendation", "drafting", "signing"]


@pytest.mark.parametrize("state", UNDECIDED)
def test_the_applicant_may_take_the_file_back_until_the_heads_act(applicant, state):
    file = factories.in_state(state)
    assert applicant.get(page_of("withdraw", file)).status_code == 200
    assert send(applicant, page_of("withdraw", file)).url == reverse("applications:my_filings")
    file = factories.fresh(file)
    assert (file.state, file.holder, file.due_at) == ("withdrawn", "nobody", None)
    assert not file.recommendations.open().exists()


@pytest.mark.parametrize("state", ["issued", "rejected", "withdrawn"])
def test_after_the_end_nothing_can_be_taken_back(applicant, state):
    file = factories.in_state(state)
    before = factories.untouched(file)
    assert applicant.get(page_of("withdraw", file)).status_code == 403
    assert send(applicant, page_of("withdraw", file)).status_code == 409
    assert factories.untouched(file) == before


def test_nobody_takes_back_the_file_of_others(signed_in):
    file = factories.submitted()
    before = factories.untouched(file)
    assert send(signed_in("pemohon2"), page_of("withdraw", file)).status_code == ABSENT
    assert send(signed_in("loket.batam"), page_of("withdraw", file)).status_code == 403
    assert factories.untouched(file) == before


# Receipt and PDFs


def test_the_receipt_shows_number_promise_and_secret(applicant):
    file = factories.registered()
    page = words(applicant.get(page_of("receipt", file)))
    for told in (file.registration_number, day_words(file.promised_on), grouped(file.tracking_secret)):
        assert told in page
    assert file.person.nik not in page


@pytest.mark.parametrize(
    ("name", "status"),
    {"pemohon": 200, "loket.batam": 200, "verifikator.batam": ABSENT, "kadis.batam": ABSENT, "opd.dinkes.batam": ABSENT,
     "pemohon2": ABSENT, "loket.tanjungpinang": ABSENT}.items(),
)  # fmt: skip
def test_the_receipt_is_for_the_applicant_and_the_counter_only(signed_in, name, status):
    file = factories.verified()
    client = signed_in(name)
    assert client.get(page_of("receipt", file)).status_code == status
    assert client.get(page_of("printed", file, "receipt")).status_code == (302 if status == 200 else ABSENT)
    page = client.get(page_of("file", file))
    assert (page_of("receipt", file) in links(page)) == (status == 200)
    assert grouped(file.tracking_secret) not in words(page)


def test_before_registration_there_is_no_receipt(applicant):
    assert applicant.get(page_of("receipt", factories.submitted())).status_code == ABSENT


def test_a_document_still_to_be_made_says_so(applicant):
    file = factories.issued()
    assert "Sedang dibuat" in words(applicant.get(page_of("file", file)))
    answer = applicant.get(page_of("printed", file, "permit"))
    assert answer.url == page_of("file", file)
    assert "Dokumen sedang dibuat" in words(applicant.get(answer.url))


def test_a_failed_rendering_is_seen_by_both_and_its_cause_by_the_office(signed_in):
    file = factories.issued()
    PrintedDocument.objects.filter(application=file, kind="permit").update(error="RenderFailed: too slow", attempts=2)
    text = words(signed_in("pemohon").get(page_of("file", file)))
    assert "Belum berhasil dibuat; akan dicoba lagi" in text and "RenderFailed" not in text
    text = words(signed_in("kadis.batam").get(page_of("file", file)))
    assert "RenderFailed: too slow" in text and "Sudah 2 kali dicoba" in text


def test_a_made_document_is_downloaded_as_an_attachment(signed_in, settings, tmp_path):
    file = factories.issued()
    (settings.MEDIA_ROOT / "cetak").mkdir(parents=True, exist_ok=True)
    (settings.MEDIA_ROOT / "cetak" / "izin.pdf").write_bytes(b"%PDF-1.7 made")
    made = {"file": "cetak/izin.pdf", "sha256": "0" * 64, "size": 13, "stored_at": file.closed_at}
    PrintedDocument.objects.filter(application=file, kind="permit").update(**made)
    client = signed_in("pemohon")
    assert page_of("printed", file, "permit") in links(client.get(page_of("file", file)))
    answer = fetch(client, page_of("printed", file, "permit"))
    assert answer.body == b"%PDF-1.7 made" and answer["Content-Disposition"].startswith("attachment")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    assert signed_in("pemohon2").get(page_of("printed", file, "permit")).status_code == ABSENT
