"""Numbers as people type them: two ways of writing, and a no to what can be read in both."""

from decimal import Decimal

import pytest

from ptsp_portal.lib.typed_numbers import Unclear, read_number


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("13.960.000.000.000", "13960000000000"),
        ("13,960,000,000,000", "13960000000000"),
        ("13.960.000,50", "13960000.50"),
        ("13,960,000.50", "13960000.50"),
        ("Rp 1.250.000", "1250000"),
        ("US$12,5", "12.5"),
        ("0,125", "0.125"),
        ("14350.25", "14350.25"),
        (13.96, "13.96"),
        (21, "21"),
        ("0", "0"),
    ],
)
def test_both_ways_of_writing_are_read(typed, meant):
    assert read_number(typed) == Decimal(meant)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("1.250", "bisa berarti 1250 atau 1,250"),
        ("12,500", "bisa berarti"),
        ("-5", "negatif"),
        ("(1.000.000)", "negatif"),
        (-0.5, "negatif"),
        ("1.25.000", "tidak beraturan"),
        ("1,000,00.5", "tidak beraturan"),
        ("13,96 triliun", "tanpa kata"),
        ("1e12", "tanpa kata"),
        ("=1+1", "bukan angka"),
        ("10" * 12, "terlalu besar"),
    ],
)
def test_what_is_unclear_is_refused_with_its_reason(typed, why):
    with pytest.raises(Unclear, match=why):
        read_number(typed)


def test_people_are_whole_so_a_dot_can_only_group():
    assert read_number("1.250", whole=True) == 1250
    with pytest.raises(Unclear, match="bulat"):
        read_number("12,5", whole=True)


def test_an_empty_cell_is_no_number_and_no_zero():
    assert read_number(None) is read_number("") is None
