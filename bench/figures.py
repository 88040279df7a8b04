"""The pages of those who govern, with ten thousand files and with a million; and what grouping the rows would take instead.

python -m bench figures     BENCH_SMALL, BENCH_LARGE, BENCH_ONLY, BENCH_TURNS as for `size`
"""

import statistics
import time

from django.db import connection
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import now

from bench import size
from bench.serving import session_of

READERS = {"governor": "gubernur", "mayor": "walikota.batam", "head of an agency": "kepala.dinkes.batam"}
# Name of the page, its url, and the query; each as the governor unless a reader is named.
PAGES = [
    ("overview", "dashboards:overview", "", ("governor", "mayor", "head of an agency")),
    ("regions", "dashboards:regions", "", ("governor", "mayor")),
    ("regions, kelurahan", "dashboards:regions", "?wilayah=21.71.03", ("mayor",)),
    ("services", "dashboards:services", "", ("governor", "mayor")),
    ("stuck board", "dashboards:stuck", "", ("governor", "mayor", "head of an agency")),
    ("agencies", "dashboards:agencies", "", ("governor", "mayor")),
    ("files behind: open", "dashboards:files", "?apa=terbuka", ("governor", "mayor")),
    ("files behind: overdue", "dashboards:files", "?apa=lewat", ("governor", "mayor")),
    ("files behind: late this year", "dashboards:files", "?apa=terlambat{this_year}", ("governor", "mayor")),
    ("files behind: issued this year", "dashboards:files", "?apa=terbit{this_year}", ("governor", "mayor")),
    ("requests behind: open", "dashboards:files", "?apa=permintaan", ("governor", "head of an agency")),
    ("task force", "dashboards:cases", "", ("governor",)),
    ("expected dates", "dashboards:expectations", "", ("governor", "mayor")),
    ("patterns", "dashboards:patterns", "", ("governor", "mayor")),
    ("public statistics", "figures:statistics", "", (None,)),
]  # fmt: skip
NAIVE = {
    "received and decided by office and month": """
        SELECT office_id, date_trunc('month', submitted_at), state, count(*) FROM applications_application
        WHERE submitted_at >= %s GROUP BY 1, 2, 3""",
    "open files by holder": """
        SELECT office_id, holder, holder_role, count(*), count(*) FILTER (WHERE due_at < now()) FROM applications_application
        WHERE closed_at IS NULL AND submitted_at IS NOT NULL GROUP BY 1, 2, 3""",
    "median and ninetieth of each agency's days": """
        SELECT agency_id, percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY closed_at - requested_at)
        FROM applications_recommendation WHERE closed_at >= %s GROUP BY 1""",
}
TURNS = 5


def main() -> None:
    with size.both() as names:
        size.measure(*names, pages_of=pages)
        naive(*names)


def pages(_client) -> list[size.Page]:
    """One for each page and reader; a page that this installation does not have is left out."""
    sessions = {reader: session_of(size.person(f"{account}@demo.test")) for reader, account in READERS.items()}
    found, year = [], now().year
    for name, url, query, readers in PAGES:
        try:
            path = reverse(url) + query.format(this_year=f"&dari={year}-01-01&sampai={year}-12-31")
        except NoReverseMatch:
            continue
        found += [size.Page(f"{name}, {reader or 'anybody'}", [path], sessions.get(reader, "")) for reader in readers]
    return found


def naive(small: str, large: str) -> None:
    """Print what one grouping over the rows takes: the way that is not taken."""
    print("| grouping the rows | p50 small | p50 large | large : small |")
    print("|---|---|---|---|")
    for name, sql in NAIVE.items():
        took = [_median_ms(database, sql) for database in (small, large)]
        print(f"| {name} | {took[0]:.0f} ms | {took[1]:.0f} ms | {took[1] / took[0]:.1f} |", flush=True)


def _median_ms(database: str, sql: str) -> float:
    taken = []
    with size.at(database), connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for _turn in range(TURNS):
            began = time.perf_counter()
            cursor.execute(sql, [now().replace(month=1, day=1)] * sql.count("%s"))
            cursor.fetchall()
            taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)
