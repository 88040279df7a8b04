"""The emergency register: numbers reserved without a gap, entered once, and days that count from the true receipt."""

from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest
from django.core.management import call_command
from django.urls import reverse

from agencies.models import Agency, NumberSeries
from agencies.working_days import calendar_of
from applications.actions import assisting, counter_sheet, ledger, submission, verification
from applications.actions.emergency import reserve_numbers, void_number
from applications.invariants import (
    deadlines_come_from_the_ledger,
    holders_come_from_the_ledger,
    numbers_have_no_gap,
)
from applications.models import Application, PaperBlock, PaperEntry
from ptsp_portal.lib.moment import moved_to
from ptsp_portal.lib.rules import NotAllowed, Refused
from tests.applications.filing import ABSENT, fetch, page_of, send, words
from tests.applications.helping import FISHERMAN, filled_in, helped
from tests.factories import BATAM, fresh, paper, person, untouched

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
CLERK = "loket.batam"
# Tuesday the 4th is the usual moment; the power fails on Thursday the 6th and is back on Monday the 10th.
THURSDAY = datetime(2026, 8, 6, 3, 20, tzinfo=UTC)  # 10.20 WIB
THURSDAY_EVENING = datetime(2026, 8, 6, 11, 0, tzinfo=UTC)  # 18.00 WIB, after hours
MONDAY = datetime(2026, 8, 10, 2, 0, tzinfo=UTC)


@pytest.fixture
def block():
    return reserve_numbers(Agency.objects.get(slug=BATAM).pk, by=person(CLERK), count=3, reason="Musim angin utara")


def entered(block, number, received_at, **more):
    how = {"by": CLERK, "agency": BATAM, "office": BATAM, "code": "SIPF", "consent": "paper", "channel": "paper"} | more
    return helped(paper=(block.number_text(number), received_at), **how)


def ready(file):
    file = filled_in(file, by=CLERK)
    _name, content, inspected = paper("ktp", ("jpg",))
    assisting.record_paper_consent(file.uuid, by=person(CLERK), inspected=inspected, content=content)
    return fresh(file)


def everything(file=None):
    return PaperEntry.objects.count(), Application.objects.count(), file and untouched(file)


def test_numbers_are_reserved_one_after_the_other_by_counter_or_head(block):
    more = reserve_numbers(block.agency_id, by=person("kadis.batam"), count=2, reason="Cadangan")
    assert [(each.first, each.last) for each in (block, more)] == [(1, 3), (4, 5)]
    assert block.number_text(1).startswith("OFF-21.71-000001-")
    assert NumberSeries.objects.get(kind="paper", office=block.agency).last == 5
    assert list(numbers_have_no_gap()) == []
    before = PaperBlock.objects.count()
    for name, refusal, count in (("verifikator.batam", NotAllowed, 1), (CLERK, Refused, 101), (CLERK, Refused, 0)):
        with pytest.raises(refusal):
            reserve_numbers(block.agency_id, by=person(name), count=count, reason="x")
    with pytest.raises(Refused, match="alasannya"):
        reserve_numbers(block.agency_id, by=person(CLERK), count=1, reason=" ")
    assert PaperBlock.objects.count() == before
    assert NumberSeries.objects.get(kind="paper", office=block.agency).last == 5


def test_the_promise_and_the_ledger_count_from_the_day_without_power(block):
    with moved_to(MONDAY):
        file = ready(entered(block, 2, THURSDAY))
        counter_sheet.submit_and_register(file.uuid, by=person(CLERK))
        file = fresh(file)
        assert (file.channel, file.submitted_at, file.registered_at) == ("paper", THURSDAY, THURSDAY)
        days = file.standard.time_limit_days
        events = list(file.clock_events.order_by("at", "id"))
        assert [(each.kind, each.at) for each in events] == [("hand_over", THURSDAY), ("start", THURSDAY)]
        assert file.promised_on == calendar_of(file.office.region).promise(THURSDAY, days)
        assert file.promised_on < calendar_of(file.office.region).promise(MONDAY, days)
        assert file.office.region.local_date(file.due_at) == file.promised_on
        call_command("recompute_deadlines", "--check")
        assert [*holders_come_from_the_ledger(), *deadlines_come_from_the_ledger()] == []


