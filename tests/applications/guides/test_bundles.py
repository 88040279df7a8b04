"""Filings that were begun together: all or none, one answer and one paper for several, each sent by itself."""

from pathlib import Path
from random import Random
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from agencies.models import Agency
from applications.actions import drafting
from applications.actions.bundles import share_answers, share_papers, start_bundle
from applications.bundle_sharing import members_of, shared_answers, shared_papers
from applications.form_context import context_for
from applications.models import Application, Bundle, Document, Offer, PermitType
from applications.schema.answers import load, store
from applications.schema.form import FormSpec
from applications.schema.kinds.base import Place
from applications.used_before import used_before_for
from audit.models import JournalEntry
from ptsp_portal.demo.answers import example_answers
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import NotAllowed, Refused
from tests.applications.filing import ABSENT, links, send, words
from tests.applications.guides.bundling import bundle, filing
from tests.factories import BATAM, SEED, add_paper, findings, fresh, person, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
STORY = {
    "wilayah": "21.71", "j-tempat": "ada_slf", "j-lingkungan": "belum", "j-dokter": "sudah", "j-obat": "tidak",
    "j-reklame": "ya",
}  # fmt: skip
START = f"/panduan/klinik/mulai/?{urlencode(STORY)}"


def at(name, started, *more):
    return reverse(f"applications:{name}", args=[started.uuid, *more])


def fill(file, **answers):
    """All answers, as one person would give them to every form; those given here, else an example."""
    spec = FormSpec.from_json(file.standard.fields)
    values = example_answers(spec, context_for(file.office), Random(SEED), now().date()) | answers
    drafting.save_answers(file.uuid, by=file.filed_by, answers=store(spec, values))


def answers_of(file) -> dict:
    return load(FormSpec.from_json(file.standard.fields), fresh(file).answers)


def put(file, **answers):
    spec = FormSpec.from_json(file.standard.fields)
    drafting.save_answers(file.uuid, by=file.filed_by, answers=store(spec, load(spec, fresh(file).answers) | answers))


def requirement(file, code):
    return next(each for each in file.requirements if each["code"] == code)


def members(started):
    return members_of(started, started.started_by)


def test_i_want_to_open_a_clinic(signed_in):
    """From the questions to two filings that were sent, with one paper brought once."""
    client = signed_in("pemohon")
    page = client.get(START)
    assert "Buat drafnya" in words(page) and page.content.decode().count('name="layanan"') == 3
    answer = send(client, START, layanan=["KLINIK", "PERSLING"], business="sendiri")
    started = Bundle.objects.get()
    assert answer.url == at("bundle", started) and started.picks["lingkungan"] == "belum"
    clinic, nature = filing(started, "KLINIK"), filing(started, "PERSLING")
    assert clinic.person == nature.person == person("pemohon").person and started.filings.count() == 2
    assert JournalEntry.objects.filter(verb="bundle.started", subject=started.uuid).count() == 1

    for file in (clinic, nature):
        fill(file)
        for each in file.requirements:
            if each["mandatory"] and not (file == nature and each["code"] == "surat_permohonan"):
                add_paper(file, each)
    shown = words(client.get(at("bundle", started)))
    assert "1 dokumen wajib belum ada" in shown and "Kirim yang sudah lengkap (1)" in shown
    letter = clinic.documents.get(requirement_code="surat_permohonan")
    send(client, at("use_papers", started), dokumen=str(letter.uuid))
    copy = nature.documents.get(requirement_code="surat_permohonan")
    assert copy.sha256 == letter.sha256 and copy.file.name != letter.file.name
    assert "Kirim yang sudah lengkap (2)" in words(client.get(at("bundle", started)))

    sent = send(client, at("send_bundle", started), pilih=[str(clinic.uuid), str(nature.uuid)])
    said = words(client.get(sent.url))
    assert "2 dari 2 permohonan terkirim." in said and fresh(clinic).reference in said
    assert {fresh(clinic).state, fresh(nature).state} == {"submitted"} and findings() == []
    assert "Dikirim Selasa, 4 Agustus 2026." in words(client.get(at("bundle", started)))
    mine = client.get(reverse("applications:my_filings"))
    assert words(mine).count("paket “Saya mau membuka klinik”") == 2 and at("bundle", started) in links(mine)


