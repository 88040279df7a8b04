"""What each kind of upload looks like inside, except PDF. `uploads.inspect` is the way in; nothing else imports this.

sniff(data) -> kind or None · CHECKS[kind](data) raises UploadRefused · clean_picture(data, kind) -> bytes
"""

import io
import json
import re
import stat
import struct
import zipfile

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from ptsp_portal.lib.rules import Refused

MAX_PIXELS = 50_000_000
MAX_SIDE = 20_000
GEO_DEPTH, GEO_ITEMS = 24, 400_000
GEO_TYPES = {
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection", "Feature",
    "FeatureCollection",
}  # fmt: skip
KML_DEPTH, KML_ELEMENTS = 40, 200_000
KML_SPACES = ("http://www.opengis.net/kml/2.2", "http://earth.google.com/kml/2.", "http://www.opengis.net/kml/2.3")
# R10 to AutoCAD 2018 and later; the bytes behind the signature differ by version.
DWG = re.compile(rb"AC10(06|09|12|14|15|18|21|24|27|32)[\x00-\x20]")
ZIP_ENTRIES, ZIP_UNPACKED, ZIP_RATIO = 1000, 300 * 1024 * 1024, 100
RUNNABLE = re.compile(
    r"\.(exe|com|bat|cmd|scr|msi|dll|js|jse|vbs|vbe|wsf|ps1|hta|lnk|jar|apk|sh|reg|iso)$", re.IGNORECASE
)


class UploadRefused(Refused):
    """The file is not taken; nothing was stored."""

    status = 400


def sniff(data: bytes) -> str | None:
    """The kind by the first bytes alone."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if DWG.match(data):
        return "dwg"
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{"):
        return "geojson"
    if start.startswith(b"<") and re.search(rb"<(\w+:)?kml[\s>]", start):
        return "kml"
    return None


def reason_unknown(data: bytes) -> str | None:
    """A better sentence for the things people hand in most often."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _("Ini dokumen Word atau Excel lama. Simpan sebagai PDF, lalu unggah PDF-nya.")
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypheim"):
        return _("Ini foto HEIC dari telepon. Ubah setelan kamera ke JPG atau simpan sebagai JPG, lalu unggah lagi.")
    return None


# --- pictures ---------------------------------------------------------------------------------------------------------


def clean_picture(data: bytes, kind: str) -> bytes:
    """Decoded and written anew: upright, without place, camera, thumbnail, comments or anything behind the picture."""
    broken = UploadRefused(
        _("Gambar ini rusak atau tidak lengkap. Ambil atau simpan ulang gambarnya, lalu unggah lagi.")
    )
    form = {"jpg": "JPEG", "png": "PNG"}[kind]
    try:
        with Image.open(io.BytesIO(data), formats=[form]) as picture:
            _check_pixels(*picture.size)
            picture.verify()
        with Image.open(io.BytesIO(data), formats=[form]) as picture:
            picture.load()
            return _written(ImageOps.exif_transpose(picture), form)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error, EOFError, IndexError) as error:
        raise broken from error


def _too_many_pixels():
    return UploadRefused(
        _("Gambar ini terlalu besar ukurannya (paling besar 50 juta piksel). Perkecil dulu, lalu unggah lagi.")
    )


def _check_pixels(width: int, height: int):
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise _too_many_pixels()
    if min(width, height) < 2:
        raise UploadRefused(_("Gambar ini hampir tidak berisi apa-apa. Pilih berkas yang benar."))


def _written(picture: Image.Image, form: str) -> bytes:
    if form == "JPEG" and picture.mode not in ("L", "RGB"):
        picture = picture.convert("RGB")
    # Whatever stands in `info` (comments, profiles, text) would be written again; only transparency is part of the picture.
    picture.info = {key: value for key, value in picture.info.items() if key == "transparency"}
    out = io.BytesIO()
    picture.save(out, form, **({"quality": 90} if form == "JPEG" else {}))
    return out.getvalue()


# --- maps -------------------------------------------------------------------------------------------------------------


def check_geojson(data: bytes):
    """A GeoJSON object (RFC 7946) of sane depth and size; numbers finite."""
    try:
        thing = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise UploadRefused(_("Berkas GeoJSON ini tidak terbaca. Ekspor ulang dari aplikasi peta Anda.")) from error
    if not isinstance(thing, dict) or thing.get("type") not in GEO_TYPES:
        raise UploadRefused(_("Berkas JSON ini bukan GeoJSON (tidak ada type seperti FeatureCollection atau Polygon)."))
    needed = {"Feature": "geometry", "FeatureCollection": "features", "GeometryCollection": "geometries"}
    if needed.get(thing["type"], "coordinates") not in thing:
        raise UploadRefused(_("Berkas GeoJSON ini tidak berisi bentuk apa pun."))
    _check_nesting(thing)


def _no_constant(text):
    raise ValueError(text)


