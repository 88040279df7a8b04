"""The drafter's page: conditions one by one, the phrase library, what clashes, answers that were replaced; and the way back."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import Agency
from applications.actions import decision, issuance
from applications.actions.conditions import Outcome
from applications.models import Condition, Phrase
from tests.factories import BATAM, answer, at_signing, drafted, fresh, person, untouched, verified
from tests.journeys.story import text_of as pdf_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
TEXTS = ["Mundur 2 meter.", "Tinggi paling banyak 6 meter."]


@pytest.fixture
def file():
    file = verified(code="REKLAME")
    answer(file, "opd.bapenda.batam")
    answer(file, "opd.satpolpp.batam")
    answer(file, "opd.pupr.batam", "conditional", "Jarak.", TEXTS)
    return fresh(file)


def rows(file):
    return list(Condition.objects.filter(recommendation__application=file).order_by("position"))


def url(file, name="draft_decision"):
    return reverse(f"applications:{name}", args=[file.uuid])


def post(client, file, name="draft_decision", **fields):
    return client.post(url(file, name), {"once": uuid4(), **fields})


def text_of(response):
    return response.content.decode()


def decided(file, first="accepted", second="accepted", **words):
    one, two = rows(file)
    fields = {f"result-{one.pk}": first, f"result-{two.pk}": second}
    return fields | {f"{kind}-{two.pk}": text for kind, text in words.items()}


def test_each_condition_is_decided_on_the_page(signed_in, file):
    client = signed_in("verifikator.batam")
    post(
        client,
        file,
        act="save",
        verdict="issue",
        conditions="Milik kantor.",
        **decided(file, second="declined", note="Perda."),
    )
    assert [(each.result, each.note) for each in rows(file)] == [("accepted", ""), ("declined", "Perda.")]
    assert fresh(file).decision.conditions == [TEXTS[0], "Milik kantor."]
    text = text_of(client.get(url(file)))
    assert "Syarat Dinas Pekerjaan Umum dan Penataan Ruang Kota Batam tidak dimuat" in text and "Perda." in text
    assert client.get(url(file)).context["form"].initial["conditions"] == "Milik kantor."


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"second": ""}, "result"),
        ({"second": "declined"}, "note"),
        ({"second": "reworded", "wording": " "}, "wording"),
    ],
)
def test_an_undecided_condition_is_said_beside_it_and_nothing_changes(signed_in, file, said, field):
    before = untouched(file)
    response = post(signed_in("verifikator.batam"), file, act="ready", verdict="issue", **decided(file, **said))
    assert response.status_code == 400
    assert list(response.context["form"].errors) == [f"{field}-{rows(file)[1].pk}"]
    assert untouched(file) == before and {each.result for each in rows(file)} == {"open"}


def test_an_undecided_condition_can_be_saved(signed_in, file):
    assert (
        post(signed_in("verifikator.batam"), file, act="save", verdict="issue", **decided(file, second="")).status_code
        == 302
    )
    assert [each.result for each in rows(file)] == ["accepted", "open"]


def test_ticked_phrases_become_lines_of_their_field(signed_in, file):
    batam, elsewhere = Agency.objects.get(slug=BATAM), Agency.objects.get(slug="dpmptsp-kota-tanjungpinang")
    for agency, use, text, is_active in (
        (None, "decision", "Menjaga kebersihan.", True),
        (batam, "decision", "Melapor setiap tahun.", True),
        (batam, "refusal", "Lokasi di luar zona.", True),
        (elsewhere, "decision", "Milik kantor lain.", True),
        (batam, "decision", "Tidak dipakai lagi.", False),
        (batam, "question", "Pertanyaan.", True),
    ):
        Phrase.objects.create(agency=agency, use=use, text=text, is_active=is_active)
    client = signed_in("verifikator.batam")
    text = text_of(client.get(url(file)))
    for words in ("Menjaga kebersihan.", "Melapor setiap tahun.", "Lokasi di luar zona."):
        assert words in text
    for words in ("Milik kantor lain.", "Tidak dipakai lagi.", "Pertanyaan."):
        assert words not in text
    more = {"conditions": "Satu.", "more_conditions": ["Menjaga kebersihan."], "more_reasons": ["Lokasi di luar zona."]}
    post(client, file, act="save", verdict="issue", **more)
    saved = fresh(file).decision
    assert (saved.conditions, saved.reasons) == (["Satu.", "Menjaga kebersihan."], ["Lokasi di luar zona."])
    again = client.get(url(file)).context["form"]
    assert [value for value, _text in again.fields["more_conditions"].choices] == ["Melapor setiap tahun."]
    assert "more_reasons" not in again.fields
    stranger = post(client, file, act="save", verdict="issue", more_conditions=["Milik kantor lain."])
    assert stranger.status_code == 400


def test_a_clash_of_verdicts_is_marked_with_its_reason_on_every_desk(signed_in):
    file = verified(code="REKLAME")
    answer(file, "opd.bapenda.batam")
    answer(file, "opd.satpolpp.batam", "unfavourable", "Mengganggu ketertiban.")
    answer(file, "opd.pupr.batam")
    clash = "Satuan Polisi Pamong Praja Kota Batam tidak setuju."
    assert clash in text_of(signed_in("verifikator.batam").get(url(file)))
    decision.draft_decision(
        file.uuid, by=person("verifikator.batam"), verdict="issue", against_opinion_reason="Sudah ditata.", ready=True
    )
    text = text_of(signed_in("kabid.batam").get(url(file, "endorse")))
    assert clash in text and "Sudah ditata." in text and "Bertentangan dengan konsep" in text
    decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    text = text_of(signed_in("kadis.batam").get(url(file, "sign")))
    assert clash in text and "Konsep memutus berbeda dari pendapat" in text and "Pemisahan tugas" in text


def test_an_answer_that_was_asked_again_is_folded_away(signed_in):
    file = drafted()
    old = file.recommendations.get()
    decision.send_back_decision(file.uuid, by=person("kabid.batam"), reason="Alat baru.", to=f"agency:{old.uuid}")
    answer(file, "opd.dinkes.batam", "conditional", "Catatan.", ["Sediakan APAR."])
    text = text_of(signed_in("verifikator.batam").get(url(file)))
    assert "1 jawaban lama, sudah diganti" in text and "Diganti" in text and "Diminta lagi karena: Alat baru." in text


def test_the_page_of_the_way_back_offers_the_earlier_desks(signed_in):
    file = at_signing()
    client = signed_in("kadis.batam")
    choices = [
        value.split(":")[0] for value, _label in client.get(url(file, "send_back")).context["form"].fields["to"].choices
    ]
    assert choices == ["drafter", "endorser", "agency"]
    before = untouched(file)
    assert post(client, file, "send_back", reason="Karena itu.", to="somebody").status_code == 400
    assert untouched(file) == before
    post(client, file, "send_back", reason="Baca nomor dua.", to="endorser:0")
    assert (fresh(file).state, fresh(file).holder_role) == ("drafting", "endorser")
    text = text_of(signed_in("kabid.batam").get(url(file, "endorse")))
    assert "Baca nomor dua." in text and "mengembalikan konsep kepada" in text and "memaraf konsep sebelumnya." in text


def test_applicant_and_agency_read_what_became_of_each_condition_once_the_permit_is_issued(signed_in, file):
    one, two = rows(file)
    said = {one.pk: Outcome("reworded", "Mundur 3 meter."), two.pk: Outcome("declined", "", "Sudah ada dalam Perda.")}
    decision.draft_decision(
        file.uuid, by=person("verifikator.batam"), verdict="issue", condition_results=said, ready=True
    )
    page, own = url(file, "file"), reverse("applications:recommendation", args=[one.recommendation.uuid])
    for account, address in (("pemohon", page), ("opd.pupr.batam", page), ("opd.pupr.batam", own)):
        text = text_of(signed_in(account).get(address))
        assert TEXTS[0] in text and "Mundur 3 meter." not in text and "tidak dimuat" not in text, account
    assert "Mundur 3 meter." in text_of(signed_in("kabid.batam").get(page))
    decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    issuance.sign_decision(file.uuid, by=person("kadis.batam"))
    for account, address in (("pemohon", page), ("opd.pupr.batam", page), ("opd.pupr.batam", own)):
        text = text_of(signed_in(account).get(address))
        for words in ("Kata-katanya diubah", "Mundur 3 meter.", "Tidak dimuat", "Sudah ada dalam Perda."):
            assert words in text, (account, words)


def test_more_conditions_ask_the_database_no_more_often(signed_in):
    counts = []
    for texts in (["Satu."], [f"Syarat {number}." for number in range(12)]):
        file = verified()
        answer(file, "opd.dinkes.batam", "conditional", "Catatan.", texts)
        client = signed_in("verifikator.batam")
        client.get(url(file))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url(file)).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1], counts


def test_the_concept_of_a_refusal_is_the_letter_of_refusal(signed_in):
    file = drafted("reject")
    text = pdf_text(signed_in("kabid.batam").get(url(file, "concept")).content)
    for words in ("Surat Penolakan Permohonan", "KONSEP", "Lokasi tidak sesuai tata ruang.", "Perda RTRW", "keberatan"):
        assert words in text, words
    assert "MEMUTUSKAN" not in text
