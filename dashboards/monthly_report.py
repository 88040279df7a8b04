"""The report of one month as a letter: figures by office, growth, where files are held, complaints, satisfaction."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from agencies.models import Agency
from applications.letterhead import letterhead
from complaints.models import Complaint
from dashboards.cubes import Cube, Measure, Money
from dashboards.exports import office_ids_of, reach_of_export
from dashboards.measured import Counts, growth
from dashboards.models import Cell, Export, Folding
from dashboards.overview import Overview
from dashboards.queries import added_up
from dashboards.reach import Reach
from dashboards.tables import full_month_words, growth_words, number_words, percent_words
from dashboards.voices import satisfaction_of
from dashboards.year_spans import Span, month_after
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.pdf import letter
from ptsp_portal.lib.wording import date_words, moment_words, rupiah

NONE = "–"


@dataclass(frozen=True)
class OfficeReach(Reach):
    """Of one office alone."""

    only: int = 0

    @cached_property
    def agencies(self) -> list[Agency]:
        return list(Agency.objects.filter(pk=self.only).select_related("region"))


def narrowed(export: Export) -> Reach:
    """The reach of a region, or of one office in it."""
    return OfficeReach((export.region_id,), only=export.office_id) if export.office_id else reach_of_export(export)


class Month:
    """Every number of the letter, in a fixed number of statements."""

    def __init__(self, export: Export):
        self.export = export
        self.offices = {each.pk: each for each in reach_of_export(export).offices if each.pk in office_ids_of(export)}
        self.span = Span(export.first, export.last)
        self.before, self.year_before = month_after(export.first, -1), export.first.replace(year=export.first.year - 1)

    @cached_property
    def _cells(self) -> dict[tuple, int]:
        offices = list(self.offices)
        parts = [
            Cell.objects.of_offices(cube, offices).between(at, at)
            for cube in (Cube.OFFICE_MONTH, Cube.OFFICE_DAYS, Cube.MONEY_MONTH)
            for at in (self.span.first, self.before, self.year_before)
        ]
        return added_up(("cube", "office", "at", "bucket"), *parts)

    def counts(self, at, office: int | None = None) -> Counts:
        measures, days = Counter(), Counter()
        for (cube, of, month, bucket), n in self._cells.items():
            if month == at and office in (None, of):
                if cube == Cube.OFFICE_MONTH:
                    measures[bucket] += n
                elif cube == Cube.OFFICE_DAYS:
                    days[bucket] += n
        return Counts(measures, days)

    def money(self, kind: Money) -> int:
        wanted = (Cube.MONEY_MONTH, self.span.first, kind)
        return sum(n for (cube, _office, at, bucket), n in self._cells.items() if (cube, at, bucket) == wanted)

    def complaints(self) -> dict:
        """Ordinary ones received in the month; grave ones stand in no report. One statement."""
        zone = ZoneInfo(self.export.region.zone)
        begin, end = (
            datetime.combine(day, time(), zone) for day in (self.span.first, self.span.last + timedelta(days=1))
        )
        received = Q(received_at__gte=begin, received_at__lt=end)
        return Complaint.objects.filter(office__in=list(self.offices), is_grave=False).aggregate(
            received=Count("pk", filter=received),
            answered=Count("pk", filter=received & Q(answered_at__isnull=False)),
            justified=Count("pk", filter=received & Q(finding__is_justified=True)),
            open=Count("pk", filter=Q(closed_at__isnull=True)),
            overdue=Count("pk", filter=Q(closed_at__isnull=True, due_at__lt=now())),
        )


def report_pdf(export: Export) -> bytes:
    """The letter; raises lib.pdf.RenderFailed."""
    return letter("dashboards/print/report.html", report_doc(export))


def report_doc(export: Export) -> dict:
    month, reach = Month(export), narrowed(export)
    whole, before, earlier = (month.counts(at) for at in (month.span.first, month.before, month.year_before))
    folded_at, zone = Folding.objects.values_list("folded_at", flat=True).get(), export.region.zone
    place = export.office.name if export.office else export.region.full_name
    return {
        "title": "Laporan Bulanan Perizinan",
        "number": "",
        "foot": f"Laporan bulanan perizinan · {place} · {full_month_words(export.first)}",
        "office": letterhead(writer_of(export)),
        "place": place,
        "period": full_month_words(export.first),
        "summary": _summary(whole, earlier),
        "totals": _totals(whole, before, earlier),
        "by_office": {"columns": OFFICE_COLUMNS, "rows": _by_office(month)},
        "held": {"columns": ["Instansi", "Lewat batas", "Tertua"], "rows": _held(reach)},
        "complaints": _complaints(month),
        "satisfaction": _satisfaction(reach, month.span),
        "money": [
            ("Retribusi ditetapkan", rupiah(month.money(Money.BILLED))),
            ("Retribusi dibayar", rupiah(month.money(Money.PAID))),
        ],
        "as_of": moment_words(folded_at, zone, "id"),
        "made_on": date_words(export.region.local_date(now())),
        "is_running": export.last >= export.region.local_date(now()),
    }


def writer_of(export: Export) -> Agency:
    """Whose paper it is: the office, else the licensing office of the region, else the first office in it."""
    reach = reach_of_export(export)
    own = [each for each in reach.offices if each.region_id == export.region_id]
    return export.office or next(iter([*own, *reach.offices]))


OFFICE_COLUMNS = ["Kantor", "Masuk", "Terbit", "Ditolak", "Ditarik/gugur", "Tepat waktu", "Median hari kerja"]


def _by_office(month: Month) -> list[list[str]]:
    rows = []
    for pk, office in month.offices.items():
        counts = month.counts(month.span.first, pk)
        if any(counts.by_measure.values()):
            rows.append([office.name, *_line(counts)])
    return sorted(rows, key=lambda row: row[0])


def _line(counts: Counts) -> list[str]:
    share, days = counts.on_time_share, counts.median_days
    return [
        *(number_words(n) for n in (counts.received, counts.issued, counts.rejected, counts.of(Measure.ENDED))),
        NONE if share is None else percent_words(share),
        NONE if days is None else str(days),
    ]


def _totals(whole: Counts, before: Counts, earlier: Counts) -> dict:
    rows = []
    names = {"Masuk": "received", "Terbit": "issued", "Ditolak": "rejected", "Diputus tepat waktu": "on_time"}
    for words, name in names.items():
        n = getattr(whole, name)
        rows.append([words, number_words(n), *_against(n, getattr(before, name)), *_against(n, getattr(earlier, name))])
    return {"columns": ["Angka", "Bulan ini", "Bulan lalu", "Naik/turun", "Tahun lalu", "Naik/turun"], "rows": rows}


def _against(n: int, other: int) -> list[str]:
    change = growth(n, other)
    return [number_words(other), NONE if change is None else growth_words(change)]


def _summary(whole: Counts, earlier: Counts) -> str:
    share = whole.on_time_share
    if not (whole.received or whole.decided):
        return "Pada bulan ini tidak ada berkas yang masuk atau diputus."
    received, issued, rejected = (number_words(n) for n in (whole.received, whole.issued, whole.rejected))
    words = f"{received} berkas masuk, {issued} izin terbit, {rejected} ditolak."
    if share is not None:
        words += f" {percent_words(share)} keputusan tepat waktu."
    change = growth(whole.received, earlier.received)
    if change is not None:
        words += f" Berkas masuk {growth_words(change)} dibanding bulan yang sama tahun sebelumnya."
    return words


def _held(reach: Reach) -> list[list[str]]:
    """Of the moment when the letter is made, not of the month: what was open then is kept nowhere."""
    page = Overview(reach, reach.today.year - 1)
    return [
        [each.agency.name, number_words(each.overdue), f"{date_words(each.oldest)} ({each.days_over} hari kerja)"]
        for each in page.worst
    ]


def _complaints(month: Month) -> list[tuple[str, str]]:
    found = month.complaints()
    words = {
        "received": "Diterima bulan itu",
        "answered": "di antaranya sudah dijawab",
        "justified": "di antaranya terbukti",
        "open": "Belum selesai saat laporan dibuat",
        "overdue": "di antaranya lewat batas",
    }
    return [(label, number_words(found[name])) for name, label in words.items()]


def _satisfaction(reach: Reach, span: Span) -> list[tuple[str, str]]:
    found = satisfaction_of(reach, span)
    if found is None:
        return []
    index = f"{found['index']:.2f}".replace(".", ",")
    lowest = [f"{label} {mean:.2f}".replace(".", ",") for label, mean in found["lowest"]]
    return [
        ("IKM", f"{index} – mutu {found['band']} ({found['band_words']})"),
        ("Jumlah jawaban", number_words(found["n"])),
        ("Tiga unsur terendah (1–4)", "; ".join(lowest)),
    ]
