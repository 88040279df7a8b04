"""A corpus of good and hostile files, all made here by code: what is kept, what is refused, and in which words."""

import hashlib
import io
import json
import struct
import time
import zipfile
import zlib

import pikepdf
import pytest
from PIL import Image, PngImagePlugin

from ptsp_portal.lib.uploads import KINDS, UploadRefused, inspect, safe_name

MB = 1024 * 1024


def look(data, name, allowed=KINDS, max_bytes=2 * MB):
    return inspect(io.BytesIO(data), allowed=set(allowed), max_bytes=max_bytes, name=name)


# --- the makers -------------------------------------------------------------------------------------------------------


def pdf(change=None, pages=2, **save):
    document = pikepdf.new()
    for _page in range(pages):
        document.add_blank_page()
    page = document.pages[0] if pages else None
    if page is not None:
        page.Contents = document.make_stream(b"BT /F1 12 Tf (Surat) Tj ET " * 20)
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out, **save)
    return out.getvalue()


def action(**entries):
    return pikepdf.Dictionary(**entries)


def with_javascript(document):
    document.Root.OpenAction = action(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def with_named_javascript(document):
    script = document.make_indirect(action(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")))
    document.Root.Names = action(JavaScript=action(Names=pikepdf.Array([pikepdf.String("a"), script])))


def with_uri_opening(document):
    document.Root.OpenAction = action(S=pikepdf.Name.URI, URI=pikepdf.String("https://contoh.id/"))


def with_page_opening(document):
    document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.XYZ, None, None, 0])


def with_page_action(document):
    document.pages[0].obj.AA = action(O=action(S=pikepdf.Name.URI, URI=pikepdf.String("https://contoh.id/")))


def with_launch(document):
    link = action(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]),
                  A=action(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe")))  # fmt: skip
    document.pages[0].obj.Annots = pikepdf.Array([document.make_indirect(link)])


def with_form_sending(document):
    link = action(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]),
                  A=action(S=pikepdf.Name.SubmitForm, F=pikepdf.String("https://contoh.id/")))  # fmt: skip
    document.pages[0].obj.Annots = pikepdf.Array([link])


def with_attachment(document):
    document.attachments["rahasia.exe"] = pikepdf.AttachedFileSpec(document, b"MZ", filename="rahasia.exe")


def with_rich_media(document):
    film = action(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.RichMedia, Rect=pikepdf.Array([0, 0, 9, 9]))
    document.pages[0].obj.Annots = pikepdf.Array([document.make_indirect(film)])


def with_xfa(document):
    document.Root.AcroForm = action(Fields=pikepdf.Array([]), XFA=document.make_stream(b"<xdp/>"))


def with_link(document):
    link = action(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]),
                  A=action(S=pikepdf.Name.URI, URI=pikepdf.String("https://contoh.id/")))  # fmt: skip
    document.pages[0].obj.Annots = pikepdf.Array([link])


def with_page_loop(document):
    document.Root.Pages.Kids.append(document.Root.Pages)


def with_broken_stream(document):
    document.pages[0].Contents = pikepdf.Stream(document, b"not deflate at all", Filter=pikepdf.Name.FlateDecode)


def locked_pdf(owner, user):
    return pdf(encryption=pikepdf.Encryption(owner=owner, user=user))


def picture(form="JPEG", size=(64, 48), mode="RGB", **save):
    out = io.BytesIO()
    Image.new(mode, size, 120 if mode == "L" else None).save(out, form, **save)
    return out.getvalue()


def picture_with_place():
    image = Image.new("RGB", (60, 40), "white")
    exif = image.getexif()
    exif[0x010F], exif[0x0112] = "TeleponRahasia", 6
    exif.get_ifd(0x8825)[1] = "S"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"catatan rahasia")
    return out.getvalue()


def png_with_text():
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "rahasia")
    return picture("PNG", pnginfo=info)


def png_bomb(width=60_000, height=60_000):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100_000)) + chunk(b"IEND", b"")


