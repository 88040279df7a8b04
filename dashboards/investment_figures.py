"""What a region was to reach in a year and what came in: against the target, by quarter, place, sector and country; and jobs.

    of = InvestmentYear(region, 2021)                 for people who govern: every sum
    of = InvestmentYear(region, 2021, outside=True)   for everybody: groups of fewer than FLOOR projects are laid together

A group that stands for one or two firms would tell their reports (LKPM), which are confidential (handbook part 9). A sum that
was itself published without a breakdown is no such group. Money is exact (Decimal), shares are rounded half-up once.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from agencies.models import Region
from dashboards.investment_words import NO_COUNTRY, country_words, quarter_words
from dashboards.models import InvestmentRealisation, InvestmentSector, InvestmentTarget

FLOOR = 5
WHOLE_YEAR = (1, 2, 3, 4)
SUMS = {
    "value": Sum("value_idr"), "usd": Sum("value_usd"), "local": Sum("workers_local"), "foreign": Sum("workers_foreign"),
    "projects": Sum("projects"),
}  # fmt: skip


def percent(part, whole, places=1) -> Decimal | None:
    """24.96 of 21 is 118.9; None where there is nothing to compare with."""
    if part is None or not whole:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def growth(now_value, before) -> Decimal | None:
    """By how many percent it grew; None where there was nothing before."""
    return None if now_value is None or not before else percent(Decimal(now_value) - Decimal(before), before)


@dataclass
class Part:
    """One group with its sums; None is "not reported", never zero."""

    label: str
    code: str = ""
    pma: Decimal = Decimal(0)
    pmdn: Decimal = Decimal(0)
    usd: Decimal | None = None
    local: int | None = None
    foreign: int | None = None
    projects: int | None = None
    is_provisional: bool = False
    is_hidden: bool = False
    is_whole: bool = False  # was published without a breakdown
    projects_of: dict = field(default_factory=dict)  # by kind
    share: Decimal | None = None
    rank: int | None = None
    q_o_q: Decimal | None = None
    y_o_y: Decimal | None = None

    @property
    def value(self) -> Decimal:
        return self.pma + self.pmdn

    @property
    def is_small(self) -> bool:
        return (self.projects is None and not self.is_whole) or (self.projects is not None and self.projects < FLOOR)

    @property
    def has_small_kind(self) -> bool:
        return any(count is not None and count < FLOOR for count in self.projects_of.values())

    def add(self, row) -> None:
        """One grouped line of the database."""
        setattr(self, row["kind"], getattr(self, row["kind"]) + row["value"])
        for name in ("usd", "local", "foreign", "projects"):
            setattr(self, name, _plus(getattr(self, name), row[name]))
        self.projects_of[row["kind"]] = _plus(self.projects_of.get(row["kind"]), row["projects"])
        self.is_provisional |= row["status"] != "final"

    def take_in(self, other: "Part") -> None:
        self.pma, self.pmdn = self.pma + other.pma, self.pmdn + other.pmdn
        for name in ("usd", "local", "foreign", "projects"):
            setattr(self, name, _plus(getattr(self, name), getattr(other, name)))
        self.is_provisional |= other.is_provisional


class InvestmentYear:
    """The figures of one region and year; each cut is one statement, made when it is asked for."""

    def __init__(self, region: Region, year: int, *, outside=False):
        self.region, self.year, self.outside = region, year, outside

    @property
    def rows(self):
        return InvestmentRealisation.objects.public().within(self.region.code)

    @cached_property
    def _by_span(self) -> dict[int, dict[tuple, Part]]:
        """{year: {(first quarter, last quarter): Part}} of all years."""
        found = defaultdict(dict)
        lines = self.rows.values("year", "first_quarter", "last_quarter", "kind", "status").annotate(**SUMS)
        for row in lines.order_by("year", "first_quarter", "last_quarter"):
            span = row["first_quarter"], row["last_quarter"]
            part = found[row["year"]].setdefault(span, Part(quarter_words(*span), is_whole=True))
            part.add(row)
        return found

    @cached_property
    def _targets(self) -> dict[int, dict[str, Decimal]]:
        found = defaultdict(dict)
        for row in InvestmentTarget.objects.public().filter(region=self.region):
            found[row.year][row.kind] = row.amount_idr
            if row.status != "final":
                found[row.year]["is_provisional"] = True
        return found

    @cached_property
    def years(self) -> list[int]:
        return sorted({*self._by_span, *self._targets}, reverse=True)

    @property
    def reported(self) -> set[int]:
        """Years with realisation; a target may stand alone."""
        return set(self._by_span)

    def target(self, kind="total", year=None) -> Decimal | None:
        """In rupiah; the total is that of the two kinds where only those were set."""
        of_year = self._targets.get(year or self.year, {})
        if kind == "total" and kind not in of_year and {"pma", "pmdn"} <= set(of_year):
            return of_year["pma"] + of_year["pmdn"]
        return of_year.get(kind)

    @cached_property
    def target_is_provisional(self) -> bool:
        return self._targets.get(self.year, {}).get("is_provisional", False)

    @cached_property
    def whole(self) -> Part:
        return self._whole_of(self.year)

    def _whole_of(self, year) -> Part:
        whole = Part(str(year), code=str(year), is_whole=True)
        for part in self._by_span.get(year, {}).values():
            whole.take_in(part)
            for kind, count in part.projects_of.items():
                whole.projects_of[kind] = _plus(whole.projects_of.get(kind), count)
        whole.is_hidden = self.outside and whole.is_small
        return whole

    @property
    def is_empty(self) -> bool:
        return self.year not in self._by_span

    @property
    def hides_kinds(self) -> bool:
        """Foreign and domestic are not told apart where one of them stands for too few projects."""
        return self.outside and self.whole.has_small_kind

    @property
    def hides_quarter_kinds(self) -> bool:
        return self.outside and any(part.has_small_kind for part in self.quarters)

    @property
    def reached(self) -> Decimal | None:
        return None if self.is_empty else percent(self.whole.value, self.target())

    def reached_of(self, kind) -> Decimal | None:
        return percent(getattr(self.whole, kind), self.target(kind))

    @property
    def last_quarter(self) -> int:
        return max((last for _first, last in self._by_span.get(self.year, {})), default=0)

    @property
    def until(self) -> str:
        """How far the year is reported: "sampai Triwulan III"."""
        return _("sampai %(quarter)s") % {"quarter": quarter_words(self.last_quarter, self.last_quarter)}

    @cached_property
    def quarters(self) -> list[Part]:
        """Of this year in order, with growth against the quarter before and the same of the year before."""
        parts = self._quarters_of(self.year)
        before = self._quarters_of(self.year - 1)
        for span, part in parts.items():
            if span[0] == span[1] and not part.is_hidden:
                previous = parts.get((span[0] - 1,) * 2) if span[0] > 1 else before.get((4, 4))
                part.q_o_q = _growth_of(part, previous)
            if not part.is_hidden:
                part.y_o_y = _growth_of(part, before.get(span) or _sum_of(before, span))
        return list(parts.values())

    def _quarters_of(self, year) -> dict[tuple, Part]:
        parts = self._by_span.get(year, {})
        if self.outside:
            _hide_small(list(parts.values()))
        return parts

    @cached_property
    def history(self) -> list[Part]:
        """Every year, oldest first, with growth against the year before where both are whole years."""
        parts = [self._whole_of(year) for year in sorted(self._by_span)]
        for before, part in zip(parts, parts[1:], strict=False):
            both = int(before.code) + 1 == int(part.code) and self._is_whole_year(before) and self._is_whole_year(part)
            if both and not part.is_hidden:
                part.y_o_y = _growth_of(part, before)
        return parts

    def _is_whole_year(self, part) -> bool:
        covered = {q for first, last in self._by_span[int(part.code)] for q in range(first, last + 1)}
        return covered == set(WHOLE_YEAR)

    @cached_property
    def places(self) -> list[Part]:
        """Regencies and cities of a province, the largest first; empty for a region without any below."""
        if self.region.level != Region.Level.PROVINCE:
            return []
        names = {each.code: each.full_name for each in Region.objects.filter(parent=self.region)}
        parts = self._parts("region_id", lambda code: names.get(code) or _("Tidak dirinci menurut kabupaten/kota"))
        for part in parts.values():
            part.is_whole = part.code == self.region.code
        return self._ranked(parts)

    @cached_property
    def sectors(self) -> list[Part]:
        names = {each.code: each for each in InvestmentSector.objects.all()}
        parts = self._parts("sector_id", lambda code: names[code].words)
        for part in parts.values():
            part.is_whole = names[part.code].group == InvestmentSector.Group.NONE
        return self._ranked(parts)

    @cached_property
    def sector_groups(self) -> list[Part]:
        """Primary, secondary, tertiary."""
        parts = self._parts("sector__group", lambda code: str(InvestmentSector.Group(code).label))
        for part in parts.values():
            part.is_whole = part.code == InvestmentSector.Group.NONE
        return self._ranked(parts)

    @cached_property
    def countries(self) -> list[Part]:
        """Where foreign investment came from."""
        parts = self._parts("country", country_words, kind="pma")
        for part in parts.values():
            part.is_whole = part.code == NO_COUNTRY
        return self._ranked(parts)

    @cached_property
    def sources(self) -> list[str]:
        """Where the figures of the year were taken from, the target's too."""
        of_target = InvestmentTarget.objects.public().filter(region=self.region, year=self.year)
        found = {*self.rows.filter(year=self.year).values_list("source", flat=True).distinct()}
        return sorted(found | set(of_target.values_list("source", flat=True)))

    @cached_property
    def as_of(self):
        """When the youngest of the figures came in."""
        return self.rows.filter(year=self.year).aggregate(at=Max("created_at"))["at"]

    def _parts(self, column, label, **only) -> dict[str, Part]:
        found = {}
        lines = self.rows.filter(year=self.year, **only).values(column, "kind", "status").annotate(**SUMS)
        for row in lines.order_by(column):
            found.setdefault(row[column], Part(label(row[column]), row[column])).add(row)
        return found

    def _ranked(self, parts: dict[str, Part]) -> list[Part]:
        found = laid_together(list(parts.values())) if self.outside else list(parts.values())
        whole = sum((part.value for part in found), Decimal(0))
        found.sort(key=lambda part: (part.is_whole or part.code == "+", -part.value))
        for place, part in enumerate(found, start=1):
            part.share = percent(part.value, whole)
            part.rank = None if part.is_whole or part.code == "+" else place
        return found


