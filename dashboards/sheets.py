"""The tables of the leadership's pages as rows for CSV and XLSX."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.utils.translation import gettext as _

from dashboards.agency_table import Line
from dashboards.behind_rows import Row
from dashboards.stuck import Party
from dashboards.words import MARK_WORDS
from ptsp_portal.lib.csv_export import csv_response
from ptsp_portal.lib.xlsx_export import xlsx_response

FORMS = ("csv", "xlsx")


def sheet(form: str, name: str, head: list[str], rows: Iterable[list]) -> HttpResponse:
    """The table as a download, safe against formulas."""
    make = csv_response if form == "csv" else xlsx_response
    return make(f"{name}.{form}", head, list(rows))


def board_sheet(parties: Iterable[Party]) -> tuple[list[str], list[list]]:
    head = [
        _("Pemegang"),
        _("Instansi"),
        _("Terbuka"),
        _("Lewat batas"),
        _("Batas dalam 3 hari kerja"),
        _("Batas tertua"),
    ]
    return head, [
        [str(each.words), each.place.name, each.tally.n, each.tally.overdue, each.tally.soon, each.tally.oldest]
        for each in parties
    ]


def agencies_sheet(lines: Iterable[Line], *, of_agencies: bool) -> tuple[list[str], list[list]]:
    head = [_("Instansi"), _("Telepon"), _("Masuk"), _("Terbuka"), _("Lewat batas"), _("Selesai"), _("Terlambat"),
            _("Median hari"), _("Persentil ke-90"), _("Dengan jeda"), _("Penolakan menit terakhir"),
            _("Diminta ulang") if of_agencies else _("Dibuka lagi")]  # fmt: skip
    rows = [
        [each.agency.name, each.agency.phone, each.inflow, each.tally.n, each.tally.overdue, each.ended, each.late,
         each.median, each.ninetieth, each.paused, each.last_minute, each.again]
        for each in lines
    ]  # fmt: skip
    if not of_agencies:
        return head, rows
    head += [_("Perkiraan lewat batas 7 hari kerja"), _("Tidak dapat diperkirakan")]
    return head, [
        [*row, round(each.expected.n, 1), each.expected.unknown] for row, each in zip(rows, lines, strict=True)
    ]


def files_sheet(rows: Iterable[Row]) -> tuple[list[str], list[list]]:
    head = [_("Nomor"), _("Layanan"), _("Kantor"), _("Pada"), _("Batas"), _("Hari terpakai"), _("Hari diizinkan"),
            _("Selesai"), _("Hasil"), _("Tanda")]  # fmt: skip
    return head, [
        [each.number, each.service, each.office.name, str(each.holder), each.due_on, each.used, each.allowed, each.closed_on,
         str(each.outcome), ", ".join(str(MARK_WORDS[mark]) for mark in each.marks)]
        for each in rows
    ]  # fmt: skip


def cases_sheet(cases: Iterable) -> tuple[list[str], list[list]]:
    head = [_("Nomor"), _("Layanan"), _("Kantor"), _("Batas berkas"), _("Penanggung jawab"), _("Pejabat"),
            _("Tindakan yang dijanjikan"), _("Selesai paling lambat"), _("Selesai")]  # fmt: skip
    return head, [
        [case.application.registration_number or case.application.reference, case.application.permit_type.name,
         case.office.name, case.due_on, case.owner.name, case.person.full_name if case.person else "", case.promise,
         case.promised_on, case.closed_at and case.office.region.local_date(case.closed_at)]
        for case in cases
    ]  # fmt: skip
