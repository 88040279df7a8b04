"""The pages of a standard's letters: written, refused with what was typed, shown as a sample, taken back."""

from uuid import uuid4

import pytest
from django.urls import reverse

from agencies.models import Agency
from applications.actions.standards import save_terms, start_standard
from applications.letters.placeholders import LETTERS
from applications.models import ServiceStandard, TrialFiling
from applications.views import samples
from ptsp_portal.lib import pdf
from ptsp_portal.lib.pdf import RenderFailed
from tests.factories import BATAM, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
TEXT = "Izin untuk **{{ pemohon.nama }}** di {{ isian.nama_faskes }}."
LIST_QUERIES = 8  # session, user, memberships (2), the version, the writer's rule, the message count


@pytest.fixture
def standard():
    return start_standard(Agency.objects.get(slug=BATAM).pk, "SIPF", by=person("verifikator.batam"))


@pytest.fixture
def writer(signed_in):
    return signed_in("verifikator.batam")


def url(standard, letter="permit", name="letter"):
    return reverse(f"applications:{name}", args=[standard.uuid, letter])


def post(client, standard, act, text="", letter="permit", revision=None):
    revision = standard.revision if revision is None else revision
    return client.post(url(standard, letter), {"once": uuid4(), "act": act, "text": text, "revision": revision})


def kept(standard) -> dict:
    return ServiceStandard.objects.get(pk=standard.pk).letters


def test_the_list_names_the_five_letters_whose_words_they_have_and_what_is_wrong(
    standard, writer, django_assert_max_num_queries
):
    standard.letters = {"permit": "{{ isian.hilang }}", "receipt": "Terima kasih."}
    standard.save()
    page = reverse("applications:letters", args=[standard.uuid])
    with django_assert_max_num_queries(LIST_QUERIES + 8):
        shown = writer.get(page).content.decode()
    for letter in LETTERS:
        assert url(standard, letter) in shown and url(standard, letter, "letter_sample") in shown
    assert (
        shown.count("Naskah sendiri") == 1 and shown.count("Perlu diperbaiki") == 2
    )  # the letter, and what was found in it
    assert shown.count("Naskah portal") == 3 and "isian “hilang” tidak ada (lagi)" in shown
    assert "Layanan ini gratis, jadi surat ini tidak dipakai." in shown


def test_a_text_is_written_from_the_portals_own_shown_as_a_sample_and_taken_back(standard, writer):
    start = writer.get(url(standard) + "?mulai=portal").content.decode()
    assert "{{ menimbang }}" in start and "belum disimpan" in start and kept(standard) == {}
    looked = post(writer, standard, "look", TEXT)
    assert looked.status_code == 200 and "Izin untuk <strong>Siti Contoh Rahmawati</strong>" in looked.content.decode()
    assert kept(standard) == {}
    saved = post(writer, standard, "sample", TEXT)
    assert saved["Location"] == url(standard) + "#contoh" and kept(standard) == {"permit": TEXT + "\n"}
    shown = writer.get(url(standard)).content.decode()
    assert TEXT in shown and 'data-name="pemohon.nama">Nama pemohon</span>' in shown and "Siti Contoh" in shown
    standard.refresh_from_db()
    post(writer, standard, "save", "Mohon maaf, {{ pemohon.nama }}.", "rejection")
    assert set(kept(standard)) == {"permit", "rejection"}
    standard.refresh_from_db()
    assert post(writer, standard, "remove", TEXT).status_code == 302 and set(kept(standard)) == {"rejection"}


def test_a_refused_text_names_each_line_and_stays_in_the_form(standard, writer):
    bad = "Baik.\n<script>x</script>\n{{ settings }}"
    shown = post(writer, standard, "save", bad)
    page = shown.content.decode()
    assert shown.status_code == 400 and kept(standard) == {}
    assert "Baris 2: Tag HTML tidak didukung." in page and "Baris 3: {{ settings }} tidak dikenal." in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page and "<script>x" not in page


def test_a_text_written_on_an_older_page_is_refused_and_stays_in_the_form(standard, writer):
    save_terms(standard.uuid, by=person("kabid.batam"), revision=0, letters={"permit": "Lebih dulu."})
    page = post(writer, standard, "save", TEXT, revision=0).content.decode()
    assert "diubah orang lain" in page and TEXT in page and kept(standard) == {"permit": "Lebih dulu."}


def test_a_version_that_is_no_draft_is_read_only(standard, writer):
    standard.letters = {"permit": TEXT}
    standard.save()
    ServiceStandard.objects.filter(pk=standard.pk).update(status="reviewed", reviewed_by=person("kabid.batam"))
    page = writer.get(url(standard)).content.decode()
    assert TEXT in page and "<textarea" not in page and "Simpan</button>" not in page
    assert "bukan draf" in post(writer, standard, "save", "Lain.").content.decode() and kept(standard) == {
        "permit": TEXT
    }


def test_a_sample_is_a_pdf_that_nobody_keeps_also_of_a_trial_and_not_without_end(standard, writer, monkeypatch):
    pages = []
    monkeypatch.setattr(pdf, "render", lambda html: pages.append(html) or b"%PDF-1.7")
    save_terms(standard.uuid, by=person("verifikator.batam"), revision=0, letters={"permit": TEXT})
    address = url(standard, "permit", "letter_sample")
    answer = writer.get(address)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store")
    assert "Siti Contoh Rahmawati" in pages[0] and "CONTOH" in pages[0]
    answers = {"nama_faskes": "Klinik Uji"}
    trial = TrialFiling.objects.create(standard=standard, answers=answers, started_by=person("verifikator.batam"))
    writer.get(f"{address}?uji={trial.uuid}")
    assert "di Klinik Uji." in pages[1]
    assert writer.get(f"{address}?uji={uuid4()}").status_code == 404
    assert writer.get(url(standard, "bon", "letter_sample")).status_code == 404
    for _more in range(samples.PER_PERSON.tries):
        samples.PER_PERSON.count(str(person("verifikator.batam").pk))
    made = len(pages)
    assert writer.get(address).status_code == 302 and len(pages) == made


def test_a_sample_that_fails_says_so_on_the_page(standard, writer, monkeypatch):
    def fail(_html):
        raise RenderFailed("too long")

    monkeypatch.setattr(pdf, "render", fail)
    answer = writer.get(url(standard, "permit", "letter_sample"), follow=True)
    assert answer.redirect_chain and "tidak dapat dibuat" in answer.content.decode()
