"""The arithmetic of the satisfaction survey (IKM), exact until the very end (PermenPANRB 14/2017; handbook part 6).

Nothing here knows a row. Scores are whole numbers 1 to 4, sums and counts are whole numbers, means are fractions; a figure is
rounded half-up to two decimals once, and only then does it get its band. A missing answer (on paper) is no zero: an element's
mean is taken over those who answered it, and an element that nobody answered is left out of the mean of elements.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

SCALE = 25  # from 1–4 to 25–100
EXACT, LITERAL = "exact", "literal"
# Lowest index of each band, best first: the regulation's intervals leave no gap once an index has two decimals.
BANDS = (("A", Decimal("88.31")), ("B", Decimal("76.61")), ("C", Decimal("65.00")), ("D", Decimal("25.00")))
# Krejcie and Morgan (1970): the table that the regulation prints.
CHI_SQUARE, PROPORTION, ERROR = Fraction(3841, 1000), Fraction(1, 2), Fraction(5, 100)


@dataclass(frozen=True)
class Tally:
    """Of a group of answers: how many there are, and for each element the sum of its scores and who answered it."""

    n: int = 0
    sums: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.n + other.n, _added(self.sums, other.sums), _added(self.counts, other.counts))

    def mean(self, element: str) -> Fraction | None:
        """1 to 4, over those who answered it; None when nobody did."""
        count = self.counts.get(element, 0)
        return Fraction(self.sums[element], count) if count else None


def tally_of(answers: Iterable[Mapping[str, int | None]]) -> Tally:
    """One mapping of element to score (or None) for each respondent."""
    answers = list(answers)
    sums, counts = {}, {}
    for answer in answers:
        for element, score in answer.items():
            if score is not None:
                sums[element] = sums.get(element, 0) + score
                counts[element] = counts.get(element, 0) + 1
    return Tally(len(answers), sums, counts)


def index_of(tally: Tally, weights: str = EXACT) -> Decimal | None:
    """The IKM, 25.00 to 100.00; None without answers. `literal`: each weight 1/9 cut to 0.11, as the regulation's annex prints
    it, so that a perfect 4.00 gives 99.00; for offices that must match old reports."""
    means = [tally.mean(element) for element, count in tally.counts.items() if count]
    if not means:
        return None
    weight = Fraction(1, len(means))
    if weights == LITERAL:
        weight = Fraction(rounded(weight))
    return rounded(sum(means) * weight * SCALE)


def element_index(mean: Fraction) -> Decimal:
    """One element on the scale of the index, for its band."""
    return rounded(mean * SCALE)


def band_of(index: Decimal) -> str:
    """A, B, C or D of an index that is already rounded to two decimals."""
    return next((band for band, lowest in BANDS if index >= lowest), "D")


def rounded(number: Fraction, places: int = 2) -> Decimal:
    """Half-up: 88.305 is 88.31. Never through a binary float."""
    unit = 10**places
    return Decimal((number * unit * 2 + 1) // 2).scaleb(-places)


def sample_target(population: int) -> int:
    """How many answers the regulation wants of so many users: λ²NPQ / (d²(N−1) + λ²PQ), half-up as the table prints it."""
    if population < 1:
        return 0
    spread = CHI_SQUARE * PROPORTION * (1 - PROPORTION)
    return int(rounded(spread * population / (ERROR**2 * (population - 1) + spread), 0))


def lowest(tally: Tally, how_many: int = 3) -> list[str]:
    """The elements with the lowest means, worst first; equal ones in the order of the tally."""
    asked = [element for element, count in tally.counts.items() if count]
    return sorted(asked, key=tally.mean)[:how_many]


def _added(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {key: one.get(key, 0) + other.get(key, 0) for key in {**one, **other}}
