"""How often expected dates would have held: those of the last half-year, estimated from the year before it.

    python -m bench estimates     on the database at hand, or on BENCH_LARGE

Each file's days from the receipt to the decision are compared with the median and the ninetieth percentile of the files like it
that were decided before (same service and office, else same service, else all; at least FEWEST), as `dashboards/likeness.py` does
at the receipt. With generated files it says that the arithmetic holds, not that offices can be foreseen.
"""

import os
from collections import Counter, defaultdict
from datetime import timedelta

from django.db import connection

from bench import size
from dashboards.cubes import Cube, Phase, half_year_of
from dashboards.likeness import A_YEAR, FEWEST
from dashboards.models import Cell
from dashboards.spread import median, ninetieth
from ptsp_portal.lib.moment import now


def main() -> None:
    with size.at(os.environ.get("BENCH_LARGE") or connection.settings_dict["NAME"]):
        latest = half_year_of(now().date())
        before = _counts(half_year_of(latest - A_YEAR), latest - timedelta(days=1))
        held = defaultdict(Counter)
        for (office, service), days in _counts(latest, now().date()).items():
            if office:
                _judge(held, office, service, days, before)
    print("| like it | decided files | by the half date | by the nine-in-ten date |")
    print("|---|---|---|---|")
    for group, counts in [*held.items(), ("all", sum(held.values(), Counter()))]:
        half, most = (f"{100 * counts[name] / counts['n']:.1f} %" for name in ("half", "most"))
        print(f"| {group} | {counts['n']} | {half} | {most} |")


def _counts(first, last) -> dict[tuple[int, int], Counter]:
    """{(office, service): {working days from the receipt: decided files}}; 0 stands for all."""
    cells = Cell.objects.filter(cube=Cube.REMAINING, agency=Phase.VERIFICATION).between(first, last)
    found = defaultdict(Counter)
    for (office, service, days), n in cells.sums("office", "service", "bucket").items():
        found[office, service][days] = n
    return found


def _judge(held, office, service, days, before) -> None:
    groups = (("service at the office", (office, service)), ("service", (0, service)), ("all services", (0, 0)))
    for group, key in groups:
        like = before.get(key, {})
        if sum(like.values()) >= FEWEST:
            half, most = median(like), ninetieth(like)
            held[group]["n"] += sum(days.values())
            held[group]["half"] += sum(n for each, n in days.items() if each <= half)
            held[group]["most"] += sum(n for each, n in days.items() if each <= most)
            return