def laid_together(parts: list[Part]) -> list[Part]:
    """Groups of too few projects as one line, with as many more as it takes that none can be reckoned out of it."""
    small = [part for part in parts if part.is_small]
    large = sorted((part for part in parts if not part.is_small), key=lambda part: (part.is_whole, part.projects or 0))
    if not small:
        return parts
    while large and (len(small) < 2 or sum(part.projects or 0 for part in small) < FLOOR):
        small.append(large.pop(0))
    rest = Part(_("Lainnya (kelompok di bawah lima proyek, digabung)"), "+")
    for part in small:
        rest.take_in(part)
    return [*large, rest]


def _hide_small(parts: list[Part]) -> None:
    """Quarters keep their lines; a hidden one takes a second with it, or the year would give it away."""
    hidden = [part for part in parts if part.is_small]
    others = sorted((part for part in parts if not part.is_small), key=lambda part: part.projects or 0)
    if hidden and others and (len(hidden) < 2 or sum(part.projects or 0 for part in hidden) < FLOOR):
        hidden.append(others[0])
    for part in hidden:
        part.is_hidden = True


def _sum_of(parts: dict[tuple, Part], span) -> Part | None:
    """The same quarters of another year, where each of them is known and shown."""
    found = [parts.get((quarter, quarter)) for quarter in range(span[0], span[1] + 1)]
    if not all(found) or any(part.is_hidden for part in found):
        return None
    whole = Part("")
    for part in found:
        whole.take_in(part)
    return whole


def _growth_of(part, before) -> Decimal | None:
    return None if before is None or before.is_hidden else growth(part.value, before.value)


def _plus(one, other):
    return other if one is None else one if other is None else one + other
