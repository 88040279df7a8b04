"""The expected date of open files, as their pages say it. How it is reckoned: dashboards/likeness.py; meaning: docs/figures.md."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from agencies.working_days import WorkCalendar, calendars_of
from applications.models import Application
from dashboards.cubes import Like
from dashboards.likeness import FEWEST, forecast, places_of, remaining
from dashboards.models import FileFact
from dashboards.tables import number_words
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.wording import day_words


@dataclass(frozen=True)
class Expectation:
    """`half_on`, `most_on`: local dates of the office, None when too few files like it are known; then only `promised_on`
    (None before the receipt) stands. `outlasted`: it already waits longer than nearly all like it."""

    half_on: date | None = None
    most_on: date | None = None
    cases: int = 0
    group: Like | None = None
    promised_on: date | None = None
    outlasted: bool = False

    @property
    def words(self) -> str:
        """The estimate and the promise, in sentences."""
        return f"{self._estimate_words()} {self._promise_words()}"

    @property
    def basis(self) -> str:
        """What it rests on, in one sentence; "" without an estimate."""
        if self.half_on is None:
            return ""
        like = {
            Like.OFFICE_STAGE: _(
                "layanan yang sama di kantor ini, pada tahap yang sama dengan jumlah instansi yang sama"
            ),
            Like.OFFICE: _("layanan yang sama di kantor ini"),
            Like.SERVICE_STAGE: _(
                "layanan yang sama di semua kantor, pada tahap yang sama dengan jumlah instansi yang sama"
            ),
            Like.SERVICE: _("layanan yang sama di semua kantor"),
            Like.ALL: _("semua layanan, karena yang dari layanan ini belum cukup banyak"),
        }[self.group]
        words = ngettext(
            "Dihitung dari %(n)s berkas (%(like)s) yang diputus dalam 12 sampai 18 bulan terakhir, termasuk hari menunggu "
            "jawaban pemohon. Ini perkiraan, bukan janji.",
            "Dihitung dari %(n)s berkas (%(like)s) yang diputus dalam 12 sampai 18 bulan terakhir, termasuk hari menunggu "
            "jawaban pemohon. Ini perkiraan, bukan janji.",
            self.cases,
        )
        return words % {"n": number_words(self.cases), "like": like}

    def _estimate_words(self) -> str:
        if self.half_on is None and self.outlasted:
            return _(
                "Berkas ini sudah menunggu lebih lama daripada hampir semua berkas seperti ini, sehingga tanggalnya tidak "
                "dapat diperkirakan."
            )
        if self.half_on is None:
            return _(
                "Berkas seperti ini yang sudah selesai belum cukup banyak untuk memperkirakan tanggalnya (paling sedikit "
                "%(fewest)d)."
            ) % {"fewest": FEWEST}
        days = {"half": _day(self.half_on), "most": _day(self.most_on)}
        if self.half_on == self.most_on:
            return _("Sembilan dari sepuluh berkas seperti ini selesai pada %(most)s atau lebih cepat.") % days
        return (
            _(
                "Separuh berkas seperti ini selesai pada %(half)s atau lebih cepat; sembilan dari sepuluh selesai sampai "
                "%(most)s."
            )
            % days
        )

    def _promise_words(self) -> str:
        if self.promised_on is None:
            return _("Janji resmi tertulis di tanda terima begitu berkas dinyatakan lengkap.")
        return _("Janji resmi di tanda terima tetap %(on)s.") % {"on": _day(self.promised_on)}


def expectations_of(
    files: Iterable[Application], calendars: Mapping[str, WorkCalendar] | None = None
) -> dict[int, Expectation]:
    """{key of the file: Expectation} of those that are open; two statements however many, and two more for the calendars of
    their offices where none are given (`calendars`: by key of the region)."""
    files = {file.pk: file for file in files if file.closed_at is None and file.submitted_at}
    facts = FileFact.objects.open().in_bulk(list(files)) if files else {}
    if not facts:
        return {}
    moment = now()
    if calendars is None:
        calendars = calendars_of(file.office.region for file in files.values())
    counts = remaining(facts.values(), moment.date())
    found = {}
    for pk, fact in facts.items():
        file = files[pk]
        found[pk] = _expectation(file, fact, counts, calendars[file.office.region_id], moment)
    return found


def _expectation(file, fact, counts, calendar, moment) -> Expectation:
    places = places_of(fact)
    known = forecast(places, counts, calendar, moment)
    if known:
        return Expectation(known.half_on, known.most_on, known.cases, known.group, file.promised_on)
    widest = counts.get(places[-1].key, {}) if places else {}
    return Expectation(promised_on=file.promised_on, outlasted=sum(widest.values()) >= FEWEST)


def _day(day: date) -> str:
    return day_words(day, get_language() or "id")