def archive(*names, body=b"isi", change=None, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name in names:
            made.writestr(name, body)
    data = out.getvalue()
    return change(data) if change else data


def marked_encrypted(data):
    data = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + offset] |= 1
    return bytes(data)


def with_link_entry():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        entry = zipfile.ZipInfo("tautan")
        entry.external_attr = 0o120777 << 16
        made.writestr(entry, "/etc/passwd")
    return out.getvalue()


def lying_zip():
    data = bytearray(archive("a.txt"))
    struct.pack_into("<H", data, data.rfind(b"PK\x05\x06") + 10, 65000)
    return bytes(data)


def geojson(**thing):
    return json.dumps(thing or {"type": "Point", "coordinates": [104.0, 1.1]}).encode()


SQUARE = {"type": "Polygon", "coordinates": [[[104, 1], [104.1, 1], [104.1, 1.1], [104, 1]]]}
KML = b'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark/></Document></kml>'
DWG = b"AC1032\x00\x00" + b"\x00" * 1000
BILLION = b'<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><kml xmlns="http://www.opengis.net/kml/2.2">&b;</kml>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml xmlns="http://www.opengis.net/kml/2.2">&x;</kml>'
LINKED = KML.replace(b"<Placemark/>", b"<NetworkLink><Link><href>http://contoh.id/</href></Link></NetworkLink>")

GOOD = [
    ("surat.pdf", pdf(), "pdf"),
    ("libreoffice.pdf", pdf(with_page_opening), "pdf"),
    ("pranala.pdf", pdf(with_link), "pdf"),
    ("rapat.pdf", pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True), "pdf"),
    ("foto.jpg", picture(), "jpg"),
    ("FOTO.JPEG", picture(mode="L"), "jpg"),
    ("cmyk.jpg", picture(mode="CMYK"), "jpg"),
    ("denah.png", picture("PNG"), "png"),
    ("bening.png", picture("PNG", mode="RGBA"), "png"),
    ("batas.geojson", geojson(**SQUARE), "geojson"),
    ("batas.json", b"\xef\xbb\xbf" + geojson(type="FeatureCollection", features=[]), "geojson"),
    ("batas.kml", KML, "kml"),
    ("gambar.dwg", DWG, "dwg"),
    ("lampiran.zip", archive("peta/batas.shp", "peta/batas.dbf"), "zip"),
    ("tanpa akhiran", pdf(), "pdf"),
]

