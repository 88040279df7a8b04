"""The small markup of letter texts: what it reads, and what it refuses with the line and the reason."""

from time import process_time
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from applications.letters.markup import MOST_PIECES, faults_of, parse
from applications.letters.placeholders import menu_of
from ptsp_portal.lib.pdf import limited

FIELDS = [
    {"code": "luas_m2", "label_id": "Luas", "type": "decimal", "required": True},
    {"code": "catatan", "label_id": "Catatan", "type": "text", "required": False},
    {"code": "alat", "label_id": "Alat", "type": "table", "required": False, "columns": [
        {"code": "nama", "label_id": "Nama", "type": "text", "required": True}]},
]  # fmt: skip
MENU = menu_of(SimpleNamespace(fields=FIELDS), "permit")

HTML, LOOPS = "Tag HTML tidak didukung.", "Perulangan tidak didukung: daftar dan tabel ada sebagai bagian siap pakai."
COMMAND, LINK = "Perintah {% … %} tidak didukung.", "Tautan tidak didukung; alamat situs cukup ditulis sebagai teks."
BRACES = "Kurung kurawal tidak berpasangan: tulis {{ nama }} utuh pada satu baris."
PICTURE, FILE, EMPTY = (
    "Gambar tidak didukung.",
    "Alamat file:// tidak didukung.",
    "Isian otomatis kosong: {{ }} harus berisi nama.",
)
ALONE = "{{ menimbang }} adalah tabel atau daftar: tulis sendirian pada satu baris, di luar daftar dan tabel."
MARKER = "Tanda ::: tidak dikenal di sini: pakai “::: tengah” atau “::: kanan”, ditutup dengan “:::”."
HIDDEN, HEADING = "Ada tanda yang tidak terlihat. Hapus baris ini dan ketik ulang.", "Judul ditulis dengan ## atau ###."
PICK = "{{ %s }} tidak dikenal. Pilih dari daftar isian otomatis."
HOSTILE = [
    ("<script>alert(1)</script>", 1, HTML),
    ("aman\n\n<b>tebal</b>", 3, HTML),
    ("<svg/onload=alert(1)>", 1, HTML),
    ("<!-- catatan -->", 1, HTML),
    ("<?php phpinfo(); ?>", 1, HTML),
    ("</div>", 1, HTML),
    ('<img src="https://contoh.test/a.png">', 1, HTML),
    ("a\n![logo](https://contoh.test/a.png)", 2, PICTURE),
    ("[klik](javascript:alert(1))", 1, LINK),
    ("[klik][1]", 1, LINK),
    ("lihat file:///etc/passwd", 1, FILE),
    ("{{ settings }}", 1, PICK % "settings"),
    ("{{ request.user }}", 1, PICK % "request.user"),
    ("a\nb {{ }}", 2, EMPTY),
    ("{{}}", 1, EMPTY),
    ("{{ pemohon.nama|safe }}", 1, "{{ pemohon.nama|safe }}: saringan dengan | tidak didukung."),
    ("{{ pemohon.nama.__class__ }}", 1, "{{ pemohon.nama.__class__ }}: atribut tidak didukung."),
    ("{{ __import__ }}", 1, "{{ __import__ }}: atribut tidak didukung."),
    ("{{ pemohon.nama() }}", 1, "{{ pemohon.nama() }}: pemanggilan tidak didukung."),
    ("{{ a['b'] }}", 1, "{{ a['b'] }}: pemanggilan tidak didukung."),
    ("{{ 7*7 }}", 1, "{{ 7*7 }} bukan nama: hanya huruf kecil, angka, garis bawah, dan titik."),
    ("{% for a in b %}x{% endfor %}", 1, LOOPS),
    ("a\n{% while 1 %}", 2, LOOPS),
    ("{% include 'settings.py' %}", 1, COMMAND),
    ("{%debug%}", 1, COMMAND),
    ("{# rahasia #}", 1, "Catatan {# … #} tidak didukung."),
    ("{{ pemohon.nama", 1, BRACES),
    ("pemohon.nama }}", 1, BRACES),
    ("{ pemohon.nama }", 1, BRACES),
    ("\\{{ pemohon.nama }}", 1, "Garis miring terbalik di depan kurung kurawal tidak didukung."),
    ("a\u202eb", 1, HIDDEN),
    ("a\x07b", 1, HIDDEN),
    ("# Besar", 1, HEADING),
    ("#### Kecil", 1, HEADING),
    ("::: merah", 1, MARKER),
    ("a\n:::", 2, MARKER),
    ("- a\n  ::: tengah", 2, MARKER),
    ("a\n\n::: tengah\nb", 3, "Bagian ini belum ditutup dengan “:::”."),
    ("::: tengah\n::: kanan\n:::", 2, "Bagian rata tengah atau kanan tidak boleh di dalam bagian lain."),
    ("a\nb {{ menimbang }}", 2, ALONE),
    ("- {{ menimbang }}", 1, ALONE),
    ("::: tengah\n{{ menimbang }}\n:::", 2, ALONE),
    ("{{ isian.hilang }}", 1, "{{ isian.hilang }}: isian “hilang” tidak ada (lagi) dalam formulir."),
    ("{{ isian.catatan.terbilang }}", 1, "{{ isian.catatan.terbilang }}: isian ini tidak punya bentuk terbilang."),
    ("{{ tim }}", 1, "{{ tim }} tidak ada pada surat ini."),
    ("{{ pemohon.nma }}", 1, "{{ pemohon.nma }} tidak dikenal. Maksud Anda {{ pemohon.nama }}?"),
    ("- a\n  - b\n    - c\n      - d", 4, "Daftar terlalu dalam: paling banyak tiga tingkat."),
    ("- " * 5000, 1, "Daftar terlalu dalam: paling banyak tiga tingkat."),
    ("a" * 20_001, 1, "Terlalu panjang: paling banyak 20.000 huruf."),
    ("{{ pemohon.nama }} " * 201, 1, "Terlalu banyak isian otomatis: paling banyak 200."),
    ("a\n\n" * (MOST_PIECES + 1), 1, "Terlalu banyak bagian dalam satu naskah: paling banyak 250."),
    ("*a* b " * MOST_PIECES, 1, "Terlalu banyak bagian dalam satu naskah: paling banyak 250."),
    ("a\n\n" + "|a" * 13 + "|\n" + "|-" * 13 + "|", 3, "Terlalu banyak kolom: paling banyak 12."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "reason"), HOSTILE, ids=[text[:24] for text, *_rest in HOSTILE])
