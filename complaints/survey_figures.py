"""The figures of one office and one period, as pages, letters and exports show them. Groups below five are never shown.

A group that is hidden alone could be taken out of the total by subtraction, so among groups that make up a total the next
smallest hides with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agencies.models import Agency
from applications.models import Application, PermitType
from complaints.models import Element, Questionnaire, SurveyResponse, SurveySetting
from complaints.survey_index import EXACT, Tally, band_of, element_index, index_of, lowest, rounded, sample_target
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.small_counts import FLOOR, hidden_among

MONTHS_SHOWN = 12
ENDED = ("issued", "rejected", "withdrawn", "lapsed")
A_DAY = 86_400
YEARS_SHOWN = 3
PROFILE = ("sex", "age", "education", "occupation", "hours")


def band_words(band: str) -> str:
    """How the regulation calls the performance of a band."""
    return {"A": _("Sangat baik"), "B": _("Baik"), "C": _("Kurang baik"), "D": _("Tidak baik")}.get(band, "")


@dataclass(frozen=True)
class Period:
    """A year, a quarter or a month: "2026", "2026-T3", "2026-08"."""

    key: str
    first: date
    last: date

    @property
    def label(self) -> str:
        if "T" in self.key:
            return _("Triwulan %(n)s %(year)s") % {"n": ROMAN[int(self.key[-1]) - 1], "year": self.first.year}
        if "-" in self.key:
            return format_date(self.first, "MMMM y", locale="en" if get_language() == "en" else "id")
        return _("Tahun %(year)s") % {"year": self.first.year}


ROMAN = ("I", "II", "III", "IV")


def period_named(key: str, today: date) -> Period:
    """The period of that key; nonsense gives this year."""
    year, _bar, part = str(key)[:7].partition("-")
    if not (year.isascii() and year.isdigit() and 2000 <= int(year) <= today.year):
        year, part = str(today.year), ""
    number = part.removeprefix("T")
    if not (part and number.isascii() and number.isdigit() and 1 <= int(number) <= (4 if "T" in part else 12)):
        return _span(year, int(year), 1, 12)
    if "T" in part:
        start = 3 * int(number) - 2
        return _span(f"{year}-T{int(number)}", int(year), start, start + 2)
    return _span(f"{year}-{int(number):02}", int(year), int(number), int(number))


def periods_to_choose(chosen: Period, today: date) -> dict[str, list[Period]]:
    """The last years, and the quarters and months of the chosen one, none that lies ahead."""
    year = chosen.first.year
    quarters = [_span(f"{year}-T{n}", year, 3 * n - 2, 3 * n) for n in range(1, 5)]
    months = [_span(f"{year}-{n:02}", year, n, n) for n in range(1, 13)]
    return {
        "years": [_span(str(y), y, 1, 12) for y in range(today.year, today.year - YEARS_SHOWN, -1)],
        "quarters": [each for each in quarters if each.first <= today],
        "months": [each for each in months if each.first <= today],
    }


def _span(key: str, year: int, first_month: int, last_month: int) -> Period:
    after = date(year + last_month // 12, last_month % 12 + 1, 1)
    return Period(key, date(year, first_month, 1), after - timedelta(days=1))


@dataclass(frozen=True)
class Group:
    """One line of a table. A group below five says nothing but that it is small."""

    label: str
    tally: Tally
    weights: str
    is_hidden: bool
    key: object = None

    @property
    def index(self) -> Decimal | None:
        return None if self.is_hidden else index_of(self.tally, self.weights)

    @property
    def band(self) -> str:
        return band_of(self.index) if self.index is not None else ""

    @property
    def band_words(self) -> str:
        return band_words(self.band)

    @property
    def height(self) -> str:
        """Of a column of a hundred, from 25 at its foot to 100."""
        return f"{(self.index - 25) / 75 * 100:.1f}" if self.index is not None else "0"

    @property
    def top(self) -> str:
        return f"{100 - Decimal(self.height):.1f}"

    def mean_of(self, element: str) -> Decimal | None:
        """Of one element, to two decimals; None when hidden or answered by nobody."""
        mean = None if self.is_hidden else self.tally.mean(element)
        return None if mean is None else rounded(mean)


@dataclass(frozen=True)
class ElementLine:
    """One element of a shown group. `width`: of a hundred, for its bar."""

    code: str
    label: str
    mean: Decimal | None
    index: Decimal | None

    @property
    def band(self) -> str:
        return band_of(self.index) if self.index is not None else ""

    @property
    def band_words(self) -> str:
        return band_words(self.band)

    @property
    def width(self) -> str:
        return f"{(self.mean - 1) / 3 * 100:.1f}" if self.mean is not None else "0"


class Figures:
    """Of one office and period. The tallies are read once; `services`, `desks` and `months` each when a page asks for them."""

    def __init__(self, office: Agency, period: Period, setting: SurveySetting | None = None):
        self.office, self.period = office, period
        setting = setting or SurveySetting.objects.filter(office=office).first()
        self.weights = setting.weights if setting else EXACT
        self._rows = SurveyResponse.objects.of_period(office, period.first, period.last)
        self._by_service = self._rows.tallies_by("permit_type_id")
        self.tally = sum(self._by_service.values(), Tally())
        self.whole = Group(office.name, self.tally, self.weights, self.tally.n < FLOOR)

    @property
    def n(self) -> int:
        return self.tally.n

    @property
    def index(self) -> Decimal | None:
        return self.whole.index

    @property
    def band(self) -> str:
        return self.whole.band

    @property
    def band_words(self) -> str:
        return self.whole.band_words

    @property
    def elements(self) -> list[ElementLine]:
        """All nine in the order of the questionnaire; none while the whole is hidden."""
        if self.whole.is_hidden:
            return []
        return [_line(code, self.tally) for code in self._order()]

    @property
    def lowest(self) -> list[ElementLine]:
        return [] if self.whole.is_hidden else [_line(code, self.tally) for code in lowest(self.tally)]

    def services(self) -> list[Group]:
        """By service, lowest index first, hidden ones last; answers without one (paper, kiosk) are a group too."""
        names = {each.pk: each.title for each in PermitType.objects.filter(pk__in=[k for k in self._by_service if k])}
        labels = {key: names.get(key, _("Layanan tidak disebut")) for key in self._by_service}
        return self._groups(self._by_service, labels, makes_up_the_whole=True)

    def desks(self) -> list[Group]:
        """By the counter that helped and the agencies that were asked; an answer counts for each of them."""
        tallies = self._rows.tallies_by_desk()
        labels = dict(Agency.objects.filter(pk__in=tallies).values_list("pk", "name"))
        return self._groups(tallies, labels, makes_up_the_whole=False)

    def channels(self) -> list[tuple[str, int]]:
        """By which way the answers came, so that a flood through one of them is seen."""
        counts = {key: tally.n for key, tally in self._rows.tallies_by("channel").items()}
        return [(label, counts[key]) for key, label in SurveyResponse.Channel.choices if key in counts]

    def months(self) -> list[Group]:
        """The twelve months up to the period's last, or to this one."""
        today = self.office.region.local_date(now())
        last = min(self.period.last, today)
        starts = [_months_before(last, n) for n in range(MONTHS_SHOWN - 1, -1, -1)]
        tallies = SurveyResponse.objects.of_period(self.office, starts[0], last).tallies_by_month()
        labels = {
            start: format_date(start, "MMM yy", locale="en" if get_language() == "en" else "id") for start in starts
        }
        return [
            Group(labels[start], tally, self.weights, tally.n < FLOOR, start)
            for start in starts
            for tally in [tallies.get(start, Tally())]
        ]

    def profile(self) -> list[tuple[str, list[tuple[str, int | None]]]]:
        """Who answered, in groups; None for how many where there are fewer than five. For the report only."""
        found = []
        counts = self._rows.profile(PROFILE)
        for name in PROFILE:
            field = SurveyResponse._meta.get_field(name)
            lines = [(words, counts[name].get(value, 0)) for value, words in field.choices]
            found.append((field.verbose_name, [(words, n if n >= FLOOR else None) for words, n in lines if n]))
        return found

    def sample(self) -> dict:
        """How many answers the regulation wants in this year: of the users of the year before."""
        population = finished_files(self.office, self.period.first.year - 1)
        return {"population": population, "target": sample_target(population)}

    def _groups(self, tallies: Mapping, labels, *, makes_up_the_whole: bool) -> list[Group]:
        hidden = hidden_among({key: tally.n for key, tally in tallies.items()}, makes_up_the_whole=makes_up_the_whole)
        groups = [Group(labels.get(key, ""), tally, self.weights, key in hidden, key) for key, tally in tallies.items()]
        return sorted(groups, key=lambda group: (group.is_hidden, group.index or 0, group.label))

    def _order(self) -> list[str]:
        questionnaire = Questionnaire.objects.in_force(self.office, self.period.last)
        if questionnaire is None:
            return Element.values
        return list(questionnaire.questions.values_list("element", flat=True))


def finished_files(office: Agency, year: int) -> int:
    """Files of the office that ended in that year, in its own time: its users. Counted once a day; a past year stands still."""

    def count() -> int:
        zone = ZoneInfo(office.region.zone)
        begin, end = (datetime(each, 1, 1, tzinfo=zone) for each in (year, year + 1))
        return Application.objects.filter(
            office=office, state__in=ENDED, submitted_at__isnull=False, closed_at__gte=begin, closed_at__lt=end
        ).count()

    return cache.get_or_set(f"survey-users:{office.pk}:{year}", count, A_DAY)


def _line(code: str, tally: Tally) -> ElementLine:
    mean = tally.mean(code)
    if mean is None:
        return ElementLine(code, Element(code).label, None, None)
    return ElementLine(code, Element(code).label, rounded(mean), element_index(mean))


def _months_before(day: date, n: int) -> date:
    months = day.year * 12 + day.month - 1 - n
    return date(months // 12, months % 12 + 1, 1)