def test_a_service_that_is_not_served_is_named_and_nothing_is_begun(signed_in):
    office, types = Agency.objects.get(slug=BATAM), PermitType.objects
    village = Offer.objects.filter(permit_type__code="SKU").exclude(office__in=Agency.objects.serving_online()).first()
    Offer.objects.filter(office=office, permit_type__code="REKLAME").update(is_open=False)
    services = [
        (office, types.get(code="KLINIK")),
        (office, types.get(code="REKLAME")),
        (village.office, village.permit_type),
    ]
    before = JournalEntry.objects.count()
    with pytest.raises(Refused) as refused:
        start_bundle(by=person("pemohon"), title="Paket", services=services)
    said = str(refused.value)
    assert "Izin Penyelenggaraan Reklame" in said and village.office.name in said and "Klinik" not in said
    with pytest.raises(Refused, match="Belum ada layanan"):
        start_bundle(by=person("pemohon"), title="Paket", services=[])
    with pytest.raises(NotAllowed):
        business = person("pemohon").person.representations.get().business
        start_bundle(by=person("pemohon2"), title="Paket", services=services[:1], business=business)
    assert not Bundle.objects.exists() and not Application.objects.exists() and JournalEntry.objects.count() == before
    gone = send(signed_in("pemohon"), START, layanan=["KLINIK", "REKLAME"], business="sendiri")  # an older page
    assert gone.status_code == 400 and "menawarkannya: Izin Penyelenggaraan Reklame" in words(gone)
    empty = send(signed_in("pemohon"), START, business="sendiri")
    assert empty.status_code == 400 and "Belum ada layanan yang dipilih" in words(empty)
    assert not Bundle.objects.exists() and not Application.objects.exists()


def test_whoever_has_no_profile_is_led_there_and_back(signed_in):
    away = signed_in("gubernur").get(START)
    assert away.status_code == 302 and away.url.startswith("/profil/") and "mulai" in away.url
    assert not Bundle.objects.exists()


def test_it_is_begun_for_a_business_that_one_represents(signed_in):
    business = person("pemohon").person.representations.get().business
    send(signed_in("pemohon"), START, layanan=["KLINIK", "REKLAME"], business=str(business.uuid))
    started = Bundle.objects.get()
    assert {each.business for each in started.filings.all()} == {business} == {started.business}


def test_an_answer_is_offered_to_the_forms_that_ask_the_same_and_lack_it():
    started = bundle("KLINIK", "PERSLING", "REKLAME")
    clinic, nature, board = (filing(started, code) for code in ("KLINIK", "PERSLING", "REKLAME"))
    put(clinic, alamat_lokasi="Jalan Tiban 1")
    put(board, alamat_lokasi="Jalan lain")
    asked = {code for code, spec in ((f.code, f) for f in FormSpec.from_json(nature.standard.fields).asked)}
    assert "alamat_lokasi" in asked
    offered = {(each.source.file.pk, each.field.code): each for each in shared_answers(members(started))}
    one = offered[clinic.pk, "alamat_lokasi"]
    assert [target.file for target in one.targets] == [nature] and not one.is_only_one
    assert share_answers(started.uuid, by=person("pemohon"), keys={one.key}) == 1
    assert answers_of(nature)["alamat_lokasi"] == "Jalan Tiban 1" and answers_of(board)["alamat_lokasi"] == "Jalan lain"
    assert fresh(nature).change_count == nature.change_count + 1
    before = JournalEntry.objects.count()
    with pytest.raises(Refused, match="Tidak ada lagi yang dapat disalin"):
        share_answers(started.uuid, by=person("pemohon"), keys={one.key})
    assert JournalEntry.objects.count() == before


def test_secrets_travel_sealed_and_are_shown_masked(signed_in):
    started = bundle("KLINIK", "PERSLING")
    clinic, nature = filing(started, "KLINIK"), filing(started, "PERSLING")
    codes = [{f.code for f in FormSpec.from_json(f.standard.fields).asked} for f in (clinic, nature)]
    assert "nib" in codes[0] & codes[1]
    put(clinic, nib="1234567890123")
    client = signed_in("pemohon")
    assert "1234567890123" not in client.get(at("bundle", started)).content.decode()
    send(client, at("use_answers", started), isian="semua")
    assert answers_of(nature)["nib"] == "1234567890123" and "1234567890123" not in str(fresh(nature).answers)


def test_what_does_not_fit_the_other_form_is_not_offered():
    started = bundle("KLINIK", "PERSLING")
    for each in members(started):
        fields = {one.code: one for one in each.spec.asked}
        region = fields.get("wilayah")
        if region is None:
            continue
        village = Place("21.71.05.1001", "Kelurahan")
        assert each.takes(region, village) is (region.level == fields["wilayah"].level)
        assert not each.takes(region, Place("21.03.01.2001", "di Natuna"))
    typed = filing(started, "KLINIK")
    put(typed, alamat_lokasi="Jalan Tiban 1")
    nature = filing(started, "PERSLING")
    drafting.save_answers(nature.uuid, by=nature.filed_by, answers={"_raw": {"alamat_lokasi": "??"}})
    offered = {each.field.code for each in shared_answers(members(started))}
    assert "alamat_lokasi" not in offered  # what could not be read is somebody's answer too


def test_nothing_is_offered_to_a_filing_that_was_turned_over_to_a_business():
    started = bundle("SIPF", "SIPA")
    first, second = filing(started, "SIPF"), filing(started, "SIPA")
    put(first, no_str="STR-1")
    add_paper(first, requirement(first, "ktp"))
    assert shared_answers(members(started)) and any(each.targets for each in shared_papers(members(started)))
    business = person("pemohon").person.representations.get().business
    drafting.choose_business(second.uuid, by=person("pemohon"), business=business)
    assert shared_answers(members(started)) == [] and not any(each.targets for each in shared_papers(members(started)))
    assert used_before_for(fresh(second)) == {}


