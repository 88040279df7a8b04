"""Long tables as a registry: key → head, how many, rows. By reach and span, in slices by index, numbers of files but no people.

A new long table is one entry of TABLES and one `Kind` of Export. Rows are plain values; CSV and XLSX are made safe where they are
written (`dashboards/making.py`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dashboards.cubes import Holder
from dashboards.models import Export, FileFact, RequestFact
from dashboards.reach import Reach

AT_ONCE = 2000
MOST_ROWS = {"csv": 1_000_000, "xlsx": 200_000}
OUTCOMES = {"issued": "terbit", "rejected": "ditolak", "withdrawn": "ditarik", "lapsed": "gugur"}
RESULTS = {"given": "dijawab", "deemed": "dianggap diberikan", "withdrawn": "ditarik"}
HOLDERS = {
    Holder.APPLICANT: "pemohon",
    Holder.FRONT_DESK: "loket",
    Holder.VERIFIER: "verifikator",
    Holder.ENDORSER: "pemaraf",
    Holder.HEAD: "kepala",
    Holder.AGENCIES: "instansi teknis",
    Holder.OTHER: "lainnya",
}
# Which day lies in the span, as people choose it.
DAYS = {"masuk": _("tanggal masuk"), "selesai": _("tanggal selesai")}
FILE_DAYS = {"masuk": "submitted_on", "selesai": "closed_on"}
REQUEST_DAYS = {"masuk": "requested_on", "selesai": "closed_on"}


@dataclass(frozen=True)
class Table:
    """`slices(export)`: querysets, one for each office or agency, that an index holds in the order of (`day`, pk)."""

    head: list[str]
    days: dict[str, str]
    slices: Callable[[Export], list[QuerySet]]
    line: Callable

    def count(self, export: Export) -> int:
        day = self.days[export.by]
        return sum(_within(rows, day, export).count() for rows in self.slices(export))

    def rows(self, export: Export) -> Iterator[list]:
        """Every row, AT_ONCE from the database at a time; what commits meanwhile may or may not be in it."""
        day = self.days[export.by]
        for rows in self.slices(export):
            rows, after = _within(rows, day, export).order_by(day, "pk"), Q()
            while found := list(rows.filter(after)[:AT_ONCE]):
                yield from (self.line(fact) for fact in found)
                last = found[-1]
                at = getattr(last, day)
                after = Q(**{f"{day}__gt": at}) | Q(**{day: at, "pk__gt": last.pk})


def reach_of_export(export: Export) -> Reach:
    return Reach((export.region_id,))


def office_ids_of(export: Export) -> list[int]:
    return [export.office_id] if export.office_id else reach_of_export(export).office_ids


def _within(rows: QuerySet, day: str, export: Export) -> QuerySet:
    return rows.filter(**{f"{day}__gte": export.first, f"{day}__lte": export.last})


def _files(export: Export) -> list[QuerySet]:
    facts = FileFact.objects.select_related("application", "service", "office").only(
        *_columns(FileFact), "application__reference", "application__registration_number", "service__name", "office__name"
    )  # fmt: skip
    return [facts.filter(office=office) for office in office_ids_of(export)]


def _requests(export: Export) -> list[QuerySet]:
    facts = RequestFact.objects.select_related("application", "agency", "office").only(
        *_columns(RequestFact), "application__reference", "application__registration_number", "agency__name", "office__name"
    )  # fmt: skip
    if export.office_id:
        facts = facts.filter(office=export.office_id)
    # By agency, for there is the index; what the offices asked outside their region belongs to them too.
    asked = facts.filter(office__in=office_ids_of(export)).order_by().values_list("agency", flat=True).distinct()
    return [facts.filter(agency=agency, office__in=office_ids_of(export)) for agency in asked]


def _columns(fact) -> list[str]:
    return [field.name for field in fact._meta.concrete_fields]


def _number(fact) -> str:
    return fact.application.registration_number or fact.application.reference


def _yes(value) -> str:
    return "ya" if value else "tidak"


def _file_line(fact: FileFact) -> list:
    return [
        _number(fact), fact.service.name, fact.office.name, fact.place, fact.submitted_on, fact.registered_on, fact.closed_on,
        OUTCOMES.get(fact.outcome, "berjalan"), HOLDERS.get(fact.holder, ""), fact.due_on, fact.limit_days, fact.used_days,
        _yes(fact.is_late), fact.pauses, _yes(fact.is_last_minute), _yes(fact.is_deemed), _yes(fact.is_reopened), fact.billed,
        fact.paid,
    ]  # fmt: skip


def _request_line(fact: RequestFact) -> list:
    return [
        _number(fact), fact.office.name, fact.agency.name, fact.requested_on, fact.closed_on,
        RESULTS.get(fact.result, "berjalan"), fact.due_on, fact.limit_days, fact.own_days, _yes(fact.is_late), fact.pauses,
        _yes(fact.is_unfavourable), _yes(fact.is_last_minute), _yes(fact.is_asked_again),
    ]  # fmt: skip


TABLES = {
    Export.Kind.FILES: Table(
        ["nomor", "layanan", "kantor", "kode_tempat", "masuk", "terdaftar", "selesai", "hasil", "di_tangan", "batas",
         "hari_diizinkan", "hari_terpakai", "terlambat", "jeda", "penolakan_menit_terakhir", "dianggap_dikabulkan",
         "dibuka_lagi", "retribusi_ditetapkan", "retribusi_dibayar"],
        FILE_DAYS, _files, _file_line,
    ),
    Export.Kind.REQUESTS: Table(
        ["nomor", "kantor", "instansi", "diminta", "dijawab", "hasil", "batas", "hari_diizinkan", "hari_terpakai", "terlambat",
         "jeda", "tidak_mendukung", "menit_terakhir", "diminta_ulang"],
        REQUEST_DAYS, _requests, _request_line,
    ),
}  # fmt: skip
