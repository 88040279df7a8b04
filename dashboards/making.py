"""Making one ordered export in the worker: into a file without a name, which a killed worker takes with it."""

import csv
import hashlib
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

from django.core.files import File
from django.utils import translation

from dashboards.evidence_pack import pack_into
from dashboards.exports import MOST_ROWS, TABLES
from dashboards.models import Export
from dashboards.monthly_report import report_pdf
from ptsp_portal.lib.csv_export import safe_cell
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.xlsx_export import xlsx_bytes

HOLD = timedelta(minutes=3)  # longer than one slice or one letter takes; progress renews it
TELL_EVERY = 2000
CHUNK = 1 << 20


class TooLong(Exception):
    """More rows than a file of that form holds; asked again in parts."""


def make_export(export: Export, tell: Callable, keep: Callable) -> bool:
    """Make it and hand it to `keep(pk, file, sha256)`, whose answer comes back; `tell(pk, done, total, next_try_at)` on the way.

    Raises TooLong, RenderFailed, … and keeps nothing then.
    """
    with tempfile.TemporaryFile() as out, translation.override("id"):
        MAKERS[export.kind](export, out, Progress(export.pk, tell))
        size = out.seek(0, io.SEEK_END)
        out.seek(0)
        content = File(out, name="")
        content.size = size
        digest = hashlib.sha256()
        while chunk := out.read(CHUNK):
            digest.update(chunk)
        out.seek(0)
        return keep(export.pk, content, digest.hexdigest())


class Progress:
    """Written to the row as it goes."""

    def __init__(self, pk: int, tell: Callable):
        self.pk, self.tell, self.total = pk, tell, 0

    def reach(self, done: int, total: int | None = None) -> None:
        self.total = self.total if total is None else total
        self.tell(self.pk, done, self.total, now() + HOLD)

    def along(self, rows: Iterable) -> Iterator:
        """The rows, telling how far they are."""
        for count, row in enumerate(rows, start=1):
            yield row
            if count % TELL_EVERY == 0:
                self.reach(count)


def _table(export: Export, out, progress: Progress) -> None:
    table = TABLES[export.kind]
    total = table.count(export)
    if total > MOST_ROWS[export.form]:
        raise TooLong(total)
    progress.reach(0, total)
    rows = progress.along(table.rows(export))
    if export.form == Export.Form.XLSX:
        out.write(xlsx_bytes(table.head, rows, sheet=export.get_kind_display(), notes=notes_of(export)))
        return
    words = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(words)
    writer.writerow(table.head)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    words.detach()


def notes_of(export: Export) -> list[list]:
    """The second sheet: what the table is about."""
    place = export.office.name if export.office else export.region.full_name
    return [
        ["Isi", export.get_kind_display()],
        ["Kantor/wilayah", place],
        ["Dari", export.first],
        ["Sampai", export.last],
        ["Diminta", export.created_at],
        ["Arti angka", "docs/figures.md"],
    ]


def _report(export: Export, out, progress: Progress) -> None:
    progress.reach(0, 2)
    out.write(report_pdf(export))


def _pack(export: Export, out, progress: Progress) -> None:
    pack_into(out, export, progress.reach)


MAKERS: dict[str, Callable] = {
    **dict.fromkeys(Export.TABLES, _table),
    Export.Kind.REPORT: _report,
    **dict.fromkeys(Export.PACKS, _pack),
}
