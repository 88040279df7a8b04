"""Counts of one group put in relation: shares, growth, medians. Pure; shares and growth are percent with one decimal, half-up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from complaints.survey_index import rounded
from dashboards.cubes import Measure
from dashboards.spread import median


def share(part: int, whole: int) -> Decimal | None:
    """Percent; None of nothing."""
    return rounded(Fraction(100 * part, whole), 1) if whole else None


def growth(now: int, before: int) -> Decimal | None:
    """Percent more (or less) than before; None where there was nothing."""
    return rounded(Fraction(100 * (now - before), before), 1) if before else None


@dataclass(frozen=True)
class Counts:
    """What a group of files did in a span. `days`: decided files by working days used."""

    by_measure: Mapping[int, int] = field(default_factory=dict)
    days: Mapping[int, int] = field(default_factory=dict)

    def of(self, measure: Measure) -> int:
        return self.by_measure.get(measure, 0)

    @property
    def received(self) -> int:
        return self.of(Measure.RECEIVED)

    @property
    def issued(self) -> int:
        return self.of(Measure.ISSUED)

    @property
    def rejected(self) -> int:
        return self.of(Measure.REJECTED)

    @property
    def on_time(self) -> int:
        return self.of(Measure.ON_TIME)

    @property
    def decided(self) -> int:
        return self.of(Measure.ON_TIME) + self.of(Measure.LATE)

    @property
    def on_time_share(self) -> Decimal | None:
        return share(self.on_time, self.decided)

    @property
    def median_days(self) -> int | None:
        return median(self.days)
