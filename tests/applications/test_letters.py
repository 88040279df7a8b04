"""The five letters with a standard's own text: the words of the office, the frame of the portal, nothing of the law left out."""

import re
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from agencies.models import Agency
from applications import tasks
from applications.actions.standards import start_standard
from applications.inspection_documents import assignment_doc
from applications.letters import preview, sample
from applications.letters.check import letter_faults
from applications.letters.placeholders import LETTERS, menu_of
from applications.letters.portal_texts import portal_text
from applications.letters.values import values_of
from applications.levy_documents import skrd_doc
from applications.permit_document import (
    concept_doc,
    concept_words,
    copy_doc,
    permit_doc,
    receipt_doc,
    rejection_concept_doc,
    rejection_doc,
)
from applications.schema.answers import load
from applications.schema.form import FormSpec, problems
from applications.schema.spec import TYPES
from applications.standards.check_letters import findings_of_letters
from ptsp_portal.lib import pdf
from tests.applications.visiting import agreed
from tests.factories import (
    BATAM,
    at_signing,
    billed,
    corrected,
    drafted,
    fresh,
    issued,
    next_standard,
    person,
    registered,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
OWN = {
    "permit": """## Izin **{{ pemohon.nama }}**

Nomor {{ surat.nomor }} bulan {{ tanggal.bulan_romawi }}, jangka waktu {{ waktu.hari_kerja }} ({{ waktu.terbilang }}) hari kerja.
Praktik ke-{{ isian.sip_ke }} di {{ isian.nama_faskes }}, NIK {{ pemohon.identitas }}.

{{ isian.jadwal_praktik }}

### Ketentuan

{{ daftar_ketentuan }}
""",
    "rejection": "Yth. {{ pemohon.nama }}, mohon maaf.",
    "receipt": "Terima kasih. {{ waktu.janji }}",
    "assignment": "Ke {{ peninjauan.tempat }}, {{ kantor.nama }}.",
    "bill": "Bayar {{ retribusi.jumlah }} ({{ retribusi.terbilang }}).\n\n{{ rincian_tarif }}",
}


def texts(doc) -> str:
    """Every text of a body, in its order."""

    def within(thing):
        if isinstance(thing, dict):
            return [thing["text"]] if "text" in thing else [one for each in thing.values() for one in within(each)]
        return [one for each in thing for one in within(each)] if isinstance(thing, list) else []

    return "".join(within([block for block in doc["body"] if block["kind"] != "part"]))


def parts(doc) -> list[str]:
    return [block["name"] for block in doc["body"] if block["kind"] == "part"]


def page(template, doc) -> str:
    return render_to_string(f"applications/print/{template}.html", {"doc": pdf.limited(doc)})


@pytest.fixture
def own():
    next_standard("SIPF", letters=OWN)


def test_an_issued_permit_carries_the_offices_words_inside_the_portals_frame(own, monkeypatch):
    pages, file = [], issued()
    monkeypatch.setattr(pdf, "render", lambda html: pages.append(html) or html.encode())
    assert tasks.render_documents() == 2
    printed = pages[-1]
    assert f"<h2>Izin <strong>{file.holder_name}</strong></h2>" in printed
    assert f"Nomor {file.permit.number} bulan VIII, jangka waktu 5 (lima) hari kerja.<br>Praktik ke-" in printed
    assert f"NIK {file.holder_identity}." in printed and "<caption>Jadwal praktik" in printed
    assert "MEMUTUSKAN" not in printed and "Ketentuan</h3>" not in printed  # the layout gave way; nothing was imposed
    for frame in (
        f"Nomor: {file.permit.number}",
        "Ditetapkan di",
        "/verifikasi/",
        file.permit.signer_name,
        "Tembusan:",
    ):
        assert frame in printed
    assert "Terima kasih. paling lambat" in pages[0] and "Petugas penerima" not in pages[0]
    for frame in ("Kode QR berisi nomor registrasi", "GRATIS", "Dokumen yang kami terima", "Isikan nomor registrasi"):
        assert frame in pages[0]


def test_a_correction_and_a_copy_repeat_the_words(own):
    permit = issued().permit
    corrected(permit, holder_name="Nurul Hidayati Siregaar")
    file, correction = fresh(permit.application), permit.corrections.signed().get()
    assert "Siregaar" in texts(permit_doc(file, correction)) and "Siregaar" not in texts(permit_doc(file))
    copy_of = SimpleNamespace(of_permit=permit, registration_number="X", get_cause_display=lambda: "")
    assert texts(copy_doc(copy_of, signer={"name": ""})) == texts(permit_doc(file, correction))


def test_a_concept_has_the_words_without_number_and_day_and_lists_of_drafts_mask_the_secret(own):
    file = at_signing()
    concept, shown = concept_doc(file), concept_words(file)
    assert "Nomor (diberikan saat disahkan) bulan (diisi saat disahkan)" in texts(concept)
    assert file.holder_identity in texts(concept) and file.holder_identity not in texts(shown)
    assert file.holder_identity[-4:] in texts(shown)


def test_a_list_of_drafts_names_the_office_too():
    next_standard("SIPF", letters={"permit": "{{ kantor.pemerintah }}: {{ kantor.nama }}"})
    assert texts(concept_words(at_signing())) == "Pemerintah Kota Batam: DPMPTSP Kota Batam"


def test_a_value_full_of_tags_and_braces_stays_text(own):
    evil, file = "<script>alert(1)</script> {{ settings }} {% debug %} **x**", at_signing()
    file.answers, file.holder_name = file.answers | {"nama_faskes": evil}, "<b>N</b>"
    printed = page("concept", concept_doc(file))
    assert "<script" not in printed and "<b>N" not in printed
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ settings }} {% debug %} **x**, NIK" in printed
    assert "<h2>Izin <strong>&lt;b&gt;N&lt;/b&gt;</strong></h2>" in printed