def test_a_hostile_or_broken_text_is_refused_with_its_line_and_the_reason(text, line, reason):
    assert faults_of(text, MENU)[0] == (line, reason)


def test_every_fault_is_named_at_once_in_the_order_of_the_lines():
    found = faults_of("a\n<b>\n{{ }}\n![x](y)", MENU)
    assert [fault.line for fault in found] == [2, 3, 4]


HARMLESS = """Luas < batas & “kutip” <3, https://contoh.test dan `kode` &lt;b&gt; a_b_c 3*4 [1] (2) > 5 --- ~~x~~
baris kedua **tebal** *miring* ***dua*** \\*bintang\\*
    empat spasi bukan kode
"""


def html(text) -> str:
    doc = {"body": parse(text, MENU.parts).blocks}
    return render_to_string("applications/print/letter_body.html", {"doc": limited(doc)})


def test_what_is_no_mark_of_ours_is_printed_as_it_was_typed_and_escaped():
    assert faults_of(HARMLESS, MENU) == []
    printed = " ".join(html(HARMLESS).split())
    assert (
        "<p>Luas &lt; batas &amp; “kutip” &lt;3, https://contoh.test dan `kode` &amp;lt;b&amp;gt; a_b_c 3*4 [1] (2) &gt; 5 --- "
        "~~x~~<br>baris kedua <strong>tebal</strong> <em>miring</em> <strong><em>dua</em></strong> *bintang*<br>"
        "empat spasi bukan kode</p>"
    ) in printed
    assert "<a" not in printed and "<code" not in printed


def test_headings_lists_tables_and_sides_become_our_own_tags():
    text = (
        "## Judul\n### Kecil\n::: tengah\nTENGAH\n:::\n::: kanan\nKanan\n:::\n3. tiga\n   - butir\n4. empat\n\n"
        "| A | B |\n|---|--:|\n| x | 1 |"
    )
    assert faults_of(text, MENU) == []
    printed = "".join(line.strip() for line in html(text).splitlines())
    assert "<h2>Judul</h2><h3>Kecil</h3>" in printed
    assert '<p class="center">TENGAH</p><p class="right">Kanan</p>' in printed
    assert '<ol start="3"><li><p>tiga</p><ul><li><p>butir</p></li></ul></li><li><p>empat</p></li></ol>' in printed
    assert '<td>x</td><td class="right">1</td>' in printed


def test_a_part_ends_the_paragraph_before_it_and_keeps_its_line():
    parsed = parse("Satu\n{{ menimbang }}\nDua {{ pemohon.nama }}", MENU.parts)
    assert [block["kind"] for block in parsed.blocks] == ["paragraph", "part", "paragraph"]
    assert parsed.names == [("menimbang", 2, True), ("pemohon.nama", 3, False)]


def test_a_menu_has_the_placeholders_of_its_letter_and_one_for_each_field():
    assert {"isian.luas_m2", "isian.luas_m2.terbilang", "isian.catatan", "isian.alat", "menimbang"} <= set(MENU)
    assert not {"isian.catatan.terbilang", "tim", "retribusi.jumlah"} & set(MENU)
    assert {"menimbang", "isian.alat"} <= MENU.parts and "isian.luas_m2" not in MENU.parts
    assert [str(title) for title, _inside in MENU.groups()][0] == "Pemohon"


@pytest.mark.parametrize("text", ["{{" * 10_000, "{{ a " * 4_000, "{{ a b" * 3_000 + "}}"])
def test_a_text_of_nothing_but_braces_is_refused_at_once(text):
    started = process_time()
    assert BRACES in {fault.reason for fault in faults_of(text, MENU)}
    assert process_time() - started < 1