def _check_nesting(thing):
    waiting, seen = [(thing, 1)], 0
    while waiting:
        item, depth = waiting.pop()
        seen += 1
        if depth > GEO_DEPTH or seen > GEO_ITEMS:
            raise UploadRefused(_("Berkas GeoJSON ini terlalu rumit. Sederhanakan bentuknya, lalu unggah lagi."))
        children = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
        waiting += [(child, depth + 1) for child in children]


def check_kml(data: bytes):
    """Well-formed KML without a document type, entities or links to elsewhere."""
    depth = count = 0
    try:
        for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
            if event == "end":
                depth -= 1
                element.clear()
                continue
            depth, count = depth + 1, count + 1
            _check_kml_element(element.tag, depth, count)
    except DefusedXmlException as error:
        raise UploadRefused(
            _("Berkas KML ini memuat definisi (DTD atau entitas) yang tidak kami terima. Ekspor ulang.")
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise UploadRefused(
            _("Berkas KML ini rusak atau tidak lengkap. Ekspor ulang dari aplikasi peta Anda.")
        ) from error


def _check_kml_element(tag: str, depth: int, count: int):
    space, _brace, name = tag.rpartition("}")
    if count == 1 and (name != "kml" or not space.removeprefix("{").startswith(KML_SPACES)):
        raise UploadRefused(_("Berkas XML ini bukan KML."))
    if name in ("NetworkLink", "NetworkLinkControl"):
        raise UploadRefused(_("Berkas KML ini mengambil isinya dari tempat lain (NetworkLink). Ekspor dengan isinya."))
    if depth > KML_DEPTH or count > KML_ELEMENTS:
        raise UploadRefused(_("Berkas KML ini terlalu rumit. Sederhanakan bentuknya, lalu unggah lagi."))


def check_dwg(data: bytes):
    """By signature only; a drawing smaller than its own header is none."""
    if len(data) < 512:
        raise UploadRefused(_("Gambar DWG ini rusak atau tidak lengkap. Simpan ulang dari aplikasi gambar Anda."))


# --- archives ---------------------------------------------------------------------------------------------------------


def check_zip(data: bytes):
    """Only the list of contents is read; nothing is ever unpacked here."""
    _check_zip_directory(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error, UnicodeError) as error:
        raise _broken_zip() from error
    if not entries:
        raise UploadRefused(_("Berkas ZIP ini kosong."))
    if "[Content_Types].xml" in {entry.filename for entry in entries}:
        raise UploadRefused(_("Ini dokumen Word, Excel, atau PowerPoint. Simpan sebagai PDF, lalu unggah PDF-nya."))
    for entry in entries:
        _check_zip_entry(entry)
    _check_zip_sizes(entries, len(data))


def _broken_zip():
    return UploadRefused(_("Berkas ZIP ini rusak atau tidak lengkap. Buat ulang, lalu unggah lagi."))


def _too_much_zip():
    return UploadRefused(_("Isi berkas ZIP ini terlalu banyak atau terlalu besar. Bagi menjadi beberapa berkas."))


def _check_zip_directory(data: bytes):
    """Before Python builds a list of it: how many entries the archive declares, and how long that list is."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or len(data) - end < 22:
        raise _broken_zip()
    count, length = struct.unpack("<H L", data[end + 10 : end + 12] + data[end + 12 : end + 16])
    if count > ZIP_ENTRIES or length > ZIP_ENTRIES * 600:
        raise _too_much_zip()


def _check_zip_entry(entry: zipfile.ZipInfo):
    # `orig_filename` too: zipfile itself cuts a name at NUL and turns backslashes around.
    names = {entry.filename.replace("\\", "/"), entry.orig_filename.replace("\\", "/")}
    if any(n.startswith("/") or re.match(r"[A-Za-z]:", n) or ".." in n.split("/") or "\x00" in n for n in names):
        raise UploadRefused(
            _("Berkas ZIP ini memuat nama yang menunjuk ke luar foldernya. Buat ulang dengan cara biasa.")
        )
    if entry.flag_bits & 0x1:
        raise UploadRefused(_("Berkas ZIP ini dikunci dengan kata sandi. Buat ulang tanpa kata sandi."))
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise UploadRefused(_("Berkas ZIP ini memuat tautan (symlink), bukan berkas. Buat ulang dengan berkasnya."))
    if any(RUNNABLE.search(n) for n in names):
        raise UploadRefused(_("Berkas ZIP ini memuat program (%(name)s). Keluarkan dulu, lalu unggah lagi.")
                            % {"name": entry.filename[-60:]})  # fmt: skip


def _check_zip_sizes(entries: list[zipfile.ZipInfo], size: int):
    unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    overlapping = len({e.header_offset for e in entries}) < len(entries) or packed > size
    if len(entries) > ZIP_ENTRIES or unpacked > ZIP_UNPACKED or overlapping or unpacked > ZIP_RATIO * max(packed, 1024):
        raise _too_much_zip()


CHECKS = {"geojson": check_geojson, "kml": check_kml, "dwg": check_dwg, "zip": check_zip}