def test_received_after_hours_counts_from_the_next_working_day(block):
    with moved_to(MONDAY):
        early, late = ready(entered(block, 1, THURSDAY)), ready(entered(block, 2, THURSDAY_EVENING))
        for file in (early, late):
            counter_sheet.submit_and_register(file.uuid, by=person(CLERK))
        gap = fresh(late).promised_on - fresh(early).promised_on
        assert gap >= timedelta(days=1) and fresh(late).registered_at == THURSDAY_EVENING


def test_a_file_that_had_to_be_returned_counts_from_its_complete_receipt(block):
    with moved_to(MONDAY):
        file = ready(entered(block, 1, THURSDAY))
        submission.submit_application(file.uuid, by=person(CLERK))
        items = [{"on": "other", "code": "", "note": "KTP tidak terbaca."}]
        verification.return_application(file.uuid, by=person(CLERK), items=items)
        counter_sheet.submit_and_register(file.uuid, by=person(CLERK))
        file = fresh(file)
        assert (file.submitted_at, file.registered_at) == (THURSDAY, MONDAY)
        events = list(file.clock_events.order_by("at", "id").values_list("kind", "at"))
        assert events == [("hand_over", THURSDAY), ("hand_over", MONDAY), ("hand_over", MONDAY), ("start", MONDAY)]
        call_command("recompute_deadlines", "--check")


def test_a_number_is_entered_once_and_only_within_its_range_and_time(block):
    with moved_to(MONDAY):
        entered(block, 1, THURSDAY)
        void_number(block.pk, by=person(CLERK), number=3, reason="Robek")
        before = everything()
        beyond = PaperBlock(agency=block.agency, prefix=block.prefix, first=4, last=9)
        for number, received, words_, source in (
            (1, THURSDAY, "sudah pernah dimasukkan", block),
            (3, THURSDAY, "sudah pernah dimasukkan", block),
            (4, THURSDAY, "bukan nomor yang dipesan", beyond),
            (2, MONDAY + timedelta(minutes=1), "tidak boleh lebih dari saat ini", block),
            (2, block.reserved_at - timedelta(minutes=1), "lebih awal", block),
        ):
            with pytest.raises(Refused, match=words_):
                entered(source, number, received)
        with pytest.raises(Refused, match="bukan nomor yang dipesan"):
            helped(
                by=CLERK, agency=BATAM, office=BATAM, code="SIPF", consent="paper", channel="paper",
                paper=(block.number_text(2)[:-1] + "x", THURSDAY),
            )  # fmt: skip
        with pytest.raises(Refused, match="kantor Anda sendiri"):
            entered(block, 2, THURSDAY, office="dpmptsp-provinsi-kepulauan-riau", code="SIPB-BATUAN")
        with pytest.raises(Refused, match="sudah pernah"):
            void_number(block.pk, by=person(CLERK), number=1, reason="x")
        with pytest.raises(NotAllowed):
            void_number(block.pk, by=person("verifikator.batam"), number=2, reason="x")
        assert everything() == before
    with moved_to(THURSDAY + timedelta(days=91)), pytest.raises(Refused, match="paling lambat 90 hari"):
        entered(block, 2, THURSDAY)
    assert everything() == before


def test_an_event_never_lies_before_the_last_one(block):
    with moved_to(MONDAY):
        file = ready(entered(block, 1, THURSDAY))
        submission.submit_application(file.uuid, by=person(CLERK))
    file = fresh(file)
    before = untouched(file)
    with moved_to(MONDAY):
        for at in (THURSDAY - timedelta(seconds=1), MONDAY + timedelta(seconds=1)):
            with pytest.raises(ValueError, match="neither ahead nor before"):
                ledger.note(file, ledger.Kind.START, ledger.Holder.AGENCY, agency=file.office, at=at)
    assert untouched(file) == before


