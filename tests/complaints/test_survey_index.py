"""The arithmetic of the IKM: exact fractions, rounded once, then banded; the sample that the regulation wants."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.survey_index import (
    BANDS,
    LITERAL,
    Tally,
    band_of,
    index_of,
    lowest,
    rounded,
    sample_target,
    tally_of,
)

NINE = "persyaratan prosedur waktu biaya produk kompetensi perilaku sarana pengaduan".split()


def test_the_worked_example_of_the_handbook():
    """29 answers, total 955: 91.48 with exact ninths, 90.56 with the weight that the annex cuts to 0.11."""
    sums = dict.fromkeys(NINE, 106) | {"biaya": 107}
    tally = Tally(29, sums, dict.fromkeys(NINE, 29))
    assert sum(sums.values()) == 955
    assert index_of(tally) == Decimal("91.48")
    assert index_of(tally, LITERAL) == Decimal("90.56")


def test_a_perfect_office_has_a_hundred_and_only_ninety_nine_by_the_literal_weights():
    tally = tally_of([dict.fromkeys(NINE, 4)] * 7)
    assert (index_of(tally), index_of(tally, LITERAL)) == (Decimal("100.00"), Decimal("99.00"))
    assert index_of(tally_of([dict.fromkeys(NINE, 1)])) == Decimal("25.00")


@pytest.mark.parametrize(
    ("exact", "shown", "band"),
    [
        ("88.305", "88.31", "A"),
        ("88.304", "88.30", "B"),
        ("76.605", "76.61", "B"),
        ("76.6049", "76.60", "C"),
        ("64.995", "65.00", "C"),
        ("64.994", "64.99", "D"),
        ("100", "100.00", "A"),
        ("25", "25.00", "D"),
    ],
)
def test_a_figure_is_rounded_once_and_then_gets_its_band(exact, shown, band):
    index = rounded(Fraction(exact))
    assert (str(index), band_of(index)) == (shown, band)


def test_an_answer_that_is_missing_on_paper_is_no_zero():
    full, half = dict.fromkeys(NINE, 3), dict.fromkeys(NINE, 3) | {"sarana": None, "biaya": 4}
    tally = tally_of([full, half])
    assert tally.mean("sarana") == 3 and tally.mean("biaya") == Fraction(7, 2)
    assert index_of(tally) == Decimal("76.39")  # (8 × 3 + 3.5) / 9 × 25
    never_asked = tally_of([dict.fromkeys(NINE, 4) | {"sarana": None}])
    assert never_asked.mean("sarana") is None and index_of(never_asked) == Decimal("100.00")
    assert index_of(Tally()) is None


def test_the_lowest_elements_come_worst_first():
    assert lowest(tally_of([dict.fromkeys(NINE, 4) | {"waktu": 1, "biaya": 2, "sarana": 3}])) == [
        "waktu",
        "biaya",
        "sarana",
    ]


@pytest.mark.parametrize(
    ("population", "sample"),
    [(0, 0), (1, 1), (10, 10), (100, 80), (500, 217), (1000, 278), (2940, 340), (10000, 370), (1_000_000, 384)],
)
def test_the_sample_is_that_of_krejcie_and_morgan(population, sample):
    assert sample_target(population) == sample


answers = st.lists(st.fixed_dictionaries({code: st.integers(1, 4) for code in NINE}), min_size=1, max_size=30)


@given(answers, st.integers(0, 30))
def test_the_index_is_what_decimals_of_fifty_places_say_and_adds_up_from_parts(rows, cut):
    tally = tally_of(rows)
    with localcontext(prec=50):
        means = [Decimal(sum(row[code] for row in rows)) / len(rows) for code in NINE]
        wanted = sum(means) / 9 * 25
        # An exact half has a finite decimal; what fifty places can't tell from one is one.
        wanted = wanted.quantize(Decimal("1e-40"), ROUND_HALF_UP).quantize(Decimal("0.01"), ROUND_HALF_UP)
        literal = (sum(means) * Decimal("0.11") * 25).quantize(Decimal("1e-40"), ROUND_HALF_UP)
        literal = literal.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert index_of(tally) == wanted and index_of(tally, LITERAL) == literal
    assert Decimal(25) <= index_of(tally) <= 100
    assert index_of(tally_of(rows[:cut]) + tally_of(rows[cut:])) == wanted
    assert band_of(wanted) in dict(BANDS)
