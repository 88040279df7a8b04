"""How many open requests will pass their limit: expected numbers from how long an agency's answers took. Pure; docs/figures.md.

A request with limit L is due in `left` working days, today included, so it has used u = L − left whole days. Of the answers of the
last twelve months that took more than u days, the share that took more than L days is its probability; their sum is expected.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboards.spread import lasting_longer

FEWEST = 5  # answers that lasted as long; fewer say nothing, and the answers of all agencies of the reach stand in


@dataclass(frozen=True)
class Expected:
    """`n`: the expected number of breaches. `unknown`: requests about which too few cases say anything; not in `n`."""

    n: float = 0.0
    unknown: int = 0


def expected_breaches(due: Iterable[tuple[int, int, int]], own: Mapping[int, int], like: Mapping[int, int]) -> Expected:
    """`due`: (working days left with today, limit, requests). `own`, `like`: answers by working days taken, of the agency
    itself and of all agencies beside it, for where its own are too few."""
    n, unknown = 0.0, 0
    for left, limit, requests in due:
        share = _share(own, limit - left, limit)
        if share is None:
            share = _share(like, limit - left, limit)
        if share is None:
            unknown += requests
        else:
            n += share * requests
    return Expected(n, unknown)


def _share(counts: Mapping[int, int], used: int, limit: int) -> float | None:
    lasted = sum(lasting_longer(counts, max(0, used)).values()) if used > 0 else sum(counts.values())
    return sum(lasting_longer(counts, limit).values()) / lasted if lasted >= FEWEST else None