BAD = [
    ("kosong.pdf", b"", "kosong"),
    ("catatan.pdf", b"cuma teks biasa", "tidak kami kenali"),
    ("virus.pdf", b"MZ\x90\x00" + b"\0" * 100, "tidak kami kenali"),
    ("halaman.pdf", b"<!doctype html><script>alert(1)</script>", "tidak kami kenali"),
    ("gambar.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "tidak kami kenali"),
    ("surat.pdf", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "Word atau Excel lama"),
    ("foto.jpg", b"\0\0\0\x18ftypheic" + b"\0" * 100, "HEIC"),
    ("kepala.pdf", b"%PDF-1.7\n", "rusak"),
    ("potong.pdf", pdf()[:-200], "rusak"),
    ("acak.pdf", b"%PDF-1.7\n" + b"x" * 500 + b"\n%%EOF", "rusak"),
    ("aliran.pdf", pdf(with_broken_stream), "rusak"),
    ("putar.pdf", pdf(with_page_loop), "rusak"),
    ("nol.pdf", pdf(pages=0), "tidak berisi halaman"),
    ("banyak.pdf", pdf(pages=501), "500 halaman"),
    ("kunci.pdf", locked_pdf("a", "b"), "kata sandi"),
    ("kunci-pemilik.pdf", locked_pdf("a", ""), "kata sandi"),
    ("js.pdf", pdf(with_javascript), "JavaScript"),
    ("js-nama.pdf", pdf(with_named_javascript), "JavaScript"),
    ("js-rapat.pdf", pdf(with_named_javascript, object_stream_mode=pikepdf.ObjectStreamMode.generate), "JavaScript"),
    ("buka.pdf", pdf(with_uri_opening), "saat dibuka"),
    ("aa.pdf", pdf(with_page_action), "saat dibuka"),
    ("kirim.pdf", pdf(with_form_sending), "saat dibuka"),
    ("luncur.pdf", pdf(with_launch), "program lain"),
    ("lampir.pdf", pdf(with_attachment), "berkas lain"),
    ("film.pdf", pdf(with_rich_media), "video"),
    ("xfa.pdf", pdf(with_xfa), "XFA"),
    ("potong.jpg", picture(size=(400, 400))[:-300], "rusak"),
    ("kepala.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 50, "rusak"),
    ("rusak.png", picture("PNG")[:40] + b"\0" * 60, "rusak"),
    ("bom.png", png_bomb(), "50 juta piksel"),
    ("panjang.png", png_bomb(30_000, 10), "50 juta piksel"),
    ("setitik.png", picture("PNG", size=(1, 1)), "hampir tidak berisi"),
    ("putus.geojson", b'{"type": "Point", "coordinates": [1', "tidak terbaca"),
    ("nan.geojson", b'{"type": "Point", "coordinates": [NaN, 1]}', "tidak terbaca"),
    ("dalam.geojson", b'{"type":"Point","coordinates":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "tidak terbaca"),
    ("agak-dalam.geojson", b'{"type":"Point","coordinates":' + b"[" * 60 + b"]" * 60 + b"}", "terlalu rumit"),
    ("bukan.geojson", b'{"nama": "x"}', "bukan GeoJSON"),
    ("hampa.geojson", b'{"type": "Polygon"}', "bentuk apa pun"),
    ("bom.kml", BILLION, "DTD"),
    ("luar.kml", OUTSIDE, "DTD"),
    ("taut.kml", LINKED, "NetworkLink"),
    ("putus.kml", KML[:-8], "rusak"),
    ("asing.kml", KML.replace(b"opengis.net", b"contoh.id"), "bukan KML"),
    ("dalam.kml", KML.replace(b"<Placemark/>", b"<Folder>" * 60 + b"</Folder>" * 60), "terlalu rumit"),
    ("kecil.dwg", b"AC1032\x00\x00", "rusak"),
    ("lama.dwg", b"AC9999\x00\x00" + b"\0" * 1000, "tidak kami kenali"),
    ("kosong.zip", archive(), "kosong"),
    ("potong.zip", archive("a.txt", "b.txt")[:-30], "rusak"),
    ("dusta.zip", lying_zip(), "terlalu banyak"),
    ("ramai.zip", archive(*[f"f{n}" for n in range(1001)]), "terlalu banyak"),
    ("bom.zip", archive("nol", body=b"\0" * 3 * MB), "terlalu besar"),
    ("kunci.zip", archive("a.txt", change=marked_encrypted), "kata sandi"),
    ("naik.zip", archive("../../etc/cron.d/x"), "ke luar foldernya"),
    ("mutlak.zip", archive("/etc/passwd"), "ke luar foldernya"),
    ("drive.zip", archive("C:\\windows\\x"), "ke luar foldernya"),
    ("tautan.zip", with_link_entry(), "symlink"),
    ("program.zip", archive("baca.txt", "setup.EXE"), "program"),
    ("surat.zip", archive("[Content_Types].xml", "word/document.xml"), "Word"),
    ("surat.pdf.exe", pdf(), "exe tidak diterima"),
    ("surat\u202efdp.exe", pdf(), "exe tidak diterima"),
    ("foto.svg", picture(), "svg tidak diterima"),
]


@pytest.mark.parametrize(("name", "data", "kind"), GOOD, ids=[name for name, *_rest in GOOD])
def test_an_honest_file_is_taken(name, data, kind):
    found = look(data, name)
    assert found.kind == found.extension == kind
    assert found.size == len(data)
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert found.content(io.BytesIO(data)) == (found.cleaned if kind in ("jpg", "png") else data)


@pytest.mark.parametrize(
    ("name", "data", "words"), BAD, ids=[f"{n}-{name[:20]!a}" for n, (name, *_r) in enumerate(BAD)]
)
def test_a_hostile_or_broken_file_is_refused_in_plain_words(name, data, words):
    with pytest.raises(UploadRefused) as refusal:
        look(data, name)
    assert words in str(refusal.value.message)


def test_the_corpus_is_large_enough():
    assert len(GOOD) >= 8 and len(GOOD) + len(BAD) >= 40


def test_a_file_larger_than_allowed_is_refused_whatever_it_is():
    with pytest.raises(UploadRefused, match=r"Paling besar 0,5 MB"):
        look(pdf() + b"\0" * MB, "besar.pdf", max_bytes=MB // 2)


def test_a_right_name_over_a_wrong_content_is_refused_by_naming_both():
    with pytest.raises(UploadRefused, match=r"berakhiran \.pdf, tetapi isinya PNG.*diterima: PDF"):
        look(picture("PNG"), "ijazah.pdf", allowed={"pdf"})
    with pytest.raises(UploadRefused, match=r"berjenis ZIP.*JPG, PNG"):
        look(archive("a.txt"), "foto.zip", allowed={"jpg", "png"})


def test_a_wrong_ending_over_an_allowed_content_is_put_right():
    assert look(picture("PNG"), "foto.jpg").name == "foto.png"
    assert look(pdf(), "invoice.exe.pdf").name == "invoice_exe.pdf"
    assert look(pdf(), "Surat No. 12.2024.pdf").name == "Surat No. 12.2024.pdf"


def test_a_photo_loses_place_camera_and_comments_and_stands_upright():
    found = look(picture_with_place(), "rumah.jpg")
    assert b"TeleponRahasia" not in found.cleaned and b"rahasia" not in found.cleaned
    with Image.open(io.BytesIO(found.cleaned)) as clean:
        assert clean.size == (40, 60) and not clean.getexif()
    assert b"rahasia" not in look(png_with_text(), "a.png").cleaned


def test_what_hides_behind_a_picture_is_gone_afterwards():
    found = look(picture() + archive("setup.exe"), "foto.jpg")
    assert b"setup.exe" not in found.cleaned


def test_the_file_is_read_once_and_rewound():
    file = io.BytesIO(pdf())
    file.seek(5)
    inspect(file, allowed={"pdf"}, max_bytes=MB, name="a.pdf")
    assert file.tell() == 0


def test_a_stream_bomb_is_refused_in_bounded_time():
    def heavy(document):
        squeezed = zlib.compress(b"\0" * (64 * MB), 9)
        twice = pikepdf.Stream(document, squeezed, Filter=pikepdf.Name.FlateDecode)
        document.pages[0].Contents = pikepdf.Array([document.make_indirect(twice)] * 200)

    started = time.monotonic()
    with pytest.raises(UploadRefused, match="rumit|rusak"):
        look(pdf(heavy), "bom.pdf")
    assert time.monotonic() - started < 15


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("surat.pdf", "surat.pdf"),
        ("C:\\Users\\siti\\surat.pdf", "surat.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("surat\u202efdp.exe", "suratfdp.exe"),
        ('a<b>"c".pdf', "a_b__c_.pdf"),
        ("", "berkas"),
        ("...", "berkas"),
        ("Surat\u00a0Keterangan  \u3000x.pdf", "Surat Keterangan x.pdf"),
    ],
)
def test_a_shown_name_carries_no_path_and_no_tricks(given, shown):
    assert safe_name(given) == shown


def test_a_long_name_is_cut_before_its_ending():
    name = safe_name("é" * 400 + ".pdf")
    assert len(name) == 120 and name.endswith(".pdf")
    assert len(look(pdf(), "x" * 400).name) <= 120