# Pages


def test_the_register_is_kept_in_the_browser(signed_in):
    client = signed_in(CLERK)
    url = reverse("applications:paper_register")
    answer = send(client, url, count="2", reason="Musim angin utara")
    block = PaperBlock.objects.get()
    assert answer.url == page_of_block(block)
    assert send(client, url, count="0", reason="x").status_code == 400
    send(client, answer.url, number="2", reason="Robek")
    page = words(client.get(page_of_block(block)))
    assert block.number_text(1) in page and "Belum dipakai" in page and "Robek" in page
    assert "Musim angin utara" in words(client.get(url))
    again = send(client, page_of_block(block), number="2", reason="Hilang")
    assert again.status_code == 400 and block.entries.get().void_reason == "Robek"
    for name in ("loket.tanjungpinang", "petugas.sekupang"):
        assert signed_in(name).get(page_of_block(block)).status_code == ABSENT
    for name in ("verifikator.batam", "pemohon", "opd.dinkes.batam"):
        assert signed_in(name).get(url).status_code == ABSENT


def test_a_stub_is_entered_with_its_local_receipt_time(signed_in, block):
    with moved_to(MONDAY):
        client = signed_in(CLERK)
        first = {
            "identity_shown": "ktp", "nik": FISHERMAN["nik"], "name": FISHERMAN["name"], "birth_place": "Pulau Buluh",
            "birth_on": "1964-02-12", "sex": "L", "address": "Kampung Tua", "region": "21.71.03.1003", "phone": "",
            "consent": "paper", "service": f"{BATAM}/SIPF", "number": block.number_text(1).lower(),
            "received_on": "2026-08-06", "received_time": "10:20",
        }  # fmt: skip
        url = reverse("applications:enter_paper")
        assert block.number_text(2) in client.get(f"{url}?nomor={block.number_text(2)}").content.decode()
        wrong = send(client, url, **first | {"received_on": "2026-08-11"})
        assert wrong.status_code == 400 and "tidak boleh lebih dari saat ini" in words(wrong)
        assert not Application.objects.exists()
        answer = send(client, url, **first)
        entry = PaperEntry.objects.get()
        assert answer.url == page_of("assist_sheet", entry.application)
        assert (entry.number, entry.received_at, entry.application.channel) == (1, THURSDAY, "paper")
        assert "Terpakai" in words(client.get(page_of_block(block)))


def test_the_papers_to_print_carry_what_they_must(signed_in, block):
    """One rendering of each: the stubs, a service's blank form, the consent form."""
    client = signed_in(CLERK)
    stubs = text_of(fetch(client, reverse("applications:paper_stubs", args=[block.uuid])))
    for number in (1, 2, 3):
        assert stubs.count(block.number_text(number)) >= 2  # both halves
    blank = text_of(fetch(client, reverse("applications:blank_form", args=[BATAM, "SIPF"])))
    file = helped(by=CLERK, agency=BATAM, office=BATAM, code="SIPF", consent="paper", channel="counter")
    names = [each["name"] for each in file.standard.requirements_for("new")]
    asked = [each["label_id"] for each in file.standard.fields if each.get("filled_by", "applicant") == "applicant"]
    assert [words_ for words_ in [*names, *asked] if squeezed(words_) not in squeezed(blank)] == []
    consent = text_of(fetch(client, page_of("consent_form", file)))
    assert "Awang Bin Salleh" in consent and FISHERMAN["nik"] not in consent and person(CLERK).full_name in consent
    assert (
        client.get(reverse("applications:blank_form", args=["kelurahan-tanjung-riau", "SK-DOMISILI"])).status_code
        == ABSENT
    )


def squeezed(text):
    return "".join(text.split()).replace("-", "")


def page_of_block(block):
    return reverse("applications:paper_block", args=[block.uuid])


def text_of(response) -> str:
    with pypdfium2.PdfDocument(response.content) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)