def test_what_was_decided_is_printed_whatever_the_text_leaves_out():
    next_standard("SIPF", letters={"permit": "## Kosong\n\n{{ tembusan }}\n\n## Isi\n\nKe {{ isian.nama_faskes }}"})
    file = at_signing()
    file.answers, file.decision.conditions = {}, ["Papan nama dipasang."]
    file.decision.verdict = "deemed"
    doc = concept_doc(file)
    assert parts(doc) == ["tembusan", "daftar_ketentuan", "pertimbangan", "dasar_penetapan"]
    assert texts(doc) == "KosongIsiKe –Dengan ketentuan"  # an empty answer is a dash
    printed = page("concept", doc)
    assert "Papan nama dipasang." in printed and "telah lewat tanpa ditetapkannya keputusan" in printed
    assert "dikabulkan karena hukum (fiktif positif)" in printed and "Tembusan:" not in printed  # not twice
    file.decision.conditions, file.decision.verdict = [], "issue"
    file.recommendations.update(is_current=False)
    assert texts(concept_doc(file)) == "IsiKe –"  # a heading goes with the empty part below it


def test_a_refusal_names_its_reasons_and_the_way_to_object_whatever_its_text(own):
    for doc in (rejection_doc(issued(verdict="reject")), rejection_concept_doc(drafted("reject"))):
        printed = page("rejection", doc)
        assert "mohon maaf." in printed and "dengan menyesal" not in printed
        assert "Lokasi tidak sesuai tata ruang." in printed and "21 (dua puluh satu) hari kerja" in printed


def test_a_bill_and_an_assignment_letter_take_their_texts_too_and_a_sample_has_the_keys_of_the_real_ones(own):
    next_standard("IPTM", letters=OWN)
    next_standard("REKLAME", letters=OWN)
    (file, bill), visit, signing = billed(), agreed(), at_signing()
    skrd, assignment = skrd_doc(bill), assignment_doc(visit)
    assert texts(skrd) == f"Bayar {skrd['amount_text']} ({skrd['in_words']})." and parts(skrd) == ["rincian_tarif"]
    assert texts(assignment) == f"Ke {visit.place}, {visit.agency.name}.Tim" and parts(assignment) == ["tim"]
    received, refused = registered(), issued(verdict="reject")
    for letter, doc, application, about in (
        ("permit", concept_doc(signing), signing, None),
        ("rejection", rejection_doc(refused), refused, None),
        ("receipt", receipt_doc(received), received, None),
        ("assignment", assignment, visit.application, visit),
        ("bill", skrd, file, bill),
    ):
        how = {"about": about, "office": application.office, "full": False, "day": None}
        real = values_of(letter, doc, application, **how)
        made_up = sample.sample_file(application.standard, application.office)
        about = {"assignment": sample.sample_inspection, "bill": sample.sample_bill}.get(letter, lambda _: None)(
            made_up
        )
        of_sample = values_of(letter, preview.BUILDERS[letter](made_up), made_up, **how | {"about": about})
        assert set(real) == set(of_sample), letter
        menu = menu_of(application.standard, letter)
        wanted = {name for name, one in menu.items() if not one.is_part}
        assert wanted <= set(real), letter


