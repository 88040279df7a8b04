"""Patterns that an inspector would look at: /pimpinan/pola/. Reads rows that a sweep made, one per office, desk and day."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.http import Http404
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from agencies.models import Agency, Membership
from dashboards.cubes import month_of
from dashboards.models import Pattern, PatternDay
from dashboards.pattern_examples import examples_of
from dashboards.reach import reach_of_inspectors
from dashboards.tables import full_month_words
from dashboards.views.page import moment_of, path_of, zones_of
from ptsp_portal.lib.audience import office

MOST_MONTHS = 12
RECENT_MONTHS = 3  # of them beside each other; the older ones are folded
Kind = Pattern.Kind


@dataclass(frozen=True)
class Question:
    """What is asked of one kind of pattern, and what may explain it innocently."""

    kind: str
    title: Promise
    asks: Promise
    may_be: Promise
    act: Promise
    lines: list = field(default_factory=list)


QUESTIONS = (
    (
        Kind.OVERTAKEN,
        _("Keadilan antrean"),
        _(
            "Berkas yang meninggalkan meja sementara berkas lain dari layanan yang sama, yang datang lebih dulu ke "
            "meja itu, masih menunggu. Mengapa tidak berurutan?"
        ),
        _("Berkas yang lebih dulu bisa lebih rumit, menunggu kunjungan, atau sedang dibahas."),
        _("berkas meninggalkan meja"),
    ),
    (
        Kind.FAST,
        _("Diputus lebih cepat daripada wajar"),
        _(
            "Berkas yang berada di meja lebih singkat daripada 1 persen tercepat layanan itu (paling tinggi 15 menit; "
            "2 menit bila kasus sejenis masih sedikit). Apakah isinya dibaca?"
        ),
        _(
            "Berkas bisa sudah dibaca sebagai konsep sebelum sampai di meja, atau diputus bersama berkas yang sama "
            "isinya."
        ),
        _("berkas diputus"),
    ),
    (
        Kind.SAME,
        _("Pejabat yang sama untuk pemohon yang sama"),
        _(
            "Keputusan oleh pejabat yang dalam 12 bulan sudah tiga kali atau lebih memverifikasi atau menandatangani "
            "berkas orang atau usaha yang sama. Adakah kepentingan pribadi?"
        ),
        _("Di kantor dengan satu penanda tangan, setiap pemohon yang sering mengajukan bertemu pejabat yang sama."),
        _("berkas diputus"),
    ),
    (
        Kind.OUTSIDE,
        _("Tindakan di luar jam kantor"),
        _(
            "Tindakan petugas sebelum kantor buka, sesudah tutup, atau pada hari libur menurut kalender wilayah. "
            "Mengapa saat itu, dan apakah akunnya dipakai orang lain?"
        ),
        _("Lembur, keadaan darurat, dan pelayanan jemput bola juga terjadi di luar jam kantor."),
        _("tindakan petugas"),
    ),
)  # fmt: skip


@dataclass
class Line:
    """One desk of one office over the month."""

    office: Agency
    desk: str
    n: int
    of: int
    days: list[tuple[date, int, list]]

    @property
    def percent(self) -> int:
        return round(100 * self.n / self.of) if self.of else 0


@office
@require_GET
def patterns(request):
    """One month, by kind, office and desk; desks are named by post, files by number, applicants never."""
    reach = reach_of_inspectors(request.user)
    reach = reach.narrowed(request.GET.get("wilayah", "")[:13])
    if not reach.offices:
        raise Http404
    today = reach.today
    first = _month(request.GET.get("bulan", ""), today)
    last = _next(first) - timedelta(days=1)
    rows = Pattern.objects.within(reach).between(first, last)
    sums = rows.sums("kind", "office", "desk")
    examples = examples_of(rows, request.user)
    looked = PatternDay.objects.filter(office__in=reach.office_ids, on__gte=first, on__lte=last)
    looked_at = looked.order_by("-looked_at").values_list("looked_at", flat=True).first()
    context = {
        "chosen_month": f"{first:%Y-%m}",
        "is_older": first < _months(today)[RECENT_MONTHS - 1],
        "month_words": full_month_words(first),
        "months": [(f"{month:%Y-%m}", full_month_words(month)) for month in _months(today)],
        "narrowed": [reach.region.full_name] if reach.region else [],
        "path": path_of(request, reach.region),
        "questions": [Question(*words, _lines(words[0], reach, sums, examples)) for words in QUESTIONS],
        "as_of": [moment_of(looked_at, zone) for zone in zones_of(reach)] if looked_at else [],
    }
    return render(request, "dashboards/expect/patterns.html", context)


def _lines(kind: str, reach, sums: dict, examples: dict) -> list[Line]:
    roles, offices = dict(Membership.Role.choices), {each.pk: each for each in reach.offices}
    found = [
        Line(offices[office], roles.get(desk, desk), n, of, examples[each, office, desk])
        for (each, office, desk), (n, of) in sums.items()
        if each == kind and n
    ]
    return sorted(found, key=lambda line: (-line.n, line.office.name, line.desk))


def _months(today: date) -> list[date]:
    last = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(last, last - MOST_MONTHS, -1)]


def _month(words: str, today: date) -> date:
    """Of ?bulan=2026-08; the present one for nonsense and for one that is not offered."""
    return next((month for month in _months(today) if f"{month:%Y-%m}" == words), month_of(today))


def _next(month: date) -> date:
    return month_of(month + timedelta(days=31))