def test_a_paper_is_copied_where_the_same_is_asked_and_its_format_fits(django_capture_on_commit_callbacks):
    started = bundle("SIPF", "SIPA", "REKLAME")
    first = filing(started, "SIPF")
    ktp = add_paper(first, requirement(first, "ktp"))
    add_paper(filing(started, "SIPA"), requirement(filing(started, "SIPA"), "str"))
    offered = {each.key: each for each in shared_papers(members(started)) if each.targets}
    assert {member.file.permit_type.code for member, _asked in offered[str(ktp.uuid)].targets} == {"SIPA", "REKLAME"}
    assert share_papers(started.uuid, by=person("pemohon"), keys={str(ktp.uuid)}) == 2
    copies = Document.objects.filter(application__bundle=started, requirement_code="ktp").exclude(pk=ktp.pk)
    assert {each.sha256 for each in copies} == {ktp.sha256} and len(
        {each.file.name for each in copies} | {ktp.file.name}
    ) == 3
    with django_capture_on_commit_callbacks(execute=True):
        drafting.remove_document(ktp.uuid, by=person("pemohon"))
    assert not Path(ktp.file.path).exists() and all(Path(each.file.path).exists() for each in copies)
    with pytest.raises(Refused):
        share_papers(started.uuid, by=person("pemohon"), keys={str(ktp.uuid)})


def test_the_papers_page_of_a_draft_offers_what_its_neighbour_in_the_bundle_has():
    started = bundle("SIPF", "SIPA")
    ktp = add_paper(filing(started, "SIPF"), requirement(filing(started, "SIPF"), "ktp"))
    assert used_before_for(filing(started, "SIPA"))["ktp"] == [ktp]
    alone = bundle("SIPA")
    assert used_before_for(filing(alone, "SIPA")) == {}  # another draft, not of this bundle
    sent = submitted()
    assert used_before_for(filing(alone, "SIPA"))["ktp"] == [sent.documents.get(requirement_code="ktp")]


def test_each_is_sent_by_itself_and_what_is_not_whole_is_refused_alone(signed_in):
    started = bundle("SIPF", "SIPA")
    whole, empty = filing(started, "SIPF"), filing(started, "SIPA")
    fill(whole)
    for each in whole.requirements:
        if each["mandatory"]:
            add_paper(whole, each)
    client = signed_in("pemohon")
    page = client.get(at("send_bundle", started))
    assert str(whole.uuid) in page.content.decode() and f'value="{empty.uuid}"' not in page.content.decode()
    sent = send(client, at("send_bundle", started), pilih=[str(empty.uuid), str(whole.uuid)])
    said = words(client.get(sent.url))
    assert "1 dari 2 permohonan terkirim." in said and "Belum lengkap, jadi belum dikirim" in said
    assert (fresh(whole).state, fresh(empty).state) == ("submitted", "draft")
    send(client, sent.url)  # carried on: nothing waits
    assert JournalEntry.objects.filter(verb="application.submitted").count() == 1
    assert client.get(f"/kerja/hasil/{sent.url.rstrip('/').split('/')[-1]}/").status_code == ABSENT


def test_only_whoever_began_it_sees_it_and_a_lost_right_takes_the_filings_with_it(signed_in):
    business = person("pemohon").person.representations.get().business
    started = bundle("KLINIK", "PERSLING", business=business)
    put(filing(started, "KLINIK"), alamat_lokasi="Jalan Tiban 1")
    keys = {each.key for each in shared_answers(members(started))}
    stranger = signed_in("pemohon2")
    for name in ("bundle", "send_bundle"):
        assert stranger.get(at(name, started)).status_code == ABSENT
    assert send(stranger, at("use_answers", started), isian="semua").status_code == ABSENT
    for act in (share_answers, share_papers):
        with pytest.raises(NotAllowed):
            act(started.uuid, by=person("pemohon2"), keys=keys)
    person("pemohon").person.representations.update(status="ended")
    assert members(started) == [] and signed_in("pemohon").get(at("bundle", started)).status_code == 200
    with pytest.raises(Refused):
        share_answers(started.uuid, by=person("pemohon"), keys=keys)
    assert "alamat_lokasi" not in answers_of(filing(started, "PERSLING"))


def test_the_page_costs_the_same_however_many_filings(signed_in, django_assert_num_queries):
    small, large = bundle("KLINIK"), bundle("SIPF", "SIPA", "SIPP", "REKLAME", "PERSLING", "LPK", "APOTEK")
    put(filing(large, "REKLAME"), alamat_lokasi="Jalan Tiban 1")
    add_paper(filing(large, "SIPF"), requirement(filing(large, "SIPF"), "ktp"))
    client = signed_in("pemohon")
    client.get(at("bundle", small))
    for started in (small, large):
        with django_assert_num_queries(7):
            client.get(at("bundle", started))
