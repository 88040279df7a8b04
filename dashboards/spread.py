"""Median and ninetieth percentile from counts per number of days, and what is still to come when some days are over."""

from collections.abc import Mapping
from math import ceil

HALF, MOST = 0.5, 0.9


def quantile(counts: Mapping[int, int], share: float) -> int | None:
    """The smallest number of days within which `share` of the cases ended; None without cases."""
    total = sum(counts.values())
    if total <= 0:
        return None
    wanted, seen = max(1, ceil(total * share)), 0
    for days in sorted(counts):
        seen += counts[days]
        if seen >= wanted:
            return days
    return max(counts)


def median(counts: Mapping[int, int]) -> int | None:
    return quantile(counts, HALF)


def ninetieth(counts: Mapping[int, int]) -> int | None:
    return quantile(counts, MOST)


def lasting_longer(counts: Mapping[int, int], days: int) -> dict[int, int]:
    """Cases that took more than `days`."""
    return {each: n for each, n in counts.items() if each > days and n > 0}
