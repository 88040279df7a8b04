"""The whole load: refuse, plan, let two processes live and write, bring the indexes back, prove the references."""

import heapq
import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from django.db import connection, connections

from agencies.loading.holidays import load_holidays
from agencies.working_days import LONGEST_SPAN_DAYS
from applications.models import Application
from ptsp_portal.lib.bulk import (
    broken_references,
    drop_indexes,
    past_the_guards,
    refuse_real_installation,
    settle,
)
from ptsp_portal.lib.moment import now
from ptsp_portal.load.applicants import Applicant, applicants
from ptsp_portal.load.desk import Desk, common
from ptsp_portal.load.lives import Life
from ptsp_portal.load.plan import Planned, Quota, begin, halves, planned, quotas
from ptsp_portal.load.sheets import TABLES, first_ids
from ptsp_portal.load.world import VARIANTS, offices, printed_sample

PARTS = 2  # fixed, so that a seed gives the same rows whether they are written side by side or one after the other
MOST_YEARS = LONGEST_SPAN_DAYS // 366


@dataclass
class Order:
    """What is wanted. `open_at`: {office slug: open files}; `named`: the database's name, to load onto existing files."""

    files: int
    seed: int = 1
    years: int = 4
    open_at: dict[str, int] = field(default_factory=dict)
    processes: int = PARTS
    named: str = ""
    say: Callable[[str], None] = lambda line: None


def generate(order: Order) -> None:
    """Raises BulkRefused on a real or filled installation, ValueError for an order that makes no sense."""
    refuse_real_installation(is_empty=not Application.objects.exists(), named=order.named)
    if not 1 <= order.years <= MOST_YEARS or order.files < 1:
        raise ValueError(f"1 to {MOST_YEARS} years, and at least one file")
    clock = _Clock(order.say)
    end = int(now().timestamp())
    last = now().date()
    first = last - timedelta(days=365 * order.years)
    load_holidays(range(first.year, last.year + 2))
    random = Random(f"{order.seed} world")
    world = offices(first, last, random, variants=min(VARIANTS, 1 + order.files // 400))
    parts = halves(quotas(world, order.files, order.open_at), PARTS)
    people = applicants(order.files, random, first)
    stock = Stock(people, printed_sample(last), first_ids(), end)
    clock.tell(f"{len(world)} offices, {sum(len(each.services) for each in world)} services, {len(people)} applicants")
    again = drop_indexes(TABLES)
    try:
        _side_by_side(
            [lambda part=part: _write(order, parts, part, stock) for part in range(PARTS)],
            order.processes,
        )
        clock.tell("rows written")
    finally:
        _side_by_side([lambda tables=tables: _settle(tables, again) for tables in _dealt(again)], order.processes)
    clock.tell("indexes built, tables vacuumed and analysed")
    _prove(order.processes)
    clock.tell("every reference leads to a row")


class _Clock:
    def __init__(self, say):
        self.say, self.began = say, time.monotonic()

    def tell(self, line: str) -> None:
        self.say(f"{time.monotonic() - self.began:6.0f} s  {line}")


@dataclass(frozen=True)
class Stock:
    """What both processes draw from."""

    people: list[Applicant]
    sample: tuple[str, str, int]
    ids: dict
    end: int  # the present second


def _write(order: Order, parts: list[list[Quota]], part: int, stock: Stock) -> None:
    """One process: its offices' files, in one transaction."""
    random = Random(f"{order.seed} part {part}")
    with past_the_guards() as cursor:
        ids = {model: first + part for model, first in stock.ids.items()}
        shared = common(cursor, ids, len(parts), random, stock.sample, stock.end)
        desks = {quota.office.chain: Desk(quota.office, shared) for quota in parts[part]}
        live(planned(parts[part], stock.end, order.seed), desks, stock.people, random, stock.end)
        for sheet in vars(shared.sheets).values():
            sheet.flush()
        for desk in desks.values():
            desk.save(cursor)


def live(plan: list[Planned], desks: dict[str, Desk], people: list[Applicant], random: Random, end: int) -> None:
    """Every act of every file, in one time: numbers and chains follow the clock as in life."""
    waiting: list[tuple[int, int, Life]] = []
    present = {chain: desk.time.position(end) for chain, desk in desks.items()}
    scratch = Random()
    neighbours = {home: [each for each in people if each.home == home] for home in {each.home for each in people}}
    plan.reverse()
    while plan or waiting:
        if waiting and (not plan or waiting[0][0] <= plan[-1].began):
            _second, number, life = waiting[0]
            life.act()
            if life.next_at is None:
                heapq.heappop(waiting)
            else:
                heapq.heapreplace(waiting, (life.next_at, number, life))
        else:
            one = plan.pop()
            chain = one.quota.office.chain
            route = begin(one.quota, one.seed, one.end, scratch)
            near = neighbours[chain[:2]]
            applicant = near[int(random.random() * len(near))]
            life = Life(one, route, desks[chain], applicant, present[chain])
            heapq.heappush(waiting, (life.next_at, one.number, life))


def _settle(tables: list[str], again: dict[str, list[str]]) -> None:
    for table in tables:
        settle(table, again.get(table, []))


def _dealt(again: dict[str, list[str]]) -> list[list[str]]:
    """Tables in two heaps of about the same work: their size times their indexes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, pg_relation_size(oid) FROM pg_class WHERE relname = ANY(%s)", [list(TABLES)])
        work = {table: size * (2 + len(again.get(table, []))) for table, size in cursor.fetchall()}
    heaps: list[list[str]] = [[], []]
    for table in sorted(work, key=work.get, reverse=True):
        min(heaps, key=lambda heap: sum(work[each] for each in heap)).append(table)
    return heaps


def _prove(processes: int) -> None:
    heaps = [TABLES[::2], TABLES[1::2]]
    _side_by_side([lambda heap=heap: _prove_these(heap) for heap in heaps], processes)


def _prove_these(tables) -> None:
    broken = broken_references(tables)
    if broken:
        raise AssertionError("\n".join(broken))


def _side_by_side(jobs: list[Callable[[], None]], processes: int) -> None:
    """Each job in a process of its own, or one after the other with `processes` 1. Raises when one of them failed."""
    if processes == 1:
        for job in jobs:
            job()
        return
    connections.close_all()  # a connection can't be shared by two processes
    fork = multiprocessing.get_context("fork")
    children = [fork.Process(target=job) for job in jobs]
    for child in children:
        child.start()
    for child in children:
        child.join()
    if any(child.exitcode for child in children):
        raise ChildProcessError("a process failed, see above")