def test_a_broken_text_that_got_in_all_the_same_leaves_the_portals_layout(caplog):
    next_standard("SIPF", letters={"receipt": "{{ settings }}"})
    assert "body" not in receipt_doc(registered()) and "line 1" in caplog.text


# --- samples and findings ---------------------------------------------------------------------------------------------


def every_kind() -> list[dict]:
    """One field of each type, and a table with columns."""
    extra = {
        "choice": {"choices": ["Satu", "Dua"]}, "multichoice": {"choices": ["Satu", "Dua"]}, "region": {"level": "kelurahan"},
        "table": {"columns": [{"code": kind, "label_id": kind, "type": kind, "required": True}
                              for kind in ("text", "integer", "date", "nik", "boolean", "money")]},
        "date": {}, "integer": {"min": 100, "max": 140}, "decimal": {"max": 5},
    }  # fmt: skip
    return [{"code": f"f_{kind}", "label_id": f"Isian {kind}", "type": kind, "required": True} | extra.get(kind, {})
            for kind in TYPES]  # fmt: skip


def draft(code="SIPF", **terms):
    standard = start_standard(Agency.objects.get(slug=BATAM).pk, code, by=person("verifikator.batam"))
    for name, value in terms.items():
        setattr(standard, name, value)
    return standard


def test_a_sample_answers_every_kind_of_field_as_its_check_wants_it():
    standard = draft(fields=every_kind())
    spec, context = FormSpec.from_json(standard.fields), sample.context_for(standard.office)
    answers = sample.sample_answers(standard, standard.office)
    assert set(answers) == {field.code for field in spec.fields}
    assert problems(spec, load(spec, answers), context) == []
    standard.letters = {"permit": "\n\n".join(one.typed for one in menu_of(standard, "permit").values())}
    # The whole menu can be printed, and nothing of it is empty but what this office lacks.
    assert [one.text for one in findings_of_letters(standard)] == [
        "Surat izin: “Telepon kantor” tidak berisi apa pun pada berkas contoh."
    ]


@pytest.mark.parametrize("letter", LETTERS)
def test_every_sample_is_marked_and_the_portals_text_says_what_its_layout_says(letter):
    standard = draft()
    pages = [page(preview.TEMPLATES[letter], preview.sample_doc(standard, letter))]
    standard.letters = {letter: portal_text(standard, letter)}
    assert letter_faults(standard) == []
    pages.append(page(preview.TEMPLATES[letter], preview.sample_doc(standard, letter)))
    assert all("CONTOH – bukan surat" in each or letter == "receipt" for each in pages)
    assert all('<div class="watermark">CONTOH</div>' in each and "/verifikasi/" not in each for each in pages)
    layout, own = [set(re.sub(r"<[^>]+>", " ", each).split()) for each in pages]
    assert layout - own <= {"Pemohon", "Alamat"} and own - layout <= {"Nama"}  # labels of one line


def test_findings_say_letter_line_and_reason_and_warn_of_what_says_too_little():
    standard = draft(letters={"permit": "a\n{{ isian.hilang }}", "receipt": "{{ }}", "bon": "x"})
    found = findings_of_letters(standard)
    assert [one.blocks for one in found] == [True] * 3 and {one.section for one in found} == {"letters"}
    assert "Surat izin, baris 2: {{ isian.hilang }}: isian “hilang” tidak ada (lagi) dalam formulir." in [
        f.text for f in found
    ]
    standard.letters = {"permit": "Telepon {{ kantor.telepon }}"}
    standard.office.phone = ""
    found = findings_of_letters(standard)
    assert not any(one.blocks for one in found)
    assert [one.text for one in found] == [
        "Surat izin tidak menyebut nama pemohon.",
        "Surat izin tidak menyebut masa berlaku.",
        "Surat izin: “Telepon kantor” tidak berisi apa pun pada berkas contoh.",
    ]


def test_a_draft_with_a_field_taken_out_is_found_and_another_letters_names_are_not_offered():
    standard = draft(letters={"permit": "{{ pemohon.nama }} {{ tanggal.berlaku_sampai }} {{ isian.nama_faskes }}"})
    assert findings_of_letters(standard) == []
    standard.fields = [field for field in standard.fields if field["code"] != "nama_faskes"]
    assert [one.blocks for one in findings_of_letters(standard)] == [True]
