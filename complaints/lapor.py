"""The CSV that SP4N-LAPOR! and this register exchange: its columns, how a line is read, and how a complaint is written.

Columns are found by their heads, in any order and case; docs/complaints-reporter.md describes them. The import reads `IN`,
the export writes `OUT`, without who reported.
"""

import csv
from dataclasses import dataclass, field
from datetime import datetime, time
from io import StringIO
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from complaints.limits import OLDEST
from complaints.models import Complaint, ComplaintCategory, ComplaintMessage
from ptsp_portal.lib.moment import now

MOST_LINES, MOST_BYTES, LONGEST_TEXT = 300, 1_000_000, 6000
NEEDED = ["tracking id", "tanggal", "isi"]
IN = [*NEEDED, "judul", "kategori", "lokasi", "anonim", "rahasia", "nama pelapor", "telepon", "surel"]
OUT = [
    "tracking id", "tanggal", "judul", "isi", "kategori", "instansi", "lokasi", "status", "tindak lanjut",
    "tanggal tindak lanjut", "nomor pengaduan",
]  # fmt: skip
DAYS = ["%d-%m-%Y %H:%M", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"]
YES = {"ya", "y", "1", "true", "yes"}
OTHER = "lainnya"
# Our states in the words of LAPOR! (handbook 5).
STATUS = {
    "received": "Belum terverifikasi",
    "waiting": "Ditunda",
    "verified": "Terverifikasi",
    "routed": "Terdisposisi",
    "in_progress": "Dalam proses",
    "answered": "Ditindaklanjuti",
    "closed": "Selesai",
    "reopened": "Dibuka kembali",
    "passed_on": "Bukan wewenang",
    "merged": "Diarsipkan",
}


class Unreadable(Exception):
    """The file as a whole can't be read; `str()` says why, for the officer."""


@dataclass
class Line:
    """One line of a file: what will be kept, or why not."""

    row: int
    number: str
    title: str = ""
    problems: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    is_known: bool = False
    values: dict = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return not self.problems and not self.is_known


def read(text: str, office) -> list[Line]:
    """Every line of the file, judged. Raises Unreadable."""
    text = text.replace("\0", "")
    if len(text.encode()) > MOST_BYTES:
        raise Unreadable(_("Berkas ini terlalu besar. Bagi menjadi beberapa berkas."))
    heads = text.splitlines()[:1] or [""]
    comma = ";" if heads[0].count(";") > heads[0].count(",") else ","
    try:
        rows = [row for row in csv.reader(StringIO(text), delimiter=comma, strict=True) if any(map(str.strip, row))]
    except csv.Error as error:
        raise Unreadable(_("Berkas ini bukan CSV yang utuh. Simpan ulang sebagai CSV UTF-8.")) from error
    if not rows:
        raise Unreadable(_("Berkas ini kosong."))
    names = [name.strip().casefold().replace("_", " ") for name in rows[0]]
    if missing := [name for name in NEEDED if name not in names]:
        raise Unreadable(_("Kolom yang wajib tidak ada: %(names)s.") % {"names": ", ".join(missing)})
    if len(rows) - 1 > MOST_LINES:
        raise Unreadable(_("Paling banyak %(most)d baris. Bagi menjadi beberapa berkas.") % {"most": MOST_LINES})
    cells = [dict(zip(names, map(_plain, row), strict=False)) for row in rows[1:]]
    return _judged(cells, office)


def _plain(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running a text."""
    cell = cell.strip()
    return cell[1:].strip() if cell[:1] == "'" and cell[1:2] in "=+-@" else cell


def _judged(cells, office) -> list[Line]:
    numbers = [row.get("tracking id", "") for row in cells]
    known = set(Complaint.objects.filter(lapor_number__in=filter(None, numbers)).values_list("lapor_number", flat=True))
    categories = {}
    for each in ComplaintCategory.objects.filter(is_active=True):
        categories |= {each.code: each, each.name.casefold(): each}
    seen, lines = set(), []
    for place, row in enumerate(cells, start=2):
        line = _line(place, row, office, categories)
        if line.number in seen:
            line.problems.append(_("Nomor ini sudah ada di baris lain berkas ini."))
        line.is_known = line.number in known
        seen.add(line.number)
        lines.append(line)
    return lines


def _line(place, row, office, categories) -> Line:
    title, words = row.get("judul", "")[:160], row.get("isi", "")
    line = Line(place, row.get("tracking id", ""), title)
    if not line.number or len(line.number) > 40:
        line.problems.append(_("Tracking ID kosong atau lebih dari 40 huruf."))
    if not words:
        line.problems.append(_("Isi kosong."))
    if len(words) > LONGEST_TEXT:
        line.problems.append(_("Isi lebih dari %(most)d huruf.") % {"most": LONGEST_TEXT})
    at = _moment(row.get("tanggal", ""), office)
    if at is None:
        line.problems.append(_("Tanggal tidak terbaca; tulis misalnya 31-12-2026."))
    elif at > now():
        line.problems.append(_("Tanggal itu belum tiba."))
    elif at < now() - OLDEST:
        line.problems.append(_("Tanggal itu lebih dari lima tahun yang lalu."))
    category = categories.get(row.get("kategori", "").casefold())
    if category is None:
        category = categories.get(OTHER) or next(iter(categories.values()))
        line.notes.append(_("Kategori tidak dikenal; masuk sebagai “%(name)s”.") % {"name": category.name})
    if category.is_grave:
        line.notes.append(_("Langsung ke inspektorat; tidak tampil di kantor ini."))
    line.values = {
        "category": category,
        "text": f"{title}\n\n{words}" if title else words,
        "identity": _identity(row),
        "received_at": at,
        "place_words": row.get("lokasi", "")[:200],
        "reporter": {
            "name": row.get("nama pelapor", "")[:120],
            "phone": row.get("telepon", "")[:40],
            "email": _mail(row.get("surel", ""), line),
        },
    }
    return line


def _mail(text: str, line) -> str:
    """An address that mail can go to, else none: the complaint counts, not its reporter's slip."""
    try:
        if text:
            validate_email(text)
    except ValidationError:
        line.notes.append(_("Surel pelapor tidak terbaca; masuk tanpa surel."))
        return ""
    return text


def _identity(row) -> str:
    if row.get("anonim", "").casefold() in YES or not row.get("nama pelapor"):
        return Complaint.Identity.ANONYMOUS
    is_secret = row.get("rahasia", "").casefold() in YES
    return Complaint.Identity.CONFIDENTIAL if is_secret else Complaint.Identity.OPEN


def _moment(text: str, office):
    """In the office's own time; a bare day is its noon, or now when that is still to come. None: can't be read."""
    zone = ZoneInfo(office.region.zone)
    for pattern in DAYS:
        try:
            found = datetime.strptime(text, pattern).replace(tzinfo=zone)
        except ValueError:
            continue
        if "%H" in pattern:
            return found
        noon = datetime.combine(found.date(), time(12), zone)
        return now() if now() < noon and found.date() == now().astimezone(zone).date() else noon
    return None


def written(complaints) -> list[list]:
    """One line of `OUT` for each complaint, without who reported."""
    complaints = list(complaints)
    answers = {}
    for said in ComplaintMessage.objects.filter(
        complaint__in=[each.pk for each in complaints], side=ComplaintMessage.Side.ANSWER
    ).order_by("at", "id"):
        answers[said.complaint_id] = said
    return [_written(each, answers.get(each.pk)) for each in complaints]


def _written(complaint, answer) -> list:
    zone = ZoneInfo(complaint.office.region.zone)
    agency = complaint.holder_agency or complaint.office
    return [
        complaint.lapor_number,
        f"{complaint.received_at.astimezone(zone):%d-%m-%Y %H:%M}",
        complaint.title or complaint.category.name,
        complaint.text,
        complaint.category.name,
        agency.name,
        complaint.place_words,
        STATUS[complaint.state],
        answer.text if answer else "",
        f"{answer.at.astimezone(zone):%d-%m-%Y %H:%M}" if answer else "",
        complaint.number,
    ]
