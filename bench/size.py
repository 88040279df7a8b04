"""Ten thousand files against a million: the same pages, the same number of SQL statements, and how much slower.

    python -m bench generate     how long `generate_load` takes (BENCH_FILES, a million unless set)
    python -m bench size         fills two databases beside the present one, then measures every queue, search and file page

BENCH_SMALL and BENCH_LARGE name databases that were filled before, so that a measurement can be repeated; BENCH_ONLY names
pages by a part of their name.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from random import Random
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.urls import reverse

from applications.models import Application, Recommendation
from bench.serving import csrf_of, served, session_of, timed

FILES = int(os.environ.get("BENCH_FILES", "1000000"))
SMALL_FILES = 10_000
LONG_QUEUE = "dpmptsp-kota-batam"
ONLY = os.environ.get("BENCH_ONLY", "")
TURNS = int(os.environ.get("BENCH_TURNS", "200"))
DIFFERENT = 50  # files that a page is measured with, in turns
REFERENCE_DATA = "load_regions load_offices load_holidays load_catalogue load_guides load_people".split()
DESKS = {
    "loket": "loket.batam", "verifikasi": "verifikator.batam", "paraf": "kabid.batam", "tanda-tangan": "kadis.batam",
    "rekomendasi": "opd.dinkes.batam",
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """`paths` are asked for in turns."""

    name: str
    paths: list[str]
    session: str = ""
    forms: list[dict] | None = None


def generate() -> None:
    """Print the stages of one load into a database of its own."""
    with _database("bench_generate") as name:
        _fill(name, FILES)


def main() -> None:
    with both() as names:
        measure(*names)


@contextmanager
def both():
    """Names of the small and the large database: those of the environment, or filled anew and dropped afterwards."""
    with ExitStack() as stack:
        small = os.environ.get("BENCH_SMALL") or stack.enter_context(_filled("bench_small", SMALL_FILES))
        large = os.environ.get("BENCH_LARGE") or stack.enter_context(_filled("bench_large", FILES))
        yield small, large


def measure(small: str, large: str, pages_of: Callable | None = None) -> None:
    """Print the table of docs/performance.md."""
    with ExitStack() as stack:
        clients, pages = [], []
        for name in (small, large):
            clients.append(stack.enter_context(served(DATABASE_URL=_url(name), BENCH_COUNT="1")))
            with at(name):
                print(f"{name}: {Application.objects.count()} files", flush=True)
                pages.append((pages_of or _pages)(clients[-1]))
        print("| page | SQL statements | p50 | p95 | SQL p50 | p95 large : small | kB |")
        print("|---|---|---|---|---|---|---|")
        for here, there in zip(*pages, strict=True):
            if ONLY in here.name:
                _row(here, there, clients)


def _row(here: Page, there: Page, clients) -> None:
    answers = ([], [])
    for turn in range(TURNS + 5):
        for page, client, found in zip((here, there), clients, answers, strict=True):
            place = turn % len(page.paths)
            form = page.forms[place] if page.forms else None
            answer = timed(client, page.paths[place], session=page.session, form=form)
            if turn >= 5:  # the first ones warm up
                found.append(answer)
    counts = [sorted({each.statements for each in found}) for found in answers]
    p50 = [statistics.median(each.ms for each in found) for found in answers]
    p95 = [p95_of([each.ms for each in found]) for found in answers]
    sql = [statistics.median(each.sql_ms for each in found) for found in answers]
    same = "same" if counts[0] == counts[1] else "DIFFERENT"
    print(
        f"| {here.name} | {_span(counts[0])} / {_span(counts[1])} {same} | {p50[0]:.0f} / {p50[1]:.0f} ms | "
        f"{p95[0]:.0f} / {p95[1]:.0f} ms | {sql[0]:.0f} / {sql[1]:.0f} ms | {p95[1] / p95[0]:.2f} | "
        f"{max(each.size for each in answers[1]) / 1000:.0f} |",
        flush=True,
    )


def p95_of(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def _span(counts: list[int]) -> str:
    return str(counts[0]) if len(counts) == 1 else f"{counts[0]}–{counts[-1]}"


# ---- what is asked for ----------------------------------------------------------------------------------------------------


def _pages(client) -> list[Page]:
    random = Random(7)
    sessions = {account: session_of(person(f"{account}@demo.test")) for account in DESKS.values()}
    pages = []
    for slug, account in DESKS.items():
        pages.append(Page(f"queue {slug}", [reverse("applications:desk", args=[slug])], sessions[account]))
    for slug in ("loket", "verifikasi", "tanda-tangan", "rekomendasi"):
        pages.append(Page(f"my work, {slug}", [reverse("applications:desk_home")], sessions[DESKS[slug]]))
    queue, clerk = reverse("applications:desk", args=["verifikasi"]), sessions["verifikator.batam"]
    agency, officer = reverse("applications:desk", args=["rekomendasi"]), sessions["opd.dinkes.batam"]
    everywhere = reverse("applications:search")
    pages += [
        Page("queue, everything open", [f"{queue}?saringan=semua"], clerk),
        Page("queue, overdue", [f"{queue}?saringan=lewat"], clerk),
        Page("queue, one service", [f"{queue}?saringan=semua&layanan=SIPF"], clerk),
        Page("queue, a later page", [f"{queue}?saringan=semua&after={quote(key)}" for key in _keys(random)], clerk),
        Page("queue rekomendasi, all answered ones", [f"{agency}?saringan=selesai"], officer),
        Page("search by number", [f"{everywhere}?q={quote(number)}" for number in _numbers(random)], clerk),
        Page("search by name", [f"{everywhere}?q={quote(name)}" for name in _names(random)], clerk),
        Page("search by one common word", [f"{everywhere}?q=kelurahan"], clerk),
        Page("search, nothing found", [f"{everywhere}?q=zzyzx+qwwq"], clerk),
        Page("search by name, agency", [f"{everywhere}?q={quote(name)}" for name in _names_at_agency(random)], officer),
    ]
    return pages + _file_pages(random, sessions) + [_tracking(random, client)]


def _file_pages(random, sessions) -> list[Page]:
    officer = person("opd.dinkes.batam@demo.test")
    applicant = _busiest_applicant()
    own = Application.objects.filter(filed_by=applicant, business=None, state="issued")
    batam = Application.objects.filter(office__slug=LONG_QUEUE)
    asked = Recommendation.objects.addressed_to(officer)
    answered = asked.filter(state="given", application__state="issued")  # of one kind, so that both sizes show the same
    mine = session_of(applicant)
    return [
        Page("my filings", [reverse("applications:my_filings")], mine),
        Page("file page, applicant", _file_paths(own, random), mine),
        Page(
            "file page, office, open",
            _file_paths(batam.in_state("recommendation"), random),
            sessions["verifikator.batam"],
        ),
        Page("file page, office, issued", _file_paths(batam.in_state("issued"), random), sessions["verifikator.batam"]),
        Page(
            "file page, agency",
            [reverse("applications:file", args=[uuid]) for uuid in _some(answered, "application__uuid", random)],
            sessions["opd.dinkes.batam"],
        ),
        Page(
            "recommendation page",
            [reverse("applications:recommendation", args=[uuid]) for uuid in _some(asked.open(), "uuid", random)],
            sessions["opd.dinkes.batam"],
        ),
    ]


def _tracking(random, client) -> Page:
    cookie, token = csrf_of(client, "/lacak/")
    registered = Application.objects.filter(registration_number__isnull=False)
    pks = _some(registered, "pk", random)
    files = Application.objects.filter(pk__in=pks)
    forms = [
        {"csrfmiddlewaretoken": token, "number": file.registration_number, "secret": file.tracking_secret}
        for file in files
    ]
    return Page("tracking", ["/lacak/"] * len(forms), cookie, forms)


def _some(rows, column: str, random) -> list:
    """Values of DIFFERENT rows from all over the table."""
    pks = list(rows.order_by("pk").values_list("pk", flat=True)[:20_000])
    chosen = random.sample(pks, min(DIFFERENT, len(pks)))
    return list(rows.filter(pk__in=chosen).values_list(column, flat=True))


def _file_paths(rows, random) -> list[str]:
    return [reverse("applications:file", args=[uuid]) for uuid in _some(rows, "uuid", random)]


def _keys(random) -> list[str]:
    rows = Application.objects.filter(office__slug=LONG_QUEUE, due_at__isnull=False)
    chosen = Application.objects.filter(pk__in=_some(rows, "pk", random))
    return [f"{file.due_at.isoformat()}|{file.pk}" for file in chosen]


def _numbers(random) -> list[str]:
    rows = Application.objects.filter(office__slug=LONG_QUEUE, registration_number__isnull=False)
    return _some(rows, "registration_number", random)


def _names(random) -> list[str]:
    return _some(Application.objects.filter(office__slug=LONG_QUEUE).exclude(holder_name=""), "holder_name", random)


def _names_at_agency(random) -> list[str]:
    asked = Recommendation.objects.addressed_to(person("opd.dinkes.batam@demo.test"))
    return _some(asked, "application__holder_name", random)


def _busiest_applicant():
    row = (
        Application.objects.filter(state="issued", business=None)
        .values_list("filed_by").order_by("filed_by").first()
    )  # fmt: skip
    return get_user_model().objects.get(pk=row[0])


def person(email):
    return get_user_model().objects.get(email=email)


# ---- databases ------------------------------------------------------------------------------------------------------------


def _url(name: str) -> str:
    base = os.environ["DATABASE_URL"].rpartition("/")[0]
    return f"{base}/{name}"


@contextmanager
def _database(name: str):
    """An empty database beside the present one; gone afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield name
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")  # unlinking twenty gigabytes takes longer than a page may
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def _filled(name: str, files: int):
    with _database(name):
        _fill(name, files)
        yield name


def _fill(name: str, files: int) -> None:
    run = _manager(name)
    for command in ("migrate", "createcachetable", *REFERENCE_DATA):
        run(command, "-v0")
    longest = files // 10
    started = time.perf_counter()
    run("generate_load", f"--applications={files}", f"--open-at={LONG_QUEUE}={longest}")
    run("rebuild_figures", "-v0")
    print(f"{files} files, {longest} of them open at {LONG_QUEUE}: {time.perf_counter() - started:.0f} s", flush=True)


def _manager(name: str) -> Callable:
    surroundings = {**os.environ, "DATABASE_URL": _url(name), "DJANGO_SETTINGS_MODULE": "bench.settings"}

    def run(*words):
        subprocess.run([sys.executable, str(settings.BASE_DIR / "manage.py"), *words], env=surroundings, check=True)

    return run


@contextmanager
def at(name: str):
    """Within the block this process looks at that database."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
